"""Words → chunks: noun phrases, verb groups, numbers, expressions of time, prepositions and boundaries.

One pass from left to right; a word that may be a noun or a verb is decided by its neighbours.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.clauses import settle_clauses
from tallybook.facts.pieces import Piece
from tallybook.facts.senses import Senses
from tallybook.facts.timex import scan
from tallybook.facts.timex_cues import cues
from tallybook.lexicons import load
from tallybook.numbers.nouns import is_adjective

if TYPE_CHECKING:
    from tallybook.facts.timex_model import Timex
    from tallybook.facts.words import Reading

_MARKS: Final = (
    {",": ch.COMMA}
    | dict.fromkeys("([{", ch.OPEN)
    | dict.fromkeys(")]}", ch.CLOSE)
    | dict.fromkeys(";:–—-.!?…•*|/=", ch.STOP)
)
_DEMONSTRATIVES: Final = frozenset({"this", "that", "these", "those"})
_MAX_NOUN: Final = 40
_MAX_TICKER: Final = 6


@cache
def _termed(language: str = "en") -> frozenset[str]:
    """What is named by its term: "the six-month bills"."""
    return frozenset(load("words", language)["termed"])


def chunk(reading: Reading, language: str = "en") -> list[Piece]:
    """The chunks of a sentence, in order; quotation marks are left out."""
    return _Chunker(reading, language).run()


class _Chunker(Senses):
    """One left-to-right pass over the words of a sentence."""

    def __init__(self, reading: Reading, language: str) -> None:
        super().__init__(reading)
        self.cue = cues(language)

    def run(self) -> list[Piece]:
        """Read all words, then decide which verbs carry a clause."""
        at, size = 0, self.r.size
        while at < size:
            at = self._next(at)
        settle_clauses(self.out, self.low)
        return self.out

    def _next(self, at: int) -> int:
        tag = self.tag[at]
        if tag & t.MARK:
            return self._mark(at)
        if tag & (t.TIME_WORD | t.DATE | t.DET | t.NUMBER | t.LABEL):
            time = self._time(at, tag)
            if time is not None:
                return self._add(ch.TIME, at, time.last, at, tag, time)
        if tag & t.NUMBER:
            return self._number(at, tag)
        if tag & t.DATE:
            return self._add(ch.TIME, at, at + 1, at, tag)
        if tag & (t.AUXILIARY | t.ANY_VERB) and self._is_verb(at, tag):
            return self._verb_group(at)
        return self._closed(at, tag)

    def _number(self, at: int, tag: int) -> int:
        """An amount, and behind it "a share", "per gallon", which belong to its unit."""
        self._add(ch.NUMBER, at, at + 1, at, tag)
        at += 1
        if self._is_per(at):
            return self._add(ch.ADVERB, at, at + 2, at + 1, t.ADVERB)
        return at

    def _is_per(self, at: int) -> bool:
        noun, following = self.tag[at + 1], self.tag[at + 2]
        if self.low[at] not in ("per", "a", "an") or not noun & (t.NOUN | t.OPEN) or noun & (t.MARK | t.PARTICLE):
            return False
        if noun & t.TIME_WORD and self.low[at + 2] in self.cue.ago | self.cue.earlier | self.cue.later:
            return False
        ends = not following & (t.OPEN | t.NOUN | t.NUMBER) or following & (t.PREP | t.ANY_VERB)
        return self.low[at] == "per" or bool(ends)

    def _time(self, at: int, tag: int) -> Timex | None:
        """The expression of time that begins here, if one does."""
        if tag & t.DET and self.low[at] not in ("a", "this"):
            following = self.tag[at + 1]
            if not following & (t.TIME_WORD | t.DATE | t.LABEL | t.NUMBER) or following & t.DET:
                return None
        time = scan(self.r, at, self.cue)
        if time is not None and time.sense == "until" and self.low[time.last] in _termed():
            return None
        if time is None or time.sense != "rate" or tag & t.DATE:
            return time
        return time if self.low[time.last - 1] in self.cue.units else None

    def _add(self, kind: int, first: int, last: int, head: int, tag: int, time: Timex | None = None) -> int:
        self.out.append(Piece(kind, first, last, head, tag, time))
        return last

    def _mark(self, at: int) -> int:
        if self.low[at] == "<":
            return self._past_ticker(at)
        if at == 0 and self.low[0] == "(" and self.low[2] == ")" and len(self.low[1]) == 1:
            return 3  # "(b) Roads will get 5 million pounds"
        kind = _MARKS.get(self.low[at])
        return at + 1 if kind is None else self._add(kind, at, at + 1, at, t.MARK)

    def _past_ticker(self, at: int) -> int:
        """The word behind a ticker such as "<KLM.A>"; names in such brackets are read as names."""
        for close in range(at + 2, min(at + _MAX_TICKER, self.r.size)):
            if self.low[close] == ">":
                ticker = self.r.text(at + 1, close)
                return close + 1 if ticker.isupper() and " " not in ticker else at + 1
        return at + 1

    def _closed(self, at: int, tag: int) -> int:
        """Everything but marks, times, numbers and verbs."""
        kind = self._closed_kind(at, tag)
        return self._noun_phrase(at) if kind is None else self._add(kind, at, at + 1, at, tag)

    def _closed_kind(self, at: int, tag: int) -> int | None:
        """The kind of a word that is a chunk by itself, None for one of a noun phrase."""
        if tag & t.PARTICLE and self._is_particle(at):
            return ch.PARTICLE
        if tag & t.CONJ:
            return ch.CONJ
        if self.low[at] in _POSTPOSED or (self.low[at] == "close" and self.low[at + 1] == "to"):
            return ch.ADVERB  # "sold close to 3 mln tonnes"
        if self.low[at] == "that" and self._is_relative_that(at):
            return ch.REL
        if self.low[at] == "that" and self._opens_clause(at):
            return ch.CLAUSE
        return _closed_by_tag(tag, self.tag[at + 1])

    def _verb_group(self, at: int) -> int:
        """Auxiliaries, adverbs, verbs and infinitives that belong together; the last verb is the head."""
        first, head, size = at, at, self.r.size
        flags, is_passive = 0, False
        while at < size:
            tag = self.tag[at]
            if tag & t.AUXILIARY:
                if (
                    at > first
                    and self.tag[head] & t.PAST
                    and not self.tag[head] & t.AUXILIARY
                    and self.low[at - 1] != "to"
                ):
                    break  # "the area planted is placed at"
                flags |= tag
                head = at
            elif at == first or self._continues(at, head):
                # "is expected to lift" is active, "is expected to be lifted" passive again.
                is_passive = bool(tag & t.PAST and head != at and self.tag[head] & t.BE) or (
                    is_passive and self.low[at - 1] != "to"
                )
                head = at
            elif not self._is_inside_group(at, head):
                break
            at += 1
        piece = Piece(ch.VERB, first, at, head, self.tag[head])
        piece.is_passive, piece.is_modal = is_passive, bool(flags & t.MODAL)
        piece.is_finite = self._is_finite(first)
        self.out.append(piece)
        return at

    def _is_inside_group(self, at: int, head: int) -> bool:
        """Whether an adverb, "to" or "likely to" continues the verb group whose last verb is `head`."""
        tag = self.tag[at]
        is_adverb = tag & (t.NOT | t.ADVERB) or (tag & t.ADJ and self.tag[head] & t.MODAL)  # "will likely be"
        if is_adverb and not tag & (t.PREP | t.PARTICLE | t.TIME_WORD) and self._verb_follows(at + 1):
            return True
        if tag & (t.ADJ | t.PAST) and self.tag[head] & t.BE and self.low[at + 1] == "to":
            return bool(self.tag[at + 2] & (t.VERB | t.BE | t.HAVE))
        return self.low[at] == "to" and self._is_infinitive(at)

    def _noun_phrase(self, at: int) -> int:
        """A determiner, adjectives and nouns up to the head; possessives inside."""
        first, head, limit = at, -1, min(self.r.size, at + _MAX_NOUN)
        tag = self.tag
        if tag[at] & t.DET:
            at += 1
        while at < limit:
            if head >= first and self._is_acronym(at):
                at += 3  # "gross national product (GNP) growth"
                continue
            if self._ends_noun(at, first, head):
                break
            if not tag[at] & t.ADVERB or tag[at] & (t.NOUN | t.OPEN):
                head = at
            at += 1
        if at == first:
            return self._add(ch.ADVERB, first, first + 1, first, tag[first])
        if head < first and at < self.r.size and tag[at] & (t.NUMBER | t.DET):
            return self._add(ch.ADVERB, first, at, first, tag[first])  # "the" before an amount, "all those"
        if head >= first and self._qualifies(first, head, at):
            return self._add(ch.ADVERB, first, at, first, tag[first])
        if at == first + 1 and tag[first] & t.DET and self.low[first] in _DEMONSTRATIVES:
            return self._add(ch.PRONOUN, first, at, first, tag[first])
        head = max(head, first)
        is_time = self.low[head] not in self.cue.fiscal  # a crop, a tax: of time only before "year"
        return self._add(ch.NOUN, first, at, head, tag[head] if is_time else tag[head] & ~t.TIME_WORD | t.NOUN)

    def _qualifies(self, first: int, head: int, last: int) -> bool:
        """As in "of an estimated 300 mln", "remained firm around 5 dlrs": words that name nothing of their own."""
        tag = self.tag[head]
        if self.tag[first] & t.DET:
            return bool(tag & (t.PAST | t.ING) and self.tag[last] & t.NUMBER) and not tag & (t.NOUN | t.OPEN | t.ADJ)
        before = self.out[-1].tag if self.out and self.out[-1].kind == ch.VERB else 0
        is_state = before & (t.BE | t.STATE) and first == head and last == first + 1
        return bool(is_state) and is_adjective(self.low[head]) and not self.tag[head] & t.CAPITAL

    def _ends_noun(self, at: int, first: int, head: int) -> bool:
        """Whether the word at `at` is no part of the noun phrase from `first`."""
        bits = self.tag[at]
        if self.low[at] in _POSTPOSED and head >= first:
            return True  # "eurobond due 1991"
        if head >= first and self._tells_before(at):
            return True  # "the bank earlier reported profit of 3 mln"
        if bits & _NEVER_NOUN or (bits & t.DET and not bits & t.OPEN) or (bits & t.CONJ and self.low[at] != "&"):
            return True
        if bits & t.TIME_WORD and head >= first and scan(self.r, at, self.cue) is not None:
            return True
        if bits & t.PARTICLE and self._is_particle(at):
            return True
        if bits & t.PARTICLE and not bits & t.PREP and self.tag[at + 1] & (t.OPEN | t.NOUN):
            return bool(self.tag[at + 1] & (t.PREP | t.ANY_VERB))  # not "a much larger battery"
        if bits & (t.AUXILIARY | t.ANY_VERB) and not self._is_noun_inside(at, first, head):
            return True
        if bits & t.PREP and (not bits & (t.OPEN | t.NOUN) or self.tag[at + 1] & t.DET):
            return self.low[at] != "worth" or not self.tag[at - 1] & t.ADJ  # "a net worth of"
        if bits & _NOUN_LIKE or self.low[at] == "worth":
            return False
        return not (bits & (t.MODIFIES_NUMBER | t.ADVERB) and head < first)

    def _tells_before(self, at: int) -> bool:
        """Whether an adverb stands between who tells and the past form of a verb of speech."""
        is_between = self.tag[at] & t.ADVERB and not self.tag[at] & t.NOUN and not self.low[at - 1].endswith("'s")
        return bool(is_between and self.tag[at + 1] & t.SPEECH and self.tag[at + 1] & t.PAST)


_POSTPOSED: Final = frozenset({"due", "payable", "unchanged"})
_NEVER_NOUN: Final = t.NUMBER | t.DATE | t.MARK
_NOUN_LIKE: Final = t.NOMINAL | t.ING | t.PAST | t.VERB | t.CHANGE | t.CONJ | t.TIME_WORD


def _closed_by_tag(tag: int, following: int) -> int | None:
    if tag & t.REL:
        return ch.REL
    if tag & t.SUBORD and not tag & t.PREP:
        return ch.CLAUSE
    if tag & t.PREP and not (tag & t.ADVERB and following & (t.MARK | t.PREP)):
        return ch.PREP
    if tag & t.PRONOUN and not tag & t.DET:
        return ch.PRONOUN
    if tag & (t.ADVERB | t.NOT) and not tag & (t.OPEN | t.NOUN | t.ADJ | t.DET):
        return ch.ADVERB
    return None
