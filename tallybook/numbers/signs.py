"""Signs of an amount: a minus, "minus", accounting parentheses; and the article and point before the numeral."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import EXACT, MINUS_MARKS
from tallybook.numbers.stated import set_unit
from tallybook.numbers.words import with_scales

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

_SHARES: Final = frozenset("%％‰")
# A point may touch these and still open a numeral: "$.08".
_BEFORE_POINT: Final = "-−$£€+("


def take_article(reader: AmountReader, amount: Amount, floor: int) -> None:
    """`a` of "a hundred" and "a third" belongs to the numeral; that of "a 5-year plan" does not."""
    i = amount.first
    lexicon = reader.lexicon
    if i <= floor or reader.tokens[i - 1].lower not in lexicon.articles:
        return
    word = reader.tokens[i].lower
    is_part = amount.numeral.is_fraction and word in lexicon.denominators
    if is_part or word in lexicon.scales or word in lexicon.groups:
        amount.first = i - 1


def take_point(reader: AmountReader, amount: Amount, floor: int) -> None:
    """`.08`: a decimal point without a zero before it."""
    tokens, i = reader.tokens, amount.first
    if i <= floor or tokens[i - 1].text != "." or not (tokens[i].glued and tokens[i].is_digits):
        return
    follows_word = tokens[i - 1].glued and tokens[i - 2].text not in _BEFORE_POINT
    if follows_word or not tokens[i].text.isdigit():
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
    word = _sign_word(reader, amount.first, floor)
    if word is not None:
        _negate(amount, word, "sign.word")
    elif not _take_mark(reader, amount, floor):
        _take_parentheses(reader, amount, floor)


def _sign_word(reader: AmountReader, i: int, floor: int) -> int | None:
    """The index of the "minus" or "negative" before tokens[i], also on a hyphen ("minus-3"); not of "plus or minus"."""
    tokens, signs = reader.tokens, reader.words.signs
    if i - 1 > floor and tokens[i].glued and tokens[i - 1].text in MINUS_MARKS and tokens[i - 2].lower in signs:
        return i - 2
    is_sign = i > floor and tokens[i - 1].lower in signs
    return i - 1 if is_sign and not (i > 1 and tokens[i - 2].lower == "or") else None


def _take_mark(reader: AmountReader, amount: Amount, floor: int) -> bool:
    """A mark glued to the numeral or to the symbol before it; whether there is one: "-5", "-$5", "$-5", "+5"."""
    tokens, i = reader.tokens, amount.first
    for at in {i, amount.numeral.first}:
        if at <= floor or not tokens[at].glued:
            continue
        if tokens[at - 1].text in MINUS_MARKS and (at != i or not _joins(reader, at - 1)):
            _negate(amount, min(i, at - 1), "sign.minus")
            return True
        if tokens[at - 1].text in "+±" and not tokens[at - 1].glued:
            amount.first = min(i, at - 1)
            return True
    return False


def _joins(reader: AmountReader, i: int) -> bool:
    """Whether the dash at tokens[i] joins what stands before and behind it and is no minus: "5-6", "mid-20"."""
    if i == 0 or not reader.tokens[i].glued:
        return False
    before = reader.tokens[i - 1]
    return before.is_word or before.is_digits or before.text in ")]%"


def _take_parentheses(reader: AmountReader, amount: Amount, floor: int) -> None:
    """`(4.2) million`, `$(4.2)`, `(4.2)%`: accountants put a loss in parentheses; scale or symbol stands outside."""
    tokens, i, last = reader.tokens, amount.numeral.first, amount.last
    if i <= floor or tokens[i - 1].text != "(" or last >= len(tokens) or tokens[last].text != ")":
        return
    scaled = with_scales(tokens, replace(amount.numeral, last=last + 1), reader.lexicon)
    symbol = reader.units.before(tokens, i - 1)
    if symbol is not None and symbol[1] >= floor:
        unit, first = symbol
        set_unit(reader, amount, unit, "unit.currency-before")
    elif scaled.last > last + 1 or _is_share_sign(reader, last + 1):
        first = i - 1
    else:
        return
    amount.numeral, amount.last = scaled, scaled.last
    _negate(amount, first, "sign.parentheses")


def _is_share_sign(reader: AmountReader, i: int) -> bool:
    """Whether a sign of percent or of money touches what stands before tokens[i]: "(4.2)%", "(4.1)p"."""
    if i >= len(reader.tokens) or not reader.tokens[i].glued:
        return False
    found = reader.units.after(reader.tokens, i)
    return reader.tokens[i].text in _SHARES or (found is not None and found[0].kind == "currency")


def take_below_zero(reader: AmountReader, amount: Amount) -> None:
    """`10 degrees below zero`: a minus said behind."""
    words = [token.lower for token in reader.tokens[amount.last : amount.last + 2]]
    if words == reader.words.below_zero and amount.unit_kind in {None, "temperature"} and amount.numeral.value > 0:
        amount.last += 2
        amount.behind = max(amount.behind, amount.last)
        _negate(amount, amount.first, "sign.below-zero")


def _negate(amount: Amount, first: int, rule: str) -> None:
    """Make the amount negative, from its sign at token `first` on."""
    amount.first = first
    amount.numeral.value = EXACT.minus(amount.numeral.value)
    amount.rules.append(rule)
