"""How much one file may ask of us."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read; whatever exceeds one is a reject, never a truncated text.

    `max_bytes` bounds one document after decompression, `max_members` the entries of one archive, and
    `max_expansion` how many times larger than its compressed bytes a member or an archive may grow (prose seldom
    passes 10; deflate can reach 1,032). `max_metadata_bytes` bounds front matter and sidecars.

    >>> Limits(max_bytes=1024).max_members
    10000
    """

    max_bytes: int = 64 * MEBIBYTE
    max_members: int = 10_000
    max_expansion: int = 200
    max_metadata_bytes: int = 64 * 1024
