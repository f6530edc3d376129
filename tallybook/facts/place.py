"""Which of the areas that a text names an amount belongs to: its phrase's, its clause's, else the document's own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts.area import WORLD, Area, evidence, is_partner
from tallybook.lexicons import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax
    from tallybook.numbers.found import Mention

# A place behind an amount ("411 shops in the UK") stands within so many words.
_BEHIND: Final = 5
_REACH: Final = 40
# Behind a dateline the subject of the first sentence stands within so many words.
_SUBJECT: Final = 12
# A text that counts in one country's money tells its country by so many amounts.
_MUCH: Final = 3
# "Brandt, 19", "a four-week average": ages and spans of time that are no measures of their own.
_ATTRIBUTES: Final = ("level.aged", "level.nearest", "level.counted")
# Lengths of time in these are spans, not things of a place: "a four-week average", "the 12-month rate".
_SPANS: Final = frozenset({"second", "minute", "hour", "day", "week", "month"})


def area_of(s: Syntax, claim: Claim, amount: Amount, areas: Sequence[Area], place: Area | None) -> Area | None:
    """The area of an amount, out of those that its sentence names, or `place`, that of the document; None if neither.

    Partners ("exports to Japan") come last, the world only where the amount's own phrase names it.
    """
    number = amount.mention.number
    is_told = not claim.rule.startswith(_ATTRIBUTES)
    if not is_told and (number.unit_kind == "age" or (number.unit_kind == "duration" and number.unit in _SPANS)):
        return None
    at_home = [area for area in areas if area.code != WORLD and not is_partner(s.reading, area)]
    return (
        _in_phrase(s, claim, areas)
        or _beside(s, amount, areas)
        or _before(s, amount, at_home)
        or place
        or next((area for area in areas if area.code != WORLD), None)
    )


def _in_phrase(s: Syntax, claim: Claim, areas: Sequence[Area]) -> Area | None:
    """The area that the indicator itself names: "Peru's exports", "output of South Korea", not "exports to Japan"."""
    for phrase in (claim.owner, claim.phrase):
        if phrase is None:
            continue
        first, last = s.pieces[phrase.first].first, s.pieces[phrase.last - 1].last
        for area in areas:
            if first <= area.first < last and not is_partner(s.reading, area):
                return area
    return None


def _beside(s: Syntax, amount: Amount, areas: Sequence[Area]) -> Area | None:
    """An area that stands right before or behind: "Japan, 9 pct", "411 shops in the UK and 23 in Ireland"."""
    low, word, behind = s.reading.low, amount.word, _behind(s, amount, areas)
    for area in areas:
        is_led = area.last in (word, word - 1) and (area.last == word or low[area.last] in (",", ":"))
        is_bracketed = word - 2 <= area.last < word and low[area.last] == "("  # "Malta (+3.3 pct)"
        if is_led or is_bracketed:
            is_of_another = behind is not None and low[area.first - 1] == "in"  # "5 pct in Britain, 6 pct in France"
            return behind if is_of_another else area
    return behind


def _behind(s: Syntax, amount: Amount, areas: Sequence[Area]) -> Area | None:
    """An area that stands right behind: "23 in Ireland"."""
    low, end = s.reading.low, s.pieces[amount.at].last
    for area in areas:
        if end < area.first <= end + _BEHIND and "in" in (low[area.first - 1], low[area.first - 2]):
            between = s.pieces[amount.at + 1 : s.piece_of[area.first]]
            is_near = all(piece.kind in (ch.NOUN, ch.PREP) for piece in between)
            return area if is_near else None
    return None


def _before(s: Syntax, amount: Amount, areas: Sequence[Area]) -> Area | None:
    """The first area that the amount's clause names before it, else its sentence."""
    before = [area for area in areas if area.first < amount.word]
    if not before:
        return None
    begins = 0
    for at in range(amount.at - 1, max(-1, amount.at - _REACH), -1):
        if s.pieces[at].kind in (ch.STOP, ch.CLAUSE) and s.low(at) not in _opening():
            begins = s.pieces[at].last
            break
    return next((area for area in before if area.first >= begins), before[0])


@cache
def _opening(language: str = "en") -> frozenset[str]:
    """Words that open what is said: the speaker's area stays that of the sentence."""
    return frozenset(load("areas", language)["clause"]["said"])


def home_of(named: Iterable[tuple[Syntax, Sequence[Area]]]) -> Area | None:
    """The place that a document is about: the first area that it names as more than a partner.

    Where a report was filed ("BRUSSELS, April 1 - The European Commission …") yields to whom it begins with. `named`
    holds the sentences with the areas that they name, and is read no further than it must.
    """
    for s, areas in named:
        own = [area for area in areas if not is_partner(s.reading, area) and (area.code != WORLD or area.first == 0)]
        if not own:
            continue
        begins = len(own) > 1 and _is_dateline(s, own[0]) and own[1].first < own[0].last + _SUBJECT
        return own[1] if begins else own[0]
    return None


def _is_dateline(s: Syntax, area: Area) -> bool:
    is_city = area.first == 0 and area.text.isupper() and not s.reading.sentence.is_heading
    return is_city and s.reading.low[area.last] in (",", "(", "-", "–", "—")


def implied_area(text: str, mentions: Sequence[Mention]) -> Area | None:
    """The area of a text that names none: that of the bodies that only one country has, or of its one currency."""
    low = text.lower()
    for code, words in evidence().items():
        if any(word in low for word in words):
            return Area(code, "", 0, 0)
    money = [mention.number for mention in mentions if mention.number.unit_kind == "currency"]
    codes = {number.unit_code.partition("/")[0] for number in money if number.unit_code}
    only = next(iter(codes)) if len(codes) == 1 and len(money) >= _MUCH else None
    is_home = only is not None and only in _national() and not any(word in low for word in _abroad())
    return Area(only[:2], "", 0, 0) if only is not None and is_home else None


@cache
def _national(language: str = "en") -> frozenset[str]:
    return frozenset(load("areas", language)["implied"]["currencies"])


@cache
def _abroad(language: str = "en") -> frozenset[str]:
    return frozenset(load("areas", language)["implied"]["abroad"])
