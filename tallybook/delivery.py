"""Releases delivered to a store of objects: uploaded, checked, and made current there in one step.

The release of the local store is the original; what was delivered can be brought back from there to a store that has
none. See `docs/decisions/0024`.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tallybook import publishing
from tallybook.pointer import RELEASES, Pointer
from tallybook.publishing import current_release
from tallybook.remote import PointerMoved, RemoteDamaged, RemoteReleases, sizes_of
from tallybook.retention import STAGED, remove
from tallybook.verification import damage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tallybook.objects import Object
    from tallybook.remote import Holding
    from tallybook.retention import Retention
    from tallybook.warehouse import Warehouse

log = logging.getLogger(__name__)

_ADOPTED = f"{STAGED}adopted"


class DeliveryRefused(RuntimeError):  # noqa: N818 - reads as what it says
    """The release was not delivered, and what was current there still is; says why and what to do."""


def deliver(warehouse: Warehouse, store: Path, place: Object, retention: Retention) -> None:
    """Make the current release of a store the current one below a URL, if it is not yet.

    Readers there see the old release or the new one, whole, whenever this is killed; it can be done again at any time.
    Older releases go as in the store. Raises DeliveryRefused if another store delivers there, and OSError.

    >>> deliver(warehouse, Path("data"), parse("s3://bucket/numbers"), Retention())  # doctest: +SKIP
    """
    release = current_release(store)
    if release is None:
        return
    remote = RemoteReleases(place)
    before, there = remote.pointer(), remote.holdings()
    wanted = Pointer.to(release)
    if not (before and before.agrees_with(wanted) and _is_whole(release, there)):
        _require_ours(place, before, warehouse)
        _require_undamaged(release)
        there = _uploaded(remote, release, before, there)
        _point(remote, release, wanted, before)
        log.info("deliver: %s to %s", release.name, place)
    _retire(remote, release.name, before, there, retention)
    _remove_forgotten(warehouse, remote, release)


def _is_whole(release: Path, there: Mapping[str, Holding]) -> bool:
    return release.name in there and sizes_of(release).items() <= there[release.name].sizes.items()


def _require_ours(place: Object, pointer: Pointer | None, warehouse: Warehouse) -> None:
    if pointer and not warehouse.knows_release(pointer.release):
        raise DeliveryRefused(
            f"{place} has the release {pointer.release}, which this store has not made: another store delivers there. "
            "Choose another URL for this one; or, to go on from that release, run with a new store"
        )


def _require_undamaged(release: Path) -> None:
    if damaged := damage(release):
        raise DeliveryRefused(
            f"{release} is damaged: {damaged[0].place} {damaged[0].problem}. The next release that passes is delivered"
        )


def _uploaded(
    remote: RemoteReleases, release: Path, before: Pointer | None, there: Mapping[str, Holding]
) -> dict[str, Holding]:
    """Upload a release; returns what lies there then: its manifest from now on, which the grace of others counts by."""
    remote.upload(release, there[release.name].sizes if release.name in there else {})
    now_there = remote.holdings()
    if not _is_whole(release, now_there):
        _withdraw(remote, release, before)
        raise RemoteDamaged(
            f"{remote.place} has lost some of {release.name} while it was uploaded: see that no other store delivers "
            "there, and run again"
        )
    return now_there


def _point(remote: RemoteReleases, release: Path, wanted: Pointer, before: Pointer | None) -> None:
    """Make a release current that is there whole; what has lost the race goes again."""
    try:
        remote.point_to(wanted, before)
    except PointerMoved as moved:
        _withdraw(remote, release, before)
        raise DeliveryRefused(f"{moved}. That release stays; see that no other store delivers there") from None


def _withdraw(remote: RemoteReleases, release: Path, before: Pointer | None) -> None:
    """Remove what was uploaded in vain, unless it was current before: readers may be at it."""
    if before is None or before.release != release.name:
        remote.remove(release.name, sizes_of(release))


def _retire(
    remote: RemoteReleases, current: str, before: Pointer | None, there: Mapping[str, Holding], retention: Retention
) -> None:
    """Remove the older releases that need not stay, and what killed deliveries have left of those never current there.

    These have replaced none: readers were sent to the release before them until now.
    """
    passed_over = [release for release in there if before and before.release < release < current]
    made = {name: holding.made for name, holding in there.items() if holding.made and name not in passed_over}
    never_current = [release for release in there if release not in made]
    for release in [*retention.outlived(made, datetime.now(UTC)), *never_current]:
        if release < current:
            remote.remove(release, there[release].sizes)


def _remove_forgotten(warehouse: Warehouse, remote: RemoteReleases, current: Path) -> None:
    """Remove the other releases that hold a document which is to be forgotten in releases, too."""
    forgotten = [document_id for document_id, from_releases in warehouse.forgotten().items() if from_releases]
    for release, holding in remote.holdings().items() if forgotten else ():
        if release != current.name and remote.holds(release, holding.sizes, forgotten):
            remote.remove(release, holding.sizes)


def adopt(store: Path, place: Object) -> str | None:
    """Fetch the release that is current below a URL into a store that has none yet; returns its id.

    None if the store has a release, or there is none to fetch. Killed half-way, nothing has happened. Raises
    RemoteDamaged and OSError.

    >>> adopt(Path("fresh"), parse("s3://bucket/numbers"))  # doctest: +SKIP
    '20260131T060502Z-3f9a1c'
    """
    remote = RemoteReleases(place)
    pointer = None if current_release(store) else remote.pointer()
    if pointer is None:
        return None
    publishing.remove_unpublished(store)
    fetched = store / RELEASES / _ADOPTED / pointer.release
    remote.fetch(pointer.release, fetched, package=pointer.package)
    if (store / RELEASES / pointer.release).exists():
        remove(store / RELEASES / pointer.release)
    publishing.make_current(store, fetched, pointer.release)
    publishing.remove_unpublished(store)
    return pointer.release
