"""`.gz` and `.zip`: members by name and their bytes, with nothing of an archive taken on trust."""

from __future__ import annotations

import errno
import gzip
import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tallybook.model import Reason
from tallybook.reading import files
from tallybook.reading.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallybook.reading.files import Place
    from tallybook.reading.limits import Limits

# Room for an entry of a zip directory: 46 bytes, a long name, extra fields.
_ENTRY_BYTES = 512
_LEAST_DIRECTORY_BYTES = 128 * 1024
# The decompressors of the other methods hand out a whole block at once, however large.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
)


class _GuardedFile(io.BufferedReader):
    """A file that hands `ZipFile` no more at once than a directory of `max_members` entries may take.

    `ZipFile` reads the whole directory into memory, and the sizes in it may lie.
    """

    def __init__(self, raw: io.RawIOBase, limits: Limits) -> None:
        super().__init__(raw)
        self._most = max(_LEAST_DIRECTORY_BYTES, limits.max_members * _ENTRY_BYTES)

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return super().read(self._most)
        if size > self._most:
            raise RefusedError(Reason.TOO_LARGE, "its directory is too long: split it, or raise max_members")
        return super().read(size)


@contextmanager
def _bad_archive() -> Iterator[None]:
    """Turns whatever a decompressor raises into a refusal, but not what the system or a store raises."""
    try:
        yield
    except _BROKEN as error:
        cause = error.__context__
        # `ZipFile` calls any file bad that it cannot read; what leads to before the beginning is bad indeed.
        if isinstance(cause, OSError) and cause.errno != errno.EINVAL:
            raise cause from None
        raise RefusedError(Reason.BAD_ARCHIVE, f"{error}: get it again, or unpack it") from error


def read_gzip(place: Place, limits: Limits) -> bytes:
    """The decompressed bytes of a `.gz`.

    Raises RefusedError (bad_archive, too_large, not_a_file) and OSError.
    """
    with files.open_regular(place) as file, _bad_archive(), gzip.GzipFile(fileobj=file, mode="rb") as stream:
        return files.read_bounded(stream, limits, compressed=files.size_of(file))


@contextmanager
def open_zip(place: Place, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A zip archive whose directory is within the limits.

    Raises RefusedError (bad_archive, too_large, not_a_file) and OSError.
    """
    with files.open_anywhere(place) as raw, _GuardedFile(raw, limits) as file:
        with _bad_archive():
            archive = zipfile.ZipFile(file)
        with archive:
            members = archive.infolist()
            if len(members) > limits.max_members:
                raise RefusedError(
                    Reason.TOO_LARGE,
                    f"{len(members):,} members: split it, or raise max_members ({limits.max_members:,})",
                )
            files.require_expansion(sum(member.file_size for member in members), files.size_of(raw), limits)
            yield archive


def member_names(archive: zipfile.ZipFile) -> Counter[str]:
    """The names of the files in a zip archive and how often each occurs (the last one counts)."""
    return Counter(member.filename for member in archive.infolist() if not member.is_dir())


def require_regular_member(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a member that says it is a symbolic link or a device.

    Raises RefusedError (not_a_file).
    """
    mode = archive.getinfo(name).external_attr >> 16
    if stat.S_IFMT(mode):
        files.require_regular(mode)


def read_member(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """The decompressed bytes of one member.

    Raises RefusedError (bad_archive, too_large) and KeyError if there is none of that name.
    """
    member = archive.getinfo(name)
    if member.flag_bits & _ENCRYPTED:
        raise RefusedError(Reason.BAD_ARCHIVE, "it is encrypted: unpack it first")
    if member.compress_type not in _METHODS:
        raise RefusedError(Reason.BAD_ARCHIVE, "its compression method is not read: pack it with deflate")
    files.require_size(member.file_size, limits.max_bytes)
    with _bad_archive(), archive.open(member) as stream:
        return files.read_bounded(stream, limits, compressed=member.compress_size)
