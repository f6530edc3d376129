"""Rules for amounts that something reached, and those it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.change_nouns import change_named, change_word
from tallybook.facts.claims import (
    Claim,
    claim_of,
    clause_subject,
    is_comparing,
    with_things,
)
from tallybook.facts.neighbours import noun_before, object_of, phrase_start, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.status_cues import cues, revising_words
from tallybook.model import Measure

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax

_GOALS: Final = frozenset({"to", "at", "above", "below", "into", "past", "beyond"})
_CARRIES: Final = t.UP | t.DOWN | t.OBJECT_MOVES | t.MOVE | t.STATE | t.ASSIGN | t.BE


def reached_by_change(a: Amount) -> Claim | None:
    """As in "rose 2 pct to 736.7", "brought reserves to 50 billion", "up 3 pct at 5.2 mln", "from 423 to 434"."""
    s = a.s
    if a.left_kind != ch.PREP or a.left_low not in _GOALS or _is_no_goal(a):
        return None
    noun = _change_noun_to(s, a.left) if a.left_low == "to" else -1
    if noun >= 0:
        phrase, name = change_named(a, noun, change_word(s, noun), noun + 1)
        if phrase is not None or name is not None:
            phrase = Phrase(phrase.first, min(phrase.last, a.left), phrase.head) if phrase is not None else None
            return Claim(
                "level.change-reached", phrase=phrase, name=name, cue=(s.pieces[noun].first, s.pieces[noun].last)
            )
    verb, particle = _mover(s, a.left)
    if verb < 0 and particle < 0:
        return _reached_beside(a)
    if _is_price_of_amount(a, verb):
        return None
    if (
        a.earlier
        and s.kind(a.left - 1) == ch.NOUN
        and s.kind(a.left - 2) in (ch.CONJ, ch.COMMA)
        and a.earlier[-1][0].at > verb
    ):
        return claim_of(
            a, "level.gapped", extend(s, a.left - 1, a.left), verb=verb, cue=a.left - 1
        )  # "… and exports to 151,500"
    if verb < 0:
        subject = None if a.earlier else noun_before(s, particle)
        return claim_of(a, "level.reached", subject, cue=particle)
    piece, goal = s.pieces[verb], object_of(s, verb)
    if (
        0 <= goal < a.left
        and not piece.is_passive
        and not piece.tag & t.BE
        and (piece.tag & (_CARRIES & ~t.STATE) or not piece.tag & _CARRIES)
        and s.kind(verb) != ch.PARTICIPLE
    ):
        rule = "level.object-reached" if piece.tag & _CARRIES else "level.object-led"  # "contain costs to 5 mln"
        return with_things(a, claim_of(a, rule, extend(s, goal, a.left), verb=verb, cue=verb))
    if s.kind(verb + 1) == ch.NOUN and s.kind(verb) == ch.PARTICIPLE and piece.tag & t.ING:
        return claim_of(a, "level.object-reached", extend(s, verb + 1, a.left), verb=verb, cue=verb)
    thing = _thing_issued(a, verb) or _object_resumed(s, verb)
    return with_things(a, claim_of(a, "level.reached", thing or clause_subject(a, verb), verb=verb, cue=verb))


def _object_resumed(s: Syntax, verb: int) -> Phrase | None:
    """As in "raised its dividend, lifting it to 5 cents": what the pronoun behind a form in -ing stands for."""
    comma = verb - 1
    if s.kind(verb + 1) != ch.PRONOUN or s.kind(comma) != ch.COMMA or not s.tag(verb) & t.ING:
        return None
    main = verb_before(s, comma)
    goal = object_of(s, main) if main >= 0 else -1
    return extend(s, goal, comma) if 0 <= goal < comma else None


def _reached_beside(a: Amount) -> Claim | None:
    """As in "(+1.29 dlrs to 32.04 dlrs)", "; Japan, 9.9 pct to 1.2 mln gallons": where the change before led."""
    if a.left_low != "to" or not a.earlier or a.earlier[-1][0].at != a.left - 1:
        return None
    before = a.earlier[-1][1]
    if before.measure is not Measure.CHANGE:
        return None
    return Claim("level.reached", parallel=len(a.earlier) - 1, verb=before.verb, cue=(a.word, a.word))


def _is_price_of_amount(a: Amount, verb: int) -> bool:
    """As in "sold 20,000 tonnes of oil at 318 dlrs": the amount before is what "at" belongs to."""
    if a.left_low != "at" or not a.earlier or not a.earlier[-1][0].at > verb >= 0:
        return False
    return not a.s.pieces[verb].tag & (t.UP | t.DOWN) and a.s.kind(a.earlier[-1][0].left) != ch.PARTICLE


def _is_no_goal(a: Amount) -> bool:
    """Whether "to", "at" or "into" lead to something that nothing moves to."""
    s, noun = a.s, a.noun_behind()
    has_noun = noun >= 0
    is_of_noun = a.is_money or (a.left_low == "at" and a.is_share and not s.tag(noun) & (t.HOLLOW | t.CHANGE))
    if is_of_noun and has_noun and s.reading.low[a.word] in ("a", "an", "the"):
        return True  # "contributed to a 10.15 billion mark surplus", "bought them at a 25 pct premium"
    if a.left_low == "at" and a.is_share and s.low(a.at + 1) == "of" and s.kind(a.at + 2) == ch.NOUN:
        return True  # "redeemed at 104.5 pct of the principal amount"
    if a.earlier and is_comparing(a, a.left):
        return True  # "as compared to 3.34 dlrs"
    if a.is_count and has_noun and (s.reading.low[a.word] == "the" or s.reading.tag[a.word] & t.OWN):
        return True  # "sent relief to the 19 counties"
    if a.is_count and has_noun and s.kind(a.left - 1) == ch.NOUN and s.low(a.left - 2) in ("for", "by", "with"):
        return True  # "was fined for late payments to 300 customers"
    if a.left_low == "to" and s.kind(a.left - 1) == ch.NOUN and s.low(a.at + 1) == "of" and s.kind(a.at + 2) == ch.NOUN:
        verb = verb_before(s, a.left)  # "was shut as a result of damage to 25 miles of pipe"
        return verb >= 0 and not s.tag(verb) & _CARRIES
    return a.left_low == "into" and a.is_count and has_noun  # "converted the notes into 5 mln shares"


def _thing_issued(a: Amount, verb: int) -> Phrase | None:
    """As in "a 100 mln dlr bond paying a coupon of 15 pct and priced at 99": what the sentence counted first."""
    s = a.s
    if not s.pieces[verb].tag & t.ASSIGN or s.pieces[verb].is_finite or s.kind(verb - 1) != ch.CONJ:
        return None
    return next((claim.phrase for _, claim in a.earlier[:4] if claim.rule == "level.counted"), None)


def _change_noun_to(s: Syntax, at: int) -> int:
    """As in "an increase in the tax to 26 yen": the noun of change that leads to the goal at chunk `at`, or -1."""
    look = at - 1
    look -= s.kind(look) == ch.COMMA  # "a decline in the surplus, to six billion"
    while s.kind(look) in (ch.NOUN, ch.PREP, ch.TIME) and at - look < 8:
        if s.kind(look) == ch.NOUN and change_word(s, look) >= 0:
            return look if s.kind(look + 1) == ch.PREP and not _is_foretold(s, look) else -1
        look -= 1
    return -1


def _is_foretold(s: Syntax, noun: int) -> bool:
    """As in "cut its *growth forecast*", "its forecast for *growth*", to 3 pct: what moves is the forecast."""
    is_led = s.kind(noun - 1) == ch.PREP and s.low(noun - 1) in ("of", "for", "on")
    return s.low(noun) in cues()[0] or (is_led and s.low(noun - 2) in cues()[0])


def _mover(s: Syntax, at: int) -> tuple[int, int]:
    """The verb of change, state or estimate, or the particle of change, that leads to the goal at chunk `at`."""
    inside = False
    for look in range(at - 1, max(-1, at - 16), -1):
        kind = s.kind(look)
        if inside or kind == ch.CLOSE:
            inside = kind != ch.OPEN  # "cut its stake (in Tern) to 30 pct"
            continue
        if kind in (ch.VERB, ch.PARTICIPLE):
            if s.pieces[look].tag & _CARRIES:
                return look, -1
            if s.pieces[look].tag & t.SPEECH or not s.pieces[look].is_finite:
                continue
            moves = s.kind(look + 1) == ch.NOUN and look + 2 <= at and s.low(at) != "at"
            return (look, -1) if moves else (-1, -1)
        if kind == ch.PARTICLE:
            before = look - 1
            while s.kind(before) == ch.ADVERB:
                before -= 1
            return (before, -1) if s.kind(before) in (ch.VERB, ch.PARTICIPLE) else (-1, look)
        if kind in (ch.STOP, ch.CLAUSE, ch.REL, ch.OPEN):
            return -1, -1
    return -1, -1


def came_from(a: Amount) -> Claim | None:
    """As in "… from 734.2 billion dlrs": where it stood before."""
    s = a.s
    if a.left_kind != ch.PREP or a.left_low != "from" or _is_source(a):
        return None
    if a.mention.number.comparator == "range":
        changing = _change_noun_to(s, a.left)
        if changing >= 0:  # "a surge in net imports from 5 to 8 mln tonnes"
            phrase, name = change_named(a, changing, change_word(s, changing), changing + 1)
            phrase = Phrase(phrase.first, min(phrase.last, a.left), phrase.head) if phrase is not None else None
            return Claim("level.ranges", phrase=phrase, name=name, cue=(s.pieces[a.left].first, s.pieces[a.left].last))
        verb = verb_before(s, a.left, 6)
        is_of_noun = s.kind(a.left - 1) == ch.NOUN and (
            not s.tag(verb) & (t.CHANGES | t.STATE) or phrase_start(s, a.left - 1) == verb + 1
        )
        subject = clause_subject(a, verb) if verb >= 0 and not is_of_noun else noun_before(s, a.left)
        return claim_of(a, "level.ranges", subject, verb=verb, cue=a.left)
    noun = a.noun_behind()
    if noun >= 0 and a.is_money and s.reading.tag[a.word] & t.DET:
        # "to a 1.5 billion inflow from a 0.6 billion outflow", "released from her 150,000 dlr contract"
        return claim_of(a, "level.from", extend(s, noun), is_prior=bool(a.earlier), cue=a.left)
    verb, particle = _mover(s, a.left)
    if a.earlier:
        is_own = verb > a.earlier[-1][0].at and s.pieces[verb].is_finite and s.kind(verb - 1) == ch.NOUN
        subject = clause_subject(a, verb) if is_own else None
        if subject is not None:  # "while complaints fell from 12"
            return claim_of(a, "level.from", subject, is_prior=True, verb=verb, cue=a.left)
        return _from_earlier(a)
    if verb < 0:
        subject = noun_before(s, a.left if particle < 0 else particle)
    elif s.kind(verb + 1) == ch.NOUN and not s.pieces[verb].is_passive and not s.pieces[verb].tag & t.BE:
        subject = extend(s, verb + 1, a.left)
    else:
        subject = clause_subject(a, verb)
    return claim_of(a, "level.from", subject, is_prior=True, verb=verb, cue=a.left)


def _is_source(a: Amount) -> bool:
    """As in "output from the 12 members", "50,000 workers from 43 states": things that something comes from."""
    if not a.is_count or a.noun_behind() < 0:
        return False
    if a.s.reading.low[a.word] == "the":
        return True
    return bool(a.earlier) and a.earlier[-1][0].mention.number.unit != a.mention.number.unit


def _from_earlier(a: Amount) -> Claim | None:
    """Where the thing that the amount before is told of stood: "rose 2 pct to 5 mln from 4.9 mln"."""
    s, last, same = a.s, a.earlier[-1][1], len(a.earlier) - 1
    if last.rule == "change.growth-stands":
        return replace(last, rule="parallel.from", phrase=None, name=None, parallel=same, is_prior=True)
    if last.measure is Measure.CHANGE and not _same_stretch(a):
        return None
    before = s.kind(a.left - 1)
    is_moving = before == ch.PARTICLE or (before != ch.NOUN and bool(s.tag(a.left - 1) & t.ING))
    is_revised = before != ch.NOUN and s.low(a.left - 1) in revising_words()
    if last.measure is Measure.CHANGE and a.is_share and (is_moving or is_revised):
        # "rose 2.6% in October, down from 3.0% in September", "revised from 2.7%": both are rates of change
        return replace(last, rule="parallel.from", phrase=None, name=None, parallel=same, is_prior=True)
    words = (s.pieces[a.left].first, s.pieces[a.left].last)
    return Claim("level.from", parallel=same, is_prior=True, verb=last.verb, cue=words)


def _same_stretch(a: Amount) -> bool:
    """Whether no boundary stands between the amount before and this one."""
    before = a.earlier[-1][0].at
    return all(a.s.kind(i) not in (ch.STOP, ch.CLAUSE) for i in range(before, a.at))
