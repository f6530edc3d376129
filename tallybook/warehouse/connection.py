"""DuckDB connections: opened with our settings, migrated, and with errors that say what to do."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from tallybook import resources
from tallybook.reading.limits import MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Nothing is ever fetched from the network, and files for readers stay readable by DuckDB 1.x.
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# A store of any size is worked on by any machine: what does not fit goes to a folder beside the database. Each thread
# wants its share of the memory, and more than two gain little.
_THREADS = {"threads": "2"}
_LEAST_MEMORY = 512 * MEBIBYTE
# DuckDB works on 2,048 texts at a time and holds them several times over. Where these are very long, as reports of some
# hundred pages are, it is given what it takes by itself: four fifths of the machine.
_TIMES_HELD = 16
_LONG_TEXTS = 64 * MEBIBYTE
# Batches come in quick succession: writing them to their final place each time costs more than all the loading.
_LOADING = {"checkpoint_threshold": "256MB"}
_READERS_STORAGE = "v1.0.0"
_SCRATCH_MEMORY = "1GB"

_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_MIGRATION = re.compile(r"(?P<number>\d{4})_\w+\.sql\Z")

# What DuckDB says of a file or a log that does not hold what was written. Anything else may be a passing trouble of the
# machine, or the format of a newer version, and is left alone.
_DAMAGE = re.compile(
    r"Corrupt|not a valid DuckDB database|Could not read enough bytes|data may be corrupt|Invalid WAL entry"
    r"|WAL does not match|WAL checkpoint iteration does not match"
)
_LOCKED = "Could not set lock"


class WarehouseError(RuntimeError):
    """The warehouse cannot be used; the message says what to do."""


class WarehouseLocked(WarehouseError):  # noqa: N818 - reads as what it says
    """Another process has the warehouse open for writing."""

    def __init__(self, path: Path, cause: str) -> None:
        holder = _HOLDER.search(cause)
        who = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
        super().__init__(
            f"{path} is in use by {who}: wait until that run has ended, or end it, and start again. "
            "To read the data while a run is on, open current/tallybook.duckdb instead."
        )


class WarehouseDamaged(WarehouseError):  # noqa: N818 - reads as what it says
    """The file or its write-ahead log does not hold what was written."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} is damaged: {cause}")


