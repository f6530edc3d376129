"""Parts of years: quarters, halves, weeks, seasons, runs of months, and fiscal years by their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.dates_parts import (
    FIRST_YEAR,
    LAST_YEAR,
    Part,
    YearPart,
    full_year,
    interval,
    iso_division,
    iso_month,
    month_at,
    ordinal_at,
    second_year,
    split_year_at,
    year_at,
    year_suffix,
)

if TYPE_CHECKING:
    from tallybook.numbers.dates_parts import Context, DateReading

_NAMES: Final = {4: "quarter", 2: "half", 53: "week"}
_LAST: Final = -1
_MONTHS_IN: Final = {"quarter": 3, "quarters": 3}


def read_ordinal_period(ctx: Context, i: int) -> list[DateReading]:
    """Parts of a year by ordinals: "first quarter of 1987", "fourth-quarter", "first and second quarters of 1987"."""
    first = _place_at(ctx, i)
    if first is None:
        return []
    months = _read_run_of_months(ctx, i)
    if months:
        return months
    places = [(i, first)]
    j = first.last
    if ctx.is_in(j, "and") or ctx.is_in(j, "to"):
        second = ordinal_at(ctx, j + 1)
        if second:
            places.append((j + 1, second))
            j = second.last
    if ctx.is_mark(j, "-‑") and ctx.glued(j):
        j += 1
    parts = ctx.lexicon.divisions.get(ctx.lower(j).removesuffix("'s"))
    if parts is None:
        return _read_part_of_month(ctx, i, first)
    behind = j + 2 if ctx.lower(j).startswith("qtr") and ctx.is_mark(j + 1, ".") and ctx.glued(j + 1) else j + 1
    if parts == 53 or (len(places) == 1 and ctx.lower(behind) == "of" and month_at(ctx, behind + 1)):
        return _read_part_of_month(ctx, i, first)
    return _place_readings(ctx, places, parts, behind, year_suffix(ctx, behind))


def read_year_period(ctx: Context, i: int) -> list[DateReading]:
    """A part behind its year: "1987 first quarter", "1986's second half", "2024 Q1", "2024-W03"."""
    if ctx.glued(i):
        return []
    year = split_year_at(ctx, i)
    if year is None:
        return _read_joined_code(ctx, i)
    j = year.last
    if ctx.is_in(j, "apostrophes") and ctx.lower(j + 1) == "s" and ctx.glued(j + 1):
        j += 2
    if ctx.is_mark(j, "-") and ctx.glued(j):
        j += 1
    coded = _code_at(ctx, j)
    if coded:
        parts, number = coded
        return [ctx.read(i, number.last, _iso(year, parts, number.value), f"date.{_NAMES[parts]}")]
    place = ordinal_at(ctx, j)
    if place is None:
        return []
    k = place.last + 1 if ctx.is_mark(place.last, "-") else place.last
    parts = ctx.lexicon.divisions.get(ctx.lower(k), 0)
    if not 1 <= place.value <= parts <= 4:
        return []
    return [ctx.read(i, k + 1, _iso(year, parts, place.value), f"date.{_NAMES[parts]}")]


def _read_joined_code(ctx: Context, i: int) -> list[DateReading]:
    """Read "2024Q1"."""
    year, coded = ctx.whole(i, 4), _code_at(ctx, i + 1)
    if year is None or coded is None or not FIRST_YEAR <= year <= LAST_YEAR or not ctx.is_whole_at(coded[1].last):
        return []
    parts, number = coded
    return [ctx.read(i, number.last, iso_division(year, parts, number.value), f"date.{_NAMES[parts]}")]


def read_code(ctx: Context, i: int) -> list[DateReading]:
    """Read "Q3", "H1 2024", "Q1-Q3 2023", "W03 2024"."""
    coded = _code_at(ctx, i)
    if coded is None or _touches_a_name(ctx, i):
        return []
    parts, number = coded
    until = number
    if ctx.is_in(number.last, "to"):
        other = _code_at(ctx, number.last + 1)
        if other and other[0] == parts and other[1].value > number.value:
            until = other[1]
    year = _code_year(ctx, until.last)
    if parts == 53 and year is None:
        return []
    tail = year or YearPart(None, until.last)
    if year is None and not _ends_code(ctx, until.last):
        return []
    iso = interval(_iso(tail, parts, number.value), _iso(tail, parts, until.value))
    return [ctx.read(i, tail.last, iso, f"date.{_NAMES[parts]}")]


def read_digit_code(ctx: Context, i: int) -> list[DateReading]:
    """Read "3Q24", "1H", "3Q 2024"."""
    number = ctx.whole(i, 1)
    parts = ctx.lexicon.letters.get(ctx.lower(i + 1))
    if number is None or parts is None or not 1 <= number <= parts or not ctx.glued(i + 1) or ctx.glued(i):
        return []
    if ctx.tokens[i + 1].text != ctx.tokens[i + 1].text.upper():
        return []
    year = _code_year(ctx, i + 2)
    if year is None and not _ends_code(ctx, i + 2):
        return []
    tail = year or YearPart(None, i + 2)
    return [ctx.read(i, tail.last, _iso(tail, parts, number), f"date.{_NAMES[parts]}")]


def read_week(ctx: Context, i: int) -> list[DateReading]:
    """Read "week 8", "week 3 of 2024"."""
    number = ctx.whole(i + 1, 2)
    is_free = ctx.lower(i - 1) in ("", "in", "for", "by", "of", "during", "from", "to", "since", "until", "and")
    if ctx.lower(i) != "week" or number is None or not 1 <= number <= 53 or not is_free:
        return []
    if not ctx.is_whole_at(i + 2) or ctx.is_measured(i + 2) or ctx.is_mark(i + 2, "/"):
        return []
    year = year_suffix(ctx, i + 2) or YearPart(None, i + 2)
    return [ctx.read(i, year.last, _iso(year, 53, number), "date.week")]


def read_season(ctx: Context, i: int) -> list[DateReading]:
    """Read "winter 2023", "summer of 1990": ISO 8601-2 codes of seasons, 2023-24 and 1990-22."""
    season = ctx.lexicon.seasons[ctx.lower(i)]
    is_verb = ctx.is_in(i, "ambiguous_seasons") and not ctx.is_in(i - 1, "season_left")
    if is_verb and ctx.lower(i + 1) != "of" and not ctx.tokens[i].text.istitle():
        return []
    year = split_year_at(ctx, i + 2 if ctx.lower(i + 1) == "of" else i + 1)
    if year is None:
        return []
    iso = iso_month(year.single, season) if year.single else year.iso
    return [ctx.read(i, year.last, iso, "date.season")]


def read_fiscal_code(ctx: Context, i: int) -> list[DateReading]:
    """Read "FY24", "FY 2023-24", "FY2023/24"; the year is as the text names it, its months are not known."""
    j = i + 2 if ctx.is_mark(i + 1, ".") else i + 1
    if _touches_a_name(ctx, i) or ctx.tokens[i].text != ctx.tokens[i].text.upper():
        return []
    if ctx.is_mark(j, "-") and ctx.glued(j):
        j += 1
    year = year_at(ctx, j) or _short_year(ctx, j)
    if year is None:
        return []
    second = second_year(ctx, year.value, year.last)
    iso = interval(str(year.value), str(second.value)) if second else str(year.value)
    return [ctx.read(i, second.last if second else year.last, iso, "date.fiscal-year")]


def _short_year(ctx: Context, j: int) -> Part | None:
    number = ctx.whole(j, 2)
    is_year = number is not None and ctx.width(j) == 2 and ctx.is_whole_at(j + 1)
    return Part(full_year(ctx, number), j + 1) if is_year and number is not None else None


def _place_at(ctx: Context, i: int) -> Part | None:
    """An ordinal, or "last" and its kin as the last one."""
    if ctx.is_in(i, "edges"):
        return Part(_LAST, i + 1)
    if ctx.is_in(i, "firsts") and ctx.lower(i) not in ctx.lexicon.ordinals:
        return Part(1, i + 1)
    return ordinal_at(ctx, i)


def _place_readings(
    ctx: Context, places: list[tuple[int, Part]], parts: int, behind: int, year: YearPart | None
) -> list[DateReading]:
    has_digits = year is not None and year.iso is not None
    tail = year or YearPart(None, behind)
    readings = []
    for n, (start, place) in enumerate(places):
        number = parts if place.value == _LAST else place.value
        if not 1 <= number <= parts or (not has_digits and not _is_numeral(ctx, start)):
            return []
        last = tail.last if n == len(places) - 1 else place.last
        readings.append(ctx.read(start, last, _iso(tail, parts, number), f"date.{_NAMES[parts]}"))
    return readings


def _is_numeral(ctx: Context, i: int) -> bool:
    """Whether the place named at token i is a number: "first" is, "last" and "opening" are not."""
    return ctx.tokens[i].is_digits or ctx.lower(i) in ctx.lexicon.ordinals or ctx.lower(i) in ctx.lexicon.tens


def _iso(year: YearPart, parts: int, number: int) -> str:
    """ISO of a part; a part of two joined years is no more precise than they are."""
    if year.iso and year.single is None:
        return year.iso
    return iso_division(year.single, parts, number)


def _read_part_of_month(ctx: Context, i: int, place: Part) -> list[DateReading]:
    """Read "third week of February", "last week of 1986": ISO 8601 has no such part, so that iso is the month's."""
    j = place.last
    if ctx.lower(j) not in ctx.lexicon.words["subdivisions"] or ctx.lower(j + 1) not in ("of", "in"):
        return []
    has_ordinal = _is_numeral(ctx, i)
    month = month_at(ctx, j + 2)
    if month is None:
        year = year_at(ctx, j + 2)
        if year is None:
            return []
        is_week = has_ordinal and ctx.lower(j) == "week"
        iso = iso_division(year.value, 53, place.value) if is_week else str(year.value)
        return [ctx.read(i, year.last, iso, "date.part-of-year")]
    behind = year_suffix(ctx, month.last)
    if not has_ordinal and (behind is None or behind.iso is None):
        return []
    last = behind.last if behind else month.last
    iso = iso_month(behind.single if behind else None, month.value)
    return [ctx.read(i, last, iso, "date.part-of-month")]


