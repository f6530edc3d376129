"""Noun phrases: a noun with the phrases behind it that restrict it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.area import area_words
from tallybook.facts.status_cues import cues
from tallybook.lexicons import load

if TYPE_CHECKING:
    from tallybook.facts.syntax import Syntax

# No search looks further than so many chunks.
REACH: Final = 40
_MAX_CONTENT: Final = 9


class _Names(NamedTuple):
    bounds: dict[str, list[list[str]]]
    restricting: frozenset[str]
    shared: frozenset[str]
    deducted: frozenset[str]
    measures: frozenset[str]
    linking: frozenset[str]


def _by_last_word(phrases: list[str]) -> dict[str, list[list[str]]]:
    """Phrases as words, the longest first, by their last word."""
    found: dict[str, list[list[str]]] = {}
    for words in sorted(map(str.split, phrases), key=len, reverse=True):
        found.setdefault(words[-1], []).append(words)
    return found


@cache
def names(language: str = "en") -> _Names:
    """What bounds an amount; restricts a noun; is had with somebody; is taken off a profit; units; nouns that link."""
    words = load("words", language)
    return _Names(
        _by_last_word(words["bounds"]),
        frozenset(words["restricting"]),
        frozenset(words["balance"] + words["ties"]),
        frozenset(words["deducted"]),
        frozenset(words["measures"]),
        frozenset(words["linking"]),
    )


def is_deduction(s: Syntax, prep: int) -> bool:
    """As in "profit *before* tax", "earnings *before* interest, tax and depreciation"."""
    return s.low(prep) in ("before", "after") and s.low(prep + 1) in names().deducted and s.kind(prep - 1) == ch.NOUN


def is_linking(s: Syntax, noun: int) -> bool:
    """As in "a pay vote *in light of* the losses": the noun at a chunk is a part of a preposition."""
    return s.low(noun) in names().linking and s.low(noun - 1) == "in" and s.low(noun + 1) in ("of", "for", "to")


@dataclass(slots=True, init=False)
class Phrase:
    """A noun phrase over the chunks [first, last), headed by chunk `head`."""

    first: int
    last: int
    head: int

    def __init__(
        self,
        first: int,
        last: int,
        head: int,
    ) -> None:
        self.first = first
        self.last = last
        self.head = head


def in_list(s: Syntax, comma: int, verb: int) -> bool:
    """As in "exports of cocoa, coffee and tea rose": a comma between the nouns of one list before a verb."""
    if s.kind(comma - 1) != ch.NOUN or s.kind(comma + 1) != ch.NOUN or s.tag(comma - 1) & t.TIME_WORD:
        return False
    at = comma + 2
    while at < verb and s.pieces[at].kind in (ch.COMMA, ch.NOUN):
        at += 1
    if s.kind(at) != ch.CONJ or s.kind(at + 1) != ch.NOUN:
        return False
    return all(s.kind(i) in (ch.NOUN, ch.PREP, ch.TIME, ch.ADVERB) for i in range(at + 1, verb))


def extend(s: Syntax, head: int, limit: int | None = None) -> Phrase:
    """The noun at chunk `head` with the phrases behind it that restrict it.

    `limit` is the chunk that the phrase surely ends before, such as the verb of a subject: lists, times and participles
    inside are passed over only then.
    """
    return _Extension(s, head, limit).run()


class _Extension:
    """A noun phrase that grows to the right, as long as it does not grow too long."""

    def __init__(self, s: Syntax, head: int, limit: int | None) -> None:
        self.s = s
        self.head = head
        self.end = len(s.pieces) if limit is None else limit
        self.is_bounded = limit is not None
        self.room = _MAX_CONTENT - content(s, head)
        self.last = head + 1

    def run(self) -> Phrase:
        at = self.head + 1
        while at < self.end and at - self.head < REACH:
            following = self._step(at)
            if following < 0:
                break
            at = following
        return Phrase(self.head, self.last, self.head)

    def _step(self, at: int) -> int:
        """The chunk to go on with behind chunk `at`, -1 if the phrase ends before it."""
        s, kind = self.s, self.s.pieces[at].kind
        if kind == ch.PREP and is_deduction(s, at):
            return self._deductions(at + 1)
        if kind == ch.PREP:
            return self._preposition(at) if s.low(at) in names().restricting else -1
        if kind == ch.NUMBER:
            return self._take(at + 1) if at == self.head + 1 and _is_inside(s, at, self.end) else -1
        if not self.is_bounded and _is_doing(s, at) and at == self.head + 1:
            return at + 1
        if not self.is_bounded:
            return self._noun(at + 1) if _is_paired(s, at) else -1
        if kind == ch.CONJ or (kind == ch.COMMA and in_list(s, at, self.end)):
            return self._noun(at + 1)
        is_said = s.pieces[at].tag & t.SPEECH  # "the jobless seen rising"
        if kind == ch.PARTICIPLE and at == self.head + 1 and at + 1 == self.end and not is_said:
            return self._take(at)  # "hours worked averaged …"
        if kind == ch.PARTICIPLE and at + 1 < self.end:
            if s.pieces[at + 1].kind != ch.PREP:
                self.last = at + 1
            return at + 1
        if kind in (ch.TIME, ch.ADVERB) or (kind == ch.NOUN and s.pieces[at].tag & t.CAPITAL):
            return at + 1
        return -1

    def _deductions(self, at: int) -> int:
        """The list of what is taken off from chunk `at` on: "interest, tax, depreciation and amortisation"."""
        s = self.s
        while s.kind(at + 1) in (ch.COMMA, ch.CONJ) and s.low(at + 2) in names().deducted:
            at += 2 + (s.kind(at + 1) == ch.COMMA and s.kind(at + 2) == ch.CONJ)
        return self._take(at)

    def _preposition(self, at: int) -> int:
        """Behind a preposition: a noun, or an amount and its noun; a time is passed over."""
        s, following = self.s, at + 1
        while following < self.end and s.pieces[following].kind == ch.ADVERB:
            following += 1
        if following >= self.end:
            return -1
        if s.pieces[following].kind == ch.TIME or s.tag(following) & (t.TIME_WORD | t.OWN) == t.TIME_WORD:
            return self._noun(following + 1) if ties_dated(s, at, self.head) else following + 1
        if is_linking(s, following):
            return -1
        if s.low(at) in ("over", "under") and s.low(following) == "age":
            return -1  # "players over the age of 21"
        if s.low(at) == "in" and s.low(following) in names().measures and content(s, following) == 1:
            return following + 1  # "shipments in tonnes"
        if s.pieces[following].kind == ch.NUMBER and s.low(at) in ("of", "for", "in", "on"):
            following += 1
        is_two = s.low(at) in ("on", "with", "at") and s.low(at - 1) not in names().shared
        if is_two and s.kind(following + 2) == ch.NUMBER and s.low(following + 1) == "of":
            return -1  # "earnings on sales of 5 mln": two amounts
        if (
            s.low(at) in ("in", "at", "to", "for", "with")
            and s.tag(following) & t.HOLLOW
            and s.pieces[following].last - s.pieces[following].first < 3
        ):
            return -1  # "M-1 in a range from …"
        if s.low(at) == "to" and s.tag(self.head) & t.CAPITAL and s.pieces[self.head].head > 0:
            return -1  # "an offer for Canadian Tire Corp to …"
        return self._noun(following, must=s.low(at) == "of")

    def _noun(self, at: int, *, must: bool = False) -> int:
        """Take in the noun at chunk `at` if there is room for it; behind a possessor the noun that it has."""
        if at >= self.end or self.s.pieces[at].kind != ch.NOUN:
            return -1
        at = owned_behind(self.s, _dated_behind(self.s, at), self.end)
        self.room -= content(self.s, at)
        return -1 if self.room < 0 and not must else self._take(at)

    def _take(self, at: int) -> int:
        self.last = at + 1
        return at + 1


def ties_dated(s: Syntax, prep: int, head: int) -> bool:
    """As in "the price *of* 1986 wine", "its estimate *for* the 1986/87 crop": a preposition, a time and the thing."""
    is_tying = s.low(prep) == "of" or (s.low(prep) == "for" and s.low(head) in cues()[0])
    return is_tying and s.kind(prep + 1) == ch.TIME and s.kind(prep + 2) == ch.NOUN


def _dated_behind(s: Syntax, at: int) -> int:
    """As in "its estimate of French 1986/87 wheat exports": the noun behind a place or an adjective and a year."""
    is_split = s.pieces[at].first == s.pieces[at].head and (bool(s.tag(at) & t.ADJ) or s.low(at) in area_words())
    is_year = s.kind(at + 1) == ch.TIME and bool(s.tag(at + 1) & t.DATE)
    return at + 2 if is_split and is_year and s.kind(at + 2) == ch.NOUN else at


def owned_behind(s: Syntax, at: int, end: int) -> int:
    """As in "Talvik's 11.5 billion dlrs in sales", "the firm's 55 billion dlr market": what a possessor at `at` has."""
    if not s.pieces[at].tag & t.OWN or at + 1 >= end or s.pieces[at + 1].kind != ch.NUMBER:
        return at
    noun = at + 2
    if noun + 1 < end and s.kind(noun) == ch.PREP and s.low(noun) in ("in", "of"):
        noun += 1
    return noun if noun < end and s.kind(noun) == ch.NOUN else at


def _is_inside(s: Syntax, at: int, end: int) -> bool:
    """As in "same-rated nine-year securities": an amount between an adjective and its noun."""
    return (
        at + 1 < end
        and s.pieces[at + 1].kind == ch.NOUN
        and bool(s.pieces[at - 1].tag & t.ADJ)
        and not s.pieces[at - 1].tag & t.NOUN
    )


def _is_doing(s: Syntax, at: int) -> bool:
    """As in "students *living* in the town": a participle, a preposition and a noun tell which ones."""
    if s.kind(at) != ch.PARTICIPLE or not s.tag(at) & t.ING or s.tag(at) & (t.CHANGES | t.YIELD | t.SPEECH):
        return False
    return s.low(at + 1) in names().restricting and s.kind(at + 2) == ch.NOUN and not s.tag(at + 2) & t.TIME_WORD


def _is_paired(s: Syntax, conj: int) -> bool:
    """As in "80 orders and options": a bare noun behind "and", and then the clause or its stretch ends."""
    if s.low(conj) != "and" or s.kind(conj - 1) != ch.NOUN or s.kind(conj + 1) != ch.NOUN:
        return False
    first = s.reading.tag[s.pieces[conj + 1].first]
    if first & (t.DET | t.PAST) or (s.tag(conj + 1) | s.tag(conj - 1)) & (t.CAPITAL | t.TIME_WORD):
        return False
    return s.kind(conj + 2) in (ch.NOTHING, ch.STOP, ch.COMMA, ch.TIME, ch.CLAUSE, ch.CLOSE, ch.PARTICIPLE)


def content(s: Syntax, at: int) -> int:
    """How many words of chunk `at` carry meaning."""
    piece = s.pieces[at]
    return piece.last - piece.first - (1 if s.reading.tag[piece.first] & t.DET else 0)
