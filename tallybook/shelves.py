"""Where a reader finds releases: in a store on this machine, or below a URL.

What is read of a release below a URL is fetched once, into a cache: a release never changes.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from tallybook.datapackage import FILE_NAME
from tallybook.objects import Object, is_url, parse
from tallybook.pointer import RELEASES, Pointer
from tallybook.publishing import current_release, releases
from tallybook.verification import Check, Finding, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tallybook.reading import Place
    from tallybook.remote import RemoteReleases
    from tallybook.verification import Verification

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

    def verified(self, release: str) -> Verification:
        """What is proven, or wrong, of a release as it lies in this place."""


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
        current = current_release(self._store)
        if current and current.name == release:  # in a copy of a store it may lie elsewhere
            return current
        return (self._store / RELEASES / release).resolve(strict=True)

    def verified(self, release: str) -> Verification:
        return verify(self.path(release))


class _Bucket:
    """The releases below a URL; what is fetched of those that are not there any more is removed."""

    def __init__(self, place: Object) -> None:
        from tallybook.remote import RemoteReleases

        self.place: Place = place
        self._remote: RemoteReleases = RemoteReleases(place)
        self._cache = _cache() / sha256(str(place).encode()).hexdigest()[:16]

    @cached_property
    def _pointer(self) -> Pointer | None:
        return self._remote.pointer()

    def current(self) -> str | None:
        return self._pointer.release if self._pointer else None

    def ids(self) -> list[str]:
        return [release for release, holding in self._remote.holdings().items() if holding.made]

    def path(self, release: str, wanted: Wanted = everything) -> Path:
        directory = self._cache / release
        if not directory.is_dir():
            _require_folder(directory)
            self._tidy()
        self._remote.fetch(release, directory, wanted, self._package(release))
        return directory

    def _package(self, release: str) -> str | None:
        """The SHA-256 of the manifest, which the pointer tells of the current release only."""
        return self._pointer.package if self._pointer and self._pointer.release == release else None

    def verified(self, release: str) -> Verification:
        with TemporaryDirectory(prefix="tallybook-") as folder:  # the cache would prove itself
            copy = Path(folder, release)
            self._remote.copy(release, copy)
            found = verify(copy)
            findings = (*found.findings, *self._wrong_manifest(copy))
        return replace(found, path=self._remote.place_of(release), findings=findings)

    def _wrong_manifest(self, copy: Path) -> Iterator[Finding]:
        manifest, package = copy / FILE_NAME, self._package(copy.name)
        if package and manifest.is_file() and Pointer.to(copy).package != package:
            yield Finding(Check.MANIFEST, FILE_NAME, "is not what was delivered: the pointer tells another SHA-256")

    def _tidy(self) -> None:
        """Remove what is gone there, but not what came there after it was listed."""
        from tallybook.remote import remove_abandoned

        there = self._remote.holdings()
        newest = max(there, default="")
        for fetched in self._cache.iterdir():
            if fetched.is_dir() and fetched.name not in there and fetched.name < newest:
                shutil.rmtree(fetched, ignore_errors=True)
        remove_abandoned(self._cache)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tallybook"


def _require_folder(cached: Path) -> None:
    try:
        cached.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        advice = "name another folder for the cache by XDG_CACHE_HOME"
        raise OSError(error.errno, f"{error.strerror}: {advice}", error.filename) from None


def shelf_of(store: Place | str) -> Shelf:
    """The releases of a store, or those below a URL.

    >>> shelf_of("data").ids()  # doctest: +SKIP
    ['20260131T060502Z-3f9a1c']
    """
    if isinstance(store, Object):
        return _Bucket(store)
    return _Bucket(parse(str(store))) if is_url(str(store)) else _Store(Path(store))
