"""Which release of a store somebody means."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from tallybook.publishing import NoRelease, current_release, releases

CURRENT = "current"
PREVIOUS = "previous"


class UnknownRelease(ValueError):  # noqa: N818 - reads as what it says
    """No release, or more than one, goes by this name."""


def choose_release(store: Path | str, name: str = CURRENT) -> Path:
    """The directory of a release: `current`, `previous` (the one before the current), an id, or the start of one id.

    Raises NoRelease if the store has no release, and UnknownRelease, with the nearest ids, if none or several are
    meant.

    >>> choose_release("data", "20260131T06").name  # doctest: +SKIP
    '20260131T060502Z-3f9a1c'
    """
    if name in (CURRENT, PREVIOUS):
        current = current_release(store)
        if current is None:
            raise NoRelease(Path(store))
        return current if name == CURRENT else _previous(store, current)
    everything = {path.name: path for path in releases(store)}
    if not everything:
        raise NoRelease(Path(store))
    meant = [name] if name in everything else [release_id for release_id in everything if release_id.startswith(name)]
    if len(meant) != 1:
        near = meant or get_close_matches(name, everything, n=3, cutoff=0.0)
        raise UnknownRelease(f"{len(meant) or 'no'} releases start with {name!r}; there are {', '.join(near)}")
    return everything[meant[0]]


def release_before(store: Path | str, release: Path) -> Path | None:
    """The release that was made before another one; None if that is the oldest."""
    older = [path for path in releases(store) if path.name < release.name]
    return older[-1] if older else None


def _previous(store: Path | str, current: Path) -> Path:
    before = release_before(store, current)
    if before is None:
        raise UnknownRelease(f"there is no release before the current one, {current.name}")
    return before
