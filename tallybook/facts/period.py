"""Expressions of time → periods, seen from the day of publication and from the period that is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from tallybook.facts.nearest import business_part, by_name, nearest_year
from tallybook.facts.periods_iso import (
    Period,
    containing,
    fiscal_year,
    half,
    is_part_of_year,
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
    from collections.abc import Callable

    from tallybook.facts.timex_model import Timex

# Longer spans than this many units are no periods that a figure belongs to.
_MOST_MONTHS: Final = 2400
_MOST_UNITS: Final = 200
_UNITS: Final = "AQSMWD"
# What ends on one of the first days of a month is of the months before: "the quarter ended March 1".
_BARELY: Final = 7
# So many days lie between the first and the last of a quarter.
_QUARTER: Final = (88, 92)
# A day is of now for so many days.
_A_FEW: Final = 7
_MONTHS_OF: Final = {"A": 12, "S": 6, "Q": 3, "M": 1}
_DAYS_OF: Final = {"W": 7, "D": 1}


class View(NamedTuple):
    """From where an expression is seen: the publication date, the period told beside it, and whether it looks ahead."""

    today: date | None
    told: Period | None
    is_ahead: bool = False


def resolve(time: Timex, today: date | None, told: Period | None, *, is_ahead: bool = False) -> Period | None:
    """The days that an expression covers, None if the text does not support any.

    `today` is the publication date; `told` the period of what it is compared with, which "a year earlier" and "the same
    period" lean on; `is_ahead` says that the sentence speaks of the future, so that "in June" is the next one.
    """
    handler = _HANDLERS.get(time.sense)
    if handler is None:
        return None
    try:
        return handler(time, View(today, told, is_ahead))
    except (ValueError, OverflowError):
        return None


def _year_of(time: Timex, view: View) -> int | None:
    """The year that the expression itself tells."""
    said = resolve(time.year, view.today, view.told) if time.year is not None else None
    return said.start.year if said is not None else None


def _iso(time: Timex, view: View) -> Period | None:
    if time.anchor is not None and time.anchor.month and is_part_of_year(time.iso):
        named = _year_of(time, view) if time.year is not None else 0
        is_counted = time.year is not None and time.year.sense == "pointer"
        return business_part(
            time.iso, time.anchor.month, named, view.today, is_ahead=view.is_ahead, is_counted=is_counted
        )
    found = _without_year(time, view) if time.iso.startswith("-") else parse_iso(time.iso)
    return week(found.end) if found is not None and time.unit == "W" else found


def _without_year(time: Timex, view: View) -> Period | None:
    """A date that does not say its year: the year told beside it, else the one nearest to publication."""
    said = _year_of(time, view)
    body = time.iso.lstrip("-")
    if said is not None:
        return _in_year(body, said, view.today)
    if view.today is None:
        return None
    found = _in_year(body, view.today.year, view.today)
    return nearest_year(found, view.today, is_ahead=view.is_ahead) if found is not None else None


def _in_year(body: str, base: int, today: date | None) -> Period | None:
    """`Q1`, `H2`, `02-16`, `20`, `02-10/--02-19` placed in a year."""
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


def _month(time: Timex, view: View) -> Period | None:
    """A month by name, or several."""
    said = _year_of(time, view)
    if said is not None:
        return _months(time, said)
    if view.today is not None:
        found = nearest_year(_months(time, view.today.year), view.today, is_ahead=view.is_ahead)
        is_now = found.start <= view.today <= found.end
        return shift(found, "A", time.count) if is_now else found  # "last February" is told in February, too
    if view.told is None:
        return None
    start = view.told.start
    return _months(time, start.year if start.month >= time.month else start.year - 1)


def _months(time: Timex, base: int) -> Period:
    first = month(base, time.month)
    return span(first, month(base + (time.until < time.month), time.until)) if time.until else first


def _pointer(time: Timex, view: View) -> Period | None:
    """As in "last year", "this month", "the last quarter of 1986"."""
    if time.unit == "Q" and time.year is not None:
        said = _year_of(time, view)
        return quarter(said, 4) if said is not None and time.count < 0 else None
    if view.today is None:
        return None
    return shift(containing(time.unit, view.today), time.unit, time.count)


def _weekday(time: Timex, view: View) -> Period | None:
    """The day of the week nearest before publication, or behind it where the sentence looks ahead."""
    if view.today is None:
        return None
    back = (view.today.isoweekday() - time.count) % 7
    days = 7 - back if view.is_ahead and back else -back
    return containing("D", view.today + timedelta(days=days))


def _back(time: Timex, view: View) -> Period | None:
    """As in "a year earlier", "the previous week", "a year ago": seen from what is told, else from publication."""
    if time.unit == "B":
        return _working_day_before(view.told) if view.told is not None and view.told.grain == "D" else None
    if time.unit not in _UNITS:
        return None
    is_today = (
        view.told is not None and _is_just_now(view.told, view.today) and time.unit != "D" and time.sense == "ago"
    )
    if view.told is not None and not is_today:
        is_finer = _UNITS.find(time.unit) > _UNITS.find(view.told.grain)  # nothing lies "a month earlier" than a year
        return shift(view.told, time.unit, -time.count) if not is_finer else None
    if view.today is None:
        return None
    return shift(containing(time.unit, view.today), time.unit, -time.count)


def _is_just_now(told: Period, today: date | None) -> bool:
    """Whether the day told is that of publication, or a few days before: "a year ago" is seen from now, then."""
    return told.grain == "D" and (today is None or (today - told.end).days <= _A_FEW)


def _preceding(time: Timex, view: View) -> Period | None:
    """As in "the preceding three months": the units before the one that is told, or before as long a stretch."""
    told = view.told
    if told is None or time.unit not in _UNITS:
        return None
    first = shift(told, time.unit, -time.count)
    return span(first, shift(told, time.unit, -1)) if told.freq == time.unit else first


def _until(time: Timex, view: View) -> Period | None:
    """As in "3 mln in the third quarter and 9 mln in the nine months": up to the end of the quarter that is told."""
    told = view.told
    is_quarter = told is not None and told.grain in "QM" and _QUARTER[0] <= (told.end - told.start).days <= _QUARTER[1]
    return months_until(told, time.count) if told is not None and is_quarter else None


def _working_day_before(told: Period) -> Period:
    """The last day from Monday to Friday before the one that is told."""
    weekday = told.start.isoweekday()
    return containing("D", told.start - timedelta(days=weekday - 5 if weekday > 5 else 3 if weekday == 1 else 1))


def _later(time: Timex, view: View) -> Period | None:
    return shift(view.told, time.unit, time.count) if view.told is not None and time.unit in _UNITS else None


def _same(time: Timex, view: View) -> Period | None:
    """As in "the same period of 1986", "the year-ago quarter": as long as what is told, in the other year."""
    if time.year is None:
        found = _of_told(time.unit, view.told)
        is_over = found is not None and view.today is not None and found.end < view.today
        if is_over and time.unit == "A" and view.is_ahead and view.today is not None:
            return containing("A", view.today)  # "expects to sell 3 mln by the end of the year"
        return found
    said = resolve(time.year, view.today, view.told)
    if said is None or view.told is None or time.year.sense in ("back", "ago"):
        return said
    return shift(view.told, "A", said.start.year - view.told.start.year)


def _of_told(unit: str, told: Period | None) -> Period | None:
    """What "the period" or "the year" means beside what is told: that itself, or the whole that it is a part of."""
    if told is None or unit in ("P", told.freq):
        return told
    if unit == "D":
        return containing("D", told.end)  # "stood at 3 mln on the same date"
    is_part = unit == "A" and told.grain in "SQM" and told.start.year == told.end.year
    return containing("A", told.start) if is_part else None


def _cumulative(time: Timex, view: View) -> Period | None:
    """As in "the first two months of the year", "the first 10 days of March", "year-to-date", "the third quarter"."""
    if time.anchor is not None:
        return _first_days(time, view)
    said = _year_of(time, view)
    if said is None:
        if view.today is None:
            return None
        said = view.today.year
        said -= not view.is_ahead and _begins_later(time, said, view.today)
    first = month(said, 1)
    if time.unit == "ytd":
        is_told = (
            view.told is not None and view.told.freq is None and view.told.start == date(view.told.start.year, 1, 1)
        )
        if is_told:
            return view.told
        return _year_to_date(view, first)
    if time.unit == "M" and time.count < 0:
        return _ending_year(said, -time.count, view)
    if time.unit == "M":
        return span(first, shift(first, "M", time.count - 1))
    if time.unit == "Q":
        return span(quarter(said, 1), quarter(said, time.count))
    if time.unit.startswith("nth") and time.unit[3:] in "QSM":
        return shift(containing(time.unit[3:], first.start), time.unit[3:], time.count - 1)
    return None


def _first_days(time: Timex, view: View) -> Period | None:
    whole = resolve(time.anchor, view.today, view.told, is_ahead=view.is_ahead) if time.anchor is not None else None
    if whole is None or not 0 < time.count <= (whole.end - whole.start).days:
        return None
    return span(containing("D", whole.start), containing("D", whole.start + timedelta(days=time.count - 1)))


def _ending_year(base: int, count: int, view: View) -> Period:
    """The last months of a year: of the year before where they are still to come."""
    found = months_until(month(base, 12), count)
    is_to_come = view.today is not None and found.start > view.today and not view.is_ahead
    found = shift(found, "A", -1) if is_to_come else found
    is_quarter = count == 3  # October to December are the fourth quarter
    return quarter(found.end.year, 4) if is_quarter else found


def _begins_later(time: Timex, base: int, today: date) -> bool:
    """Whether the last month or quarter that is counted begins after publication: last year's is meant then."""
    unit = time.unit.removeprefix("nth")
    if unit not in ("M", "Q", "S"):
        return False
    return shift(containing(unit, month(base, 1).start), unit, time.count - 1).start > today


