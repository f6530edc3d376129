"""Readings → numbers: values made exact, floats only at the very end."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.model import Comparator, Flag, Kind, Number
from tallybook.numbers.found import Mention, Sentence
from tallybook.numbers.numerals import EXACT

if TYPE_CHECKING:
    from decimal import Decimal

    from tallybook.numbers.numerals import Numeral
    from tallybook.numbers.readings import Reading

_BOUNDED_BELOW: Final = frozenset({Comparator.GREATER, Comparator.GREATER_EQUAL})
_BOUNDED_ABOVE: Final = frozenset({Comparator.LESS, Comparator.LESS_EQUAL})
# A canonical decimal spelt out in full; beyond this many digits of padding the exponent stays ("1E+400").
_LONGEST_PADDING: Final = 400


def canonical(value: Decimal) -> str:
    """A decimal as text without exponent, trailing zeros or float error.

    >>> canonical(Decimal("1.470E+12"))
    '1470000000000'
    """
    if not value:
        return "0"
    if abs(value.adjusted()) > _LONGEST_PADDING:
        return str(value.normalize(EXACT)) if len(value.as_tuple().digits) < _LONGEST_PADDING else str(value)
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def to_double(text: str) -> float | None:
    """The DOUBLE nearest to a canonical decimal, or None if there is none.

    >>> to_double("0.1"), to_double("1E+400")
    (0.1, None)
    """
    number = float(text)
    return None if math.isinf(number) or (number == 0.0 and text != "0") else number


def bounded(number: Number, comparator: Comparator) -> Number:
    """The number with another comparator, and the bound that it makes of the value.

    For what the engine learns of a number after it was read: "has exceeded, for the first time, 8 billion".
    """
    lower = number.value if comparator in _BOUNDED_BELOW else None
    upper = number.value if comparator in _BOUNDED_ABOVE else None
    return replace(number, comparator=comparator, lower=lower, upper=upper)


def to_mention(text: str, document_id: str, sentence: Sentence, reading: Reading) -> Mention:
    """The row of a reading, with its place among the tokens."""
    tokens = sentence.tokens
    start, end = tokens[reading.first].start, tokens[reading.last - 1].end
    flags = list(reading.flags)
    if any(token.is_scarred for token in tokens[reading.first : reading.last]):
        flags.append(Flag.GARBLED)
    value = value_exact = lower = upper = resolution = None
    if reading.kind is Kind.QUANTITY and reading.numeral is not None:
        value, value_exact, lower, upper, resolution = _values(reading, reading.numeral, flags)
        if reading.unit is None and reading.unit_kind != "ratio":
            flags.append(Flag.UNIT_MISSING)
    elif reading.rank is not None:
        value_exact = canonical(reading.rank)
        value = to_double(value_exact)
    # In the order of the fields: with their names the call takes three times as long.
    number = Number(
        f"{document_id}:{start}",
        document_id,
        sentence.index,
        start,
        end,
        text[start:end],
        reading.kind,
        value,
        value_exact,
        lower,
        upper,
        resolution,
        reading.iso,
        reading.comparator,
        reading.unit,
        reading.unit_code,
        reading.unit_kind,
        reading.rules[0],
    )
    return Mention(
        number,
        sentence,
        reading.first,
        reading.last,
        reading.noun_first,
        reading.noun_last,
        tuple(flags),
        tuple(reading.rules),
    )


def _values(
    reading: Reading, numeral: Numeral, flags: list[Flag]
) -> tuple[float | None, str | None, float | None, float | None, str | None]:
    """value, value_exact, lower, upper and resolution of a quantity; flags what no DOUBLE can hold."""
    resolution = canonical(numeral.resolution) if numeral.resolution is not None else None
    if reading.comparator is Comparator.RANGE:
        ends = numeral.bounds or (numeral.value, reading.upper.value if reading.upper else numeral.value)
        lower, upper = (to_double(canonical(end)) for end in ends)
        if lower is None or upper is None:
            flags.append(Flag.OUT_OF_RANGE)
        return None, None, lower, upper, resolution
    exact = canonical(numeral.value)
    value = to_double(exact)
    if value is None:
        flags.append(Flag.OUT_OF_RANGE)
    lower = value if reading.comparator in _BOUNDED_BELOW else None
    upper = value if reading.comparator in _BOUNDED_ABOVE else None
    return value, exact if numeral.is_exact else None, lower, upper, resolution
