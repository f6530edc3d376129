"""Chunks: what a sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.facts.timex_model import Timex


@dataclass(slots=True, init=False)
class Piece:
    """A chunk over the words [first, last); `head` is its main word, `tag` the tags of that word.

    `is_finite` is true of verb groups that carry a clause; `is_passive` and `is_modal` say how.
    """

    kind: int
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
        kind: int,
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
