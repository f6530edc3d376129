"""A reader in a process of its own, who reads until told to stop: `python -m tests.faults.reader HABIT STORE`.

Every answer is held against the manifest of the release that it comes from. Prints what was read as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq

from tallybook import datapackage
from tallybook.dictionary import parquet_tables
from tallybook.loading import load_release
from tallybook.publishing import DATABASE, current_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answers = Iterator[tuple[Path, dict[str, int]]]

STOP = "stop"
HELD_FOR = 20  # questions to one connection
PAUSE = 0.05  # between two visits: a reader must not starve the run of its processor
TABLES = [table.name for table in parquet_tables()]


@dataclass
class Reading:
    """What one reader has read: how many answers, from which releases, and what was wrong with them."""

    queries: int = 0
    longest: float = 0.0
    releases: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def note(self, release: Path, counted: dict[str, int], seconds: float) -> None:
        """Count an answer, and hold it against the manifest."""
        self.queries += 1
        self.longest = max(self.longest, seconds)
        self.releases.add(release.name)
        tables = [resource for resource in datapackage.load(release)["resources"] if "rows" in resource]
        told = {table["name"]: table["rows"] for table in tables}
        if counted != told:
            self.errors.append(f"{release.name}: read {counted}, told {told}")


def current(store: Path) -> Path:
    release = current_release(store)
    assert release is not None
    return release


def holding(store: Path) -> Answers:
    """Open the database once, and ask it again and again."""
    release = current(store)
    with duckdb.connect(release / DATABASE, read_only=True) as connection:
        for _ in range(HELD_FOR):
            yield release, {name: len(connection.table(name).fetchall()) for name in TABLES}


def opening(store: Path) -> Answers:
    """Open the database anew for each question."""
    release = current(store)
    with duckdb.connect(release / DATABASE, read_only=True) as connection:
        yield release, {name: len(connection.table(name).fetchall()) for name in TABLES}


def loading(store: Path) -> Answers:
    """Ask for data frames."""
    release = load_release(store)
    yield release.path, {name: len(getattr(release, name)) for name in TABLES}


def dawdling(store: Path) -> Answers:
    """Follow the pointer once, and open one file after the other, slowly."""
    release, counted = current(store), {}
    for name in TABLES:
        counted[name] = pq.read_table(release / name).num_rows
        time.sleep(0.2)
    yield release, counted


HABITS: dict[str, Callable[[Path], Answers]] = {
    habit.__name__: habit for habit in (holding, opening, loading, dawdling)
}


def read(habit: Callable[[Path], Answers], store: Path, reading: Reading) -> None:
    """One visit: no error of a reader ends the reading, all are counted."""
    start = time.monotonic()
    try:
        for release, counted in habit(store):
            reading.note(release, counted, time.monotonic() - start)
            start = time.monotonic()
    except Exception as error:
        reading.errors.append(f"{type(error).__name__}: {error}")


def main(name: str, store: Path) -> None:
    reading = Reading()
    read(HABITS[name], store, reading)
    print("ready", flush=True)
    while not (store / STOP).exists():
        time.sleep(PAUSE)
        read(HABITS[name], store, reading)
    print(json.dumps(asdict(reading) | {"releases": sorted(reading.releases)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
