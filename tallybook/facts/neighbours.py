"""What stands beside a chunk: the noun phrase or the verb before it, the object behind a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.phrases import REACH, Phrase, extend, is_deduction, is_linking, names
from tallybook.facts.wordlists import names as word_lists

if TYPE_CHECKING:
    from tallybook.facts.syntax import Syntax


def phrase_start(s: Syntax, at: int) -> int:
    """The chunk that heads the chain "orders and options for jets of …" whose last noun is chunk `at`."""
    at = _pair_start(s, _list_start(s, at))
    for _ in range(_LONGEST_CHAIN):
        prep = at - 1 - (s.kind(at - 1) == ch.NUMBER)  # "rate on seven-day deposits"
        prep -= _is_dated(s, at)
        if s.kind(prep) != ch.PREP or not _heads_chain(s, prep - 1) or is_linking(s, prep - 1):
            break
        is_shared = s.low(prep) == "with" and s.low(prep - 1) in names().shared
        if s.low(prep) not in _CHAINS and not is_shared and not is_deduction(s, prep):
            break  # "a trade surplus with Norland", but "firms with capital of 5 mln"
        if s.low(prep) != "of" and s.reading.low[s.pieces[at].first] in ("a", "an"):
            break  # "a merger in a deal valued at 5 mln dlrs"
        at = _pair_start(s, prep - 1)
    return at


def _is_dated(s: Syntax, at: int) -> bool:
    """Whether a time before the noun at chunk `at` is a part of its name: "losses to the 1987 budget"."""
    if s.kind(at - 1) != ch.TIME:
        return False
    is_owner = s.reading.low[s.pieces[at - 1].last - 1].endswith(("'s", "’s"))
    return not is_owner or s.low(at - 2) == "from"  # "losses from last week's fire"


def _list_start(s: Syntax, at: int) -> int:
    """The first of "interest, tax, depreciation and amortisation", of which chunk `at` is the last."""
    listed = names().deducted
    if s.reading.low[s.pieces[at].first] in listed and s.low(at - 2) in listed:
        at -= 2  # "… and amortisation guidance"
    while s.low(at) in listed and s.kind(at - 1) in (ch.COMMA, ch.CONJ) and s.low(at - 2) in listed:
        at -= 2
    return at


def _heads_chain(s: Syntax, at: int) -> bool:
    """Whether chunk `at` is a noun: not the adjective of "available in denominations of 5 mln yen"."""
    return s.kind(at) == ch.NOUN and (not s.tag(at) & t.ADJ or bool(s.tag(at) & (t.NOUN | t.OPEN)))


_LONGEST_CHAIN: Final = 4
_CHAINS: Final = frozenset({"of", "for", "in", "on", "to", "from", "outside", "per"})


def _pair_start(s: Syntax, at: int) -> int:
    """The first of two bare nouns that "and" joins: "loans and securities", not "10 ships and planes"."""
    is_pair = (
        s.kind(at - 1) == ch.CONJ
        and s.low(at - 1) in ("and", "&")
        and s.kind(at - 2) == ch.NOUN
        and s.kind(at - 3) in (ch.NOTHING, ch.VERB, ch.PARTICIPLE, ch.PREP, ch.CLAUSE, ch.STOP)
        and not (s.reading.tag[s.pieces[at].first] | s.reading.tag[s.pieces[at - 2].first]) & t.DET
        and not (s.tag(at - 2) | s.tag(at)) & t.CAPITAL
    )
    return at - 2 if is_pair else at


def is_manner(s: Syntax, noun: int) -> bool:
    """As in "repaid in full at 98", "9 pct on a diluted basis": the noun at a chunk tells how, not of what."""
    if s.low(noun - 1) == "on":
        return s.low(noun) == "basis" and s.low(noun + 1) != "of"
    return s.low(noun - 1) == "in" and s.low(noun) in word_lists()["manner"]


def object_of(s: Syntax, verb: int) -> int:
    """The chunk that heads the object right behind the verb group, past a time or an amount that belongs to it, or -1.

    As in "raised its estimate", "raised his 1987 estimate", "cut its seven-day rate", "brought down the rate".
    """
    verb += s.kind(verb + 1) == ch.PARTICLE or s.low(verb + 1) in ("back", "out", "off")
    at = verb + 1
    while s.kind(at) in (ch.TIME, ch.ADVERB, ch.NUMBER) and at < verb + 3:
        at += 1
    is_object = at == verb + 1 or s.kind(at - 1) == ch.TIME or _is_hyphened(s, at - 1)
    qualifies = s.kind(at + 1) == ch.NUMBER and not s.tag(at) & (t.NOUN | t.OPEN)  # "fell a revised 3 mln"
    return at if s.kind(at) == ch.NOUN and is_object and not qualifies else -1


def _is_hyphened(s: Syntax, at: int) -> bool:
    """Whether chunk `at` is an amount or an adverb that a hyphen makes an adjective: "seven-day", "year-on-year"."""
    if s.kind(at) == ch.ADVERB:
        return "-" in s.low(at)
    mention = s.reading.mention[s.pieces[at].first] if s.kind(at) == ch.NUMBER else None
    return mention is not None and "-" in mention.number.surface


def noun_before(s: Syntax, at: int) -> Phrase | None:
    """The nearest noun phrase that ends before chunk `at`, whole."""
    floor = max(-1, at - REACH)
    while at - 1 > floor:
        at -= 1
        kind = s.pieces[at].kind
        if kind == ch.NOUN:
            return extend(s, phrase_start(s, at), at + 1)
        if kind == ch.STOP:
            return None
    return None


def verb_before(s: Syntax, at: int, reach: int = REACH) -> int:
    """The nearest verb group or participle before chunk `at` in its clause, -1 if there is none."""
    for look in range(at - 1, max(-1, at - reach), -1):
        kind = s.pieces[look].kind
        if kind in (ch.VERB, ch.PARTICIPLE):
            return look
        if kind in (ch.STOP, ch.CLAUSE, ch.REL, ch.OPEN):
            return -1
    return -1
