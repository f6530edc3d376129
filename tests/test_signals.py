"""Signals that tell a run to end, while a library is at work that makes something else of them."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tallybook.signals import heeding_signals

if TYPE_CHECKING:
    from collections.abc import Iterator


class ToldToEnd(BaseException):
    """What the handler of a test raises."""


@pytest.fixture
def calls() -> Iterator[list[int]]:
    """The signals that the handler of SIGTERM was called for; it raises ToldToEnd."""
    called: list[int] = []

    def handle(number: int, _frame: object) -> None:
        called.append(number)
        raise ToldToEnd

    previous = signal.signal(signal.SIGTERM, handle)
    yield called
    signal.signal(signal.SIGTERM, previous)


def interrupted_query() -> None:
    """What DuckDB does, though not each time: it depends on which of its threads is at work."""
    try:
        signal.raise_signal(signal.SIGTERM)
    except BaseException:
        raise RuntimeError("Query interrupted") from None


def test_a_query_ends_as_the_signal_has_it_and_not_with_an_error_of_its_own(calls: list[int]) -> None:
    with pytest.raises(ToldToEnd), heeding_signals():
        interrupted_query()
    assert calls == [signal.SIGTERM, signal.SIGTERM]


def test_a_signal_that_is_swallowed_ends_the_block_and_ctrl_c_is_one() -> None:
    with pytest.raises(KeyboardInterrupt), heeding_signals(), suppress(BaseException):
        signal.raise_signal(signal.SIGINT)


def test_a_signal_that_ended_the_block_is_not_given_again(calls: list[int]) -> None:
    with pytest.raises(ToldToEnd), heeding_signals():
        signal.raise_signal(signal.SIGTERM)
    assert calls == [signal.SIGTERM]


def test_other_errors_stay_and_nothing_of_it_is_left() -> None:
    with pytest.raises(ValueError, match="bad"), heeding_signals():
        raise ValueError("bad")
    assert signal.set_wakeup_fd(-1) == -1


def test_a_thread_can_do_without() -> None:
    done: list[bool] = []

    def work() -> None:
        with heeding_signals():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
