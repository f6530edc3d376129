"""Whole runs, each in a process of its own: everything new, nothing new, one document in a hundred new.

What a run costs whatever there is to do stands in rows of its own: the imports, and the orchestration, which is what
the command takes beyond the same stages called directly, its temporary server included.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.material import articles, texts_of
from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COPIES = 20
_RUNS = 3
_NEW = 100  # one document in so many

_STAGES = """
import json, sys, time
from pathlib import Path
started = time.perf_counter()
from tallybook import audit, pipeline
from tallybook.settings import load_settings
from tallybook.workers import Workers
imported = time.perf_counter() - started
if __name__ == "__main__":
    settings = load_settings(raw=(Path(sys.argv[1]),), store=Path(sys.argv[2]))
    with pipeline.start(settings) as run, Workers(settings.processes) as workers:
        for batch in pipeline.read(run):
            pipeline.load(run, batch, pipeline.extract(run, batch, workers))
        result = pipeline.audit(run)
        outcome = pipeline.finish(run, result, pipeline.publish(run, result))
    whole = time.perf_counter() - started
    print(json.dumps({"imports": imported, "run": whole - imported} | outcome.seconds))
"""


def rows(texts: Path | None = None) -> Iterator[Row]:
    """Seconds of each kind of run, over the texts of a file or the sample copied with small edits."""
    with tempfile.TemporaryDirectory() as folder:
        raw, store = Path(folder, "raw"), Path(folder, "store")
        count = write(raw, texts_of(texts) if texts else _copies())
        full = run_stages(raw, store)
        nothing = [run_stages(raw, store) for _ in range(_RUNS)]
        some = [run_stages(_edited(raw, edition), store) for edition in range(_RUNS)]
        command = _command(raw, store)
    of, least = f"of {count:,} documents", _median(nothing, "run")
    yield Row("fixed: imports, Great Expectations among them", f"{_median(nothing, 'imports'):.2f} s", "", "")
    yield Row("fixed: the command and its server, nothing new", f"{command:.2f} s", f"stages {least:.2f} s", "")
    yield Row(f"run, all new, {of}", f"{full['run']:.2f} s", "", "")
    yield _against(f"run, nothing new, {of}", nothing, full, "run")
    yield _against(f"run, 1% new, {of}", some, full, "run")
    for stage in ("read", "extract", "load", "audit", "publish"):
        yield _against(f"    of which {stage}", some, full, stage)


def _against(what: str, taken: Sequence[dict[str, float]], full: dict[str, float], part: str) -> Row:
    measured, against = _median(taken, part), full[part]
    return Row(what, f"{measured:.2f} s", f"all new {against:.2f} s", f"{measured / against:.1%}")


def _median(taken: Sequence[dict[str, float]], part: str) -> float:
    return sorted(run.get(part, 0.0) for run in taken)[len(taken) // 2]


def _copies() -> Iterator[str]:
    for copy in range(COPIES):
        for document in articles():
            yield f"Edition {copy}\n\n{document.text}"


def write(raw: Path, texts: Sequence[str] | Iterator[str]) -> int:
    raw.mkdir()
    count = 0
    for count, text in enumerate(texts, 1):
        Path(raw, f"{count:06}.txt").write_text(text, encoding="utf-8")
    return count


def _edited(raw: Path, edition: int) -> Path:
    """The same folder, with another first line in one of a hundred files."""
    for path in sorted(raw.iterdir())[edition::_NEW]:
        path.write_text(f"Revised {edition}\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    return raw


def run_stages(raw: Path, store: Path) -> dict[str, float]:
    """Seconds of the imports, of the run behind them, and of each of its stages."""
    script = Path(raw.parent, "stages.py")
    script.write_text(_STAGES, encoding="utf-8")
    answer = subprocess.run([sys.executable, script, raw, store], check=True, capture_output=True, text=True)
    seconds: dict[str, float] = json.loads(answer.stdout)
    return seconds


def _command(raw: Path, store: Path) -> float:
    """Median wall seconds of the command with nothing to do."""
    taken = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        arguments = [sys.executable, "-m", "tallybook", "run", str(raw), "--store", str(store)]
        subprocess.run(arguments, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return sorted(taken)[_RUNS // 2]
