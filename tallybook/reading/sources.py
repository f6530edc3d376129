"""Paths → sources: folders walked in a stable order, every file either a source or a reject."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.model import Reason
from tallybook.reading import archives, files
from tallybook.reading.names import Form, described_by, form_of, is_hidden, printable, unsafe_because
from tallybook.reading.refusals import RefusedError, refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zipfile import ZipFile

    from tallybook.model import Reject
    from tallybook.reading.limits import Limits

_SUPPORTED = ".txt, .text, .md, the same with .gz, and .zip"


@dataclass(frozen=True, slots=True)
class Source:
    """One text file, or one member of an archive, that has not been read yet.

    `uri` is the path as it was given plus the way below it, valid and printable Unicode, with `!/` in front of a
    member's name; `member` is the name inside a `.zip`, else None.
    """

    uri: str
    path: Path
    member: str | None = None


class SourceNotFound(FileNotFoundError):  # noqa: N818 - named like the built-in it is caught as
    """A path that was asked for does not exist; says which."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{printable(path.as_posix())}: no such file or folder: check the path, or create it")


def list_sources(paths: Sequence[Path], limits: Limits) -> Iterator[Source | Reject]:
    """Every source below `paths`, in the order given and by name below each, and a reject for every other file.

    Hidden files and folders (a leading dot) are overlooked, and sidecars are read with the file that they describe.
    A linked folder is followed unless it leads back to what is read anyway, so each folder is walked once.

    Raises SourceNotFound, before anything is listed, if one of the paths does not exist.
    """
    roots = _outermost(paths)
    for root in roots:
        if not os.path.lexists(root):
            raise SourceNotFound(root)
    return _walk(roots, limits)


def lies_below(uri: str, paths: Sequence[Path]) -> bool:
    """Whether listing `paths` would meet the source `uri` if it were there; both are seen from the working directory.

    >>> lies_below("raw/prices/a.zip!/b.txt", [Path("./raw")]), lies_below("raw/a.txt", [Path("raw/prices")])
    (True, False)
    """
    file = _absolute(uri.partition("!/")[0])
    roots = [_absolute(printable(path.as_posix())) for path in paths]
    return any(root == file or _covers(root, file) for root in roots)


def _absolute(name: str) -> Path:
    """The path from the root, without `..`, with links as they are: `Path.resolve` would follow them."""
    return Path(os.path.abspath(name))  # noqa: PTH100


def _outermost(paths: Sequence[Path]) -> list[Path]:
    """The paths without repeats and without those that a walk of another one meets anyway."""
    distinct = list(dict.fromkeys(paths))
    return [path for path in distinct if not any(_covers(other, path) for other in distinct)]


def _covers(folder: Path, path: Path) -> bool:
    if folder not in path.parents:
        return False
    below = path.relative_to(folder).parts
    return ".." not in below and not any(is_hidden(part) for part in below)


@dataclass(slots=True)
class _Folders:
    """The folders walked so far, by device and inode, so that links and mounts end in no loop."""

    roots: list[Path]
    walked: dict[tuple[int, int], Path] = field(default_factory=dict)

    def enter(self, folder: Path, status: os.stat_result) -> list[Path]:
        """The entries of a folder, by name, without hidden ones.

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
            names = sorted(entry.name for entry in entries if not is_hidden(entry.name))
        return [folder / name for name in names]

    def _require_elsewhere(self, link: Path) -> None:
        target = link.resolve()
        for root in self.roots:
            real = root.resolve()
            if target == real or target in real.parents or real in target.parents:
                raise RefusedError(Reason.NOT_A_FILE, "a link to a folder that is read anyway, or that contains itself")


def _walk(roots: list[Path], limits: Limits) -> Iterator[Source | Reject]:
    folders = _Folders([root for root in roots if root.is_dir()])
    pending = roots[::-1]
    while pending:
        path = pending.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                pending.extend(reversed(folders.enter(path, status)))
            else:
                files.require_regular(status.st_mode)
                yield from _list_file(path, limits)
        except RefusedError as refused:
            yield refused.reject(printable(path.as_posix()))
        except OSError as error:
            yield refusal_of(error).reject(printable(path.as_posix()))


def _list_file(path: Path, limits: Limits) -> Iterator[Source | Reject]:
    """What one regular file holds: itself, the members of an archive, or nothing if it is a sidecar."""
    uri = printable(path.as_posix())
    form = form_of(path.name)
    if form is Form.ZIP:
        with archives.open_zip(path, limits) as archive:
            yield from _list_members(path, uri, archive)
    elif form is Form.SIDECAR:
        if not path.with_name(described_by(path.name)).is_file():
            raise _orphan(path.name)
    elif form is Form.OTHER:
        raise RefusedError(Reason.UNSUPPORTED_TYPE, f"not a text file by its name: {_SUPPORTED} are read")
    else:
        yield Source(uri, path)


def _list_members(path: Path, uri: str, archive: ZipFile) -> Iterator[Source | Reject]:
    names = archives.member_names(archive)
    if not names:
        raise RefusedError(Reason.EMPTY, "the archive holds no files")
    for name in sorted(names):
        source = Source(f"{uri}!/{printable(name)}", path, name)
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
