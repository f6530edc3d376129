"""Batches go in whole or not at all, and loading twice changes nothing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tallybook import resources
from tallybook.model import Reason, Reject, Stage
from tallybook.warehouse import FILE_NAME, BatchTables, Warehouse, batch_tables, joined
from tallybook.warehouse.arrow import LONG_SENTENCE, SURROUNDINGS
from tests.warehouse.building import ENGINE, PRICES, TELECOMS, Made, document, load, make, observation

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("documents", "numbers", "observations", "rejects", "sources", "extractions")
UNREADABLE = Reject(Stage.READ, "raw/x.bin", None, None, None, None, Reason.BINARY, "NULs in the first line")


def contents(store: Path, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, without the columns that say when and by which run."""
    volatile = {"run_id", "batch_id", "last_seen_at", "extracted_at", "first_seen_at", "ingested_at", "rejected_at"}
    rows = {}
    with duckdb.connect(store / FILE_NAME, read_only=True) as connection:
        for name in TABLES:
            table = connection.table(name)
            kept = [column for column in table.columns if column not in volatile | set(without)]
            rows[name] = sorted(table.select(*kept).fetchall(), key=str)
    return rows


def run_with(store: Path, made: Made, *rejects: Reject) -> None:
    with Warehouse.open(store) as warehouse:
        load(warehouse, warehouse.start_run(ENGINE), made, rejects)


def published(warehouse: Warehouse, table: str) -> list[tuple[Any, ...]]:
    return warehouse.run_sql(f"publish/{table}.sql")


