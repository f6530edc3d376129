"""The current release of a store, for the commands that read it. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallybook.cli.errors import Failure

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.reading import Place

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


def place_of(store: Place | None) -> Place:
    """Say where releases are read from: from the URL that was given, or from the store of the settings."""
    from tallybook.objects import Object
    from tallybook.settings import load_settings

    return store if isinstance(store, Object) else load_settings(store=store).store


def database_of(store: Place | None) -> Path:
    """Resolve the database of the current release; raises NoRelease if there is none yet."""
    from tallybook.choosing import choose_release
    from tallybook.publishing import DATABASE

    return choose_release(place_of(store), wanted=DATABASE.__eq__) / DATABASE


def warehouse_of(store: Path) -> Path:
    """The warehouse of a store; raises Failure if there is no store yet."""
    from tallybook.warehouse import FILE_NAME

    path = store / FILE_NAME
    if not path.is_file():
        raise Failure(f"there is no store in {store}: make one with 'tallybook run RAW --store {store}'")
    return path


def ask(store: Place | None, text: str, parameters: dict[str, Any] | None = None) -> Rows:
    """Answer one query from the readers' copy of the current release.

    Raises Failure with DuckDB's own words if the query cannot be answered.
    """
    import duckdb

    try:
        return query(database_of(store), text, parameters)
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
