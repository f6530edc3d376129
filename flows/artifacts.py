"""What a run leaves in Prefect to look at; the keys are fixed, so that Prefect shows each one's history."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from tallybook.datapackage import REPORT
from tallybook.escaping import for_markdown
from tallybook.pointer import RELEASES

if TYPE_CHECKING:
    from tallybook.outcome import Outcome
    from tallybook.verdict import AuditResult, ExpectationResult

log = logging.getLogger("tallybook.flows")

SUMMARY = "tallybook-run"
AUDIT = "tallybook-audit"
RELEASE_REPORT = "tallybook-report"


def leave_artifacts(outcome: Outcome, result: AuditResult | None, store: Path) -> None:
    """Leave the summary of a run, the audit's table if there was one, and where the report of the release is.

    They are a courtesy: that one could not be left is a line in the log, and the run ends as it would.
    """
    try:
        _leave(outcome, result, store)
    except Exception as error:
        log.warning("the run's summary could not be left in Prefect: %s: %s", type(error).__name__, error)


def _leave(outcome: Outcome, result: AuditResult | None, store: Path) -> None:
    place = for_markdown(str(store))
    create_markdown_artifact(outcome.as_markdown(), key=SUMMARY, description=f"{outcome.status} in {place}")
    if result is not None:
        create_table_artifact(
            [_row(expectation) for expectation in result.expectations],
            key=AUDIT,
            description=f"audit {result.outcome} in {place}",
        )
    if outcome.path is not None:
        create_markdown_artifact(
            _where_the_report_is(outcome, Path(outcome.path).resolve() / REPORT),
            key=RELEASE_REPORT,
            description=f"report of the current release in {place}",
        )


def _where_the_report_is(outcome: Outcome, report: Path) -> str:
    """The link, and the paths: from a page that a server shows, browsers follow no link to a file."""
    places = [str(report)]
    if outcome.delivered_to is not None:
        places.append(f"{outcome.delivered_to}/{RELEASES}/{outcome.release}/{REPORT}")
    lines = [f"[Report of {outcome.release}]({report.as_uri()})", "", *(f"- {for_markdown(path)}" for path in places)]
    return "\n".join(lines)


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
