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
    with_things,
)
from tallybook.facts.neighbours import is_manner, phrase_start, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.status_cues import cues
from tallybook.facts.wordlists import names
from tallybook.model import Measure, ObsStatus

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
        or (s.kind(noun) in (ch.ADVERB, ch.COMMA) and a.left_low in ("at", "worth"))
    ):
        noun -= 1
    is_doer = s.kind(noun + 1) == ch.COMMA and s.low(phrase_start(s, noun) - 1) == "by"
    if s.kind(noun) != ch.NOUN or is_manner(s, noun) or is_doer or s.low(noun) == "one":
        return None  # "one of four rival plans"
    is_of = a.left_low == "of" or (a.left_low == "at" and s.kind(a.left - 1) == ch.COMMA)
    if a.noun_behind() >= 0 and (_is_determined(a) or _is_attribute(a) or (a.is_count and not is_of)):
        return None  # "the balance of the 500 mln dlr issue", "at the end of a two-week trade mission"
    if s.tag(noun) & t.HOLLOW and a.noun_behind() >= 0 and _is_one(a):
        return None  # "on top of a 5 pct penalty"
    is_named = a.left_low == "at" and s.low(noun - 1) in ("to", "by", "through") and not s.tag(noun) & t.HOLLOW
    if is_named and not a.is_share:
        return None  # "the bonds were sold to a bank at 100.27"
    return _of_hollow_noun(a, noun) or _of_noun(a, noun)


def _is_determined(a: Amount) -> bool:
    """Whether a determiner opens the noun phrase that the amount stands in: "its 5 mln dlr loan"; not "a further 5"."""
    s, first = a.s, a.s.pieces[a.at].first
    if s.reading.low[a.word] == "the":
        return True
    return first > 0 and (s.reading.low[first - 1] in ("a", "an", "the") or bool(s.reading.tag[first - 1] & t.OWN))


def _is_attribute(a: Amount) -> bool:
    """Whether the amount is of the noun behind it: "an auction of three-month bills", "shares of 8 pct stock"."""
    return a.left_low == "of" and (a.is_share or a.unit_kind in ("duration", "age"))


def _of_hollow_noun(a: Amount, noun: int) -> Claim | None:
    """As in "fell to a low of 3 pct", "grew at a rate of 5 pct": the subject is what is measured."""
    s = a.s
    governor = noun - 1
    while s.kind(governor) == ch.TIME:
        governor -= 1
    if not s.pieces[noun].tag & t.HOLLOW or (a.earlier and is_comparing(a, governor)):
        return None  # but "from last month's projection of 23 mln"
    aimed_at = _aimed_at(a, noun)
    if aimed_at is not None:
        claim = claim_of(a, "level.hollow-of", aimed_at, cue=noun)
        claim.hollow = Phrase(noun, noun + 1, noun)  # the goal tells the status
        return claim
    if s.low(noun - 1) == "than":  # "lower than the ceiling of 503"
        return Claim("level.noun-compared", phrase=Phrase(noun, noun + 1, noun), cue=(a.word, a.word))
    at = _carrier_of_hollow(s, noun) if a.left_low == "of" else -1
    if a.left_low == "of" and s.low(noun - 1) == "at" and is_hollow(s, Phrase(noun, noun + 1, noun)):
        thing = _thing_at(s, noun - 1)
        if thing is None and s.kind(noun - 2) == ch.VERB and s.pieces[noun - 2].is_passive:
            thing = clause_subject(a, noun - 2)  # "interest will be paid at a rate of 9 pct"
        if thing is not None:
            return claim_of(a, "level.hollow-of", thing, verb=at, cue=noun)
    if at < 0:
        return None
    direction = direction_of(s.pieces[at].tag) if a.is_share and s.low(noun) in names()["rate_nouns"] else None
    if direction is not None:
        return claim_of(a, "change.rate-of", clause_subject(a, at), Measure.CHANGE, direction, verb=at, cue=noun)
    return claim_of(a, "level.hollow-of", clause_subject(a, at), verb=at, cue=noun)


