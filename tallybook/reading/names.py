"""What the name of a file or of an archive's member tells, and how it is written down."""

from __future__ import annotations

import re
from enum import Enum, auto

TEXT_SUFFIXES = (".txt", ".text", ".md")
GZIP_SUFFIX = ".gz"
ZIP_SUFFIX = ".zip"
SIDECAR_SUFFIX = ".meta.yaml"

_ESCAPE_LOOKALIKE = re.compile(r"%(?=[0-9A-Fa-f]{2})")
_DRIVE = re.compile(r"[A-Za-z]:")


class Form(Enum):
    """How a file is read, as its name says."""

    TEXT = auto()
    GZIP = auto()
    ZIP = auto()
    SIDECAR = auto()
    OTHER = auto()


def form_of(name: str) -> Form:
    """The form that a file's name promises; only text may be inside a `.gz`.

    >>> form_of("cpi.txt.gz")
    <Form.GZIP: 2>
    """
    lower = name.lower()
    if lower.endswith(TEXT_SUFFIXES):
        return Form.TEXT
    if lower.endswith(tuple(suffix + GZIP_SUFFIX for suffix in TEXT_SUFFIXES)):
        return Form.GZIP
    if lower.endswith(ZIP_SUFFIX):
        return Form.ZIP
    return Form.SIDECAR if lower.endswith(SIDECAR_SUFFIX) else Form.OTHER


def described_by(sidecar: str) -> str:
    """The name of the file that a sidecar describes."""
    return sidecar[: -len(SIDECAR_SUFFIX)]


def is_hidden(name: str) -> bool:
    """Whether a file or folder is meant to be overlooked."""
    return name.startswith(".") or name == "__MACOSX"


def unsafe_because(member: str) -> str | None:
    """Why the name of an archive's member is refused, or None if it is harmless.

    >>> unsafe_because("a/../../etc/passwd")
    'it climbs out of the archive with ..'
    """
    parts = member.replace("\\", "/").split("/")
    if ".." in parts:
        return "it climbs out of the archive with .."
    if parts[0] == "":
        return "it is absolute"
    return "it starts with a drive letter" if _DRIVE.match(member) else None


def printable(name: str) -> str:
    r"""A file name as valid, printable Unicode: bytes that are not UTF-8 and unprintable characters as %XX.

    Reversible: a % that could be taken for an escape is escaped itself.

    >>> printable("caf\udce9.txt"), printable("5%25.txt"), printable("5% up.txt")
    ('caf%E9.txt', '5%2525.txt', '5% up.txt')
    """
    escaped = _ESCAPE_LOOKALIKE.sub("%25", name)
    if escaped.isprintable():  # as nearly all are: character by character takes longer than the rest of listing
        return escaped
    return "".join(c if c.isprintable() else _escape(c) for c in escaped)


def _escape(character: str) -> str:
    try:
        raw = character.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: an archive may hold one
        raw = character.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)
