"""Words → chunks: noun phrases, verb groups, numbers, expressions of time, prepositions and boundaries.

One pass from left to right; a word that may be a noun or a verb is decided by its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from tallybook.facts import tags as t
from tallybook.facts.timex import Timex, cues, scan

if TYPE_CHECKING:
    from tallybook.facts.words import Reading


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


@dataclass(slots=True)
class Piece:
    """A chunk over the words [first, last); `head` is its main word, `tag` the tags of that word.

    `is_finite` is true of verb groups that carry a clause; `is_passive`, `is_modal`, `is_negated` say how.
    """

    kind: Chunk
    first: int
    last: int
    head: int
    tag: int
    time: Timex | None = None
    is_finite: bool = False
    is_passive: bool = False
    is_modal: bool = False
    is_negated: bool = False


_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_STOPPING = frozenset({";", ":", "–", "—", "-", ".", "!", "?", "…", "•", "*", "|", "/", "="})
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "`", "<", ">"})
_CLAUSE_PREPS = frozenset({"as", "after", "before", "since", "until", "till", "than", "like"})
_ABOUT = frozenset({"about", "around", "nearly", "almost", "over", "some", "roughly", "approximately"})
_PLURALS = frozenset({"people", "men", "women", "children", "police", "data", "media", "cattle"})
_MAX_NOUN = 40
_NAME_PARTS = t.OPEN | t.NOUN | t.ADJ | t.LABEL | t.OWN


def chunk(reading: Reading, language: str = "en") -> list[Piece]:
    """The chunks of a sentence, in order; quotation marks are left out."""
    return _Chunker(reading, language).run()


class _Chunker:
    """One left-to-right pass over the words of a sentence."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.r = reading
        self.low = reading.low
        self.tag = reading.tag
        self.cue = cues(language)
        self.out: list[Piece] = []

    def run(self) -> list[Piece]:
        at, size = 0, self.r.size
        while at < size:
            at = self._next(at)
        _settle_participles(self.out)
        self._settle_clauses()
        return self.out

    def _settle_clauses(self) -> None:
        """ "as the dollar fell": a preposition before a noun with its own verb opens a clause."""
        pieces = self.out
        for at, piece in enumerate(pieces):
            if piece.kind is not Chunk.PREP or self.low[piece.head] not in _CLAUSE_PREPS:
                continue
            look = at + 1
            while look < min(len(pieces), at + 8) and pieces[look].kind in (
                Chunk.NOUN,
                Chunk.PREP,
                Chunk.PRONOUN,
                Chunk.ADVERB,
            ):
                look += 1
            if look > at + 1 and look < len(pieces) and pieces[look].kind is Chunk.VERB and pieces[look].is_finite:
                piece.kind = Chunk.CLAUSE

    def _next(self, at: int) -> int:
        tag = self.tag[at]
        if tag & t.MARK:
            return self._mark(at)
        if tag & (t.TIME_WORD | t.DATE | t.DET | t.NUMBER | t.LABEL):
            time = self._time(at, tag)
            if time is not None:
                return self._add(Chunk.TIME, at, time.last, at, tag, time)
        if tag & t.NUMBER:
            return self._number(at, tag)
        if tag & t.DATE:
            return self._add(Chunk.TIME, at, at + 1, at, tag)
        if tag & (t.AUXILIARY | t.ANY_VERB) and self._is_verb(at, tag):
            return self._verb_group(at)
        return self._closed(at, tag)

    def _number(self, at: int, tag: int) -> int:
        """An amount, and behind it "a share", "per gallon", "each", which belong to its unit."""
        self._add(Chunk.NUMBER, at, at + 1, at, tag)
        at += 1
        if (
            self.low[at] in ("per", "a", "an")
            and self.tag[at + 1] & (t.NOUN | t.OPEN)
            and not self.tag[at + 1] & (t.MARK | t.PARTICLE)
        ):
            following = self.tag[at + 2]
            if (
                self.low[at] == "per"
                or not following & (t.OPEN | t.NOUN | t.NUMBER)
                or following & (t.PREP | t.ANY_VERB)
            ):
                if not self.tag[at + 1] & t.TIME_WORD or self.low[at + 2] not in ("ago", "earlier", "before", "later"):
                    return self._add(Chunk.ADVERB, at, at + 2, at + 1, t.ADVERB)
        return at

    def _time(self, at: int, tag: int) -> Timex | None:
        if tag & t.DET:
            following = self.tag[at + 1]
            if not following & (t.TIME_WORD | t.DATE | t.LABEL | t.NUMBER) or following & t.DET:
                if self.low[at] not in ("a", "this", "last"):
                    return None
        time = scan(self.r, at, self.cue)
        if time is not None and time.sense in ("same", "rate") and time.last < self.r.size and time.first == at:
            # "the year-ago profit", "a week of strikes": a bare stretch with its own noun is no time.
            if time.sense == "rate" and not tag & t.DATE:
                return time if self.low[time.last - 1] in self.cue.units else None
        return time

    def _add(self, kind: Chunk, first: int, last: int, head: int, tag: int, time: Timex | None = None) -> int:
        self.out.append(Piece(kind, first, last, head, tag, time))
        return last

    def _mark(self, at: int) -> int:
        word = self.low[at]
        if word == ",":
            kind = Chunk.COMMA
        elif word in _OPENING:
            kind = Chunk.OPEN
        elif word in _CLOSING:
            kind = Chunk.CLOSE
        elif word in _QUOTES:
            return at + 1
        elif word in _STOPPING:
            kind = Chunk.STOP
        else:
            return at + 1
        return self._add(kind, at, at + 1, at, t.MARK)

    def _closed(self, at: int, tag: int) -> int:
        """Everything but marks, times, numbers and verbs."""
        if tag & t.PARTICLE and self._is_particle(at):
            return self._add(Chunk.PARTICLE, at, at + 1, at, tag)
        if tag & t.CONJ:
            return self._add(Chunk.CONJ, at, at + 1, at, tag)
        if tag & t.REL or (self.low[at] == "that" and self._is_relative_that(at)):
            return self._add(Chunk.REL, at, at + 1, at, tag)
        if self.low[at] == "that" and self._opens_clause(at):
            return self._add(Chunk.CLAUSE, at, at + 1, at, tag)
        if tag & t.SUBORD and not tag & t.PREP:
            return self._add(Chunk.CLAUSE, at, at + 1, at, tag)
        if tag & t.PREP and not (tag & t.ADVERB and self.tag[at + 1] & (t.MARK | t.PREP)):
            return self._add(Chunk.PREP, at, at + 1, at, tag)
        if tag & t.PRONOUN and not tag & t.DET:
            return self._add(Chunk.PRONOUN, at, at + 1, at, tag)
        if tag & (t.ADVERB | t.NOT) and not tag & (t.OPEN | t.NOUN | t.ADJ | t.DET):
            return self._add(Chunk.ADVERB, at, at + 1, at, tag)
        return self._noun_phrase(at)

    def _opens_clause(self, at: int) -> bool:
        """ "told journalists that losses rose": not "in that year", "that figure"."""
        if not self.out or self.out[-1].kind in (Chunk.PREP, Chunk.CONJ, Chunk.STOP, Chunk.CLAUSE):
            return False
        return not self.tag[at + 1] & t.MARK

    def _is_relative_that(self, at: int) -> bool:
        """ "customers that placed orders": behind a noun and before a verb."""
        return (
            bool(self.out)
            and self.out[-1].kind is Chunk.NOUN
            and bool(self.tag[at + 1] & (t.AUXILIARY | t.PAST | t.VERB | t.ADVERB))
        )

    def _is_particle(self, at: int) -> bool:
        """ "up 3 pct", "14 pct higher", "was up": not the adjective of "lower prices"."""
        following = self.tag[at + 1]
        if following & t.NUMBER:
            return not (self.tag[at] & t.PREP and self.low[at] not in ("up", "down", "off", "ahead"))
        if self.out and self.out[-1].kind is Chunk.NUMBER:
            return not (following & t.NOMINAL and not following & (t.PREP | t.TIME_WORD)) or self.low[at] in (
                "up",
                "down",
                "above",
                "below",
            )
        if following & (t.OPEN | t.NOUN) and not following & (t.PREP | t.TIME_WORD):
            return self.low[at] in ("up", "down") and bool(following & t.CONJ)
        return self.low[at] not in ("more", "less", "better", "under", "above", "below", "behind", "off") or bool(
            following & t.COMPARE
        )

    def _is_verb(self, at: int, tag: int) -> bool:
        """Whether a word that may be a verb is one here."""
        if tag & t.AUXILIARY:
            return not (tag & t.TIME_WORD and tag & t.CAPITAL and at > 0 and not self._subject_before())
        previous = self.out[-1] if self.out else None
        following = self.tag[at + 1]
        if tag & t.ING:
            return self._is_verbal_ing(previous, following, tag)
        if tag & t.PAST and not tag & t.NOUN:
            return bool(tag & t.FINITE_PAST) or not self._is_attributive(previous, following)
        previous = self._neighbour(at)
        behind_to = at > 0 and self.low[at - 1] == "to"
        if behind_to:
            return not tag & t.MOSTLY_NOUN or bool(following & (t.DET | t.NUMBER | t.OWN)) or self.low[at + 1] in _ABOUT
        if previous is None:
            return not tag & t.NOUN
        if previous.kind is Chunk.PRONOUN or previous.kind is Chunk.REL:
            return True
        if previous.kind is Chunk.NOUN:
            return self._is_finite_behind_noun(previous, tag, at)
        if previous.kind in (Chunk.PREP, Chunk.NUMBER):
            return bool(tag & t.PAST) and not tag & t.NOUN
        return not tag & t.NOUN or bool(tag & t.PAST and following & (t.DET | t.NUMBER))

    def _neighbour(self, at: int) -> Piece | None:
        """The chunk right before word `at`, past adverbs and times that follow a noun."""
        if not self.out or self.out[-1].last != at:
            return None
        look = len(self.out) - 1
        while look > 0 and self.out[look].kind in (Chunk.ADVERB, Chunk.TIME):
            look -= 1
        return self.out[look] if self.out[look].kind in (Chunk.NOUN, Chunk.PRONOUN) else self.out[-1]

    def _subject_before(self) -> bool:
        return bool(self.out) and self.out[-1].kind in (Chunk.NOUN, Chunk.PRONOUN, Chunk.REL)

    def _is_finite_behind_noun(self, previous: Piece, tag: int, at: int) -> bool:
        """ "prices rise 1.7 pct": a noun before and an amount, a determiner or an adverb behind."""
        if not tag & t.NOUN:
            return True
        following = self.tag[at + 1]
        low = self.low[at + 1]
        if not following & t.NUMBER and not tag & t.PAST and not self._agrees(previous, at):
            return False
        if tag & t.PAST and not tag & t.MOSTLY_NOUN:
            return bool(following & (t.DET | t.NUMBER | t.OWN | t.ADVERB)) or low in ("by", "to", "from", "at")
        if tag & t.MOSTLY_NOUN and not following & (t.NUMBER | t.DET):
            return False
        if following & (t.NUMBER | t.DET):
            return True
        if (
            low == "to"
            and self.low[at].endswith("s")
            and self.tag[at + 2] & t.VERB
            and not self.low[at + 2].endswith("s")
        ):
            return True  # "Jutland plans to issue a bond"
        if tag & t.CHANGES and (low in ("by", "to") or following & t.ADVERB and not following & t.PREP):
            return True
        return bool(following & t.ADVERB and not following & (t.PREP | t.MARK | t.PARTICLE)) and self.low[at].endswith(
            "s"
        )

    def _agrees(self, subject: Piece, at: int) -> bool:
        """Whether a present form fits its subject in number: "prices rise", "the price rises", not "a capital increase"."""
        if subject.kind is not Chunk.NOUN:
            return True
        head = self.low[subject.head]
        is_plural = (
            head.endswith("s") and not head.endswith("ss") or head in _PLURALS or self.low[subject.first - 1] == "and"
        )
        return is_plural != self.low[at].endswith("s") or bool(self.tag[subject.head] & t.CAPITAL)

    def _is_verbal_ing(self, previous: Piece | None, following: int, tag: int) -> bool:
        """ "yielding 7.6 pct", "giving a drop": not "selling days", "the moving average"."""
        if previous is not None and previous.kind is Chunk.VERB:
            return True
        if following & (t.DET | t.NUMBER | t.OWN | t.PRONOUN):
            return True
        if previous is not None and previous.kind is Chunk.PREP and tag & t.OBJECT_MOVES:
            return True
        if previous is None or previous.kind in (Chunk.COMMA, Chunk.ADVERB, Chunk.NOUN):
            if tag & (t.CHANGES | t.STATE | t.ASSIGN) and (following & t.PREP or following & t.MARK):
                return previous is not None
        if previous is not None and following & t.PREP and not tag & (t.NOUN | t.OPEN):
            if (
                previous.kind in (Chunk.COMMA, Chunk.TIME, Chunk.ADVERB)
                or previous.kind is Chunk.NOUN
                and not previous.tag & t.OWN
            ):
                return True
        if following & (t.OPEN | t.NOUN | t.ADJ) and not following & t.PREP:
            return False
        return previous is not None and previous.kind is Chunk.PREP and bool(following & t.PREP)

    def _is_attributive(self, previous: Piece | None, following: int) -> bool:
        """ "a revised figure", "deferred debits": a participle before its noun."""
        if not following & (t.OPEN | t.NOUN | t.ADJ | t.ING | t.LABEL) or following & (
            t.PREP | t.ADVERB | t.TIME_WORD | t.DET
        ):
            return False
        if previous is None or previous.kind in (Chunk.PREP, Chunk.CONJ, Chunk.NUMBER, Chunk.COMMA, Chunk.TIME):
            return True
        return previous.kind is Chunk.VERB and not previous.tag & t.AUXILIARY

    def _verb_group(self, at: int) -> int:
        """Auxiliaries, adverbs, verbs and infinitives that belong together; the last verb is the head."""
        first, head, size = at, at, self.r.size
        flags = 0
        passive = False
        while at < size:
            tag = self.tag[at]
            if tag & t.AUXILIARY:
                flags |= tag
                head = at
            elif (
                tag & (t.NOT | t.ADVERB)
                and not tag & (t.PREP | t.PARTICLE | t.TIME_WORD)
                and self._verb_follows(at + 1)
            ):
                flags |= tag & t.NOT
            elif tag & t.ANY_VERB and (at == first or self._continues(at, head, flags)):
                passive = passive or bool(tag & t.PAST and head != at and self.tag[head] & t.BE)
                head = at
            elif (
                tag & (t.ADJ | t.PAST)
                and self.tag[head] & t.BE
                and self.low[at + 1] == "to"
                and self.tag[at + 2] & (t.VERB | t.BE | t.HAVE)
            ):
                pass  # "is likely to rise"
            elif self.low[at] == "to" and self._is_infinitive(at):
                flags |= t.VERB
            else:
                break
            at += 1
        piece = Piece(Chunk.VERB, first, at, head, self.tag[head])
        piece.is_passive, piece.is_modal, piece.is_negated = passive, bool(flags & t.MODAL), bool(flags & t.NOT)
        piece.is_finite = self._finite(first, head, flags)
        self.out.append(piece)
        return at

    def _finite(self, first: int, head: int, flags: int) -> bool:
        tag = self.tag[first]
        if (
            self.low[first] == "to"
            or first > 0
            and self.low[first - 1] == "to"
            or self.low[first] in ("being", "having", "been")
        ):
            return False
        return bool(tag & (t.AUXILIARY | t.FINITE_PAST | t.VERB)) and not (tag & t.ING)

    def _verb_follows(self, at: int) -> bool:
        """Whether a verb or an auxiliary stands within the next words that a verb group may hold."""
        for look in range(at, min(at + 3, self.r.size)):
            tag = self.tag[look]
            if tag & (t.AUXILIARY | t.PAST | t.VERB) and not tag & (t.PARTICLE | t.DET):
                return not (tag & t.NOUN and not tag & t.PAST and self.tag[at - 2] & t.BE)
            if not tag & (t.ADVERB | t.NOT) or tag & t.PREP:
                return False
        return False

    def _continues(self, at: int, head: int, flags: int) -> bool:
        """Whether the verb at `at` belongs to the group whose last verb is `head`."""
        tag, before = self.tag[at], self.tag[head]
        if before & (t.MODAL | t.DO) or self.low[at - 1] == "to":
            return bool(tag & t.VERB) or bool(tag & t.BE)
        if before & t.BE:
            if tag & t.ING:
                return not self.tag[at + 1] & (t.OPEN | t.NOUN) or bool(tag & (t.CHANGES | t.STATE)) or not tag & t.OPEN
            return bool(tag & t.PAST)
        if before & t.HAVE:
            return bool(tag & t.PAST)
        return False

    def _is_infinitive(self, at: int) -> bool:
        """ "agreed to reduce", "expected to be": a base form behind "to"."""
        tag = self.tag[at + 1]
        if tag & (t.BE | t.HAVE | t.DO):
            return True
        if tag & t.ADVERB and not tag & t.MODIFIES_NUMBER and self.tag[at + 2] & t.VERB:
            return True
        if not tag & t.VERB or self.low[at + 1].endswith("s") and not self.low[at + 1].endswith("ss"):
            return False
        if not tag & t.MOSTLY_NOUN or self.tag[at + 2] & (t.DET | t.NUMBER | t.OWN) or self.low[at + 2] in _ABOUT:
            return True
        return bool(
            self.tag[at - 1] & t.ANY_VERB and not self.tag[at - 1] & (t.CHANGES | t.STATE) and self.tag[at + 2] & t.PREP
        )

    def _noun_phrase(self, at: int) -> int:
        """A determiner, adjectives and nouns up to the head; possessives inside."""
        first, head, size = at, -1, min(self.r.size, at + _MAX_NOUN)
        tag = self.tag
        if tag[at] & t.DET:
            head_tag = tag[at]
            at += 1
        while at < size:
            bits = tag[at]
            if self._is_acronym(at) and head >= first:
                at += 3  # "gross national product (GNP) growth"
                continue
            if bits & (t.NUMBER | t.DATE | t.MARK) or (bits & t.DET and not bits & t.OPEN):
                break
            if bits & t.CONJ and self.low[at] != "&":
                break
            if bits & t.TIME_WORD and head >= first and scan(self.r, at, self.cue) is not None:
                break
            if bits & t.PARTICLE and self._is_particle(at):
                break
            if bits & (t.AUXILIARY | t.ANY_VERB) and not self._is_noun_inside(at, first, head):
                break
            if not bits & (t.NOMINAL | t.ING | t.PAST | t.VERB | t.CHANGE | t.CONJ | t.TIME_WORD):
                if not (bits & (t.MODIFIES_NUMBER | t.ADVERB) and head < first and not bits & t.PREP):
                    break
            if bits & t.PREP and not bits & (t.OPEN | t.NOUN):
                break
            if not bits & t.ADVERB or bits & (t.NOUN | t.OPEN):
                head = at
            at += 1
        if at == first:
            return self._add(Chunk.ADVERB, first, first + 1, first, tag[first])
        if head < first and at < self.r.size and tag[at] & t.NUMBER:
            return self._add(Chunk.ADVERB, first, at, first, tag[first])  # "the", "a full" before an amount
        head = max(head, first)
        return self._add(Chunk.NOUN, first, at, head, tag[head])

    def _is_acronym(self, at: int) -> bool:
        """A bracket that holds one word in capitals and is followed by more of the noun phrase."""
        if self.low[at] != "(" or self.low[at + 2] != ")" or self.tag[at + 1] & (t.NUMBER | t.MARK):
            return False
        return (
            self.r.text(at + 1, at + 2).isupper()
            and bool(self.tag[at + 3] & (t.OPEN | t.NOUN | t.CHANGE))
            and not self.tag[at + 3] & (t.MARK | t.PREP | t.ANY_VERB & ~t.VERB)
        )

    def _is_noun_inside(self, at: int, first: int, head: int) -> bool:
        """Whether a word that may be a verb continues the noun phrase from `first`."""
        tag = self.tag[at]
        following = self.tag[at + 1]
        if tag & t.AUXILIARY:
            return False
        only_det = head < first
        if tag & t.ING:
            return bool(
                only_det
                or following & (t.OPEN | t.NOUN)
                and not following & (t.PREP | t.DET)
                or not tag & t.CHANGES
                and not following & (t.DET | t.NUMBER)
            )
        if tag & t.PAST and not tag & t.NOUN:
            joined = following & (t.OPEN | t.NOUN | t.ADJ | t.ING | t.LABEL | t.PAST) and not following & (
                t.PREP | t.DET
            )
            if tag & t.FINITE_PAST or not joined and not (only_det and following & t.NUMBER):
                return False
            return only_det or bool(self.tag[at - 1] & (t.ADJ | t.ADVERB)) and not self.tag[at - 1] & t.NOUN
        if not tag & t.NOUN:
            return False
        if only_det:
            return True
        piece = Piece(Chunk.NOUN, first, at, head, self.tag[head])
        return not self._is_finite_behind_noun(piece, tag, at)


