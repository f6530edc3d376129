"""Amounts in two units that add up: "5 ft 2 in", "13 dollars 45 cents", "3 hrs and 20 mins"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import EXACT, ONE, quotient
from tallybook.numbers.stated import set_unit

if TYPE_CHECKING:
    from tallybook.lexicons.units import Unit
    from tallybook.numbers.amounts import Amount, AmountReader
    from tallybook.numbers.numerals import Numeral

_CENTS_IN_ONE: Final = 100


def take_compound(reader: AmountReader, amount: Amount) -> None:
    """`5 ft 2 in`, `13 dollars 45 cents`, `15 dollars and 50`, `2h 15m 30s`: added up in the larger unit."""
    last = -1
    while amount.last != last:
        last = amount.last
        _take_part(reader, amount)


def _take_part(reader: AmountReader, amount: Amount) -> None:
    """Add the part that follows an amount, if one does."""
    if amount.unit is None or amount.numeral.scale != ONE or amount.last >= len(reader.tokens):
        return
    at = amount.last
    start = at + 1 if reader.tokens[at].lower == "and" else at
    part = reader.numeral_at(start) if _is_whole_number(reader, start) else None
    if part is None:
        return
    if amount.unit.kind == "currency" and _ends_price(reader, part, start):
        _add_part(amount, part, part.last, _CENTS_IN_ONE)
        return
    found = reader.units.after(reader.tokens, part.last) if part.last < len(reader.tokens) else None
    size = _letter_size(reader, amount, part) or _part_size(reader, amount, found[0] if found else None)
    if size is None or found is None or not 0 <= part.value < size:
        return
    _add_part(amount, part, found[1], size)


def _is_whole_number(reader: AmountReader, i: int) -> bool:
    """Whether digits or a plain number word stand at tokens[i]."""
    if i >= len(reader.tokens):
        return False
    token = reader.tokens[i]
    return token.is_digits or token.lower in reader.lexicon.cardinals or token.lower in reader.lexicon.tens


def _ends_price(reader: AmountReader, part: Numeral, start: int) -> bool:
    """`15 dollars and 50.`, `17 USD 25.`: hundredths without their name, if nothing that they could count follows."""
    if reader.tokens[start - 1].lower != "and" and not reader.tokens[start - 1].text.isupper():
        return False
    is_end = part.last >= len(reader.tokens) or not (
        reader.tokens[part.last].is_word or reader.tokens[part.last].is_digits
    )
    return is_end and not part.is_word and part.resolution is None and 10 <= part.value < _CENTS_IN_ONE


def _add_part(amount: Amount, part: Numeral, last: int, size: int) -> None:
    """Add a part of which `size` make one; the amount then ends at token `last`."""
    share, is_exact = quotient(part.value, Decimal(size))
    total = EXACT.add(amount.numeral.value, share)
    amount.numeral = replace(amount.numeral, value=total, last=last, is_exact=amount.numeral.is_exact and is_exact)
    amount.last = amount.behind = last
    amount.rules.append("unit.compound")


def _letter_size(reader: AmountReader, amount: Amount, part: Numeral) -> int | None:
    """How many make one of the amount's unit if a letter behind the part tells, as in "2h *15m*"."""
    if amount.unit is None or part.last >= len(reader.tokens):
        return None
    return reader.words.compound_letters.get((amount.unit.name, reader.tokens[part.last].text))


def _part_size(reader: AmountReader, amount: Amount, part: Unit | None) -> int | None:
    """How many of the unit `part` make one of the amount's, None if they do not add up."""
    if part is None or amount.unit is None:
        return None
    is_whole = not amount.unit.minor_of  # "60p and 31p" are two prices
    if amount.unit.kind == "currency" and is_whole and part.kind == "currency" and part.code is None:
        return _CENTS_IN_ONE
    if part.name in {"penny", "pence"} and any(rival.name == "GBP" for rival in amount.unit.rivals):
        set_unit(reader, amount, reader.units.currency("GBP"), "unit.rival")
        return _CENTS_IN_ONE
    return reader.words.compounds.get((amount.unit.name, part.name))
