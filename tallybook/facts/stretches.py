"""The expressions of time in a sentence, and which stretch of it belongs to which amount."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from tallybook.facts import tags as t
from tallybook.facts.pieces import Chunk
from tallybook.lexicons import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.pieces import Piece
    from tallybook.facts.syntax import Syntax
    from tallybook.facts.timex import Timex

# No stretch is looked at beyond so many chunks, so that a sentence of any length stays linear.
REACH = 60
# Between "compared with" and the amount that it brings in stand so many chunks at most.
_NEAR = 6
_DAY = re.compile(r"\d\d-\d\d\Z")
_LINKS = frozenset({"in", "of", "for", "at", "during"})


@cache
def _cues(language: str = "en") -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("periods", language)
    return frozenset(data["comparing"]), frozenset(data["comparing_nouns"]), frozenset(data["not_of_amount"])


@cache
def _terms(language: str = "en") -> frozenset[str]:
    return frozenset(load("periods", language)["not_of_amount_behind"])


@cache
def _compared(language: str = "en") -> frozenset[str]:
    return frozenset(load("words", language)["comparison"]["verbs"])


@cache
def _made(language: str = "en") -> frozenset[str]:
    return frozenset(load("periods", language)["not_of_amount_verbs"])


@dataclass(slots=True)
class Stretches:
    """The amounts of one sentence, what it says of them, and the chunks that are expressions of time."""

    s: Syntax
    amounts: Sequence[Amount]
    claims: Sequence[Claim]
    _times: list[int] = field(default_factory=list)
    _owned: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pieces = self.s.pieces
        self._times = [
            i for i, p in enumerate(pieces) if p.time is not None and p.time.sense != "rate" and not self._is_base(p)
        ]

    def _is_base(self, piece: Piece) -> bool:
        """As in "the index (base 1981)", "1980 = 100"."""
        low = self.s.reading.low
        return (piece.first > 0 and low[piece.first - 1] == "base") or low[piece.last] == "="

    def times_in(self, first: int, last: int) -> list[int]:
        """The chunks of time within [first, last)."""
        return self._times[bisect_left(self._times, first) : bisect_left(self._times, last)]

    def time(self, at: int) -> Timex:
        """The expression at a chunk of time."""
        found = self.s.pieces[at].time
        if found is None:
            message = f"chunk {at} is no expression of time"
            raise ValueError(message)
        return found

    def owned(self, k: int) -> tuple[int, int]:
        """The chunks behind amount `k`, up to what leads to the next amount or to the end of its stretch."""
        known = self._owned.get(k)
        if known is None:
            known = self._owned[k] = self._find_owned(k)
        return known

    def _find_owned(self, k: int) -> tuple[int, int]:
        pieces, s = self.s.pieces, self.s
        start = end = self.amounts[k].at + 1
        if s.kind(end) is Chunk.STOP and s.low(end) == "/":
            end += 2  # "96.35/MWh a year earlier"
        end += s.kind(end) is Chunk.CLOSE  # "405 billion (+14.3%) in 2024"
        limit = min(self._limit(k), start + REACH)
        verb = self.claims[k].verb
        has_verb = 0 <= verb < start and not pieces[verb].tag & t.SPEECH
        is_joined, joint = False, -1
        is_followed = k + 1 < len(self.claims) and self.claims[k + 1].is_prior
        while end < limit:
            piece = pieces[end]
            if (
                is_followed
                and self.amounts[k + 1].at - end <= _NEAR
                and (piece.tag & t.COMPARE or s.low(end) in _compared())
            ):
                break  # "a 1986 loss of 85 cts compared to a 1985 loss of 1.30 dlrs"
            if piece.kind is Chunk.OPEN and s.kind(end + 1) is Chunk.NOUN and s.kind(end + 2) is Chunk.CLOSE:
                end += 3
                continue
            if piece.kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.OPEN, Chunk.CLOSE):
                break
            if piece.kind is Chunk.VERB and piece.is_finite and ((is_joined and has_verb) or is_said(piece)):
                return start, end if joint < 0 or is_said(piece) else joint
            if piece.kind is Chunk.CONJ:
                joint = end
            is_joined = is_joined or piece.kind in (Chunk.CONJ, Chunk.COMMA)
            end += 1
        return start, end

    def _limit(self, k: int) -> int:
        """Where the next amount begins, with the preposition that leads to it."""
        if k + 1 >= len(self.amounts):
            return len(self.s.pieces)
        following = self.amounts[k + 1]
        first = self.s.piece_of[following.word]
        limit = first if first >= 0 else following.at
        return min(limit, following.left) if self.s.kind(following.left) is Chunk.PREP else limit

    def combined(self, at: int, others: Sequence[int]) -> Timex:
        """The expression at chunk `at` with the year that another one beside it tells, or the other way round."""
        time = self.time(at)
        for other in others:
            extra = self.time(other)
            if other == at:
                continue
            if _is_year(time) and _needs_year(extra):
                return replace(extra, year=time)
            if _needs_year(time) and _is_year(extra):
                return replace(time, year=extra)
        return time


def _is_year(time: Timex) -> bool:
    return (time.sense == "pointer" and time.unit == "A") or (time.sense == "iso" and len(time.iso) == 4)


def _needs_year(time: Timex) -> bool:
    return time.year is None and (time.sense == "month" or time.iso.startswith("-"))


def is_said(piece: Piece) -> bool:
    """Whether a verb group says what stands beside it: not "were seen"."""
    return bool(piece.tag & t.SPEECH) and not piece.is_passive


def is_of_another(s: Syntax, at: int) -> bool:
    """Whether the date at chunk `at` belongs to something else than an amount.

    The end of a loan ("due 1997"), or the day on which it was said ("the figure announced last month").
    """
    first = s.pieces[at].first
    if first > 0 and s.reading.low[first - 1] in _cues()[2]:
        return True
    if s.kind(at + 1) is Chunk.NOUN and s.low(at + 1) in _terms():
        return True
    before = at - 1
    while s.kind(before) in (Chunk.PREP, Chunk.ADVERB):
        before -= 1
    return s.kind(before) is Chunk.PARTICIPLE and (bool(s.tag(before) & t.SPEECH) or s.low(before) in _made())


def is_compared(s: Syntax, at: int) -> bool:
    """Whether the expression at chunk `at` is what a change is measured against.

    As in "from a year earlier", "than in 1985", "above its trough in March".
    """
    if is_of_another(s, at):
        return True
    time = s.pieces[at].time
    if time is None:
        return False
    before = at - 1
    if s.kind(before) is Chunk.PREP and s.low(before) in _LINKS:
        if _is_comparing_noun(s, before - 1):
            return True
        before -= 1
    elif _is_comparing_noun(s, before):
        before -= 1
    word = s.low(before)
    if s.kind(before) is Chunk.PARTICLE and word in _cues()[1] | {"ahead"}:
        return True
    if s.kind(before) not in (Chunk.PREP, Chunk.VERB, Chunk.PARTICIPLE):
        return time.sense in ("back", "ago") and before >= 0 and not time.is_possessive
    return word in _cues()[0] and _is_measured_against(time, word)


def is_measured_from(s: Syntax, at: int) -> bool:
    """As in "362,000 units, unchanged from December": beside a level, too, may stand what it is compared with."""
    time = s.pieces[at].time
    before = at - 1
    return s.kind(before) is Chunk.PREP and s.low(before) in ("from", "than") and time is not None and not time.until


def _is_comparing_noun(s: Syntax, at: int) -> bool:
    """Whether chunk `at` is a noun that a comparison governs: "than *the level* in 1985"."""
    return s.kind(at) is Chunk.NOUN and s.kind(at - 1) in (Chunk.PREP, Chunk.PARTICLE) and s.low(at - 1) in _cues()[1]


def _is_measured_against(time: Timex, word: str) -> bool:
    """Whether a time behind a comparing word is compared with: not "over the past year", "on January 19"."""
    if word == "to":
        return time.sense not in ("span", "cumulative", "pointer", "month", "iso")
    if word == "over" and time.sense in ("span", "cumulative"):
        return False
    if word == "over" and time.sense == "pointer":
        return time.count < 0
    return not (word == "on" and (time.sense == "weekday" or _DAY.search(time.iso) is not None))
