"""Signals that tell a run to end, and are to end it whatever library is at work."""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TO_END = (signal.SIGINT, signal.SIGTERM)
# Bytes, one for each signal: more than come while a block is at work.
_MOST = 65_536


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Give Ctrl-C and SIGTERM again at the end of the block, if it did not end by what their handlers raised.

    DuckDB raises an error of its own in place of what a handler raises during a query, and Great Expectations takes
    that one for a query to try again.

    >>> with heeding_signals():
    ...     pass
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # handlers are called in the main thread
        return
    given: list[int] = []
    try:
        with _noted(given):
            yield
    except Exception:
        _give_again(given)
        raise
    _give_again(given)


@contextmanager
def _noted(given: list[int]) -> Iterator[None]:
    """Note which signals come. Their handlers stay, as Prefect looks for its own before it cancels a run in order."""
    reader, writer = socket.socketpair()
    with reader, writer:
        writer.setblocking(False)
        previous = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(previous)
            writer.shutdown(socket.SHUT_WR)
            given.extend(reader.recv(_MOST))


def _give_again(given: list[int]) -> None:
    for number in _TO_END:
        if number in given:
            signal.raise_signal(number)
