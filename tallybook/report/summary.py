"""What the report says of a whole release before anybody asks: counts, the verdict, what was refused, what changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from tallybook.model import Reason
from tallybook.warehouse import run_file

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 5
"""How many rejects of each reason are shown, and how many cases of an expectation that is not met."""


class Part(NamedTuple):
    """How many rows of a table are of one kind, and how many percent of the table that is."""

    name: str
    rows: int
    percent: float


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a table has, and of which kinds, the most first."""

    rows: int
    parts: tuple[Part, ...]


class Unmet(NamedTuple):
    """An expectation of the audit that is not met."""

    table: str
    column: str | None
    severity: str
    note: str
    observed: str | None
    examples: list[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many expectations the audit had, and which of them are not met."""

    expectations: int
    unmet: tuple[Unmet, ...]


class Reject(NamedTuple):
    """One file or row that was refused; `refused` counts all of its reason."""

    reason: str
    stage: str
    source_uri: str | None
    document_id: str | None
    start: int | None
    detail: str
    refused: int


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was refused for one reason: how much, what the reason means, what to do, and the first few."""

    reason: str
    rows: int
    meaning: str
    advice: str
    examples: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a release holds, by table, and how many observations name what matters; the verdict; what was refused."""

    contents: dict[str, Contents]
    named: tuple[Part, ...]
    verdict: Verdict
    refusals: tuple[Refusals, ...]


def summary(connection: duckdb.DuckDBPyConnection) -> Summary:
    """The summary of the attached release."""
    counts = _counts(connection)
    contents = {table: _contents(counts[table]) for table in ("documents", "numbers", "observations", "rejects")}
    named = _parts(counts["named"], contents["observations"].rows)
    return Summary(contents, named, _verdict(connection), _refusals(connection))


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, int]]]:
    """How many rows each table has, part by part; nothing for a table without rows."""
    counts = defaultdict(list)
    for table, part, rows in run_file(connection, "sql/command/contents.sql").fetchall():
        counts[table].append((part, rows))
    return counts


def _contents(counts: list[tuple[str, int]]) -> Contents:
    total = sum(rows for _, rows in counts)
    return Contents(total, _parts(counts, total))


def _parts(counts: list[tuple[str, int]], total: int) -> tuple[Part, ...]:
    return tuple(Part(name, rows, 100 * rows / total) for name, rows in counts if rows)


def _verdict(connection: duckdb.DuckDBPyConnection) -> Verdict:
    rows = map(Unmet._make, run_file(connection, "sql/command/verdict.sql").fetchall())
    unmet = tuple(row._replace(examples=row.examples[:EXAMPLES]) for row in rows)
    expectations = run_file(connection, "sql/report/expectations.sql").fetchall()[0][0]
    return Verdict(expectations, unmet)


def _refusals(connection: duckdb.DuckDBPyConnection) -> tuple[Refusals, ...]:
    rows = map(Reject._make, run_file(connection, "sql/report/rejects.sql", examples=EXAMPLES).fetchall())
    return tuple(_refusal(reason, tuple(rejects)) for reason, rejects in groupby(rows, attrgetter("reason")))


def _refusal(reason: str, examples: tuple[Reject, ...]) -> Refusals:
    known = Reason.of(reason)
    meaning, advice = (known.meaning, known.advice) if known else ("", "")
    return Refusals(reason, examples[0].refused, meaning, advice, examples)
