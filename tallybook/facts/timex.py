"""Expressions of time in a sentence: "last year", "the same period of 1986", "the 12 months to the end of February".

`scan` reads one expression and says what it means, not yet which days it covers: that needs the publication date and
the period that it is compared with (see `period`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tallybook.facts import tags as t

if TYPE_CHECKING:
    from tallybook.facts.timex_cues import Cues
    from tallybook.facts.words import Reading

Sense = Literal[
    "iso",
    "month",
    "pointer",
    "weekday",
    "back",
    "ago",
    "same",
    "cumulative",
    "span",
    "rate",
    "later",
    "begun",
    "between",
]

_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time over the words [first, last).

    `unit` is a letter of SDMX FREQ (`P` for a stretch as long as the one it is compared with), `count` how many units,
    `iso` what the text says of the date, `month` a month by number and `until` the last one of several, `year` the
    expression that tells the year. `is_possessive`: written with "'s".
    """

    first: int
    last: int
    sense: Sense
    unit: str = ""
    count: int = 0
    iso: str = ""
    month: int = 0
    until: int = 0
    year: Timex | None = None
    anchor: Timex | None = None
    is_possessive: bool = False


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
    return replace(found, first=start) if found.first != start else found


def _core(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """The expression behind its determiner, by the class of its first word."""
    tag = reading.tag[at]
    if tag & t.DATE:
        return _dated(reading, at, cue)
    if tag & t.NUMBER:
        return _counted(reading, at, cue, depth)
    if tag & t.LABEL:
        return _first_units(reading, at, cue, depth)
    word = reading.low[at]
    if "-" in word:
        return _hyphenated(reading, at, cue)
    return _named(reading, at, cue) or _by_word(reading, at, cue, depth)


def _named(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """A month, a day of the week, today and its neighbours."""
    plain = reading.low[at].removesuffix("'s")
    if plain in cue.months and _is_month(reading, at, plain):
        return _month(reading, at, cue)
    if plain in cue.day:
        return Timex(at, at + 1, "pointer", "D", cue.day[plain])
    if plain in cue.at_present and at and reading.low[at - 1] == "at" and not reading.tag[at + 1] & (t.NOUN | t.OPEN):
        return Timex(at, at + 1, "pointer", "D")
    if plain in cue.weekdays:
        return _weekday(reading, at, at, cue)
    return None


def _weekday(reading: Reading, first: int, at: int, cue: Cues) -> Timex:
    """A day of the week, with "night" or "morning" behind it."""
    number = cue.weekdays[reading.low[at].removesuffix("'s")]
    return Timex(first, at + 1 + (cue.units.get(reading.low[at + 1]) == "D"), "weekday", "D", number)


def _by_word(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """An expression that opens with a word that points: last, same, previous, end, year."""
    word = reading.low[at]
    if word in cue.pointers:
        return _pointed(reading, at, cue)
    if word in cue.same:
        return _same(reading, at, cue)
    if word in cue.back:
        return _previous(reading, at, cue)
    if word in cue.edges:
        return _edge(reading, at, cue, depth)
    if word in cue.counts or word in cue.fiscal or word.removesuffix("'s") in cue.units:
        return _unit(reading, at, cue, depth)
    return None


def _is_month(reading: Reading, at: int, plain: str) -> bool:
    """Whether "May" or "March" is a month: written as a name, and not as the verb of a sentence."""
    if plain not in ("may", "march", "mar", "sun", "dec"):
        return True
    if not reading.tag[at] & t.CAPITAL:
        return False
    return at == 0 or bool(
        reading.tag[at - 1] & (t.PREP | t.DET | t.CONJ | t.MARK | t.TIME_WORD | t.ADJ | t.ADVERB | t.COMPARE)
    )


def _month(reading: Reading, at: int, cue: Cues) -> Timex:
    low = reading.low
    month = cue.months[low[at].removesuffix("'s")]
    last, until = at + 1, 0
    if low[last] in ("and", "to", "through", "-", "–") and low[last + 1 : last + 2] and low[last + 1] in cue.months:
        until = cue.months[low[last + 1]]
        last += 2
    elif low[last] == "." and reading.mention[last] is None and len(low[at]) <= 4 and last < reading.size - 1:
        last += 1
    year, last = _year_behind(reading, last, cue)
    found = Timex(at, last, "month", "M", 0, "", month, until, year, is_possessive=low[last - 1].endswith("'s"))
    if low[at].endswith("'s"):
        return found
    return _named_by_end(reading, found, cue) or replace(found, last=last + (low[last] in ("week", "period")))


def _named_by_end(reading: Reading, end: Timex, cue: Cues) -> Timex | None:
    """As in "the December quarter", "the half": a stretch that is called by the month it ends with."""
    low = reading.low
    word = low[end.last]
    unit = cue.units.get(word.removesuffix("'s"), "")
    if unit not in ("Q", "S"):
        return None
    last = end.last + 1
    if end.year is None and not end.iso:
        year, last = _year_behind(reading, last, cue)
        end = replace(end, year=year)
    return Timex(end.first, last, "span", unit, 1, anchor=end, is_possessive=word.endswith("'s"))


def _year_behind(reading: Reading, at: int, cue: Cues) -> tuple[Timex | None, int]:
    """What tells the year behind a month or a quarter: "last year", "of this year", "1986", "of the year"."""
    low, tag, mention = reading.low, reading.tag, reading.mention
    look = at
    if low[look] in ("of", "in", ","):
        look += 1
    if low[look] in ("the", "its"):
        look += 1
    if low[look] in cue.fiscal and low[look] != "full":
        look += 1
    if look >= reading.size:
        return None, at
    word = low[look]
    number = mention[look]
    if (
        tag[look] & t.DATE
        and number is not None
        and number.number.iso
        and len(number.number.iso) in (4, 9)
        and number.number.iso[0] != "-"
    ):
        return Timex(look, look + 1, "iso", "A", 0, number.number.iso), look + 1
    if word in cue.pointers and low[look + 1].removesuffix("'s") in ("year", "season"):
        return Timex(look, look + 2, "pointer", "A", cue.pointers[word]), look + 2
    if word in ("a", "one") and low[look + 1] == "year" and low[look + 2] in ("ago", "earlier", "before"):
        return Timex(look, look + 3, "back", "A", 1), look + 3
    if word in cue.back and low[look + 1] in ("year", "season"):
        return Timex(look, look + 2, "back", "A", 1), look + 2
    if word in ("year", "season") and look > at and low[look - 1] in ("the", "fiscal", "financial", "calendar", "crop"):
        if low[look + 1] in ("before", "earlier"):
            return Timex(look, look + 2, "back", "A", 1), look + 2
        if low[look + 1] not in cue.ended:
            return Timex(look, look + 1, "pointer", "A", 0), look + 1
    return None, at


def _dated(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """A date with a numeral, with a year, a "week" or a "period" that belongs to it."""
    mention = reading.mention[at]
    iso = mention.number.iso if mention is not None else None
    if not iso or mention is None or mention.number.kind != "date":
        return Timex(at, at + 1, "rate")
    last, year = at + 1, None
    if iso.startswith("-"):
        year, last = _year_behind(reading, last, cue)
    low = reading.low
    if len(iso) == 4 and low[last] in cue.months and _is_month(reading, last, low[last]):
        return replace(_month(reading, last, cue), first=at, year=Timex(at, last, "iso", "A", 0, iso))
    found = Timex(at, last, "iso", "", 0, iso, year=year)
    if len(iso) == len("1986-12"):
        ending = _named_by_end(reading, found, cue)
        if ending is not None:
            return ending
    if len(iso) == 4 and low[last] in ("quarter", "half", "month"):
        return Timex(at, last + 1, "same", cue.units[low[last]], year=found)  # "the 1985 quarter"
    unit = ""
    if (
        low[last] in ("week", "period", "fiscal", "season", "crop", "quarter", "month", "year")
        and not reading.tag[last] & t.MARK
    ):
        unit = "W" if low[last] == "week" else ""
        last += 1
        if low[last] in ("year", "season"):
            last += 1
    return replace(found, last=last, unit=unit, is_possessive=low[last - 1].endswith("'s"))


def _pointed(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "last year", "this month", "next two years", "last Monday", "the past 12 months"."""
    low = reading.low
    offset = cue.pointers[low[at]]
    look = at + 1
    if low[look] in cue.fiscal:
        look += 1
    word = low[look].removesuffix("'s")
    if word == "trading":
        look += 1
        word = low[look]
    unit = cue.units.get(word)
    if unit and unit != "P":
        last = look + 1
        year = None
        if unit != "A":
            year, last = _year_behind(reading, last, cue)
        if low[look].endswith("'s") and cue.units.get(low[last]) == "P":
            return Timex(at, last + 1, "same", "P", 0, year=Timex(at, last, "pointer", unit, offset))
        return Timex(at, last, "pointer", unit, offset, year=year, is_possessive=low[look].endswith("'s"))
    if unit == "P" and word in ("period", "time") and low[at] in ("this", "current"):
        return Timex(at, look + 1, "same", "P")
    if word in cue.months:
        return Timex(at, look + 1, "month", "M", offset, "", cue.months[word], 0, None)
    if word in cue.weekdays:
        return _weekday(reading, at, look, cue)
    if word in ("winter", "summer", "spring", "autumn"):
        return Timex(at, look + 1, "pointer", "A", offset)
    return _pointed_span(reading, at, look, cue)


def _pointed_span(reading: Reading, at: int, look: int, cue: Cues) -> Timex | None:
    """As in "next two years", "the past 12 months", "the last three months of 1986"; the count stands at `look`."""
    low = reading.low
    offset = cue.pointers[low[at]]
    count = _duration(reading, look)
    if count and offset < 0 and low[look + 1] == "of":
        year, last = _year_behind(reading, look + 1, cue)
        if year is not None:
            return Timex(at, last, "cumulative", count[1], -count[0], year=year)
    if count:
        return Timex(at, look + 1, "span", count[1], count[0] * (offset or 1))
    if low[at] == "last" and low[look] in cue.counts and low[look + 1] in cue.units:
        return Timex(at, look + 2, "span", cue.units[low[look + 1]], -cue.counts[low[look]])
    return None


def _duration(reading: Reading, at: int) -> tuple[int, str] | None:
    """Count and unit of a quantity that is a duration in calendar units."""
    mention = reading.mention[at] if at < reading.size else None
    if mention is None or mention.number.unit_kind != "duration" or not mention.number.value:
        return None
    unit = {"year": "A", "quarter": "Q", "month": "M", "week": "W", "day": "D", "decade": "decade"}.get(
        mention.number.unit or ""
    )
    value = mention.number.value
    if unit is None or value != int(value) or value > 10_000:
        return None
    return (int(value) * 10, "A") if unit == "decade" else (int(value), unit)


def _counted(reading: Reading, at: int, cue: Cues, depth: int) -> Timex | None:
    """As in "two years ago", "12 months to the end of February", "nine months ended December 31"."""
    found = _duration(reading, at)
    if found is None:
        return None
    count, unit = found
    word = reading.low[at + 1]
    if word in cue.ago:
        return Timex(at, at + 2, "ago", unit, count)
    if word in cue.earlier:
        return Timex(at, at + 2, "back", unit, count)
    if word in cue.later:
        return Timex(at, at + 2, "later", unit, count)
    return _ended(reading, at, at + 1, unit, count, cue, depth)


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
    found = _duration(reading, at + 1)
    word = reading.low[at + 1]
    last = at + 2
    if found is None and word in cue.units and cue.units[word] not in ("P", "A"):
        if cue.in_a_row.intersection(reading.low[last : last + 3]):
            return None
        found = (int(mention.number.value or 1), cue.units[word])
        year, last = _year_behind(reading, last, cue)
        return Timex(start, last, "cumulative", "nth" + found[1], found[0], year=year)
    if found is None or reading.low[start] not in ("first", "1st", "last", "final") or found[1] == "A":
        return None
    if found[1] == "D" and reading.low[last] in ("of", "in"):
        anchor = _inner(reading, last + 1, cue, depth)
        return Timex(start, anchor.last, "cumulative", "D", found[0], anchor=anchor) if anchor is not None else None
    year, last = _year_behind(reading, last, cue)
    ending = _ended(reading, start, at + 2, found[1], found[0], cue, depth)
    return ending or Timex(start, last, "cumulative", found[1], found[0], year=year)


def _hyphenated(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "end-February", "mid-1987", "year-to-date", "January-February"."""
    low = reading.low
    if low[at] in cue.year_to_date:
        return Timex(at, at + 1, "cumulative", "ytd")
    parts = low[at].removesuffix("'s").split("-")
    if len(parts) == 2 and parts[0] in cue.edges and parts[1] in cue.months:
        year, last = _year_behind(reading, at + 1, cue)
        return Timex(at, last, "month", "M", 0, "", cue.months[parts[1]], 0, year)
    if len(parts) == 2 and parts[0] in cue.months and parts[1] in cue.months:
        year, last = _year_behind(reading, at + 1, cue)
        return Timex(at, last, "month", "M", 0, "", cue.months[parts[0]], cue.months[parts[1]], year)
    if len(parts) == 2 and parts[0] in cue.edges and cue.units.get(parts[1]) in ("A", "M", "Q"):
        return Timex(at, at + 1, "pointer", cue.units[parts[1]], 0)
    if len(parts) == 2 and cue.units.get(parts[0]) == "A" and parts[1] in cue.edges:
        year, last = _year_behind(reading, at + 1, cue)
        return Timex(at, last, "month", "M", 0, "", 12, 0, year)  # "at year-end"
    if low[at] in cue.same:
        return _same(reading, at, cue)
    if low[at].startswith("half-year"):
        return Timex(at, at + 1, "same", "S")
    return None


def _same(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "same period last year", "same 1986 period", "corresponding month of 1986", "year-ago quarter"."""
    low = reading.low
    look = at + 1
    year: Timex | None = Timex(at, look, "back", "A", 1) if "year" in low[at] else None
    if low[look] in cue.same and low[look].startswith("year-"):
        year, look = Timex(look, look + 1, "back", "A", 1), look + 1
    if reading.tag[look] & t.DATE:
        year, look = _year_behind(reading, look, cue)
    count = _duration(reading, look)
    if count is not None:
        unit = count[1]
    else:
        unit = cue.units.get(low[look].removesuffix("'s"), "M" if low[look] in cue.months else "")
    if not unit:
        return Timex(at, look, "same", "P", year=year) if year is not None else None
    last = look + 1
    if year is None:
        if low[last] == "a" and low[last + 1] == "year":
            year, last = Timex(last, last + 3, "back", "A", 1), last + 3
        else:
            year, last = _year_behind(reading, last, cue)
    return Timex(at, last, "same", unit, 0, year=year)


def _previous(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "previous week", "prior year's quarter", "preceding three months"."""
    low = reading.low
    look = at + 1
    if low[look] in cue.fiscal:
        look += 1
    unit = cue.units.get(low[look].removesuffix("'s"))
    if unit is None:
        count = _duration(reading, look)
        return Timex(at, look + 1, "back", count[1], count[0]) if count else None
    last = look + 1
    if low[look].endswith("'s") and low[last] in cue.units:
        last += 1
    return Timex(at, last, "back", unit, 1, is_possessive=low[look].endswith("'s"))


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
    return replace(inner, first=at)


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
            inner = _dated(reading, look, cue)
            after = inner.last + (low[inner.last] == ",") if inner else 0
            ended = (
                _ended(reading, at, after, "A", 1, cue, depth) if inner and low[after] in ("ended", "ending") else None
            )
            if ended is not None:
                return ended
            return replace(inner, first=at) if inner else None
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
    ended = _ended(reading, at, look + 1, unit, count or 1, cue, depth)
    if ended is not None:
        return ended
    if count or (unit == "P" and not (at and low[at - 1] == "the")):
        return Timex(at, look + 1, "rate", unit) if count and unit != "P" else None
    if (at and low[at - 1] in ("the", "its", "full")) or is_fiscal:
        return Timex(at, look + 1, "same", unit)
    return None
