"""Dates with a month by name: days, lists and ranges of days, months of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.numbers.dates_parts import (
    DateReading,
    Part,
    day_at,
    full_year,
    interval,
    is_day_of,
    iso_day,
    iso_month,
    month_at,
    ordinal_at,
    relative_year,
    second_year,
    year_at,
)

if TYPE_CHECKING:
    from tallybook.numbers.dates_parts import Context

# Days in one list: a month has no more weeks than this, and the bound keeps every call short.
_LONGEST_LIST: Final = 6


@dataclass(slots=True, init=False)
class _Days:
    """One item of a list of days over the tokens [first, last): a day, or a range from it to `until`."""

    first: int
    last: int
    day: int
    until: int | None

    def __init__(
        self,
        first: int,
        last: int,
        day: int,
        until: int | None,
    ) -> None:
        self.first = first
        self.last = last
        self.day = day
        self.until = until


@dataclass(slots=True, init=False)
class _Tail:
    """The year behind a day, if any, and where the date ends."""

    year: int | None
    last: int

    def __init__(
        self,
        year: int | None,
        last: int,
    ) -> None:
        self.year = year
        self.last = last


def read_month_first(ctx: Context, i: int) -> list[DateReading]:
    """Dates that begin with a month by name: "February 1986", "March 3", "December 21 and 27, 1986"."""
    month = month_at(ctx, i)
    if month is None:
        return []
    return _read_month_span(ctx, i, month) or _read_month_year(ctx, i, month) or _read_month_days(ctx, i, month)


def read_day_first(ctx: Context, i: int) -> list[DateReading]:
    """Dates that begin with a day: "3 March 1987", "3rd of March", "26-FEB-1987", "21 and 27 December"."""
    if _touches_a_numeral(ctx, i):
        return []
    days = _list_of_days(ctx, i)
    for count in range(len(days), 0, -1):
        month = _month_behind(ctx, days[count - 1].last)
        if month is None:
            continue
        tail = _year_behind(ctx, month.last)
        return _readings(ctx, i, days[:count], month.value, tail, month.last)
    return []


def read_ordinal_word_day(ctx: Context, i: int) -> list[DateReading]:
    """Days by ordinals in words: "the third of March 1987", "the fifth of this month"."""
    ordinal = ordinal_at(ctx, i)
    if ordinal is None or ctx.lower(ordinal.last) != "of":
        return []
    month = month_at(ctx, ordinal.last + 1)
    if month and is_day_of(ordinal.value, month.value, None):
        tail = _year_behind(ctx, month.last)
        return [ctx.read(i, tail.last, iso_day(tail.year, month.value, ordinal.value), "date.day-month")]
    return _day_of_this_month(ctx, i, ordinal)


def read_day_alone(ctx: Context, i: int) -> list[DateReading]:
    """Read "the 20th" behind a preposition: the day of a month that the context names; `---20`."""
    ordinal = ordinal_at(ctx, i)
    if ordinal is None or not 1 <= ordinal.value <= 31 or ctx.lower(i - 1) != "the":
        return []
    named = _day_of_this_month(ctx, i, ordinal)
    if named:
        return named
    is_name = ordinal.last < len(ctx.tokens) and ctx.tokens[ordinal.last].is_capitalised
    if is_name or not ctx.is_in(i - 2, "day_left") or not _may_follow_day(ctx, ordinal.last):
        return []
    return [ctx.read(i, ordinal.last, f"---{ordinal.value:02}", "date.day")]


def _day_of_this_month(ctx: Context, i: int, ordinal: Part) -> list[DateReading]:
    j = ordinal.last
    named = ctx.lower(j) == "of" and ctx.is_in(j + 1, "relative") and ctx.lower(j + 2) == "month"
    if not named or not 1 <= ordinal.value <= 31:
        return []
    return [ctx.read(i, j + 3, f"---{ordinal.value:02}", "date.day-of-month")]


def _read_month_span(ctx: Context, i: int, month: Part) -> list[DateReading]:
    """Read "January-February 1987", "January to March 1987", "December 1986-February 1987"."""
    opening = _month_year(ctx, month.last)
    j = opening.last if opening else month.last
    is_joint = ctx.is_in(j, "dashes") or ctx.is_mark(j, "/") or (opening is None and ctx.is_in(j, "to"))
    closing_month = month_at(ctx, j + 1) if is_joint else None
    closing = _month_year(ctx, closing_month.last) if closing_month else None
    if closing is None or closing_month is None:
        return []
    split = second_year(ctx, closing.value, closing.last)
    end = split or closing  # "April/January 1986/87"
    first_year = opening.value if opening else end.value - (month.value > closing_month.value)
    iso = interval(iso_month(first_year, month.value), iso_month(end.value, closing_month.value))
    return [ctx.read(i, end.last, iso, "date.month-range")]


def _read_month_year(ctx: Context, i: int, month: Part) -> list[DateReading]:
    year = _month_year(ctx, month.last)
    return [ctx.read(i, year.last, iso_month(year.value, month.value), "date.month-year")] if year else []


def _month_year(ctx: Context, j: int) -> Part | None:
    """The year behind a month: "1987", ", 1987", "of 1987", "-87", " '87"; " 87" if no day is meant."""
    k = j
    if ctx.is_mark(j, ",") or ctx.lower(j) == "of" or (ctx.is_mark(j, "-/") and ctx.glued(j) and ctx.glued(j + 1)):
        k += 1
    year = year_at(ctx, k)
    if year:
        return year
    number = ctx.whole(k, 2)
    is_short = number is not None and number > 31 and (k == j or ctx.is_mark(j, "-/"))
    if number is None or not is_short or not ctx.is_whole_at(k + 1) or ctx.is_measured(k + 1):
        return None
    return Part(full_year(ctx, number), k + 1)


def _read_month_days(ctx: Context, i: int, month: Part) -> list[DateReading]:
    j = month.last + 1 if ctx.lower(month.last) == "the" else month.last
    if ctx.is_mark(j, "-") and ctx.glued(j) and ctx.glued(j + 1):
        j += 1
    days = _list_of_days(ctx, j)
    for count in range(len(days), 0, -1):
        item = days[count - 1]
        crossing = _read_crossing(ctx, i, month, item) if count == 1 else []
        if crossing:
            return crossing
        tail = _year_behind(ctx, item.last)
        is_list = count > 1 and tail.year is None and not _ends_list(ctx, days[count - 2], item)
        if is_list or (tail.year is None and _is_amount(ctx, item, count)):
            continue
        return _readings(ctx, i, days[:count], month.value, tail, item.last)
    return _shorter_range(ctx, i, month, days)


def _shorter_range(ctx: Context, i: int, month: Part, days: list[_Days]) -> list[DateReading]:
    """Read "on March 3 to 5 pct" is no range of days: March 3 alone."""
    if not days or days[0].until is None:
        return []
    day = day_at(ctx, days[0].first)
    if day is None or not is_day_of(day.value, month.value, None):
        return []
    return [ctx.read(i, day.last, iso_day(None, month.value, day.value), "date.month-day")]


def _read_crossing(ctx: Context, i: int, month: Part, item: _Days) -> list[DateReading]:
    """Read "Feb 27-March 5, 1987": a dash between two days of two months."""
    opening = _year_behind(ctx, item.last)
    if item.until is not None or not ctx.is_in(opening.last, "dashes"):
        return []
    other = month_at(ctx, opening.last + 1)
    day = day_at(ctx, other.last) if other else None
    if other is None or day is None or not is_day_of(day.value, other.value, None):
        return []
    tail = _year_behind(ctx, day.last)
    first_year = opening.year
    if first_year is None and tail.year is not None:
        first_year = tail.year - (month.value > other.value)
    iso = interval(iso_day(first_year, month.value, item.day), iso_day(tail.year, other.value, day.value))
    return [ctx.read(i, tail.last, iso, "date.day-range")]


def _list_of_days(ctx: Context, j: int) -> list[_Days]:
    """Read "21", "21-28", "21 and 27", "3, 5 and 9": as many items as can be days."""
    days: list[_Days] = []
    while len(days) < _LONGEST_LIST:
        item = _days_at(ctx, j)
        if item is None:
            break
        days.append(item)
        j = item.last
        if ctx.is_mark(j, ","):
            j += 1
        if ctx.is_in(j, "and"):
            j += 1
        if j == item.last:
            break
    return days


def _days_at(ctx: Context, j: int) -> _Days | None:
    day = day_at(ctx, j)
    if day is None:
        return None
    if ctx.is_in(day.last, "to") or ctx.is_mark(day.last, "/"):
        until = day_at(ctx, day.last + 1)
        if until and until.value > day.value and not (ctx.is_mark(until.last, "/") and ctx.glued(until.last)):
            return _Days(j, until.last, day.value, until.value)
    return _Days(j, day.last, day.value, None)


def _ends_list(ctx: Context, before: _Days, item: _Days) -> bool:
    """Whether the last item of a list of days is one: joined by "and", and nothing behind it that it could count."""
    return ctx.is_in(item.first - 1, "and") and before.last < item.first and _may_follow_day(ctx, item.last)


def _is_amount(ctx: Context, item: _Days, count: int) -> bool:
    """Whether a unit follows that a day does not take: "February 12 mln", but "February 16 week"."""
    is_weeks = count == 1 and ctx.lower(item.last) == "weeks"
    return not is_weeks and ctx.is_measured(item.last)


def _may_follow_day(ctx: Context, j: int) -> bool:
    """Whether the token behind a bare day leaves it one: a mark, a function word, a name; not a noun to count."""
    if j >= len(ctx.tokens):
        return True
    token = ctx.tokens[j]
    if not token.is_word:
        return not token.is_digits and not (token.glued and token.text in "-–%/")
    return ctx.is_in(j, "day_right") or (token.is_capitalised and not ctx.is_measured(j))


def _month_behind(ctx: Context, j: int) -> Part | None:
    """The month behind a day: " March", " of March", "-MAR"."""
    is_joint = ctx.lower(j) == "of" or (ctx.is_mark(j, "-/.–") and ctx.glued(j) and ctx.glued(j + 1))
    return month_at(ctx, j + 1 if is_joint else j)


def _year_behind(ctx: Context, j: int) -> _Tail:
    """The year behind month and day: " 1987", ", 1987", "-1987", "-87", " last year"; where there is none, j."""
    k = j
    is_joint = ctx.is_mark(j, "-/") and ctx.glued(j) and ctx.glued(j + 1)
    if ctx.is_mark(j, ",") or is_joint:
        k += 1
    year = year_at(ctx, k)
    if year:
        return _Tail(year.value, year.last)
    if is_joint and ctx.width(k) == 2:
        number = ctx.whole(k, 2)
        if number is not None and ctx.is_whole_at(k + 1):
            return _Tail(full_year(ctx, number), k + 1)
    relative = relative_year(ctx, j + 1 if ctx.lower(j) == "of" else j)
    return _Tail(None, relative.last) if relative else _Tail(None, j)


def _touches_a_numeral(ctx: Context, i: int) -> bool:
    """Whether token i goes on with what touches it: "$5", "2-3", "1.5"."""
    return ctx.glued(i) and not ctx.is_mark(i - 1, "(\"'“‘[<*—–")


def _readings(ctx: Context, i: int, days: list[_Days], month: int, tail: _Tail, bare_last: int) -> list[DateReading]:
    """One reading for each item; the first begins at token i, the last takes the month or the year behind it."""
    readings = []
    for n, item in enumerate(days):
        iso: str | None = iso_day(tail.year, month, item.day)
        if not is_day_of(item.until or item.day, month, tail.year):
            iso = None  # "September 31" is meant as a date, but there is none
        elif item.until is not None:
            iso = interval(iso_day(tail.year, month, item.day), iso_day(tail.year, month, item.until))
        first = i if n == 0 else item.first
        last = max(tail.last, bare_last) if n == len(days) - 1 else item.last
        rule = "date.day-range" if item.until else "date.month-day" if tail.year is None else "date.year-month-day"
        readings.append(ctx.read(first, last, iso, rule))
    return readings
