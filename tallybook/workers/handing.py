"""Handing out jobs: few at a time, so that few are lost with a process, and few results wait to be taken."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

Job = TypeVar("Job")
Result = TypeVar("Result")
Future = TypeVar("Future")


def hand_out(
    jobs: Iterable[Job],
    *,
    most: int,
    submit: Callable[[Job], Future],
    done: Callable[[Collection[Future]], Iterable[Future]],
) -> Iterator[tuple[Job, Future]]:
    """Each job with its future, as they are done; never more than `most` are in hand.

    `submit` gives a job out; `done` waits for the first of some futures, and returns those that are done.
    """
    waiting = iter(jobs)
    in_hand: dict[Future, Job] = {}
    while True:
        for job in islice(waiting, most - len(in_hand)):
            in_hand[submit(job)] = job
        if not in_hand:
            return
        for future in done(in_hand):
            yield in_hand.pop(future), future
