"""Releases made without an engine and without Great Expectations: the verdict is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tallybook import publishing
from tallybook.retention import Retention
from tallybook.verdict import AuditResult, ExpectationResult, Severity
from tallybook.warehouse import Warehouse
from tests.warehouse.building import ENGINE, PRICES, TELECOMS, Made, document, load, make

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.model import Reject

BOTH = make(document(TELECOMS), document(PRICES, "raw/b.txt"))
GOOD = ExpectationResult("numbers", "expect_something", None, Severity.CRITICAL, True, "Something.", None, ())
BAD = replace(GOOD, success=False, examples=("guess",))
WARNING = replace(BAD, severity=Severity.WARNING, column="unit", observed="3 of 6 rows unexpected")


def release(store: Path, made: Made = BOTH, *, keep: int = 10, rejects: tuple[Reject, ...] = ()) -> str:
    """Load, stage and publish; the verdict is given, and old releases have no grace."""
    with Warehouse.open(store) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        load(warehouse, run_id, made, rejects)
        result = AuditResult(publishing.stage(warehouse, store, run_id), (GOOD, WARNING))
        warehouse.record_audit(run_id, result)
        return publishing.publish(
            warehouse, store, run_id, result, ENGINE, retention=Retention(keep, grace=timedelta())
        )