def _read_run_of_months(ctx: Context, i: int) -> list[DateReading]:
    """Read "final three months of 1985", "first three quarters of 2023": with a year only."""
    is_first = ctx.lower(i) in ctx.lexicon.words["firsts"]
    if not is_first and not ctx.is_in(i, "edges"):
        return []
    count = ctx.lexicon.cardinals.get(ctx.lower(i + 1)) or ctx.whole(i + 1, 2)
    noun = ctx.lower(i + 2)
    months = 1 if ctx.is_in(i + 2, "months") else _MONTHS_IN.get(noun, 0)
    year = year_suffix(ctx, i + 3)
    if not count or not 1 <= count * months <= 12 or year is None or year.iso is None:
        return []
    if year.single is None:
        return [ctx.read(i, year.last, year.iso, "date.months")]
    length = count * months
    first = 1 if is_first else 13 - length
    iso = interval(iso_month(year.single, first), iso_month(year.single, first + length - 1))
    return [ctx.read(i, year.last, iso, "date.months")]


def _code_at(ctx: Context, j: int) -> tuple[int, Part] | None:
    """Read "Q3" as (4, 3), "W03" as (53, 3)."""
    word = ctx.lower(j)
    parts = 53 if word == "w" else ctx.lexicon.letters.get(word)
    number = ctx.whole(j + 1, 2)
    if parts is None or number is None or not ctx.glued(j + 1) or not 1 <= number <= parts:
        return None
    if parts < 53 and ctx.width(j + 1) != 1:
        return None
    return parts, Part(number, j + 2)


