"""The private warehouse of a store: the only code that opens DuckDB for writing.

Nobody but the pipeline opens `warehouse.duckdb`; readers use the copy inside a release.
"""

from tallybook.warehouse.arrow import BatchTables, batch_tables, joined
from tallybook.warehouse.connection import (
    WarehouseDamaged,
    WarehouseError,
    WarehouseLocked,
    bound,
    find_failing,
    limits_of,
    open_for_reading,
    run_file,
    scratch,
)
from tallybook.warehouse.damage import discard
from tallybook.warehouse.warehouse import FILE_NAME, Known, Loaded, Warehouse

__all__ = [
    "FILE_NAME",
    "BatchTables",
    "Known",
    "Loaded",
    "Warehouse",
    "WarehouseDamaged",
    "WarehouseError",
    "WarehouseLocked",
    "batch_tables",
    "bound",
    "discard",
    "find_failing",
    "joined",
    "limits_of",
    "open_for_reading",
    "run_file",
    "scratch",
]