def _aimed_at(a: Amount, noun: int) -> Phrase | None:
    """As in "set a target of 5 mln for sales", "a goal of 900 sales": what the goal is for."""
    s, thing = a.s, a.noun_behind()
    if a.left_low != "of" or not _is_goal(s, noun):
        return None
    if thing < 0 and s.low(a.at + 1) == "for" and s.kind(a.at + 2) == ch.NOUN:
        thing = a.at + 2
    return extend(s, thing) if thing >= 0 and not s.tag(thing) & t.TIME_WORD else None


def _is_goal(s: Syntax, noun: int) -> bool:
    return cues()[0].get(s.low(noun)) is ObsStatus.TARGET


def _thing_at(s: Syntax, prep: int) -> Phrase | None:
    """As in "start gold output in May at a rate of 40 tonnes": the noun before "at a rate", past times and a comma."""
    at = prep - 1
    while at > prep - _PAST_TIMES and s.kind(at) in (ch.TIME, ch.PREP, ch.ADVERB, ch.COMMA):
        at -= 1
    return extend(s, phrase_start(s, at), at + 1) if s.kind(at) == ch.NOUN else None


# So many chunks of times may stand between a thing and the rate that it goes at.
_PAST_TIMES: Final = 8


def _of_noun(a: Amount, noun: int) -> Claim | None:
    """The noun before the amount, with what it is the noun of."""
    s = a.s
    if a.left_low == "with":
        return _named_with(a, noun)
    governor = noun - 1
    while s.kind(governor) == ch.TIME:
        governor -= 1
    is_origin = s.low(governor) == "from" and s.kind(governor - 1) == ch.NOUN  # "a loss from operations of 5 mln"
    if a.earlier and is_comparing(a, governor) and not is_origin:
        return _compared(a, claim_of(a, "level.noun-compared", extend(s, noun, a.left), is_prior=True, cue=noun))
    if a.left_low == "worth":
        return claim_of(a, "level.noun-of", extend(s, noun, a.left), verb=carrier(a), cue=a.left)
    # "a recovery in cash flow and conversion of 300 mln": only the second is of the amount.
    is_new = a.left_low == "of" and s.kind(noun - 1) == ch.CONJ and s.kind(noun - 3) == ch.PREP
    phrase = extend(s, noun if is_new else phrase_start(s, noun), a.left)
    if phrase.head == noun and s.low(noun) in names()["balance"] and s.pieces[noun].last - s.pieces[noun].first < 3:
        carried = _balance_of(a, noun)
        if carried is not None:
            return carried
    claim = claim_of(a, "level.noun-of", phrase, cue=noun)
    if a.left_low == "of" and claim.phrase is not None:
        claim.tail = _tail(a)
    return claim


def _compared(a: Amount, claim: Claim) -> Claim:
    """As in "grew by 9 pct against a forecast of 4.5 pct": a noun that says nothing is of the change before."""
    other, before = a.earlier[-1]
    if claim.phrase is None and before.measure is Measure.CHANGE and other.unit_kind == a.unit_kind:
        claim.measure, claim.direction = before.measure, before.direction
    return claim


def _named_with(a: Amount, noun: int) -> Claim | None:
    """As in "…, Labour with 35 pct and the Alliance with 21 pct": each name has its own amount."""
    s = a.s
    is_listed = bool(a.earlier) and s.kind(noun - 1) in (ch.COMMA, ch.CONJ) and a.noun_behind() < 0
    is_part = s.kind(a.at + 1) == ch.PREP and s.low(a.at + 1) == "of"
    if not is_listed or is_part or a.earlier[-1][0].unit_kind != a.unit_kind:
        return None
    return claim_of(a, "level.named-with", extend(s, noun, a.left), cue=noun)


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
        tells = a.is_count and s.low(noun) not in names()["plain_units"]  # but "sales of 5,000 units"
        return Phrase(a.left, extend(s, noun).last, noun) if tells else None
    at = _past_choice(a)
    if (
        s.kind(at) == ch.PREP
        and s.low(at) in ("in", "of", "for")
        and s.kind(at + 1) == ch.NOUN
        and not s.tag(at + 1) & (t.TIME_WORD | t.HOLLOW)
        and s.kind(at + 2) not in (ch.NUMBER, ch.TIME)
    ):
        return Phrase(at, extend(s, at + 1).last, at + 1)
    return None


