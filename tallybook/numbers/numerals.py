"""Numerals: digits and words, with sign, fraction and scale, read exactly.

Nothing here knows units or kinds: a numeral is a span of tokens with a decimal value. No float touches a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.home import Home

# Wide enough for any numeral that a document may hold: results of + and × are exact.
EXACT: Final = Context(prec=100_000_000, Emax=MAX_EMAX, Emin=MIN_EMIN)
# Comparisons and quotients need few digits but no less of a range: "31e999999" overflows the usual context.
WORKING: Final = Context(Emax=MAX_EMAX, Emin=MIN_EMIN)
# Quotients that do not end, such as 1/3, are cut here and marked inexact.
_QUOTIENT: Final = Context(prec=28)
ONE: Final = Decimal(1)
_EXPONENT_LIMIT: Final = 999_999
_CENT_PLACES: Final = 2

MINUS_MARKS: Final = frozenset("-−–‐‑﹣－")
DASHES: Final = frozenset("-−–—‐‑~～")
VULGAR: Final = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_POWER: Final = re.compile(
    r"(?:(?:[eE]|\s?[x×*]\s?10\s?\^\s?|\s?[x×]\s?10(?=[-−]\d))([+\-−]?\d+)"
    r"|\s?[x×*·]\s?10([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))(?!\w|\.\w)"
)
_SUPERSCRIPTS: Final = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "+-0123456789-")
_CARET: Final = re.compile(r"\^([+\-−]?)(\d{1,3})(?!\w|\.\w)")
BINARY_PARTS: Final = frozenset({"2", "4", "8", "16", "32", "64"})
# One mark before three digits groups them or cuts them off, as the document is used to.
_TWO_READINGS: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SWAPPED: Final = str.maketrans(".,", ",.")
# These group digits in a numeral whose decimal mark may be a comma.
_GROUP_MARKS: Final = frozenset("'’\u00a0\u202f\u2009")
_SEPARATORS: Final = str.maketrans("．", ".", "，, \u00a0\u202f\u2009'’")


@dataclass(slots=True, init=False)
class Numeral:
    """A numeral over the tokens [first, last) with its exact value.

    `resolution` is one unit of the last digit written, times the scale; None when nothing was rounded. `scale` is the
    factor applied ("million" is 1e6), so that it can be shared with a neighbour ("2 to 3 million"). `bounds` are the
    ends of a vague amount, whose `value` means nothing. `is_exact` is false of endless quotients such as one third.
    """

    first: int
    last: int
    value: Decimal
    rule: str
    resolution: Decimal | None
    scale: Decimal
    bounds: tuple[Decimal, Decimal] | None
    is_exact: bool
    is_word: bool
    is_fraction: bool

    def __init__(
        self,
        first: int,
        last: int,
        value: Decimal,
        rule: str,
        resolution: Decimal | None = None,
        scale: Decimal = ONE,
        bounds: tuple[Decimal, Decimal] | None = None,
        is_exact: bool = True,
        is_word: bool = False,
        is_fraction: bool = False,
    ) -> None:
        self.first = first
        self.last = last
        self.value = value
        self.rule = rule
        self.resolution = resolution
        self.scale = scale
        self.bounds = bounds
        self.is_exact = is_exact
        self.is_word = is_word
        self.is_fraction = is_fraction

    def scaled(self, factor: Decimal, last: int) -> Numeral:
        """The same numeral multiplied by a power of ten that ends at token `last`."""
        resolution = self.resolution
        if resolution is None and not self.is_word and not self.is_fraction:
            resolution = ONE
        return Numeral(
            self.first,
            last,
            EXACT.multiply(self.value, factor),
            f"{self.rule}+scale",
            None if resolution is None else EXACT.multiply(resolution, factor),
            EXACT.multiply(self.scale, factor),
            self.bounds,
            self.is_exact,
            self.is_word,
            self.is_fraction,
        )


def skip_hyphen(tokens: list[Token], i: int) -> int:
    """The index behind a hyphen that joins tokens[i - 1] to the next word; i itself if there is none."""
    if i + 1 < len(tokens) and tokens[i].text in MINUS_MARKS and tokens[i].glued and tokens[i + 1].glued:
        return i + 1
    return i


def parse_digits(text: str) -> Decimal:
    """The value of a numeral in digits, with its grouping; full-width and other decimal digits included.

    >>> parse_digits("1,234,567.89")
    Decimal('1234567.89')
    """
    return Decimal(_plain(text))


def _plain(text: str) -> str:
    """Digits without grouping and with a full stop for the decimal mark."""
    if text.isdecimal():
        return text
    if text.count(".") > 1 or -1 < text.find(".") < text.find(","):
        return text.replace(".", "").replace(",", ".")
    return text.translate(_SEPARATORS)


def resolution_of(text: str) -> Decimal:
    """One unit of the last digit written.

    >>> resolution_of("27.8")
    Decimal('0.1')
    """
    _, _, decimals = text.partition(".")
    return Decimal(1).scaleb(-len(decimals), EXACT)


def quotient(numerator: Decimal, denominator: Decimal) -> tuple[Decimal, bool]:
    """The value of a fraction, and whether it is exact.

    >>> quotient(Decimal(1), Decimal(8))
    (Decimal('0.125'), True)
    """
    value = _QUOTIENT.divide(numerator, denominator)
    return value, EXACT.multiply(value, denominator) == numerator


def read_digits(text: str, tokens: list[Token], i: int, home: Home) -> Numeral:
    """The numeral in digits that starts at tokens[i]: grouping, decimals, fraction, power; without sign and scale.

    `home` knows whether "1.234" is a thousand or little more than one.
    """
    token = tokens[i]
    is_ambiguous = not token.text.isdecimal() and _TWO_READINGS.fullmatch(token.text) is not None
    has_comma = is_ambiguous and home.has_decimal_comma
    digits = token.text.translate(_SWAPPED).replace(",", "") if has_comma else _plain(token.text)
    value = Decimal(digits)
    last = i + 1
    rule = "numeral.digits"
    if i + 2 < len(tokens) and tokens[i + 1].glued:
        mark = tokens[i + 1].text
        if mark in "eExX×*·^":
            powered = _read_power(text, tokens, i, value)
            if powered:
                return powered
        if mark == "," and _is_decimal_comma(tokens, i):
            digits = f"{digits}.{tokens[i + 2].text}"
            value = Decimal(digits)
            last = i + 3
            rule = "numeral.decimal-comma"
    elif i + 1 < len(tokens) and tokens[i + 1].text in "x×·":
        powered = _read_power(text, tokens, i, value)
        if powered:
            return powered
    grouped = _read_spaced_groups(tokens, i)
    if grouped:
        return grouped
    fraction = _read_fraction(tokens, i, last, value)
    if fraction:
        return fraction
    has_decimals = "." in digits
    parts = _cent_fraction(tokens, i) if has_decimals and len(digits.partition(".")[2]) == _CENT_PLACES else None
    if parts:
        return parts
    return Numeral(i, last, value, rule, resolution_of(digits) if has_decimals else None)


def _read_power(text: str, tokens: list[Token], i: int, value: Decimal) -> Numeral | None:
    """`1e10`, `6.23x10^-4`: a power of ten behind the mantissa."""
    match = _POWER.match(text, tokens[i].end)
    if not match:
        return _read_caret(text, tokens, i, value)
    power = match.group(1) or match.group(2)
    if len(power) > len(str(_EXPONENT_LIMIT)) + 1:
        return None
    exponent = int(power.translate(_SUPERSCRIPTS))
    if abs(exponent) > _EXPONENT_LIMIT:
        return None
    last = i + 1
    while last < len(tokens) and tokens[last].start < match.end():
        last += 1
    factor = Decimal(1).scaleb(exponent, EXACT)
    return Numeral(
        i, last, EXACT.multiply(value, factor), "numeral.power", EXACT.multiply(resolution_of(tokens[i].text), factor)
    )


def _read_caret(text: str, tokens: list[Token], i: int, value: Decimal) -> Numeral | None:
    """`10^6`, `2.5^-1`: the number itself raised to a power."""
    match = _CARET.match(text, tokens[i].end)
    if not match:
        return None
    last = i + 1
    while last < len(tokens) and tokens[last].start < match.end():
        last += 1
    power = _QUOTIENT.power(value, Decimal(match.group(2)))
    if match.group(1) in MINUS_MARKS and power:
        power, _ = quotient(ONE, power)
    return Numeral(i, last, power, "numeral.power", is_exact=power == power.to_integral_value(), is_fraction=True)


def _is_decimal_comma(tokens: list[Token], i: int) -> bool:
    """Whether tokens[i:i+3] are one numeral with a decimal comma ("1,3"), not a list ("22,24,26") or a bad grouping."""
    whole, fraction = tokens[i].text, tokens[i + 2]
    if not (fraction.is_digits and fraction.glued and fraction.text.isdigit() and len(fraction.text) <= 2):
        return False
    is_grouped = not _GROUP_MARKS.isdisjoint(whole)  # "1 234,5" with a narrow space, "1'234,50"
    if not is_grouped and not (whole.isdigit() and len(whole) <= 3):
        return False
    before = i > 1 and tokens[i].glued and tokens[i - 1].text == ","
    behind = (
        i + 3 < len(tokens)
        and tokens[i + 3].text in ",/-."
        and tokens[i + 3].glued
        and i + 4 < len(tokens)
        and tokens[i + 4].glued
    )
    return not before and not behind


def _read_spaced_groups(tokens: list[Token], i: int) -> Numeral | None:
    """`1 234 567`, `100 000`: groups apart by one plain space each; two only where they cannot be two numerals."""
    last = i + 1
    if last >= len(tokens) or not tokens[last].is_digits or len(tokens[i].text) > 3 or not tokens[i].text.isdigit():
        return None
    digits = [tokens[i].text]
    while last < len(tokens) and tokens[last].is_digits and tokens[last].start == tokens[last - 1].end + 1:
        whole, _, decimals = tokens[last].text.partition(".")
        if len(whole) != 3 or not whole.isdigit():
            break
        digits.append(tokens[last].text)
        last += 1
        if decimals:
            break
    is_pair = len(digits) == 2 and digits[0][0] != "0" and digits[1][0] == "0"  # no numeral begins with a nought
    if last + 1 < len(tokens) and len(digits) > 1 and tokens[last].text == "," and _is_decimal_comma(tokens, last - 1):
        digits[-1] += f".{tokens[last + 1].text}"
        is_pair, last = True, last + 2
    if not (is_pair or len(digits) > 2) or (last < len(tokens) and tokens[last].glued and tokens[last].is_digits):
        return None
    value = Decimal("".join(digits))
    return Numeral(i, last, value, "numeral.spaced-groups", resolution_of(digits[-1]) if "." in digits[-1] else None)


def _read_fraction(tokens: list[Token], i: int, last: int, whole: Decimal) -> Numeral | None:
    """`9-1/4`, `2 1/4`, `3/4`, `9½`: a vulgar fraction, alone or behind a whole number."""
    count = len(tokens)
    if last < count and tokens[last].text in VULGAR:
        return _fraction(i, last + 1, whole, *VULGAR[tokens[last].text])
    if not tokens[i].text.isdigit():
        return None
    if last + 1 < count and tokens[last].text in "/⁄":
        parts = _slash_fraction(tokens, i)
        return _fraction(i, i + 3, Decimal(0), *parts) if parts else None
    if last + 2 < count and tokens[last + 1].text == "-" and not tokens[last].glued:
        parts = _dash_fraction(tokens, last)
        if parts:
            return _fraction(i, last + 3, whole, *parts)
    start = last + 1 if last < count and tokens[last].text in MINUS_MARKS and tokens[last].glued else last
    if start + 2 < count and tokens[start].is_digits:
        parts = _slash_fraction(tokens, start)
        if parts and parts[0] < parts[1]:
            return _fraction(i, start + 3, whole, *parts)
    return None


def _cent_fraction(tokens: list[Token], i: int) -> Numeral | None:
    """`5.43-1/4`, `4.41 3/4`: dollars with a fraction of a cent, as grain is quoted."""
    start = i + 2 if i + 1 < len(tokens) and tokens[i + 1].text == "-" and tokens[i + 1].glued else i + 1
    parts = _slash_fraction(tokens, start)
    if parts is None or tokens[start + 2].text not in BINARY_PARTS or parts[0] >= parts[1]:
        return None
    whole = _fraction(i, start + 3, Decimal(0), *parts)
    cents = EXACT.multiply(whole.value, Decimal(1).scaleb(-_CENT_PLACES))
    return Numeral(
        i, start + 3, EXACT.add(Decimal(_plain(tokens[i].text)), cents), "numeral.fraction", is_fraction=True
    )


def _dash_fraction(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """Numerator and denominator of "5-8" in "rose 1 5-8", as old quotations have them: halves down to 64ths."""
    over, under = tokens[i].text, tokens[i + 2].text
    if not (over.isdigit() and under in BINARY_PARTS and tokens[i + 1].glued and tokens[i + 2].glued):
        return None
    if i + 3 < len(tokens) and (tokens[i + 3].glued and tokens[i + 3].text not in ".,;:)"):
        return None
    is_proper = len(over) < 3 and int(over) < int(under) and int(over) % 2 == 1
    return (int(over), int(under)) if is_proper else None


def _slash_fraction(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """Numerator and denominator if tokens[i:i+3] are a vulgar fraction and not a date, a split year or a ratio."""
    if i + 2 >= len(tokens) or not (tokens[i].is_digits and tokens[i + 1].text in "/⁄" and tokens[i + 2].is_digits):
        return None
    over, under = tokens[i].text, tokens[i + 2].text
    if not (tokens[i + 1].glued and tokens[i + 2].glued and over.isdigit() and under.isdigit()):
        return None
    if i + 3 < len(tokens) and tokens[i + 3].text in "/⁄" and tokens[i + 3].glued:
        return None
    if len(over) > 3 or len(under) > 3 or int(under) < 2 or int(over) >= int(under) * 3:
        return None
    return int(over), int(under)


def _fraction(first: int, last: int, whole: Decimal, numerator: int, denominator: int) -> Numeral:
    part, is_exact = quotient(Decimal(numerator), Decimal(denominator))
    return Numeral(first, last, EXACT.add(whole, part), "numeral.fraction", is_exact=is_exact, is_fraction=True)


def is_power(text: str, token: Token) -> bool:
    """Whether a power of ten follows the digits, so that "1e10" is no name."""
    return _POWER.match(text, token.end) is not None


def read_vulgar(tokens: list[Token], i: int) -> Numeral | None:
    """A vulgar fraction that stands alone: ½."""
    parts = VULGAR.get(tokens[i].text)
    return _fraction(i, i + 1, Decimal(0), *parts) if parts else None
