"""Expressions of time in a sentence: "last year", "the same period of 1986", "the 12 months to the end of February".

`scan` reads one expression and says what it means, not yet which days it covers: that needs the publication date and
the period that it is compared with (see `period`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import tags as t
from tallybook.facts.timex_model import Timex
from tallybook.facts.timex_named import (
    dated,
    duration,
    hyphenated,
    is_month,
    month_named,
    pointed,
    previous,
    same_stretch,
    weekday_named,
    year_behind,
    year_end,
    year_end_at,
)

if TYPE_CHECKING:
    from tallybook.facts.timex_cues import Cues
    from tallybook.facts.words import Reading

# So many months of a year are told at its quarters: "and 9 mln for the nine months".
_PARTS = (6, 9)
# Where a date such as `1988-10-31` or `--10` tells the month.
_MONTH_OF_ISO = slice(5, 7)
_EDGE_MONTHS = {"end": 12, "start": 1, "beginning": 1}
_DEEPEST: Final = 2


def scan(reading: Reading, at: int, cue: Cues, depth: int = 0) -> Timex | None:
    """The expression of time that begins at word `at`, or None.

    `depth` counts the expressions that this one stands in ("the year to the end of February"): three are enough.
    """
    if depth > _DEEPEST:
        return None
    low, tag = reading.low, reading.tag
    start = at
    if low[at] == "the" or (tag[at] & t.OWN and tag[at] & t.DET):
        at += 1
    if not tag[at] & (t.TIME_WORD | t.DATE | t.NUMBER | t.LABEL):
        return None
    found = _core(reading, at, cue, depth)
    if found is None:
        return None
    found.first = start
    return found


def _core(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """The expression behind its determiner, by the class of its first word."""
    tag = reading.tag[at]
    if tag & t.DATE:
        return _dated_stretch(reading, at, cue, depth) or dated(reading, at, cue)
    if tag & t.NUMBER:
        return _counted(reading, at, cue, depth)
    if tag & t.LABEL:
        return _first_units(reading, at, cue, depth)
    word = reading.low[at]
    ends_at = year_end_at(reading, at, cue)
    if ends_at >= 0:
        return replace(year_end(reading, ends_at, cue), first=at)
    if "-" in word:
        return hyphenated(reading, at, cue)
    return _named(reading, at, cue) or _by_word(reading, at, cue, depth)


def _dated_stretch(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """As in "the second quarter ended January 28": the end tells more than the number."""
    mention = reading.mention[at]
    iso = mention.number.iso if mention is not None else None
    unit = {"Q": "Q", "H": "S"}.get(iso[-2:-1]) if iso else None
    if unit is None or iso is None:
        return None
    if reading.low[at + 1] == "of" and reading.low[at + 2] == "the":
        return _part_of_year(reading, at, iso, cue, depth)
    return _ended(reading, at, at + 1 + (reading.low[at + 1] == ","), unit, 1, cue, depth)


def _part_of_year(reading: Reading, at: int, iso: str, cue: Cues, depth: int) -> Timex | None:
    """As in "the second half of the year ending October 31, 1988"."""
    whole = _inner(reading, at + 2, cue, depth)
    end = whole.anchor if whole is not None and whole.sense == "span" and whole.unit == "A" else None
    if whole is None or end is None or end.sense not in ("iso", "month"):
        return None
    month = end.month or int(end.iso[_MONTH_OF_ISO] or 0)
    year = end.year or (Timex(at, whole.last, "iso", "A", 0, end.iso[:4]) if end.iso[:1].isdigit() else None)
    closing = Timex(at, whole.last, "month", "M", 0, "", month)
    return Timex(at, whole.last, "iso", "", 0, iso, year=year, anchor=closing) if month else None


def _named(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """A month, a day of the week, today and its neighbours."""
    plain = reading.low[at].removesuffix("'s")
    if plain in cue.months and is_month(reading, at, plain):
        return month_named(reading, at, cue)
    if plain in cue.day:
        return Timex(at, at + 1, "pointer", "D", cue.day[plain])
    if plain in cue.at_present and at and reading.low[at - 1] == "at" and not reading.tag[at + 1] & (t.NOUN | t.OPEN):
        return Timex(at, at + 1, "pointer", "D")
    if plain in cue.weekdays:
        return weekday_named(reading, at, at, cue)
    return None


def _by_word(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """An expression that opens with a word that points: last, same, previous, end, year."""
    word = reading.low[at]
    if word in cue.pointers:
        return pointed(reading, at, cue)
    if word in cue.same:
        return same_stretch(reading, at, cue)
    if word in cue.back:
        return previous(reading, at, cue)
    if word in cue.edges:
        return _edge(reading, at, cue, depth)
    if word in cue.counts or word in cue.fiscal or word.removesuffix("'s") in cue.units:
        return _unit(reading, at, cue, depth)
    return None


def _counted(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """As in "two years ago", "12 months to the end of February", "nine months ended December 31"."""
    found = duration(reading, at)
    if found is None:
        return _counted_back(reading, at, cue)
    count, unit = found
    word = reading.low[at + 1]
    if word in cue.ago:
        return Timex(at, at + 2, "ago", unit, count)
    if word in cue.earlier:
        return Timex(at, at + 2, "back", unit, count)
    if word in cue.later:
        return Timex(at, at + 2, "later", unit, count)
    ended = _ended(reading, at, at + 1, unit, count, cue, depth)
    if ended is None and unit == "M" and count in _PARTS and reading.low[at - 1] == "the" and at:
        return Timex(at, at + 1, "until", unit, count)
    return ended


def _counted_back(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "the two previous quarters"."""
    mention, low = reading.mention[at], reading.low
    unit = cue.units.get(low[at + 2]) if at + 2 < reading.size and low[at + 1] in cue.back else None
    if unit is None or mention is None or not mention.number.value or mention.number.kind != "quantity":
        return None
    return Timex(at, at + 3, "preceding", unit, int(mention.number.value))


