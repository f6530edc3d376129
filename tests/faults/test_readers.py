"""Readers in other processes, while releases come and go: no error, no torn answer, and no run that waits for them."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tallybook.publishing import DATABASE, current_release
from tests.faults import material
from tests.faults.jobs import HOUSE, Job
from tests.faults.reader import STOP
from tests.publishing.releasing import release
from tests.warehouse.building import document, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.jobs import Runs
    from tests.faults.scenes import Scene
    from tests.faults.tally import Tally

READERS = ("holding", "opening", "loading", "dawdling")
MORE_READERS = (*READERS, "holding", "opening")
RELEASES, RUNS = 6, 20


@contextmanager
def readers(habits: tuple[str, ...], store: Path, tally: Tally) -> Iterator[None]:
    """Readers at work for the length of a block; what they read is counted, and must be without fault."""
    processes = [_start(habit, store) for habit in habits]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield
    finally:
        (store / STOP).touch()
        answers = [process.communicate(timeout=120) for process in processes]
    readings = [json.loads(answer) for answer, _ in answers]
    errors = [error for reading in readings for error in reading["errors"]]
    seen = {name for reading in readings for name in reading["releases"]}
    longest = max(reading["longest"] for reading in readings)
    queries = sum(reading["queries"] for reading in readings)
    tally.remarks = f"{queries} queries of {len(seen)} releases, {len(errors)} errors, longest {longest:.2f} s"
    assert errors == []
    assert all(len(reading["releases"]) > 1 for reading in readings)


def _start(habit: str, store: Path) -> subprocess.Popen[Any]:
    command = [sys.executable, "-m", "tests.faults.reader", habit, str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HOUSE)


def test_readers_see_whole_releases_and_hinder_none(tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    """Releases as fast as can be, all of which the usual policy keeps for a quarter of an hour."""
    release(tmp_path, make(document("0 apples")))
    with readers(READERS, tmp_path, tally("readers of quick releases")):
        for count in range(2, RELEASES + 2):
            documents = [document(f"{index} apples", f"raw/{index}.txt") for index in range(count)]
            release(tmp_path, make(*documents), keep=RELEASES + 2)


def test_a_release_can_be_read_to_the_end_after_it_was_removed(tmp_path: Path) -> None:
    release(tmp_path, make(document("0 apples")))
    held = current_release(tmp_path)
    assert held is not None
    with duckdb.connect(held / DATABASE, read_only=True) as connection:
        release(tmp_path, make(document("1 apple")), keep=1)
        assert not held.exists()
        assert connection.sql("SELECT surface FROM numbers").fetchall() == [("0",)]


@pytest.mark.slow
def test_readers_through_whole_runs(runs: Runs, later: Scene, tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    folder = later.copy(tmp_path / "read")
    with readers(MORE_READERS, folder / "data", tally("readers of whole runs")):
        for edition in range(2, RUNS + 2):
            material.edit(folder / "raw", edition)
            assert runs.run(Job(str(folder))).status == "released"
