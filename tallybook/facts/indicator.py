"""Claims → indicators: the words of the text that name what is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.area import area_length, city_words
from tallybook.facts.morphology import gerund, past, third_person
from tallybook.facts.phrases import Phrase, extend, names, ties_dated
from tallybook.facts.subjects import is_called_by_age
from tallybook.lexicons import load
from tallybook.numbers.nouns import singular

if TYPE_CHECKING:
    from tallybook.facts.claims import Claim
    from tallybook.facts.syntax import Syntax


@dataclass(slots=True, init=False)
class Indicator:
    """A name of what is measured, its main word in the singular, and whether another place in the text gave it."""

    text: str
    head: str
    is_inherited: bool

    def __init__(
        self,
        text: str,
        head: str,
        is_inherited: bool = False,
    ) -> None:
        self.text = text
        self.head = head
        self.is_inherited = is_inherited

    def named(self, text: str, head: str | None = None) -> Indicator:
        """The same under a longer name, and with another head if there is one."""
        return Indicator(text, head or self.head, self.is_inherited)


def indicator_of(s: Syntax, claim: Claim) -> Indicator | None:
    """The name that the claim's own words give, or None."""
    if claim.name is not None:
        first, last = claim.name
        text = tidy(s, [(first, last)])
        if claim.tail is not None:
            head = s.pieces[claim.tail.head]
            if claim.rule == "level.balance-of":
                owner = phrase_indicator(s, claim.tail)
                return Indicator(
                    f"{text} of {owner.text}" if owner is not None else text, singular(s.reading.low[last - 1])
                )
            return Indicator(f"{text} {tidy(s, [(head.first, head.last)])}", singular(s.reading.low[head.head]))
        return Indicator(text, singular(s.reading.low[last - 1])) if text else None
    if claim.phrase is None:
        return None
    found = phrase_indicator(s, claim.phrase)
    if found is None:
        return None
    if claim.rule == "level.aged":
        return found.named(f"{found.text} aged")
    if claim.lead is not None:
        found = found.named(f"{tidy(s, [claim.lead])} {found.text}")
    if claim.tail is not None:
        found = with_tail(s, found, claim.tail)
    if claim.owner is not None:
        found = owned_by(s, found, claim.owner)
    if claim.rule in ("level.yields", "level.lost"):
        noun = "loss" if claim.rule == "level.lost" else measure_noun(s.low(claim.verb))
        found = found.named(f"{noun} of {found.text}", noun)
    return found


def with_tail(s: Syntax, indicator: Indicator, tail: Phrase) -> Indicator:
    """The indicator with the phrase behind its amount, without the amount: "option on shares" of 5,000 of them."""
    thing = phrase_indicator(s, Phrase(tail.head, tail.last, tail.head))
    if thing is None:
        return indicator
    last = tail.first + 1 + (s.low(tail.first + 1) == "than" and s.kind(tail.first) == ch.PARTICLE)
    link = f"{tidy(s, [(s.pieces[tail.first].first, s.pieces[last - 1].last)])} " if tail.first < tail.head else ""
    return indicator.named(f"{indicator.text} {link}{thing.text}")


def owned_by(s: Syntax, indicator: Indicator, owner: Phrase) -> Indicator:
    """The indicator with whose or of what it is."""
    name = phrase_indicator(s, owner)
    return indicator.named(f"{indicator.text} of {name.text}") if name is not None else indicator


def of_another(s: Syntax, indicator: Indicator, hollow: Phrase) -> Indicator:
    """As in "exports to Norland fell, while *those to Kuria* rose": the same thing of another place or kind."""
    at = hollow.head
    if s.low(at) not in ("those", "that") or s.kind(at + 1) != ch.PREP or s.kind(at + 2) != ch.NOUN:
        return indicator
    words = indicator.text.split()
    length = next((i for i, word in enumerate(words) if i and word in names().restricting), len(words))
    last = extend(s, at + 2).last
    told = tidy(s, [(s.pieces[at + 1].first, s.pieces[last - 1].last)])
    return Indicator(f"{' '.join(words[:length])} {told}", indicator.head, is_inherited=True)


def named_by_itself(s: Syntax, claim: Claim) -> Indicator | None:
    """The name of a claim about a hollow phrase that stands for nothing told before: "earnings" of "it earned"."""
    if claim.rule == "level.yields":
        noun = measure_noun(s.low(claim.verb))
        return Indicator(noun, noun)
    return phrase_indicator(s, claim.hollow) if claim.hollow is not None else None


