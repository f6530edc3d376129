"""Old releases go by number and by age, and not under the eyes of a reader."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tallybook import publishing
from tallybook.retention import Retention
from tallybook.verdict import AuditResult
from tallybook.warehouse import Warehouse
from tests.publishing.releasing import GOOD, release
from tests.warehouse.building import ENGINE, document, make

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 31, 6, tzinfo=UTC)
NO_GRACE = timedelta()


def releases_made(folder: Path, *days_ago: float) -> list[Path]:
    made = []
    for index, days in enumerate(days_ago):
        path = folder / f"release-{index}"
        path.mkdir()
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
        made.append(path)
    return made


@pytest.mark.parametrize(
    ("retention", "gone"),
    [
        (Retention(10, 0, NO_GRACE), 0),
        (Retention(2, 0, NO_GRACE), 3),
        (Retention(1, 0, NO_GRACE), 4),
        (Retention(1, 20, NO_GRACE), 2),
        (Retention(4, 20, NO_GRACE), 1),
        (Retention(1, 365, NO_GRACE), 0),
        (Retention(0, 0, NO_GRACE), 4),
        (Retention(1, 0), 3),
        (Retention(1, 0, timedelta(seconds=30)), 4),
    ],
)
def test_a_release_goes_when_it_exceeds_both_number_and_age(tmp_path: Path, retention: Retention, gone: int) -> None:
    """The last but one was replaced a minute ago, though it is nine days old."""
    made = releases_made(tmp_path, 40, 30, 25, 9, 1 / 1440)
    assert retention.expired(made, NOW) == made[:gone]


def test_the_clock_may_be_wrong(tmp_path: Path) -> None:
    made = releases_made(tmp_path, 5, -9000, 1, 0.5)
    assert Retention(1, 0).expired(made, NOW) == made[1:3]


def test_no_release_or_one(tmp_path: Path) -> None:
    assert Retention(1, 0, NO_GRACE).expired([], NOW) == []
    assert Retention(1, 0, NO_GRACE).expired(releases_made(tmp_path, 400), NOW) == []


def test_publishing_leaves_what_was_current_just_before(tmp_path: Path) -> None:
    first = release(tmp_path)
    with Warehouse.open(tmp_path) as warehouse:
        run_id = warehouse.start_run(ENGINE)
        result = AuditResult(publishing.stage(warehouse, tmp_path, run_id), (GOOD,))
        second = publishing.publish(warehouse, tmp_path, run_id, result, ENGINE, retention=Retention(1))
    assert [path.name for path in publishing.releases(tmp_path)] == [first, second]
    assert release(tmp_path, make(document("7 apples")), keep=1) == publishing.releases(tmp_path)[0].name
