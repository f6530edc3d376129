"""The Parquet files of a release: written from the audited database, read into pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from tallybook.dictionary import Table, parquet_tables
from tallybook.warehouse import open_for_reading

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pandas as pd

FILE_NAME = "part-00000.parquet"

# Rows per row group. Texts are long: with fewer of them in a group a reader need not hold many at a time.
_ROW_GROUP = 122_880
_ROW_GROUP_OF_TEXTS = 4_096


class ExportError(RuntimeError):
    """A Parquet file does not hold what the database holds."""


def export(database: Path, directory: Path) -> dict[str, int]:
    """Write every published table of a database to `directory/<table>/`; returns their row counts.

    Streams, so that memory does not grow with the tables. The description of a column is in the metadata of its field,
    that of the table in the metadata of the schema. Raises ExportError if a file does not read back with as many rows
    as the database has.
    """
    counts: dict[str, int] = {}
    with open_for_reading(database) as connection:
        for table in parquet_tables():
            path = directory / table.name / FILE_NAME
            path.parent.mkdir(exist_ok=True)  # from an attempt that failed
            relation = connection.table(table.name)
            expected = relation.count("*").fetchall()[0][0]
            _write(relation, table, path)
            counts[table.name] = pq.read_metadata(path).num_rows
            if counts[table.name] != expected:
                raise ExportError(f"{path} has {counts[table.name]} rows where the database has {expected}: run again")
    return counts


def _write(relation: duckdb.DuckDBPyRelation, table: Table, path: Path) -> None:
    size = _ROW_GROUP_OF_TEXTS if table.name == "documents" else _ROW_GROUP
    batches = relation.to_arrow_reader(size)
    schema = _described(batches.schema, table)
    # Data page version 1 and format 2.6 are what every reader of the last years understands.
    with pq.ParquetWriter(path, schema, compression="zstd", version="2.6") as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema), row_group_size=size)


def _described(schema: pa.Schema, table: Table) -> pa.Schema:
    fields = [
        pa.field(field.name, field.type, column.nullable, {"description": column.description})
        for field, column in zip(schema, table.columns, strict=True)
    ]
    return pa.schema(fields, {"description": table.description})


def read(directory: Path) -> pd.DataFrame:
    """All Parquet files of one table as a data frame, with dates as datetime64 and whole numbers as Int32 or Int64."""
    import pandas as pd  # takes a second, and writing does not need it

    whole = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
    table = pa.concat_tables(pq.read_table(path) for path in sorted(directory.glob("*.parquet")))
    frame: pd.DataFrame = table.to_pandas(types_mapper=whole.get, date_as_object=False)
    return frame
