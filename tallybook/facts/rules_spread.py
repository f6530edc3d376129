"""The rule for rates that are told by how far they stand from another rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Claim, claim_of, clause_subject
from tallybook.facts.neighbours import noun_before, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.wordlists import names

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax

_AGAINST: Final = ("over", "above", "below", "under", "more", "less", "higher", "lower")


# So many chunks at most lead to the noun of the other rate.
_BETWEEN: Final = 4


def spread(a: Amount) -> Claim | None:
    """As in "0.5 point below the deposit rate", "to yield 55 basis points more than comparable Treasury paper"."""
    s, at = a.s, a.at + 1
    if not a.is_share or s.kind(at) not in (ch.PREP, ch.PARTICLE) or s.low(at) not in _AGAINST:
        return None
    if s.kind(a.left) == ch.VERB and s.tag(a.left) & (t.UP | t.DOWN):
        return None  # "fell 0.5 point below the deposit rate"
    if a.left_kind == ch.PREP and s.kind(a.left - 1) == ch.NOUN:
        return None  # "interest of 1/8 point over Libor"
    thing = at + 1 + (s.low(at + 1) == "than")
    while s.kind(thing) in (ch.ADVERB, ch.NUMBER) and thing < at + _BETWEEN:
        thing += 1  # "over the three-month interbank rate"
    if s.kind(thing) != ch.NOUN:
        return None
    other = extend(s, thing)
    if not (_is_benchmark(s, thing) or _is_benchmark(s, other.last - 1)):
        return None
    tail = Phrase(at, other.last, thing)
    verb = a.left if a.left_kind in (ch.VERB, ch.PARTICIPLE) else -1
    if a.left_kind == ch.CONJ and a.earlier:
        return Claim("parallel.spread", parallel=len(a.earlier) - 1, tail=tail, verb=a.earlier[-1][1].verb)
    carried = verb_before(s, a.at)
    subject = clause_subject(a, carried) if carried >= 0 else noun_before(s, a.at)
    rule = "level.yields" if verb >= 0 and s.pieces[verb].tag & t.YIELD else "level.spread"
    claim = claim_of(a, rule, subject, verb=verb, cue=at)
    claim.tail = tail
    return claim


def _is_benchmark(s: Syntax, at: int) -> bool:
    piece = s.pieces[at]
    return any(word in names()["benchmarks"] for word in s.reading.low[piece.first : piece.last])
