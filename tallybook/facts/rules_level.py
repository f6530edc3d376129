"""Rules for amounts that tell where something stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import (
    Claim,
    carrier,
    claim_of,
    clause_subject,
    direction_of,
    is_comparing,
    is_hollow,
    names,
    with_things,
)
from tallybook.facts.neighbours import noun_before, phrase_start, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.model import Measure

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax


def amount_of_noun(a: Amount) -> Claim | None:
    """As in "a deficit of 5 mln dlrs", "sales at 9.2 billion", "a record low of 149.98 yen", "bills worth 5 mln"."""
    s = a.s
    if a.left_kind != ch.PREP or a.left_low not in ("of", "at", "around", "near", "with", "worth"):
        return None
    noun = a.left - 1
    while (
        s.kind(noun) == ch.TIME
        or (s.kind(noun) == ch.PREP and s.kind(noun + 1) == ch.TIME)
        or (s.kind(noun) in (ch.ADVERB, ch.COMMA) and a.left_low == "at")
    ):
        noun -= 1
    if s.kind(noun) != ch.NOUN:
        return None
    is_of = a.left_low == "of" or (a.left_low == "at" and s.kind(a.left - 1) == ch.COMMA)
    if a.noun_behind() >= 0 and (s.reading.low[a.word] == "the" or (a.is_count and not is_of)):
        return None  # "the balance of the 500 mln dlr issue"
    if s.tag(noun) & t.HOLLOW and a.noun_behind() >= 0 and _is_one(a):
        return None  # "on top of a 5 pct penalty"
    return _of_hollow_noun(a, noun) or _of_noun(a, noun)


def _of_hollow_noun(a: Amount, noun: int) -> Claim | None:
    """As in "fell to a low of 3 pct", "grew at a rate of 5 pct": the subject is what is measured."""
    s = a.s
    if not s.pieces[noun].tag & t.HOLLOW:
        return None
    if s.low(noun - 1) == "than":  # "lower than the ceiling of 503"
        return Claim("level.noun-compared", phrase=Phrase(noun, noun + 1, noun), cue=(a.word, a.word))
    at = _carrier_of_hollow(s, noun) if a.left_low == "of" else -1
    if at < 0:
        return None
    direction = direction_of(s.pieces[at].tag) if a.is_share and s.low(noun) in names()["rate_nouns"] else None
    if direction is not None:
        return claim_of(a, "change.rate-of", clause_subject(a, at), Measure.CHANGE, direction, verb=at, cue=noun)
    return claim_of(a, "level.hollow-of", clause_subject(a, at), verb=at, cue=noun)


def _of_noun(a: Amount, noun: int) -> Claim | None:
    """The noun before the amount, with what it is the noun of."""
    s = a.s
    if a.left_low == "with":
        return _named_with(a, noun)
    governor = noun - 1
    while s.kind(governor) == ch.TIME:
        governor -= 1
    if a.earlier and is_comparing(a, governor):
        return claim_of(a, "level.noun-compared", extend(s, noun, a.left), is_prior=True, cue=noun)
    if a.left_low == "worth":
        return claim_of(a, "level.noun-of", extend(s, noun, a.left), verb=carrier(a), cue=a.left)
    is_new = s.kind(noun - 1) == ch.PREP and s.low(noun - 1) != "of" and _is_indefinite(s, noun)
    # "a recovery in cash flow and conversion of 300 mln": only the second is of the amount.
    is_new = is_new or (a.left_low == "of" and s.kind(noun - 1) == ch.CONJ and s.kind(noun - 3) == ch.PREP)
    phrase = extend(s, noun if is_new else phrase_start(s, noun), a.left)  # "voted in favour on a turnout of 71 pct"
    if phrase.head == noun and s.low(noun) in names()["balance"] and s.pieces[noun].last - s.pieces[noun].first < 3:
        carried = _balance_of(a, noun)
        if carried is not None:
            return carried
    claim = claim_of(a, "level.noun-of", phrase, cue=noun)
    if a.left_low == "of" and claim.phrase is not None:
        claim.tail = _tail(a)
    return claim


def _named_with(a: Amount, noun: int) -> Claim | None:
    """As in "…, Labour with 35 pct and the Alliance with 21 pct": each name has its own amount."""
    s = a.s
    is_listed = bool(a.earlier) and s.kind(noun - 1) in (ch.COMMA, ch.CONJ) and a.noun_behind() < 0
    is_part = s.kind(a.at + 1) == ch.PREP and s.low(a.at + 1) == "of"
    if not is_listed or is_part or a.earlier[-1][0].unit_kind != a.unit_kind:
        return None
    return claim_of(a, "level.named-with", extend(s, noun, a.left), cue=noun)


def _is_indefinite(s: Syntax, noun: int) -> bool:
    return s.reading.low[s.pieces[noun].first] in ("a", "an")


def _balance_of(a: Amount, noun: int) -> Claim | None:
    """As in "the capital account showed a surplus of 2.27 billion": the surplus of that account."""
    s = a.s
    verb = noun - 1
    if s.kind(verb) not in (ch.VERB, ch.PARTICIPLE) or not s.pieces[verb].tag & (t.SHOW | t.HAVE):
        return None
    subject = clause_subject(a, verb)
    if subject is None or s.kind(subject.head) != ch.NOUN:
        return None
    first = s.pieces[noun].head
    return Claim("level.balance-of", name=(first, first + 1), tail=subject, verb=verb, cue=(first, first + 1))


def _tail(a: Amount) -> Phrase | None:
    """The phrase behind an amount that belongs to the noun before it: "removal of 60 mln dlrs in freight charges"."""
    s, at = a.s, a.at + 1
    noun = a.noun_behind()
    if noun >= 0:
        return Phrase(a.left, extend(s, noun).last, noun)
    if (
        s.kind(at) == ch.PREP
        and s.low(at) in ("in", "of", "for")
        and s.kind(at + 1) == ch.NOUN
        and not s.tag(at + 1) & t.TIME_WORD
    ):
        return Phrase(at, extend(s, at + 1).last, at + 1)
    return None


def _carrier_of_hollow(s: Syntax, noun: int) -> int:
    """The verb before "a high of", "a rate of": its subject is what is measured."""
    piece = s.pieces[noun]
    tag = s.reading.tag
    if not is_hollow(s, Phrase(noun, noun + 1, noun)) or any(
        tag[w] & t.OPEN and not tag[w] & (t.HOLLOW | t.MODIFIES_NUMBER) for w in range(piece.first, piece.head)
    ):
        return -1
    verb = verb_before(s, noun, 12)
    return (
        verb
        if verb >= 0 and s.pieces[verb].tag & (t.BE | t.STATE | t.UP | t.DOWN | t.MOVE | t.ASSIGN | t.SHOW | t.ING)
        else -1
    )


def stands_at(a: Amount) -> Claim | None:
    """As in "was 5 mln", "totalled 123,000", "reached 1.47 trillion"."""
    s = a.s
    verb = _stating_verb(a)
    if verb < 0:
        return None
    tag = s.pieces[verb].tag
    joint = verb - 1
    while s.kind(joint) in (ch.TIME, ch.ADVERB):
        joint -= 1
    if not a.unit_kind and a.earlier and a.earlier[-1][0].is_count and s.kind(joint) == ch.CONJ:
        return claim_of(a, "level.stands", None, verb=verb, cue=verb)  # "switched on 212 stations and now run 5,352"
    subject = clause_subject(a, verb)
    noun = a.noun_behind()
    is_there = subject is not None and s.reading.low[s.pieces[subject.head].first] == "there"
    if is_there and noun >= 0:
        return claim_of(a, "level.there-is", extend(s, noun), verb=verb, cue=verb)
    if is_there and a.is_count:
        return None  # "there are tens of thousands of students"
    if tag & t.YIELD:
        return claim_of(a, "level.yields", subject, verb=verb, cue=verb)
    if noun >= 0 and (subject is None or (tag & t.BE and _is_one(a) and s.kind(subject.head) == ch.PRONOUN)):
        return claim_of(a, "level.counted", extend(s, noun), verb=verb, cue=noun)  # "it is a 5 mln dlr house"
    claim = claim_of(a, "level.stands", subject, verb=verb, cue=verb)
    if claim.phrase is None:
        return claim
    if s.low(a.at + 1) == "of" and s.kind(a.at + 2) == ch.NOUN and not a.is_share:
        return replace(claim, tail=Phrase(a.at + 1, a.at + 3, a.at + 2))  # "production was 80,000 ounces of gold"
    topic = _topic(a, claim.phrase)
    if topic is None and not tag & t.BE:
        return with_things(a, claim)
    claim.owner = topic
    return claim


def _is_one(a: Amount) -> bool:
    """Whether an article stands before the amount or in it: "a 5 mln dlr house", "a million dollar house"."""
    number = a.mention.number
    return a.s.reading.low[a.word] in ("a", "an") or number.surface[:2].lower() == "a "


def _stating_verb(a: Amount) -> int:
    """The verb before the amount that says where something stands, -1 if there is none."""
    s, verb = a.s, a.left
    while s.kind(verb) in (ch.ADVERB, ch.TIME):
        verb -= 1
    if s.kind(verb) not in (ch.VERB, ch.PARTICIPLE):
        return -1
    tag = s.pieces[verb].tag
    if not tag & (t.BE | t.STATE | t.ASSIGN | t.YIELD):
        return -1
    if tag & t.ASSIGN and not tag & t.YIELD and not s.pieces[verb].is_passive and s.kind(verb) == ch.VERB:
        return -1  # "the bank holds 13 billion in deposits"
    if a.is_count and s.low(verb) in names()["handling_verbs"] and a.noun_behind() >= 0:
        return -1  # "closed two banks"
    return verb


def _topic(a: Amount, phrase: Phrase) -> Phrase | None:
    """A topic with a sentence for its predicate: "the telecoms business will be The scale of revenue reached …"."""
    s, verb = a.s, phrase.first - 1
    if s.kind(verb) != ch.VERB or not s.pieces[verb].tag & t.BE or not s.pieces[verb].is_finite:
        return None
    topic = clause_subject(a, verb)
    return topic if topic is not None and s.kind(topic.head) == ch.NOUN else None


def named_before(a: Amount) -> Claim | None:
    """As in "RESERVES 51.73 billion", "Shr 34 cts", "coupon: 7 pct": a name and its amount side by side."""
    s, at = a.s, a.left
    if s.kind(at) == ch.STOP and s.low(at) == ":" and s.kind(at - 1) == ch.TIME:
        at -= 1  # "Group revenue in 2024: 142 bn"
        at -= s.kind(at - 1) == ch.PREP
        at -= s.kind(at - 1) == ch.NOUN
    if (
        s.kind(at) in (ch.STOP, ch.OPEN)
        and s.kind(at - 1) == ch.NOUN
        and s.reading.low[s.pieces[at].first] in (":", "-", "(", "=")
    ):
        at -= 1
    while s.kind(at) == ch.TIME:
        at -= 1
    if s.kind(at) != ch.NOUN:
        return None
    if a.earlier and s.tag(at - 1) & t.COMPARE:
        return _other_side(a, at)
    beside = _bracketed_beside(a, at)
    if beside is not None:
        return beside
    return claim_of(a, "level.named-before", extend(s, phrase_start(s, at), at + 1), cue=at)


def _bracketed_beside(a: Amount, noun: int) -> Claim | None:
    """As in "sales of wheat to Aland (1.5 mln tonnes) and Norland (2.0 mln tonnes)": the chain of the one before."""
    s = a.s
    if a.left_kind != ch.OPEN or not a.earlier or s.kind(noun - 1) not in (ch.CONJ, ch.COMMA):
        return None
    other, claim = a.earlier[-1]
    phrase = claim.phrase
    if claim.rule != "level.named-before" or phrase is None or s.kind(phrase.last) != ch.OPEN:
        return None
    if s.kind(phrase.last - 2) != ch.PREP or phrase.last - 2 <= phrase.head or noun - other.at > _MOST_BETWEEN:
        return None
    chain = Phrase(phrase.first, phrase.last - 1, phrase.head)
    return replace(claim, phrase=chain, tail=Phrase(noun, noun + 1, noun))


# Between two amounts in brackets stand a bracket, a comma or "and", and a name.
_MOST_BETWEEN: Final = 4


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


def nearest(a: Amount) -> Claim | None:
    """Nothing ties the amount to a phrase: the object or subject of its verb, else the nearest noun."""
    s = a.s
    if a.earlier and a.left_low in ("including", "excluding"):
        return claim_of(a, "level.part-named-before", None, cue=a.left)
    verb = verb_before(s, a.at)
    if verb >= 0:
        subject = clause_subject(a, verb)
        phrase: Phrase | None = subject
        if s.kind(verb + 1) == ch.NOUN and verb + 1 < a.at and not s.pieces[verb].is_passive:
            phrase = extend(s, verb + 1, a.at)
        return claim_of(a, "level.nearest", phrase, verb=verb, cue=verb)
    return claim_of(a, "level.nearest", noun_before(s, a.at))
