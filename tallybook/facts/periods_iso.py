"""Arithmetic of periods: days, weeks, months, quarters, halves, years and spans of them, with their ISO 8601 names."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final, NamedTuple

_MONTHS: Final = {"A": 12, "S": 6, "Q": 3, "M": 1}
_DAYS: Final = {"W": 7, "D": 1}


class Period(NamedTuple):
    """The days from `start` to `end`, both included. `freq` is a letter of SDMX FREQ for one whole unit of it.

    `grain` is the unit that a span is written in: months for "1987-01/1987-02", days for "1987-02-10/1987-02-19".
    """

    start: date
    end: date
    freq: str | None
    grain: str

    @property
    def iso(self) -> str:
        """The ISO 8601 name, with Q and H for quarters and halves.

        >>> quarter(1987, 1).iso, span(month(1986, 4), month(1986, 12)).iso
        ('1987-Q1', '1986-04/1986-12')
        """
        if self.freq is not None and not (self.grain == "A" and self.start.year != self.end.year):
            return _name(self.freq, self.start)
        return f"{_name(self.grain, self.start)}/{_name(self.grain, self.end)}"


def _name(freq: str, day: date) -> str:
    if freq == "A":
        return f"{day.year:04d}"
    if freq == "S":
        return f"{day.year:04d}-H{1 if day.month < 7 else 2}"
    if freq == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if freq == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if freq == "W":
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    return day.isoformat()


def _months(freq: str, year: int, index: int) -> Period:
    """The period of `freq` whose first month is `index` months after January of `year`."""
    year, index = year + index // 12, index % 12
    last = index + _MONTHS[freq] - 1
    end_year, end_month = year + last // 12, last % 12 + 1
    end = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Period(date(year, index + 1, 1), end, freq, freq)


def year(number: int) -> Period:
    """A calendar year."""
    return _months("A", number, 0)


def half(number: int, index: int) -> Period:
    """The first or second half of a year."""
    return _months("S", number, 6 * (index - 1))


def quarter(number: int, index: int) -> Period:
    """A quarter of a year, from 1."""
    return _months("Q", number, 3 * (index - 1))


def month(number: int, index: int) -> Period:
    """A month of a year, from 1."""
    return _months("M", number, index - 1)


def day(when: date) -> Period:
    """One day."""
    return Period(when, when, "D", "D")


def week(when: date) -> Period:
    """The ISO week that holds a day."""
    monday = when - timedelta(days=when.isoweekday() - 1)
    return Period(monday, monday + timedelta(days=6), "W", "W")


def span(first: Period, last: Period) -> Period:
    """From the first day of one period to the last day of another; a whole unit if it happens to be one."""
    grain = first.grain if first.grain == last.grain else "D"
    if first == last:
        return first
    return Period(first.start, last.end, None, grain)


def fiscal_year(first: int) -> Period:
    """A fiscal year over two calendar years whose months the text does not tell: `1986/1987`."""
    return Period(date(first, 1, 1), date(first + 1, 12, 31), "A", "A")


def months_until(last: Period, count: int) -> Period:
    """The `count` months that end with the month of the last day of a period."""
    end = month(last.end.year, last.end.month)
    first = shift(end, "M", 1 - count)
    return span(first, end) if count != 1 else end


def containing(freq: str, when: date) -> Period:
    """The period of a frequency that holds a day."""
    if freq == "D":
        return day(when)
    if freq == "W":
        return week(when)
    step = _MONTHS[freq]
    return _months(freq, when.year, (when.month - 1) // step * step)


def shift(period: Period, unit: str, count: int) -> Period:
    """The period moved by `count` units; raises ValueError beyond the years that dates can hold.

    >>> shift(month(1987, 1), "M", -1).iso, shift(month(1987, 2), "A", -1).iso
    ('1986-12', '1986-02')
    """
    if unit in _DAYS:
        move = timedelta(days=_DAYS[unit] * count)
        return period._replace(start=period.start + move, end=period.end + move)
    months = _MONTHS[unit] * count
    if period.freq == "W":
        iso = period.start.isocalendar()
        if months % 12 == 0:
            return week(date.fromisocalendar(iso.year + months // 12, min(iso.week, 52), 1))
    start = _move(period.start, months)
    ends_month = period.end.day == monthrange(period.end.year, period.end.month)[1] and period.grain != "D"
    return period._replace(start=start, end=_move(period.end, months, at_end=ends_month))


_PART: Final = re.compile(r"(?:(?P<year>\d{4})|-*)-?(?P<part>[QH])(?P<nth>[1-4])\Z")
_PART_MONTHS: Final = {"Q": 3, "H": 6}


def is_part_of_year(iso: str) -> bool:
    """Whether a date is a quarter or a half, with its year or without: `1987-Q1`, `--H2`."""
    return _PART.match(iso) is not None


def business_end(iso: str, closing: int) -> tuple[int, int, int]:
    """The year that a part of a business year tells (0 if none), the month it ends with, and how many it has.

    >>> business_end("1987-Q1", 6)
    (1986, 9, 3)
    """
    found = _PART.match(iso)
    if found is None:
        message = f"{iso} is no part of a year"
        raise ValueError(message)
    months = _PART_MONTHS[found["part"]]
    end = (closing + months * int(found["nth"]) - 1) % 12 + 1
    return (int(found["year"]) - (end > closing) if found["year"] else 0), end, months


def moved(period: Period, unit: str, count: int) -> Period | None:
    """The period moved by `count` units, None beyond the years that dates can hold."""
    try:
        return shift(period, unit, count)
    except (ValueError, OverflowError):
        return None


def _move(when: date, months: int, *, at_end: bool = False) -> date:
    index = when.year * 12 + when.month - 1 + months
    target, month_index = divmod(index, 12)
    if not MINYEAR <= target <= MAXYEAR:
        message = f"{when} moved by {months} months leaves the calendar"
        raise ValueError(message)
    last = monthrange(target, month_index + 1)[1]
    return date(target, month_index + 1, last if at_end else min(when.day, last))


_FORM: Final = re.compile(
    r"(?P<year>\d{4})(?:-?(?:(?P<part>[QHW])(?P<index>\d{1,2})|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?\Z"
)


def _parse_one(iso: str) -> Period | None:
    found = _FORM.match(iso)
    if found is None:
        return None
    number, part = int(found["year"]), found["part"]
    if part == "Q":
        return quarter(number, int(found["index"])) if found["index"] in ("1", "2", "3", "4") else None
    if part == "H":
        return half(number, int(found["index"])) if found["index"] in ("1", "2") else None
    if part == "W":
        return week(date.fromisocalendar(number, int(found["index"]), 1))
    if found["day"]:
        return day(date(number, int(found["month"]), int(found["day"])))
    if found["month"]:
        return month(number, int(found["month"])) if 1 <= int(found["month"]) <= 12 else None
    return year(number)


def parse_iso(iso: str) -> Period | None:
    """The period of an ISO 8601 date or interval that tells its year; None if it is none, or impossible.

    >>> parse_iso("1986/1987").iso, parse_iso("1987-02-30")
    ('1986/1987', None)
    """
    first, slash, last = iso.partition("/")
    try:
        if not slash:
            return _parse_one(iso)
        one, two = parse_iso(first), parse_iso(last)
    except ValueError:
        return None
    if one is None or two is None or two.end < one.start:
        return None
    if one.freq == "A" and two.freq == "A" and two.start.year == one.start.year + 1:
        return fiscal_year(one.start.year)
    return span(one, two)
