"""Expressions of time that hold no other one but a year: "March 1986", "the same period of 1986", "last year's"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tallybook.facts import tags as t
from tallybook.facts.timex_model import Timex

if TYPE_CHECKING:
    from tallybook.facts.timex_cues import Cues
    from tallybook.facts.words import Reading


def weekday_named(reading: Reading, first: int, at: int, cue: Cues) -> Timex:
    """A day of the week, with "night" or "morning" behind it."""
    number = cue.weekdays[reading.low[at].removesuffix("'s")]
    return Timex(first, at + 1 + (cue.units.get(reading.low[at + 1]) == "D"), "weekday", "D", number)


def is_month(reading: Reading, at: int, plain: str) -> bool:
    """Whether "May" or "March" is a month: written as a name, and not as the verb of a sentence."""
    if plain not in ("may", "march", "mar", "sun", "dec"):
        return True
    if not reading.tag[at] & t.CAPITAL:
        return False
    return at == 0 or bool(
        reading.tag[at - 1] & (t.PREP | t.DET | t.CONJ | t.MARK | t.TIME_WORD | t.ADJ | t.ADVERB | t.COMPARE)
    )


def month_named(reading: Reading, at: int, cue: Cues) -> Timex:
    """As in "March", "March 1986", "January and February", "the December quarter"."""
    low = reading.low
    month = cue.months[low[at].removesuffix("'s")]
    last, until = at + 1, 0
    if low[last] in ("and", "to", "through", "-", "–") and low[last + 1 : last + 2] and low[last + 1] in cue.months:
        until = cue.months[low[last + 1]]
        last += 2
    elif low[last] == "." and reading.mention[last] is None and len(low[at]) <= 4 and last < reading.size - 1:
        last += 1
    year, last = year_behind(reading, last, cue)
    found = Timex(at, last, "month", "M", 0, "", month, until, year, is_possessive=low[last - 1].endswith("'s"))
    if low[at].endswith("'s"):
        return found
    ending = _named_by_end(reading, found, cue)
    if ending is not None:
        return ending
    found.last += low[last] in ("week", "period")
    return found


def _named_by_end(reading: Reading, end: Timex, cue: Cues) -> Timex | None:
    """As in "the December quarter", "the June year": a stretch that is called by the month it ends with."""
    low = reading.low
    word = low[end.last]
    unit = cue.units.get(word.removesuffix("'s"), "")
    is_year = unit == "A" and end.first > 0 and low[end.first - 1] == "the"  # "in the June year"
    if unit not in ("Q", "S") and not is_year:
        return None
    last = end.last + 1
    if end.year is None and not end.iso:
        year, last = year_behind(reading, last, cue)
        end = replace(end, year=year)
    return Timex(end.first, last, "span", unit, 1, anchor=end, is_possessive=word.endswith("'s"))


def year_behind(reading: Reading, at: int, cue: Cues) -> tuple[Timex | None, int]:
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


def dated(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """A date with a numeral, with a year, a "week" or a "period" that belongs to it."""
    mention = reading.mention[at]
    iso = mention.number.iso if mention is not None else None
    if not iso or mention is None or mention.number.kind != "date":
        return Timex(at, at + 1, "rate")
    last, year = at + 1, None
    if iso.startswith("-"):
        year, last = year_behind(reading, last, cue)
    low = reading.low
    if len(iso) == 4 and low[last] in cue.months and is_month(reading, last, low[last]):
        return replace(month_named(reading, last, cue), first=at, year=Timex(at, last, "iso", "A", 0, iso))
    reached = _reached(reading, at)
    if reached:
        iso, last = f"{iso}/{reached}", at + 3
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
    return Timex(at, last, "iso", unit, 0, iso, year=year, is_possessive=low[last - 1].endswith("'s"))


def _reached(reading: Reading, at: int) -> str:
    """The last of the months or years from one to another: "in the November 1986 *to January 1987* period"."""
    low, mention = reading.low, reading.mention
    first, last = mention[at], mention[at + 2] if at + 2 < reading.size else None
    if low[at + 1] not in ("to", "through") or first is None or last is None or (at and low[at - 1] == "from"):
        return ""
    one, two = first.number.iso or "", last.number.iso or ""
    is_alike = last.number.kind == "date" and len(one) == len(two) and len(one) in (4, 7) and one[:1] != "-"
    return two if is_alike and one < two else ""


def pointed(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "last year", "this month", "next two years", "last Monday", "the past 12 months"."""
    low = reading.low
    offset = cue.pointers[low[at]]
    look = at + 1
    if low[at] == "this" and low[look] in cue.pointers:
        offset, look = cue.pointers[low[look]], look + 1  # "this past weekend"
    if low[look] in cue.fiscal:
        look += 1
    word = low[look].removesuffix("'s")
    if word in cue.working:
        look += 1
        word = low[look]
    unit = cue.units.get(word)
    if unit and unit != "P":
        last = look + 1
        year = None
        if unit != "A":
            year, last = year_behind(reading, last, cue)
        if low[look].endswith("'s") and cue.units.get(low[last]) == "P":
            return Timex(at, last + 1, "same", "P", 0, year=Timex(at, last, "pointer", unit, offset))
        return Timex(at, last, "pointer", unit, offset, year=year, is_possessive=low[look].endswith("'s"))
    if unit == "P" and word in ("period", "time") and low[at] in ("this", "current"):
        return Timex(at, look + 1, "same", "P")
    if word in cue.months:
        return Timex(at, look + 1, "month", "M", offset, "", cue.months[word], 0, None)
    if word in cue.weekdays:
        return weekday_named(reading, at, look, cue)
    if word in ("winter", "summer", "spring", "autumn") or (word == "fall" and _ends_phrase(reading, look + 1)):
        return Timex(at, look + 1, "pointer", "A", offset)
    return _pointed_span(reading, at, look, cue)


