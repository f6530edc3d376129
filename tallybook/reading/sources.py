"""Paths → sources: folders walked in a stable order, every file either a source or a reject."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tallybook import objects
from tallybook.model import Reason, Reject
from tallybook.objects import Object, StoreUnreachable, is_url
from tallybook.reading import archives, files
from tallybook.reading.files import Place
from tallybook.reading.names import (
    SIDECAR_SUFFIX,
    Form,
    described_by,
    form_of,
    is_hidden,
    printable,
    unsafe_because,
)
from tallybook.reading.refusals import RefusedError, refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zipfile import ZipFile

    from tallybook.reading.limits import Limits

_SUPPORTED = ".txt, .text, .md, the same with .gz, and .zip"


@dataclass(frozen=True, slots=True)
class Source:
    """One text file, or one member of an archive, that has not been read yet.

    `uri` is the path or URL as it was given plus the way below it, valid and printable Unicode, with `!/` in front of a
    member's name; `path` is where the file is, `member` the name inside a `.zip`, else None. `is_described` is false
    where a listing has told that no sidecar lies beside it.
    """

    uri: str
    path: Place
    member: str | None = None
    is_described: bool = True

    def from_anywhere(self) -> Source:
        """The same source for a process that may work in another directory."""
        return replace(self, path=self.path.absolute()) if isinstance(self.path, Path) else self


class Found(NamedTuple):
    """A file or an object that may hold sources, not opened yet.

    `tag` stays the same while its bytes do, and those of its sidecar; None for a file on this machine, where reading is
    the way to know.
    """

    uri: str
    place: Place
    tag: str | None = None
    is_described: bool = True


class SourceNotFound(FileNotFoundError):  # noqa: N818 - named like the built-in it is caught as
    """A path that was asked for does not exist; says which."""

    def __init__(self, place: Place) -> None:
        what = "no object of this key or below it" if isinstance(place, Object) else "no such file or folder"
        super().__init__(f"{printable(place.as_posix())}: {what}: check the path, or create it")


def list_sources(places: Sequence[Place], limits: Limits) -> Iterator[Source | Reject]:
    """Every source below `places`, in the order given and by name below each, and a reject for every other file.

    Raises SourceNotFound, before anything is listed, if one of the places does not exist, and StoreUnreachable.
    """
    return (item for found in list_files(places) for item in sources_in(found, limits))


def list_files(places: Sequence[Place]) -> Iterator[Found | Reject]:
    """Every file below `places` that may hold sources, in the order given and by name below each; rejects for others.

    Hidden files and folders (a leading dot) are overlooked, and sidecars are read with the file that they describe.
    A linked folder is followed unless it leads back to what is read anyway, so each folder is walked once.

    Raises SourceNotFound, before anything is listed, if one of the places does not exist, and StoreUnreachable.
    """
    roots = _outermost(places)
    listings = {root: _listed(root) for root in roots if isinstance(root, Object)}
    paths = [root for root in roots if isinstance(root, Path)]
    for path in paths:
        if not os.path.lexists(path):
            raise SourceNotFound(path)
    folders = _Folders([path for path in paths if path.is_dir()])
    return chain.from_iterable(
        _objects(root, listings.pop(root)) if isinstance(root, Object) else _walk(root, folders) for root in roots
    )


def sources_in(found: Found | Reject, limits: Limits) -> Iterator[Source | Reject]:
    """What a file holds: itself, or the members of an archive; a reject for what is refused, and as it is.

    Raises StoreUnreachable.
    """
    if isinstance(found, Reject):
        yield found
        return
    try:
        if form_of(found.place.name) is Form.ZIP:
            with archives.open_zip(found.place, limits) as archive:
                yield from _list_members(found, archive)
        else:
            yield Source(found.uri, found.place, is_described=found.is_described)
    except StoreUnreachable:
        raise
    except RefusedError as refused:
        yield refused.reject(found.uri)
    except OSError as error:
        yield refusal_of(error).reject(found.uri)


def lies_below(uri: str, places: Sequence[Place]) -> bool:
    """Whether listing `places` would meet the source `uri` if it were there; paths are seen from the working directory.

    >>> lies_below("raw/prices/a.zip!/b.txt", [Path("./raw")]), lies_below("raw/a.txt", [Path("raw/prices")])
    (True, False)
    """
    name = uri.partition("!/")[0]
    if is_url(uri):
        file: Place = Object.of(name)
        roots: list[Place] = [Object.of(printable(str(place))) for place in places if isinstance(place, Object)]
    else:
        file = _absolute(name)
        roots = [_absolute(printable(place.as_posix())) for place in places if isinstance(place, Path)]
    return any(root == file or _covers(root, file) for root in roots)


def _absolute(name: str) -> Path:
    """The path from the root, without `..`, with links as they are: `Path.resolve` would follow them."""
    return Path(os.path.abspath(name))  # noqa: PTH100


def _outermost(places: Sequence[Place]) -> list[Place]:
    """The places without repeats and without those that a listing of another one meets anyway."""
    distinct = list(dict.fromkeys(places))
    return [place for place in distinct if not any(_covers(other, place) for other in distinct)]


def _covers(folder: Place, place: Place) -> bool:
    below = _way_below(folder, place)
    return bool(below) and ".." not in below and not any(is_hidden(part) for part in below)


def _way_below(folder: Place, place: Place) -> Sequence[str]:
    """The names that lead from a folder to what lies below it; none for anything else."""
    if isinstance(folder, Path):
        return place.relative_to(folder).parts if isinstance(place, Path) and folder in place.parents else ()
    start = f"{folder.key}/" if folder.key else ""
    if isinstance(place, Path) or place == folder or place.root != folder.root or not place.key.startswith(start):
        return ()
    return place.key.removeprefix(start).split("/")


def _objects(root: Object, below: Sequence[Object]) -> Iterator[Found | Reject]:
    """What was listed below a key, or at it, in the order in which a folder would be walked."""
    listed = {one.key: one for one in below}
    for key in sorted(listed, key=lambda key: key.split("/")):
        place = listed[key]
        if (place == root or _covers(root, place)) and (found := _object(place, listed)) is not None:
            yield found


def _listed(root: Object) -> list[Object]:
    """The objects below a key; or else the one of this key, and its sidecar.

    Raises SourceNotFound.
    """
    try:
        if below := objects.list_below(root):
            return below
        beside = (root, root.with_name(root.name + SIDECAR_SUFFIX)) if root.key else ()
        there = [one for place in beside if (one := objects.look_up(place))]
    except FileNotFoundError:
        raise SourceNotFound(root) from None
    if root not in there:
        raise SourceNotFound(root)
    return there


def _object(place: Object, listed: Mapping[str, Object]) -> Found | Reject | None:
    """An object as it is found among those that were listed with it; None for what is overlooked."""
    uri = printable(place.as_posix())
    form = form_of(place.name)
    if form is Form.OTHER and place.size == 0:  # how folders are marked: listings leave out the slash behind the name
        return None
    if form is Form.SIDECAR:
        is_orphan = described_by(place.key) not in listed
        return _orphan(place.name).reject(uri) if is_orphan else None
    if form is Form.OTHER:
        return _unsupported().reject(uri)
    sidecar = listed.get(place.key + SIDECAR_SUFFIX)
    return Found(uri, place, f"{place.tag} {sidecar.tag}" if sidecar else place.tag, sidecar is not None)


@dataclass(slots=True)
class _Folders:
    """The folders walked so far, by device and inode, so that links and mounts end in no loop."""

    roots: list[Path]
    walked: dict[tuple[int, int], Path] = field(default_factory=dict)

    def enter(self, folder: Path, status: os.stat_result) -> list[tuple[Path, bool]]:
        """The entries of a folder, by name, without hidden ones, and of each whether a sidecar lies beside it.

        Raises RefusedError (not_a_file) if the folder is read elsewhere, and OSError.
        """
        if folder.is_symlink() and folder not in self.roots:
            self._require_elsewhere(folder)
        key = (status.st_dev, status.st_ino)
        if key in self.walked:
            same = printable(self.walked[key].as_posix())
            raise RefusedError(Reason.NOT_A_FILE, f"the same folder as {same}, which is read already")
        self.walked[key] = folder
        with os.scandir(folder) as entries:
            names = {entry.name for entry in entries if not is_hidden(entry.name)}
        return [(folder / name, name + SIDECAR_SUFFIX in names) for name in sorted(names)]

    def _require_elsewhere(self, link: Path) -> None:
        target = link.resolve()
        for root in self.roots:
            real = root.resolve()
            if target == real or target in real.parents or real in target.parents:
                raise RefusedError(Reason.NOT_A_FILE, "a link to a folder that is read anyway, or that contains itself")


def _walk(root: Path, folders: _Folders) -> Iterator[Found | Reject]:
    pending = [(root, True)]
    while pending:
        path, is_described = pending.pop()
        uri = printable(path.as_posix())
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                pending.extend(reversed(folders.enter(path, status)))
                continue
            files.require_regular(status.st_mode)
            if _may_hold_sources(path):
                yield Found(uri, path, is_described=is_described)
        except RefusedError as refused:
            yield refused.reject(uri)
        except OSError as error:
            yield refusal_of(error).reject(uri)


def _may_hold_sources(path: Path) -> bool:
    """Whether a regular file is to be read by itself; false for a sidecar.

    Raises RefusedError (unsupported_type).
    """
    form = form_of(path.name)
    if form is Form.OTHER:
        raise _unsupported()
    if form is Form.SIDECAR and not path.with_name(described_by(path.name)).is_file():
        raise _orphan(path.name)
    return form is not Form.SIDECAR


def _list_members(found: Found, archive: ZipFile) -> Iterator[Source | Reject]:
    names = archives.member_names(archive)
    if not names:
        raise RefusedError(Reason.EMPTY, "the archive holds no files")
    for name in sorted(names):
        source = Source(f"{found.uri}!/{printable(name)}", found.place, name)
        try:
            if _is_text_member(archive, name):
                yield source
            if names[name] > 1:
                raise RefusedError(Reason.BAD_ARCHIVE, f"{names[name]} members have this name: only the last is read")
        except RefusedError as refused:
            yield refused.reject(source.uri)


def _is_text_member(archive: ZipFile, name: str) -> bool:
    """Whether a member is to be read; false for hidden ones and sidecars.

    Raises RefusedError (unsafe_name, not_a_file, unsupported_type).
    """
    if why := unsafe_because(name):
        raise RefusedError(Reason.UNSAFE_NAME, f"{why}: pack it with a relative name")
    if any(is_hidden(part) for part in name.split("/")):
        return False
    archives.require_regular_member(archive, name)
    form = form_of(name)
    if form is Form.SIDECAR:
        if described_by(name) not in archive.NameToInfo:
            raise _orphan(name)
        return False
    if form is not Form.TEXT:
        raise RefusedError(Reason.UNSUPPORTED_TYPE, "inside an archive .txt, .text and .md are read")
    return True


def _orphan(sidecar: str) -> RefusedError:
    described = printable(described_by(sidecar))
    return RefusedError(Reason.UNSUPPORTED_TYPE, f"a sidecar without its file: add {described}, or remove it")


def _unsupported() -> RefusedError:
    return RefusedError(Reason.UNSUPPORTED_TYPE, f"not a text file by its name: {_SUPPORTED} are read")