def _year_to_date(view: View, first: Period) -> Period | None:
    """From January to the month that is told, else to the last whole month before publication."""
    if view.told is not None and view.told.freq == "M":
        return span(month(view.told.start.year, 1), view.told)
    if view.today is None:
        return None
    last = shift(containing("M", view.today), "M", -1)
    return span(month(last.start.year, 1), last) if last.start.year == first.start.year else first


def _span(time: Timex, view: View) -> Period | None:
    """As in "the year ended March 31, 1986", "nine months to December", "the next two years"."""
    if time.anchor is None:
        return _coming(time, view.today)
    end = resolve(time.anchor, view.today, view.told, is_ahead=view.is_ahead)
    if end is None:
        return None
    if time.anchor.count < 0 and not view.is_ahead and view.today is not None and end.start > view.today:
        end = shift(end, "A", -1)  # "the year ended July 31", told in March
    if time.unit == "W" and time.count == 1:
        return week(end.end)
    if time.unit in _DAYS_OF:
        days = _DAYS_OF[time.unit] * time.count
        return span(containing("D", end.end - timedelta(days=days - 1)), containing("D", end.end))
    months = _MONTHS_OF.get(time.unit, 0) * time.count
    if not 0 < months <= _MOST_MONTHS:
        return None
    is_over = end.grain == "D" and end.end.day <= _BARELY
    found = months_until(shift(end, "M", -1) if is_over else end, months)
    return by_name(found) if months in (3, 12) else found


