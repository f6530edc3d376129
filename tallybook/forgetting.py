"""Documents that somebody wants erased: from the warehouse, from the next release on, and from old releases if asked.

What is remembered of a document is its id, so that a file that is still there does not bring it back. The id stands for
the bytes: the same text with one character changed, or with another sidecar, is another document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tallybook import publishing
from tallybook.publishing import current_release, releases
from tallybook.staging import Staging
from tallybook.warehouse import Warehouse, discard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class UnknownDocument(ValueError):  # noqa: N818 - reads as what it says
    """Neither the warehouse nor a release has such a document; says which there are."""


class Holding(NamedTuple):
    """A document of the warehouse: its name there, its title, and how many numbers it has."""

    document_id: str
    source_uri: str
    title: str | None
    numbers: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting did: the old releases that were removed, and those that still hold a document.

    `current` is the current release if it holds one, too: it stays until a run has made the next one.
    """

    documents: tuple[str, ...]
    removed: tuple[str, ...]
    holding: tuple[str, ...]
    current: str | None


def look_up(store: Path, document_ids: Sequence[str]) -> list[Holding]:
    """What the warehouse has of some documents; nothing of those that only releases have or that are forgotten.

    Raises UnknownDocument, with the nearest ones, for an id that is nowhere.
    """
    with Warehouse.open(store) as warehouse:
        found = [Holding(*row) for row in warehouse.run_sql("forget/documents.sql", document_ids=list(document_ids))]
        known = {holding.document_id for holding in found} | warehouse.forgotten().keys()
        elsewhere = {held for path in releases(store) for held in publishing.held(path, document_ids)}
        for document_id in document_ids:
            if document_id not in known | elsewhere:
                raise UnknownDocument(_unknown(warehouse, document_id))
    return found


def _unknown(warehouse: Warehouse, document_id: str) -> str:
    nearest = warehouse.run_sql("forget/nearest.sql", meant=document_id)
    shown = ", ".join(f"{near} ({uri})" for near, uri in nearest)
    return f"there is no document {document_id!r}" + (f"; the nearest are {shown}" if shown else "")


def forget(store: Path, document_ids: Sequence[str], *, from_releases: bool = False) -> Forgotten:
    """Erase documents from the warehouse, and with `from_releases` also the old releases that hold one of them.

    The current release is never removed: the next run makes one without them, and if so asked removes the one before.
    Killed half-way, nothing has happened but to old releases, and it can be done again. Raises UnknownDocument, and
    WarehouseLocked if a run holds the store.

    >>> forget(Path("data"), ["9f86d081884c7d65"], from_releases=True).removed  # doctest: +SKIP
    ('20260130T060501Z-7b1e22',)
    """
    look_up(store, document_ids)
    with Warehouse.open(store) as warehouse:
        publishing.remove_unpublished(store)
        Staging.remove_all(store)
        discard(store)
        removed = publishing.remove_releases_with(store, document_ids) if from_releases else []
        warehouse.forget(document_ids, from_releases=from_releases)
    holding = [path.name for path in releases(store) if publishing.held(path, document_ids)]
    current = current_release(store)
    held_now = current.name if current is not None and current.name in holding else None
    older = tuple(name for name in holding if name != held_now)
    return Forgotten(tuple(document_ids), tuple(removed), older, held_now)


def remember(store: Path, document_ids: Sequence[str]) -> None:
    """Take back that documents were forgotten: the next run that meets their files reads them again.

    Raises UnknownDocument if one was not forgotten.

    >>> remember(Path("data"), ["9f86d081884c7d65"])  # doctest: +SKIP
    """
    with Warehouse.open(store) as warehouse:
        forgotten = warehouse.forgotten()
        for document_id in document_ids:
            if document_id not in forgotten:
                shown = ", ".join(forgotten) or "none"
                raise UnknownDocument(f"{document_id!r} was not forgotten; forgotten are: {shown}")
        warehouse.remember(document_ids)
