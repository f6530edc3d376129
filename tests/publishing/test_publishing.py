"""Releases are whole, described, switched in one step, and never in the way of a reader."""

from __future__ import annotations

import hashlib
import json
from dataclasses import FrozenInstanceError, replace
from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tallybook import parquet, publishing
from tallybook.audit import audit
from tallybook.dictionary import parquet_tables, tables
from tallybook.loading import load_release
from tallybook.model import Flag, Reason, Reject, Stage
from tallybook.publishing import NoRelease, NotAudited, current_release, needs_release
from tallybook.verdict import AuditResult
from tallybook.warehouse import Warehouse
from tests.publishing.releasing import BAD, BOTH, GOOD, release
from tests.warehouse.building import ENGINE, document, load, make

if TYPE_CHECKING:
    from pathlib import Path

# The part of the Data Package and Table Schema standards (version 2) that a release uses.
DATA_PACKAGE = {
    "type": "object",
    "required": ["$schema", "name", "id", "created", "version", "sources", "resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
        "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "sources": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "anyOf": [{"required": ["title"]}, {"required": ["path"]}]},
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "format", "mediatype", "bytes", "hash"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
                    "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\./)"},
                    "type": {"const": "table"},
                    "bytes": {"type": "integer", "minimum": 1},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "rows": {"type": "integer", "minimum": 0},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "primaryKey": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                            "foreignKeys": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["fields", "reference"],
                                    "properties": {"reference": {"type": "object", "required": ["fields"]}},
                                },
                            },
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type", "description"],
                                    "properties": {
                                        "type": {
                                            "enum": [
                                                "string", "number", "integer", "boolean", "array", "date", "datetime"
                                            ]
                                        },
                                        "constraints": {
                                            "type": "object",
                                            "properties": {
                                                "required": {"type": "boolean"},
                                                "unique": {"type": "boolean"},
                                                "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
                                            },
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    release(tmp_path)
    return tmp_path


def test_a_store_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoRelease, match="tallybook run --store"):
        load_release(tmp_path)
    assert current_release(tmp_path) is None


def test_a_release_holds_exactly_what_the_design_says(store: Path) -> None:
    path = current_release(store)
    assert path is not None
    assert (store / "current").is_symlink()
    assert path.parent == (store / "releases").resolve()
    files = {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}
    assert files == {"datapackage.json", "report.html", "tallybook.duckdb"} | {
        f"{table.name}/part-00000.parquet" for table in parquet_tables()
    }
    assert [entry.name for entry in (store / "releases").iterdir()] == [path.name]


def test_the_frames_of_a_release(store: Path) -> None:
    loaded = load_release(store)
    assert loaded.release_id == loaded.path.name
    assert len(loaded.numbers) == 6
    assert len(loaded.observations) == 5
    texts = loaded.documents.set_index("document_id")["text"]
    for row in loaded.numbers.to_dict("records"):
        assert texts[row["document_id"]][row["start"] : row["end"]] == row["surface"]
    revenue = loaded.observations.query("unit == 'CNY'").iloc[0]
    assert (revenue["value"], revenue["value_exact"]) == (1.47e12, "1470000000000")
    assert str(loaded.observations["period_start"].dtype).startswith("datetime64")
    assert str(loaded.rejects["start"].dtype) == "Int32"
    with pytest.raises(FrozenInstanceError):
        loaded.release_id = "other"  # type: ignore[misc]


def test_flags_are_lists_everywhere(tmp_path: Path) -> None:
    flagged = [replace(row, flags=(Flag.VAGUE, Flag.REPEATED)) for row in BOTH.observations]
    release(tmp_path, replace(BOTH, observations=flagged))
    loaded = load_release(tmp_path)
    assert list(loaded.observations["flags"].iloc[0]) == ["vague", "repeated"]
    relation = duckdb.read_parquet(f"{loaded.path}/observations/*.parquet").limit(1)
    found = relation.project("typeof(flags), flags").fetchall()
    assert found == [("VARCHAR[]", ["vague", "repeated"])]


def test_the_database_has_the_same_tables_and_the_views(store: Path) -> None:
    with duckdb.connect(store / "current" / "tallybook.duckdb", read_only=True) as connection:
        for table in tables().values():
            relation = connection.table(table.name)
            assert relation.columns == [column.name for column in table.columns]
            assert [str(kind) for kind in relation.types] == [column.type for column in table.columns]
        comments = dict(
            connection.sql("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'numbers'").fetchall()
        )
        assert comments == {column.name: column.description for column in tables()["numbers"].columns}
        assert connection.sql("SELECT success, count(*) FROM audit GROUP BY ALL ORDER BY ALL").fetchall() == [
            (False, 1),
            (True, 1),
        ]


def test_levels_make_a_series_and_nothing_is_averaged(tmp_path: Path) -> None:
    release(tmp_path, make(document("a 12"), document("b 12", "raw/b.txt"), document("c 13", "raw/c.txt")))
    with duckdb.connect(tmp_path / "current" / "tallybook.duckdb", read_only=True) as connection:
        rows = connection.sql("SELECT value, document_count, len(document_ids) FROM series ORDER BY value").fetchall()
    assert rows == [(12.0, 2, 2), (13.0, 1, 1)]


def test_the_rounding_interval_is_exact(store: Path) -> None:
    with duckdb.connect(store / "current" / "tallybook.duckdb", read_only=True) as connection:
        rows = connection.sql("SELECT surface, rounded_from, rounded_to FROM rounding ORDER BY value").fetchall()
    assert rows == [("3.5%", 3.45, 3.55), ("102.5", 102.45, 102.55), ("1.47 trillion yuan", 1.465e12, 1.475e12)]


def test_parquet_carries_descriptions_types_and_zstd(store: Path) -> None:
    for table in parquet_tables():
        path = store / "current" / table.name / "part-00000.parquet"
        schema = pq.read_schema(path)
        assert schema.metadata[b"description"].decode() == table.description
        for field, column in zip(schema, table.columns, strict=True):
            assert field.metadata[b"description"].decode() == column.description
            assert field.nullable == column.nullable
        described = duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()
        assert [(row[0], row[1]) for row in described] == [(column.name, column.type) for column in table.columns]
        metadata = pq.read_metadata(path)
        if metadata.num_rows:
            assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_readers_of_duckdb_1_can_open_the_database(store: Path) -> None:
    header = (store / "current" / "tallybook.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64  # the storage version of DuckDB 1.0


def test_the_data_package_is_valid_and_true(store: Path) -> None:
    path = store / "current"
    package = json.loads((path / "datapackage.json").read_text())
    Draft202012Validator.check_schema(DATA_PACKAGE)
    assert list(Draft202012Validator(DATA_PACKAGE).iter_errors(package)) == []
    assert package["id"] == load_release(store).release_id
    assert package["engine_version"] == ENGINE
    assert package["sources"] == [{"title": "raw (2 documents)"}]
    assert package["audit"]["outcome"] == "passed with warnings"
    assert package["audit"]["warnings"][0]["column"] == "unit"
    described = {resource["path"]: resource for resource in package["resources"]}
    files = {f.relative_to(path).as_posix() for f in path.rglob("*.*") if f.suffix in {".parquet", ".duckdb", ".html"}}
    assert set(described) == files
    for name, resource in described.items():
        content = (path / name).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if "rows" in resource:
            assert resource["rows"] == pq.read_metadata(path / name).num_rows
    names = {resource["name"] for resource in package["resources"]}
    for resource in package["resources"]:
        for key in resource.get("schema", {}).get("foreignKeys", []):
            assert key["reference"]["resource"] in names


def test_nothing_new_needs_no_release(store: Path) -> None:
    with Warehouse.open(store) as warehouse:
        load(warehouse, warehouse.start_run(ENGINE), BOTH)
        assert not needs_release(warehouse, store)


@pytest.mark.parametrize("change", ["gone", "renamed", "engine", "refused"])
def test_whatever_would_change_the_release_makes_it_due(store: Path, change: str) -> None:
    refused = Reject(Stage.READ, "raw/x.bin", None, None, None, None, Reason.BINARY, "NULs")
    with Warehouse.open(store) as warehouse:
        run_id = warehouse.start_run("0.2.0+1" if change == "engine" else ENGINE)
        if change == "gone":
            load(warehouse, run_id, make(BOTH.documents[0]))
        elif change == "renamed":
            load(warehouse, run_id, make(BOTH.documents[0], replace(BOTH.documents[1], source_uri="raw/c.txt")))
        else:
            load(warehouse, run_id, BOTH, (refused,) if change == "refused" else ())
        assert needs_release(warehouse, store)


def test_what_no_audit_has_passed_is_not_published(store: Path) -> None:
    before = current_release(store)
    with Warehouse.open(store) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        load(warehouse, run_id, make(document("only 7 left")))
        result = AuditResult(publishing.stage(warehouse, store, run_id), (GOOD, BAD))
        warehouse.record_audit(run_id, result)
        with pytest.raises(NotAudited, match="did not pass"):
            publishing.publish(warehouse, store, run_id, result, ENGINE)
        assert warehouse.run_sql("publish/audit.sql", run_id=run_id)[0][9] == ["guess"]
        assert needs_release(warehouse, store)
    assert current_release(store) == before
    release(store)
    assert not [path for path in (store / "releases").iterdir() if path.name.startswith(".")]


def test_a_real_audit_holds_back_a_broken_table(store: Path) -> None:
    """Fifteen of seventeen numbers break a row rule: that many mean that something is broken."""
    before = current_release(store)
    text = document(" ".join(f"{index}%" for index in range(10, 25)) + " 7 8")
    made = make(text)
    broken = [replace(row, value=float("inf")) if row.surface.endswith("%") else row for row in made.numbers]
    with Warehouse.open(store) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        load(warehouse, run_id, replace(made, numbers=broken))
        result = audit(publishing.stage(warehouse, store, run_id), warehouse.bounds(0))
        assert [row.table for row in result.failures] == ["rejects"]
        with pytest.raises(NotAudited):
            publishing.publish(warehouse, store, run_id, result, ENGINE)
    assert current_release(store) == before


def test_old_releases_go_and_the_current_one_stays(tmp_path: Path) -> None:
    ids = [release(tmp_path, make(document(f"{index} apples")), keep=2) for index in range(4)]
    assert ids == sorted(ids)
    assert [path.name for path in publishing.releases(tmp_path)] == ids[-2:]
    assert load_release(tmp_path).release_id == ids[-1]


def test_ids_sort_by_time_even_when_the_clock_was_put_back(store: Path) -> None:
    future = store / "releases" / "29990101T000000Z-ffffff"
    future.mkdir()
    assert release(store, make(document("7 apples"))) > future.name


def test_a_release_that_differs_from_the_database_is_not_made(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current_release(store)
    monkeypatch.setattr(pq.ParquetWriter, "write_table", lambda *_, **__: None)
    with pytest.raises(parquet.ExportError, match="run again"):
        release(store, make(document("7 apples")))
    assert current_release(store) == before
