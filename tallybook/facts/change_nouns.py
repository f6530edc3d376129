"""Nouns of change: "a rise in sales", "the sales increase", "GDP growth"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import is_hollow
from tallybook.facts.neighbours import phrase_start
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.wordlists import names
from tallybook.model import Direction, Measure

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax


def change_word(s: Syntax, at: int) -> int:
    """The word of the noun chunk `at` that names a change ("rise", "growth" of "growth rate"), or -1."""
    piece = s.pieces[at]
    if piece.kind != ch.NOUN:
        return -1
    is_moving = piece.tag & t.ING and piece.tag & (t.UP | t.DOWN)  # "a widening of the deficit"
    if piece.tag & t.CHANGE or is_moving:
        return piece.head
    if (
        piece.head > piece.first
        and s.reading.tag[piece.head - 1] & t.CHANGE
        and s.reading.low[piece.head] in names()["rate_nouns"]
    ):
        return piece.head - 1
    return -1


def change_named(a: Amount, noun: int, word: int, behind: int) -> tuple[Phrase | None, tuple[int, int] | None]:
    """What a noun of change at chunk `noun` is a change of: "in Y" from chunk `behind`, else the words before it."""
    s = a.s
    at = behind
    while s.kind(at) in (ch.TIME, ch.ADVERB) or (
        s.kind(at) == ch.PREP and s.kind(at + 1) == ch.TIME and s.kind(at + 2) != ch.NOUN
    ):
        at += 1
    thing = at + 1
    if s.kind(thing) == ch.TIME and s.kind(thing + 1) == ch.NOUN:
        thing += 1  # "a gain in February payrolls"
    piece = s.pieces[noun]
    tag, low = s.reading.tag, s.reading.low
    first = piece.first
    while first < word and (
        tag[first] & (t.DET | t.ADVERB | t.MODIFIES_NUMBER | t.PARTICLE) or low[first] in names()["change_modifiers"]
    ):
        first += 1
    names_it = s.kind(at) == ch.PREP and s.low(at) in ("in", "of", "for") and s.kind(thing) == ch.NOUN
    is_place = first < word and s.low(at) == "in" and s.tag(thing) & t.CAPITAL  # "a 5 pct sales decline in Norland"
    if names_it and not is_place and not s.tag(thing) & t.TIME_WORD and s.low(thing) not in names()["manner"]:
        found = extend(s, thing)
        if not is_hollow(s, found):
            return found, None
    if first < word:
        return None, (first, word + (low[word] in names()["keeps_name"]))
    if s.kind(noun - 1) == ch.PREP and s.low(noun - 1) == "of" and s.kind(noun - 2) == ch.NOUN:
        is_kept = low[word] in names()["keeps_name"]  # "the annual rate of growth"
        return extend(s, phrase_start(s, noun - 2), noun + 1 if is_kept else noun - 1), None
    return None, None


def growth_stands(a: Amount, claim: Claim) -> Claim:
    """As in "GDP growth was 3 pct", "growth of 5 pct": a rate of growth is a change of what grows."""
    phrase = claim.phrase
    if claim.measure is Measure.CHANGE or phrase is None or not a.is_share or claim.is_prior:
        return claim
    s = a.s
    piece = s.pieces[phrase.head]
    word = piece.head if piece.tag & t.CHANGE else change_word(s, phrase.head)
    if word < 0 or s.reading.low[word] not in names()["keeps_name"]:
        return claim
    value = a.mention.number.value
    direction = Direction.DOWN if value is not None and value < 0 else Direction.UP
    return replace(claim, rule="change.growth-stands", measure=Measure.CHANGE, direction=direction)
