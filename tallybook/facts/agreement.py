"""Whether a form that may be a verb fits the noun before it as its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.ahead import Ahead

if TYPE_CHECKING:
    from tallybook.facts.pieces import Piece
    from tallybook.facts.words import Reading

_PLURALS: Final = frozenset({"people", "men", "women", "children", "police", "data", "media", "cattle"})
# Before the verb of a short sentence stand so many chunks at most.
_OPENING: Final = 8
# Behind a verb these open no object.
_NO_OBJECT: Final = t.PREP | t.ANY_VERB | t.TIME_WORD | t.CHANGE


class Agreement(Ahead):
    """Compares a word with the chunks that stand before it."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.out: list[Piece] = []

    def _carries_alone(self, subject: Piece, at: int, tag: int) -> bool:
        """As in "The fund holds shares worth 3 bn", "The bank forecasts growth": no other verb follows to carry it."""
        following = self.tag[at + 1]
        is_object = following & (t.OPEN | t.NOUN | t.ADJ) and not following & _NO_OBJECT
        is_rather_noun = tag & t.MOSTLY_NOUN or not tag & (t.SHOW | t.OWNS)
        if is_rather_noun and (not tag & t.SPEECH or self._is_plural(subject)):
            return False
        if not is_object or self.r.sentence.is_heading:
            return False
        if len(self.out) > _OPENING or any(piece.kind in (ch.VERB, ch.NUMBER) for piece in self.out):
            return False
        return self.low[at].endswith("s") != self._is_plural(subject) and not self._finite_follows(at + 1)

    def _governing(self, noun: Piece) -> Piece:
        """The noun that the preposition before a noun chunk hangs on: "traders" of "traders in the oil market"."""
        last = len(self.out) - 1
        preposition = last - 1 if last >= 0 and self.out[last] is noun else last
        if preposition < 1 or self.out[preposition].kind != ch.PREP:
            return noun
        before = self.out[preposition - 1]
        return before if before.kind == ch.NOUN else noun

    def _foretells(self, subject: Piece, tag: int, following: int) -> bool:
        """As in "The bank's economists forecast growth of 3 pct": somebody named or many, and what is foretold."""
        is_said = following & (t.OPEN | t.NOUN) and not following & (
            t.PREP | t.ANY_VERB | t.MARK | t.CONJ | t.TIME_WORD
        )
        return bool(tag & t.SPEECH and is_said) and (bool(subject.tag & t.CAPITAL) or self._is_plural(subject))

    def _is_plural(self, subject: Piece) -> bool:
        head, before = self.low[subject.head], subject.first - 1
        is_joined = (
            before > 0 and self.low[before] == "and" and not self.tag[before - 1] & t.MARK
        )  # not ", and the mine"
        return (head.endswith("s") and not head.endswith("ss")) or head in _PLURALS or is_joined

    def _agrees_strictly(self, subject: Piece, at: int) -> bool:
        return (
            subject.kind != ch.NOUN or self._is_plural(subject) != self.low[at].endswith("s") or self._is_part(subject)
        )

    def _is_part(self, subject: Piece) -> bool:
        """As in "one in five firms": a part of many is told as one or as many."""
        mention = self.r.mention[subject.first - 1] if subject.first else None
        return mention is not None and mention.number.unit_kind == "ratio"

    def _agrees(self, subject: Piece, at: int) -> bool:
        """Whether a present form fits its subject in number: "prices rise", but not "a capital increase"."""
        return self._agrees_strictly(subject, at) or bool(self.tag[subject.head] & t.CAPITAL)
