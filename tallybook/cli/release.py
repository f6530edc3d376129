"""The current release of a store, for the commands that read it. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallybook.cli.errors import Failure

if TYPE_CHECKING:
    from pathlib import Path

_NUMERIC = frozenset({"BIGINT", "INTEGER", "DOUBLE", "HUGEINT", "UBIGINT", "FLOAT", "SMALLINT", "NUMBER"})


@dataclass(frozen=True)
class Rows:
    """The answer to a query; `numeric` names the columns that hold numbers."""

    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]
    numeric: tuple[str, ...]

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The rows as name-value pairs."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


def folder(store: Path | None) -> Path:
    """Resolve the folder of the current release; raises NoRelease if the store has none yet."""
    from tallybook.publishing import NoRelease, current_release
    from tallybook.settings import load_settings

    place = load_settings(store=store).store
    release = current_release(place)
    if release is None:
        raise NoRelease(place)
    return release


def warehouse_of(store: Path) -> Path:
    """The warehouse of a store; raises Failure if there is no store yet."""
    from tallybook.warehouse import FILE_NAME

    path = store / FILE_NAME
    if not path.is_file():
        raise Failure(f"there is no store in {store}: make one with 'tallybook run RAW --store {store}'")
    return path


def ask(store: Path | None, text: str, parameters: dict[str, Any] | None = None) -> Rows:
    """Answer one query from the readers' copy of the current release.

    Raises Failure with DuckDB's own words if the query cannot be answered.
    """
    import duckdb

    from tallybook.publishing import DATABASE

    try:
        return query(folder(store) / DATABASE, text, parameters)
    except duckdb.Error as error:
        raise Failure(str(error)) from error


def query(database: Path, text: str, parameters: dict[str, Any] | None = None) -> Rows:
    """Answer one query from a database, which is opened read-only; no other file is read or written.

    Raises duckdb.Error.
    """
    import duckdb

    with duckdb.connect(str(database), read_only=True, config={"enable_external_access": "false"}) as connection:
        answer = connection.execute(text, parameters)
        described = answer.description or []
        values = answer.fetchall()
    numeric = tuple(column[0] for column in described if str(column[1]).split("(")[0] in _NUMERIC)
    return Rows(tuple(column[0] for column in described), values, numeric)
