"""Releases: directories that are written whole, checked, and made current in one step.

A release is never changed once it is current. `current` is a symbolic link to it, switched by one rename, so that a
reader sees the old release or the new one and never a mixture. See `docs/decisions/0005`.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from tallybook import datapackage, parquet
from tallybook.durable import force_to_disk
from tallybook.objects import Object
from tallybook.pointer import CURRENT, RELEASES
from tallybook.retention import STAGED, USUAL, Retention, remove, sweep
from tallybook.verification import damage
from tallybook.warehouse import open_for_reading, run_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.reading import Place
    from tallybook.verdict import AuditResult
    from tallybook.warehouse import Warehouse

log = logging.getLogger(__name__)

DATABASE = datapackage.DATABASE

_ID_TIME = "%Y%m%dT%H%M%SZ"
# What DuckDB makes of whatever a signal raises during a query, be it Ctrl-C, SIGTERM or the end of the time.
_INTERRUPTED = "Query interrupted"


class NoRelease(FileNotFoundError):  # noqa: N818 - reads as what it says
    """The store has no release yet."""

    def __init__(self, store: Place) -> None:
        option = "--releases" if isinstance(store, Object) else "--store"
        super().__init__(
            f"there is no release in {store}: run `tallybook run {option} {store}` first, or correct the path"
        )


class NotAudited(RuntimeError):  # noqa: N818 - reads as what it says
    """Somebody tried to publish what no audit has passed."""


def current_release(store: Path | str) -> Path | None:
    """The directory of the current release, resolved once; None if the store has none."""
    pointer = Path(store) / CURRENT
    return pointer.resolve() if (pointer / datapackage.FILE_NAME).is_file() else None


def restore(warehouse: Warehouse, store: Path) -> bool:
    """Give a warehouse back what it has lost and the current release still tells; returns whether anything was lost.

    A warehouse that does not remember making the current release is new, or older than it. If it holds all the same
    what the release holds, its run was killed in the moment between. A release that is damaged itself gives nothing.
    """
    release = current_release(store)
    if release is None or warehouse.knows_release(release.name) or damage(release):
        return False
    package = datapackage.load(release)
    lost: bool = package[datapackage.STATE] != warehouse.state_digest()
    if lost:
        warehouse.take_over(release / DATABASE, package["run_id"])
    rows = {resource["name"]: resource["rows"] for resource in package["resources"] if "rows" in resource}
    warehouse.remember_release(release.name, package["run_id"], package["engine_version"], rows)
    return lost


def needs_release(warehouse: Warehouse, store: Path) -> bool:
    """Whether a release made now would say anything else than the current one does, or the current one is damaged."""
    path = current_release(store)
    if path is None:
        return True
    if damaged := damage(path):
        first = damaged[0]
        log.warning("the current release %s is damaged: %s %s", path.name, first.place, first.problem)
        return True
    return bool(datapackage.load(path)[datapackage.STATE] != warehouse.state_digest())


def stage(warehouse: Warehouse, store: Path, run_id: str) -> Path:
    """Apply the row rules and write the database that is to be audited; returns its path.

    What earlier runs left staged, killed or held back by their audit, is removed.
    """
    remove_unpublished(store)
    directory = store / RELEASES / f"{STAGED}{run_id}"
    directory.mkdir(parents=True)
    warehouse.reject_failing_rows(run_id)
    warehouse.copy_for_readers(directory / DATABASE)
    return directory / DATABASE


def publish(
    warehouse: Warehouse,
    store: Path,
    run_id: str,
    audit_result: AuditResult,
    engine_version: str,
    *,
    retention: Retention = USUAL,
) -> str:
    """Make the audited database a release and the release the current one; returns its id.

    Everything is written beside the releases, forced to disk and checked before it gets its name; the pointer is
    switched last. Of the older releases those stay that `retention` says, but none with a document that is to be
    forgotten in releases, too. Raises NotAudited if the audit did not pass.
    """
    if not audit_result.passed:
        raise NotAudited(f"the audit of run {run_id} did not pass: see the table audits for what failed")
    directory = audit_result.audited.parent
    state = warehouse.state_digest()
    moment = _moment(store)
    release_id = f"{moment.strftime(_ID_TIME)}-{run_id[-6:]}"  # of the run: two stores may release the same at once
    rows = parquet.export(directory / DATABASE, directory)
    about = datapackage.describe(
        directory,
        release_id=release_id,
        created=moment,
        run_id=run_id,
        engine_version=engine_version,
        state=state,
        audit=audit_result,
    )
    _report(directory, about, current_release(store))
    datapackage.write(directory, about, rows)
    make_current(store, directory, release_id)
    _retire(store, retention)
    if forgotten := [document_id for document_id, from_releases in warehouse.forgotten().items() if from_releases]:
        remove_releases_with(store, forgotten)
    return release_id


def make_current(store: Path, directory: Path, release_id: str) -> None:
    """Give a release that is whole in a directory its name, and point to it, each in one step."""
    _force_all_to_disk(directory)
    final = store / RELEASES / release_id
    link = _link_aside(store, release_id)  # before the rename, as the last step that needs room on the disk
    directory.rename(final)
    force_to_disk(final.parent)
    link.replace(store / CURRENT)
    force_to_disk(store)


def _report(directory: Path, about: dict[str, Any], previous: Path | None) -> None:
    """Write the report. That it fails is a fault of ours, and no reason to hold the data back: it is then left out."""
    from tallybook import report  # most that import this module make no release

    try:
        report.write(directory, about, previous)
    except Exception as error:
        if str(error) == _INTERRUPTED:
            raise  # the run is to end, and the report has no fault
        log.exception("the report of release %s could not be made; the release goes without it", about["id"])
        (directory / report.FILE_NAME).unlink(missing_ok=True)


def _moment(store: Path) -> datetime:
    """Now, or a second after the newest release if the clock is behind it: ids sort by time, always."""
    now = datetime.now(UTC).replace(microsecond=0)
    newest = max((path.name for path in releases(store)), default="")
    if newest:
        now = max(now, datetime.strptime(newest[:16], _ID_TIME).replace(tzinfo=UTC) + timedelta(seconds=1))
    return now


def releases(store: Path | str) -> list[Path]:
    """The directories of all releases of a store, oldest first."""
    folder = Path(store) / RELEASES
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _link_aside(store: Path, release_id: str) -> Path:
    """Make the new pointer beside the old one: renamed over it, it takes its place with no moment in between."""
    aside = store / f".{CURRENT}.new"
    aside.unlink(missing_ok=True)
    aside.symlink_to(Path(RELEASES) / release_id)
    return aside


def _retire(store: Path, retention: Retention) -> None:
    """Remove the old releases that need not stay, never the current one."""
    current = current_release(store)
    for path in retention.expired(releases(store), datetime.now(UTC)):
        if path.resolve() != current:
            remove(path)


def held(release: Path, document_ids: Sequence[str]) -> set[str]:
    """Which of some documents a release holds; one that cannot be read may hold them all.

    >>> held(Path("data/releases/20260131T060502Z-3f9a1c"), ["9f86d081884c7d65"])  # doctest: +SKIP
    {'9f86d081884c7d65'}
    """
    try:
        with open_for_reading(release / DATABASE) as connection:
            rows = run_file(connection, "sql/forget/held.sql", document_ids=list(document_ids)).fetchall()
    except duckdb.Error:
        return set(document_ids)
    return {row[0] for row in rows}


def remove_releases_with(store: Path, document_ids: Sequence[str]) -> list[str]:
    """Remove all releases but the current one that hold one of some documents; returns their ids."""
    current = current_release(store)
    doomed = [path for path in releases(store) if path.resolve() != current and held(path, document_ids)]
    for path in doomed:
        remove(path)
    return [path.name for path in doomed]


def remove_unpublished(store: Path) -> None:
    """Remove what runs have staged for a release that was not made: killed, or held back by their audit."""
    if (store / RELEASES).is_dir():
        sweep(store / RELEASES)


def _force_all_to_disk(directory: Path) -> None:
    for path in sorted(directory.rglob("*"), reverse=True):
        force_to_disk(path)
    force_to_disk(directory)
