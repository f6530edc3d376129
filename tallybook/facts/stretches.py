"""The expressions of time in a sentence, and which stretch of it belongs to which amount."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Amount, Claim
from tallybook.facts.syntax import Syntax
from tallybook.facts.timex import scan
from tallybook.facts.timex_cues import cues
from tallybook.lexicons import load

if TYPE_CHECKING:
    from tallybook.facts.pieces import Piece
    from tallybook.facts.timex_model import Timex

# No stretch is looked at beyond so many chunks, so that a sentence of any length stays linear.
REACH: Final = 60
# Between "compared with" and the amount that it brings in stand so many chunks at most.
_NEAR: Final = 6
_DAY: Final = re.compile(r"\d\d-\d\d\Z")
_LINKS: Final = frozenset({"in", "of", "for", "at", "during"})
# These end the stretch of an amount.
_ENDS: Final = (ch.STOP, ch.CLAUSE, ch.OPEN, ch.CLOSE)
# What may stand between a month and its year.
_BETWEEN_DATES: Final = (ch.PREP, ch.NOUN, ch.COMMA)
# Inside a phrase these tie the amount to its noun: "a deficit of 3 mln".
_INNER: Final = frozenset({"of", "at"})


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
def _foretold(language: str = "en") -> frozenset[str]:
    return frozenset(load("periods", language)["made_behind"])


@cache
def _causes(language: str = "en") -> frozenset[str]:
    return frozenset(load("periods", language)["causes"])


@cache
def _made(language: str = "en") -> frozenset[str]:
    return frozenset(load("periods", language)["not_of_amount_verbs"])


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
            i for i, p in enumerate(s.pieces) if p.time is not None and p.time.sense != "rate" and not self._is_base(p)
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
            if (end > start and s.low(end) in _causes()) or (piece.kind in _ENDS and not self._is_so_far(end)):
                break
            is_next = is_joined and (has_verb or self.s.kind(joint + 1) == ch.TIME)
            if piece.kind == ch.VERB and piece.is_finite and (is_next or is_said(piece)):
                return start, end if joint < 0 or is_said(piece) else joint
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
        phrase = self.claims[k + 1].phrase
        if phrase is not None and self.amounts[k].at < phrase.first < limit and self.s.kind(limit - 1) == ch.PREP:
            limit = phrase.first  # "1.8 billion, to give a surplus for 1986 of 7.2 billion"
        return min(limit, following.left) if self.s.kind(following.left) == ch.PREP else limit

    def inner(self, k: int) -> list[Timex]:
        """The times within the phrase of amount `k`, as in "against *last year's* 3 mln", "from a *January* rate of 7".

        They stand between the preposition that leads to the phrase and the amount, as chunks of their own or as words
        of a noun.
        """
        s, at = self.s, self.amounts[k].at
        label = at - 2
        if s.kind(at - 1) == ch.STOP and s.low(at - 1) == ":" and self.times_in(label, label + 1):
            return [self.time(label)]  # "(2023: 5 mln)"
        first = leading(s, self.amounts[k].left) + 1
        if first == 0:
            return []
        found = [self.time(chunk) for chunk in self.times_in(first, at) if not is_of_another(s, chunk)]
        return found or [time for chunk in range(first, at) for time in named_in(s, chunk)]

    def between(self, at: int) -> Timex | None:
        """The day that a span reaches to, if the chunk of time `at` opens one: "between March 3 and *March 9*"."""
        is_open = self.s.low(at - 1) == "between" and self.s.kind(at + 1) == ch.CONJ
        return self.s.pieces[at + 2].time if is_open and self.s.kind(at + 2) == ch.TIME else None

    def combined(self, at: int, others: Sequence[int]) -> Timex:
        """The expression at chunk `at` with the year that another one beside it tells, or the other way round."""
        time = self.time(at)
        for other in others:
            if other == at:
                continue
            extra = self.time(other)
            if _is_year(time) and _needs_year(extra) and self._is_told_by(other, at):
                return replace(extra, year=time)
            if _needs_year(time) and _is_year(extra) and self._is_told_by(at, other):
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


def _is_year(time: Timex) -> bool:
    return (time.sense == "pointer" and time.unit == "A") or (
        time.sense == "iso" and len(time.iso) == 4 and not time.iso.startswith("-")
    )


def _needs_year(time: Timex) -> bool:
    return time.year is None and (time.sense == "month" or time.iso.startswith("-"))


def leading(s: Syntax, left: int) -> int:
    """The preposition that leads to the phrase of an amount governed by chunk `left`, or -1.

    As in "against a revised deficit of 3": it stands a few chunks of nouns and times away.
    """
    for look in range(left, max(-1, left - _NEAR), -1):
        kind = s.kind(look)
        if kind == ch.PREP and not (look >= left - 1 and s.low(look) in _INNER):
            return look
        if kind not in (ch.NOUN, ch.TIME, ch.ADVERB, ch.PARTICIPLE, ch.PREP):
            break
    return -1


def named_in(s: Syntax, chunk: int) -> list[Timex]:
    """The times that are words of the noun at a chunk: "a January rate", "a year-on-year March figure"."""
    piece = s.pieces[chunk]
    found: list[Timex] = []
    if piece.kind != ch.NOUN:
        return found
    tag = s.reading.tag
    for word in range(piece.first, piece.last):
        if tag[word] & (t.TIME_WORD | t.DATE):
            time = scan(s.reading, word, cues())
            if time is not None and time.sense in ("month", "iso", "span", "pointer", "same"):
                found.append(time)
    return found


def is_said(piece: Piece) -> bool:
    """Whether a verb group says what stands beside it: not "were seen"."""
    return bool(piece.tag & t.SPEECH) and not piece.is_passive


def is_of_another(s: Syntax, at: int) -> bool:
    """Whether the date at chunk `at` belongs to something else than an amount.

    The end of a loan ("due 1997"), or the day on which it was said ("the figure announced last month").
    """
    first, ends = s.pieces[at].first, _cues()[2]
    low = s.reading.low
    if first > 0 and low[first - 1] in ends:
        return True
    if first > 1 and low[first - 2] in ends and s.kind(at - 1) == ch.PREP:
        return True  # "debts due by mid-1988"
    if s.kind(at + 1) == ch.NOUN and s.low(at + 1) in _terms():
        return True
    time = s.pieces[at].time
    if time is not None and not _is_year(time) and s.kind(at + 1) == ch.NOUN and s.low(at + 1) in _foretold():
        return True
    before = at - 1
    while s.kind(before) in (ch.PREP, ch.ADVERB):
        before -= 1
    if s.kind(before) == ch.NOUN and s.low(before - 1) == "by":
        before -= 2  # "a forecast made by the institute last May"
    if s.kind(before) == ch.VERB and (s.kind(before - 1) == ch.NUMBER or not s.pieces[before].is_finite):
        return s.low(before) in _made()  # "the 2 pct assumed in May", "its forecast, issued last month, of 3 pct"
    if s.kind(before) == ch.NOUN and _is_superlative(s, before):
        return True  # "to the lowest levels this year"
    return s.kind(before) == ch.PARTICIPLE and (bool(s.tag(before) & t.SPEECH) or s.low(before) in _made())


def _is_superlative(s: Syntax, noun: int) -> bool:
    piece = s.pieces[noun]
    return any(word in _superlatives() for word in s.reading.low[piece.first : piece.last])


@cache
def _superlatives(language: str = "en") -> frozenset[str]:
    return frozenset(load("periods", language)["superlatives"])


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
    if s.kind(before) == ch.PREP and s.low(before) in _LINKS:
        if s.low(before) != "of" and s.low(before - 1) == "as":
            return True  # "the same as in January", but "as of January 1"
        if s.kind(before - 1) == ch.PRONOUN and s.low(before - 2) in _cues()[1]:
            return True  # "higher than that of the same month last year"
        if _is_comparing_noun(s, before - 1):
            return True
        before -= 1
    elif _is_comparing_noun(s, before):
        before -= 1
    word = s.low(before)
    if s.kind(before) == ch.PARTICLE and word in _cues()[1] | {"ahead"}:
        return True
    if s.kind(before) == ch.STOP:
        return False  # "…; a year ago it was 5 mln"
    if s.kind(before) not in (ch.PREP, ch.VERB, ch.PARTICIPLE):
        return time.sense in ("back", "ago") and before >= 0 and not time.is_possessive
    return word in _cues()[0] and _is_measured_against(time, word)


def is_measured_from(s: Syntax, at: int) -> bool:
    """As in "362,000 units, unchanged from December": beside a level, too, may stand what it is compared with."""
    time = s.pieces[at].time
    before = at - 1
    return s.kind(before) == ch.PREP and s.low(before) in ("from", "than") and time is not None and not time.until


def is_inside_another(s: Syntax, at: int) -> bool:
    """As in "6 pct in February's report": a time behind an amount that owns the noun which follows it."""
    time = s.pieces[at].time
    is_owner = time is not None and time.is_possessive and s.kind(at + 1) == ch.NOUN
    return is_owner and s.kind(at - 1) == ch.PREP and s.low(at - 1) not in ("of", "from")


def is_of_saying(s: Syntax, at: int, amount: int) -> bool:
    """Whether the day at chunk `at` is when something was said, and the amount at chunk `amount` is what was said.

    As in "The office said yesterday that …", "On Monday the bank reported that prices rose …".
    """
    time = s.pieces[at].time
    if time is None or not (time.sense == "weekday" or (time.sense == "pointer" and time.unit == "D")):
        return False
    before = at - 1
    while s.kind(before) in (ch.PREP, ch.NOUN):
        before -= 1
    if _is_speech(s, before):
        return True
    verb = at + 1
    while verb < amount and s.kind(verb) in (ch.COMMA, ch.NOUN, ch.PREP, ch.PRONOUN):
        verb += 1
    has_more = any(s.pieces[i].kind == ch.VERB for i in range(verb + 1, min(amount, verb + REACH)))
    return _is_speech(s, verb) and has_more


def _is_speech(s: Syntax, at: int) -> bool:
    return s.kind(at) == ch.VERB and bool(s.tag(at) & t.SAYS) and is_said(s.pieces[at])


def _is_comparing_noun(s: Syntax, at: int) -> bool:
    """Whether chunk `at` is a noun that a comparison governs: "than *the level* in 1985"."""
    return s.kind(at) == ch.NOUN and s.kind(at - 1) in (ch.PREP, ch.PARTICLE) and s.low(at - 1) in _cues()[1]


def _is_measured_against(time: Timex, word: str) -> bool:
    """Whether a time behind a comparing word is compared with: not "over the past year", "on January 19"."""
    if word == "to":
        return time.sense not in ("span", "cumulative", "pointer", "month", "iso")
    if word == "over" and time.sense in ("span", "cumulative"):
        return False
    if word == "over" and time.sense == "pointer":
        return time.count < 0
    return not (word == "on" and (time.sense == "weekday" or _DAY.search(time.iso) is not None))
