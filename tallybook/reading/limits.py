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

    `max_seconds` of CPU time and `max_numbers` bound what the engine does with one document, `max_sentences` how many
    sentences and lines it has, and `max_sentence` the characters of one. Together they bound the memory of a process:
    100,000 numbers take 1.1 GB, a mebibyte of prose 0.1 GB, a million sentences or a sentence of a million 0.25 GB.

    >>> Limits(max_bytes=1024).max_members
    10000
    """

    max_bytes: int = 16 * MEBIBYTE
    max_members: int = 10_000
    max_expansion: int = 200
    max_metadata_bytes: int = 64 * 1024
    max_seconds: float = 60
    max_numbers: int = 100_000
    max_sentences: int = 1_000_000
    max_sentence: int = 1_000_000
