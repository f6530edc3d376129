"""The verdict: Great Expectations looks at a staged database and says whether it may be released.

The only module that imports Great Expectations, which takes seconds: import it where an audit is due, and not before.
Which rows fail a rule is found by our own SQL (`sql/audit/`); this is about whole tables.
"""

from __future__ import annotations

import json
import logging
import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

# Both have to be set before the import: it reports to its makers otherwise.
os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"

from tallybook import resources
from tallybook.verdict import AuditResult, ExpectationResult, Severity
from tallybook.warehouse import limits_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

EXAMPLES = 20
"""How many failing values an expectation shows at most."""

_UNEXPECTED_ROWS = "unexpected_rows_expectation"
_ROW_COUNT = "expect_table_row_count_to_be_between"
# What the observed value of an expectation counts, where it is a count.
_COUNTED = {_UNEXPECTED_ROWS: "rows unexpected"}
_SUMMARY = {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES}
_COLUMN_ARGUMENTS = ("column", "column_A", "column_B", "column_list")

# Great Expectations gives up on DuckDB without these: the driver has no transactions of the kind that it expects.
_WITHOUT_TRANSACTIONS = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}


class SuiteError(RuntimeError):
    """A suite of expectations that cannot be used; an audit with a hole in it is no audit."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


def audit(database: Path, bounds: Mapping[str, float]) -> AuditResult:
    """Hold a staged database against all suites of `expectations/`, whose parameters are `bounds`.

    The file is opened read-only; no connection to it may be open in this process. Raises SuiteError if a suite is
    empty, or has expectations that Great Expectations does not know.

    >>> audit(Path("data/releases/.staged/tallybook.duckdb"), warehouse.bounds(0.5)).passed  # doctest: +SKIP
    True
    """
    results: list[ExpectationResult] = []
    with _quiet():
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source = context.data_sources.add_sql(
            "tallybook",
            connection_string=f"duckdb:///{database}",
            kwargs=_WITHOUT_TRANSACTIONS | {"connect_args": {"read_only": True, "config": limits_of(database)}},
        )
        try:
            for name in resources.names("expectations", ".json"):
                results += _hold(source, load_suite(name), bounds)
        finally:
            # Otherwise the pool keeps the file open, and nobody in this process could write the verdict into it.
            source.get_execution_engine().close()
            source.get_engine().dispose()
    return AuditResult(database, tuple(results))


def load_suite(name: str) -> gx.ExpectationSuite:
    """One suite of `expectations/`, whole: unknown expectations are errors, where the library would skip them.

    >>> load_suite("expectations/numbers.json").name
    'numbers'
    """
    content = json.loads(resources.read(name))
    suite = gx.ExpectationSuite(**content)
    if not content["expectations"]:
        raise SuiteError(name, "there is no expectation in it: an empty suite passes anything; add some")
    if len(suite.expectations) != len(content["expectations"]):
        known = {expectation.expectation_type for expectation in suite.expectations}
        unknown = sorted({entry["type"] for entry in content["expectations"]} - known)
        raise SuiteError(name, f"Great Expectations does not know {', '.join(unknown)}: correct the type")
    for entry in content["expectations"]:
        if "severity" not in entry or not entry.get("meta", {}).get("notes"):
            raise SuiteError(name, f"{entry['type']} has no severity or no meta.notes: say what it is for")
    return suite


def _hold(source: Any, suite: gx.ExpectationSuite, bounds: Mapping[str, float]) -> list[ExpectationResult]:
    """Hold the table that a suite is named after against it."""
    asset = source.add_table_asset(suite.name, table_name=suite.name)
    batch = asset.add_batch_definition_whole_table("whole").get_batch()
    outcome = batch.validate(suite, result_format=_SUMMARY, expectation_parameters=dict(bounds))
    if len(outcome.results) != len(suite.expectations):
        raise SuiteError(suite.name, "not every expectation was evaluated; run the audit again and report this")
    return [_result(suite.name, result, batch) for result in outcome.results]


def _result(table: str, result: Any, batch: Any) -> ExpectationResult:
    config = result.expectation_config
    problem = _exception(result.exception_info)
    severity = Severity(str(getattr(config.severity, "value", config.severity)))
    return ExpectationResult(
        table=table,
        expectation=config.type,
        column=_columns(config.kwargs),
        # What could not be evaluated was not audited, and nothing goes out unaudited.
        severity=Severity.CRITICAL if problem else severity,
        success=bool(result.success) and not problem,
        note=config.meta["notes"],
        observed=problem or _observed(config, result.result),
        examples=() if result.success or problem else _examples(result, batch),
    )


def _columns(arguments: Mapping[str, Any]) -> str | None:
    named = [arguments[name] for name in _COLUMN_ARGUMENTS if name in arguments]
    return ", ".join(", ".join(name) if isinstance(name, list) else str(name) for name in named) or None


def _exception(info: Mapping[str, Any]) -> str | None:
    """The message of the exception that kept an expectation from being evaluated, if there was one."""
    reports = [info] if "raised_exception" in info else list(info.values())
    for report in reports:
        if report["raised_exception"]:
            return f"could not be evaluated: {report['exception_message']}"
    return None


def _observed(config: Any, result: Mapping[str, Any]) -> str | None:
    """What was found, and what was asked for where that is a figure."""
    if "unexpected_count" in result:
        asked = f", at most {1 - config.kwargs['mostly']:.1%} expected" if "mostly" in config.kwargs else ""
        return f"{result['unexpected_count'] or 0:,} of {result['element_count']:,} rows unexpected{asked}"
    if "observed_value" not in result:
        return None
    if config.type == _ROW_COUNT:
        return f"{result['observed_value']:,} rows, at least {config.kwargs['min_value']:,} expected"
    return f"{result['observed_value']} {_COUNTED.get(config.type, '')}".rstrip()


def _examples(result: Any, batch: Any) -> tuple[str, ...]:
    """Some of the values or rows that fail, each once. Rows are told only on demand, so these are looked at again."""
    if result.expectation_config.type == _UNEXPECTED_ROWS:
        again = batch.validate(result.expectation_config.to_domain_obj(), result_format="COMPLETE")
        values = again.result["details"]["unexpected_rows"]
    else:
        values = result.result.get("partial_unexpected_list", [])
    return tuple(dict.fromkeys(str(value) for value in values if value is not None))[:EXAMPLES]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's warnings and log lines off the console: what matters is in the result."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


class _Silence:
    """Closes the error output at the very end of the process.

    Great Expectations keeps objects alive that keep DuckDB's SQL dialect alive, and DuckDB's bindings then print fifty
    lines about leaks when the interpreter has gone. Nothing of ours is written after the modules are torn down, which
    is when this is.
    """

    def __del__(self, _dup: Callable[[int, int], int] = os.dup2, _null: int = os.open(os.devnull, os.O_WRONLY)) -> None:
        _dup(_null, 2)


_silence = _Silence()
