"""What every published table and column means, in one place.

The columns come from the dataclasses of `model` and `verdict`, with the description that each field carries, plus the
few columns that only the warehouse adds. From here are made: `docs/data-dictionary.md`, the comments in the readers'
database, the column descriptions in the Parquet files and the schemas of the Data Package.

`python -m tallybook.dictionary` writes the generated files of a checkout again; a test holds them up to date.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from tallybook.model import Document, Number, Observation, Reason, Reject
from tallybook.verdict import ExpectationResult

SCHEMA_VERSION = "1.1.0"
"""Version of the published tables: additions raise the minor number, a rename or a removal the major one."""

_SQL_TYPES: dict[type, str] = {str: "VARCHAR", int: "INTEGER", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its DuckDB type, what it means, whether it can be null, its vocabulary if it has one."""

    name: str
    type: str
    description: str
    nullable: bool = False
    vocabulary: tuple[str, ...] = ()
    unique: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """The columns of a table that point to a row of another."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view of a release; those without Parquet are in the database only."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    is_view: bool = False
    has_parquet: bool = True

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


def columns_of(model: type) -> tuple[Column, ...]:
    """The columns of a dataclass of `model`, in the order of its fields.

    >>> columns_of(Number)[0].name
    'number_id'
    """
    hints = get_type_hints(model, localns={"date": date})
    return tuple(_column(field.name, hints[field.name], field.metadata["description"]) for field in fields(model))


def _column(name: str, hint: Any, description: str) -> Column:
    options = [option for option in get_args(hint) if option is not NoneType]
    nullable = NoneType in get_args(hint)
    is_list = get_origin(hint) is tuple
    plain = options[0] if options else hint
    vocabulary = tuple(plain) if issubclass(plain, StrEnum) else ()
    sql_type = "VARCHAR" if vocabulary else _SQL_TYPES[plain]
    if name == "byte_size":
        sql_type = "BIGINT"  # the limit on a file's size is a setting and may exceed 2 GiB
    words = tuple(str(word) for word in vocabulary)
    return Column(name, f"{sql_type}[]" if is_list else sql_type, description, nullable, words)


_RUN_ID = Column("run_id", "VARCHAR", "the run that wrote the row")

_SENTENCE = Column(
    "sentence",
    "VARCHAR",
    "the sentence of the quantity, as it stands in documents.text; of one longer than 1,000 characters the 250 "
    "before and behind the quantity",
    nullable=True,
)

# A quantity's kind and iso say nothing, and its number_id is the observation_id.
_NOT_JOINED = frozenset({"number_id", "kind", "iso"})


def _documents() -> Table:
    extra = (Column("ingested_at", "TIMESTAMP", "when the content was first loaded, UTC"), _RUN_ID)
    columns = tuple(replace(c, unique=c.name in {"document_id", "sha256"}) for c in columns_of(Document))
    return Table(
        "documents", "The texts, one row per content, whatever the files are called.", columns + extra, ("document_id",)
    )


def _sources() -> Table:
    return Table(
        "sources",
        "Where each document was seen: a file, or a member of an archive. Those that were seen once and are gone stay, "
        "with is_present false; those that no run looked for again stay as they are.",
        (
            Column("source_uri", "VARCHAR", "path as given to the run; members of archives as `archive.zip!/member`"),
            Column("document_id", "VARCHAR", "the document that the source held"),
            Column("first_seen_at", "TIMESTAMP", "when the source was first seen with this content, UTC"),
            Column("last_seen_at", "TIMESTAMP", "when it was last seen with it, UTC"),
            Column("is_present", "BOOLEAN", "whether it was there when a run last looked for it"),
        ),
        ("source_uri", "document_id"),
    )


def _numbers() -> Table:
    columns = tuple(replace(c, unique=c.name == "number_id") for c in columns_of(Number))
    return Table(
        "numbers",
        "Every numeric mention, one row each; every run of digits of a text is inside exactly one of them.",
        columns,
        ("number_id",),
        (ForeignKey(("document_id",), "documents", ("document_id",)),),
    )


def _observations() -> Table:
    first, *others = columns_of(Observation)
    joined = tuple(c for c in columns_of(Number) if c.name not in _NOT_JOINED)
    return Table(
        "observations",
        "Every quantity tied to what it measures, where and when, with its number and its sentence.",
        (replace(first, unique=True), *others, *joined, _SENTENCE),
        ("observation_id",),
        (
            ForeignKey(("observation_id",), "numbers", ("number_id",)),
            ForeignKey(("document_id",), "documents", ("document_id",)),
        ),
    )


def _rejects() -> Table:
    extra = (_RUN_ID, Column("rejected_at", "TIMESTAMP", "when it was refused, UTC"))
    return Table("rejects", "Every file and row that was refused, with the reason.", columns_of(Reject) + extra)


def _audit() -> Table:
    return Table(
        "audit",
        "The verdict on this release, expectation by expectation.",
        (
            Column("run_id", "VARCHAR", "the run that audited"),
            Column("audited_at", "TIMESTAMP", "when, UTC"),
            *columns_of(ExpectationResult),
        ),
        has_parquet=False,
    )


def _runs() -> Table:
    return Table(
        "runs",
        "The runs that had ended when the release was staged. The one that made it is told in datapackage.json.",
        (
            replace(_RUN_ID, description="the run"),
            Column("started_at", "TIMESTAMP", "when it started, UTC"),
            Column("ended_at", "TIMESTAMP", "when it ended, UTC; null if it was killed", nullable=True),
            Column(
                "status", "VARCHAR", "how it ended", vocabulary=("released", "unchanged", "blocked", "failed", "killed")
            ),
            Column(
                "counts", "MAP(VARCHAR, BIGINT)", "sources, new documents and the rows of each table", nullable=True
            ),
            Column("stage_seconds", "MAP(VARCHAR, DOUBLE)", "how long each stage took, in seconds", nullable=True),
            Column("engine_version", "VARCHAR", "the engine that it ran: package version and digest of its sources"),
            Column("release", "VARCHAR", "the release that it made", nullable=True),
            Column("audit_outcome", "VARCHAR", "passed, passed with warnings or failed", nullable=True),
            Column("error", "VARCHAR", "what ended a run that failed", nullable=True),
        ),
        has_parquet=False,
    )


def _units() -> Table:
    numbers = _numbers()
    return Table(
        "units",
        "Every unit and currency that the engine knows: the code list of numbers.unit_code, whose values are made of "
        "these (`USD/[bbl_us]`). Counted nouns have no code.",
        (
            replace(numbers.column("unit"), nullable=False),
            numbers.column("unit_code"),
            replace(numbers.column("unit_kind"), nullable=False),
        ),
        has_parquet=False,
    )


def _series() -> Table:
    key = ("indicator_key", "measure", "basis", "ref_area", "unit", "freq", "time_period", "obs_status", "comparator")
    observations = _observations()
    return Table(
        "series",
        "Levels by indicator, area, unit and period: one row per value that the documents state, with how many say so. "
        "Two rows with the same key are two claims; nothing is averaged.",
        (
            observations.column("indicator_key"),
            replace(observations.column("indicator"), description="one of the phrasings, the shortest"),
            *(observations.column(name) for name in key[1:]),
            observations.column("value"),
            Column("document_count", "BIGINT", "how many documents state this value"),
            Column("document_ids", "VARCHAR[]", "which ones"),
        ),
        is_view=True,
        has_parquet=False,
    )


def _rounding() -> Table:
    observations = _observations()
    return Table(
        "rounding",
        "The interval in which the true value lies if the text rounded to the last digit that it writes.",
        (
            *(observations.column(name) for name in ("observation_id", "surface", "value", "resolution")),
            Column("rounded_from", "DOUBLE", "value less half of the resolution", nullable=True),
            Column("rounded_to", "DOUBLE", "value plus half of the resolution", nullable=True),
        ),
        is_view=True,
        has_parquet=False,
    )


@cache
def tables() -> dict[str, Table]:
    """All published tables and views by name, in the order in which a reader should meet them.

    >>> list(tables())
    ['observations', 'numbers', 'documents', 'sources', 'rejects', 'audit', 'runs', 'units', 'series', 'rounding']
    """
    makers = (_observations, _numbers, _documents, _sources, _rejects, _audit, _runs, _units, _series, _rounding)
    return {table.name: table for table in (make() for make in makers)}


def parquet_tables() -> list[Table]:
    """The tables that a release publishes as Parquet."""
    return [table for table in tables().values() if table.has_parquet]


_FIELD_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "BOOLEAN": "boolean",
    "VARCHAR[]": "array",
}


def field_type(sql_type: str) -> str:
    """The type of a Table Schema that stands for a type of DuckDB; one that no published column has is itself.

    >>> field_type("BIGINT")
    'integer'
    """
    return _FIELD_TYPES.get(sql_type, sql_type)


def frictionless_schema(table: Table) -> dict[str, Any]:
    """The Table Schema (Frictionless Data Package v2) of a table."""
    schema: dict[str, Any] = {"fields": [_frictionless_field(column) for column in table.columns]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.references)}}
            for key in table.foreign_keys
        ]
    return schema


def _frictionless_field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": field_type(column.type),
        "description": column.description,
    }
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    # The vocabulary of a list is that of its items, which a Table Schema cannot say.
    if column.vocabulary and not column.type.endswith("[]"):
        constraints["enum"] = list(column.vocabulary)
    if constraints:
        field["constraints"] = constraints
    return field


def markdown() -> str:
    """The data dictionary as a Markdown page."""
    lines = [
        "# Data dictionary",
        "",
        "Generated by `python -m tallybook.dictionary` from the descriptions in the code; do not edit by hand.",
        f"Schema version {SCHEMA_VERSION}: additions raise the minor number, a rename or a removal the major one.",
        "",
        "Tables come as Parquet and in `tallybook.duckdb`; `audit`, `runs`, `units` and the views only in the latter.",
        "Offsets count Unicode characters from 0, half-open: `text[start:end] = surface`. Times are UTC.",
    ]
    for table in tables().values():
        lines += ["", f"## {table.name}{' (view)' if table.is_view else ''}", "", table.description, ""]
        lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
        lines += [_markdown_row(column) for column in table.columns]
    lines += ["", "## Reasons of rejects", "", "| reason | meaning | what to do |", "|---|---|---|"]
    lines += [f"| `{reason}` | {reason.meaning} | {reason.advice} |" for reason in Reason]
    return "\n".join(lines) + "\n"


def _markdown_row(column: Column) -> str:
    words = f" — one of {' '.join(f'`{word}`' for word in column.vocabulary)}" if column.vocabulary else ""
    meaning = (column.description + words).replace("|", "\\|")
    return f"| `{column.name}` | {column.type} | {'yes' if column.nullable else 'no'} | {meaning} |"


def comments_sql() -> str:
    """The statements that put the descriptions into the readers' database."""
    lines = ["-- Generated by `python -m tallybook.dictionary`; do not edit by hand."]
    for table in tables().values():
        kind = "VIEW" if table.is_view else "TABLE"
        lines += ["", f"COMMENT ON {kind} {table.name} IS {_literal(table.description)};"]
        lines += [f'COMMENT ON COLUMN {table.name}."{c.name}" IS {_literal(c.description)};' for c in table.columns]
    return "\n".join(lines) + "\n"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


GENERATED = {"docs/data-dictionary.md": markdown, "sql/publish/comments.sql": comments_sql}
"""The generated files of a checkout, by path from its root."""


def main() -> None:
    """Write the generated files of the checkout that this module lies in."""
    root = Path(__file__).parent.parent
    if not (root / "pyproject.toml").is_file():
        raise SystemExit("the generated files belong to a checkout: run this in one")
    for name, make in GENERATED.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
