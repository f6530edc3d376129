"""Rules for amounts in a list: each name has its own amount, and all are of one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Claim, is_hollow
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.subjects import is_governed

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax


def listed(a: Amount, noun: int) -> Claim | None:
    """What an amount is of whose name, the noun chunk before it, stands in a list; None outside of lists."""
    return _captioned(a, noun) or _bracketed_beside(a, noun) or _listed_owner(a, noun) or _listed_place(a, noun)


def _captioned(a: Amount, noun: int) -> Claim | None:
    """As in "Shipments in tonnes included: beef 120 (137), horse meat 25": shipments of beef, of horse meat."""
    s, owner = a.s, Phrase(noun, noun + 1, noun)
    if a.left != noun or a.noun_behind() >= 0:
        return None
    before = next((claim for _, claim in reversed(a.earlier[-2:]) if claim.rule == "level.captioned"), None)
    if before is not None and s.kind(noun - 1) in (ch.COMMA, ch.CONJ):
        return replace(before, owner=owner)
    if s.kind(noun - 1) != ch.STOP or s.low(noun - 1) != ":":
        return None
    verb = _stating(s, noun - 2)
    caption = next((at for at in range(verb) if s.kind(at) == ch.NOUN and not is_governed(s, at)), -1)
    if caption < 0 or is_hollow(s, extend(s, caption)):
        return None
    cue = (s.pieces[noun].first, s.pieces[noun].last)
    return Claim("level.captioned", phrase=extend(s, caption), owner=owner, verb=verb, cue=cue)


def _stating(s: Syntax, last: int) -> int:
    """The finite verb of the caption that ends with chunk `last`, 0 if it has none or only tells who says so."""
    for at in range(last, max(0, last - _CAPTION), -1):
        if s.kind(at) == ch.VERB and s.pieces[at].is_finite:
            return at if not s.tag(at) & t.SPEECH else 0
        if s.kind(at) == ch.STOP:
            break
    return 0


# So many chunks may stand between the verb of a caption and its colon.
_CAPTION: Final = 20


def _bracketed_beside(a: Amount, noun: int) -> Claim | None:
    """As in "sales of wheat to Aland (1.5 mln tonnes) and Norland (2.0 mln tonnes)": the chain of the one before."""
    s = a.s
    if a.left_kind != ch.OPEN or not a.earlier or s.kind(noun - 1) not in (ch.CONJ, ch.COMMA):
        return None
    other, claim = a.earlier[-1]
    phrase = claim.phrase
    if claim.rule != "level.named-before" or phrase is None:
        return None
    if claim.tail is not None and s.kind(claim.tail.last) == ch.OPEN:
        return replace(claim, tail=Phrase(noun, noun + 1, noun))  # the third of such a list
    if s.kind(phrase.last) != ch.OPEN:
        return None
    if s.kind(phrase.last - 2) != ch.PREP or phrase.last - 2 <= phrase.head or noun - other.at > _MOST_BETWEEN:
        return None
    chain = Phrase(phrase.first, phrase.last - 1, phrase.head)
    return replace(claim, phrase=chain, tail=Phrase(noun, noun + 1, noun))


def _listed_owner(a: Amount, noun: int) -> Claim | None:
    """As in "Tern has a 46 pct interest in the field, Falk 28 pct and Orban 26 pct": the same of others named."""
    s = a.s
    if not a.earlier or s.kind(noun - 1) not in (ch.CONJ, ch.COMMA) or not s.tag(noun) & t.CAPITAL:
        return None
    other, claim = a.earlier[-1]
    is_owned = claim.rule in ("level.counted", "parallel.listed") and claim.owner is not None and other.is_share
    if not is_owned or not a.is_share or noun - other.at > _LISTED or a.left != noun:
        return None
    return replace(claim, rule="parallel.listed", owner=Phrase(noun, noun + 1, noun), lead=None)


def _listed_place(a: Amount, noun: int) -> Claim | None:
    """As in "sales in Norland rose 5 pct, in Kuria 3 pct", "output of cars fell 3 pct, of vans 7 pct"."""
    s, prep = a.s, noun - 1
    is_listed = s.kind(prep) == ch.PREP and s.kind(prep - 1) in (ch.COMMA, ch.CONJ) and a.left == noun
    if not is_listed or not a.earlier or a.earlier[-1][0].at >= prep:
        return None
    before, phrase = a.earlier[-1][1], a.earlier[-1][1].phrase
    if phrase is not None and _has_place(s, before, s.low(prep)):
        head, tail = Phrase(phrase.first, phrase.head + 1, phrase.head), Phrase(prep, noun + 1, noun)
        return Claim("parallel.place", before.measure, before.direction, head, tail=tail, verb=before.verb)
    if s.low(prep) != "in" or not s.tag(noun) & t.CAPITAL:
        return None
    return Claim("parallel.place", before.measure, before.direction, parallel=len(a.earlier) - 1, verb=before.verb)


def _has_place(s: Syntax, claim: Claim, prep: str) -> bool:
    """Whether what a claim is about is named with the preposition: "sales *in* Norland"."""
    phrase = claim.phrase
    if claim.rule == "parallel.place" and claim.tail is not None:
        return s.low(claim.tail.first) == prep
    return (
        phrase is not None
        and phrase.first == phrase.head
        and s.low(phrase.head + 1) == prep
        and phrase.last > phrase.head + 1
    )


# Between two amounts of a list stand the thing that the first is of, a comma and a name.
_LISTED: Final = 9
# Between two amounts in brackets stand a bracket, a comma or "and", and a name.
_MOST_BETWEEN: Final = 4
