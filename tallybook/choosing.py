"""Which release of a store somebody means."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tallybook.publishing import NoRelease
from tallybook.shelves import everything, shelf_of

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.reading import Place
    from tallybook.shelves import Shelf, Wanted

CURRENT = "current"
PREVIOUS = "previous"


class UnknownRelease(ValueError):  # noqa: N818 - reads as what it says
    """No release, or more than one, goes by this name."""


def choose_release(store: Place | str, name: str = CURRENT, wanted: Wanted = everything) -> Path:
    """The directory of a release: `current`, `previous` (the one before the current), an id, or the start of one id.

    Of a release below a URL the wanted files are fetched. Raises NoRelease if the store has no release, and
    UnknownRelease, with the nearest ids, if none or several are meant.

    >>> choose_release("data", "20260131T06").name  # doctest: +SKIP
    '20260131T060502Z-3f9a1c'
    """
    shelf = shelf_of(store)
    return shelf.path(choose_id(shelf, name), wanted)


def choose_id(shelf: Shelf, name: str = CURRENT) -> str:
    """The id of the release that `choose_release` would choose; of a release below a URL nothing is fetched.

    Raises NoRelease and UnknownRelease.

    >>> choose_id(shelf_of("data"), "previous")  # doctest: +SKIP
    '20260131T060502Z-3f9a1c'
    """
    if name in (CURRENT, PREVIOUS):
        current = shelf.current()
        if current is None:
            raise NoRelease(shelf.place)
        return current if name == CURRENT else _previous(shelf, current)
    ids = shelf.ids()
    if not ids:
        raise NoRelease(shelf.place)
    meant = [name] if name in ids else [release for release in ids if release.startswith(name)]
    if len(meant) != 1:
        near = meant or get_close_matches(name, ids, n=3, cutoff=0.0)
        raise UnknownRelease(f"{len(meant) or 'no'} releases start with {name!r}; there are {', '.join(near)}")
    return meant[0]


def release_before(store: Place | str, release: str, wanted: Wanted = everything) -> Path | None:
    """The directory of the release that was made before another one; None if that is the oldest."""
    shelf = shelf_of(store)
    before = _before(shelf, release)
    return shelf.path(before, wanted) if before else None


def _before(shelf: Shelf, release: str) -> str | None:
    return max((other for other in shelf.ids() if other < release), default=None)


def _previous(shelf: Shelf, current: str) -> str:
    before = _before(shelf, current)
    if before is None:
        raise UnknownRelease(f"there is no release before the current one, {current}")
    return before
