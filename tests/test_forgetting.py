"""What was forgotten is gone from the warehouse's file, from the next release on, and from old releases if asked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tallybook import pipeline, publishing, resources
from tallybook.forgetting import UnknownDocument, forget, look_up, remember
from tallybook.model import Reason, Reject, Stage
from tallybook.settings import load_settings
from tallybook.warehouse import FILE_NAME, Warehouse, WarehouseLocked
from tallybook.workers.here import Here
from tests.publishing.releasing import release
from tests.warehouse.building import ENGINE, PRICES, TELECOMS, document, load, make

SECRET = document("Agent Zanzibar earned 4711 pounds in 2021.", "raw/secret.txt", title="Secret")
OTHER = document(PRICES, "raw/b.txt")
FAILED = Reject(Stage.EXTRACT, SECRET.source_uri, SECRET.document_id, None, 0, 14, Reason.EXTRACTION_FAILED, "Zanzibar")
NO_FILE = Reject(Stage.READ, "raw/x.bin", None, None, None, None, Reason.BINARY, "NULs in the first line")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Three releases; the last two hold the secret."""
    release(tmp_path, make(OTHER))
    release(tmp_path, make(SECRET, OTHER), rejects=(FAILED, NO_FILE))
    release(tmp_path, make(SECRET, OTHER, document(TELECOMS)), rejects=(FAILED, NO_FILE))
    return tmp_path


def names(store: Path) -> list[str]:
    return [path.name for path in publishing.releases(store)]


