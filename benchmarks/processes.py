"""Whole processes, timed from outside: the figures that hold whatever else this interpreter has imported."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.material import RAW
from benchmarks.memory import tree_bytes

if TYPE_CHECKING:
    from pathlib import Path

REPEATS = 3
_GLANCE = 0.2
_ROOT = RAW.parent


def run_job(raw: Path, store: Path, workers: int = 0) -> dict[str, float]:
    """What `benchmarks.job` printed of one run: seconds by stage, and rows by table."""
    seconds: dict[str, float] = json.loads(_answer("benchmarks.job", raw, store, workers))
    return seconds


def run_watched(raw: Path, store: Path) -> tuple[dict[str, float], int]:
    """The same with the most bytes that the run and its workers took at one time, looked at every fifth of a second."""
    command = [sys.executable, "-m", "benchmarks.job", str(raw), str(store)]
    most = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process:
        while process.poll() is None:
            most = max(most, tree_bytes(process.pid))
            time.sleep(_GLANCE)
        answer = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"benchmarks.job failed with {process.returncode}: see above")
    seconds: dict[str, float] = json.loads(answer)
    return seconds, most


def floor_seconds(raw: Path, release: Path) -> float:
    """Median seconds of the floor."""
    return median([float(_answer("benchmarks.floor", raw, release)) for _ in range(REPEATS)])


def command_seconds(*arguments: str | Path) -> tuple[float, float]:
    """Median seconds of one call of the command: wall, and CPU."""
    wall, cpu = [], []
    for _ in range(REPEATS):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, "-m", "tallybook", *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(time.perf_counter() - started)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(wall), median(cpu)


def _answer(module: str, *arguments: Any) -> str:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_ROOT)
    if done.returncode:
        raise RuntimeError(f"{module} failed: {done.stderr}")
    return done.stdout
