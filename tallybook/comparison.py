"""What changed between two releases: documents and rows that came and went, and what is said differently."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from duckdb import ColumnExpression, FunctionExpression

from tallybook import datapackage
from tallybook.dictionary import Table, parquet_tables, tables
from tallybook.warehouse import run_file, scratch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

LIMIT = 20
"""How many changes are shown one by one unless more are asked for."""

# When and by which run a row was written says nothing about the numbers.
_BOOKKEEPING = frozenset({"run_id", "ingested_at", "first_seen_at", "last_seen_at", "rejected_at"})


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release says about itself: who made it when, and what the audit said."""

    release_id: str
    created: str
    schema_version: str
    engine_version: str
    audit: str


class Changes(NamedTuple):
    """How many rows of a table came, went, or say something else."""

    added: int
    removed: int
    changed: int


class DocumentChange(NamedTuple):
    """A document that was `added` or `removed`."""

    change: str
    document_id: str
    source_uri: str
    title: str | None


class Cell(NamedTuple):
    """One column of an observation that says something else; values as text, None for null."""

    observation_id: str
    surface: str
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one release to another.

    `tables` and `columns` count everything: rows by table, and the observations that say something else by column.
    `documents` and `observations` show the first of them one by one.
    """

    before: Edition
    after: Edition
    tables: dict[str, Changes]
    columns: dict[str, int]
    documents: tuple[DocumentChange, ...]
    observations: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """Whether both releases say the same."""
        return not any(map(any, self.tables.values()))


def compare(before: Path, after: Path, limit: int = LIMIT) -> Comparison:
    """Compare the databases of two releases, given by their directories.

    Columns that only one of them has are not compared. Raises OSError if there is no release, and duckdb.Error if its
    database cannot be read.

    >>> compare(Path("data/releases/20260130T…"), Path("data/releases/20260131T…")).tables["numbers"]  # doctest: +SKIP
    Changes(added=12, removed=0, changed=3)
    """
    editions = _edition(before), _edition(after)
    with _attached(before, after) as connection:
        counts = _count_all_changes(connection)
        documents = _documents(connection, limit)
        columns, cells = _observations(connection, limit)
    return Comparison(*editions, counts, columns, documents, cells)


def count_changes(before: Path, after: Path) -> dict[str, Changes]:
    """How many rows of each table came, went, or say something else; the releases need no manifest yet.

    Raises duckdb.Error if one of the databases cannot be read.
    """
    with _attached(before, after) as connection:
        return _count_all_changes(connection)


@contextmanager
def _attached(before: Path, after: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    paths = {"before": str(before / datapackage.DATABASE), "after": str(after / datapackage.DATABASE)}
    with scratch() as connection:
        run_file(connection, "sql/diff/attach.sql", **paths)
        yield connection


def _count_all_changes(connection: duckdb.DuckDBPyConnection) -> dict[str, Changes]:
    return {table.name: _count_changes(connection, table) for table in parquet_tables()}


def _edition(release: Path) -> Edition:
    manifest = datapackage.load(release)
    return Edition(
        manifest["id"],
        manifest["created"],
        manifest["version"],
        manifest["engine_version"],
        manifest["audit"]["outcome"],
    )


def _find_changes(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Leave the changed rows of a table, and its rows in both releases, where the SQL of a comparison finds them."""
    old, new = connection.table(f"release_before.{table.name}"), connection.table(f"release_after.{table.name}")
    common = [column for column in new.columns if column in old.columns and column not in _BOOKKEEPING]
    # Rows that nothing identifies are told apart by all that they say.
    key = FunctionExpression("row", *map(ColumnExpression, table.primary_key or common)).cast("VARCHAR").alias("key")
    for name, relation in (("before", old), ("after", new)):
        relation.select(key, *map(ColumnExpression, common)).create_view(name)
    run_file(connection, "sql/diff/changes.sql")


def _count_changes(connection: duckdb.DuckDBPyConnection, table: Table) -> Changes:
    _find_changes(connection, table)
    counts = dict(run_file(connection, "sql/diff/count_changes.sql").fetchall())
    return Changes(*(counts.get(change, 0) for change in Changes._fields))


def _documents(connection: duckdb.DuckDBPyConnection, limit: int) -> tuple[DocumentChange, ...]:
    _find_changes(connection, tables()["documents"])
    rows = run_file(connection, "sql/diff/documents.sql", limit=limit).fetchall()
    return tuple(DocumentChange(*row) for row in rows)


def _observations(connection: duckdb.DuckDBPyConnection, limit: int) -> tuple[dict[str, int], tuple[Cell, ...]]:
    """How often each column says something else, and the first cells that do."""
    _find_changes(connection, tables()["observations"])
    run_file(connection, "sql/diff/cells.sql")
    columns = dict(run_file(connection, "sql/diff/count_cells.sql").fetchall())
    rows = run_file(connection, "sql/diff/observations.sql", limit=limit).fetchall()
    return columns, tuple(Cell(*row) for row in rows)
