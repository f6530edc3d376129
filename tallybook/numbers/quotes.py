"""Quotations of dealers, whose second price has only its last digits: "3.75/80 pct", "153.40/50 yen"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import EXACT, Numeral, resolution_of

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

# So many digits are said again, and no fewer decimals has the first end.
_REPEATED: Final = 2


def read_quote(reader: AmountReader, bid: Amount) -> Amount | None:
    """The other end of a quotation that the bid begins: the last two decimals again; None if it begins none.

    The offer is the value with these decimals that lies nearest: 3.95/05 is 3.95 to 4.05, and 4.46/37 falls to 4.37.
    """
    tokens, at = reader.tokens, bid.last
    if bid.last != bid.numeral.first + 1 or at + 1 >= len(tokens) or tokens[at].text != "/" or not tokens[at].glued:
        return None
    text, digits = tokens[bid.numeral.first].text, tokens[at + 1].text
    whole, _, decimals = text.partition(".")
    is_plain = whole.isdigit() and digits.isdigit() and tokens[at + 1].glued
    if not (is_plain and len(digits) == _REPEATED <= len(decimals)):
        return None
    offer = reader.amount_at(at + 1, at + 1)
    if offer is None or offer.numeral.last != at + 2:
        return None
    step = Decimal(1).scaleb(_REPEATED - len(decimals), EXACT)
    value = Decimal(f"{whole}.{decimals[:-_REPEATED]}{digits}")
    value = min((EXACT.add(value, step * k) for k in (-1, 0, 1)), key=lambda v: abs(v - bid.numeral.value))
    offer.numeral = Numeral(at + 1, at + 2, value, "numeral.digits", resolution_of(text))
    return offer