def _past_choice(a: Amount) -> int:
    """The chunk behind the amount, past another that it leaves the choice of: "of 300 or even 900 tonnes of steel"."""
    s, at = a.s, a.at + 1
    if s.low(at) != "or":
        return at
    other = at + 1 + (s.kind(at + 1) == ch.ADVERB)
    return other + 1 if s.kind(other) == ch.NUMBER else at


def _carrier_of_hollow(s: Syntax, noun: int) -> int:
    """The verb before "a high of", "a rate of": its subject is what is measured."""
    piece = s.pieces[noun]
    tag = s.reading.tag
    if not is_hollow(s, Phrase(noun, noun + 1, noun)) or any(
        tag[w] & t.OPEN and not tag[w] & (t.HOLLOW | t.MODIFIES_NUMBER) for w in range(piece.first, piece.head)
    ):
        return -1
    verb = verb_before(s, noun, 12)
    if verb == noun - 1 and s.low(verb) in ("set", "sets", "setting") and _is_goal(s, noun):
        return -1  # "set a target of 5 mln"
    return (
        verb
        if verb >= 0 and s.pieces[verb].tag & (t.BE | t.STATE | t.UP | t.DOWN | t.MOVE | t.ASSIGN | t.SHOW | t.ING)
        else -1
    )


def _yielded(a: Amount, verb: int, subject: Phrase | None, noun: int) -> Claim:
    """As in "earned 5 mln", "yields 7 pct": the measure that the verb names; but "saved 15 lives", "fined 15 banks"."""
    if a.is_count and noun >= 0:
        return claim_of(a, "level.counted", extend(a.s, noun), verb=verb, cue=noun)
    return claim_of(a, "level.yields", subject, verb=verb, cue=verb)


def stands_at(a: Amount) -> Claim | None:
    """As in "was 5 mln", "totalled 123,000", "reached 1.47 trillion"."""
    s = a.s
    verb = _stating_verb(a)
    if verb < 0 or (a.is_count and s.low(a.at + 1) == "of" and not s.tag(verb) & t.BE):
        return None  # "plans to close 17 of its 112 stores"
    tag = s.pieces[verb].tag
    joint = verb - 1
    while s.kind(joint) in (ch.TIME, ch.ADVERB):
        joint -= 1
    if not a.unit_kind and a.earlier and a.earlier[-1][0].is_count and s.kind(joint) == ch.CONJ:
        return claim_of(a, "level.stands", None, verb=verb, cue=verb)  # "switched on 212 stations and now run 5,352"
    is_infinitive = "to" in (s.reading.low[s.pieces[verb].first], s.low(verb - 1))
    if is_infinitive and a.earlier and a.earlier[-1][1].rule == "change.verb-object":
        return claim_of(a, "level.stands", None, verb=verb, cue=verb)  # "raised imports by 9 mln, to reach 12 mln"
    subject = clause_subject(a, verb)
    noun = a.noun_behind()
    is_there = subject is not None and s.reading.low[s.pieces[subject.head].first] == "there"
    if is_there and noun >= 0:
        return claim_of(a, "level.there-is", extend(s, noun), verb=verb, cue=verb)
    if is_there and (a.is_count or s.low(a.at + 1) == "of"):
        return None  # "there are tens of thousands of students"
    if tag & t.YIELD:
        return _yielded(a, verb, subject, noun)
    is_copula = bool(tag & t.BE) or s.low(verb) in names()["copulas"]
    is_predicate = is_copula and noun >= 0 and _is_one(a) and not s.tag(noun) & t.HOLLOW
    if noun >= 0 and (subject is None or is_predicate):
        return claim_of(a, "level.counted", extend(s, noun), verb=verb, cue=noun)  # "the other is a 5 mln dlr house"
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
    is_active = tag & t.ING if s.kind(verb) == ch.PARTICIPLE else not s.pieces[verb].is_passive
    if tag & t.ASSIGN and not tag & t.YIELD and is_active:
        return -1  # "the bank holds 13 billion in deposits", "lenders offering 95 pct loans"
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
