"""The stages of a full run, called directly, against the floor; and extraction by several processes against one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.material import spread, texts_of
from benchmarks.processes import REPEATS, floor_seconds, run_job
from benchmarks.row import Row
from tallybook.choosing import choose_release

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_DOCUMENTS = 4_000
_WORK = ("read", "extract", "load", "publish")  # what the floor does in its way; the audit stands in a row of its own
# At the end of a batch processes wait for the last one: what they are worth shows over several batches.
_MORE = 8


def rows(texts: Path | None = None) -> Iterator[Row]:
    """Seconds of the stages as a multiple of the floor, over the texts of a file or the sample with small edits."""
    material = texts_of(texts)
    count = max(len(material), LEAST_DOCUMENTS)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        spread(raw, material, count)
        runs = [run_job(raw, Path(folder, f"store-{number}")) for number in range(REPEATS)]
        floor = floor_seconds(raw, choose_release(Path(folder, "store-0")))
    yield _row(f"extract, load and publish, {count:,} documents", [_work(run) for run in runs], "floor", floor)
    for stage in (*_WORK, "audit"):
        yield _row(f"    {stage}", [run[stage] for run in runs], "floor", floor)
    yield from _processes(material, _MORE * count)


def _work(run: dict[str, float]) -> float:
    return sum(run[stage] for stage in _WORK)


def _row(what: str, taken: list[float], against: str, least: float) -> Row:
    seconds = median(taken)
    return Row(what, f"{seconds:.2f} s", f"{against} {least:.2f} s", f"{seconds / least:.1f} ×")


def _processes(material: tuple[str, ...], count: int) -> Iterator[Row]:
    """What a second process is worth; both start while the sources are read."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        spread(raw, material, count)
        one, two = (
            median([run_job(raw, Path(folder, f"{workers}-{again}"), workers)["extract"] for again in range(REPEATS)])
            for workers in (1, 2)
        )
    what = f"extract with two processes, {count:,} documents"
    yield Row(what, f"{two:.2f} s", f"one {one:.2f} s", f"{one / two:.2f} ×")