def _code_year(ctx: Context, j: int) -> YearPart | None:
    """The year behind a code: " 2024", "24" glued to it, "-24", "'24", "/24", " FY24", " of 2024", " last year"."""
    k = j
    if ctx.is_mark(j, "-/") and ctx.glued(j) and ctx.glued(j + 1):
        k += 1
    if ctx.lower(k) in ("fy", "cy"):
        k += 1
    is_tight = ctx.glued(k) and ctx.width(k) in (2, 4) and (k > j or ctx.tokens[k].is_digits)
    if is_tight and ctx.whole(k, 4) is not None:
        short = _short_year(ctx, k)
        number = ctx.whole(k, 4)
        if short:
            return YearPart(str(short.value), short.last)
        is_year = number is not None and FIRST_YEAR <= number <= LAST_YEAR and ctx.width(k) == 4
        return YearPart(str(number), k + 1) if is_year and ctx.is_whole_at(k + 1) else None
    return year_suffix(ctx, k)


def _ends_code(ctx: Context, j: int) -> bool:
    """Whether nothing that belongs to a longer name touches token j: "H1N1", "H1-B", "Q3-7"."""
    if not ctx.is_whole_at(j):
        return False
    return not (ctx.is_mark(j, "-.") and ctx.glued(j) and ctx.glued(j + 1) and not ctx.is_mark(j, "."))


def _touches_a_name(ctx: Context, i: int) -> bool:
    return ctx.glued(i) and not ctx.is_mark(i - 1, "(\"'“‘[<*/—–-")