_BOUNDARY = frozenset({Chunk.COMMA, Chunk.STOP, Chunk.CLAUSE, Chunk.REL, Chunk.OPEN, Chunk.CLOSE})


def _settle_participles(pieces: list[Piece]) -> None:
    """Decide which -ed groups carry their clause: in "exports insured by it fell", only "fell" does."""
    start = 0
    for end in range(len(pieces) + 1):
        if end == len(pieces) or pieces[end].kind in _BOUNDARY or _is_said(pieces, end):
            _settle_clause(pieces, start, end)
            start = end + 1


def _is_said(pieces: list[Piece], at: int) -> bool:
    """Whether the chunk is a verb of speech with its speaker: what follows is a clause of its own."""
    piece = pieces[at]
    if piece.kind is not Chunk.VERB or not piece.tag & t.SPEECH or piece.is_passive:
        return False
    if piece.tag & t.PAST and not piece.is_finite and at and pieces[at - 1].kind in (Chunk.NOUN, Chunk.PRONOUN):
        following = pieces[at + 1].kind if at + 1 < len(pieces) else Chunk.STOP
        piece.is_finite = following is not Chunk.PREP
    if (
        piece.tag & t.SAYS
        and piece.tag & t.PAST
        and at
        and pieces[at - 1].kind in (Chunk.COMMA, Chunk.CLOSE, Chunk.TIME)
    ):
        piece.is_finite = True  # "Zhao, spokesperson of the ministry, said", "…, said lead manager Morgan Stanley"
    return piece.is_finite


