"""Whose it is that an amount measures: "doctors" of "Harrow Health has 900 doctors", of "the clinic with 900 doctors".

The text does not say "of", but the subject of having or making, or the noun before "with", is what restricts the name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.area import area_length, area_words
from tallybook.facts.claims import clause_subject, is_hollow
from tallybook.facts.neighbours import verb_before
from tallybook.facts.phrases import Phrase, content
from tallybook.facts.subjects import DASHES, subject_of
from tallybook.facts.wordlists import names

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax

# A longer owner, or a longer name in all, would drown what is measured.
_LONGEST: Final = 3
_LONGEST_IN_ALL: Final = 7
_OWNED: Final = (
    "level.counted",
    "level.noun-of",
    "level.part-of",
    "level.price",
    "level.object-reached",
    "level.from",
    "level.ranges",
    "change.verb-object",
)


def with_owner(a: Amount, claim: Claim) -> Claim:
    """The claim with the owner that its clause tells, where its own words tell none."""
    phrase = claim.phrase
    if phrase is None or claim.owner is not None:
        return claim
    heading = _heading(a.s, phrase) if phrase.first == _BEHIND_HEADING else None
    if heading is not None:
        return replace(claim, owner=heading)
    if not claim.rule.startswith(_OWNED) or is_restricted(a.s, phrase) or _is_stake(a, claim, phrase):
        return claim
    owner = _owner(a, phrase)
    if owner is None or _is_cause(a.s, owner, claim) or _length(a.s, phrase) + _length(a.s, owner) > _LONGEST_IN_ALL:
        return claim
    return replace(claim, owner=owner)


def _is_stake(a: Amount, claim: Claim, phrase: Phrase) -> bool:
    """As in "the fund owns 3 pct of Corva": a part of somebody is not the fund's Corva."""
    return a.is_share and claim.rule == "level.part-of" and bool(a.s.tag(phrase.head) & t.CAPITAL)


def _is_cause(s: Syntax, owner: Phrase, claim: Claim) -> bool:
    """As in "the drug cut deaths by 30 pct": what brings a change about, and has nothing that changes."""
    return claim.rule == "change.verb-object" and s.low(owner.head) in names()["causes"]


# A name and a dash stand before what begins with this chunk.
_BEHIND_HEADING: Final = 2


def _heading(s: Syntax, phrase: Phrase) -> Phrase | None:
    """As in "Harrow Mills — The textile group fell 6%": who is told of; not the place of "OSLO — Prices fell 6%"."""
    is_heading = s.kind(1) == ch.STOP and s.low(1) in DASHES and s.tag(0) & t.CAPITAL
    if not is_heading or s.reading.text(0, s.pieces[0].last).isupper():
        return None
    is_described = "the" in s.reading.low[s.pieces[phrase.first].first : s.pieces[phrase.last - 1].last]
    return _named(s, 0) if is_described else None


def _length(s: Syntax, phrase: Phrase) -> int:
    return sum(content(s, at) for at in range(phrase.first, phrase.last) if s.kind(at) == ch.NOUN)


def is_restricted(s: Syntax, phrase: Phrase) -> bool:
    """Whether the phrase says by itself of what it is: "of …" behind its head, a possessor before it."""
    piece = s.pieces[phrase.head]
    if any(s.low(at) == "of" for at in range(phrase.head + 1, phrase.last)):
        return True
    tag = s.reading.tag
    return any(tag[word] & t.OWN and not tag[word] & t.DET for word in range(piece.first, piece.head))


def _owner(a: Amount, phrase: Phrase) -> Phrase | None:
    s = a.s
    lead = a.left if phrase.first > a.at else phrase.first - 1
    is_attribute = s.low(lead) == "with" and not a.is_count and a.unit_kind not in ("duration", "age")
    if s.kind(lead - 1) == ch.NOUN and is_attribute:
        return _pair(s, lead - 1) or _named(s, lead - 1)  # "brothers with a net worth of 5 mln"
    if s.kind(lead - 1) == ch.NOUN and s.kind(lead) == ch.OPEN:
        return _named(s, lead - 1)  # "Lindqvist (0.5 points)"
    if s.kind(lead - 1) == ch.VERB and (is_attribute or _is_at(a, lead, phrase)):
        return _subject(a, lead - 1, phrase)  # "the lamp comes with a 5 watt charger"
    if s.kind(lead) == ch.CONJ and a.unit_kind == "multiple" and a.earlier[-1:]:
        return a.earlier[-1][1].owner  # "… and 2 times sales"
    determiner = s.reading.tag[s.pieces[phrase.first].first if phrase.first < a.at else a.word]
    is_its = bool(determiner & t.DET and determiner & t.OWN)
    if s.kind(lead) == ch.PREP and not is_its:
        return None
    verb = _carrying(s, min(a.at, phrase.first))
    if verb < 0 or not (is_its or (_owns(a, verb, phrase) and not s.pieces[verb].is_passive)):
        return None
    return _subject(a, verb, phrase)


