"""Years, pairs and ranges of years, decades and centuries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.dates_parts import (
    full_year,
    interval,
    iso_month,
    ordinal_at,
    second_year,
    year_at,
)

if TYPE_CHECKING:
    from tallybook.numbers.dates_parts import Context, DateReading, Part

# Without a word that asks for a year, digits outside this span are not taken for one.
# So far back may stand what has its level "in the 50s".
_LEVEL_REACH: Final = 10
_USUAL_YEARS: Final = range(1900, 2060)
_LONGEST_ERA_YEAR: Final = 4
_FULL_YEAR: Final = 4


def read_year(ctx: Context, i: int) -> list[DateReading]:
    """Dates that begin with a year in four digits: "1987", "1986/87", "2010-2020", "the 1990s", "2021-01"."""
    decade = _read_decade(ctx, i)
    if decade:
        return decade
    era = _read_era(ctx, i)
    if era:
        return era
    if _is_glued_to_a_name(ctx, i):
        return []
    if ctx.lower(i - 1) in ctx.lexicon.year["price_left"] and ctx.width(i) == 4 and ctx.is_whole_at(i + 1):
        return [ctx.read(i, i + 1, ctx.tokens[i].text, "date.price-base")] if ctx.whole(i, 4) in _USUAL_YEARS else []
    year = year_at(ctx, i)
    if year is None or ctx.width(i) != 4:
        return []
    pair = _read_pair(ctx, i, year)
    if pair:
        return pair
    if not is_year(ctx, i, year.last, year.value):
        return []
    return [ctx.read(i, year.last, str(year.value), _rule_of(ctx, i))]


def _tells_level(ctx: Context, i: int) -> bool:
    """Whether "the 50s" at token i are degrees or prices: "highs in the 50s"."""
    return any(ctx.is_in(j, "levels") for j in range(max(0, i - _LEVEL_REACH), i))


def read_short_decade(ctx: Context, i: int) -> list[DateReading]:
    """Read "'80s", "the 80s", and "'87" alone."""
    with_mark = ctx.is_in(i, "apostrophes")
    j = i + 1 if with_mark else i
    number = ctx.whole(j, 2)
    if number is None or ctx.width(j) != 2 or (with_mark and not ctx.glued(j)):
        return []
    is_decade = with_mark or (ctx.lower(i - 1) == "the" and not _tells_level(ctx, i))
    if ctx.lower(j + 1) == "s" and ctx.glued(j + 1) and number % 10 == 0 and is_decade:
        return [ctx.read(i, j + 2, _decade(full_year(ctx, number)), "date.decade")]
    year = year_at(ctx, i) if with_mark and not ctx.glued(i) else None
    closes_quotation = ctx.is_in(j + 1, "apostrophes")
    is_year_word = (ctx.lower(i - 1) in ctx.lexicon.year["left"] or ctx.lower(j + 1) in ctx.lexicon.year["nouns"]) and (
        not closes_quotation
    )
    return [ctx.read(i, year.last, str(year.value), "date.year")] if year and is_year_word else []


def read_decade_word(ctx: Context, i: int) -> list[DateReading]:
    """Read "the eighties", "nineteen-eighties"."""
    century = 0
    j = i
    if ctx.lower(i) in ctx.lexicon.cardinals and 15 <= ctx.lexicon.cardinals[ctx.lower(i)] <= 19:
        century = ctx.lexicon.cardinals[ctx.lower(i)]
        j = i + 2 if ctx.is_in(i + 1, "dashes") else i + 1
    tens = ctx.lexicon.decades.get(ctx.lower(j))
    if tens is None:
        return []
    if century:
        return [ctx.read(i, j + 1, _decade(century * 100 + tens), "date.decade")]
    is_named = ctx.lower(i - 1) in ("the", "early", "late", "mid") or ctx.is_in(i - 1, "apostrophes")
    return [ctx.read(i, i + 1, _decade(full_year(ctx, tens)), "date.decade")] if is_named else []


def read_century(ctx: Context, i: int) -> list[DateReading]:
    """Read "the 19th century", "the 18th and 19th centuries", "twenty-first-century"."""
    first = ordinal_at(ctx, i)
    if first is None:
        return []
    ordinals = [(i, first)]
    if ctx.is_in(first.last, "and") or ctx.is_in(first.last, "to"):
        second = ordinal_at(ctx, first.last + 1)
        if second:
            ordinals.append((first.last + 1, second))
    j = ordinals[-1][1].last
    if ctx.is_mark(j, "-‑") and ctx.glued(j):
        j += 1
    if not ctx.is_in(j, "centuries"):
        return []
    is_before = ctx.is_in(j + 1, "eras_before")
    ends = [ordinal.last for _, ordinal in ordinals]
    ends[-1] = j + 2 if is_before or ctx.is_in(j + 1, "eras_after") else j + 1
    return [
        ctx.read(start, end, _century(ordinal.value, is_before), "date.century")
        for (start, ordinal), end in zip(ordinals, ends, strict=True)
    ]


def is_year(ctx: Context, first: int, last: int, year: int) -> bool:
    """Whether digits that look like a year, over the tokens [first, last), are one in their context."""
    words = ctx.lexicon.year
    before, after = ctx.lower(first - 1), ctx.lower(last)
    if _is_label_or_count(ctx, first, last):
        return False
    goes_on = ctx.is_in(first - 1, "and") and year_at(ctx, first - 2) is not None
    goes_on |= before == "between" and ctx.is_in(last, "and") and year_at(ctx, last + 1) is not None
    is_asked_for = before in words["left"] or after in words["nouns"] or goes_on
    if year not in _USUAL_YEARS or year % 100 == 0:
        return is_asked_for and not (year % 100 == 0 and _is_counted(ctx, last))
    return goes_on or before in words["firm_left"] or before in words["determiners"] or not _is_counted(ctx, last)


def _read_decade(ctx: Context, i: int) -> list[DateReading]:
    """Read "1990s", "the 1990's"; "the 1900s" is taken for the century, "2018s" for a year that lost its apostrophe."""
    number = ctx.whole(i, 4)
    if number is None or ctx.width(i) != 4 or not 1000 <= number <= 2100:
        return []
    if number % 10:
        is_owner = number in _USUAL_YEARS and ctx.lower(i + 1) == "s" and ctx.glued(i + 1)
        return [ctx.read(i, i + 2, str(number), "date.year")] if is_owner else []
    if ctx.lower(i + 1) == "s" and ctx.glued(i + 1):
        last = i + 2
    elif ctx.is_in(i + 1, "apostrophes") and ctx.lower(i + 2) == "s" and ctx.glued(i + 2) and ctx.lower(i - 1) == "the":
        last = i + 3
    else:
        return []
    iso = f"{number}/{number + 99}" if number % 100 == 0 and number < 2000 else _decade(number)
    return [ctx.read(i, last, iso, "date.decade")]


def _read_era(ctx: Context, i: int) -> list[DateReading]:
    """Read "500 BC", "1066 AD", "AD 79"; the year before 1 AD is 0000 in ISO 8601."""
    number = ctx.whole(i, _LONGEST_ERA_YEAR)
    if number is None or number == 0 or ctx.glued(i):
        return []
    is_capital = i + 1 < len(ctx.tokens) and ctx.tokens[i + 1].is_capitalised
    if is_capital and ctx.is_in(i + 1, "eras_before"):
        return [ctx.read(i, i + 2, _before_christ(number), "date.era")]
    if is_capital and ctx.is_in(i + 1, "eras_after"):
        return [ctx.read(i, i + 2, f"{number:04}", "date.era")]
    if i > 0 and ctx.tokens[i - 1].text in ("AD", "A.D.") and ctx.is_whole_at(i + 1):
        return [ctx.read(i, i + 1, f"{number:04}", "date.era")]
    return []


def _read_pair(ctx: Context, i: int, year: Part) -> list[DateReading]:
    """Read "1986/87", "2010-2020"; "2021-01" is a month."""
    second = second_year(ctx, year.value, year.last)
    month = ctx.whole(year.last + 1, 2)
    is_month = month is not None and 1 <= month <= 12 and ctx.width(year.last + 1) == 2
    is_joint = ctx.is_mark(year.last, "-‑") and ctx.glued(year.last) and ctx.glued(year.last + 1)
    if is_joint and is_month and month is not None and ctx.is_whole_at(year.last + 2):
        goes_on = ctx.is_mark(year.last + 2, "-/.") and ctx.glued(year.last + 3)
        if (second is None or second.value != year.value + 1) and not goes_on:
            return [ctx.read(i, year.last + 2, iso_month(year.value, month), "date.year-month")]
    if second is None:
        return []
    is_span = ctx.width(year.last + 1) == _FULL_YEAR and not _is_label_or_count(ctx, i, second.last)
    is_span = is_span and not _is_counted(ctx, second.last)
    if not (is_span or is_year(ctx, i, second.last, year.value)) or ctx.is_measured(second.last):
        return []
    rule = "date.split-year" if second.value == year.value + 1 else "date.year-range"
    return [ctx.read(i, second.last, interval(str(year.value), str(second.value)), rule)]


def _rule_of(ctx: Context, i: int) -> str:
    j = i - 2 if ctx.lower(i - 1) == "year" else i - 1
    is_fiscal = ctx.lower(j) in ctx.lexicon.words["fiscal"] - {"calendar"}
    return "date.fiscal-year" if is_fiscal else "date.year"


def _is_label_or_count(ctx: Context, first: int, last: int) -> bool:
    """Whether the words before the digits make them a label ("No. 1987") or an amount ("more than 2000", "$2000")."""
    words = ctx.lexicon.year
    j = first - 2 if ctx.is_mark(first - 1, ".") else first - 1
    before = ctx.lower(j)
    if before in words["label_left"]:
        return True
    if ctx.lower(first - 2) == "at" and before in ("least", "most"):
        return ctx.lower(first - 3) not in ("until", "till")  # "until at least 1989" is a year, "at least 1989" is not
    if before == "of" and ctx.lower(j - 1) in words["sums"]:
        return True
    is_bare = ctx.lower(last) not in words["nouns"] and not ctx.is_in(last, "apostrophes")
    if is_bare and (before in words["count_left"] or (before == "than" and ctx.lower(j - 1) in words["more_than"])):
        return True
    return ctx.is_mark(j, "$€£¥₹#+±~≈") or (ctx.glued(first) and ctx.is_mark(j, "<>"))


def _is_glued_to_a_name(ctx: Context, i: int) -> bool:
    """Whether the digits go on with what touches them: "A1987", "MD-1987", "3/1987", "1.1987"."""
    if not ctx.glued(i):
        return False
    before = ctx.tokens[i - 1]
    if before.is_word or before.is_digits:
        return True
    if before.text in "-‑":
        # "mid-1987", "year-end-1986", "pre-1980" are dates; "MD-1987" is not.
        word = ctx.lower(i - 2)
        return word not in ctx.lexicon.year["left"] and ctx.lexicon.months.get(word) is None
    if before.text == ":":
        return not ctx.tokens[i - 2].is_word
    return before.text in "/.,_@\\+"


def _is_counted(ctx: Context, j: int) -> bool:
    """Whether token j is a plain plural noun that the digits before it count."""
    if j >= len(ctx.tokens):
        return False
    token, words = ctx.tokens[j], ctx.lexicon.year
    if not token.is_word or token.text != token.lower or token.glued:
        return False
    if ctx.is_measured(j):
        return True
    word = token.lower
    if word in words["nouns"] or word in words["not_nouns"] or "'" in word:
        return False
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))


def _decade(year: int) -> str:
    start = year - year % 10
    return f"{start}/{start + 9}"


def _century(number: int, is_before: bool) -> str:
    """The years of a century as an interval: the 19th is 1801/1900."""
    if is_before:
        return interval(_before_christ(number * 100), _before_christ(number * 100 - 99))
    return f"{number * 100 - 99:04}/{number * 100:04}"


def _before_christ(year: int) -> str:
    return f"-{year - 1:04}" if year > 1 else "0000"
