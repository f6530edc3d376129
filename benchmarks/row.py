"""A row of the benchmark table, and how a piece of work is timed."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Row(NamedTuple):
    """What was measured, the figure, what it is held against, and the ratio of the two."""

    what: str
    measured: str
    against: str
    ratio: str


def share(what: str, measured: float, all_new: float) -> Row:
    """Seconds of a run with little to do, as a part of those of the run in which all was new."""
    return Row(what, f"{measured:.2f} s", f"all new {all_new:.2f} s", f"{measured / all_new:.1%}")


def cpu_seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Median CPU seconds of this process for one call of `work`, after one call that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)
