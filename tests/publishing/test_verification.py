"""A release is proved from its own files, and whatever is wrong with it is found."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tallybook import datapackage, parquet
from tallybook.model import Reason, Reject, Stage
from tallybook.publishing import current_release, needs_release
from tallybook.verification import Check, Finding, damage, verify
from tallybook.warehouse import Warehouse
from tests.publishing.releasing import BOTH, release
from tests.warehouse.building import document, make, number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    release(tmp_path)
    return current(tmp_path)


def current(store: Path) -> Path:
    path = current_release(store)
    assert path is not None
    return path


def the_finding(path: Path) -> Finding:
    (finding,) = verify(path).findings
    return finding


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    manifest = datapackage.load(path)
    change(manifest)
    (path / datapackage.FILE_NAME).write_text(json.dumps(manifest), encoding="utf-8")


def resource(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in manifest["resources"] if entry["name"] == name)


def republish(path: Path, *statements: str) -> None:
    """Change the rows of a release and describe the changed files, as somebody would who wants it to look right."""
    with duckdb.connect(path / datapackage.DATABASE) as connection:
        for statement in statements:
            connection.execute(statement)
    manifest = datapackage.load(path)
    for table in [entry["name"] for entry in manifest["resources"] if entry.get("type") == "table"]:
        shutil.rmtree(path / table)
    rows = parquet.export(path / datapackage.DATABASE, path)
    for entry in manifest["resources"]:
        content = (path / entry["path"]).read_bytes()
        entry |= {"bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
        if entry["name"] in rows:
            entry["rows"] = rows[entry["name"]]
    (path / datapackage.FILE_NAME).write_text(json.dumps(manifest), encoding="utf-8")


def test_a_release_is_proven(made: Path) -> None:
    found = verify(made)
    assert found.proven
    assert (found.release_id, found.files) == (made.name, 7)
    assert found.rows == {"observations": 5, "numbers": 6, "documents": 2, "sources": 2, "rejects": 0}
    assert {file.name for file in made.iterdir() if file.is_file()} == {
        "datapackage.json",
        "report.html",
        "tallybook.duckdb",
    }


def test_rows_that_were_refused_are_accounted_for(tmp_path: Path) -> None:
    """A refused number leaves its digits, a refused observation its number, a failed document all of it."""
    text = document("It sold 12 apples, 13 pears and 14 plums.")
    failed = document("All 15 of it failed.", "raw/b.txt")
    whole = Reject(
        Stage.EXTRACT, failed.source_uri, failed.document_id, None, 0, len(failed.text), Reason.EXTRACTION_FAILED, "x"
    )
    made = make(text)
    infinite, kept, _ = made.numbers
    undated = replace(made.observations[1], period_start=date(2021, 2, 1), period_end=date(2021, 1, 1))
    reading = replace(
        made,
        documents=[text, failed],
        numbers=[replace(infinite, value=float("inf")), kept],
        observations=[made.observations[0], undated],
        sentences=made.sentences | {failed.document_id: []},
    )
    release(tmp_path, reading, rejects=(whole,))
    verification = verify(current(tmp_path))
    assert verification.findings == ()
    assert (verification.rows["numbers"], verification.rows["observations"]) == (1, 0)
    assert verification.rows["rejects"] >= 4


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "is missing"),
        (b"\xff\xfe", "cannot be read"),
        (b"{", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"[]", "lists no resources"),
        (b'{"resources": []}', "is that of the release None"),
    ],
)
def test_a_manifest_that_cannot_be_used(made: Path, content: bytes | None, problem: str) -> None:
    manifest = made / datapackage.FILE_NAME
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content)
    finding = the_finding(made)
    assert finding.check is Check.MANIFEST
    assert problem in finding.problem
    assert damage(made) == (finding,)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda manifest: manifest.update(id="another"), "is that of the release another"),
        (lambda manifest: manifest["resources"].remove(resource(manifest, "database")), "does not list tallybook"),
        (lambda manifest: manifest["resources"].pop(0), "does not list observations"),
        (lambda manifest: manifest["resources"].append(5), "describes a resource without"),
        (lambda manifest: resource(manifest, "numbers").pop("rows"), "describes a resource without"),
        (lambda manifest: resource(manifest, "numbers").update(path="../../a"), "lies outside"),
        (lambda manifest: resource(manifest, "numbers").update(path="/etc/passwd"), "lies outside"),
        (lambda manifest: resource(manifest, "numbers").update(name='"; DROP TABLE x'), "unknown to this version"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_impossible(made: Path, change: Callable[[Any], None], problem: str) -> None:
    rewrite(made, change)
    finding = the_finding(made)
    assert finding.check is Check.MANIFEST
    assert problem in finding.problem


def test_files_that_are_missing_changed_or_too_many(made: Path) -> None:
    numbers, documents = made / "numbers" / parquet.FILE_NAME, made / "documents" / parquet.FILE_NAME
    content = bytearray(numbers.read_bytes())
    content[len(content) // 2] ^= 1
    numbers.write_bytes(content)
    documents.unlink()
    database = made / datapackage.DATABASE
    database.write_bytes(database.read_bytes()[:-1])
    found = {finding.place: finding.problem for finding in verify(made).findings}
    assert found["numbers/part-00000.parquet"] == "is not what was published: its SHA-256 differs"
    assert found["documents/part-00000.parquet"] == "is missing"
    assert "bytes where" in found["tallybook.duckdb"]


def test_a_file_that_nobody_listed(made: Path) -> None:
    (made / "numbers" / "part-00001.parquet").write_bytes(b"more")
    assert the_finding(made).place == "numbers/part-00001.parquet"
    assert damage(made) == ()


def test_rows_and_columns_are_those_of_the_manifest(made: Path) -> None:
    rewrite(made, lambda manifest: resource(manifest, "numbers").update(rows=7))
    assert the_finding(made).problem == "has 6 rows, not 7"
    rewrite(made, lambda manifest: resource(manifest, "numbers").update(rows=6))
    rewrite(made, lambda manifest: resource(manifest, "sources")["schema"]["fields"].pop())
    assert the_finding(made).check is Check.SCHEMA


def test_parquet_holds_what_the_database_holds(made: Path) -> None:
    republish(made, "UPDATE numbers SET unit = 'USD' WHERE unit = 'CNY'", "UPDATE observations SET unit = 'USD'")
    assert verify(made).proven
    with duckdb.connect(made / datapackage.DATABASE) as connection:
        connection.execute("UPDATE numbers SET unit = 'EUR' WHERE unit = 'USD'")
    content = (made / datapackage.DATABASE).read_bytes()
    same = {"bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    rewrite(made, lambda manifest: resource(manifest, "database").update(same))
    assert the_finding(made) == Finding(
        Check.ROWS, "numbers in numbers/part-00000.parquet", "has other rows than tallybook.duckdb"
    )


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE numbers SET surface = '9' || substr(surface, 2) WHERE unit = 'CNY'", "span_mismatch"),
        ("UPDATE documents SET text = replace(text, '654,000', '654,001')", "span_mismatch"),
        ("DELETE FROM numbers WHERE kind = 'date'", "digits_not_covered"),
        ("DELETE FROM observations WHERE unit = 'CNY'", "observation_missing"),
        ("INSERT INTO observations SELECT * FROM observations LIMIT 1", "key_not_unique"),
        ("INSERT INTO sources SELECT * FROM sources LIMIT 1", "key_not_unique"),
        ("UPDATE observations SET document_id = 'none' WHERE unit = 'CNY'", "observation_without_document"),
        ("UPDATE observations SET observation_id = 'none' WHERE unit = 'CNY'", "number_missing"),
    ],
)
def test_rows_that_break_a_rule_are_found_however_well_described(made: Path, statement: str, rule: str) -> None:
    republish(made, statement)
    findings = verify(made).findings
    assert {finding.check for finding in findings} == {Check.RULES}
    assert any(f"break the rule {rule}; for example " in finding.problem for finding in findings)


def test_numbers_without_their_document(tmp_path: Path) -> None:
    release(tmp_path, BOTH)
    republish(current(tmp_path), "DELETE FROM documents WHERE source_uri = 'raw/b.txt'")
    rules = {finding.problem.split("; ")[0].rpartition(" ")[2] for finding in verify(current(tmp_path)).findings}
    assert {"document_missing", "observation_without_document"} <= rules


def test_a_database_of_another_make_is_a_finding(made: Path) -> None:
    with duckdb.connect(made / datapackage.DATABASE) as connection:
        connection.execute("DROP VIEW series; DROP VIEW rounding; ALTER TABLE sources RENAME TO places")
    content = (made / datapackage.DATABASE).read_bytes()
    same = {"bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    rewrite(made, lambda manifest: resource(manifest, "database").update(same))
    assert "cannot be looked at" in verify(made).findings[-1].problem


def test_a_damaged_release_is_replaced_by_the_next_run(tmp_path: Path) -> None:
    first = release(tmp_path)
    parquet_file = current(tmp_path) / "numbers" / parquet.FILE_NAME
    with Warehouse.open(tmp_path) as warehouse:
        assert not needs_release(warehouse, tmp_path)
        parquet_file.write_bytes(parquet_file.read_bytes()[:-1])
        assert needs_release(warehouse, tmp_path)
    assert release(tmp_path) != first
    assert verify(current(tmp_path)).proven


def test_spans_count_characters_not_bytes(tmp_path: Path) -> None:
    text = document("🤦🏼‍♂️ “é” 8% and, far behind, " + "ü" * 3000 + " 12 more.")
    assert number(text, text.text.index("12"), text.text.index("12") + 2).surface == "12"
    release(tmp_path, make(text))
    assert verify(current(tmp_path)).proven
