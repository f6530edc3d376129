"""`datapackage.json`: what a release holds, as a Frictionless Data Package (version 2)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tallybook.dictionary import SCHEMA_VERSION, frictionless_schema, parquet_tables, tables
from tallybook.resources import read
from tallybook.warehouse import open_for_reading

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tallybook.verdict import AuditResult, ExpectationResult

FILE_NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
STATE = "state"
"""Property that holds the digest of the warehouse's state: what `needs_release` compares."""

DATABASE = "tallybook.duckdb"
REPORT = "report.html"


def load(directory: Path) -> dict[str, Any]:
    """The Data Package of a release."""
    content: dict[str, Any] = json.loads((directory / FILE_NAME).read_text(encoding="utf-8"))
    return content


def describe(
    directory: Path,
    *,
    release_id: str,
    created: datetime,
    run_id: str,
    engine_version: str,
    state: str,
    audit: AuditResult,
) -> dict[str, Any]:
    """What a manifest says of a release besides its files."""
    return {
        "$schema": PROFILE,
        "name": "tallybook",
        "id": release_id,
        "title": "Numbers and observations found in texts",
        "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": SCHEMA_VERSION,
        "engine_version": engine_version,
        "run_id": run_id,
        STATE: state,
        "audit": _audit_summary(audit),
        "sources": _provenance(directory / DATABASE),
    }


def write(directory: Path, about: dict[str, Any], rows: dict[str, int]) -> None:
    """Write the manifest: what `describe` says and the files that lie in the directory, `rows` by Parquet table."""
    resources = [_table_resource(directory, name, count) for name, count in rows.items()]
    resources.append(_database_resource(directory))
    if (directory / REPORT).is_file():
        resources.append(_report_resource(directory))
    package = about | {"resources": resources}
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (directory / FILE_NAME).write_text(text, encoding="utf-8")


def _table_resource(directory: Path, name: str, rows: int) -> dict[str, Any]:
    table = tables()[name]
    path = next((directory / name).glob("*.parquet"))
    return {
        "name": name,
        "type": "table",
        "description": table.description,
        "path": path.relative_to(directory).as_posix(),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **fingerprint(path),
        "rows": rows,
        "schema": frictionless_schema(table),
    }


def _database_resource(directory: Path) -> dict[str, Any]:
    only_here = [name for name in tables() if name not in {table.name for table in parquet_tables()}]
    path = directory / DATABASE
    return {
        "name": "database",
        "description": f"The same tables for DuckDB, and with them: {', '.join(only_here)}. Open it read-only.",
        "path": path.name,
        "format": "duckdb",
        "mediatype": "application/vnd.duckdb",
        **fingerprint(path),
    }


def _report_resource(directory: Path) -> dict[str, Any]:
    path = directory / REPORT
    return {
        "name": "report",
        "description": "Every number in the sentence it came from, for a browser.",
        "path": path.name,
        "format": "html",
        "mediatype": "text/html",
        **fingerprint(path),
    }


def fingerprint(path: Path) -> dict[str, Any]:
    """How large a file is, and the SHA-256 of what is in it, as a manifest says it.

    >>> fingerprint(Path("data/current/tallybook.duckdb"))["bytes"]  # doctest: +SKIP
    2633728
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _audit_summary(audit: AuditResult) -> dict[str, Any]:
    return {
        "passed": audit.passed,
        "outcome": audit.outcome,
        "expectations": len(audit.expectations),
        "met": sum(row.success for row in audit.expectations),
        "warnings": [_unmet(row) for row in audit.warnings],
    }


def _unmet(row: ExpectationResult) -> dict[str, Any]:
    return {"table": row.table, "column": row.column, "note": row.note, "observed": row.observed}


def _provenance(database: Path) -> list[dict[str, str]]:
    """The folders and archives that the documents came from, with how many came from each."""
    with open_for_reading(database) as connection:
        found = connection.execute(read("sql/publish/provenance.sql")).fetchall()
    return [{"title": f"{folder} ({count} documents)"} for folder, count in found]
