"""The rule for what is told by how far it stands from another thing: a rate from a rate, a price from a rival's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Claim, claim_of, compared_thing
from tallybook.facts.neighbours import verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.wordlists import names

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax

_BESIDE: Final = ("over", "above", "below", "under")
_AGAINST: Final = (*_BESIDE, "more", "less", "higher", "lower")


# So many chunks at most lead to the noun of the other thing.
_BETWEEN: Final = 4


def spread(a: Amount) -> Claim | None:
    """As in "0.5 point below the deposit rate", "to yield 55 basis points more than comparable Treasury paper"."""
    s, at = a.s, _against(a)
    if at < 0:
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
    if s.kind(other.last) == ch.CONJ and s.kind(other.last + 1) == ch.NOUN:
        other = extend(s, other.last + 1)  # "than its French and Dutch rivals"
    if not (_is_benchmark(s, thing) or _is_benchmark(s, other.last - 1)):
        return None
    tail = Phrase(at, other.last, thing)
    verb = a.left if a.left_kind in (ch.VERB, ch.PARTICIPLE) else -1
    if a.left_kind == ch.CONJ and a.earlier:
        before = a.earlier[-1][1]
        own = tail if before.tail != tail else None  # "20 or 30 dollars below the limit"
        return Claim("parallel.spread", parallel=len(a.earlier) - 1, tail=own, verb=before.verb)
    rule = "level.yields" if verb >= 0 and s.pieces[verb].tag & t.YIELD else "level.spread"
    claim = claim_of(a, rule, compared_thing(a, verb_before(s, a.at)), verb=verb, cue=at)
    claim.tail = tail
    return claim


def _against(a: Amount) -> int:
    """The chunk behind the amount that sets it against another thing: "below", "more", "cheaper"; -1 if none does."""
    s, at = a.s, a.at + 1
    if a.is_count or a.unit_kind in ("duration", "age"):
        return -1
    if s.low(at) == "or" and s.kind(at + 1) == ch.NUMBER:
        at += 2  # "20 or 30 dollars below the limit"
    if s.kind(at) == ch.PARTICLE and s.low(at + 1) == "than":
        return at
    is_told = s.kind(at) in (ch.PREP, ch.PARTICLE) and s.low(at) in (_AGAINST if a.is_share else _BESIDE)
    return at if is_told else -1


def _is_benchmark(s: Syntax, at: int) -> bool:
    piece = s.pieces[at]
    return any(word in names()["benchmarks"] for word in s.reading.low[piece.first : piece.last])