def rows(store: Path) -> dict[str, list[Any]]:
    with duckdb.connect(store / FILE_NAME, read_only=True) as connection:
        tables = [row[0] for row in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {table: sorted(connection.table(table).fetchall(), key=str) for table in tables}


def test_no_trace_is_left_in_the_file(store: Path) -> None:
    with Warehouse.open(store) as warehouse:
        warehouse.run_sql("transform/start_run.sql", run_id="0", now="2026-01-01", engine_version=ENGINE)
    before = rows(store)
    with duckdb.connect(store / FILE_NAME) as connection:
        connection.execute("UPDATE audits SET examples = ['Agent Zanzibar earned']")
    forget(store, [SECRET.document_id])
    assert [path.name for path in store.iterdir() if "warehouse" in path.name] == [FILE_NAME]
    content = (store / FILE_NAME).read_bytes()
    assert b"Zanzibar" not in content
    assert b"secret.txt" not in content
    assert b"stood at" in content
    after = rows(store)
    assert [row[0] for row in after.pop("forgotten")] == [SECRET.document_id]
    assert all(row[-1] == [] for row in after.pop("audits"))
    for table, kept in after.items():
        assert kept == [row for row in before[table] if SECRET.document_id not in row], table


def test_every_table_of_the_warehouse_is_rebuilt(store: Path) -> None:
    rebuilt = set(re.findall(r"INSERT INTO anew\.(\w+)", resources.read("sql/forget/rebuild.sql")))
    assert rebuilt == set(rows(store))


def test_the_next_release_is_without_it_and_a_file_does_not_bring_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    Path("raw/secret.txt").write_text(SECRET.text, encoding="utf-8")
    Path("raw/b.txt").write_text(PRICES, encoding="utf-8")
    release(Path("data"), make(SECRET, OTHER))
    forget(Path("data"), [SECRET.document_id])

    def read() -> tuple[int, list[tuple[str, str, str]], bool]:
        with pipeline.start(load_settings()) as run:
            pipeline.read(run, Here())
            pipeline.record_sources(run)
            refused = [(row[1], row[6], row[7]) for row in run.warehouse.run_sql("publish/rejects.sql")]
            return run.new_documents, refused, publishing.needs_release(run.warehouse, Path("data"))

    due, refused, is_needed = read()
    assert (due, is_needed) == (1, True)  # the engine of the test's release is another one
    assert [row[:2] for row in refused] == [("raw/secret.txt", "forgotten")]
    assert f"tallybook forget --undo {SECRET.document_id}" in refused[0][2]
    remember(Path("data"), [SECRET.document_id])
    assert read()[:2] == (2, [])


def test_a_file_that_becomes_it_while_it_is_read_is_not_loaded(store: Path) -> None:
    forget(store, [SECRET.document_id])
    with Warehouse.open(store) as warehouse:
        assert load(warehouse, warehouse.start_run(ENGINE), make(SECRET, OTHER)).documents == 1
    assert look_up(store, [SECRET.document_id]) == []


def test_old_releases_go_if_asked_and_the_current_one_with_the_next(store: Path) -> None:
    first, second, third = names(store)
    done = forget(store, [SECRET.document_id])
    assert (done.removed, done.holding, done.current) == ((), (second,), third)
    done = forget(store, [SECRET.document_id], from_releases=True)
    assert (done.removed, done.holding, done.current) == ((second,), (), third)
    assert publishing.current_release(store) == (store / "releases" / third).resolve()
    forget(store, [SECRET.document_id])  # what was asked before still holds
    fourth = release(store, make(OTHER))
    assert names(store) == [first, fourth]
    done = forget(store, [SECRET.document_id], from_releases=True)
    assert (done.removed, done.holding, done.current) == ((), (), None)


def test_a_document_that_only_a_release_holds_can_be_forgotten(store: Path) -> None:
    _, second, third = names(store)
    (store / FILE_NAME).unlink()
    assert look_up(store, [SECRET.document_id]) == []
    done = forget(store, [SECRET.document_id], from_releases=True)
    assert (done.removed, done.current) == ((second,), third)


def test_a_release_that_cannot_be_read_may_hold_it(store: Path) -> None:
    first = publishing.releases(store)[0]
    (first / publishing.DATABASE).write_bytes(b"nothing")
    assert first.name in forget(store, [SECRET.document_id]).holding


def test_what_runs_left_behind_goes_too(store: Path) -> None:
    for folder in (store / "releases" / ".staged-1", store / "staging" / "1"):
        folder.mkdir(parents=True)
        (folder / "part").write_text(SECRET.text, encoding="utf-8")
    forget(store, [SECRET.document_id])
    assert not (store / "staging").exists()
    assert not (store / "releases" / ".staged-1").exists()


def test_unknown_documents_are_answered_with_the_nearest(store: Path) -> None:
    wrong = SECRET.document_id[:-1] + ("0" if SECRET.document_id[-1] != "0" else "1")
    for name in (wrong, "raw/secret.txt", SECRET.document_id[:6]):
        with pytest.raises(UnknownDocument, match=rf"nearest are {SECRET.document_id} \(raw/secret.txt\)"):
            forget(store, [OTHER.document_id, name])
    assert look_up(store, [OTHER.document_id]) == [(OTHER.document_id, "raw/b.txt", None, 2)]
    with pytest.raises(UnknownDocument, match="was not forgotten; forgotten are: none"):
        remember(store, [SECRET.document_id])


def test_a_run_at_work_is_not_disturbed(store: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tallybook.forgetting import forget; "
        "forget(Path(sys.argv[1]), [sys.argv[2]])"
    )
    with Warehouse.open(store):
        arguments = [sys.executable, "-c", script, str(store), SECRET.document_id]
        second = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert WarehouseLocked.__name__ in second.stderr
    assert look_up(store, [SECRET.document_id])


@pytest.mark.parametrize("harm", ["gone", "damaged", "an older one"])
def test_a_warehouse_that_lost_its_memory_does_not_bring_it_back(store: Path, harm: str) -> None:
    file = store / FILE_NAME
    older = file.read_bytes()
    forget(store, [SECRET.document_id], from_releases=True)
    forget(store, [OTHER.document_id])
    file.write_bytes({"gone": b"", "damaged": b"no database", "an older one": older}[harm])
    if harm == "gone":
        file.unlink()
    with Warehouse.open(store) as warehouse:
        assert warehouse.forgotten() == {SECRET.document_id: True, OTHER.document_id: False}
        publishing.restore(warehouse, store)
        kept = [row[0] for row in warehouse.run_sql("publish/documents.sql")]
        assert kept == [document(TELECOMS).document_id]
        assert {row[1] for row in warehouse.run_sql("publish/sources.sql")} == set(kept)
    assert b"Zanzibar" not in file.read_bytes()
    remember(store, [SECRET.document_id])
    with Warehouse.open(store) as warehouse:
        assert warehouse.forgotten() == {OTHER.document_id: False}


def test_what_was_set_aside_goes_too(store: Path) -> None:
    (store / FILE_NAME).write_bytes(b"Zanzibar")
    forget(store, [SECRET.document_id])
    assert not (store / "damaged").exists()


class Killed(BaseException):
    pass


@pytest.mark.parametrize("at", ["force_to_disk", "replace"])
def test_a_kill_half_way_leaves_the_old_warehouse_and_it_can_be_done_again(
    store: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def kill(*_: object) -> None:
        raise Killed

    before = rows(store)
    places: dict[str, tuple[Any, str]] = {
        "force_to_disk": (sys.modules["tallybook.warehouse.warehouse"], "force_to_disk"),
        "replace": (Path, "replace"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*places[at], kill)
        with pytest.raises(Killed):
            forget(store, [SECRET.document_id])
    assert rows(store) == before
    forget(store, [SECRET.document_id])
    assert b"Zanzibar" not in (store / FILE_NAME).read_bytes()
