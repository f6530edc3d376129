"""Tens by their plural: "in their 50s", "highs in the low 40s", and cohorts by age: "under-21s", "the over-65s"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import DASHES, MINUS_MARKS, Numeral

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

_TEN: Final = Decimal(10)
_DIGITS: Final = 2
# So far back may stand what has a temperature.
_REACH: Final = 10


def take_tens(reader: AmountReader, amount: Amount) -> None:
    """`50s` behind a possessive is an age, behind "over" a cohort, near temperatures so many degrees; no seconds."""
    tokens, words, at = reader.tokens, reader.words, amount.last
    is_plural = at < len(tokens) and tokens[at].lower == "s" and tokens[at].glued
    text = tokens[amount.numeral.first].text
    if not (is_plural and amount.first == amount.numeral.first and text.isdigit() and len(text) <= _DIGITS):
        return
    before = _word_before(reader, amount.first)
    if before >= 0 and (tokens[before].lower in words.cohorts or _ends_band(reader, amount.first)):
        _take_age(amount, at + 1)
        return
    if before >= 0 and tokens[before].lower in words.tens_parts:
        before = _word_before(reader, before)
    if before < 0 or amount.numeral.value % _TEN or len(text) < _DIGITS:
        return
    word = tokens[before].lower
    if word in words.possessives:
        _take_age(amount, at + 1)
    elif word != "the":
        return
    elif any(token.lower in words.thermal for token in tokens[max(0, before - _REACH) : before]):
        amount.unit_name, amount.unit_kind = "degree", "temperature"
    amount.last = amount.behind = at + 1
    first = amount.numeral.value
    bounds = (first, first + _TEN - 1)
    amount.numeral = Numeral(amount.numeral.first, amount.numeral.last, first, "numeral.tens", bounds=bounds)
    amount.rules[0] = "numeral.tens"


def _ends_band(reader: AmountReader, i: int) -> bool:
    """Whether tokens[i] is the upper end of "16-24s"."""
    tokens = reader.tokens
    if i < _DIGITS or tokens[i - 1].text not in DASHES or not (tokens[i].glued and tokens[i - 1].glued):
        return False
    lower = tokens[i - 2].text
    return lower.isdigit() and len(lower) == _DIGITS and lower < tokens[i].text


def _word_before(reader: AmountReader, i: int) -> int:
    """The index of the word before tokens[i], a hyphen between passed over; -1 if there is none."""
    tokens = reader.tokens
    is_joined = i > 1 and tokens[i].glued and tokens[i - 1].text in MINUS_MARKS and tokens[i - 1].glued
    return i - 2 if is_joined else i - 1


def _take_age(amount: Amount, last: int) -> None:
    amount.unit_name, amount.unit_code, amount.unit_kind = "year", "a", "age"
    amount.last = amount.behind = last
    amount.rules.append("unit.age")