def _leading_to(time: Timex, last: Period, view: View) -> Period | None:
    """The first part of a span whose year stands with the last: "between *January 1* and March 31, 2021"."""

    def in_year(number: int) -> Period | None:
        return month(number, time.month) if time.month else _in_year(time.iso.lstrip("-"), number, view.today)

    first = in_year(last.start.year)
    return first if first is None or first.start <= last.start else in_year(last.start.year - 1)


def _between(time: Timex, view: View) -> Period | None:
    """As in "between February 18 and March 4", "between the beginning of January and February 24"."""
    last = resolve(time.anchor, view.today, view.told, is_ahead=view.is_ahead) if time.anchor is not None else None
    if last is not None and time.year is None and (time.month or time.iso.startswith("-")):
        first = _leading_to(time, last, view)
    else:
        first = _month(time, view) if time.month else _iso(time, view)
    return span(first, last) if first is not None and last is not None and last.end >= first.start else first


def _nth(time: Timex, view: View) -> Period | None:
    """As in "5 pct in the fourth quarter, from 4 pct in the third": a quarter before the one that is told."""
    if view.told is None or view.told.freq != "Q" or not 1 <= time.count <= 4:
        return None
    found = quarter(view.told.start.year, time.count)
    return found if found.start < view.told.start else shift(found, "A", -1)


def _begun(time: Timex, view: View) -> Period | None:
    """As in "the year beginning April 1": over two calendar years it is told by both."""
    start = resolve(time.anchor, view.today, view.told, is_ahead=view.is_ahead) if time.anchor is not None else None
    months = _MONTHS_OF.get(time.unit, 0) * time.count
    if start is None or not 0 < months <= _MOST_MONTHS:
        return None
    first = containing("M", start.start)
    if months == 12:
        return fiscal_year(first.start.year) if first.start.month > 1 else year(first.start.year)
    return span(first, shift(first, "M", months - 1))


def _coming(time: Timex, today: date | None) -> Period | None:
    """The units behind the publication date; those before it ("the past 20 years") are a length, not a period."""
    if today is None or time.unit not in "AM" or not 0 < time.count <= _MOST_UNITS:
        return None
    now = containing(time.unit, today)
    return span(now, shift(now, time.unit, time.count))


_HANDLERS: Final[dict[str, Callable[[Timex, View], Period | None]]] = {
    "iso": _iso,
    "month": _month,
    "pointer": _pointer,
    "weekday": _weekday,
    "back": _back,
    "preceding": _preceding,
    "until": _until,
    "ago": _back,
    "later": _later,
    "same": _same,
    "cumulative": _cumulative,
    "span": _span,
    "begun": _begun,
    "nth": _nth,
    "between": _between,
}