@cache
def dated_nouns(language: str = "en") -> frozenset[str]:
    """Things that are named by a month: "December contracts"."""
    return frozenset(load("words", language)["dated"]["nouns"])


@cache
def _measure_nouns(language: str = "en") -> dict[str, str]:
    """Every form of a verb that names a measure → its noun."""
    nouns: dict[str, str] = load("verbs", language)["measure_noun"]
    return {form: noun for base, noun in nouns.items() for form in (base, third_person(base), gerund(base), past(base))}


def measure_noun(verb: str) -> str:
    """The measure that a verb names: "yielding" a yield, "earned" earnings."""
    return _measure_nouns().get(verb, verb)


def phrase_indicator(s: Syntax, phrase: Phrase) -> Indicator | None:
    """The name that a noun phrase gives, without determiner, possessor in front and times."""
    if s.pieces[phrase.head].kind != ch.NOUN and not is_called_by_age(s, phrase.head):
        return None
    spans: list[tuple[int, int]] = []
    month = s.pieces[phrase.first - 1] if phrase.first else None
    if month is not None and month.kind == ch.TIME and s.low(phrase.head) in dated_nouns():
        has_the = s.reading.tag[month.first] & t.DET
        spans.append((month.first + 1 if has_the else month.first, month.last))  # "December contracts"
    for at in range(phrase.first, phrase.last):
        piece = s.pieces[at]
        if piece.kind == ch.TIME or (piece.kind == ch.ADVERB and s.low(at) != "as"):
            continue
        if piece.kind == ch.NUMBER and _is_count(s, at):
            continue
        is_timed = piece.kind == ch.PREP and at + 1 < phrase.last and s.pieces[at + 1].kind == ch.TIME
        if is_timed and (at + 2 == phrase.last or not ties_dated(s, at, phrase.head)):
            continue
        first = bare_start(s, at) if at == phrase.first else piece.first
        spans.append((first, piece.last))
    text = tidy(s, spans)
    if not text:
        return None
    owner = _possessor(s, phrase)
    return Indicator(f"{text} of {owner}" if owner else text, singular(s.reading.low[s.pieces[phrase.head].head]))


def _is_count(s: Syntax, at: int) -> bool:
    """Whether the amount at chunk `at` only counts what a name holds: "loans of ten banks", not "three-month loans"."""
    mention = s.reading.mention[s.pieces[at].first]
    return mention is not None and mention.number.unit_kind in (None, "count") and "-" not in mention.number.surface


# A longer name of a possessor would drown what it has.
_LONGEST_POSSESSOR: Final = 3


def _possessor(s: Syntax, phrase: Phrase) -> str:
    """As in "Talvik's net profit": who has it, if the phrase says no other "of"; areas are told apart."""
    at, first = phrase.first, s.pieces[phrase.first].first
    last = bare_start(s, at)
    first += bool(s.reading.tag[first] & t.DET)
    is_country = area_length(s.reading.low, first) > 0 and s.reading.low[first] not in city_words()
    if not first < last <= first + _LONGEST_POSSESSOR or is_country:
        return ""
    if any(s.low(other) == "of" for other in range(at + 1, phrase.last)):
        return ""
    return tidy(s, [(first, last)]).removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")


def bare_start(s: Syntax, at: int) -> int:
    """The first word of noun chunk `at` behind its determiner and the possessor in front."""
    piece = s.pieces[at]
    tag = s.reading.tag
    first = piece.first
    has_the = s.reading.low[first] == "the"
    if tag[first] & t.DET and first < piece.head:
        first += 1
    for word in range(first, min(piece.head, first + 5)):
        if tag[word] & t.OWN and (tag[word] & t.CAPITAL or has_the):
            return word + 1
    return first


def tidy(s: Syntax, spans: list[tuple[int, int]]) -> str:
    """The text of the word ranges, joined, with white space made single and words that a line broke made whole."""
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and merged[-1][1] == first:
            merged[-1] = (merged[-1][0], last)
        elif last > first:
            merged.append((first, last))
    text = " ".join(" ".join(s.reading.text(first, last) for first, last in merged).split())
    return _BROKEN.sub("", text) if "- " in text else text


# A word that the end of a line broke ("unemploy- ment"), but not "two- and three-year".
_BROKEN: Final = re.compile(r"(?<=[a-z])- (?=[a-z])(?!(?:and|or|to)\b)")
