"""Which verb groups carry a clause, once all chunks are known."""

from __future__ import annotations

from typing import Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.phrases import names
from tallybook.facts.pieces import Piece

_CLAUSE_PREPS: Final = frozenset({"as", "after", "before", "since", "until", "till", "than", "like"})
_BOUNDARY: Final = frozenset({ch.COMMA, ch.STOP, ch.CLAUSE, ch.REL, ch.OPEN, ch.CLOSE})
_INSIDE: Final = frozenset({ch.NOUN, ch.PREP, ch.PRONOUN, ch.ADVERB})
# Behind "as" these tell what a thing belongs to: "the tax passed as part of the bill was high".
_PARTS: Final = frozenset({"part", "result"})
_SUBJECT_REACH: Final = 8
# With these the object of a verb opens; a participle behind its noun has none.
_OPENS_OBJECT: Final = frozenset({"the", "its", "their", "his", "her", "a", "an"})
# A noun, a comma, an insertion and a comma stand before the verb that resumes; an insertion is no longer than this.
_SHORTEST: Final = 4
_INSERTION_REACH: Final = 16


def settle_clauses(pieces: list[Piece], low: list[str]) -> None:
    """Decide which verb groups carry a clause and which prepositions open one; changes `pieces` in place.

    In "exports insured by it fell", only "fell" carries the clause; in "as the dollar fell", "as" opens one.
    """
    _join_gerunds(pieces, low)
    start = 0
    for end in range(len(pieces) + 1):
        if end == len(pieces) or pieces[end].kind in _BOUNDARY or _is_said(pieces, end):
            _settle_clause(pieces, low, start, end)
            start = end + 1
    for at, piece in enumerate(pieces):
        if piece.kind == ch.VERB and not piece.is_finite and piece.tag & t.PAST and _resumes(pieces, at):
            piece.is_finite = True
        if piece.kind != ch.PREP or low[piece.head] not in _CLAUSE_PREPS:
            continue
        if at and pieces[at - 1].kind == ch.CONJ and low[piece.head] in ("after", "before"):
            continue  # "but after seasonal adjustment rose 0.6 pct"
        is_listed = at + 1 < len(pieces) and low[pieces[at + 1].head] in names().deducted  # "profit before tax rose"
        is_part = at + 2 < len(pieces) and low[pieces[at + 1].head] in _PARTS and low[pieces[at + 2].head] == "of"
        if not (is_listed or is_part) and _has_verb(pieces, at):
            piece.kind = ch.CLAUSE


def _join_gerunds(pieces: list[Piece], low: list[str]) -> None:
    """As in "the cost of building the plant rose": a gerund behind "of" and its object are one noun."""
    for at in range(len(pieces) - 2, 0, -1):
        gerund, thing = pieces[at], pieces[at + 1]
        if (
            gerund.kind == ch.VERB
            and gerund.tag & t.ING
            and not gerund.tag & t.CHANGES
            and gerund.first == gerund.head
            and thing.kind == ch.NOUN
            and low[pieces[at - 1].head] == "of"
        ):
            pieces[at : at + 2] = [Piece(ch.NOUN, gerund.first, thing.last, thing.head, thing.tag)]


def _resumes(pieces: list[Piece], at: int) -> bool:
    """Whether a past form behind a comma carries the clause that an insertion interrupted.

    As in "core inflation, which strips out energy, eased to …", "the contract, Europe's benchmark, eased 3 pct".
    """
    piece = pieces[at]
    if at < _SHORTEST or piece.head != piece.first or pieces[at - 1].kind != ch.COMMA:
        return False
    commas, is_inserted, opening = 1, False, 0
    for look in range(at - 2, max(-1, at - _INSERTION_REACH), -1):
        kind = pieces[look].kind
        if kind == ch.COMMA:
            commas += 1
        elif kind == ch.VERB and pieces[look].is_finite and pieces[look].tag & t.SAYS:
            opening = look + 1  # "she said the index, based in 2010, eased to …"
            break
        elif kind == ch.VERB and pieces[look].is_finite:
            before = pieces[look - 1].kind if look else None
            if before != ch.REL or commas > 1:
                return False
            is_inserted = True
        elif kind in (ch.STOP, ch.CLAUSE):
            return False
    return commas == 2 and pieces[at - 2].kind == ch.NOUN and (is_inserted or pieces[opening].kind == ch.NOUN)


def _has_verb(pieces: list[Piece], prep: int) -> bool:
    """Whether a noun with its own finite verb follows the preposition."""
    look, limit = prep + 1, min(len(pieces), prep + _SUBJECT_REACH)
    while look < limit and pieces[look].kind in _INSIDE:
        look += 1
    return prep + 1 < look < len(pieces) and pieces[look].kind == ch.VERB and pieces[look].is_finite


