"""Two numerals that make one number: "one in five", "1 over 3", "more than 10 and less than 20"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.model import Comparator, Kind
from tallybook.numbers.numerals import ONE, Numeral, quotient
from tallybook.numbers.range_lexicon import range_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.amounts import Amount, AmountReader
    from tallybook.numbers.readings import Reading

_LARGEST_PART: Final = 10_000
_FIRST_YEAR: Final = 1000
_FLOORS: Final = frozenset({Comparator.GREATER, Comparator.GREATER_EQUAL})
_CEILINGS: Final = frozenset({Comparator.LESS, Comparator.LESS_EQUAL})
# Tokens between a floor and its ceiling: ", but".
_LONGEST_JOINT: Final = 3


def read_ratio(reader: AmountReader, part: Amount) -> tuple[Amount, Amount] | None:
    """The part and the whole of "one in five Americans" or "1 over 3"; `part` is the amount before the preposition.

    A number with a unit, a year, or a whole that is smaller than its part makes no ratio.
    """
    tokens = reader.tokens
    at = part.last
    if _counts_one(part):
        at = part.behind  # "one flight in four"
    elif part.has_unit:
        return None
    if at + 1 >= len(tokens) or not _is_small(part.numeral):
        return None
    word = tokens[at].lower
    if word == ":":
        return _to_one(reader, part, at)
    if word == "out" and tokens[at + 1].lower == "of" and at + 2 < len(tokens):  # "nine out of ten"
        word, at = "in", at + 1
    if word not in {"in", "over"} or not (tokens[at + 1].is_digits or tokens[at + 1].lower in reader.lexicon.starters):
        return None
    whole = reader.amount_at(at + 1, at + 1)
    if whole is None or whole.unit is not None or whole.numeral.is_fraction or whole.numeral.bounds is not None:
        return None
    if not whole.numeral.value:
        return None  # nothing is one in none
    if part.has_unit and (word != "in" or whole.has_unit or not whole.numeral.is_word):
        return None
    is_end = whole.behind >= len(tokens) or not (tokens[whole.behind].is_word or tokens[whole.behind].is_digits)
    if word == "over":
        return (part, whole) if is_end and not whole.has_unit else None
    is_year = whole.numeral.value >= _FIRST_YEAR and tokens[at + 1].text.isdigit()
    counts = part.numeral.is_word or part.numeral.value == ONE or not whole.has_unit
    return (part, whole) if 0 <= part.numeral.value < whole.numeral.value and counts and not is_year else None


def _to_one(reader: AmountReader, part: Amount, colon: int) -> tuple[Amount, Amount] | None:
    """`109:1`: so many to one; not the "10:1" of a longer chain."""
    tokens = reader.tokens
    last = colon + 2
    is_one = tokens[colon].glued and tokens[colon + 1].glued and tokens[colon + 1].text == "1"
    if (
        not is_one
        or part.first != part.numeral.first
        or (last < len(tokens) and tokens[last].glued and tokens[last].text == ":")
    ):
        return None
    whole = reader.amount_at(colon + 1, colon + 1)
    return (part, whole) if whole is not None and whole.numeral.last == last and not whole.has_unit else None


def _counts_one(part: Amount) -> bool:
    """Whether the amount is one thing of a kind: "one flight"."""
    return part.noun is not None and part.numeral.is_word and part.numeral.value == ONE


def _is_small(numeral: Numeral) -> bool:
    """Whether a numeral is a whole number of a size that people count parts in."""
    is_whole = abs(numeral.value) < _LARGEST_PART and numeral.value == numeral.value.to_integral_value()
    return is_whole and numeral.scale == ONE and numeral.bounds is None and not numeral.is_fraction


def ratio_numeral(part: Amount, whole: Amount) -> Numeral:
    """The value of a ratio over both numerals."""
    value, is_exact = quotient(part.numeral.value, whole.numeral.value)
    return Numeral(part.numeral.first, whole.numeral.last, value, "numeral.ratio", is_exact=is_exact, is_fraction=True)


def join_bounds(tokens: list[Token], readings: Sequence[Reading]) -> list[Reading]:
    """Readings with each pair of bounds of one quantity made a range: "above 1000 and below 1500"."""
    joined: list[Reading] = []
    for reading in readings:
        if joined and _bound_one_quantity(tokens, joined[-1], reading):
            joined[-1] = _range_of(joined[-1], reading)
        else:
            joined.append(reading)
    return joined


def _bound_one_quantity(tokens: list[Token], left: Reading, right: Reading) -> bool:
    """Whether one of two quantities is a floor and the other the ceiling above it, with nothing but a joint between."""
    if left.kind is not Kind.QUANTITY or right.kind is not Kind.QUANTITY:
        return False
    if left.numeral is None or right.numeral is None:
        return False
    pair = (left.comparator, right.comparator)
    is_pair = (pair[0] in _FLOORS and pair[1] in _CEILINGS) or (pair[0] in _CEILINGS and pair[1] in _FLOORS)
    if not is_pair or (left.unit is not None and left.unit != right.unit):
        return False
    gap = tokens[left.last : right.first if right.cue_first is None else right.cue_first]
    joints = range_lexicon().joints
    if not 0 < len(gap) <= _LONGEST_JOINT or any(token.lower not in joints for token in gap):
        return False
    lower, upper = (left.numeral, right.numeral) if left.comparator in _FLOORS else (right.numeral, left.numeral)
    return lower.value < upper.value


def _range_of(left: Reading, right: Reading) -> Reading:
    lower, upper = (left, right) if left.comparator in _FLOORS else (right, left)
    whole = right
    whole.first = left.first
    whole.numeral, whole.upper = lower.numeral, upper.numeral
    whole.comparator = Comparator.RANGE
    whole.rules = [right.rules[0], "range.bounds", *left.rules[1:], *right.rules[1:]]
    return whole
