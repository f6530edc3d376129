"""The subject of a verb: before it, past an insertion, in the clause it continues, or what "which" stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.facts import tags as t
from tallybook.facts.neighbours import phrase_start
from tallybook.facts.phrases import REACH, Phrase, extend, in_list
from tallybook.facts.pieces import Chunk

if TYPE_CHECKING:
    from tallybook.facts.syntax import Syntax


def subject_of(s: Syntax, verb: int, depth: int = 0) -> Phrase | None:
    """The subject of the verb group at chunk `verb`: before it, past a parenthesis, in the clause it continues."""
    at, floor = verb - 1, max(-1, verb - REACH)
    while at > floor:
        opening = _opening(s, at)
        if opening >= 0:
            at = opening - 1
            continue
        if s.kind(at) is Chunk.PRONOUN and not is_governed(s, at):
            return Phrase(at, at + 1, at)  # but "the voltage across it was 5 volts"
        if _bounds_subject(s, at, verb):
            break
        at -= 1
    found = _main_noun(s, at + 1, verb) or _absolute(s, at + 1, verb) or _noun_moving(s, at, verb)
    if found is not None or at < 0 or depth > 3:
        return found
    return _subject_elsewhere(s, verb, at, depth)


def _opening(s: Syntax, at: int) -> int:
    """Where the bracket or the insertion between dashes begins that chunk `at` closes, else -1."""
    if s.kind(at) is Chunk.CLOSE:
        return _opening_bracket(s, at)
    return _opening_dash(s, at) if s.kind(at) is Chunk.STOP and s.low(at) in _DASHES else -1


def _bounds_subject(s: Syntax, at: int, verb: int) -> bool:
    """Whether the subject of the verb group at chunk `verb` stands behind chunk `at`, or is not there at all."""
    kind = s.kind(at)
    if kind is Chunk.CONJ:
        return not _joins_nouns(s, at)
    if kind is Chunk.COMMA:
        return not in_list(s, at, verb)
    return kind in _BOUNDARIES


_BOUNDARIES = frozenset({Chunk.VERB, Chunk.STOP, Chunk.CLAUSE, Chunk.REL, Chunk.OPEN})


def _noun_moving(s: Syntax, boundary: int, verb: int) -> Phrase | None:
    """As in "on sales seen rising 4 pct": the noun right before a participle that tells how it moves."""
    tag, at = s.pieces[verb].tag, verb - 1
    if not tag & t.ING or not tag & t.CHANGES or s.pieces[verb].is_finite:
        return None
    while s.kind(at) is Chunk.PARTICIPLE:
        at -= 1
    return extend(s, at, verb) if at > boundary and s.kind(at) is Chunk.NOUN else None


def _absolute(s: Syntax, first: int, verb: int) -> Phrase | None:
    """As in "…, with dairy prices rising 4 pct", "for trade with Norland to grow 4 pct": a subject that these open."""
    is_infinitive = "to" in (s.reading.low[s.pieces[verb].first], s.low(verb - 1))
    if s.low(first) != "with" and not (s.low(first) == "for" and is_infinitive):
        return None
    return extend(s, first + 1, verb) if first + 1 < verb and s.kind(first + 1) is Chunk.NOUN else None


def subject_before(s: Syntax, pronoun: int) -> Phrase | None:
    """The subject of the clause before a pronoun: "the rate is unchanged since January, when it was raised"."""
    for at in range(pronoun - 1, max(-1, pronoun - REACH), -1):
        piece = s.pieces[at]
        if piece.kind is Chunk.VERB and piece.is_finite and not piece.tag & t.SPEECH:
            subject = subject_of(s, at)
            return subject if subject is not None and s.kind(subject.head) is Chunk.NOUN else None
        if piece.kind is Chunk.STOP:
            return None
    return None


_DASHES = ("-", "–", "—")
# An insertion between dashes has so many chunks at most.
_LONGEST_INSERTION = 16


def _opening_dash(s: Syntax, dash: int) -> int:
    """The dash that opens the insertion which the one at chunk `dash` closes, -1 if a sentence stands between them."""
    at = dash - 1 if s.kind(dash - 1) is Chunk.STOP else dash  # "--"
    for look in range(at - 1, max(-1, at - _LONGEST_INSERTION), -1):
        kind = s.kind(look)
        if kind is Chunk.STOP:
            is_double = s.low(look - 1) == s.low(look)
            return (look - 1 if is_double else look) if s.low(look) in _DASHES else -1
        if kind is Chunk.VERB and s.pieces[look].is_finite and s.kind(look - 1) is not Chunk.REL:
            return -1
    return -1


def _opening_bracket(s: Syntax, close: int) -> int:
    """The bracket that the one at chunk `close` closes; the chunk itself if none does."""
    return next((at for at in range(close - 1, max(-1, close - REACH), -1) if s.kind(at) is Chunk.OPEN), close)


def _joins_nouns(s: Syntax, conj: int) -> bool:
    """Whether the conjunction joins parts of one subject: no finite verb stands between it and the boundary before."""
    if s.kind(conj - 1) is Chunk.NOUN and s.kind(conj + 1) is Chunk.NOUN and _is_nominal(s, conj):
        return True
    for at in range(conj - 1, max(-1, conj - REACH), -1):
        kind = s.pieces[at].kind
        if kind is Chunk.VERB and s.pieces[at].is_finite:
            return bool(s.pieces[at].tag & t.SPEECH)
        if kind is Chunk.PARTICLE and s.kind(at + 1) is Chunk.NUMBER:
            return False
        if kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.REL):
            return True
        if kind is Chunk.COMMA:
            return s.kind(at - 1) is Chunk.NOUN and s.kind(at + 1) is Chunk.NOUN
    return True


def _is_nominal(s: Syntax, conj: int) -> bool:
    """As in "… but sales of trucks and vans grew": only a noun phrase stands before the conjunction."""
    for at in range(conj - 1, max(-1, conj - REACH), -1):
        kind = s.pieces[at].kind
        if kind in (Chunk.CONJ, Chunk.COMMA, Chunk.CLAUSE):
            return at < conj - 2 and s.kind(conj - 2) is Chunk.PREP
        if kind not in (Chunk.NOUN, Chunk.PREP, Chunk.ADVERB):
            return False
    return False


def _main_noun(s: Syntax, first: int, last: int) -> Phrase | None:
    """The first noun of the chunks [first, last) that no preposition governs, with what restricts it."""
    for at in range(first, last):
        piece = s.pieces[at]
        if piece.kind is Chunk.NOUN and not is_governed(s, at, first):
            following = at + 1
            while following < last and s.pieces[following].kind is Chunk.TIME:
                following += 1
            if (
                following < last
                and s.pieces[following].kind is Chunk.NOUN
                and (piece.tag & t.OWN or following > at + 1)
            ):
                continue
            if (
                following < last
                and s.pieces[following].kind is Chunk.NOUN
                and s.reading.tag[s.pieces[following].first] & t.DET
            ):
                continue
            return extend(s, at, last)
    return None


def is_governed(s: Syntax, at: int, first: int = 0) -> bool:
    """Whether a preposition governs the noun at chunk `at`: "of bonds", "of the four ships"."""
    before = at - 1
    while before >= first and s.pieces[before].kind in (Chunk.NUMBER, Chunk.ADVERB):
        before -= 1
    return before >= first and s.pieces[before].kind is Chunk.PREP


def _subject_elsewhere(s: Syntax, verb: int, boundary: int, depth: int) -> Phrase | None:
    """The subject of a verb that has none before it in its own stretch of the sentence."""
    kind = s.pieces[boundary].kind
    if kind is Chunk.REL:
        if s.low(boundary - 1) == "of" and s.kind(boundary - 2) is Chunk.NOUN:
            return extend(s, boundary - 2, boundary - 1)  # "such systems, sales of which reached …"
        return antecedent(s, boundary)
    if kind is Chunk.COMMA and not s.pieces[verb].is_finite and s.kind(boundary - 1) is Chunk.NOUN:
        is_assigned = s.pieces[verb].tag & t.ASSIGN and s.pieces[verb].tag & t.PAST
        main = -1 if is_assigned else _main_verb(s, boundary)  # "to cut liquidity, estimated at 500 mln"
        if main >= 0:
            return subject_of(s, main, depth + 1)  # "M-3 finished within the target, rising 4.6 pct"
        return extend(s, phrase_start(s, boundary - 1), boundary)  # "tariffs, still ranging from …"
    if kind in (Chunk.COMMA, Chunk.CLOSE):
        return _past_parenthesis(s, boundary, depth)
    if kind is Chunk.CONJ:
        for at in range(boundary - 1, max(-1, boundary - REACH), -1):
            if s.pieces[at].kind is Chunk.VERB and s.pieces[at].is_finite and not _is_inserted_speech(s, at):
                return subject_of(s, at, depth + 1)
            if s.pieces[at].kind is Chunk.REL:
                return antecedent(s, at)
    if kind is Chunk.VERB and not (
        s.pieces[boundary].tag & t.SPEECH and s.pieces[boundary].is_finite and not s.pieces[boundary].is_passive
    ):
        return subject_of(s, boundary, depth + 1)
    return None


def _is_inserted_speech(s: Syntax, verb: int) -> bool:
    """As in "Prices rose, the bureau said on Friday, and were …": who says it stands between commas."""
    if not s.pieces[verb].tag & t.SPEECH or s.kind(verb - 1) is not Chunk.NOUN or s.kind(verb - 2) is not Chunk.COMMA:
        return False
    return any(s.kind(at) is Chunk.COMMA for at in range(verb + 1, verb + 4))


def _main_verb(s: Syntax, boundary: int) -> int:
    """The finite verb that carries the clause before a boundary, -1 if it only says or there is none."""
    for at in range(boundary - 1, max(-1, boundary - REACH), -1):
        piece = s.pieces[at]
        if piece.kind is Chunk.VERB and piece.is_finite:
            return -1 if piece.tag & t.SPEECH else at
        if piece.kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.REL):
            return -1
    return -1


def _past_parenthesis(s: Syntax, comma: int, depth: int) -> Phrase | None:
    """The subject past an insertion ("M-3, which is …, rose"), or of the verb before ("fell 3 pct, rose 2 pct")."""
    has_verb = False
    for at in range(comma - 1, max(-1, comma - REACH), -1):
        kind = s.pieces[at].kind
        if kind is Chunk.VERB and s.pieces[at].is_finite and not s.pieces[at].tag & t.SPEECH:
            has_verb = True
            if s.kind(at - 1) is not Chunk.REL and subject_of(s, at, 4) is not None:
                return subject_of(s, at, depth + 1)
        elif kind is Chunk.REL:
            before = at - 1 if s.kind(at - 1) is Chunk.COMMA else at
            return subject_of(s, before, depth + 1)
        elif kind is Chunk.COMMA and not has_verb:
            return subject_of(s, at, depth + 1)
        elif kind in (Chunk.STOP, Chunk.CLAUSE):
            break
    return _main_noun(s, max(0, comma - REACH), comma) if not has_verb else None


def antecedent(s: Syntax, rel: int) -> Phrase | None:
    """The noun phrase that a relative pronoun at chunk `rel` stands for."""
    at = rel - 1
    if s.kind(at) is Chunk.COMMA:
        at -= 1
    while at >= 0 and s.pieces[at].kind in (Chunk.TIME, Chunk.CLOSE) and rel - at < REACH:
        at -= 1
        if s.kind(at) is Chunk.PREP:
            at -= 1
    if s.kind(at) is not Chunk.NOUN:
        return None
    return extend(s, phrase_start(s, at), at + 1)
