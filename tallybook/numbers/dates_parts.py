"""The parts that all dates share: what stands at a token, days, months, years, and their ISO 8601 forms."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.model import Kind
from tallybook.numbers.nouns import is_plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.dates_lexicon import DateLexicon

FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2100
# Two digits name a year no further ahead of the publication than this; bonds are issued for thirty years.
_AHEAD: Final = 30
# Stands in for the publication when nothing is known: "87" is 1987, "24" is 2024.
_USUAL_YEAR: Final = 2020
_LEAP_YEAR: Final = 2000
_GLUED_MARKS: Final = frozenset("%‰°$€£¥₹")


@dataclass(slots=True, init=False)
class DateReading:
    """A date or a time over the tokens [first, last), which are the characters [start, end) of the text.

    `iso` is ISO 8601 as precise as the text; `rule` is the id of the rule that decided.
    """

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    iso: str | None
    rule: str

    def __init__(
        self,
        first: int,
        last: int,
        start: int,
        end: int,
        kind: Kind,
        iso: str | None,
        rule: str,
    ) -> None:
        self.first = first
        self.last = last
        self.start = start
        self.end = end
        self.kind = kind
        self.iso = iso
        self.rule = rule


@dataclass(slots=True, init=False)
class Part:
    """A number read from the tokens up to `last`."""

    value: int
    last: int

    def __init__(
        self,
        value: int,
        last: int,
    ) -> None:
        self.value = value
        self.last = last


@dataclass(slots=True, init=False)
class YearPart:
    """The year that ends a date. `iso` is `1987`, `1986/1987`, or None for "last year" and its kin."""

    iso: str | None
    last: int

    def __init__(
        self,
        iso: str | None,
        last: int,
    ) -> None:
        self.iso = iso
        self.last = last

    @property
    def single(self) -> int | None:
        """The year, if it is one calendar year and known."""
        return int(self.iso) if self.iso and len(self.iso) == 4 else None


class Context:
    """The tokens of a sentence with what helps to read dates in them."""

    __slots__ = ("is_unit", "lexicon", "published_year", "tokens")

    def __init__(
        self,
        tokens: list[Token],
        lexicon: DateLexicon,
        published_year: int | None,
        is_unit: Callable[[list[Token], int], bool] | None,
    ) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.published_year = published_year
        self.is_unit = is_unit

    def lower(self, j: int) -> str:
        """Token j in lower case; empty outside the sentence."""
        return self.tokens[j].lower if 0 <= j < len(self.tokens) else ""

    def is_in(self, j: int, name: str) -> bool:
        """Whether token j is one of the lexicon's words of that name."""
        return self.lower(j) in self.lexicon.words[name]

    def glued(self, j: int) -> bool:
        """Whether token j exists and touches the one before it."""
        return 0 <= j < len(self.tokens) and self.tokens[j].glued

    def is_mark(self, j: int, marks: str) -> bool:
        """Whether token j is one of these marks."""
        return 0 <= j < len(self.tokens) and self.tokens[j].text in marks

    def whole(self, j: int, longest: int) -> int | None:
        """The plain whole number at token j, of at most `longest` digits."""
        if not 0 <= j < len(self.tokens):
            return None
        text = self.tokens[j].text
        if len(text) > longest or not self.tokens[j].is_digits or not text.isdecimal():
            return None
        return int(text)

    def width(self, j: int) -> int:
        """Number of characters of token j."""
        return len(self.tokens[j].text) if 0 <= j < len(self.tokens) else 0

    def is_measured(self, j: int) -> bool:
        """Whether a unit or a scale stands at token j, so that the digits before it are an amount."""
        if j >= len(self.tokens):
            return False
        token = self.tokens[j]
        if token.lower == "per":
            return self.lower(j + 1) not in self.lexicon.year["per"]
        if token.text in _GLUED_MARKS or token.lower in self.lexicon.year["counted"]:
            return True
        # "the 1986 quarter", "1986's": units elsewhere, not behind a date.
        is_never = token.lower in self.lexicon.year["not_units"] or self.is_in(j, "apostrophes")
        return bool(self.is_unit and not is_never and self.is_unit(self.tokens, j))

    def is_whole_at(self, last: int) -> bool:
        """Whether a numeral may end before token `last`: nothing that belongs to it touches it."""
        if not self.glued(last):
            return True
        token = self.tokens[last]
        return not (token.is_word or token.is_digits or token.text in _GLUED_MARKS)

    def read(self, first: int, last: int, iso: str | None, rule: str, kind: Kind = Kind.DATE) -> DateReading:
        """A reading over the tokens [first, last)."""
        return DateReading(first, last, self.tokens[first].start, self.tokens[last - 1].end, kind, iso, rule)


