"""How cost and memory grow with the store: whole runs over ever more documents, each in a process of its own.

The texts come again and again, each time edited a little, in folders of a thousand files. Of each size rows say what a
document costs and how much memory the run and its workers took at most, with the ratio to the smallest. What any run
costs is told by one over few documents: it stands in a row of its own, and is taken off. At the middle size a run with
nothing new follows, and one with one document in a hundred new.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.material import revise, spread, texts_of
from benchmarks.processes import REPEATS, run_watched
from benchmarks.row import Row, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIZES = (5_000, 50_000, 500_000)
STAGES = ("read", "extract", "load", "audit", "publish")
# So many that the processes start, and as few as do: what such a run takes is about what any takes besides its work.
_FEW = 2_000
# Runs of up to so many documents are made three times, and the middle one counts: a second more or less tells.
_SMALL = 10_000
_ONE_IN = 100
_MEBIBYTE = 1 << 20


class _Taken(NamedTuple):
    """What one run took: seconds of the whole and by stage, and the most bytes of all its processes at one time."""

    documents: int
    seconds: dict[str, float]
    most_bytes: int

    def cost(self, part: str, few: _Taken) -> float:
        """Milliseconds for one document more than a few."""
        return 1000 * (self.seconds[part] - few.seconds[part]) / (self.documents - few.documents)


def rows(texts: Path | None = None, sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    """The rows of each size as they come, over the texts of a file or the sample."""
    ascending = sorted(sizes)
    middle = ascending[len(ascending) // 2]
    few = smallest = None
    for count in (_FEW, *ascending):
        with tempfile.TemporaryDirectory() as folder:
            raw, store = Path(folder, "raw"), Path(folder, "store-0")
            _say(f"{count:,} documents: writing them")
            spread(raw, texts_of(texts), count)
            full = _typical(_run(raw, store.with_name(f"store-{again}"), count, "all new") for again in _repeats(count))
            if few is None:
                few = full
                yield Row(f"run of {count:,} documents, taken off below", f"{few.seconds['run']:.1f} s", "", "")
                continue
            smallest = smallest or full
            yield from _full(full, smallest, few)
            if count == middle:
                yield from _again(raw, store, full)


def _repeats(count: int) -> range:
    return range(REPEATS if count <= _SMALL else 1)


def _typical(runs: Iterable[_Taken]) -> _Taken:
    """The run that took a middling time."""
    ordered = sorted(runs, key=lambda run: run.seconds["run"])
    return ordered[len(ordered) // 2]


def _full(taken: _Taken, smallest: _Taken, few: _Taken) -> Iterator[Row]:
    of, against = f"{taken.documents:,} documents", f"{smallest.documents:,} documents"
    whole, least = (1000 * one.seconds["run"] / one.documents for one in (taken, smallest))
    yield Row(
        f"run of {of}", f"{taken.seconds['run']:.1f} s, {whole:.2f} ms each", f"{least:.2f} ms", _times(whole, least)
    )
    for part in ("run", *STAGES):
        cost, before = taken.cost(part, few), smallest.cost(part, few)
        what = f"cost per document, {of}" if part == "run" else f"    of which {part}"
        yield Row(what, f"{cost:.3f} ms", f"{before:.3f} ms", _times(cost, before))
    most, less = taken.most_bytes / _MEBIBYTE, smallest.most_bytes / _MEBIBYTE
    yield Row(f"peak memory, {of}", f"{most:,.0f} MiB", f"{against} {less:,.0f} MiB", _times(most, less))


def _times(measured: float, against: float) -> str:
    return f"{measured / against:.2f} ×"


def _again(raw: Path, store: Path, full: _Taken) -> Iterator[Row]:
    """A run with nothing new, and one with some, against the one in which all was."""
    of = f"of {full.documents:,} documents"
    yield _against(f"run, nothing new, {of}", _run(raw, store, full.documents, "nothing new"), full, "run")
    revise(raw, _ONE_IN, 0)
    some = _run(raw, store, full.documents, "1% new")
    yield _against(f"run, 1% new, {of}", some, full, "run")
    for stage in STAGES:
        yield _against(f"    of which {stage}", some, full, stage)


def _against(what: str, taken: _Taken, full: _Taken, part: str) -> Row:
    return share(what, taken.seconds[part], full.seconds[part])


def _run(raw: Path, store: Path, count: int, kind: str) -> _Taken:
    _say(f"{count:,} documents, {kind}: started at {time.strftime('%H:%M:%S')}")
    seconds, most_bytes = run_watched(raw, store)
    if seconds["documents"] != count:
        raise RuntimeError(f"{count:,} documents were written and {seconds['documents']:,} released: see the log")
    stages = ", ".join(f"{stage} {seconds[stage]:.1f} s" for stage in STAGES if stage in seconds)
    _say(f"{count:,} documents, {kind}: {seconds['run']:.1f} s ({stages}), {most_bytes / _MEBIBYTE:,.0f} MiB")
    return _Taken(count, seconds, most_bytes)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
