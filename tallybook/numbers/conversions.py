"""The two ends of a range in one unit: "800 metres to a kilometre", "50 cents to a dollar"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import EXACT, ONE, quotient

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

_PREFIXES: Final = {"T": 12, "G": 9, "M": 6, "k": 3, "c": -2, "m": -3, "u": -6, "n": -9}
_METRIC: Final = frozenset({"m", "g", "W", "L", "l", "J", "Hz", "V", "A", "Pa", "By", "bit", "s", "W.h"})


def convert(reader: AmountReader, lower: Amount, upper: Amount) -> bool:
    """Bring the lower end into the unit of the upper that it is a part of: metres to a kilometre, cents to a dollar."""
    if lower.unit is None or upper.unit is None:
        return False
    size = reader.words.compounds.get((upper.unit.name, lower.unit.name))
    if lower.unit_kind == "currency":
        size = lower.unit.minor_of.get((upper.unit_name or "").partition(" per ")[0])
    if size is not None:
        value, is_exact = quotient(lower.numeral.value, Decimal(size))
        lower.numeral = replace(lower.numeral, value=value, is_exact=is_exact, resolution=None)
        return True
    if lower.unit_kind == "currency" and upper.unit_kind == "currency":
        return lower.unit_code is not None and (lower.unit.assumed or upper.unit.assumed)
    small, large = _prefix_power(lower.unit_code), _prefix_power(upper.unit_code)
    if small is None or large is None or small[1] != large[1]:
        return False
    factor = ONE.scaleb(small[0] - large[0])
    value = EXACT.multiply(lower.numeral.value, factor)
    lower.numeral = replace(lower.numeral, value=value, resolution=None)
    return True


def _prefix_power(code: str | None) -> tuple[int, str] | None:
    """Power of ten of the metric prefix of a UCUM code, and the unit without it."""
    if code is None:
        return None
    if len(code) > 1 and code[0] in _PREFIXES and code[1:] in _METRIC:
        return _PREFIXES[code[0]], code[1:]
    return (0, code) if code in _METRIC else None
