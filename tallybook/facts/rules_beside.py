"""Rules for amounts that only stand beside a name: right behind it, or nearer to it than to any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Claim, claim_of, clause_subject
from tallybook.facts.neighbours import is_manner, noun_before, phrase_start, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.rules_list import listed
from tallybook.facts.wordlists import names
from tallybook.model import Direction, Measure

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount


def named_before(a: Amount) -> Claim | None:
    """As in "RESERVES 51.73 billion", "Shr 34 cts", "coupon: 7 pct": a name and its amount side by side."""
    s, at = a.s, a.left
    if s.kind(at) == ch.STOP and s.low(at) == ":" and s.kind(at - 1) == ch.TIME:
        at -= 1  # "Group revenue in 2024: 142 bn"
        at -= s.kind(at - 1) == ch.PREP
        at -= s.kind(at - 1) == ch.NOUN
    if (
        s.kind(at) in (ch.STOP, ch.OPEN)
        and s.kind(at - 1) in (ch.NOUN, ch.TIME)
        and s.reading.low[s.pieces[at].first] in (":", "-", "(", "=")
    ):
        at -= 1
    if s.kind(at) == ch.TIME and s.kind(at - 1) == ch.PREP and s.low(at - 2) in names()["unmoved"]:
        at -= 2  # "were flat in May (0.0%)"
    while s.kind(at) == ch.TIME:
        at -= 1
    if _is_inserted(a, at):
        at -= 1  # "a loss, 171 mln, in 1982"
    if s.kind(at) != ch.NOUN:
        return None
    if a.earlier and s.tag(at - 1) & t.COMPARE:
        return _other_side(a, at)
    if s.low(at) in names()["unmoved"] and s.kind(at - 1) == ch.VERB and s.tag(at - 1) & t.BE:
        subject = clause_subject(a, at - 1)  # "sales were flat (0.0%)"
        return claim_of(a, "change.flat", subject, Measure.CHANGE, Direction.FLAT, verb=at - 1, cue=at)
    beside = listed(a, at)
    if beside is not None:
        return beside
    return claim_of(a, "level.named-before", extend(s, phrase_start(s, at), at + 1), cue=at)


def _is_inserted(a: Amount, comma: int) -> bool:
    """Whether an amount stands between commas behind a noun that it is the value of."""
    s = a.s
    noun = comma - 1
    if s.kind(comma) != ch.COMMA or comma != a.left or s.kind(noun) != ch.NOUN or a.noun_behind() >= 0 or a.is_count:
        return False
    return s.reading.low[s.pieces[noun].first] in ("a", "an") and s.kind(a.at + 1) in (ch.COMMA, ch.STOP)


def _other_side(a: Amount, noun: int) -> Claim:
    """As in "Shr profit two cts vs loss 35 cts": the name of the row with the noun of this side."""
    s = a.s
    first, claim = a.earlier[-1]
    tail = Phrase(noun, noun + 1, noun)
    if claim.phrase is not None and s.kind(claim.phrase.head) == ch.NOUN:
        piece = s.pieces[claim.phrase.head]
        if piece.head > piece.first:
            return Claim(
                "level.other-side",
                name=(piece.first, piece.head),
                tail=tail,
                parallel=len(a.earlier) - 1,
                is_prior=True,
                cue=(first.word, first.word),
            )
    return Claim("level.other-side", phrase=tail, parallel=len(a.earlier) - 1, is_prior=True)


# Behind these an amount does not belong to the noun before.
_LOOSE: Final = ("by", "for", "from", "to", "since", "until")


def nearest(a: Amount) -> Claim | None:
    """Nothing ties the amount to a phrase: the object or subject of its verb, else the nearest noun."""
    s = a.s
    if a.earlier and a.left_low in ("including", "excluding"):
        return claim_of(a, "level.part-named-before", None, cue=a.left)
    verb = verb_before(s, a.at)
    is_attached = a.left_kind == ch.PREP and a.left_low not in _LOOSE and not is_manner(s, a.left - 1)
    if is_attached and s.kind(a.left - 1) == ch.NOUN and not s.tag(a.left - 1) & t.TIME_WORD:
        before = extend(s, phrase_start(s, a.left - 1), a.left)  # "stopped payments on 68 billion dlrs"
        return claim_of(a, "level.nearest", before, verb=verb, cue=a.left)
    if verb >= 0:
        pays = a.is_share and s.tag(verb) & t.ING and not s.pieces[verb].is_finite and a.left == verb
        subject = noun_before(s, verb) if pays else clause_subject(a, verb)  # "a bond due 1991, paying 7 pct"
        phrase: Phrase | None = subject
        is_state = s.tag(verb) & t.BE and s.tag(verb + 1) & t.ADJ  # "the flow was contractionary by 2 bn"
        if s.kind(verb + 1) == ch.NOUN and verb + 1 < a.at and not s.pieces[verb].is_passive and not is_state:
            phrase = extend(s, verb + 1, a.at)
        return claim_of(a, "level.nearest", phrase, verb=verb, cue=verb)
    return claim_of(a, "level.nearest", noun_before(s, a.at))