def full_year(ctx: Context, two_digits: int) -> int:
    """The year that two digits mean, seen from the publication.

    With a publication in 1987, 17 is 2017 and 87 is 1987.
    """
    latest = (ctx.published_year or _USUAL_YEAR) + _AHEAD
    return latest - (latest - two_digits) % 100


def month_at(ctx: Context, j: int) -> Part | None:
    """A month by name, with the full stop of its abbreviation."""
    word = ctx.lower(j)
    month = ctx.lexicon.months.get(word)
    if month is None:
        return None
    is_small = word in ctx.lexicon.words["ambiguous_months"] and not ctx.tokens[j].is_capitalised
    if is_small and not (ctx.is_in(j - 1, "month_left") and ctx.whole(j + 1, 2)):
        return None
    is_abbreviated = len(word) <= 4 and word not in ("may", "june", "july")
    return Part(month, j + 2 if is_abbreviated and ctx.is_mark(j + 1, ".") and ctx.glued(j + 1) else j + 1)


def ordinal_at(ctx: Context, j: int) -> Part | None:
    """An ordinal below a hundred, in digits ("20th") or words ("twenty-first")."""
    number = ctx.whole(j, 2)
    if number is not None:
        return Part(number, j + 2) if ctx.is_in(j + 1, "ordinal_endings") and ctx.glued(j + 1) else None
    word = ctx.lower(j)
    if word in ctx.lexicon.tens:
        after = j + 2 if ctx.is_in(j + 1, "dashes") else j + 1
        unit = ctx.lexicon.ordinals.get(ctx.lower(after), 0)
        return Part(ctx.lexicon.tens[word] + unit, after + 1) if 0 < unit < 10 else None
    ordinal = ctx.lexicon.ordinals.get(word)
    return Part(ordinal, j + 1) if ordinal else None


def day_at(ctx: Context, j: int) -> Part | None:
    """A day of the month: "3", "03", "3rd"."""
    number = ctx.whole(j, 2)
    if number is None:
        return _day_in_words(ctx, j)
    if not 1 <= number <= 31:
        return None
    last = j + 2 if ctx.is_in(j + 1, "ordinal_endings") and ctx.glued(j + 1) else j + 1
    is_clock = ctx.is_mark(last, ":") and ctx.whole(last + 1, 2) is not None and ctx.glued(last + 1)
    return Part(number, last) if ctx.is_whole_at(last) and not is_clock else None


def _day_in_words(ctx: Context, j: int) -> Part | None:
    """A day in words right behind its month: "April one", as newswires write the first nine."""
    number = ctx.lexicon.cardinals.get(ctx.lower(j), 0)
    is_day = 1 <= number <= 9 and j > 0 and ctx.lower(j - 1) in ctx.lexicon.months and ctx.tokens[j - 1].is_capitalised
    follows = ctx.lower(j + 1)
    is_joined = ctx.is_in(j + 1, "dashes") and ctx.glued(j + 1)
    if not is_day or ctx.is_measured(j + 1) or is_joined or follows in ctx.lexicon.cardinals or is_plural(follows):
        return None
    return Part(number, j + 1)


