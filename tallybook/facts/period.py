"""Expressions of time → periods, seen from the day of publication and from the period that is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tallybook.facts.periods_iso import (
    Period,
    containing,
    half,
    month,
    months_until,
    parse_iso,
    quarter,
    shift,
    span,
    week,
    year,
)

if TYPE_CHECKING:
    from tallybook.facts.timex import Timex


def resolve(time: Timex, today: date | None, told: Period | None, *, is_ahead: bool = False) -> Period | None:
    """The days that an expression covers, None if the text does not support any.

    `today` is the publication date; `told` the period of what it is compared with, which "a year earlier" and "the same
    period" lean on; `is_ahead` says that the sentence speaks of the future, so that "in June" is the next one.
    """
    handler = _HANDLERS.get(time.sense)
    if handler is None:
        return None
    try:
        return handler(time, today, told, is_ahead)
    except (ValueError, OverflowError):
        return None


def _iso(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    if not time.iso.startswith("-"):
        found = parse_iso(time.iso)
        if found is not None and time.is_fiscal and found.freq == "A" and "/" not in time.iso:
            return found
        return week(found.end) if found is not None and time.unit == "W" else found
    return _without_year(time, today, told, is_ahead)


def _without_year(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """A date that does not say its year: the year told beside it, else the one nearest to publication."""
    said = resolve(time.year, today, told) if time.year is not None else None
    body = time.iso.lstrip("-")
    base = said.start.year if said is not None else today.year if today is not None else None
    if base is None:
        return None
    found = _in_year(body, base, today)
    if found is not None and said is None and today is not None:
        found = _nearest_year(found, today, is_ahead)
    if found is not None and time.unit == "W":
        return week(found.end)
    return found


def _in_year(body: str, base: int, today: date | None) -> Period | None:
    """`Q1`, `H2`, `02-16`, `20`, `02-10/02-19` placed in a year."""
    first, slash, last = body.partition("/")
    if slash:
        one, two = _in_year(first, base, today), _in_year(last.lstrip("-"), base, today)
        return span(one, two) if one is not None and two is not None else None
    if body[:1] == "Q":
        return quarter(base, int(body[1]))
    if body[:1] == "H":
        return half(base, int(body[1]))
    if len(body) == 2 and today is not None:
        return parse_iso(f"{today.year:04d}-{today.month:02d}-{body}")
    return parse_iso(f"{base:04d}-{body}")


def _nearest_year(period: Period, today: date, is_ahead: bool) -> Period:
    """The past one nearest to today; the coming one where the sentence looks ahead. A day is the nearest one anyway."""
    if is_ahead:
        return period if period.end >= today else shift(period, "A", 1)
    if period.grain == "D":
        near = (shift(period, "A", years) for years in (-1, 0, 1))
        return min(near, key=lambda p: abs((p.start - today).days))
    return period if period.start <= today else shift(period, "A", -1)


def _month(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """A month by name."""
    said = resolve(time.year, today, told) if time.year is not None else None
    if said is not None:
        return _months(time, said.start.year)
    if told is not None and today is None:
        return _months(time, told.start.year if told.start.month >= time.month else told.start.year - 1)
    if today is None:
        return None
    found = _nearest_year(_months(time, today.year), today, is_ahead)
    if (
        time.count < 0
        and found.start.year == today.year
        and today.month - found.start.month < 3
        and time.sense == "month"
    ):
        return found
    return found


def _months(time: Timex, base: int) -> Period:
    first = month(base, time.month)
    if not time.until:
        return first
    return span(first, month(base + (time.until < time.month), time.until))


def _pointer(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    if today is None:
        return None
    if time.unit == "Q" and time.year is not None:
        said = resolve(time.year, today, told)
        return quarter(said.start.year, 4) if said is not None and time.count < 0 else None
    return shift(containing(time.unit, today), time.unit, time.count)


def _weekday(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    if today is None:
        return None
    back = (today.isoweekday() - time.count) % 7
    return containing("D", today + timedelta(days=7 - back) if is_ahead and back else today - timedelta(days=back))


def _back(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """ "a year earlier", "the previous week": seen from what is told."""
    if told is not None:
        return shift(told, time.unit, -time.count) if time.unit in "AQSMWD" else None
    if today is None or time.unit not in "AQSMWD":
        return None
    return shift(containing(time.unit, today), time.unit, -time.count)


def _ago(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """ "a year ago": seen from what is told where there is such a thing, else from publication."""
    return _back(time, today, told, is_ahead)


def _later(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    return shift(told, time.unit, time.count) if told is not None and time.unit in "AQSMWD" else None


def _same(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """ "the same period of 1986", "the year-ago quarter": as long as what is told, in the other year."""
    if time.year is not None:
        said = resolve(time.year, today, told)
        if said is None:
            return None
        if told is None:
            return said
        if time.year.sense in ("back", "ago"):
            return said
        if time.year.unit == "A" or time.year.sense == "iso":
            return shift(told, "A", said.start.year - told.start.year)
        return said
    return told if told is not None and time.unit in ("P", told.freq) else None


def _cumulative(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """ "the first two months of the year", "year-to-date", "the third week"."""
    said = resolve(time.year, today, told) if time.year is not None else None
    if said is None:
        if today is None:
            return None
        said = year(today.year)
        if time.unit == "M" and shift(month(today.year, 1), "M", time.count - 1).start > today:
            said = year(today.year - 1)
    first = month(said.start.year, 1)
    if time.unit == "ytd":
        return _year_to_date(today, told, first)
    if time.unit == "M":
        return span(first, shift(first, "M", time.count - 1))
    if time.unit == "Q":
        return span(quarter(said.start.year, 1), quarter(said.start.year, time.count))
    if time.unit.startswith("nth") and time.unit[3:] in "QSM":
        return shift(containing(time.unit[3:], said.start), time.unit[3:], time.count - 1)
    return None


def _year_to_date(today: date | None, told: Period | None, first: Period) -> Period | None:
    if told is not None and told.grain == "M" and told.freq == "M":
        return span(month(told.start.year, 1), told)
    if today is None:
        return None
    last = shift(containing("M", today), "M", -1)
    return span(month(last.start.year, 1), last) if last.start.year == first.start.year else first


def _span(time: Timex, today: date | None, told: Period | None, is_ahead: bool) -> Period | None:
    """ "the year ended March 31, 1986", "nine months to December", "the past 12 months", "the next two years"."""
    if time.anchor is None:
        return _around(time, today)
    end = resolve(time.anchor, today, told, is_ahead=is_ahead)
    if end is None:
        return None
    if time.unit == "W":
        return week(end.end)
    if time.unit == "D":
        return span(containing("D", end.end - timedelta(days=time.count - 1)), containing("D", end.end))
    months = {"A": 12, "S": 6, "Q": 3, "M": 1}.get(time.unit, 0) * time.count
    if not months or months > 2400:
        return None
    found = months_until(end, months)
    if months == 12 and found.start.month == 1:
        return year(found.start.year)
    if months == 3 and found.start.month % 3 == 1:
        return quarter(found.start.year, (found.start.month + 2) // 3)
    return found


def _around(time: Timex, today: date | None) -> Period | None:
    """The units before or after the publication date."""
    if today is None or time.unit not in "AM" or abs(time.count) > 200:
        return None
    now = containing(time.unit, today)
    if time.count < 0:
        return None
    return span(now, shift(now, time.unit, time.count))


def week_of(period: Period) -> Period:
    """The ISO week of the last day of a period."""
    return week(period.end)


_HANDLERS = {
    "iso": _iso,
    "month": _month,
    "pointer": _pointer,
    "weekday": _weekday,
    "back": _back,
    "ago": _ago,
    "later": _later,
    "same": _same,
    "cumulative": _cumulative,
    "span": _span,
}
