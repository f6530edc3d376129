"""Releases in a store of objects: the same files below the same names, and a small JSON object as the pointer.

A release is there when its manifest is, which comes last and goes first. The pointer, `current`, is replaced by one
conditional put: of two that would, one fails. See `docs/decisions/0024`.
"""

from __future__ import annotations

import io
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from tallybook import datapackage, objects
from tallybook.durable import force_to_disk
from tallybook.objects import Object, StoreUnreachable
from tallybook.pointer import CURRENT, RELEASES, Pointer, is_release_id
from tallybook.verification import UnusableManifest, manifest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from obstore import ObjectMeta, PutMode
    from obstore.store import ObjectStore

# Enough to fill a line, and no more of a large file in memory than 4 parts of 5 MB.
_AT_ONCE = 4
_CHUNK = 1024 * 1024
_COMING = ".fetching-"
# Seconds after which nobody writes any more to a file that does not grow.
_ABANDONED = 3600


class RemoteDamaged(RuntimeError):  # noqa: N818 - reads as what it says
    """What lies in the store of objects is not what was delivered there."""


class PointerMoved(RuntimeError):  # noqa: N818 - reads as what it says
    """Another one has made its release current since the pointer was read."""


class Holding(NamedTuple):
    """The files of a release by name: their sizes in bytes, and when each was put there."""

    sizes: dict[str, int]
    put: dict[str, datetime]

    def add(self, name: str, meta: ObjectMeta) -> None:
        """Note one file."""
        self.sizes[name] = meta["size"]
        self.put[name] = meta["last_modified"]

    @property
    def made(self) -> datetime | None:
        """When it was there whole; None if it is not."""
        return self.put.get(datapackage.FILE_NAME)


