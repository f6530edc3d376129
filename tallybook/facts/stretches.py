"""The expressions of time in a sentence, and which stretch of it belongs to which amount."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Amount, Claim
from tallybook.facts.syntax import Syntax
from tallybook.facts.time_roles import REACH, is_base, is_of_another, is_said, is_year, leading, named_in
from tallybook.facts.timex_cues import time_words
from tallybook.lexicons import load
from tallybook.model import Measure

if TYPE_CHECKING:
    from tallybook.facts.timex_model import Timex

# Between "compared with" and the amount that it brings in stand so many chunks at most.
_NEAR: Final = 6
# These end the stretch of an amount.
_ENDS: Final = (ch.STOP, ch.CLAUSE, ch.OPEN, ch.CLOSE)
# What may stand between a month and its year.
_BETWEEN_DATES: Final = (ch.PREP, ch.NOUN, ch.COMMA)


@cache
def _compared(language: str = "en") -> frozenset[str]:
    return frozenset(load("words", language)["comparison"]["verbs"])


@dataclass(slots=True, init=False)
class Stretches:
    """The amounts of one sentence, what it says of them, and the chunks that are expressions of time."""

    s: Syntax
    amounts: Sequence[Amount]
    claims: Sequence[Claim]
    _times: list[int]
    _owned: dict[int, tuple[int, int]]

    def __init__(
        self,
        s: Syntax,
        amounts: Sequence[Amount],
        claims: Sequence[Claim],
    ) -> None:
        self.s = s
        self.amounts = amounts
        self.claims = claims
        self._owned = {}
        self._times = [
            i for i, p in enumerate(s.pieces) if p.time is not None and p.time.sense != "rate" and not is_base(s, p)
        ]

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
        if s.kind(end) == ch.STOP and s.low(end) == "/":
            end += 2  # "96.35/MWh a year earlier"
        end += s.kind(end) == ch.CLOSE  # "405 billion (+14.3%) in 2024"
        limit = min(self._limit(k), start + REACH)
        has_verb = self._has_verb(k, start)
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
            if piece.kind == ch.OPEN and s.kind(end + 1) == ch.NOUN and s.kind(end + 2) == ch.CLOSE:
                end += 3
                continue
            if piece.kind == ch.CLAUSE and s.low(end) == "when":
                end += 1  # "from 2 mln when it took office in 1981"
                continue
            if end > start and s.low(end) in time_words("causes"):
                break
            if piece.kind in _ENDS and not self._is_so_far(end):
                break
            if piece.kind == ch.REL and s.kind(end - 1) == ch.COMMA:
                break  # "the reported 5 mln, which left a 1986 loss of 3 mln"
            if piece.kind == ch.COMMA and self.claims[k].is_prior and self.times_in(start, end):
                break  # "from 3 mln a year ago, bringing sales for the six months to 5 mln"
            is_next = is_joined and (has_verb or self.s.kind(joint + 1) == ch.TIME)
            if piece.kind == ch.VERB and piece.is_finite and (is_next or is_said(piece)):
                return start, end if joint < 0 or is_said(piece) else joint
            has_verb = has_verb or (piece.kind == ch.VERB and piece.is_finite)
            if piece.kind == ch.CONJ:
                joint = end
            is_joined = is_joined or piece.kind in (ch.CONJ, ch.COMMA)
            end += 1
        return start, end

    def _is_so_far(self, at: int) -> bool:
        """As in "40 failures so far this year": no clause begins there."""
        return self.s.low(at) == "so" and self.s.low(at + 1) == "far"

    def _has_verb(self, k: int, end: int) -> bool:
        """Whether a clause of its own carries amount `k`, so that another verb behind "and" begins the next one."""
        pieces, verb = self.s.pieces, self.claims[k].verb
        if verb >= 0:
            return verb < end and not pieces[verb].tag & t.SPEECH
        for at in range(end - 1, max(-1, end - REACH), -1):
            if pieces[at].kind == ch.VERB and pieces[at].is_finite:
                return not pieces[at].tag & t.SPEECH
            if pieces[at].kind in (ch.STOP, ch.CLAUSE, ch.REL):
                break
        return False

    def _limit(self, k: int) -> int:
        """Where the next amount begins, with the preposition that leads to it."""
        if k + 1 >= len(self.amounts):
            return len(self.s.pieces)
        following = self.amounts[k + 1]
        first = self.s.piece_of[following.word]
        limit = first if first >= 0 else following.at
        verb = self.claims[k + 1].verb
        if any(self.s.kind(at) == ch.CONJ for at in range(self.amounts[k].at + 1, verb)):
            limit = min(limit, verb)  # "raised 1986 net to 3 mln and lowered 1985 net to 2 mln"
        phrase = self.claims[k + 1].phrase
        is_before = phrase is not None and not any(
            self.s.pieces[at].is_finite for at in range(phrase.head, min(following.at, phrase.head + _NEAR))
        )
        if (
            phrase is not None
            and is_before
            and self.amounts[k].at < phrase.first < limit
            and self.s.kind(limit - 1) == ch.PREP
        ):
            limit = phrase.first  # "1.8 billion, to give a surplus for 1986 of 7.2 billion"
        limit = min(limit, following.left) if self.s.kind(following.left) == ch.PREP else limit
        has_own = self.s.kind(limit - 1) == ch.TIME and self.s.kind(limit - 2) == ch.PREP
        is_next = has_own and self.s.kind(limit - 3) == ch.CONJ and limit - 3 > self.amounts[k].at
        return limit - 3 if is_next else limit  # "put it at 5 mln in 1986 and in 1985 at 4 mln"

    def inner(self, k: int) -> list[Timex]:
        """The times within the phrase of amount `k`, as in "against *last year's* 3 mln", "from a *January* rate of 7".

        They stand between the preposition that leads to the phrase and the amount, as chunks of their own or as words
        of a noun.
        """
        s, at = self.s, self.amounts[k].at
        label = at - 2
        if s.kind(at - 1) == ch.STOP and s.low(at - 1) == ":" and self.times_in(label, label + 1):
            return [self.time(label)]  # "(2023: 5 mln)"
        first = leading(s, self.amounts[k].left) + 1 or self._behind_joint(self.amounts[k].left)
        if first == 0:
            return []
        found = [self.time(chunk) for chunk in self.times_in(first, at) if not is_of_another(s, chunk)]
        return found or [time for chunk in range(first, at) for time in named_in(s, chunk)]

    def _behind_joint(self, left: int) -> int:
        """The chunk behind "and" or "above" before an amount's phrase: "and *a* May level of 4 mln"; 0 if none is."""
        for at in range(left, max(0, left - _NEAR), -1):
            if self.s.kind(at) in (ch.CONJ, ch.PARTICLE):
                return at + 1
            if self.s.kind(at) not in (ch.NOUN, ch.TIME, ch.PREP, ch.ADVERB):
                break
        return 0

    def last_of(self, at: int, k: int) -> Timex | None:
        """The time that a span reaches to, if the chunk of time `at` opens one: "between March 3 and *March 9*".

        What amount `k` has moved to is of the end alone: "from 2015 to 2019, debt grew to 3 mln".
        """
        s, claim = self.s, self.claims[k]
        is_between = s.low(at - 1) == "between" and s.kind(at + 1) == ch.CONJ
        is_moved = claim.measure is Measure.CHANGE or claim.rule in ("level.reached", "level.from")
        is_from = not is_moved and s.low(at - 1) == "from" and s.low(at + 1) in time_words("until")
        return s.pieces[at + 2].time if (is_between or is_from) and s.kind(at + 2) == ch.TIME else None

    def combined(self, at: int, others: Sequence[int]) -> Timex:
        """The expression at chunk `at` with the year that another one beside it tells, or the other way round."""
        time = self.time(at)
        for other in others:
            if other == at:
                continue
            extra = self.time(other)
            if is_year(time) and _needs_year(extra) and self._is_told_by(other, at):
                return replace(extra, year=time)
            if _needs_year(time) and is_year(extra) and self._is_told_by(at, other):
                return replace(time, year=extra)
        return time

    def _is_told_by(self, part: int, year: int) -> bool:
        """Whether the year at one chunk belongs to the month at another: "in March 1986", "end-March sales last year".

        It does not in "127 pct of the 1977 average in February", or "3 pct in January, the most since records began in
        1953".
        """
        first, last = min(part, year), max(part, year)
        between = self.s.pieces[first + 1 : min(last, first + 1 + _NEAR)]
        if part < year:
            return last - first <= _NEAR and all(piece.kind in _BETWEEN_DATES for piece in between)
        return last - first <= 2 and all(piece.kind in (ch.PREP, ch.COMMA) for piece in between)


def _needs_year(time: Timex) -> bool:
    return time.year is None and (time.sense == "month" or time.iso.startswith("-"))
