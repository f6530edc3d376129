"""The last words of a process that ran the flow."""

from __future__ import annotations

import atexit
import os
import sys


def end_quietly() -> None:
    """Keep the last words of the interpreter off the screen, and out of the log of a service.

    Prefect and Great Expectations keep objects of DuckDB alive to the very end, and its bindings then print some fifty
    lines about leaks. Nobody can act on them, and nothing else is printed that late. What is registered first is called
    last: this is to come before the imports of these libraries where it can.
    """
    atexit.register(_close_standard_error)


def _close_standard_error() -> None:
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
