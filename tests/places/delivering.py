"""Runs that deliver, without an engine and without Great Expectations: the verdict is given."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook import delivery, publishing
from tallybook.objects import Object, parse
from tallybook.outcome import Status
from tallybook.retention import Retention
from tallybook.verdict import AuditResult
from tallybook.verification import verify
from tallybook.warehouse import Warehouse
from tests.publishing.releasing import GOOD
from tests.warehouse.building import ENGINE, PRICES, TELECOMS, Made, document, load, make

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = (TELECOMS, PRICES, "Output rose 7% in 2020.", "Exports fell 3% in 2019.", "Imports rose 2% in 2018.")
NO_GRACE = timedelta()


def texts(*numbers: int) -> Made:
    return make(*(document(TEXTS[number], f"raw/{number}.txt") for number in numbers))


def run(store: Path, place: Object, made: Made, *, keep: int = 10, grace: timedelta = NO_GRACE) -> str:
    """What a run does, in its order; returns the id of the release that is current in the store then."""
    retention = Retention(keep, grace=grace)
    with Warehouse.open(store) as warehouse:
        delivery.adopt(store, place)
        publishing.restore(warehouse, store)
        run_id = warehouse.start_run(ENGINE)
        load(warehouse, run_id, made)
        release = None
        if publishing.needs_release(warehouse, store):
            result = AuditResult(publishing.stage(warehouse, store, run_id), (GOOD,))
            warehouse.record_audit(run_id, result)
            release = publishing.publish(warehouse, store, run_id, result, ENGINE, retention=retention)
        delivery.deliver(warehouse, store, place, retention)
        warehouse.finish_run(run_id, Status.RELEASED if release else Status.UNCHANGED, {}, seconds={}, release=release)
    return current(store)


def current(store: Path) -> str:
    release = publishing.current_release(store)
    assert release is not None
    return release.name


def current_there(place: Object, folder: Path) -> tuple[str, Sequence[object]]:
    """The release that a reader who comes now gets, and what is wrong with it."""
    from tallybook.remote import RemoteReleases

    remote = RemoteReleases(place)
    pointer = remote.pointer()
    assert pointer is not None
    directory = folder / pointer.release
    remote.fetch(pointer.release, directory)
    return pointer.release, verify(directory).findings


if __name__ == "__main__":
    run(Path(sys.argv[1]), parse(sys.argv[2]), texts(*map(int, sys.argv[3:])))
