"""Times of day: 22:45, 10.45pm, 0401 GMT, five o'clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.model import Kind
from tallybook.numbers.dates_parts import DateReading, interval

if TYPE_CHECKING:
    from tallybook.numbers.dates_parts import Context

# So many signs make a time of four bare digits: "at" before them, "hours" behind them, a nought in front.
_CLUES: Final = 2


@dataclass(slots=True, init=False)
class _Clock:
    """Hours, minutes and seconds (with their fraction, as written) up to token `last`."""

    hour: int
    minute: int | None
    seconds: str
    last: int

    def __init__(
        self,
        hour: int,
        minute: int | None,
        seconds: str,
        last: int,
    ) -> None:
        self.hour = hour
        self.minute = minute
        self.seconds = seconds
        self.last = last


@dataclass(slots=True, init=False)
class _Tail:
    """What stands behind the digits: `half` is 0 for a.m., 12 for p.m., None without; `offset` None without a zone."""

    half: int | None
    offset: str | None
    last: int

    def __init__(
        self,
        half: int | None,
        offset: str | None,
        last: int,
    ) -> None:
        self.half = half
        self.offset = offset
        self.last = last


def read_time(ctx: Context, i: int) -> list[DateReading]:
    """Times that begin at token i, digits or a number word."""
    if not _is_free(ctx, i):
        return []
    colon = _colon_clock(ctx, i)
    if colon:
        return _read_colon(ctx, i, colon)
    for clock in (_point_clock(ctx, i), _joined_clock(ctx, i), _hour(ctx, i)):
        if clock is None:
            continue
        reading = _read_marked(ctx, i, clock)
        if reading:
            return [reading]
    return _read_shared(ctx, i)


def _read_colon(ctx: Context, i: int, clock: _Clock) -> list[DateReading]:
    """Read "22:45", "10:45 p.m. EST"."""
    words = ctx.lexicon.words
    tail = _tail(ctx, clock.last)
    is_bare = tail.last == clock.last
    if is_bare and (ctx.lower(i - 1) in words["not_time_left"] or ctx.lower(clock.last) in words["not_time_right"]):
        return []
    iso = _iso(clock, tail)
    if iso is None or not (ctx.is_whole_at(tail.last) or not is_bare):
        return []
    return [ctx.read(i, tail.last, iso, "time.clock", Kind.TIME)]


def _read_marked(ctx: Context, i: int, clock: _Clock) -> DateReading | None:
    """Digits that a mark makes a time: a.m., p.m., a zone, "o'clock", "hours"."""
    if clock.minute is None and ctx.is_in(clock.last, "oclock"):
        oclock = f"{clock.hour:02}:00"
        return ctx.read(i, clock.last + 1, oclock, "time.oclock", Kind.TIME)
    tail = _tail(ctx, clock.last)
    if tail.half is not None:
        iso = _iso(clock, tail)
        return ctx.read(i, tail.last, iso, "time.half-day", Kind.TIME) if iso else None
    if clock.minute is None:
        return _read_twelve(ctx, i, clock)
    if tail.offset is not None:
        iso = _iso(clock, tail)
        return ctx.read(i, tail.last, iso, "time.zone", Kind.TIME) if iso else None
    return _read_hours(ctx, i, clock)


def _read_hours(ctx: Context, i: int, clock: _Clock) -> DateReading | None:
    """Read "at 0930 hours", "1200 hrs GMT", "at 0936"."""
    if ctx.whole(i, 4) is None or ctx.width(i) != 4 or not ctx.is_whole_at(clock.last):
        return None
    has_unit = ctx.is_in(clock.last, "hours")
    tail = _tail(ctx, clock.last + has_unit)
    clues = (ctx.is_in(i - 1, "time_left"), has_unit, ctx.tokens[i].text.startswith("0"))
    if sum(clues) < _CLUES and tail.offset is None:
        return None
    iso = _iso(clock, tail)
    return ctx.read(i, tail.last, iso, "time.hours", Kind.TIME) if iso is not None else None


def _read_twelve(ctx: Context, i: int, clock: _Clock) -> DateReading | None:
    """Read "12 noon", "12 midnight"."""
    if clock.hour != 12 or not (ctx.is_in(clock.last, "noon") or ctx.is_in(clock.last, "midnight")):
        return None
    iso = "12:00" if ctx.is_in(clock.last, "noon") else "00:00"
    return ctx.read(i, clock.last + 1, iso, "time.half-day", Kind.TIME)


def _read_shared(ctx: Context, i: int) -> list[DateReading]:
    """Read "9 to 11 a.m.", "9-11am": two hours that share what makes them times; one interval with a dash."""
    first = _hour(ctx, i) or _joined_clock(ctx, i)
    if first is None or not (ctx.is_in(first.last, "to") or ctx.is_in(first.last, "and")):
        return []
    j = first.last + 1
    for second in (_colon_clock(ctx, j), _point_clock(ctx, j), _joined_clock(ctx, j), _hour(ctx, j)):
        if second is None:
            continue
        tail = _tail(ctx, second.last)
        is_marked = tail.half is not None or (tail.offset is not None and second.minute is not None)
        opening, closing = _iso(first, tail), _iso(second, tail)
        if not is_marked or opening is None or closing is None:
            continue
        if ctx.is_in(first.last, "dashes"):
            return [ctx.read(i, tail.last, interval(opening, closing), "time.range", Kind.TIME)]
        return [
            ctx.read(i, first.last, opening, "time.shared", Kind.TIME),
            ctx.read(j, tail.last, closing, "time.shared", Kind.TIME),
        ]
    return []


def _colon_clock(ctx: Context, i: int) -> _Clock | None:
    """Read "22:45", "15:57:18.64"."""
    hour = ctx.whole(i, 2)
    minute = ctx.whole(i + 2, 2)
    if hour is None or minute is None or not ctx.is_mark(i + 1, ":") or not (ctx.glued(i + 1) and ctx.glued(i + 2)):
        return None
    if hour > 24 or minute > 59 or ctx.width(i + 2) != 2:
        return None
    if not (ctx.is_mark(i + 3, ":") and ctx.glued(i + 3) and ctx.glued(i + 4)):
        return _Clock(hour, minute, "", i + 3)
    seconds = ctx.tokens[i + 4].text
    whole, _, fraction = seconds.partition(".")
    is_valid = whole.isdecimal() and len(whole) == 2 and int(whole) <= 60 and (not fraction or fraction.isdecimal())
    return _Clock(hour, minute, seconds, i + 5) if is_valid else None


def _point_clock(ctx: Context, i: int) -> _Clock | None:
    """Read "10.45", as it stands before pm or a zone."""
    if i >= len(ctx.tokens) or not ctx.tokens[i].is_digits:
        return None
    hour, point, minute = ctx.tokens[i].text.partition(".")
    is_valid = point and len(hour) <= 2 and len(minute) == 2 and hour.isdecimal() and minute.isdecimal()
    if not is_valid or int(hour) > 24 or int(minute) > 59:
        return None
    return _Clock(int(hour), int(minute), "", i + 1)


def _joined_clock(ctx: Context, i: int) -> _Clock | None:
    """Read "0401", "1000", as they stand before GMT or "hours"."""
    number = ctx.whole(i, 4)
    if number is None or ctx.width(i) < 3 or number // 100 > 24 or number % 100 > 59:
        return None
    return _Clock(number // 100, number % 100, "", i + 1)


def _hour(ctx: Context, i: int) -> _Clock | None:
    """Read "5" or "five"."""
    number = ctx.whole(i, 2)
    if number is None:
        number = ctx.lexicon.cardinals.get(ctx.lower(i))
    return _Clock(number, None, "", i + 1) if number is not None and 0 <= number <= 24 else None


def _tail(ctx: Context, j: int) -> _Tail:
    """a.m. or p.m., a time zone, or both, from token j on; the zone in brackets is left out."""
    half, k = _half_day(ctx, j)
    name = ctx.lower(k)
    is_zone = name in ctx.lexicon.zones and (
        name in ("gmt", "utc") or ctx.tokens[k].text.isupper() or ctx.is_in(k - 2, "time_left")
    )
    if is_zone and name != "z":
        offset, last = _offset_behind(ctx, k + 1)
        return _Tail(half, offset or ctx.lexicon.zones[name], last)
    if is_zone and ctx.glued(k):
        return _Tail(half, "Z", k + 1)
    if ctx.glued(k) and ctx.is_mark(k, "+-−"):
        offset, last = _offset_behind(ctx, k)
        if offset and last > k + 2:
            return _Tail(half, offset, last)
    return _Tail(half, None, k)


def _half_day(ctx: Context, j: int) -> tuple[int | None, int]:
    """0 for a.m., 12 for p.m., None for neither, and where it ends; "p.m" at the end of a sentence is three tokens."""
    if ctx.is_in(j, "am"):
        return 0, j + 1
    if ctx.is_in(j, "pm"):
        return 12, j + 1
    is_open = ctx.is_mark(j + 1, ".") and ctx.lower(j + 2) == "m" and ctx.glued(j + 1) and ctx.glued(j + 2)
    if is_open and ctx.lower(j) in ("a", "p"):
        return (0 if ctx.lower(j) == "a" else 12), j + 3
    return None, j


def _offset_behind(ctx: Context, j: int) -> tuple[str, int]:
    """An offset from UTC at token j, "+8" or "+08:00", and where it ends; empty if there is none."""
    number = ctx.whole(j + 1, 2)
    if not ctx.is_mark(j, "+-−") or not (ctx.glued(j) and ctx.glued(j + 1)) or number is None or number > 14:
        return "", j
    sign = "+" if ctx.is_mark(j, "+") else "-"
    minute = ctx.whole(j + 3, 2)
    if ctx.is_mark(j + 2, ":") and minute is not None and ctx.glued(j + 3):
        return f"{sign}{number:02}:{minute:02}", j + 4
    return f"{sign}{number:02}:00", j + 2


def _iso(clock: _Clock, tail: _Tail) -> str | None:
    """ISO 8601 of a time, as precise as the text; None if the clock has no such time."""
    hour = clock.hour
    if tail.half is not None:
        if hour > 12 or (hour == 0 and tail.half == 12):
            return None
        hour = hour % 12 + tail.half
    if hour == 24 and clock.minute:
        return None
    minutes = f":{clock.minute or 0:02}"
    seconds = f":{clock.seconds}" if clock.seconds else ""
    return f"{hour:02}{minutes}{seconds}{tail.offset or ''}"


def _is_free(ctx: Context, i: int) -> bool:
    """Whether the digits at token i begin something: they go on with nothing before them, but for the T of ISO 8601."""
    if not ctx.glued(i):
        return True
    before = ctx.tokens[i - 1]
    if before.text == "/":
        return ctx.lower(i - 2) in ctx.lexicon.zones  # "1630 EST/2130 GMT"
    return before.text == "T" or (not before.is_word and not before.is_digits and before.text not in ".,:$€£¥-−+/%")