@contextmanager
def opening_alone(store: Path) -> Iterator[None]:
    """A block in which no other process opens, makes or sets aside the warehouse of this store.

    A file that another process is just making looks damaged.
    """
    store.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(store, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """The private database at `path`, created if need be, with all migrations applied and every block read once.

    Raises WarehouseLocked if another process has it open, WarehouseDamaged if it does not hold what was written, and
    WarehouseError if it is newer than this version of Tallybook, or cannot be opened for another reason.
    """
    try:
        connection = duckdb.connect(path, config=_OFFLINE | _THREADS | _LOADING)
        try:
            _discard_overflow(path)
            migrate(connection, path)
            bound(connection)
            _read_all(connection)
        except BaseException:
            connection.close()
            raise
    except duckdb.Error as error:
        raise _explained(path, error) from error
    return connection


def bound(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a database with documents hold no more in memory than their lengths ask for, however many they are.

    >>> bound(open_warehouse(Path("data/warehouse.duckdb")))  # doctest: +SKIP
    """
    at_a_time = run_file(connection, "sql/memory/at_a_time.sql").fetchall()[0][0]
    if at_a_time > _LONG_TEXTS:
        run_file(connection, "sql/memory/unbound.sql")
    else:
        run_file(connection, "sql/memory/bound.sql", limit=f"{_LEAST_MEMORY + _TIMES_HELD * at_a_time}B")


def limits_of(database: Path) -> dict[str, str]:
    """The settings with which somebody else may open a readers' database, to hold no more in memory than we do."""
    with open_for_reading(database) as connection:
        limit = run_file(connection, "sql/memory/limit.sql").fetchall()[0][0]
    return _THREADS | {"memory_limit": limit}


def _discard_overflow(path: Path) -> None:
    """Remove what did not fit into the memory of a run that was killed; called by who holds the database."""
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)


def _read_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Find damage now and not in the middle of a run: blocks prove their checksum only when they are read."""
    for (table,) in connection.execute(resources.read("sql/schema/tables.sql")).fetchall():
        connection.table(table).query("whole", resources.read("sql/schema/read_all.sql")).fetchall()


def _explained(path: Path, error: duckdb.Error) -> WarehouseError:
    message = str(error)
    if _LOCKED in message:
        return WarehouseLocked(path, message)
    if _DAMAGE.search(message):
        return WarehouseDamaged(path, message)
    return WarehouseError(
        f"{path} cannot be opened: {message}. The releases are whole: mend what is said and run again"
    )


def open_readers_copy(path: Path) -> duckdb.DuckDBPyConnection:
    """A readers' database for writing, in a format that DuckDB 1.x reads."""
    bounds = _THREADS | {"memory_limit": f"{_LEAST_MEMORY}B"}
    return duckdb.connect(path, config=_OFFLINE | bounds | {"storage_compatibility_version": _READERS_STORAGE})


@contextmanager
def attached_readers_copy(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """The same as the database `readers` of another connection, which can fill its tables by itself."""
    run_file(connection, "sql/publish/attach.sql", path=str(path), version=_READERS_STORAGE)
    try:
        yield
    finally:
        run_file(connection, "sql/publish/detach.sql")


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory, from which others are looked at; what is too large for it goes to a temporary folder.

    >>> with scratch() as connection:  # doctest: +SKIP
    ...     run_file(connection, "sql/verify/attach.sql", release="data/current/tallybook.duckdb")
    """
    with (
        TemporaryDirectory(prefix="tallybook-") as folder,
        duckdb.connect(
            config=_OFFLINE | _THREADS | {"memory_limit": _SCRATCH_MEMORY, "temp_directory": folder}
        ) as connection,
    ):
        yield connection


def open_for_reading(path: Path) -> duckdb.DuckDBPyConnection:
    """A readers' database, read-only."""
    connection = duckdb.connect(path, read_only=True, config=_OFFLINE | _THREADS)
    try:
        bound(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply the migrations of `sql/schema/` that the database has not seen, each in a transaction of its own."""
    run_file(connection, "sql/schema/migrations.sql")
    rows = connection.execute(resources.read("sql/schema/applied.sql")).fetchall()
    applied = {int(row[0]) for row in rows}
    known = {int(match["number"]): name for name in resources.names("sql/schema", ".sql") if (match := _numbered(name))}
    if applied - known.keys():
        raise WarehouseError(
            f"{path} was made by a newer Tallybook (migration {max(applied)}, this one knows {max(known)}): "
            "upgrade Tallybook, or use another store."
        )
    for number in sorted(known.keys() - applied):
        with transaction(connection):
            run_file(connection, known[number])
            run_file(connection, "sql/schema/apply.sql", migration=number, now=utc_now())


def _numbered(name: str) -> re.Match[str] | None:
    return _MIGRATION.search(name)


def run_file(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> duckdb.DuckDBPyConnection:
    """Run the statements of an SQL file; each is given those of the parameters that it names as `$name`.

    Returns the connection, which holds the rows of the last statement.
    """
    for statement in connection.extract_statements(resources.read(name)):
        given = {key: parameters[key] for key in statement.named_parameters}
        connection.execute(statement, given)
    return connection


def find_failing(connection: duckdb.DuckDBPyConnection, *folders: str) -> None:
    """Put the rows that break one of the rules in these folders below `sql/` into the table `failing`, made anew."""
    run_file(connection, "sql/transform/failing.sql")
    for folder in folders:
        for rule in resources.names(f"sql/{folder}", ".sql"):
            connection.sql(resources.read(rule)).insert_into("failing")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A block that is committed whole, or not at all.

    >>> with transaction(connection):  # doctest: +SKIP
    ...     run_file(connection, "sql/schema/0001_tables.sql")
    """
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def utc_now() -> datetime:
    """The current time in UTC, without a zone, as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None)
