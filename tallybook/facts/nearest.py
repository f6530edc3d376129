"""The year of a date that tells none, and parts of a business year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from tallybook.facts.periods_iso import Period, business_end, containing, month, months_until, shift

# What ended so many days ago is still meant where a sentence looks ahead: "will be cut, after the cut on May 3".
_RECENT: Final = 31
# A quarter is told as past when at most so many days of it are to come.
_NEARLY: Final = 10
_NAMED: Final = ("A", "S", "Q")


def nearest_year(period: Period, today: date, *, is_ahead: bool) -> Period:
    """The past one nearest to today; the coming one where the sentence looks ahead. A day is the nearest one anyway."""
    if is_ahead:
        last = period if period.end < today else shift(period, "A", -1)
        is_recent = period.grain in "DM" and 0 <= (today - last.end).days <= _RECENT
        return last if is_recent else shift(last, "A", 1)
    if period.freq in ("Q", "S"):
        return period if period.end <= today + timedelta(days=_NEARLY) else shift(period, "A", -1)
    if period.grain == "D":
        near = (shift(period, "A", years) for years in (-1, 0, 1))
        return min(near, key=lambda p: abs((p.start - today).days))
    return period if period.start <= today else shift(period, "A", -1)


def business_part(
    iso: str, closing: int, named: int | None, today: date | None, *, is_ahead: bool, is_counted: bool
) -> Period | None:
    """As in "the second quarter" of a year that closes with another month than December.

    `named` is the year told beside it, 0 if none is, None if it is not known; `is_counted` says that it is counted from
    the one that is running: "last year's second quarter".
    """
    said, end, months = business_end(iso, closing)
    if named is None:
        return None
    if named and not said:
        is_next = is_counted and today is not None and today.month > closing
        said = named + is_next - (end > closing)
    if said:
        return by_name(months_until(month(said, end), months))
    if today is None:
        return None
    last = nearest_year(month(today.year, end), today, is_ahead=is_ahead)
    is_running = not is_ahead and last.end > today + timedelta(days=_NEARLY)
    return by_name(months_until(shift(last, "A", -1) if is_running else last, months))


def by_name(found: Period) -> Period:
    """The calendar's name of a stretch of months, if it has one."""
    for unit in _NAMED:
        whole = containing(unit, found.start)
        if (whole.start, whole.end) == (found.start, found.end):
            return whole
    return found
