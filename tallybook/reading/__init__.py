"""Bytes → Document: finding files, decoding and normalising them once, and saying what they are.

>>> from pathlib import Path
>>> sources = list_sources([Path("raw")], Limits())  # doctest: +SKIP
>>> documents, rejects = read_batch([s for s in sources if isinstance(s, Source)], Limits())  # doctest: +SKIP
"""

from tallybook.reading.documents import Identified, identify_batch, read_batch, read_source
from tallybook.reading.files import Place
from tallybook.reading.limits import Limits
from tallybook.reading.refusals import refuse
from tallybook.reading.sources import (
    Found,
    Source,
    SourceNotFound,
    lies_below,
    list_files,
    list_sources,
    sources_in,
)

__all__ = [
    "Found",
    "Identified",
    "Limits",
    "Place",
    "Source",
    "SourceNotFound",
    "identify_batch",
    "lies_below",
    "list_files",
    "list_sources",
    "read_batch",
    "read_source",
    "refuse",
    "sources_in",
]
