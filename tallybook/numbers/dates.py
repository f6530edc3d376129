"""Tokens → dates and times, each with its span and ISO 8601 form.

ISO forms are as precise as the text and never resolved with what it does not say:

| text | iso |
|---|---|
| 1987 · January 1987 · January 20, 1987 | `1987` · `1987-01` · `1987-01-20` |
| January 20 · the 20th | `--01-20` · `---20` |
| third quarter of 1987 · second half · week 8 | `1987-Q3` · `--H2` · `--W08` |
| 1986/87 · 2010-2020 · the 1990s · the 19th century | `1986/1987` · `2010/2020` · `1990/1999` · `1801/1900` |
| January-February 1987 · February 21-28 | `1987-01/1987-02` · `--02-21/--02-28` |
| first nine months of 1987 | `1987-01/1987-09` |
| summer of 1990 | `1990-22` (ISO 8601-2: spring 21, summer 22, autumn 23, winter 24) |
| third week of February 1987 | `1987-02`: there is no closer form |
| 10.45pm · 0401 GMT · 5 p.m. EST | `22:45` · `04:01Z` · `17:00-05:00` |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.dates_days import read_day_alone, read_day_first, read_month_first, read_ordinal_word_day
from tallybook.numbers.dates_lexicon import date_lexicon
from tallybook.numbers.dates_numeric import read_numeric
from tallybook.numbers.dates_parts import Context, DateReading
from tallybook.numbers.dates_periods import (
    read_code,
    read_digit_code,
    read_fiscal_code,
    read_ordinal_period,
    read_season,
    read_week,
    read_year_period,
)
from tallybook.numbers.dates_years import read_century, read_decade_word, read_short_decade, read_year
from tallybook.numbers.times import read_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tallybook.lexicons.tokens import Token

    _Reader = Callable[[Context, int], list[DateReading]]

__all__ = ["DateReading", "read_dates", "starts_date"]

# The longest reading first: a day before the year that it begins with, a period before its ordinal.
_SHORT_READERS: Final = (
    read_time,
    read_numeric,
    read_day_first,
    read_year,
    read_ordinal_period,
    read_century,
    read_digit_code,
    read_short_decade,
    read_day_alone,
)
# By the number of digits; only the shapes that a date or a time can have.
_WHOLE_READERS: Final = {
    1: _SHORT_READERS,
    2: _SHORT_READERS,
    3: (read_time, read_year),
    4: (read_time, read_numeric, read_year_period, read_year),
    8: (read_numeric,),
}
# "AD 79"
_ERAS: Final = frozenset({"ad", "a.d."})
# Marks that may stand inside a date or a time behind its first one or two digits.
_CONTINUING_MARKS: Final = frozenset("-‑–—/:,'’&")
_POINT_READERS: Final = (read_time, read_numeric)
_ORDINAL_READERS: Final = (read_ordinal_period, read_century, read_ordinal_word_day)
_CARDINAL_READERS: Final = (read_decade_word, read_century, read_time)


def starts_date(token: Token, language: str = "en") -> bool:
    """Whether a date or a time may begin with the token: a cheap test before `read_dates`."""
    return token.is_digits or token.lower in date_lexicon(language).starters


def read_dates(
    tokens: list[Token],
    i: int,
    published_on: date | None = None,
    is_unit: Callable[[list[Token], int], bool] | None = None,
    language: str = "en",
) -> list[DateReading]:
    """The dates or times that begin exactly at token i of a sentence: usually one, several if they share a part.

    `is_unit` tells whether a unit stands at a token, so that "1987 dlrs" is no date; `published_on` decides the
    century of years in two digits.

    >>> from tallybook.lexicons.tokens import tokenize
    >>> [reading.iso for reading in read_dates(tokenize("December 21 and 27"), 0)]
    ['--12-21', '--12-27']
    """
    token = tokens[i]
    lexicon = date_lexicon(language)
    if not token.is_digits and token.lower not in lexicon.starters:
        return []
    context = Context(tokens, lexicon, published_on.year if published_on else None, is_unit)
    for reader in _digit_readers_of(context, i) if token.is_digits else _readers_of(context, i):
        readings = reader(context, i)
        if readings:
            return readings
    return []


def _digit_readers_of(ctx: Context, i: int) -> tuple[_Reader, ...]:
    """The readers of dates that begin with the digits at token i; none for most amounts."""
    text = ctx.tokens[i].text
    if not text.isdecimal():
        return _POINT_READERS if "." in text and "," not in text else ()
    if len(text) > 2:
        return _WHOLE_READERS.get(len(text), ())
    following = ctx.tokens[i + 1] if i + 1 < len(ctx.tokens) else None
    if ctx.lower(i - 1) in _ERAS:
        return _SHORT_READERS
    if following is None or (
        following.text not in _CONTINUING_MARKS and not following.is_word and not following.is_digits
    ):
        return ()  # "8%", "(5)", "rose to 7.": no date of one or two digits ends there
    # "12 mln", "17 years": no word that goes on with a date.
    is_amount = following.is_word and not following.glued
    if is_amount and ctx.lower(i + 1) not in ctx.lexicon.followers:
        return ()
    return _SHORT_READERS


def _readers_of(ctx: Context, i: int) -> tuple[_Reader, ...]:
    """The readers of dates that begin with the word or mark at token i."""
    lexicon, word = ctx.lexicon, ctx.lower(i)
    if word in lexicon.months:
        return (read_month_first,)
    if word in lexicon.seasons:
        return (read_season,)
    if word in lexicon.letters or word == "w":
        return (read_code,)
    if word in ("fy", "cy"):
        return (read_fiscal_code,)
    if word == "week":
        return (read_week,)
    if word in lexicon.words["apostrophes"]:
        return (read_short_decade,)
    if word in lexicon.decades:
        return (read_decade_word,)
    if word in lexicon.cardinals:
        return _CARDINAL_READERS
    return _ORDINAL_READERS
