"""Signs of an amount: a minus, "minus", accounting parentheses; and the article and decimal point before the numeral."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tallybook.numbers.numerals import EXACT, MINUS_MARKS
from tallybook.numbers.stated import set_unit
from tallybook.numbers.words import with_scales

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader


def take_article(reader: AmountReader, amount: Amount, floor: int) -> None:
    """`a` of "a hundred" and "a third" belongs to the numeral; that of "a 5-year plan" does not."""
    i = amount.first
    if i <= floor or reader.tokens[i - 1].lower not in reader.words.articles:
        return
    word = reader.tokens[i].lower
    if (
        word in reader.lexicon.scales
        or word in reader.lexicon.groups
        or (amount.numeral.is_fraction and word in reader.lexicon.denominators)
    ):
        amount.first = i - 1


def take_point(reader: AmountReader, amount: Amount, floor: int) -> None:
    """`.08`: a decimal point without a zero before it."""
    tokens, i = reader.tokens, amount.first
    if (
        i <= floor
        or not tokens[i].is_digits
        or not tokens[i].glued
        or tokens[i - 1].text != "."
        or not tokens[i].text.isdigit()
    ):
        return
    if tokens[i - 1].glued and tokens[i - 2].text not in "-−$£€+(":
        return
    places = len(tokens[i].text)
    amount.numeral = replace(
        amount.numeral,
        value=amount.numeral.value.scaleb(-places, EXACT),
        resolution=amount.numeral.scale.scaleb(-places, EXACT),
    )
    amount.first = i - 1


def take_sign(reader: AmountReader, amount: Amount, floor: int) -> None:
    """A minus glued to the numeral or its symbol, "minus" or "negative" before it, or accounting parentheses."""
    tokens, i = reader.tokens, amount.first
    if (
        i - 1 > floor
        and tokens[i].glued
        and tokens[i - 1].text in MINUS_MARKS
        and tokens[i - 2].lower in reader.words.signs
    ):
        _negate(reader, amount, i - 2, "sign.word")
        return
    if i > floor and tokens[i - 1].lower in reader.words.signs and not (i > 1 and tokens[i - 2].lower == "or"):
        _negate(reader, amount, i - 1, "sign.word")
        return
    numeral_at = amount.numeral.first
    for at in {i, numeral_at}:
        if at > floor and tokens[at].glued and tokens[at - 1].text in MINUS_MARKS:
            before = tokens[at - 2] if at > 1 else None
            is_joined = (
                tokens[at - 1].glued
                and before is not None
                and (before.is_word or before.is_digits or before.text in ")]%")
            )
            if at != i or not is_joined:
                _negate(reader, amount, min(i, at - 1), "sign.minus")
                return
        if at > floor and tokens[at].glued and tokens[at - 1].text in "+±" and not tokens[at - 1].glued:
            amount.first = min(i, at - 1)
            return
    _take_parentheses(reader, amount, floor)


def _take_parentheses(reader: AmountReader, amount: Amount, floor: int) -> None:
    """`(4.2) million`, `$(4.2)`: accountants put a loss in parentheses, and the scale or symbol stands outside."""
    tokens, i, last = reader.tokens, amount.numeral.first, amount.last
    if i <= floor or tokens[i - 1].text != "(" or last >= len(tokens) or tokens[last].text != ")":
        return
    scaled = with_scales(tokens, replace(amount.numeral, last=last + 1), reader.lexicon)
    symbol = reader.units.before(tokens, i - 1)
    has_symbol = symbol is not None and symbol[1] >= floor
    if scaled.last == last + 1 and not has_symbol:
        return
    if symbol is not None and has_symbol:
        set_unit(reader, amount, symbol[0], "unit.currency-before")
    amount.numeral, amount.last = scaled, scaled.last
    _negate(reader, amount, symbol[1] if symbol and symbol[1] >= floor else i - 1, "sign.parentheses")


def _negate(reader: AmountReader, amount: Amount, first: int, rule: str) -> None:
    amount.first = first
    amount.numeral.value = EXACT.minus(amount.numeral.value)
    amount.rules.append(rule)