def year_at(ctx: Context, j: int) -> Part | None:
    """A year in four digits, or in two behind an apostrophe; not if a unit follows."""
    if ctx.is_in(j, "apostrophes"):
        number = ctx.whole(j + 1, 2)
        if number is None or ctx.width(j + 1) != 2 or not ctx.glued(j + 1) or not ctx.is_whole_at(j + 2):
            return None
        return Part(full_year(ctx, number), j + 2)
    number = ctx.whole(j, 4)
    if number is None or not FIRST_YEAR <= number <= LAST_YEAR or not ctx.is_whole_at(j + 1):
        return None
    return None if ctx.is_measured(j + 1) else Part(number, j + 1)


def split_year_at(ctx: Context, j: int) -> YearPart | None:
    """A year, or two of them joined: "1987", "1986/87", "1986-87"."""
    year = year_at(ctx, j)
    if year is None:
        return None
    second = second_year(ctx, year.value, year.last)
    return YearPart(f"{year.value}/{second.value}", second.last) if second else YearPart(str(year.value), year.last)


def second_year(ctx: Context, year: int, j: int) -> Part | None:
    """The later year of a pair whose joint stands at token j: "/87", "-87", "/7", "–1990"."""
    if not (ctx.is_mark(j, "/") or ctx.is_mark(j, "-–—‐‑")) or not (ctx.glued(j) and ctx.glued(j + 1)):
        return None
    number = ctx.whole(j + 1, 4)
    if number is None or not ctx.is_whole_at(j + 2) or (ctx.is_mark(j + 2, "/-.") and ctx.glued(j + 3)):
        return None
    width = ctx.width(j + 1)
    if width < 4:
        number += year - year % 10**width
        if number <= year and width == 2:
            number += 100
    is_near = number == year + 1 if width in (1, 3) else year < number <= min(year + 300, LAST_YEAR)
    return Part(number, j + 2) if is_near else None


def year_suffix(ctx: Context, j: int) -> YearPart | None:
    """The year behind a part of it: "1987", ", 1987", "of fiscal 1986/87", "last year", "of this year"."""
    if ctx.is_mark(j, ","):
        year = split_year_at(ctx, j + 1)
        return year if year and ctx.width(j + 1) == 4 else None
    k = j + 1 if ctx.lower(j) in ("of", "in") else j
    relative = relative_year(ctx, k)
    if relative and ctx.lower(j) != "in":
        return relative
    if ctx.lower(k) == "the" and k > j:
        k += 1
    if ctx.is_in(k, "fiscal"):
        k += 1
    if ctx.lower(k) == "year":
        k += 1
    return split_year_at(ctx, k)


def relative_year(ctx: Context, j: int) -> YearPart | None:
    """Read "last year", "this fiscal year"."""
    if not ctx.is_in(j, "relative"):
        return None
    k = j + 2 if ctx.is_in(j + 1, "fiscal") else j + 1
    return YearPart(None, k + 1) if ctx.lower(k) == "year" else None


def is_day_of(day: int, month: int, year: int | None) -> bool:
    """Whether the month has that day; in an unknown year February may have 29."""
    return 1 <= day <= monthrange(year or _LEAP_YEAR, month)[1]


def iso_day(year: int | None, month: int, day: int) -> str:
    """ISO 8601 of a day; `--01-20` when the year is unknown."""
    return f"{iso_month(year, month)}-{day:02}"


def iso_month(year: int | None, month: int) -> str:
    """ISO 8601 of a month; `--01` when the year is unknown."""
    return f"--{month:02}" if year is None else f"{year:04}-{month:02}"


def iso_division(year: int | None, parts: int, number: int) -> str:
    """`1987-Q1`, `1987-H1`, `1987-W03`; `--Q1` when the year is unknown, by analogy with `--01-20`."""
    letter = {4: "Q", 2: "H"}.get(parts)
    code = f"{letter}{number}" if letter else f"W{number:02}"
    return f"--{code}" if year is None else f"{year:04}-{code}"


def interval(first: str, last: str) -> str:
    """ISO 8601 time interval from the first to the last period, both included."""
    return first if first == last else f"{first}/{last}"
