"""Dates in digits alone: 2021-12-21, 12/27/2021, 27.12.2021, 12/2021."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.numbers.dates_parts import (
    FIRST_YEAR,
    LAST_YEAR,
    full_year,
    is_day_of,
    iso_day,
    iso_month,
)

if TYPE_CHECKING:
    from tallybook.numbers.dates_parts import Context, DateReading

# "31.3.87" is a date: two digits beyond the days of a month are a year. "1.2.3" is a version.
_MOST_DAYS: Final = 31


@dataclass(slots=True, init=False)
class _Digits:
    """Groups of digits joined by one and the same mark, and the token behind them."""

    groups: tuple[str, ...]
    mark: str
    last: int

    def __init__(
        self,
        groups: tuple[str, ...],
        mark: str,
        last: int,
    ) -> None:
        self.groups = groups
        self.mark = mark
        self.last = last


def read_numeric(ctx: Context, i: int) -> list[DateReading]:
    """Dates in digits that begin at token i."""
    if ctx.glued(i) and not ctx.is_mark(i - 1, "(\"'“‘[<*"):
        return []
    digits = _joined_digits(ctx, i)
    if digits is None:
        return _read_compact(ctx, i)
    if len(digits.groups) == 3:
        return _read_three(ctx, i, digits)
    if len(digits.groups) == 2 and digits.mark == "/":
        return _read_two(ctx, i, digits)
    return []


def _joined_digits(ctx: Context, i: int) -> _Digits | None:
    """The groups of digits from token i on; a full stop may stand inside a token ("27.12" "." "2021")."""
    groups: list[str] = ctx.tokens[i].text.split(".")
    mark = "." if len(groups) == 2 else ""
    j = i + 1
    while len(groups) < 5 and ctx.glued(j) and ctx.glued(j + 1) and ctx.is_mark(j, mark or "-/.‑–"):
        if not ctx.tokens[j + 1].is_digits:
            break
        mark = ctx.tokens[j].text
        groups.extend(ctx.tokens[j + 1].text.split("."))
        j += 2
    is_plain = len(groups) > 1 and j > i + 1 and all(group.isdecimal() and len(group) <= 4 for group in groups)
    if not is_plain or not (ctx.is_whole_at(j) or ctx.lower(j) == "t"):
        return None
    return _Digits(tuple(groups), mark, j)


def _read_three(ctx: Context, i: int, digits: _Digits) -> list[DateReading]:
    widths = tuple(len(group) for group in digits.groups)
    a, b, c = (int(group) for group in digits.groups)
    if widths[0] == 4:
        is_date = max(widths[1:]) <= 2 and _is_date(a, b, c)
        return [ctx.read(i, digits.last, iso_day(a, b, c), "date.year-month-day")] if is_date else []
    if widths[2] == 2 and (digits.mark == "/" or (digits.mark == "." and c > _MOST_DAYS)):
        c = full_year(ctx, c)
    elif widths[2] != 4:
        return []
    if max(widths[:2]) > 2:
        return []
    month_first, day_first = _is_date(c, a, b), _is_date(c, b, a)
    if not (month_first or day_first):
        return []
    if month_first and day_first and a != b:
        # American habit for slashes and dashes, European for full stops.
        month, day = (b, a) if digits.mark == "." else (a, b)
        return [ctx.read(i, digits.last, iso_day(c, month, day), "date.numeric-ambiguous")]
    month, day = (a, b) if month_first else (b, a)
    return [ctx.read(i, digits.last, iso_day(c, month, day), "date.numeric")]


def _read_two(ctx: Context, i: int, digits: _Digits) -> list[DateReading]:
    """Read "12/2021", and dates known by their digits."""
    named = ctx.lexicon.named.get("/".join(digits.groups))
    if named:
        return [ctx.read(i, digits.last, named, "date.named")]
    month, year = digits.groups
    if len(year) == 4 and len(month) <= 2 and 1 <= int(month) <= 12 and 1900 <= int(year) <= LAST_YEAR:
        return [ctx.read(i, digits.last, iso_month(int(year), int(month)), "date.numeric")]
    return []


def _read_compact(ctx: Context, i: int) -> list[DateReading]:
    """Read "dated 20210120": eight digits are a date only if a word says so."""
    text = ctx.tokens[i].text
    if len(text) != 8 or not text.isdecimal() or not ctx.is_in(i - 1, "dated"):
        return []
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    return [ctx.read(i, i + 1, iso_day(year, month, day), "date.compact")] if _is_date(year, month, day) else []


def _is_date(year: int, month: int, day: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and is_day_of(day, month, year)
