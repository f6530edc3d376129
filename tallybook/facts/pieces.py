"""Chunks: what a sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tallybook.facts.timex_model import Timex


class Chunk(IntEnum):
    """What a chunk is."""

    NOUN = 1
    VERB = 2
    PREP = 3
    NUMBER = 4
    TIME = 5
    COMMA = 6
    STOP = 7
    OPEN = 8
    CLOSE = 9
    CONJ = 10
    CLAUSE = 11  # a word that opens a clause: if, when, that
    REL = 12
    PARTICLE = 13  # up, down, higher
    ADVERB = 14
    PARTICIPLE = 15  # behind a noun: "aircraft valued at"
    PRONOUN = 16


@dataclass(slots=True, init=False)
class Piece:
    """A chunk over the words [first, last); `head` is its main word, `tag` the tags of that word.

    `is_finite` is true of verb groups that carry a clause; `is_passive` and `is_modal` say how.
    """

    kind: Chunk
    first: int
    last: int
    head: int
    tag: int
    time: Timex | None
    is_finite: bool
    is_passive: bool
    is_modal: bool

    def __init__(
        self,
        kind: Chunk,
        first: int,
        last: int,
        head: int,
        tag: int,
        time: Timex | None = None,
        is_finite: bool = False,
        is_passive: bool = False,
        is_modal: bool = False,
    ) -> None:
        self.kind = kind
        self.first = first
        self.last = last
        self.head = head
        self.tag = tag
        self.time = time
        self.is_finite = is_finite
        self.is_passive = is_passive
        self.is_modal = is_modal
