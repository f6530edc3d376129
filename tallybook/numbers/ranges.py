"""Ranges: "85 to 90 percent", "between 15 and 20 USD", "$3-5 bn"; and what only looks like one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from tallybook.lexicons import load
from tallybook.numbers.numerals import DASHES, EXACT, ONE, Numeral
from tallybook.numbers.rates import adopt

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

_THOUSAND = Decimal(1000)
_PREFIXES = {"T": 12, "G": 9, "M": 6, "k": 3, "c": -2, "m": -3, "u": -6, "n": -9}
_METRIC = frozenset({"m", "g", "W", "L", "l", "J", "Hz", "V", "A", "Pa", "By", "bit", "s", "W.h"})
_FARTHEST_CURRENCY = 3
_MOVEMENT_WINDOW = 4


@cache
def _movement(language: str = "en") -> tuple[frozenset[str], frozenset[str]]:
    data = load("comparators", language)["movement"]
    return frozenset(data["words"]), frozenset(data["fillers"])


@dataclass(slots=True)
class Span:
    """The two ends of a range, the lower first, and the rule that joined them."""

    lower: Amount
    upper: Amount
    rule: str


def read_range(reader: AmountReader, lower: Amount) -> Span | None:
    """The range that `lower` begins, if a connector and a second amount follow it.

    A change and the level it led to ("rose 3 mln to 5 mln"), two levels ("rose from 423 to 434") and the ends of
    unlike dimensions are no range.
    """
    tokens = reader.tokens
    at = lower.last
    if at + 1 >= len(tokens) or lower.numeral.bounds is not None:
        return None
    before = tokens[lower.first - 1].lower if lower.first else ""
    connector = tokens[at].lower
    if connector in DASHES and tokens[at].glued and tokens[at + 1].lower == "to":
        connector = "to"
        at = at + 1 if at + 2 < len(tokens) and tokens[at + 2].text in DASHES else at
        at += 1
    if connector in DASHES:
        start, rule = at + 1, "range.dash"
    elif connector == "to":
        start, rule = at + 1, "range.from-to" if before == "from" else "range.to"
    elif connector == "or":
        start, rule = at + 1, "range.or"
    elif connector == "and" and _is_between(reader, lower.first):
        start, rule = at + 1, "range.between"
    else:
        return None
    upper = _upper_at(reader, start, dashed=connector in DASHES)
    if upper is None or not _belongs(reader, lower, upper, rule):
        return None
    if (
        lower.unit is not None
        and upper.unit is not None
        and lower.unit_name != upper.unit_name
        and not _convert(lower, upper)
    ):
        return None
    if lower.has_unit and not upper.has_unit:
        adopt(reader, upper, lower)
    _share(lower, upper)
    if not EXACT.compare(lower.numeral.value, upper.numeral.value) < 0:
        return None
    return Span(lower, upper, rule)


def _is_between(reader: AmountReader, first: int) -> bool:
    words = [token.lower for token in reader.tokens[max(0, first - 3) : first]]
    return "between" in words


def _upper_at(reader: AmountReader, start: int, *, dashed: bool) -> Amount | None:
    """The amount that begins at `start`, a currency symbol before its numeral included."""
    tokens = reader.tokens
    for at in range(start, min(start + _FARTHEST_CURRENCY, len(tokens))):
        token = tokens[at]
        if token.lower in {"about", "around", "nearly", "over", "some"}:
            continue
        if token.text in ",;:)":
            return None
        if not token.is_digits and token.lower not in reader.lexicon.starters:
            if token.is_word and at == start and not (at + 1 < len(tokens) and reader.units.before(tokens, at + 1)):
                return None
            continue
        amount = reader.amount_at(at, start)
        if amount is None or amount.first > at or (dashed and amount.numeral.value < 0):
            return None
        return amount
    return None


def _belongs(reader: AmountReader, lower: Amount, upper: Amount, rule: str) -> bool:
    """Whether the two amounts are ends of one range."""
    if upper.numeral.bounds is not None or _is_year(reader, lower) != _is_year(reader, upper):
        return False
    kinds = {lower.unit_kind, upper.unit_kind}
    if lower.has_unit and upper.has_unit and len(kinds) > 1 and kinds != {"age", "duration"}:
        return False
    if lower.has_unit and not upper.has_unit and lower.unit_kind not in {"currency", "age"}:
        return False
    if rule == "range.or":
        return (
            not lower.has_unit
            and not upper.numeral.is_fraction
            and upper.numeral.value <= 5 * max(lower.numeral.value, ONE)
        )
    if rule in {"range.between", "range.dash"}:
        return True
    is_elided = (
        lower.unit is not None and lower.numeral.scale == ONE and upper.numeral.scale != ONE
    )  # "$3 to $5 billion"
    is_level = (lower.has_unit and not is_elided) or lower.numeral.scale != ONE
    return not (_follows_movement(reader, lower.first) and (rule == "range.from-to" or is_level or not upper.has_unit))


def _is_year(reader: AmountReader, amount: Amount) -> bool:
    token = reader.tokens[amount.numeral.first]
    return (
        token.text.isdigit() and len(token.text) == 4 and token.text[:2] in {"18", "19", "20"} and not amount.has_unit
    )


def _follows_movement(reader: AmountReader, first: int) -> bool:
    """Whether a word of change stands before the amount, with nothing but fillers and other amounts between."""
    words, fillers = _movement()
    for at in range(first - 1, max(-1, first - 1 - 2 * _MOVEMENT_WINDOW), -1):
        word = reader.tokens[at].lower
        if word in words:
            return True
        is_amount = (
            reader.tokens[at].is_digits or word in reader.lexicon.scales or word in {"pct", "percent", "dlrs", "%", "$"}
        )
        if word not in fillers and not is_amount:
            return False
    return False


def _convert(lower: Amount, upper: Amount) -> bool:
    """Bring the lower end into the unit of the upper where a metric prefix is all that differs: metres to a kilometre."""
    if lower.unit_kind == "currency" and upper.unit_kind == "currency":
        return (lower.unit is not None and lower.unit.assumed) or (upper.unit is not None and upper.unit.assumed)
    powers = [_prefix_power(amount.unit_code) for amount in (lower, upper)]
    if powers[0] is None or powers[1] is None or powers[0][1] != powers[1][1]:
        return False
    factor = ONE.scaleb(powers[0][0] - powers[1][0])
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


def _share(lower: Amount, upper: Amount) -> None:
    """Give the lower end the scale of the upper: "$3-5 billion" is three billion to five billion."""
    factor = upper.numeral.scale
    if factor == ONE and _is_elided_group(lower.numeral, upper.numeral):
        factor = _THOUSAND
    bare = (
        lower.numeral.scale == ONE
        and lower.numeral.value < upper.numeral.value / factor
        and not lower.numeral.is_fraction
    )
    if factor != ONE and bare:
        lower.numeral = lower.numeral.scaled(factor, lower.numeral.last)


def _is_elided_group(lower: Numeral, upper: Numeral) -> bool:
    """`140-150,000`: the lower end leaves out the thousands of the upper."""
    is_thousands = upper.value % _THOUSAND == 0 and _THOUSAND <= upper.value < _THOUSAND * _THOUSAND
    return (
        is_thousands
        and not lower.is_word
        and lower.resolution is None
        and lower.value < upper.value / _THOUSAND <= 10 * lower.value
    )
