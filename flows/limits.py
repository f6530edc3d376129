"""How long a run may take."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prefect.utilities.timeout import timeout

if TYPE_CHECKING:
    from collections.abc import Iterator


class RunTimedOutError(RuntimeError):
    """A run took longer than `max_run_seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the run was ended after {seconds:g} seconds (max_run_seconds): what it had loaded stays, and the next "
            "run goes on from there; raise the limit if that is how long the work takes"
        )


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End what runs inside after so many seconds with RunTimedOutError; 0 is no limit.

    >>> with limited(0):
    ...     pass
    """
    if not seconds:
        yield
        return
    started = time.monotonic()
    try:
        with timeout(seconds):
            yield
    except Exception as error:
        # DuckDB reports a query that the alarm interrupts as an error of its own.
        if time.monotonic() - started < seconds:
            raise
        raise RunTimedOutError(seconds) from error
