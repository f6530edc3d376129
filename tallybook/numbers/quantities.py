"""Amounts → readings of quantities: their comparator, their ends, the rule that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.model import Comparator, Flag, Kind
from tallybook.numbers.cues import Cue, cue_before, cue_behind
from tallybook.numbers.nouns import noun_lexicon
from tallybook.numbers.numerals import MINUS_MARKS
from tallybook.numbers.pairs import ratio_numeral
from tallybook.numbers.readings import Reading

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.amounts import Amount
    from tallybook.numbers.cues import CueLexicon
    from tallybook.numbers.ranges import Span

# What a parliament passes is counted in smaller numbers.
_LEAST_PASSED: Final = 10_000


def quantity_of_amount(tokens: list[Token], amount: Amount, cues: CueLexicon) -> Reading:
    """`8%`, `more than 654,000 stations`; a vague amount ("dozens") is a range by itself."""
    reading = _quantity(amount, amount.first)
    if amount.numeral.bounds is not None:
        reading.comparator = Comparator.RANGE
        reading.flags.append(Flag.VAGUE)
    else:
        _bound(tokens, reading, amount, cues)
    return reading


def quantity_of_ratio(tokens: list[Token], part: Amount, whole: Amount, cues: CueLexicon) -> Reading:
    """`one in five Americans`: a value without a unit."""
    reading = _quantity(whole, part.first)
    reading.rules[:2] = ["quantity.ratio", "numeral.ratio"]
    reading.numeral = ratio_numeral(part, whole)
    reading.unit, reading.unit_code, reading.unit_kind = None, None, "ratio"
    part.last, part.behind = whole.last, whole.behind
    _bound(tokens, reading, part, cues)
    return reading


def quantity_of_range(span: Span) -> Reading:
    """`85 to 90 percent`: the unit is said once or twice."""
    lower, upper = span.lower, span.upper
    reading = _quantity(upper if upper.has_unit else lower, lower.first)
    reading.last, reading.behind = upper.last, upper.behind
    reading.numeral, reading.upper = lower.numeral, upper.numeral
    reading.comparator = Comparator.RANGE
    reading.rules.insert(1, span.rule)
    return reading


def quantities_of_bounds(lower: Amount, upper: Amount) -> list[Reading]:
    """`between 20 minutes and 5 miles`: two quantities, a floor and a ceiling."""
    bounds = [_quantity(amount, amount.first) for amount in (lower, upper)]
    for reading, comparator in zip(bounds, (Comparator.GREATER_EQUAL, Comparator.LESS_EQUAL), strict=True):
        reading.comparator = comparator
        reading.rules.append("range.unlike")
    return bounds


def _quantity(amount: Amount, first: int) -> Reading:
    reading = Reading(first, amount.last, Kind.QUANTITY, [_rule_of(amount), *amount.rules], amount.behind)
    reading.numeral = amount.numeral
    reading.unit, reading.unit_code, reading.unit_kind = amount.unit_name, amount.unit_code, amount.unit_kind
    reading.flags = list(amount.flags)
    if amount.noun is not None:
        reading.noun_first, reading.noun_last = amount.noun.first, amount.noun.last
    return reading


def _rule_of(amount: Amount) -> str:
    if amount.numeral.bounds is not None:
        return "quantity.vague"
    if amount.noun is not None:
        return "quantity.counted"
    return f"quantity.{amount.unit_kind}" if amount.unit_kind else "quantity.bare"


def _bound(tokens: list[Token], reading: Reading, amount: Amount, cues: CueLexicon) -> None:
    """Set the comparator from the cue before or behind."""
    cue = _cue_around(tokens, amount, cues)
    if cue is not None:
        reading.comparator = cue.comparator
        reading.cue_first = cue.first if cue.first < reading.first else None
        reading.rules.append(f"comparator.{cue.comparator.name.lower().replace('_', '-')}")


def _is_passed(tokens: list[Token], amount: Amount, cues: CueLexicon) -> bool:
    """`sales passed 518 million`: a large amount that something went beyond; but "passed 12 bills", "a $2bn bill"."""
    if amount.first == 0 or tokens[amount.first - 1].lower not in cues.passed or amount.numeral.value < _LEAST_PASSED:
        return False
    following = tokens[amount.last] if amount.last < len(tokens) else None
    ends = following is None or not following.is_word or following.lower in cues.behind_passed | noun_lexicon().stop
    return ends or amount.noun is not None


def _cue_around(tokens: list[Token], amount: Amount, cues: CueLexicon) -> Cue | None:
    """The cue before the amount; one behind it or its noun beats none and "about"."""
    start = amount.first
    is_joined = (
        amount.unit_kind == "age" and start > 1 and tokens[start].glued and tokens[start - 1].text in MINUS_MARKS
    )
    before = cue_before(tokens, start - 1 if is_joined else start, cues, is_duration=amount.unit_kind == "duration")
    if before is None and _is_passed(tokens, amount, cues):
        return Cue(Comparator.GREATER, amount.first - 1, amount.first)
    end = max(amount.last, amount.behind)
    if before is not None and before.comparator is Comparator.LESS_EQUAL and _tells_level(tokens, before, end):
        return None
    if before is not None and before.comparator is not Comparator.ABOUT:
        return before
    behind = cue_behind(tokens, end, cues)
    if behind is None and end != amount.last:
        behind = cue_behind(tokens, amount.last, cues)
    if behind is not None and amount.unit_kind == "currency" and _adds(tokens, behind):
        return before
    return behind or before


def _tells_level(tokens: list[Token], cue: Cue, end: int) -> bool:
    """Whether "up to" leads to a level, as in "income was up to 5 mln from four"."""
    is_up_to = tokens[cue.first].lower == "up"
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    return is_up_to and following is not None and tokens[end].lower == "from" and following.is_digits


def _adds(tokens: list[Token], cue: Cue) -> bool:
    """Whether "plus" behind a sum of money adds something: "247 mln dlrs plus releases"."""
    return tokens[cue.first].lower == "plus" and cue.last < len(tokens) and tokens[cue.last].is_word