def _owns(a: Amount, verb: int, phrase: Phrase) -> bool:
    """As in "Harrow has 900 doctors", "it projects a profit of 5 mln"; not "the bank expects inflation of 3 pct"."""
    tag = a.s.pieces[verb].tag
    is_own_result = a.is_money and a.s.low(phrase.head) in names()["results"]
    return bool(tag & (t.HAVE | t.SHOW | t.OWNS)) or (is_own_result and bool(tag & t.SPEECH) and not tag & t.SAYS)


def _is_at(a: Amount, lead: int, phrase: Phrase) -> bool:
    """As in "the plane flew at an altitude of 900 metres", "sits on debts of 5 mln"."""
    if a.unit_kind == "multiple":
        return a.s.low(lead) in ("at", "on")
    if a.s.low(lead) == "on":
        return a.s.low(lead - 1) in names()["sitting"]
    has_article = a.s.reading.low[a.s.pieces[phrase.first].first] in ("a", "an")
    return has_article and a.s.low(lead) == "at" and a.left_low == "of"


def _subject(a: Amount, verb: int, phrase: Phrase) -> Phrase | None:
    """The subject of the verb group at chunk `verb` as the owner of `phrase`."""
    s, subject = a.s, clause_subject(a, verb)
    if subject is not None and s.kind(subject.head) == ch.PRONOUN:
        subject = _speaking(s, subject.head)
    if subject is None or subject.head == phrase.head:
        return None
    named, last = _named(s, subject.head), subject.head + 3
    is_pair = named is not None and s.low(subject.head + 1) == "and" and last == subject.last
    if is_pair and content(s, last - 1) <= _LONGEST:
        return Phrase(subject.head, last, subject.head)  # "Harrow and Tern have 900 doctors"
    return named


def _carrying(s: Syntax, first: int) -> int:
    """The verb before chunk `first` whose object stands there, alone or in a list with other amounts; else -1."""
    verb = verb_before(s, first)
    between = [s.kind(at) for at in range(verb + 1, first)] if verb >= 0 else []
    if ch.COMMA not in between or ch.NUMBER in between[: between.index(ch.COMMA)]:
        return verb
    return -1


def _speaking(s: Syntax, pronoun: int) -> Phrase | None:
    """Who "it" is in "Harrow Mills said it employs 900 people", "… plans to announce that it will close two mills"."""
    verb = pronoun - 1 - (s.kind(pronoun - 1) == ch.CLAUSE)
    if s.low(pronoun) not in ("it", "they") or s.kind(verb) != ch.VERB or not s.pieces[verb].tag & t.SPEECH:
        return None
    return subject_of(s, verb)


def _pair(s: Syntax, at: int) -> Phrase | None:
    """As in "the founders Lina and Otto Berg with a fortune of 5 mln": both of two names, the last being at a chunk."""
    first = at - 2
    is_pair = s.low(at - 1) == "and" and s.kind(first) == ch.NOUN and s.tag(first) & s.tag(at) & t.CAPITAL
    return Phrase(first, at + 1, at) if is_pair and content(s, first) <= _LONGEST and _named(s, at) else None


def _named(s: Syntax, at: int) -> Phrase | None:
    """The noun chunk as an owner: short, no area (that is told apart), and no word that stands for something else."""
    found = Phrase(at, at + 1, at)
    if s.kind(at) != ch.NOUN or content(s, at) > _LONGEST or s.tag(at) & (t.TIME_WORD | t.DET) or is_hollow(s, found):
        return None
    piece = s.pieces[at]
    is_area = s.low(at) in area_words() or area_length(s.reading.low, piece.first) == piece.last - piece.first
    return None if is_area or s.low(at) in names()["deciding"] else found
