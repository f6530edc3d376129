"""Where a reader finds releases: in a store on this machine, or below a URL.

What is read of a release below a URL is fetched once, into a cache: a release never changes.
"""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tallybook.objects import Object, is_url, parse
from tallybook.publishing import current_release, releases

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallybook.reading import Place
    from tallybook.remote import RemoteReleases

    Wanted = Callable[[str], bool]


def everything(_: str) -> bool:
    """All files of a release are wanted."""
    return True


class Shelf(Protocol):
    """The releases of one place, by their ids."""

    place: Place

    def current(self) -> str | None:
        """The id of the current release; None if there is none."""

    def ids(self) -> list[str]:
        """The ids of all releases, oldest first."""

    def path(self, release: str, wanted: Wanted = everything) -> Path:
        """The directory in which the wanted files of a release are."""


class _Store:
    """The releases of a store on this machine."""

    def __init__(self, place: Path) -> None:
        self.place: Place = place
        self._store = place

    def current(self) -> str | None:
        release = current_release(self._store)
        return release.name if release else None

    def ids(self) -> list[str]:
        return [path.name for path in releases(self._store)]

    def path(self, release: str, wanted: Wanted = everything) -> Path:  # noqa: ARG002 - all of them are there
        return next(path for path in releases(self._store) if path.name == release).resolve()


class _Bucket:
    """The releases below a URL; what is fetched of those that are not there any more is removed."""

    def __init__(self, place: Object) -> None:
        from tallybook.remote import RemoteReleases

        self.place: Place = place
        self._remote: RemoteReleases = RemoteReleases(place)
        self._cache = _cache() / sha256(str(place).encode()).hexdigest()[:16]

    def current(self) -> str | None:
        pointer = self._remote.pointer()
        return pointer.release if pointer else None

    def ids(self) -> list[str]:
        return [release for release, holding in self._remote.holdings().items() if holding.made]

    def path(self, release: str, wanted: Wanted = everything) -> Path:
        directory = self._cache / release
        if not directory.is_dir():
            self._tidy()
        self._remote.fetch(release, directory, wanted)
        return directory

    def _tidy(self) -> None:
        there = self._remote.holdings()
        for fetched in self._cache.iterdir() if self._cache.is_dir() else ():
            if fetched.is_dir() and fetched.name not in there:
                shutil.rmtree(fetched, ignore_errors=True)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tallybook"


def shelf_of(store: Place | str) -> Shelf:
    """The releases of a store, or those below a URL.

    >>> shelf_of("data").ids()  # doctest: +SKIP
    ['20260131T060502Z-3f9a1c']
    """
    if isinstance(store, Object):
        return _Bucket(store)
    return _Bucket(parse(str(store))) if is_url(str(store)) else _Store(Path(store))