def _is_said(pieces: list[Piece], at: int) -> bool:
    """Whether the chunk is a verb of speech with its speaker: what follows is a clause of its own."""
    piece = pieces[at]
    if piece.kind != ch.VERB or not piece.tag & t.SPEECH or piece.is_passive or _is_bare_participle(piece):
        return False
    before = pieces[at - 1].kind if at else None
    if piece.tag & t.PAST and not piece.is_finite and before in (ch.NOUN, ch.PRONOUN):
        piece.is_finite = at + 1 == len(pieces) or pieces[at + 1].kind != ch.PREP
    is_assigned = piece.tag & t.ASSIGN and at + 1 < len(pieces) and pieces[at + 1].kind == ch.PREP
    if piece.tag & t.SAYS and piece.tag & t.PAST and before in (ch.COMMA, ch.CLOSE, ch.TIME) and not is_assigned:
        piece.is_finite = True  # "Zhao, spokesperson of the ministry, said", "…, said lead manager Morgan Stanley"
    return piece.is_finite


def _joins_clause(pieces: list[Piece], verb: int, end: int) -> bool:
    """As in "… and last year the board ordered ships", "… and spending per trip fell 2 pct"."""
    moves = bool(pieces[verb].tag & (t.UP | t.DOWN)) and verb + 1 < end and pieces[verb + 1].kind == ch.NUMBER
    joint = verb - 2
    while joint > 0 and (pieces[joint].kind == ch.TIME or (moves and pieces[joint].kind in _INSIDE)):
        joint -= 1
    has_object = verb + 1 < end and pieces[verb + 1].kind in (ch.NOUN, ch.NUMBER)
    return joint > 0 and pieces[joint].kind == ch.CONJ and has_object and pieces[verb - 1].kind == ch.NOUN


def _is_resumed(pieces: list[Piece], low: list[str], verb: int, verbs: list[int]) -> bool:
    """As in "the park served 4 mln guests and cut emissions": an object, and "and" with another verb."""
    following = next((i for i in verbs if i > verb), -1)
    if following < 0:
        return False
    thing = verb + 1 + (pieces[verb + 1].kind == ch.ADVERB)  # "turned out 900 vans and plans …"
    is_thing = pieces[thing].kind == ch.NUMBER or low[pieces[thing].first] in _OPENS_OBJECT
    return following > thing + 1 and is_thing and pieces[following - 1].kind == ch.CONJ


def _has_doer(pieces: list[Piece], verb: int, end: int) -> bool:
    """As in "two clerks helped thieves hide 3 mln": somebody and a bare infinitive."""
    return verb + 2 < end and pieces[verb + 1].kind == ch.NOUN and pieces[verb + 2].kind == ch.VERB


def _is_bare_participle(piece: Piece) -> bool:
    """As in "sales seen rising 4 pct": without "was" or "has" such a form carries no clause."""
    return bool(piece.tag & t.PARTICIPLE_ONLY) and piece.first == piece.head


def _has_agent(pieces: list[Piece], low: list[str], verb: int, last: int) -> bool:
    """As in "stocks held by refineries increased to 5 mln": a doer behind "by", and another verb."""
    thing = verb + 2
    return verb < last and thing < len(pieces) and low[pieces[verb + 1].head] == "by" and pieces[thing].kind == ch.NOUN


def _settle_clause(pieces: list[Piece], low: list[str], start: int, end: int) -> None:
    """Of the verb groups of one clause, all but the one that carries it are participles."""
    verbs = [i for i in range(start, end) if pieces[i].kind == ch.VERB]
    is_carried = any(pieces[i].is_finite for i in verbs)
    for i in verbs:
        piece = pieces[i]
        if piece.is_finite or i == start:
            continue
        before = pieces[i - 1]
        is_past = bool(piece.tag & t.PAST)
        if before.kind == ch.PREP and is_past:
            piece.kind, before.kind = ch.PARTICIPLE, ch.ADVERB  # "inflation as measured by the index"
        elif before.kind == ch.PRONOUN and is_past and before.tag & t.HOLLOW:
            piece.kind = ch.PARTICIPLE  # "the income of those employed in farming rose"
        elif before.kind == ch.PRONOUN and is_past:
            piece.is_finite = is_carried = True
        elif before.kind in (ch.NOUN, ch.NUMBER, ch.PRONOUN) and piece.first == piece.head:
            # "reached 1.47 trillion" has its own subject, whatever stands before.
            is_followed = i + 1 < end and pieces[i + 1].kind == ch.VERB and before.kind == ch.NOUN
            if is_past and (is_followed or _has_agent(pieces, low, i, verbs[-1])):
                piece.kind = ch.PARTICIPLE  # "hours worked averaged …"
                continue
            states = piece.tag & t.STATE and i + 1 < end and pieces[i + 1].kind == ch.NUMBER
            states = states or _joins_clause(pieces, i, end) or _is_resumed(pieces, low, i, verbs)
            states = states or (low[piece.head] == "helped" and _has_doer(pieces, i, end))
            if is_past and (states or not is_carried) and not _is_bare_participle(piece):
                piece.is_finite = is_carried = True
            elif piece.tag & (t.PAST | t.ING):
                piece.kind = ch.PARTICIPLE
