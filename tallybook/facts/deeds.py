"""What is done with counted things, or what they do: "cars sold", "houses flattened", "people died".

The noun alone says too little: 900 cars may be sold, built or burnt.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.indicator import phrase_indicator
from tallybook.facts.morphology import gerund, past, third_person
from tallybook.facts.phrases import Phrase
from tallybook.facts.words import VERBS
from tallybook.lexicons import load
from tallybook.numbers.nouns import is_adjective

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.indicator import Indicator
    from tallybook.facts.syntax import Syntax

# Verbs that say no more than that the things are there, or who says so.
_EMPTY: Final = t.AUXILIARY | t.STATE | t.SHOW | t.SPEECH | t.ASSIGN | t.YIELD

# Verbs of one thing.
_OF_ONE: Final = ("is", "was", "has")

_COUNTED: Final = ("level.counted", "level.there-is")

_PARTICLES: Final = ("off", "over", "out", "up", "down", "away", "back")


@cache
def _participles(language: str = "en") -> dict[str, str]:
    """Every form of a verb → its past participle."""
    verbs = load("verbs", language)
    found: dict[str, str] = {}
    for name in VERBS:
        for base in verbs[name]:
            finite, participle = verbs["irregular"].get(base, (past(base), past(base)))
            found |= dict.fromkeys((base, third_person(base), gerund(base), finite, participle), participle)
    return found


@cache
def _empty(language: str = "en") -> frozenset[str]:
    """The past participles of verbs that tell nothing."""
    return frozenset(_participles(language)[base] for base in load("verbs", language)["deeds"]["empty"])


@cache
def _full(language: str = "en") -> frozenset[str]:
    """The past participles of verbs that tell a deed only with counted things."""
    return frozenset(_participles(language)[base] for base in load("verbs", language)["deeds"]["full"])


def with_deed(a: Amount, claim: Claim) -> Claim:
    """The claim with the deed that its counted things have a part in, if the clause tells one."""
    is_counted = (claim.rule in _COUNTED and a.is_count) or claim.rule == "level.counted-again"
    if is_counted and claim.hollow is not None and a.earlier:
        return _others(a, claim, claim.hollow)
    if is_counted and claim.phrase is not None and not claim.deed:
        behind = claim.phrase.last + (a.s.kind(claim.phrase.last) == ch.REL)  # "people who died"
        claim.deed = _done_to(a) or _done_by(a.s, behind) or _state(a.s, behind)
    return claim


def _others(a: Amount, claim: Claim, hollow: Phrase) -> Claim:
    """As in "two miners died and 14 others were injured": more of the things counted before, with their own deed."""
    before = a.earlier[-1][1]
    deed = _done_to(a) or _done_by(a.s, hollow.last) if before.deed else ""
    return replace(claim, rule="level.counted-again", phrase=before.phrase, hollow=None, deed=deed) if deed else claim


def _done_to(a: Amount) -> str:
    """As in "sold 900 cars", "plans to hire 40 people": the participle of the verb whose object they are."""
    s, verb = a.s, a.left
    if s.kind(verb) != ch.VERB or s.pieces[verb].is_passive or not _tells(s, verb):
        return ""
    participle = _participles().get(s.low(verb), s.low(verb) if s.tag(verb) & t.PAST else "")
    if not participle or participle in _empty():
        return ""
    words = s.reading.low[s.pieces[verb].last : s.pieces[a.at].first]  # "turned out 900 cars", but "hire up to 400"
    is_more = words[:1] == ["over"] and a.mention.number.comparator is not None  # "operated over 100 flights"
    has_particle = bool(words) and words[0] in _PARTICLES and "to" not in words[1:2] and not is_more
    return f"{participle} {words[0]}" if has_particle else participle


def _done_by(s: Syntax, at: int) -> str:
    """As in "800 houses were flattened", "19 boats sunk", "five people died": the verb at chunk `at`."""
    if s.kind(at) not in (ch.VERB, ch.PARTICIPLE) or not _tells(s, at):
        return ""
    is_going_on = s.tag(at) & t.ING and s.reading.tag[s.pieces[at].first] & t.BE  # "ten people were missing"
    if not (s.tag(at) & t.PAST or is_going_on):
        return ""
    behind = at + 1 + (s.kind(at + 1) == ch.ADVERB)
    has_object = s.kind(behind) in (ch.NOUN, ch.NUMBER, ch.PRONOUN, ch.CLAUSE)
    if s.low(at) in _empty() or (has_object and not s.pieces[at].is_passive):
        return ""
    has_particle = s.low(at + 1) in _PARTICLES and (
        s.low(at + 1) != "up" or s.low(at + 2) != "to"
    )  # "laid off", but "waited up to a year"
    return f"{s.low(at)} {s.low(at + 1)}" if has_particle else s.low(at)


def _state(s: Syntax, at: int) -> str:
    """As in "400 shops are empty", "900 people who have been unemployed": the adjective behind "be"."""
    if s.kind(at) != ch.VERB or not s.tag(at) & t.BE or s.kind(at + 1) not in (ch.ADVERB, ch.NOUN):
        return ""
    if s.reading.low[s.pieces[at].first] in _OF_ONE:
        return ""  # "the 12-page report is long": not the pages
    piece, word = s.pieces[at + 1], s.low(at + 1)
    is_single = piece.last == piece.first + 1 and not piece.tag & (t.HOLLOW | t.TIME_WORD)
    return word if is_single and is_adjective(word) else ""


def _tells(s: Syntax, at: int) -> bool:
    return not s.tag(at) & _EMPTY or _participles().get(s.low(at)) in _full()


def told(s: Syntax, claim: Claim, indicator: Indicator) -> Indicator:
    """The name of counted things with what is done: "cars sold by Harrow Motors"."""
    if claim.phrase is None or not claim.deed:
        return indicator
    things = phrase_indicator(s, claim.phrase)
    if things is None:
        return indicator
    owner = phrase_indicator(s, claim.owner) if claim.owner is not None else None
    doer = f" by {owner.text}" if owner is not None else ""
    head = phrase_indicator(s, Phrase(claim.phrase.first, claim.phrase.head + 1, claim.phrase.head))
    rest = things.text.removeprefix(head.text) if head is not None else ""
    if head is None or rest == things.text or rest.startswith(" of "):
        return indicator.named(f"{things.text} {claim.deed}{doer}")
    return indicator.named(f"{head.text} {claim.deed}{doer}{rest}")  # "people killed in Norland"
