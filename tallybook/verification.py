"""Whether a release is what it says it is: proved from its own files, without the warehouse and without the raw files.

The manifest (`datapackage.json`) is held against the files, the files against each other, and every row against the
rules: above all, every number stands in its document's text where it says it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tallybook import datapackage, resources
from tallybook.dictionary import field_type, parquet_tables
from tallybook.objects import Object
from tallybook.warehouse import find_failing, run_file, scratch

if TYPE_CHECKING:
    from collections.abc import Iterator


class Check(StrEnum):
    """What was looked at when something was found wrong."""

    MANIFEST = "manifest"
    FILES = "files"
    SCHEMA = "schema"
    ROWS = "rows"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a release: the check, the file or table, and what is wrong, for a person."""

    check: Check
    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying a release found; `path` is where it lies.

    `files` and `rows` say how much was looked at, rows by table.
    """

    release_id: str
    path: Path | Object
    files: int
    rows: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def proven(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(release: Path) -> Verification:
    """Prove the release in a directory, or say what is wrong with it; the directory is only read.

    The rows are looked at only if all files are what was published: of a damaged file nothing else can be said. Raises
    OSError if the directory cannot be read.

    >>> verify(Path("data/releases/20260131T060502Z-3f9a1c")).proven  # doctest: +SKIP
    True
    """
    try:
        manifest = manifest_of(release)
    except UnusableManifest as error:
        return Verification(release.name, release, 0, {}, (error.finding,))
    findings = [*_damage(release, manifest)]
    if not findings:
        findings += chain(_unlisted(release, manifest), _wrong_contents(release, manifest))
    rows = {resource["name"]: resource["rows"] for resource in _tables(manifest)}
    return Verification(release.name, release, len(manifest["resources"]), rows, tuple(findings))


def damage(release: Path) -> tuple[Finding, ...]:
    """What is wrong with the manifest and the files that it lists: the part of `verify` that every run can afford.

    >>> damage(Path("data/releases/20260131T060502Z-3f9a1c"))  # doctest: +SKIP
    ()
    """
    try:
        return _damage(release, manifest_of(release))
    except UnusableManifest as error:
        return (error.finding,)


class UnusableManifest(ValueError):  # noqa: N818 - reads as what it says
    """The manifest is not there, or is not one; says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.finding = Finding(Check.MANIFEST, datapackage.FILE_NAME, problem)


def manifest_of(release: Path) -> dict[str, Any]:
    """The manifest of a release, with everything in it that others rely on. Raises UnusableManifest.

    >>> manifest_of(Path("data/releases/20260131T060502Z-3f9a1c"))["id"]  # doctest: +SKIP
    '20260131T060502Z-3f9a1c'
    """
    try:
        manifest = datapackage.load(release)
    except FileNotFoundError:
        raise UnusableManifest("is missing") from None
    except (ValueError, RecursionError) as error:  # no UTF-8, or no JSON
        raise UnusableManifest(f"cannot be read: {error}") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("resources"), list):
        raise UnusableManifest("lists no resources")
    if manifest.get("id") != release.name:
        raise UnusableManifest(f"is that of the release {manifest.get('id')}")
    for resource in manifest["resources"]:
        _require_described(resource)
    known, listed = {table.name for table in parquet_tables()}, {resource["name"] for resource in _tables(manifest)}
    if listed - known:
        raise UnusableManifest(f"lists {', '.join(sorted(listed - known))}: unknown to this version of Tallybook")
    if known - listed or all(resource["path"] != datapackage.DATABASE for resource in manifest["resources"]):
        raise UnusableManifest(f"does not list {', '.join(sorted(known - listed)) or datapackage.DATABASE}")
    return manifest


_DESCRIBED = {"name": str, "path": str, "bytes": int, "hash": str}
_TABLE_DESCRIBED = {"rows": int, "schema": dict}


def _require_described(resource: Any) -> None:
    described = _DESCRIBED
    if isinstance(resource, dict) and resource.get("type") == "table":
        described = _DESCRIBED | _TABLE_DESCRIBED
    if not isinstance(resource, dict) or not all(isinstance(resource.get(k), kind) for k, kind in described.items()):
        raise UnusableManifest(f"describes a resource without {', '.join(described)}")
    path = resource["path"]
    if path.startswith("/") or ".." in path.split("/"):
        raise UnusableManifest(f"lists {path}, which lies outside of the release")


