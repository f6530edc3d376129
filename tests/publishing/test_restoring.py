"""A warehouse that lost what the current release holds takes it back from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from tallybook import publishing
from tallybook.loading import load_release
from tallybook.model import Reason, Reject, Stage
from tallybook.warehouse import FILE_NAME, Warehouse
from tests.publishing.releasing import BOTH, release
from tests.warehouse.building import ENGINE, PRICES, document, load, make

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

UNREADABLE = Reject(Stage.READ, "raw/x.bin", None, None, None, None, Reason.BINARY, "NULs in the first line")
TABLES = ("documents", "sources", "numbers", "observations", "rejects")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two releases: of two documents, and of the one that is left of them."""
    release(tmp_path, BOTH)
    release(tmp_path, make(document(PRICES, "raw/b.txt")), rejects=(UNREADABLE,))
    return tmp_path


def copied(warehouse: Warehouse, store: Path) -> dict[str, pd.DataFrame]:
    """What a release made now would hold."""
    database = publishing.stage(warehouse, store, "now")
    with duckdb.connect(database, read_only=True) as connection:
        return {name: connection.table(name).df() for name in TABLES}


def test_a_new_warehouse_takes_over_the_rows_and_the_times_of_the_release(store: Path) -> None:
    with Warehouse.open(store) as warehouse:
        before = copied(warehouse, store)
    (store / FILE_NAME).unlink()
    with Warehouse.open(store) as warehouse:
        assert publishing.restore(warehouse, store)
        after = copied(warehouse, store)
        assert warehouse.known_documents(ENGINE) == set()  # all of them are read again
    for name in TABLES:
        assert after[name].equals(before[name])
    assert list(after["sources"]["is_present"]) == [False, True]


def test_what_is_read_again_keeps_the_time_of_its_first_reading(store: Path) -> None:
    before = load_release(store)
    (store / FILE_NAME).unlink()
    with Warehouse.open(store) as warehouse:
        publishing.restore(warehouse, store)
        load(warehouse, warehouse.start_run(ENGINE), make(document(PRICES, "raw/b.txt")), (UNREADABLE,))
        after = copied(warehouse, store)
    assert list(after["documents"]["ingested_at"]) == list(before.documents["ingested_at"])
    assert list(after["sources"]["first_seen_at"]) == list(before.sources["first_seen_at"])
    assert list(after["rejects"]["rejected_at"]) == list(before.rejects["rejected_at"])


def test_a_warehouse_that_remembers_the_current_release_takes_nothing_over(store: Path) -> None:
    with Warehouse.open(store) as warehouse:
        warehouse.remember_release(load_release(store).release_id, "run", ENGINE, {})
        load(warehouse, warehouse.start_run(ENGINE), BOTH)
        assert not publishing.restore(warehouse, store)
        assert len(warehouse.run_sql("publish/documents.sql")) == 2


def test_a_release_whose_run_did_not_come_to_note_it_is_remembered(store: Path) -> None:
    """As when a run is killed between switching the pointer and its last note."""
    current = load_release(store).release_id
    with Warehouse.open(store) as warehouse:
        assert not warehouse.knows_release(current)
        assert not publishing.restore(warehouse, store)
        assert warehouse.knows_release(current)
        assert warehouse.bounds(1)["least_numbers"] == len(load_release(store).numbers)


def test_nothing_is_taken_from_a_damaged_release(store: Path) -> None:
    (store / FILE_NAME).unlink()
    (store / "current" / "tallybook.duckdb").write_bytes(b"")
    with Warehouse.open(store) as warehouse:
        assert not publishing.restore(warehouse, store)
        assert publishing.needs_release(warehouse, store)


def test_a_store_without_a_release_has_nothing_to_take_over(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        assert not publishing.restore(warehouse, tmp_path)
