"""What a run leaves in Prefect to look at; the keys are fixed, so that Prefect shows each one's history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from tallybook.datapackage import REPORT
from tallybook.escaping import for_markdown

if TYPE_CHECKING:
    from tallybook.outcome import Outcome
    from tallybook.verdict import AuditResult, ExpectationResult

SUMMARY = "tallybook-run"
AUDIT = "tallybook-audit"
RELEASE_REPORT = "tallybook-report"


def leave_artifacts(outcome: Outcome, result: AuditResult | None, store: Path) -> None:
    """Leave the summary of a run, the audit's table if there was one, and a link to the report of the release."""
    place = for_markdown(str(store))
    create_markdown_artifact(outcome.as_markdown(), key=SUMMARY, description=f"{outcome.status} in {place}")
    if result is not None:
        create_table_artifact(
            [_row(expectation) for expectation in result.expectations],
            key=AUDIT,
            description=f"audit {result.outcome} in {place}",
        )
    if outcome.path is not None:
        create_link_artifact(
            (Path(outcome.path).resolve() / REPORT).as_uri(),
            link_text=f"report of {outcome.release}",
            key=RELEASE_REPORT,
            description=f"report of the current release in {place}, on the machine that made it",
        )


def _row(expectation: ExpectationResult) -> dict[str, Any]:
    return {
        "met": "yes" if expectation.success else "no",
        "severity": expectation.severity.value,
        "table": expectation.table,
        "column": expectation.column or "",
        "expectation": expectation.expectation,
        "observed": for_markdown(expectation.observed or ""),
        "note": expectation.note,
    }