def _tables(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [resource for resource in manifest["resources"] if resource.get("type") == "table"]


def _damage(release: Path, manifest: dict[str, Any]) -> tuple[Finding, ...]:
    found = ((resource["path"], _file_problem(release, resource)) for resource in manifest["resources"])
    return tuple(Finding(Check.FILES, path, problem) for path, problem in found if problem)


def _file_problem(release: Path, resource: dict[str, Any]) -> str | None:
    path = release / resource["path"]
    if not path.is_file():
        return "is missing"
    size = path.stat().st_size
    if size != resource["bytes"]:
        return f"has {size:,} bytes where {resource['bytes']:,} were published"
    is_same = resource["hash"] == datapackage.fingerprint(path)["hash"]
    return None if is_same else "is not what was published: its SHA-256 differs"


def _unlisted(release: Path, manifest: dict[str, Any]) -> Iterator[Finding]:
    listed = {datapackage.FILE_NAME, *(resource["path"] for resource in manifest["resources"])}
    for path in sorted(release.rglob("*")):
        name = path.relative_to(release).as_posix()
        if not path.is_dir() and name not in listed:
            yield Finding(Check.FILES, name, "does not belong to the release: the manifest does not list it")


def _wrong_contents(release: Path, manifest: dict[str, Any]) -> Iterator[Finding]:
    """What is wrong inside of files that are as they were published."""
    try:
        with scratch() as connection:
            run_file(connection, "sql/verify/attach.sql", release=str(release / datapackage.DATABASE))
            for resource in _tables(manifest):
                yield from _wrong_table(connection, release, resource)
            yield from _broken_rules(connection)
    except duckdb.Error as error:
        yield Finding(Check.RULES, datapackage.DATABASE, f"cannot be looked at with this version of Tallybook: {error}")


def _wrong_table(connection: duckdb.DuckDBPyConnection, release: Path, resource: dict[str, Any]) -> Iterator[Finding]:
    """Hold a table of the database and its Parquet file against the manifest and each other."""
    name = resource["name"]
    in_database = connection.table(f"release.{name}")
    with pq.ParquetFile(release / resource["path"]) as file:
        batches = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches())
        in_parquet = connection.from_arrow(batches)
        described = [(field.get("name"), field.get("type")) for field in resource["schema"].get("fields", [])]
        for place, relation in ((datapackage.DATABASE, in_database), (resource["path"], in_parquet)):
            if _described(relation) != described:
                yield Finding(Check.SCHEMA, f"{name} in {place}", "has other columns than the manifest describes")
                return
        rows, fingerprint = _fingerprint(in_database)
        if rows != resource["rows"]:
            yield Finding(
                Check.ROWS, f"{name} in {datapackage.DATABASE}", f"has {rows:,} rows, not {resource['rows']:,}"
            )
        if (rows, fingerprint) != _fingerprint(in_parquet):
            yield Finding(Check.ROWS, f"{name} in {resource['path']}", f"has other rows than {datapackage.DATABASE}")


def _described(relation: duckdb.DuckDBPyRelation) -> list[tuple[str, str]]:
    """The columns of a table with their types as the manifest writes them."""
    return [(name, field_type(str(kind))) for name, kind in zip(relation.columns, relation.types, strict=True)]


def _fingerprint(relation: duckdb.DuckDBPyRelation) -> tuple[int, str]:
    rows = relation.query("looked_at", resources.read("sql/verify/fingerprint.sql")).fetchall()
    return int(rows[0][0]), str(rows[0][1])


def _broken_rules(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Hold the rows of the database against the row rules, and against the rules that only a release can break."""
    run_file(connection, "sql/verify/views.sql")
    find_failing(connection, "audit", "verify/rules")
    for reason, table, rows, example in run_file(connection, "sql/verify/broken_rules.sql").fetchall():
        yield Finding(Check.RULES, table, f"{rows:,} break the rule {reason}; for example {example}")