def _settle_clause(pieces: list[Piece], start: int, end: int) -> None:
    verbs = [i for i in range(start, end) if pieces[i].kind is Chunk.VERB]
    carried = any(pieces[i].is_finite for i in verbs)
    for i in verbs:
        piece = pieces[i]
        if piece.is_finite:
            continue
        before = pieces[i - 1] if i > start else None
        behind_noun = before is not None and before.kind in (Chunk.NOUN, Chunk.NUMBER, Chunk.PRONOUN)
        if before is not None and before.kind is Chunk.PREP and piece.tag & t.PAST:
            piece.kind = Chunk.PARTICIPLE  # "inflation as measured by the index"
            before.kind = Chunk.ADVERB
            continue
        if piece.tag & t.PAST and before is not None and before.kind is Chunk.PRONOUN:
            piece.is_finite = carried = True
            continue
        if (
            piece.tag & t.STATE
            and piece.tag & t.PAST
            and behind_noun
            and i + 1 < end
            and pieces[i + 1].kind is Chunk.NUMBER
        ):
            piece.is_finite = carried = True  # "reached 1.47 trillion" has its own subject
        elif piece.tag & t.PAST and not carried and behind_noun and piece.first == piece.head:
            piece.is_finite = carried = True
        elif piece.first == piece.head and piece.tag & (t.PAST | t.ING) and behind_noun:
            piece.kind = Chunk.PARTICIPLE