def _ended(reading: Reading, start: int, at: int, unit: str, count: int, cue: Cues, depth: int) -> Timex | None:
    """The stretch of `count` units that ends with the date behind "ended", "to", or begins with it: "beginning"."""
    low = reading.low
    is_begun = low[at] in cue.begun
    if low[at] not in cue.ended and not is_begun:
        return None
    look = at + 1
    if low[look] in ("on", "in"):
        look += 1
    if look >= reading.size:
        return None
    anchor = _inner(reading, look, cue, depth)
    if anchor is None or anchor.sense not in ("iso", "month", "pointer", "weekday"):
        return None
    if low[at] == "ended" and anchor.sense in ("iso", "month"):
        anchor = replace(anchor, count=-1)  # it is over
    return Timex(start, anchor.last, "begun" if is_begun else "span", unit, count, anchor=anchor)


def _inner(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """The expression of time at token `at` that another one holds, if a word of time may begin one there."""
    may_begin = reading.tag[at] & (t.TIME_WORD | t.DATE | t.DET) and reading.low[at] != "a"
    return scan(reading, at, cue, depth + 1) if may_begin else None


def _first_units(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """As in "first two months of the year": an ordinal and a duration."""
    mention = reading.mention[at]
    if mention is None or mention.number.kind != "ordinal":
        return None
    start = at
    at += reading.low[at + 1] in cue.fiscal and reading.low[at + 1] != "full"
    found = duration(reading, at + 1)
    word = reading.low[at + 1]
    last = at + 2
    is_elliptic = start > 1 and reading.low[start - 1] == "the" and reading.low[start - 2] == "in"
    if found is None and is_elliptic and reading.tag[at + 1] & (t.MARK | t.CONJ):
        return Timex(start, at + 1, "nth", "Q", int(mention.number.value or 0))  # "from 4 pct in the third"
    if found is None and word in cue.units and cue.units[word] not in ("P", "A"):
        if cue.in_a_row.intersection(reading.low[last : last + 3]):
            return None
        found = (int(mention.number.value or 1), cue.units[word])
        ending = _ended(reading, start, last + (reading.low[last] == ","), found[1], 1, cue, depth)
        if ending is not None:
            return ending  # "in the 21st week, ended February 26"
        year, last = year_behind(reading, last, cue)
        return Timex(start, last, "cumulative", "nth" + found[1], found[0], year=year)
    if found is None or reading.low[start] not in ("first", "1st", "last", "final") or found[1] == "A":
        return None
    if found[1] == "D" and reading.low[last] in ("of", "in"):
        anchor = _inner(reading, last + 1, cue, depth)
        return Timex(start, anchor.last, "cumulative", "D", found[0], anchor=anchor) if anchor is not None else None
    year, last = year_behind(reading, last, cue)
    ending = _ended(reading, start, at + 2, found[1], found[0], cue, depth)
    return ending or Timex(start, last, "cumulative", found[1], found[0], year=year)


def _edge(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """As in "end of February", "late February", "early 1987"."""
    low = reading.low
    look = at + 1
    if low[look] == "of":
        look += 1
    if low[look] == "-":
        look += 1
    if look >= reading.size:
        return None
    inner = _inner(reading, look, cue, depth)
    if inner is None or inner.sense == "rate":
        return None
    is_year = inner.sense in ("iso", "pointer") and (inner.unit == "A" or len(inner.iso) == 4)
    edge = _EDGE_MONTHS.get(low[at])
    if edge and is_year and not inner.iso.startswith("-") and low[at - 1] == "the" and low[at - 2] != "by":
        return Timex(at, inner.last, "month", "M", 0, "", edge, year=inner)  # "at the end of 1986": in its last month
    if edge and inner.sense == "same" and inner.unit == "A" and low[at - 1] == "the" and low[at - 2] != "by":
        return Timex(at, inner.last, "month", "M", 0, "", edge)  # "at the end of the year"
    return replace(inner, first=at)


def _fiscal_year(reading: Reading, at: int, look: int, cue: Cues, depth: int) -> Timex | None:
    """As in "fiscal 1986", "fiscal 1986, ended October 31", "fiscal third quarter ended"; the date stands at `look`."""
    part = _dated_stretch(reading, look, cue, depth)
    if part is not None:
        return replace(part, first=at)
    low, inner = reading.low, dated(reading, look, cue)
    if inner is None:
        return None
    after = inner.last + (low[inner.last] == ",")
    ended = _ended(reading, at, after, "A", 1, cue, depth) if low[after] in ("ended", "ending") else None
    return ended or replace(inner, first=at)


def _unit(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """As in "a year earlier", "the year before", "the year to January", "week ended March 4", "the month"."""
    low = reading.low
    look = at
    count = cue.counts.get(low[look], 0)
    if count:
        look += 1
    is_fiscal = low[look] in cue.fiscal
    if is_fiscal:
        look += 1
        if reading.tag[look] & t.DATE:
            return _fiscal_year(reading, at, look, cue, depth)
    unit = cue.units.get(low[look].removesuffix("'s"))
    if unit is None or look >= reading.size:
        return None
    word = low[look + 1]
    if word in cue.ago:
        return Timex(at, look + 2, "ago", unit, count or 1)
    if word in cue.earlier and unit != "P":
        return Timex(at, look + 2, "back", unit, count or 1)
    if word in cue.later and unit != "P":
        return Timex(at, look + 2, "later", unit, count or 1)
    ended = _ended(reading, at, look + 1 + (word == ","), unit, count or 1, cue, depth)
    if ended is not None:
        return ended
    if count or (unit == "P" and not (at and low[at - 1] == "the")):
        return Timex(at, look + 1, "rate", unit) if count and unit != "P" else None
    return None if _is_of_thing(reading, look, unit) else _same(reading, at, look, cue, is_fiscal=is_fiscal)


def _is_of_thing(reading: Reading, at: int, unit: str) -> bool:
    """As in "the level of exports", "the pace of growth": no time, unlike "the level of 1986"."""
    thing = at + 2 + bool(reading.tag[at + 2] & t.DET)
    return unit == "P" and reading.low[at + 1] == "of" and not reading.tag[thing] & (t.DATE | t.TIME_WORD)


def _same(reading: Reading, at: int, look: int, cue: Cues, *, is_fiscal: bool) -> Timex | None:
    """As in "the month", "in the evening": the stretch told before, or today."""
    low = reading.low
    if low[look] in cue.parts_of_day and at > 1 and low[at - 1] == "the" and low[at - 2] in ("in", "during"):
        return Timex(at, look + 1, "pointer", "D")
    if (at and low[at - 1] in ("the", "its", "full")) or is_fiscal:
        return Timex(at, look + 1, "same", cue.units[low[look].removesuffix("'s")])
    return None
