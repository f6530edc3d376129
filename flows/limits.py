"""How long a run may take."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prefect.utilities.timeout import timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# Seconds after which the alarm is given again to work that went on after the first.
_AGAIN = 1.0


class RunTimedOutError(RuntimeError):
    """A run took longer than `max_run_seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the run was ended after {seconds:g} seconds (max_run_seconds): what it had loaded stays, and the next "
            "run goes on from there; raise the limit if that is how long the work takes"
        )


class _TimeIsUp(BaseException):
    """What the alarm raises: it is no fault of the document or the table at work, and not to be taken for one."""


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
        with _alarm(seconds) if threading.current_thread() is threading.main_thread() else timeout(seconds):
            yield
    except (_TimeIsUp, Exception) as error:
        # DuckDB reports a query that the alarm interrupts as an error of its own.
        if time.monotonic() - started < seconds:
            raise
        raise RunTimedOutError(seconds) from error


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise _TimeIsUp after so many seconds, and again until the block is left: libraries swallow what is raised."""
    previous = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)  # it may have rung just before it was turned off
        signal.signal(signal.SIGALRM, previous)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _TimeIsUp
