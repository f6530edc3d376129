"""Opening and reading bytes without ever waiting, overflowing memory or trusting a size."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tallybook import objects
from tallybook.model import Reason
from tallybook.objects import Object, ObjectFile
from tallybook.reading.limits import MEBIBYTE
from tallybook.reading.refusals import RefusedError

if TYPE_CHECKING:
    from tallybook.reading.limits import Limits

Place = Path | Object
"""Where a file is: on this machine, or in a store of objects."""

_CHUNK = MEBIBYTE
# Below this a large ratio does no harm: a page of blanks or a short table of zeros is no bomb.
_FREE_BYTES = MEBIBYTE

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a symbolic link",
}


class Readable(Protocol):
    """Anything that hands out bytes piece by piece, and none at its end."""

    def read(self, size: int, /) -> bytes | None:
        """At most `size` bytes."""


def require_regular(mode: int) -> None:
    """Refuse what is not a regular file.

    Raises RefusedError (not_a_file).
    """
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "no regular file")
        raise RefusedError(Reason.NOT_A_FILE, f"it is {kind}: only regular files are read")


def open_regular(place: Place) -> io.FileIO | ObjectFile:
    """Open a regular file, or an object, for reading from its beginning to its end.

    Raises RefusedError (not_a_file) and OSError.
    """
    return objects.open_stream(place) if isinstance(place, Object) else _open_file(place)


def open_anywhere(place: Place) -> io.FileIO | ObjectFile:
    """Open a regular file, or an object, for reading piece by piece in any order.

    Raises RefusedError (not_a_file) and OSError.
    """
    return objects.open_anywhere(place) if isinstance(place, Object) else _open_file(place)


def _open_file(path: Path) -> io.FileIO:
    """Open a regular file; never blocks, not even on a pipe that took the file's place."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    try:
        require_regular(os.fstat(descriptor).st_mode)
        return io.FileIO(descriptor)
    except BaseException:
        os.close(descriptor)
        raise


def size_of(file: io.FileIO | ObjectFile) -> int:
    """Size of an open file in bytes, now."""
    return file.size if isinstance(file, ObjectFile) else os.fstat(file.fileno()).st_size


def require_size(size: int, max_bytes: int) -> None:
    """Refuse what is larger than `max_bytes`.

    Raises RefusedError (too_large).
    """
    if size > max_bytes:
        raise RefusedError(Reason.TOO_LARGE, f"more than {max_bytes:,} bytes: split it, or raise max_bytes")


def require_expansion(size: int, compressed: int, limits: Limits) -> None:
    """Refuse what grows more than `max_expansion` times when decompressed.

    Raises RefusedError (too_large).
    """
    if size > _FREE_BYTES and size > compressed * limits.max_expansion:
        raise RefusedError(
            Reason.TOO_LARGE, f"expands more than {limits.max_expansion} times: unpack it, or raise max_expansion"
        )


def read_bounded(stream: Readable, limits: Limits, compressed: int | None = None) -> bytes:
    """All bytes of a stream, whatever size it claimed; `compressed` is what they take up on disk, if they are packed.

    Raises RefusedError (too_large) as soon as a limit is passed.
    """
    chunks = bytearray()
    while chunk := stream.read(min(_CHUNK, limits.max_bytes + 1)):
        chunks += chunk
        require_size(len(chunks), limits.max_bytes)
        if compressed is not None:
            require_expansion(len(chunks), compressed, limits)
    return bytes(chunks)
