"""The audit passes sound tables, fails corrupted ones with examples, and has no holes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tallybook import resources
from tallybook.audit import SuiteError, audit, load_suite
from tallybook.dictionary import parquet_tables
from tallybook.publishing import stage
from tallybook.verdict import AuditResult, Severity
from tallybook.warehouse import Warehouse
from tests.warehouse.building import ENGINE, PRICES, TELECOMS, document, load, make

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUITES = resources.names("expectations", ".json")

# What is expected of a first release.
FIRST = {
    "least_documents": 1,
    "least_numbers": 0,
    "least_observations": 0,
    "least_with_indicator": 0.5,
    "least_with_period": 0.5,
}


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    with Warehouse.open(tmp_path) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        load(warehouse, run_id, make(document(TELECOMS), document(PRICES, "raw/b.txt")))
        return stage(warehouse, tmp_path, run_id)


@pytest.fixture
def corrupted(staged: Path) -> Callable[[str], AuditResult]:
    def corrupt(statement: str) -> AuditResult:
        with duckdb.connect(staged) as connection:
            connection.execute(statement)
        return audit(staged, FIRST)

    return corrupt


def test_there_is_a_suite_for_every_table() -> None:
    assert [name.removeprefix("expectations/").removesuffix(".json") for name in SUITES] == sorted(
        table.name for table in parquet_tables()
    )


@pytest.mark.parametrize("name", SUITES)
def test_suites_are_loaded_whole(name: str) -> None:
    written = json.loads(resources.read(name))["expectations"]
    assert len(load_suite(name).expectations) == len(written) >= 8
    assert all(entry["meta"]["notes"].endswith(".") for entry in written)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"name": "x", "expectations": []}, "empty suite passes anything"),
        ({"name": "x", "expectations": [{"type": "expect_the_best", "kwargs": {}}]}, "does not know expect_the_best"),
        (
            {"name": "x", "expectations": [{"type": "expect_column_to_exist", "kwargs": {"column": "a"}}]},
            "no severity or no meta.notes",
        ),
    ],
)
def test_a_suite_with_a_hole_is_an_error(
    monkeypatch: pytest.MonkeyPatch, content: dict[str, Any], message: str
) -> None:
    monkeypatch.setattr(resources, "read", lambda _: json.dumps(content))
    with pytest.raises(SuiteError, match=message):
        load_suite("expectations/x.json")


def test_sound_tables_pass_and_the_file_is_free_afterwards(staged: Path) -> None:
    result = audit(staged, FIRST)
    assert result.passed, result.failures
    assert len(result.expectations) == sum(len(json.loads(resources.read(name))["expectations"]) for name in SUITES)
    with duckdb.connect(staged) as writable:
        assert writable.sql("SELECT count(*) FROM numbers").fetchall() == [(6,)]


@pytest.mark.parametrize(
    ("statement", "table", "words"),
    [
        ("DELETE FROM documents", "documents", "At least one document"),
        ("INSERT INTO numbers FROM numbers LIMIT 1", "numbers", "One row per mention"),
        ("UPDATE numbers SET kind = 'guess' WHERE start = 16", "numbers", "documented kinds"),
        ("UPDATE numbers SET value = 'inf' WHERE start = 16", "numbers", "finite"),
        ("UPDATE numbers SET lower = 9e99 WHERE start = 16", "numbers", "lower <= value"),
        ("DELETE FROM numbers WHERE start = 38", "numbers", "Every digit is accounted for"),
        ("DELETE FROM observations WHERE start = 16", "numbers", "Every quantity has its observation"),
        ("UPDATE observations SET unit = 'USD' WHERE start = 16", "observations", "say what numbers says"),
        ("UPDATE observations SET period_start = DATE '0007-01-01'", "observations", "between the years"),
        ("UPDATE observations SET flags = ['odd']", "observations", "Flags come from one"),
        ("UPDATE numbers SET unit_kind = 'taste' WHERE start = 16", "numbers", "kind of a unit"),
        ("UPDATE numbers SET unit_code = 'USD/[barrel]' WHERE start = 16", "numbers", "codes of UCUM or ISO 4217"),
        ("ALTER TABLE observations RENAME COLUMN sentence TO words", "observations", "contract with readers"),
        ("UPDATE documents SET text = text || chr(13)", "documents", "normalised once"),
        ("UPDATE sources SET is_present = false", "documents", "a source that is present"),
        ("INSERT INTO rejects (stage, detail) VALUES ('read', 'x')", "rejects", "Every reject has a reason"),
    ],
)
def test_a_corrupted_table_fails_and_says_what(
    corrupted: Callable[[str], AuditResult], statement: str, table: str, words: str
) -> None:
    result = corrupted(statement)
    assert not result.passed
    assert result.outcome == "failed"
    failed = [row for row in result.failures if row.table == table and words in row.note]
    assert failed, [row.note for row in result.failures]
    assert failed[0].observed is not None or failed[0].expectation.startswith("expect_table")


def test_units_made_of_known_codes_pass(corrupted: Callable[[str], AuditResult]) -> None:
    assert corrupted("UPDATE numbers SET unit_code = 'USD/[bbl_us]' WHERE start = 16").passed
    assert corrupted("UPDATE numbers SET unit_code = '100.a' WHERE start = 16").passed


def test_the_suites_ask_for_no_other_bounds_than_those_that_are_learnt(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        assert warehouse.bounds(0.5) == FIRST
    asked = set(re.findall(r'"\$PARAMETER": "(\w+)"', "".join(map(resources.read, SUITES))))
    assert asked == set(FIRST)


def test_a_release_may_not_shrink_below_its_bound(staged: Path) -> None:
    result = audit(staged, FIRST | {"least_documents": 3, "least_with_indicator": 1.0})
    assert [(row.table, row.observed) for row in result.failures] == [("documents", "2 rows, at least 3 expected")]


def test_failures_come_with_examples(corrupted: Callable[[str], AuditResult]) -> None:
    result = corrupted("UPDATE numbers SET kind = 'guess', lower = 9e99 WHERE start = 16")
    assert all(str(row.observed).endswith("rows unexpected") for row in result.failures)
    examples = {row.expectation: row.examples for row in result.failures}
    assert examples["expect_column_values_to_be_in_set"] == ("guess",)
    assert any("9e+99" in example for row in result.failures for example in row.examples)


def test_what_is_missing_is_no_example(corrupted: Callable[[str], AuditResult]) -> None:
    result = corrupted("UPDATE numbers SET kind = NULL")
    assert {row.expectation: row.examples for row in result.failures}["expect_column_values_to_not_be_null"] == ()


def test_what_cannot_be_evaluated_is_a_critical_failure(
    corrupted: Callable[[str], AuditResult],
) -> None:
    result = corrupted("ALTER TABLE documents DROP COLUMN published_on")
    unevaluated = [row for row in result.failures if row.observed and row.observed.startswith("could not be evaluated")]
    assert unevaluated
    assert all(row.severity is Severity.CRITICAL for row in unevaluated)


def test_warnings_do_not_stop_a_release(corrupted: Callable[[str], AuditResult]) -> None:
    result = corrupted("UPDATE documents SET published_on = NULL, published_on_source = NULL")
    assert result.passed
    assert result.outcome == "passed with warnings"
    assert [row.column for row in result.warnings] == ["published_on"]


def test_an_audit_of_nothing_has_not_passed(tmp_path: Path) -> None:
    assert not AuditResult(tmp_path, ()).passed


def test_the_audit_says_nothing_on_the_console(staged: Path) -> None:
    script = "import sys; from pathlib import Path; from tallybook.audit import audit; "
    script += f"audit(Path(sys.argv[1]), {FIRST})"
    silent = subprocess.run([sys.executable, "-c", script, staged], check=True, capture_output=True, text=True)
    assert (silent.stdout, silent.stderr) == ("", "")
