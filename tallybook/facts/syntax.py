"""Who does what in a sentence: subjects of verbs, noun phrases with what restricts them, what stands before an amount.

All searches are local: they look at most `REACH` chunks away, so that a sentence of any length stays linear.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.chunks import chunk
from tallybook.facts.phrases import names
from tallybook.facts.pieces import Piece
from tallybook.facts.words import Reading, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.numbers.found import Mention, Sentence


@dataclass(slots=True, init=False)
class Syntax:
    """A sentence read: its words, its chunks, and the chunk that each word belongs to (-1 for none).

    `has_clause` is true if a finite verb stands in it; headlines and lines of tables have none.
    """

    reading: Reading
    pieces: list[Piece]
    piece_of: list[int]
    has_clause: bool

    def __init__(
        self,
        reading: Reading,
        pieces: list[Piece],
        piece_of: list[int],
        has_clause: bool,
    ) -> None:
        self.reading = reading
        self.pieces = pieces
        self.piece_of = piece_of
        self.has_clause = has_clause

    def piece_at(self, mention: Mention) -> int:
        """The chunk that a number stands in, -1 if its words were taken by another."""
        start = mention.number.start
        at = bisect_right(self.reading.start, start) - 1
        return self.piece_of[at] if at >= 0 and self.reading.mention[at] is mention else -1

    def kind(self, at: int) -> int:
        """The kind of chunk `at`, NOTHING outside the sentence."""
        return self.pieces[at].kind if 0 <= at < len(self.pieces) else ch.NOTHING

    def low(self, at: int) -> str:
        """The head word of chunk `at` in lower case, empty outside the sentence."""
        return self.reading.low[self.pieces[at].head] if 0 <= at < len(self.pieces) else ""

    def tag(self, at: int) -> int:
        """The tags of the head word of chunk `at`, 0 outside the sentence."""
        return self.pieces[at].tag if 0 <= at < len(self.pieces) else 0


def parse(sentence: Sentence, mentions: Sequence[Mention], table: dict[str, int], language: str) -> Syntax:
    """Read one sentence, whose numbers are `mentions`."""
    reading = read(sentence, mentions, table)
    pieces = chunk(reading, language)
    piece_of = [-1] * (reading.size + 1)
    for index, piece in enumerate(pieces):
        for word in range(piece.first, piece.last):
            piece_of[word] = index
    has_clause = any(piece.kind == ch.VERB and piece.is_finite for piece in pieces)
    return Syntax(reading, pieces, piece_of, has_clause)


def before_amount(s: Syntax, number: int) -> tuple[int, int]:
    """The chunk that governs an amount, past "about", "a record", "at least"; and the first word taken up by these.

    The chunk is -1 if nothing stands before the amount.
    """
    low, tag = s.reading.low, s.reading.tag
    bounds = names().bounds
    word = s.pieces[number].first
    while word > 0:
        length = _ending(low, word, bounds) or _qualifying(s, word)
        if not length and not _only_qualifies(tag[word - 1], tag[word - 2] if word > 1 else t.MARK):
            break
        word -= length or 1
    at = word - 1
    while at >= 0 and s.piece_of[at] < 0:
        at -= 1
    left = s.piece_of[at] if at >= 0 else -1
    if s.kind(left) == ch.TIME and (
        s.low(left - 1) in ("from", "to") or s.tag(left - 1) & t.COMPARE or _is_owner(s, left)
    ):
        left -= 1  # "against last year's 194,715"
    return left, word


def _ending(low: list[str], word: int, phrases: dict[str, list[list[str]]]) -> int:
    """The length of the longest phrase that ends right before a word, 0 if none does."""
    for words in phrases.get(low[word - 1], ()):
        if len(words) <= word and low[word - len(words) : word] == words:
            return len(words)
    return 0


# "a non-seasonally adjusted 1.75 billion": so many words may stand between the article and the numeral.
_MOST_QUALIFYING: Final = 3


def _qualifying(s: Syntax, word: int) -> int:
    """How many words from "a" up to the numeral at `word` qualify it alone, as in "rose an unadjusted 2 pct"."""
    low, tag = s.reading.low, s.reading.tag
    for length in range(2, _MOST_QUALIFYING + 2):
        at = word - length
        if (
            at < 0
            or not tag[at + 1] & (t.ADJ | t.PAST | t.ADVERB | t.OPEN)
            or tag[at + 1] & (t.PREP | t.CONJ | t.TIME_WORD)
        ):
            return 0
        is_told = tag[word - 1] & (t.PAST | t.ING) and s.kind(s.piece_of[word - 1]) in (ch.NOUN, ch.ADVERB)
        if low[at] == "the" and is_told and not tag[word - 1] & (t.NOUN | t.ADJ):
            return length - 1  # "up from the previously reported 3 mln"
        if low[at] in ("a", "an"):
            is_adjective = tag[word - 1] & (t.ADJ | t.PAST) or low[word - 1].endswith(("ed", "ing"))
            return length if is_adjective and not tag[at - 1] & (t.NUMBER | t.DATE) else 0
    return 0


def _is_owner(s: Syntax, at: int) -> bool:
    time = s.pieces[at].time
    return time is not None and time.is_possessive


def _only_qualifies(tag: int, before: int) -> bool:
    """Whether a word before an amount says nothing of its own: "a", "record", "seasonally"."""
    if tag & t.DET:
        return not tag & t.REL
    if tag & (t.NUMBER | t.DATE | t.MARK | t.PARTICLE) or tag & t.PREP:
        return False
    if tag & t.MODIFIES_NUMBER:
        if tag & (t.NOUN | t.VERB | t.CHANGE) and not tag & t.ADVERB:
            return bool(before & (t.DET | t.ANY_VERB | t.PREP | t.ADJ | t.MODIFIES_NUMBER))
        return True
    return bool(tag & t.ADVERB and not tag & (t.PARTICLE | t.TIME_WORD | t.OPEN))
