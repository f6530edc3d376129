"""Source → bytes: of a file, a `.gz` or a member of a `.zip`, together with its sidecar's."""

from __future__ import annotations

import errno
import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from tallybook.model import Reason
from tallybook.reading import archives, files
from tallybook.reading.names import SIDECAR_SUFFIX, Form, form_of
from tallybook.reading.refusals import RefusedError

if TYPE_CHECKING:
    from zipfile import ZipFile

    from tallybook.reading.files import Place
    from tallybook.reading.limits import Limits
    from tallybook.reading.sources import Source


@dataclass(frozen=True)
class Contents:
    """The decompressed bytes of a source, and of the sidecar beside it if there is one."""

    body: bytes
    sidecar: bytes | None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the body's bytes followed by the sidecar's, as 64 hex digits."""
        digest = hashlib.sha256(self.body)
        digest.update(self.sidecar or b"")
        return digest.hexdigest()

    @property
    def document_id(self) -> str:
        """What identifies the document: the first 16 hex digits of the hash."""
        return self.sha256[:16]


class ContentReader:
    """Reads the contents of sources; keeps the last archive open, because its members come in a row.

    A context manager: leaving it closes the archive.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._metadata_limits = replace(limits, max_bytes=limits.max_metadata_bytes)
        self._stack = ExitStack()
        self._open: tuple[Place, ZipFile] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open = None
        self._stack.close()

    def read(self, source: Source) -> Contents:
        """The contents of one source.

        Raises RefusedError and OSError.
        """
        if source.member is not None:
            return self._read_member(source.path, source.member)
        if form_of(source.path.name) is Form.GZIP:
            body = archives.read_gzip(source.path, self._limits)
        else:
            body = _read_file(source.path, self._limits)
        return Contents(body, self._read_sidecar(source.path) if source.is_described else None)

    def _read_sidecar(self, path: Place) -> bytes | None:
        try:
            return _read_file(path.with_name(path.name + SIDECAR_SUFFIX), self._metadata_limits)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:  # the file's own name fills what the system allows
                return None
            raise

    def _read_member(self, path: Place, member: str) -> Contents:
        archive = self._archive(path)
        try:
            body = archives.read_member(archive, member, self._limits)
        except KeyError:
            raise RefusedError(Reason.UNREADABLE, "no longer in the archive: run again") from None
        sidecar = member + SIDECAR_SUFFIX
        if sidecar not in archive.NameToInfo:
            return Contents(body, None)
        return Contents(body, archives.read_member(archive, sidecar, self._metadata_limits))

    def _archive(self, path: Place) -> ZipFile:
        if self._open is None or self._open[0] != path:
            self.__exit__()
            self._open = (path, self._stack.enter_context(archives.open_zip(path, self._limits)))
        return self._open[1]


def _read_file(path: Place, limits: Limits) -> bytes:
    with files.open_regular(path) as file:
        files.require_size(files.size_of(file), limits.max_bytes)
        return files.read_bounded(file, limits)
