"""The report of a release: one HTML file that shows every number in the sentence it came from.

It opens from disk and asks the network for nothing. Made when the release is made, listed in its manifest like every
other file; `docs/decisions/0022` says why it is built as it is.
"""

from tallybook.report.report import FILE_NAME, render, write

__all__ = ["FILE_NAME", "render", "write"]
