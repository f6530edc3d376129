"""Two releases are compared by what they say, not by when it was written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from tallybook import datapackage
from tallybook.choosing import choose_release
from tallybook.comparison import Cell, Changes, Comparison, DocumentChange, compare
from tallybook.model import Reason, Reject, Stage
from tests.publishing.releasing import BOTH, release
from tests.warehouse.building import PRICES, Made, document, make

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = Reject(Stage.READ, "raw/x.bin", None, None, None, None, Reason.BINARY, "NULs in the first line")
NOTHING = Changes(0, 0, 0)


def compared(store: Path, after: Made, *rejects: Reject, limit: int = 20) -> Comparison:
    release(store)
    release(store, after, rejects=rejects)
    return compare(choose_release(store, "previous"), choose_release(store), limit)


def test_a_release_says_the_same_as_itself(tmp_path: Path) -> None:
    release(tmp_path)
    found = compare(choose_release(tmp_path), choose_release(tmp_path))
    assert found.same
    assert set(found.tables.values()) == {NOTHING}
    assert (found.columns, found.documents, found.observations) == ({}, (), ())


def test_another_run_over_the_same_files_says_the_same(tmp_path: Path) -> None:
    found = compared(tmp_path, BOTH)
    assert found.same
    assert found.before.release_id < found.after.release_id
    assert found.after.audit == "passed with warnings"


def test_documents_that_come_and_go_bring_their_rows(tmp_path: Path) -> None:
    new = document("7 apples and 8 pears", "raw/c.txt", title="Fruit")
    old = document(PRICES, "raw/b.txt")
    found = compared(tmp_path, make(BOTH.documents[0], new))
    assert found.tables == {
        "observations": Changes(2, 2, 0),
        "numbers": Changes(2, 2, 0),
        "documents": Changes(1, 1, 0),
        "sources": Changes(1, 0, 1),
        "rejects": NOTHING,
    }
    assert found.documents == (
        DocumentChange("removed", old.document_id, "raw/b.txt", None),
        DocumentChange("added", new.document_id, "raw/c.txt", "Fruit"),
    )
    assert found.columns == {}


def test_observations_that_say_something_else_are_told_by_column(tmp_path: Path) -> None:
    first, *others = BOTH.observations
    number = next(number for number in BOTH.numbers if number.number_id == first.observation_id)
    changed = replace(first, indicator="turnover", ref_area=None)
    found = compared(tmp_path, replace(BOTH, observations=[changed, *others]))
    assert found.tables["observations"] == Changes(0, 0, 1)
    assert found.tables["numbers"] == NOTHING
    assert found.columns == {"indicator": 1, "ref_area": 1}
    assert found.observations == (
        Cell(first.observation_id, number.surface, "indicator", "revenue", "turnover"),
        Cell(first.observation_id, number.surface, "ref_area", "CN", None),
    )


def test_what_is_shown_is_limited_and_what_is_counted_is_not(tmp_path: Path) -> None:
    observations = [replace(row, indicator="turnover") for row in BOTH.observations]
    found = compared(tmp_path, replace(BOTH, observations=observations), limit=2)
    assert (len(found.observations), found.columns) == (2, {"indicator": 5})


def test_rejects_are_told_apart_by_all_that_they_say(tmp_path: Path) -> None:
    found = compared(tmp_path, BOTH, REFUSED, replace(REFUSED, source_uri="raw/y.bin"))
    assert found.tables["rejects"] == Changes(2, 0, 0)


def test_a_column_that_only_one_release_has_is_not_compared(tmp_path: Path) -> None:
    release(tmp_path)
    release(tmp_path)
    with duckdb.connect(choose_release(tmp_path) / datapackage.DATABASE) as connection:
        connection.execute("ALTER TABLE numbers ADD COLUMN colour VARCHAR DEFAULT 'red'")
    assert compare(choose_release(tmp_path, "previous"), choose_release(tmp_path)).same


def test_text_in_a_release_is_never_sql(tmp_path: Path) -> None:
    hostile = document("7 apples", "raw/'); DROP TABLE x; --.txt", title="\"'; ATTACH 'x'; --")
    found = compared(tmp_path, make(hostile))
    assert ("added", hostile.source_uri, hostile.title) in [(d.change, d.source_uri, d.title) for d in found.documents]


def test_releases_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        compare(tmp_path / "a", tmp_path / "b")
