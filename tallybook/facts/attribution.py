"""Who states a value: the subject of a verb of speech, or the name behind "according to"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.indicator import bare_start, tidy
from tallybook.facts.subjects import subject_of
from tallybook.lexicons import load
from tallybook.numbers.nouns import singular

if TYPE_CHECKING:
    from tallybook.facts.syntax import Syntax


# "Secretary of State for Trade and Industry"
_LONGEST_OFFICE: Final = 3


@dataclass(slots=True, init=False)
class Speaker:
    """A speaker by name or title, None if it is only a pronoun; and the chunk of the verb."""

    name: str | None
    at: int

    def __init__(
        self,
        name: str | None,
        at: int,
    ) -> None:
        self.name = name
        self.at = at


def speaker_of(s: Syntax) -> Speaker | None:
    """The one who says what the sentence tells; a `name` of None means "he said": the speaker before."""
    for at, piece in enumerate(s.pieces):
        if (
            piece.kind == ch.PREP
            and s.low(at) == "to"
            and s.reading.low[piece.first - 1] == "according"
            and s.kind(at + 1) == ch.NOUN
        ):
            return _speaker(s, at + 1, at)
        if piece.kind == ch.VERB and piece.tag & t.SPEECH and piece.is_finite and not piece.is_passive:
            found = _said_by(s, at)
            if found is not None:
                return found
    return None


def _said_by(s: Syntax, verb: int) -> Speaker | None:
    has_object = s.kind(verb + 1) in (ch.NOUN, ch.NUMBER) and s.low(verb) in _with_object()
    if has_object or not s.pieces[verb].tag & t.SAYS:
        return None
    if s.kind(verb - 1) == ch.COMMA and s.kind(verb + 1) == ch.NOUN:
        found = _speaker(s, verb + 1, verb)  # "Exports fell, said Ann Berg"
        if found is not None:
            return found
    subject = subject_of(s, verb)
    if subject is not None:
        if s.pieces[subject.head].kind == ch.PRONOUN:
            return Speaker(None, verb)
        return _speaker(s, subject.head, verb)
    if s.kind(verb + 1) == ch.NOUN:  # "…," said lead manager Morgan Stanley
        return _speaker(s, verb + 1, verb)
    return None


def _speaker(s: Syntax, at: int, verb: int) -> Speaker | None:
    name = _name(s, at)
    return Speaker(name, verb) if name is not None else None


def _name(s: Syntax, at: int) -> str | None:
    """The name or the role in a chunk, without determiner; None for what cannot speak: "some", "figures"."""
    piece = s.pieces[at]
    spans = [(bare_start(s, at), piece.last), *_office_behind(s, at)]
    head = s.reading.low[piece.head]
    is_name = bool(s.tag(at) & t.CAPITAL) and not s.tag(at) & (t.OWN | t.ING | t.TIME_WORD | t.DET | t.PRONOUN)
    if not (is_name or singular(head) in _speakers()) or head in _silent():
        return None
    return tidy(s, spans) or None


def _office_behind(s: Syntax, at: int) -> list[tuple[int, int]]:
    """What a body does, which is of its name: "Department *of Trade and Industry*", "Office *for Statistics*"."""
    spans: list[tuple[int, int]] = []
    while len(spans) < _LONGEST_OFFICE and s.kind(at + 2) == ch.NOUN and s.tag(at) & s.tag(at + 2) & t.CAPITAL:
        is_led = s.kind(at + 1) == ch.PREP and s.low(at + 1) in ("of", "for")
        if not is_led and not (spans and _goes_on(s, at + 1)):
            break
        spans.append((s.pieces[at + 1].first, s.pieces[at + 2].last))
        at += 2
    return spans


def _goes_on(s: Syntax, joint: int) -> bool:
    """Whether "and" joins the next name, or a comma of a list that ends with "and": "of Land, Water and Transport"."""
    if s.kind(joint) == ch.CONJ:
        return s.low(joint) == "and"
    return s.kind(joint) == ch.COMMA and s.kind(joint + 2) == ch.CONJ and bool(s.tag(joint + 3) & t.CAPITAL)


@cache
def _speakers(language: str = "en") -> frozenset[str]:
    """The roles and bodies that state things, in the singular."""
    return frozenset(load("speakers", language)["roles"])


@cache
def _with_object(language: str = "en") -> frozenset[str]:
    """Verbs of speech that are none before a thing: "it added 200 jobs"."""
    return frozenset(load("speakers", language)["with_object"])


@cache
def _silent(language: str = "en") -> frozenset[str]:
    """Subjects of verbs of speech that are documents or data, not speakers."""
    return frozenset(load("speakers", language)["silent"])
