"""What an audit found: plain values that travel from the audit to the warehouse, the release and the reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tallybook.model import described


class Severity(StrEnum):
    """What follows when an expectation is not met: critical stops the release, the others travel with it."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """Whether one table meets one expectation."""

    table: str = described("the table that the expectation is about")
    expectation: str = described("type of the expectation, as Great Expectations names it")
    column: str | None = described("the column or columns it is about")
    severity: Severity = described("critical stops a release, warning and info travel with it")
    success: bool = described("whether the table meets it")
    note: str = described("what is expected, in plain words, and why")
    observed: str | None = described("what was found")
    examples: tuple[str, ...] = described("a few of the values or rows that fail")


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The verdict on one staged database.

    `audited` is the very file that was looked at: publishing releases that file and no other.
    """

    audited: Path
    expectations: tuple[ExpectationResult, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing critical failed. An audit that looked at nothing has not passed."""
        return bool(self.expectations) and not self.failures

    @property
    def failures(self) -> tuple[ExpectationResult, ...]:
        """The critical expectations that are not met."""
        return self._unmet(Severity.CRITICAL)

    @property
    def warnings(self) -> tuple[ExpectationResult, ...]:
        """The expectations of severity warning that are not met."""
        return self._unmet(Severity.WARNING)

    @property
    def outcome(self) -> str:
        """`failed`, `passed with warnings` or `passed`: the words of the run's record."""
        if not self.passed:
            return "failed"
        return "passed with warnings" if self.warnings else "passed"

    def _unmet(self, severity: Severity) -> tuple[ExpectationResult, ...]:
        return tuple(row for row in self.expectations if not row.success and row.severity is severity)
