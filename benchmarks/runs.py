"""Whole runs, each in a process of its own: everything new, nothing new, one document in a hundred new.

What a run costs whatever there is to do stands in rows of its own: the imports, and the orchestration, which is what
the command takes beyond the same stages called directly, its temporary server included.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.material import revise, spread, texts_of
from benchmarks.processes import REPEATS, command_seconds, run_job
from benchmarks.row import Row, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_DOCUMENTS = 1_000
_ONE_IN = 100


def rows(texts: Path | None = None) -> Iterator[Row]:
    """Seconds of each kind of run, over the texts of a file or the sample with small edits."""
    material = texts_of(texts)
    count = max(len(material), LEAST_DOCUMENTS)
    with tempfile.TemporaryDirectory() as folder:
        raw, store = Path(folder, "raw"), Path(folder, "store")
        spread(raw, material, count)
        full = run_job(raw, store)
        nothing = [run_job(raw, store) for _ in range(REPEATS)]
        some = [_some_new(raw, store, edition) for edition in range(REPEATS)]
        command, _ = command_seconds("run", raw, "--store", store)
    of, least = f"of {count:,} documents", _median(nothing, "run")
    yield Row("fixed: imports, Great Expectations among them", f"{_median(nothing, 'imports'):.2f} s", "", "")
    yield Row("fixed: the command and its server, nothing new", f"{command:.2f} s", f"stages {least:.2f} s", "")
    yield Row(f"run, all new, {of}", f"{full['run']:.2f} s", "", "")
    yield _against(f"run, nothing new, {of}", nothing, full, "run")
    yield _against(f"run, 1% new, {of}", some, full, "run")
    for stage in ("read", "extract", "load", "audit", "publish"):
        yield _against(f"    of which {stage}", some, full, stage)


def _some_new(raw: Path, store: Path, edition: int) -> dict[str, float]:
    revise(raw, _ONE_IN, edition)
    return run_job(raw, store)


def _against(what: str, taken: Sequence[dict[str, float]], full: dict[str, float], part: str) -> Row:
    return share(what, _median(taken, part), full[part])


def _median(taken: Sequence[dict[str, float]], part: str) -> float:
    return median([run.get(part, 0.0) for run in taken])