@dataclass(frozen=True, slots=True)
class RemoteReleases:
    """The releases below a URL.

    >>> RemoteReleases(parse("s3://bucket/numbers")).pointer().release  # doctest: +SKIP
    '20260131T060502Z-3f9a1c'
    """

    place: Object

    @property
    def _store(self) -> ObjectStore:
        return objects.store_of(self.place.root)

    def pointer(self) -> Pointer | None:
        """The pointer as it is now; None if nothing was delivered yet. Raises RemoteDamaged and OSError."""
        import obstore

        place = self.place.below(CURRENT)
        try:
            with objects.explained(place):
                answer = obstore.get(self._store, place.key)
                content = bytes(answer.bytes())
        except FileNotFoundError:
            return None
        try:
            return Pointer.read(content, answer.meta["e_tag"], answer.meta["version"])
        except ValueError:
            raise RemoteDamaged(f"{place} is no pointer to a release: remove it, or choose another URL") from None

    def point_to(self, pointer: Pointer, before: Pointer | None) -> None:
        """Make a release current, if the pointer still is what it was before.

        Raises PointerMoved if it is not, and OSError.
        """
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        place = self.place.below(CURRENT)
        mode: PutMode = before.as_condition() if before else "create"
        try:
            with objects.explained(place, AlreadyExistsError, PreconditionError):
                obstore.put(self._store, place.key, pointer.as_json(), mode=mode)
        except (AlreadyExistsError, PreconditionError):
            now = self.pointer()
            if now is None or not now.agrees_with(pointer):  # else it was ours: only the answer was lost
                raise PointerMoved(f"{place} was changed by another run meanwhile, to {now and now.release}") from None

    def holdings(self) -> dict[str, Holding]:
        """What lies there of each release, whole or not, the oldest first. Raises OSError."""
        import obstore

        folder = self.place.below(RELEASES)
        found: dict[str, Holding] = {}
        with objects.explained(folder):
            for page in obstore.list(self._store, folder.key):
                for meta in page:
                    release, _, name = meta["path"].removeprefix(f"{folder.key}/").partition("/")
                    if is_release_id(release):  # anything else is not ours, and left alone
                        found.setdefault(release, Holding({}, {})).add(name, meta)
        return dict(sorted(found.items()))

    def upload(self, release: Path, there: Mapping[str, int]) -> None:
        """Put the files of a release there, but for those that are there already; the manifest last. Raises OSError."""
        import obstore

        sizes = sizes_of(release)
        for name in sorted(sizes, key=lambda name: (name == datapackage.FILE_NAME, name)):
            place = self._file(release.name, name)
            if there.get(name) != sizes[name] or name == datapackage.FILE_NAME:
                with objects.explained(place):
                    obstore.put(self._store, place.key, release / name, max_concurrency=_AT_ONCE)

    def remove(self, release: str, names: Iterable[str]) -> None:
        """Remove a release; without its manifest it is none any more, whatever happens then. Raises OSError."""
        import obstore

        for name in sorted(names, key=lambda name: name != datapackage.FILE_NAME):
            place = self._file(release, name)
            with objects.explained(place), suppress(FileNotFoundError):
                obstore.delete(self._store, place.key)

    def fetch(
        self,
        release: str,
        directory: Path,
        wanted: Callable[[str], bool] = lambda _: True,
        package: str | None = None,
    ) -> None:
        """Bring the wanted files of a release into a directory of its name, but for those that are there already.

        What is there already is known by its size, and the manifest by what it says: a damaged one is brought again. A
        file appears there when all of it has come and is what its manifest says; and the manifest, if its SHA-256 is
        the `package` that a pointer tells. Raises RemoteDamaged and OSError.
        """
        path, expected = directory / datapackage.FILE_NAME, f"sha256:{package}" if package else None
        if path.is_file() and not _is_usable(directory, expected):
            shutil.rmtree(directory)  # damaged since, or what was fetched by another manifest
        if not path.is_file():
            self._download(release, path.name, directory, expected)
        try:
            manifest = manifest_of(directory)
        except UnusableManifest as error:
            path.unlink(missing_ok=True)
            raise RemoteDamaged(f"{self._file(release, datapackage.FILE_NAME)} {error}") from None
        for resource in manifest["resources"]:
            if wanted(resource["path"]) and not _has_size(directory / resource["path"], resource["bytes"]):
                self._download(release, resource["path"], directory, resource["hash"])

    def _download(self, release: str, name: str, directory: Path, expected: str | None = None) -> None:
        place, target = self._file(release, name), directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = directory.with_name(f"{_COMING}{uuid4().hex}")  # of this download alone: others may fetch the same
        try:
            with objects.open_stream(place) as source, aside.open("wb") as copy:
                shutil.copyfileobj(source, copy, _CHUNK)
            if not _is_as(aside, expected):
                raise RemoteDamaged(f"{place} is not what was delivered: its SHA-256 differs")
            force_to_disk(aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)

    def copy(self, release: str, directory: Path) -> None:
        """Bring all that lies there of a release into a directory, as it is, and whether it belongs there or not.

        Raises OSError.
        """
        there = self.holdings().get(release)
        for name in there.sizes if there else ():
            with suppress(FileNotFoundError):  # it has gone since it was listed
                self._download(release, name, directory)

    def holds(self, release: str, names: Iterable[str], document_ids: Sequence[str]) -> bool:
        """Whether a release has one of some documents, in its texts or in its rejects, which may quote them.

        One that cannot be read may hold them all. Raises OSError if that is the store's fault.
        """
        import pyarrow as pa

        about = [name for name in names if name.startswith(("documents/", "rejects/"))]
        try:
            return any(self._has_one_of(release, name, document_ids) for name in about)
        except (StoreUnreachable, PermissionError):
            raise
        except (pa.ArrowException, OSError):  # Arrow tells a damaged page as an OSError
            return True

    def _has_one_of(self, release: str, name: str, document_ids: Sequence[str]) -> bool:
        import pyarrow.parquet as pq

        with io.BufferedReader(objects.open_anywhere(self._file(release, name))) as file, pq.ParquetFile(file) as table:
            batches = table.iter_batches(columns=["document_id"])
            return any(not {*document_ids}.isdisjoint(batch["document_id"].to_pylist()) for batch in batches)

    def place_of(self, release: str) -> Object:
        """Where a release lies."""
        return self.place.below(f"{RELEASES}/{release}")

    def _file(self, release: str, name: str) -> Object:
        return self.place_of(release).below(name)


def _is_as(path: Path, expected: str | None) -> bool:
    return expected is None or expected == datapackage.fingerprint(path)["hash"]


def _is_usable(release: Path, package: str | None) -> bool:
    """Whether a directory holds the manifest of a release, and the one that is expected."""
    try:
        manifest_of(release)
    except UnusableManifest:
        return False
    return _is_as(release / datapackage.FILE_NAME, package)


def _has_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def remove_abandoned(folder: Path) -> None:
    """Remove what fetches into directories of a folder have left there when they were killed."""
    for aside in folder.glob(f"{_COMING}*"):
        with suppress(FileNotFoundError):  # it has come, or another one removes it
            if time.time() - aside.stat().st_mtime > _ABANDONED:
                aside.unlink()


def sizes_of(release: Path) -> dict[str, int]:
    """The files of a release by name, with their sizes in bytes."""
    files = [path for path in sorted(release.rglob("*")) if path.is_file()]
    return {path.relative_to(release).as_posix(): path.stat().st_size for path in files}
