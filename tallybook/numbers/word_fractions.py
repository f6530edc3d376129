"""Fractions in words: "two thirds", "three twenty-fifths", "half a million", "a quarter point"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.nouns import is_stop
from tallybook.numbers.numerals import ONE, Numeral, quotient, skip_hyphen

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numeral_lexicon import NumeralLexicon

_ZERO: Final = Decimal(0)
_THREE: Final = Decimal(3)
_TEN: Final = Decimal(10)
# These never follow tens to make one denominator.
_ENDS: Final = frozenset({"", ",", ";", ".", ")"})
_CALENDAR_PARTS: Final = frozenset({"year", "yearly"})
_PARTS_OF_FOUR: Final = frozenset({"halves", "quarters"})


def with_fraction(tokens: list[Token], cardinal: Numeral, lexicon: NumeralLexicon) -> Numeral | None:
    """`two thirds`, `one-quarter`, `three-fifths`: the cardinal is a numerator."""
    compound = _with_compound(tokens, cardinal, lexicon)
    if compound is not None:
        return compound
    at = skip_hyphen(tokens, cardinal.last)
    if at + 1 < len(tokens) and tokens[at].text == "-":
        at += 1
    if at >= len(tokens):
        return None
    word = tokens[at].lower
    under = lexicon.denominators.get(word)
    if under is None or under == ONE or word == "seconds":
        return None
    if (cardinal.value == 1) == word.endswith("s") and word != "halves":
        return None
    if at == cardinal.last and not _counts_parts(tokens, cardinal, lexicon):
        return None
    value, is_exact = quotient(cardinal.value, under)
    fraction = Numeral(
        cardinal.first, at + 1, value, "numeral.fraction-words", is_exact=is_exact, is_word=True, is_fraction=True
    )
    return _of_scale(tokens, fraction, lexicon)


def _with_compound(tokens: list[Token], cardinal: Numeral, lexicon: NumeralLexicon) -> Numeral | None:
    """`three twenty-fifths`, `one hundred thirty-fifths`: tens and a unit make the denominator.

    Only in the plural: "one twenty-fifth" may rank.
    """
    at = skip_hyphen(tokens, cardinal.last)
    above = cardinal.value
    tens = lexicon.tens.get(tokens[at].lower) if at < len(tokens) else None
    if tens is None:
        at = cardinal.last - 1
        tens = lexicon.tens.get(tokens[at].lower)
        above -= tens or _ZERO
    behind = skip_hyphen(tokens, at + 1)
    unit = lexicon.denominators.get(tokens[behind].lower) if behind < len(tokens) else None
    if tens is None or unit is None or above <= 0 or unit >= _TEN or not tokens[behind].lower.endswith("s"):
        return None
    if tokens[behind].lower in _PARTS_OF_FOUR:
        return None
    value, is_exact = quotient(above, tens + unit)
    return Numeral(
        cardinal.first, behind + 1, value, "numeral.fraction-words", is_exact=is_exact, is_word=True, is_fraction=True
    )


def _counts_parts(tokens: list[Token], cardinal: Numeral, lexicon: NumeralLexicon) -> bool:
    """Whether the cardinal counts the parts behind it; "two quarters" are time, "the one third" ranks."""
    at = cardinal.last
    word = tokens[at].lower
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    before = tokens[cardinal.first - 1].lower if cardinal.first else ""
    if word in {"quarter", "quarters"}:
        may_be_time = before in lexicon.period_before or cardinal.value != _THREE
        return before in lexicon.part_before or following == "of" or not may_be_time
    return cardinal.value != ONE or word == "half" or before != "the" or following in {"of", "the"}


def _of_scale(tokens: list[Token], fraction: Numeral, lexicon: NumeralLexicon) -> Numeral:
    """`two thirds of a million`, `half a dozen`, `quarter million`: a fraction of a scale."""
    at = fraction.last
    count = len(tokens)
    if at < count and tokens[at].lower == "of":
        at += 1
        if at >= count or tokens[at].lower not in lexicon.articles:
            return fraction
    at = skip_hyphen(tokens, at)
    if at < count and tokens[at].lower in lexicon.articles:
        at = skip_hyphen(tokens, at + 1)
    if at >= count:
        return fraction
    factor = scale_or_dozen(tokens[at].lower, lexicon)
    if factor is None:
        return fraction
    scaled = fraction.scaled(factor, at + 1)
    scaled.resolution = None
    return scaled


def scale_or_dozen(word: str, lexicon: NumeralLexicon) -> Decimal | None:
    """What a scale or "dozen" multiplies by, None of any other word."""
    return lexicon.groups[word] if word == "dozen" else lexicon.scales.get(word)


def read_half(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """`half of`, `half a million`, `half a dozen`; "half-year results" are of a part of the calendar."""
    if skip_hyphen(tokens, i + 1) > i + 1 and _names_part(tokens, i + 2):
        return None
    half = Numeral(i, i + 1, Decimal("0.5"), "numeral.half", is_word=True, is_fraction=True)
    return _of_scale(tokens, half, lexicon)


def _names_part(tokens: list[Token], i: int) -> bool:
    """Whether tokens[i] is the year of "half-year results": part of a name, unlike that of "the half-year"."""
    if tokens[i].lower not in _CALENDAR_PARTS or i + 1 >= len(tokens):
        return False
    return tokens[i + 1].is_word and not is_stop(tokens[i + 1].lower)


def read_quarter(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """`a quarter of`, `a quarter higher`, `quarter million`; any other quarter is three months."""
    quarter = Numeral(i, i + 1, Decimal("0.25"), "numeral.quarter", is_word=True, is_fraction=True)
    scaled = _of_scale(tokens, quarter, lexicon)
    if scaled is not quarter:
        return scaled
    has_article = i > 0 and tokens[i - 1].lower in lexicon.articles
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if has_article and i > 1 and _is_extent(tokens[i - 2].lower, following, lexicon):
        return quarter
    joined = skip_hyphen(tokens, i + 1)
    behind = tokens[joined].lower if joined < len(tokens) else ""
    is_step = behind in lexicon.steps and (
        has_article or joined > i + 1
    )  # "a quarter-point cut", "by a quarter percent"
    is_part = following == "of" or following in lexicon.compared
    return quarter if is_step or (has_article and is_part) else None


def _is_extent(before: str, following: str, lexicon: NumeralLexicon) -> bool:
    """Whether "by a quarter to 5 mln" and "a rise of a quarter." tell how far: no time is meant."""
    is_end = following in _ENDS or following in lexicon.part_behind
    return (before in lexicon.part_before and (is_end or following in lexicon.extent_behind)) or (
        before == "of" and is_end
    )


def read_ordinal_fraction(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """`a third of`, `a fifth more`: an ordinal behind "a" that is a part and not a rank."""
    if i == 0 or tokens[i - 1].lower not in lexicon.articles:
        return None
    under = lexicon.denominators.get(tokens[i].lower)
    following = tokens[i + 1].lower if i + 1 < len(tokens) else None
    is_led = i > 1 and tokens[i - 2].lower in lexicon.part_before
    is_extent = is_led and (following in lexicon.extent_behind or following in _ENDS)
    is_part = is_extent or following is None or following in lexicon.part_behind
    if under is None or not is_part:
        return None
    value, is_exact = quotient(ONE, under)
    return Numeral(i, i + 1, value, "numeral.fraction-words", is_exact=is_exact, is_word=True, is_fraction=True)
