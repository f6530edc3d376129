"""How a run ended, in figures that a person and a program can read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from tallybook import resources
from tallybook.escaping import for_markdown

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.verdict import AuditResult, ExpectationResult


_EXAMPLE_WIDTH = 160


class Status(StrEnum):
    """How a run ended; the words of the run's record."""

    RELEASED = "released"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a readers' database holds, by table, and within each by kind, measure or reason.

    `named` has how many observations name their indicator, and how many a period.
    """

    documents: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    observations: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Path) -> Contents:
        """Count the rows of a readers' database, which is opened read-only."""
        from tallybook.warehouse import open_for_reading  # a fifth of a second, for nothing where nothing is counted

        counts: dict[str, dict[str, int]] = {
            name: {} for name in ("documents", "numbers", "observations", "rejects", "named")
        }
        with open_for_reading(database) as connection:
            for table, part, rows in connection.execute(resources.read("sql/command/contents.sql")).fetchall():
                counts[table][part] = rows
        return cls(counts.pop("documents")["all"], **counts)

    @property
    def totals(self) -> dict[str, int]:
        """Rows by table."""
        return {
            "documents": self.documents,
            "numbers": sum(self.numbers.values()),
            "observations": sum(self.observations.values()),
            "rejects": sum(self.rejects.values()),
        }

    @property
    def counts(self) -> dict[str, int]:
        """The figures of a run's record: rows by table, and what the next audit learns from."""
        return self.totals | {f"observations.{column}": rows for column, rows in self.named.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run: what it read, what the tables now hold, what the audit said, what was released.

    `audit` is `passed`, `passed with warnings` or `failed`, null if nothing was due. `release` and `path` name the
    current release, which is an older one if this run released nothing; null if there is none. `delivered_to`
    is the URL below which it is current, too. `seconds` has how long each stage took.
    """

    run_id: str
    status: Status
    sources: int
    new_documents: int
    contents: Contents
    audit: str | None
    failures: tuple[str, ...]
    warnings: tuple[str, ...]
    release: str | None
    path: str | None
    seconds: dict[str, float]
    delivered_to: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the same as plain values, with `rows` by table."""
        return asdict(self) | {"rows": self.contents.totals}

    def as_markdown(self) -> str:
        """Write a page about the run, for those who look at it in Prefect; what a finding quotes is no markup."""
        lines = [
            f"# {self.status}: {self.release or 'no release yet'}",
            "",
            f"Run {self.run_id} read {self.sources:,} sources; {self.new_documents:,} were new or changed.",
            "",
            "| table | rows |",
            "|---|---:|",
            *(f"| {table} | {rows:,} |" for table, rows in self.contents.totals.items()),
            "",
            "| stage | seconds |",
            "|---|---:|",
            *(f"| {stage} | {seconds:.1f} |" for stage, seconds in self.seconds.items()),
            "",
            f"Audit: {self.audit or 'nothing was due'}.",
            *(f"- failed: {for_markdown(line)}" for line in self.failures),
            *(f"- warning: {for_markdown(line)}" for line in self.warnings),
            *(f"- rejected as `{reason}`: {rows:,}" for reason, rows in self.contents.rejects.items()),
        ]
        return "\n".join(lines)


def _finding(row: ExpectationResult) -> str:
    """Say of an unmet expectation where it is, what was found, what was expected, and one case in point."""
    place = f"{row.table}.{row.column}" if row.column else row.table
    example = f" For example: {shorten(row.examples[0], _EXAMPLE_WIDTH)}" if row.examples else ""
    return f"{place}: {row.observed or 'not met'}. {row.note}{example}"


def verdict(result: AuditResult | None) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Give the audit's outcome with its failures and warnings as lines; nothing if there was no audit."""
    if result is None:
        return None, (), ()
    return result.outcome, tuple(map(_finding, result.failures)), tuple(map(_finding, result.warnings))
