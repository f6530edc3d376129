"""Who states a value: the subject of a verb of speech, or the name behind "according to"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.facts.indicator import bare_start, tidy
from tallybook.facts.pieces import Chunk
from tallybook.facts.syntax import subject_of

if TYPE_CHECKING:
    from tallybook.facts.syntax import Syntax


class Speaker(NamedTuple):
    """A speaker by name or title, None if it is only a pronoun; and the chunk of the verb."""

    name: str | None
    at: int


def speaker_of(s: Syntax) -> Speaker | None:
    """The one who says what the sentence tells; a `name` of None means "he said": the speaker before."""
    for at, piece in enumerate(s.pieces):
        if (
            piece.kind is Chunk.PREP
            and s.low(at) == "to"
            and s.reading.low[piece.first - 1] == "according"
            and s.kind(at + 1) is Chunk.NOUN
        ):
            return Speaker(_name(s, at + 1), at)
        if piece.kind is Chunk.VERB and piece.tag & t.SPEECH and piece.is_finite and not piece.is_passive:
            found = _said_by(s, at)
            if found is not None:
                return found
    return None


def _said_by(s: Syntax, verb: int) -> Speaker | None:
    if not s.pieces[verb].tag & t.SAYS:
        return None
    subject = subject_of(s, verb)
    if subject is not None:
        if s.pieces[subject.head].kind is Chunk.PRONOUN:
            return Speaker(None, verb)
        return Speaker(_name(s, subject.head), verb)
    if s.kind(verb + 1) is Chunk.NOUN:  # "…," said lead manager Morgan Stanley
        return Speaker(_name(s, verb + 1), verb)
    return None


def _name(s: Syntax, at: int) -> str:
    """The name in a chunk, without determiner; of an apposition the person rather than the office."""
    piece = s.pieces[at]
    return tidy(s, [(bare_start(s, at), piece.last)])
