"""From the warehouse into the attached database `readers`: what is published, in its order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from duckdb import ColumnExpression, ConstantExpression

from tallybook import resources
from tallybook.dictionary import parquet_tables
from tallybook.reading.limits import MEBIBYTE
from tallybook.warehouse.connection import run_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

# To sort texts takes all of them in memory, more or less: they are sorted slice by slice. Each slice is looked for in
# the whole table, so that there are not too many.
_SLICE_BYTES = 64 * MEBIBYTE
_MOST_SLICES = 64
_ID_BITS = 64


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the published tables in `readers` and fill them.

    >>> with attached_readers_copy(connection, Path("copy.duckdb")):  # doctest: +SKIP
    ...     fill(connection)
    """
    for name in (*(table.name for table in parquet_tables()), "runs"):
        rows = connection.sql(resources.read(f"sql/publish/{name}.sql"))
        if name == "documents":
            _fill_slice_by_slice(connection, rows)
        else:
            rows.create(f"readers.{name}")


def _fill_slice_by_slice(connection: duckdb.DuckDBPyConnection, documents: duckdb.DuckDBPyRelation) -> None:
    documents.limit(0).create("readers.documents")
    document_id = ColumnExpression("document_id")
    for first, behind in _slices(run_file(connection, "sql/publish/text_bytes.sql").fetchall()[0][0]):
        in_slice = (document_id >= ConstantExpression(first)) & (document_id < ConstantExpression(behind))
        documents.filter(in_slice).insert_into("readers.documents")


def _slices(text_bytes: int) -> Iterator[tuple[str, str]]:
    """The first id of each slice, and the first behind it. Ids are digests: equal slices hold about equally much."""
    count = min(text_bytes // _SLICE_BYTES + 1, _MOST_SLICES)
    inner = [f"{(index << _ID_BITS) // count:016x}" for index in range(1, count)]
    return pairwise(["", *inner, "g"])  # before and behind all hex digits