def test_a_batch_is_loaded_with_all_its_rows(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        loaded = load(warehouse, warehouse.start_run(ENGINE), make(document(TELECOMS)), (UNREADABLE,))
        assert loaded == (1, 4, 3, 1, 0)
        assert len(published(warehouse, "numbers")) == 4


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    made = make(document(TELECOMS), document(PRICES, "raw/b.txt"))
    run_with(tmp_path, made, UNREADABLE)
    first = contents(tmp_path)
    run_with(tmp_path, made, UNREADABLE)
    assert contents(tmp_path) == first
    assert len(first["numbers"]) == 6


def tables(made: Made) -> BatchTables:
    return batch_tables(made.documents, made.numbers, made.observations, (), made.sentences)


@pytest.mark.parametrize(("most_bytes", "batches"), [(1_000_000, [2, 1]), (1, [1, 1, 1])])
def test_parts_are_joined_as_far_as_they_fit_and_share_no_document(most_bytes: int, batches: list[int]) -> None:
    parts = [tables(make(document(TELECOMS))), tables(make(document(PRICES))), tables(make(document(TELECOMS)))]
    together = list(joined(parts, most_bytes))
    assert [len(batch.documents) for batch in together] == batches
    assert sum(len(batch.numbers) for batch in together) == sum(len(part.numbers) for part in parts)
    assert list(joined([], most_bytes)) == []


def test_times_and_runs_of_what_stands_already_stay(tmp_path: Path) -> None:
    run_with(tmp_path, make(document(TELECOMS)), UNREADABLE)
    with duckdb.connect(tmp_path / FILE_NAME) as connection:
        before = connection.sql("SELECT rejected_at, run_id FROM rejects").fetchall()
        ingested = connection.sql("SELECT ingested_at FROM documents").fetchall()
    run_with(tmp_path, make(document(TELECOMS)), UNREADABLE)
    with duckdb.connect(tmp_path / FILE_NAME) as connection:
        assert connection.sql("SELECT rejected_at, run_id FROM rejects").fetchall() == before
        assert connection.sql("SELECT ingested_at FROM documents").fetchall() == ingested


def test_a_new_reading_replaces_the_old_one(tmp_path: Path) -> None:
    made = make(document(TELECOMS))
    run_with(tmp_path, made)
    run_with(tmp_path, replace(made, numbers=made.numbers[:2], observations=made.observations[:1]))
    rows = contents(tmp_path)
    assert (len(rows["numbers"]), len(rows["observations"]), len(rows["documents"])) == (2, 1, 1)


def test_the_same_content_under_two_names_is_one_document(tmp_path: Path) -> None:
    first, second = document(TELECOMS, "raw/a.txt", title="A"), document(TELECOMS, "raw/copy/a.txt", title="B")
    with Warehouse.open(tmp_path) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        once = load(warehouse, run_id, make(first))
        again = load(warehouse, run_id, make(second), batch="batch-1")
        warehouse.record_sources(run_id, [(d.source_uri, d.document_id) for d in (first, second)], [])
        assert (once.documents, once.duplicates) == (1, 0)
        assert (again.documents, again.duplicates) == (0, 1)
        assert len(published(warehouse, "numbers")) == 4
        assert [row[6] for row in published(warehouse, "documents")] == ["A"]
        assert [row[0] for row in published(warehouse, "sources")] == ["raw/a.txt", "raw/copy/a.txt"]


def test_documents_whose_source_is_gone_leave_what_is_published(tmp_path: Path) -> None:
    old, new = document(TELECOMS), document(PRICES)
    run_with(tmp_path, make(old))
    run_with(tmp_path, make(new))
    with Warehouse.open(tmp_path) as warehouse:
        assert [row[0] for row in published(warehouse, "documents")] == [new.document_id]
        assert {row[1] for row in published(warehouse, "numbers")} == {new.document_id}
        assert {row[1]: row[4] for row in published(warehouse, "sources")} == {
            old.document_id: False,
            new.document_id: True,
        }


def test_documents_whose_source_is_gone_may_be_kept(tmp_path: Path) -> None:
    """Kept is what is gone, not what was replaced: that file has new content."""
    gone, replaced, new = document(TELECOMS), document(PRICES, "raw/b.txt"), document("7 apples", "raw/b.txt")
    run_with(tmp_path, make(gone, replaced))
    run_with(tmp_path, make(new))
    with Warehouse.open(tmp_path) as warehouse:
        assert [row[0] for row in published(warehouse, "documents")] == [new.document_id]
        left = warehouse.state_digest()
    with Warehouse.open(tmp_path, keep_removed=True) as warehouse:
        assert {row[0]: row[2] for row in published(warehouse, "documents")} == {
            gone.document_id: "raw/a.txt",
            new.document_id: "raw/b.txt",
        }
        assert {row[1] for row in published(warehouse, "numbers")} == {gone.document_id, new.document_id}
        assert {row[1]: row[4] for row in published(warehouse, "sources")}[gone.document_id] is False
        assert warehouse.state_digest() != left


def test_sources_that_were_not_looked_for_stay(tmp_path: Path) -> None:
    run_with(tmp_path, make(document(TELECOMS)), UNREADABLE)
    with Warehouse.open(tmp_path) as warehouse:
        assert warehouse.known_sources() == ["raw/a.txt", "raw/x.bin"]
        warehouse.record_sources(warehouse.start_run(ENGINE), [], [])
        assert [row[2] for row in published(warehouse, "documents")] == ["raw/a.txt"]
        assert [row[1] for row in published(warehouse, "rejects")] == ["raw/x.bin"]
        warehouse.record_sources(warehouse.start_run(ENGINE), [], ["raw/a.txt", "raw/x.bin"])
        assert published(warehouse, "documents") == published(warehouse, "rejects") == []


def test_a_renamed_file_keeps_its_document_and_takes_its_new_name(tmp_path: Path) -> None:
    run_with(tmp_path, make(document(TELECOMS, "raw/old.txt")))
    with Warehouse.open(tmp_path) as warehouse:
        made = document(TELECOMS, "raw/new.txt")
        seen = [("raw/new.txt", made.document_id)]
        warehouse.record_sources(warehouse.start_run(ENGINE), seen, ["raw/old.txt"])
        assert [row[2] for row in published(warehouse, "documents")] == ["raw/new.txt"]


def test_a_refusal_ends_when_the_file_can_be_read(tmp_path: Path) -> None:
    run_with(tmp_path, make(document(TELECOMS)), UNREADABLE)
    with Warehouse.open(tmp_path) as warehouse:
        assert [row[6] for row in published(warehouse, "rejects")] == ["binary"]
    run_with(tmp_path, make(document(TELECOMS), document(PRICES, "raw/x.bin")))
    with Warehouse.open(tmp_path) as warehouse:
        assert published(warehouse, "rejects") == []


def test_known_documents_are_those_of_the_engine_version(tmp_path: Path) -> None:
    made = make(document(TELECOMS))
    run_with(tmp_path, made)
    with Warehouse.open(tmp_path) as warehouse:
        assert warehouse.known_documents(ENGINE) == {made.documents[0].document_id}
        assert warehouse.known_documents("0.2.0+11111111") == set()


def test_the_sentence_travels_with_the_observation(tmp_path: Path) -> None:
    first, rest = PRICES.split(" The")
    prices = document(PRICES)
    made = make(prices)
    numbers = [made.numbers[0], replace(made.numbers[1], sentence_index=1)]
    spans = {prices.document_id: [(0, len(first)), (len(first) + 1, len(PRICES))]}
    run_with(tmp_path, replace(made, numbers=numbers, sentences=spans))
    with Warehouse.open(tmp_path) as warehouse:
        assert [row[-1] for row in published(warehouse, "observations")] == [first, "The" + rest]


def test_of_an_endless_sentence_only_the_surroundings_travel(tmp_path: Path) -> None:
    text = "words " * LONG_SENTENCE + "8%" + " words" * LONG_SENTENCE
    run_with(tmp_path, make(document(text)))
    with Warehouse.open(tmp_path) as warehouse:
        (sentence,) = [row[-1] for row in published(warehouse, "observations")]
        assert len(sentence) == 2 * SURROUNDINGS + 2
        assert sentence in text


def test_flags_are_lists_and_dates_are_dates(tmp_path: Path) -> None:
    made = make(document(TELECOMS))
    run_with(tmp_path, replace(made, observations=[observation(n) for n in made.numbers if n.value is not None]))
    with duckdb.connect(tmp_path / FILE_NAME, read_only=True) as connection:
        types = dict(zip(connection.table("observations").columns, connection.table("observations").types, strict=True))
        assert str(types["flags"]) == "VARCHAR[]"
        assert str(types["period_start"]) == "DATE"
        assert str(connection.table("documents").select("ingested_at").types[0]) == "TIMESTAMP"


KILLED = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.warehouse.building import ENGINE, PRICES, TELECOMS, document, load, make
from tallybook.warehouse import Warehouse
warehouse = Warehouse.open(Path({store!r}))
run_id = warehouse.start_run(ENGINE)
load(warehouse, run_id, make(document(TELECOMS)))
plain = warehouse.run_sql
def run_sql(name, **parameters):
    rows = plain(name, **parameters)
    if name == "transform/{at}.sql":
        os._exit(9)
    return rows
warehouse.run_sql = run_sql
load(warehouse, run_id, make(document(PRICES, "raw/b.txt")), batch="batch-1")
"""


@pytest.mark.parametrize("at", ["accept_documents", "load_documents", "load_rejects", "record_sources"])
def test_a_run_killed_in_the_middle_leaves_whole_batches_and_can_be_run_again(
    tmp_path: Path, pytestconfig: pytest.Config, at: str
) -> None:
    script = KILLED.format(root=str(pytestconfig.rootpath), store=str(tmp_path), at=at)
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == 9
    whole = 2 if at == "record_sources" else 1
    rows = contents(tmp_path)
    assert len(rows["documents"]) == whole
    assert len(rows["numbers"]) == (6 if whole == 2 else 4)
    everything = make(document(TELECOMS), document(PRICES, "raw/b.txt"))
    run_with(tmp_path, everything)
    undisturbed = tmp_path / "undisturbed"
    run_with(undisturbed, everything)
    assert contents(tmp_path) == contents(undisturbed)
    with duckdb.connect(tmp_path / FILE_NAME) as connection:
        assert connection.sql("SELECT status FROM runs ORDER BY started_at").fetchall() == [("killed",), ("running",)]


def test_an_error_in_the_middle_of_a_batch_undoes_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        plain = warehouse.run_sql

        def failing(name: str, **parameters: Any) -> list[tuple[Any, ...]]:
            if name == "transform/load_rejects.sql":
                raise OSError("disk full")
            return plain(name, **parameters)

        monkeypatch.setattr(warehouse, "run_sql", failing)
        with pytest.raises(OSError, match="disk full"):
            load(warehouse, run_id, make(document(TELECOMS)))
    assert contents(tmp_path)["documents"] == []


def test_runs_are_recorded(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        warehouse.finish_run(
            run_id,
            "released",
            {"documents": 2, "numbers": 6},
            seconds={"read": 0.5},
            release="20260131T060502Z-3f9a1c",
            audit_outcome="passed",
        )
    with duckdb.connect(tmp_path / FILE_NAME) as connection:
        row = connection.sql(
            "SELECT status, counts, stage_seconds, release, audit_outcome, ended_at >= started_at FROM runs"
        ).fetchall()
    counts, release = {"documents": 2, "numbers": 6}, "20260131T060502Z-3f9a1c"
    assert row == [("released", counts, {"read": 0.5}, release, "passed", True)]


@pytest.mark.parametrize(
    ("named", "least"),
    [([90, 92], 0.5), ([90, 90, 90], 0.85), ([90, 80, 100], 0.9 - 3 * 0.0816497), ([10, 0, 5], 0.0)],
)
def test_the_bounds_of_an_audit_are_learnt_from_the_releases_before_it(
    tmp_path: Path, named: list[int], least: float
) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        for count in named:
            counts = {"documents": 7, "numbers": 120, "observations": 100, "observations.indicator": count}
            warehouse.finish_run(warehouse.start_run(ENGINE), "released", counts, seconds={})
        warehouse.finish_run(warehouse.start_run(ENGINE), "blocked", {"documents": 0}, seconds={})
        bounds = warehouse.bounds(0.5)
    assert (bounds["least_documents"], bounds["least_numbers"], bounds["least_observations"]) == (4, 60, 50)
    assert bounds["least_with_indicator"] == pytest.approx(least, abs=1e-4)
    assert bounds["least_with_period"] == 0.5


def test_a_share_of_nothing_lets_a_release_shrink(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.finish_run(warehouse.start_run(ENGINE), "released", {"documents": 7, "numbers": 120}, seconds={})
        assert warehouse.bounds(0)["least_documents"] == 1
        assert warehouse.bounds(0)["least_numbers"] == 0


def test_a_store_of_the_first_version_is_migrated_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = document(TELECOMS)
    with monkeypatch.context() as patch:
        patch.setattr(resources, "names", lambda *_: ["sql/schema/0001_tables.sql"])
        Warehouse.open(tmp_path).close()
    with duckdb.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("INSERT INTO runs BY NAME SELECT '0' AS run_id, '2026-01-01' AS started_at, "
                           "'released' AS status, $engine AS engine_version", {"engine": ENGINE})  # fmt: skip
        assert "forgotten" not in [row[0] for row in connection.sql("SHOW TABLES").fetchall()]
    run_with(tmp_path, make(first))
    with Warehouse.open(tmp_path / "fresh") as fresh:
        known = fresh.run_sql("schema/applied.sql")
    with Warehouse.open(tmp_path) as warehouse:
        assert warehouse.run_sql("schema/applied.sql") == known
        assert warehouse.forgotten() == {}
        assert [row[0] for row in published(warehouse, "documents")] == [first.document_id]
        assert [row[0] for row in warehouse.run_sql("command/runs.sql")][-1] == "0"


def test_migrations_are_applied_once(tmp_path: Path) -> None:
    applied = []
    for _ in range(2):
        with Warehouse.open(tmp_path) as warehouse:
            applied.append([row[0] for row in warehouse.run_sql("schema/applied.sql")])
    assert applied[0] == applied[1] == sorted(set(applied[0]))
