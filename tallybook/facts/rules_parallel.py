"""Rules for amounts that stand beside another one: compared with it, coordinated with it, or in brackets behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Claim, claim_of, clause_subject, is_comparing
from tallybook.facts.neighbours import noun_before, phrase_start, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.wordlists import names
from tallybook.model import Direction, Measure

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount

_SIGNS: Final = ("+", "-", "−", "–")
# "(prior year: 6.00)", "(in 1986: 5)": so many chunks may lead to the amount in a bracket.
_LEADS: Final = 4
_STANDING: Final = ("level.stands", "level.reached", "parallel.elsewhere")
# What tells where or when something moved, before it is told of another place or time.
_ELSEWHERE: Final = frozenset({ch.PREP, ch.NOUN, ch.TIME, ch.ADVERB})


def compared_with(a: Amount) -> Claim | None:
    """As in "against 5.81", "compared with 16.6 pct", "vs 1.19 dlrs", "after 2.0 pct in November"."""
    s, at = a.s, a.left
    kind, word = a.left_kind, a.left_low
    if kind != ch.PREP and not s.tag(at) & t.COMPARE:
        return None
    if word == "from" or not a.earlier or not is_comparing(a, at):
        return None
    model = _model(a)
    before, sign = a.earlier[model][1], _sign(a)
    return Claim(
        "parallel.compared",
        Measure.CHANGE if sign else before.measure,
        sign or (before.direction if before.measure is Measure.CHANGE else None),
        parallel=model,
        is_prior=True,
        verb=before.verb,
        cue=(s.pieces[at].first, s.pieces[at].last),
    )


def _model(a: Amount) -> int:
    """The earlier amount of the sentence that this one is compared with: the last of its own dimension."""
    kind = a.unit_kind
    for index in range(len(a.earlier) - 1, max(-1, len(a.earlier) - 8), -1):
        other = a.earlier[index][0]
        if not kind or not other.unit_kind or other.unit_kind == kind:
            return index
    return len(a.earlier) - 1


def coordinated(a: Amount) -> Claim | None:
    """As in "3.2 in 1985 and 4.1 in 1984", "15 pct or 17 billion dlrs", "2.60, 3.20 and 3.50"."""
    s, at = a.s, a.left
    if a.left_kind not in (ch.CONJ, ch.COMMA) or not a.earlier:
        return None
    while (
        s.kind(at) in (ch.ADVERB, ch.CONJ, ch.COMMA, ch.TIME, ch.ADVERB)
        or (s.kind(at) == ch.PREP and s.kind(at + 1) == ch.TIME)
        or s.kind(at) == ch.CLOSE
    ):
        at -= 1
    other, before = a.earlier[-1]
    if s.kind(at) == ch.NOUN and at == other.at + 1:
        at -= 1
    if at != other.at and not _shares_noun(a, other, before, at):
        return None
    noun = a.noun_behind()
    if noun >= 0 and s.kind(other.at + 1) == ch.NOUN:
        return None  # "10 ships and 20 planes": each has its own noun
    if noun >= 0 and a.is_count and s.kind(noun + 1) == ch.VERB and s.pieces[noun + 1].is_finite:
        return None  # "deaths reached 11 and another 10 people were missing"
    if not _same_dimension(a, other):
        if a.left_low != "or":
            return None
        if a.is_share and s.low(a.at + 1) == "of" and s.kind(a.at + 2) == ch.NOUN:
            return None  # "119.5 billion dollars, or 29.5 percent of shipments"
    return _like_last(a, "parallel.coordinated")


def elsewhere(a: Amount) -> Claim | None:
    """As in "rose by 5 pct in France and by 6 pct in Spain", "was 5 pct for men and 6 pct for women": the same verb."""
    s = a.s
    if not a.earlier or a.noun_behind() >= 0:
        return None
    other, before = a.earlier[-1]
    is_led = a.left_kind == ch.PREP and a.left_low in ("by", other.left_low)
    joint = a.left - is_led
    between = [s.kind(at) for at in range(other.at + 1, joint)]
    is_for_another = a.is_share and s.low(a.at + 1) == "for"
    is_told = before.measure is Measure.CHANGE or (is_for_another and before.rule in _STANDING)
    if not is_told or before.verb < 0 or s.kind(joint) not in (ch.CONJ, ch.COMMA):
        return None
    if between[:1] not in ([], [ch.PREP]) or not set(between) <= _ELSEWHERE:
        return None
    is_alike = a.unit_kind and other.unit_kind == a.unit_kind and s.low(a.at + 1) == s.low(other.at + 1)
    if not is_led and not (between and is_alike):
        return None
    return _like_last(a, "parallel.elsewhere")


def _like_last(a: Amount, rule: str) -> Claim:
    """The same as is told of the amount before, by the words right before this one."""
    before, led_by = a.earlier[-1][1], a.s.pieces[a.left]
    return Claim(
        rule,
        before.measure,
        before.direction,
        parallel=len(a.earlier) - 1,
        is_prior=before.is_prior,
        verb=before.verb,
        cue=(led_by.first, led_by.last),
    )


def tolerance(a: Amount) -> Claim | None:
    """As in "48,000 lbs, plus or minus two pct": how far the amount before may be off."""
    s, left = a.s, a.left
    if not a.earlier or s.low(left) != "minus" or s.low(left - 2) != "plus" or s.kind(left - 3) != ch.COMMA:
        return None
    other, before = a.earlier[-1]
    if left - 4 not in (other.at, other.at + 1):
        return None
    cue = (s.pieces[left - 2].first, s.pieces[left].last)
    return Claim("parallel.tolerance", parallel=len(a.earlier) - 1, verb=before.verb, cue=cue)


def of_which(a: Amount) -> Claim | None:
    """As in "orders stood at 4 bn, of which 1 bn is due this year", "… , half of it abroad": a part of it."""
    s = a.s
    is_of_it = a.left_kind == ch.COMMA and s.low(a.at + 1) == "of" and s.low(a.at + 2) in ("it", "that", "this")
    is_of_which = a.left_kind == ch.REL and s.low(a.left - 1) == "of"
    is_part = a.is_share or not a.unit_kind
    if not (is_of_which or (is_of_it and is_part)) or not a.earlier or a.noun_behind() >= 0:
        return None
    cue = (s.pieces[a.left].first, s.pieces[a.left].last)
    return Claim("parallel.of-which", parallel=len(a.earlier) - 1, cue=cue)


def beaten(a: Amount) -> Claim | None:
    """As in "earned 1.52 dollars a share, beating the 1.38 dollars analysts had forecast": the same, as foretold.

    Or as in "…, beating estimates of 1.38 dollars".
    """
    s = a.s
    noun = a.noun_behind()
    at = a.left - (a.left_low == "of" and s.kind(a.left - 1) == ch.NOUN)
    is_beating = s.reading.low[s.pieces[at].first] in names()["beating"]
    if not a.earlier or not is_beating or (noun >= 0 and not s.tag(noun) & t.HOLLOW):
        return None
    other, before = a.earlier[-1]
    if other.unit_kind != a.unit_kind or not a.unit_kind or s.kind(at - 1) != ch.COMMA:
        return None
    cue = (s.pieces[a.left].first, s.pieces[a.left].last)
    return Claim(
        "parallel.beaten", before.measure, before.direction, parallel=len(a.earlier) - 1, verb=before.verb, cue=cue
    )


def gapped(a: Amount) -> Claim | None:
    """As in "consumption rose 0.3 pct and exports 1.1 pct", "… ; Japan, 9.9 pct": the verb of the one before."""
    s = a.s
    if not a.earlier or a.noun_behind() >= 0:
        return None
    is_led = a.left_kind == ch.PREP and a.left_low == a.earlier[-1][0].left_low and s.kind(a.left - 1) == ch.NOUN
    noun = a.left - (a.left_kind == ch.COMMA or is_led)  # "wheat accounted for 4 mln and maize for 3 mln"
    if s.kind(noun) != ch.NOUN or s.kind(noun - 1) not in (ch.CONJ, ch.COMMA, ch.STOP):
        return None
    model = next(
        (k for k in range(len(a.earlier) - 1, max(-1, len(a.earlier) - 4), -1) if _repeats(a, a.earlier[k], noun)), -1
    )
    if is_led and model < 0 and _same_dimension(a, a.earlier[-1][0]) and a.earlier[-1][1].verb >= 0:
        model = len(a.earlier) - 1
    if model < 0:
        return None
    before = a.earlier[model][1]
    is_pair = s.low(noun - 1) == "and" and s.kind(noun - 2) == ch.NOUN and s.kind(noun - 3) == ch.CONJ
    thing = Phrase(noun - 2 if is_pair else noun, noun + 1, noun)  # "and fats and oils 1.1 pct"
    cue = (s.pieces[noun].first, s.pieces[noun].last)
    claim = Claim("parallel.gapped", before.measure, before.direction, thing, verb=before.verb, cue=cue)
    is_place = a.left_kind == ch.COMMA  # "Canadian imports rose 3 pct; Japan, 9.9 pct": the imports of Japan
    return replace(claim, phrase=None, parallel=model, owner=thing) if is_place else claim


def _repeats(a: Amount, earlier: tuple[Amount, Claim], noun: int) -> bool:
    """Whether the amount is of the dimension of an earlier change, with no other verb since."""
    other, claim = earlier
    if claim.measure is not Measure.CHANGE or claim.verb < 0 or other.unit_kind != a.unit_kind:
        return False
    return all(a.s.kind(at) not in (ch.VERB, ch.CLAUSE, ch.REL) for at in range(other.at, noun))


def _shares_noun(a: Amount, other: Amount, before: Claim, at: int) -> bool:
    """As in "2.7 pct growth in output in 1987 and 3.5 pct in 1988": the noun behind the first amount is left out."""
    s = a.s
    if (
        a.noun_behind() >= 0
        or not before.rule.startswith(("change.noun", "level.part-of", "level.counted", "level.noun-of"))
        or at - other.at > 8
        or a.is_count
    ):
        return False
    if s.kind(a.at + 1) != ch.PREP or s.kind(a.at + 2) != ch.TIME:
        return s.kind(a.at + 1) == ch.TIME
    return all(s.kind(i) in (ch.NOUN, ch.PREP, ch.TIME, ch.ADVERB) for i in range(other.at + 1, at + 1))


def _same_dimension(a: Amount, other: Amount) -> bool:
    return not a.unit_kind or not other.unit_kind or a.unit_kind == other.unit_kind


def in_brackets(a: Amount) -> Claim | None:
    """As in "51 billion yen (340 mln dlrs)": the same in other words."""
    s, left = a.s, a.left
    while s.kind(left) in (ch.TIME, ch.STOP, ch.ADVERB, ch.PREP) and a.left - left < _LEADS:
        left -= 1  # "(2023: 155.5bn)", "(previously 3 pct)"
    if s.kind(left) != ch.OPEN:
        sign = _sign(a)
        return _signed(a, sign) if sign is not None and _stands_apart(a, sign) else None
    is_led = left < a.left or a.word < s.pieces[a.at].first
    sign = _sign(a)
    if sign is not None and not is_led:
        return _signed(a, sign)
    if not a.earlier:
        return None
    other, before = a.earlier[-1]
    at = left - 1
    if at == other.at + 1 and a.s.kind(at) == ch.NOUN:
        at -= 1
    while is_led and at > other.at and s.kind(at) in (ch.NOUN, ch.PREP, ch.ADVERB, ch.TIME):
        at -= 1  # "145 yen to the dollar (previously 140 yen)"
    if at != other.at or a.noun_behind() >= 0:
        return None
    return Claim(
        "parallel.brackets",
        before.measure,
        before.direction,
        parallel=len(a.earlier) - 1,
        is_prior=before.is_prior or _same_unit(a, other) or (is_led and other.unit_kind == a.unit_kind),
        verb=before.verb,
        cue=(a.word, a.word),
    )


def _sign(a: Amount) -> Direction | None:
    """The direction that a sign before the amount tells: a minus only where it can be no negative level."""
    number, text = a.mention.number, a.s.reading.sentence.text
    first = number.surface[:1] if number.surface[:1] in _SIGNS else text[number.start - 1 : number.start]
    if first == "+":
        return Direction.UP
    if text[max(0, number.start - 2) : number.start - 1].isalnum() and first not in number.surface:
        return None  # "a one-for-five rights issue"
    is_change = a.is_share or (a.left_kind == ch.OPEN and (a.is_count or a.is_money or not a.unit_kind))
    return Direction.DOWN if first and first in _SIGNS and is_change else None


def _stands_apart(a: Amount, sign: Direction) -> bool:
    """Whether a signed amount stands by itself behind a name or another amount: "Food +5.6%", "6.2p, +0.4p"."""
    s = a.s
    if a.word != s.pieces[a.at].first and sign is not Direction.UP:
        return False
    if a.earlier and a.left_kind in (ch.COMMA, ch.STOP):
        return True
    if sign is Direction.UP and a.left_kind in (ch.NOUN, ch.ADVERB, ch.STOP, ch.NUMBER):
        return True
    before = s.kind(a.left - 1)
    return a.left_kind == ch.NOUN and before in (ch.NOTHING, ch.STOP, ch.COMMA, ch.NUMBER)


def _signed(a: Amount, sign: Direction) -> Claim:
    """As in "imports 381 billion (+16.7%)", "Ireland (+1.2%)": how what stands before the bracket has changed."""
    s, at = a.s, a.left - 1
    if a.left_kind == ch.NOUN:
        return claim_of(a, "change.signed", extend(s, a.left, a.at), Measure.CHANGE, sign, cue=a.left)
    if a.earlier and a.earlier[-1][1].rule != "level.aged":
        other, before = a.earlier[-1]
        is_told = before.rule == "level.predicate"  # "of which 400 were electric (+13 pct)"
        if is_told or all(s.kind(i) in (ch.NOUN, ch.ADVERB, ch.STOP) for i in range(other.at + 1, a.left)):
            verb = before.verb
            return Claim(
                "parallel.signed", Measure.CHANGE, sign, parallel=len(a.earlier) - 1, verb=verb, cue=(a.word, a.word)
            )
    if s.kind(at) == ch.NOUN:
        return claim_of(a, "change.signed", extend(s, phrase_start(s, at), a.left), Measure.CHANGE, sign, cue=at)
    verb = verb_before(s, a.at)
    subject = clause_subject(a, verb) if verb >= 0 else noun_before(s, a.at)
    return claim_of(a, "change.signed", subject, Measure.CHANGE, sign, verb=verb)


def _same_unit(a: Amount, other: Amount) -> bool:
    """As in "32,000 (48,200)": in the same unit, the one in brackets is that of the period before."""
    mine, theirs = a.mention.number, other.mention.number
    return mine.unit == theirs.unit and mine.value != theirs.value and mine.comparator == theirs.comparator == "="