def _ends_phrase(reading: Reading, at: int) -> bool:
    """Whether nothing is told of the noun before: "rose last fall, he said", but "the last fall in prices"."""
    return at >= reading.size or bool(reading.tag[at] & (t.MARK | t.CONJ | t.SUBORD))


def _pointed_span(reading: Reading, at: int, look: int, cue: Cues) -> Timex | None:
    """As in "next two years", "the past 12 months", "the last three months of 1986"; the count stands at `look`."""
    low = reading.low
    offset = cue.pointers[low[at]]
    count = duration(reading, look)
    if count and offset < 0 and low[look + 1] == "of":
        year, last = year_behind(reading, look + 1, cue)
        if year is not None:
            return Timex(at, last, "cumulative", count[1], -count[0], year=year)
    if count:
        return Timex(at, look + 1, "span", count[1], count[0] * (offset or 1))
    if low[at] == "last" and low[look] in cue.counts and low[look + 1] in cue.units:
        return Timex(at, look + 2, "span", cue.units[low[look + 1]], -cue.counts[low[look]])
    return None


def duration(reading: Reading, at: int) -> tuple[int, str] | None:
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


def year_end_at(reading: Reading, at: int, cue: Cues) -> int:
    """The last word of "year-end" or "year end", -1 if there is none; not in "the year end March 31"."""
    low = reading.low
    if low[at].removesuffix("'s") in cue.year_end:
        return at
    is_two = low[at] == "year" and low[at + 1] == "end"
    return at + 1 if is_two and not reading.tag[at + 2] & t.DATE and low[at + 2] not in cue.months else -1


def year_end(reading: Reading, at: int, cue: Cues) -> Timex:
    """As in "at year-end", "yearend 1986": the last month of a year."""
    year, last = year_behind(reading, at + 1, cue)
    return Timex(at, last, "month", "M", 0, "", 12, 0, year)


def hyphenated(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "end-February", "mid-1987", "year-to-date", "January-February"."""
    low = reading.low
    if low[at] in cue.year_to_date:
        return Timex(at, at + 1, "cumulative", "ytd")
    parts = low[at].removesuffix("'s").split("-")
    if len(parts) == 2 and parts[0] in cue.edges and parts[1] in cue.months:
        year, last = year_behind(reading, at + 1, cue)
        return Timex(at, last, "month", "M", 0, "", cue.months[parts[1]], 0, year)
    if len(parts) == 2 and parts[0] in cue.months and parts[1] in cue.months:
        year, last = year_behind(reading, at + 1, cue)
        return Timex(at, last, "month", "M", 0, "", cue.months[parts[0]], cue.months[parts[1]], year)
    if len(parts) == 2 and parts[0] in cue.edges and cue.units.get(parts[1]) in ("A", "M", "Q"):
        return Timex(at, at + 1, "pointer", cue.units[parts[1]], 0)
    if low[at] in cue.same:
        return same_stretch(reading, at, cue)
    if low[at].startswith("half-year"):
        return Timex(at, at + 1, "same", "S")
    return None


def same_stretch(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "same period last year", "same 1986 period", "corresponding month of 1986", "year-ago quarter"."""
    low = reading.low
    look = at + 1
    year: Timex | None = Timex(at, look, "back", "A", 1) if "year" in low[at] else None
    if low[look] in cue.same and low[look].startswith("year-"):
        year, look = Timex(look, look + 1, "back", "A", 1), look + 1
    look += low[look] == "respective"
    if reading.tag[look] & t.DATE:
        year, look = year_behind(reading, look, cue)
    count = duration(reading, look)
    if count is not None:
        unit = count[1]
    else:
        unit = cue.units.get(low[look].removesuffix("'s"), "M" if low[look] in cue.months else "")
        unit = "D" if low[look] == "date" else unit
    if not unit:
        return Timex(at, look, "same", "P", year=year) if year is not None else None
    last = look + 1
    if year is None:
        if low[last] == "a" and low[last + 1] == "year":
            year, last = Timex(last, last + 3, "back", "A", 1), last + 3
        else:
            year, last = year_behind(reading, last, cue)
    return Timex(at, last, "same", unit, 0, year=year)


def previous(reading: Reading, at: int, cue: Cues) -> Timex | None:
    """As in "previous week", "prior year's quarter", "preceding three months"."""
    low = reading.low
    look = at + 1
    is_working = low[look] in cue.working
    look += low[look] in cue.fiscal or is_working
    unit = cue.units.get(low[look].removesuffix("'s"))
    month = cue.months.get(low[look].removesuffix("'s"), 0)
    if month:
        before = Timex(at, look + 1, "back", "A", 1)
        return Timex(at, look + 1, "month", "M", 0, "", month, 0, before, is_possessive=low[look].endswith("'s"))
    if unit is None:
        count = duration(reading, look)
        return Timex(at, look + 1, "preceding", count[1], count[0]) if count else None
    if is_working and unit == "D":
        unit = "B"
    last = look + 1
    if low[look].endswith("'s") and low[last] in cue.units:
        last += 1
    return Timex(at, last, "back", unit, 1, is_possessive=low[look].endswith("'s"))
