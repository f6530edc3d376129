"""How one number gives another the unit or the scale that is said once, and what makes them values of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.model import Flag
from tallybook.numbers.numerals import ONE

if TYPE_CHECKING:
    from decimal import Decimal

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numerals import Numeral
    from tallybook.numbers.readings import Reading

PER: Final = " per "
_POINT: Final = "point"
# Between the points that a percentage went and the percentage, and the other way round.
_LEVEL_JOINTS: Final = frozenset({"to", "from"})
_POINT_JOINTS: Final = frozenset({"and", "or", "but", "to", "from"})
_ASIDES: Final = frozenset({"(", "(+", "(-", "(up", "(down", ",up", ",down"})
# From here on a scale says that the number has a unit: "423 billion" counts something.
LARGE_SCALE: Final = 1000
# Kinds of which no large number is: "rose 5 pct to 423 billion".
RELATIVE_KINDS: Final = frozenset({"percent", "percentage_point", "index", "multiple", "duration", "age"})
# Values of the same thing differ by no more than this factor.
_SAME_SIZE: Final = 20


def scale_of(reading: Reading) -> Decimal | None:
    """The scale of a reading's numeral, None of one without."""
    return reading.numeral.scale if reading.numeral is not None else None


def take_rate(reading: Reading, giver: Reading) -> None:
    """Count the reading per what the giver is counted per."""
    _, _, what = (giver.unit or "").partition(PER)
    _, _, code = (giver.unit_code or "").partition("/")
    unit_code = f"{reading.unit_code}/{code}" if reading.unit_code and code else None
    take_unit(reading, f"{reading.unit}{PER}{what}", unit_code, reading.unit_kind)


def share_points(left: Reading, right: Reading, gap: list[str]) -> None:
    """`up 2 points to 45%`, `91.2% (+2.3 pts)`, `2 percentage points in May and 5 points in all`: in place."""
    if left.unit_kind == "percentage_point" and right.unit == _POINT and gap and gap[-1] in _POINT_JOINTS:
        take_unit(right, left.unit or "", left.unit_code, left.unit_kind)
        return
    points, share = (left, right) if left.unit_kind == "index" else (right, left)
    joints = _LEVEL_JOINTS if points is left else _ASIDES
    if points.unit == _POINT and share.unit_kind == "percent" and "".join(gap) in joints:
        points.unit, points.unit_code, points.unit_kind = "percentage point", None, "percentage_point"
        points.rules.append("unit.points-of-percent")


def drop_rate(reading: Reading) -> None:
    """Count a sum of money per nothing: "it earned 2 dlrs a share on sales of 14 mln"."""
    reading.unit = reading.unit_code = (reading.unit or "").partition(PER)[0]


def is_prior(tokens: list[Token], stated: Reading, reading: Reading) -> bool:
    """Whether a number in brackets is an earlier value of the one before: "4.27 pct (4.32)", "SEK 12.4 bn (11.9)"."""
    if stated.numeral is None or reading.numeral is None or reading.numeral.scale != ONE or stated.upper is not None:
        return False
    if stated.unit_kind not in {"percent", "currency"} or stated.last != reading.first - 1:
        return False
    closes = reading.last < len(tokens) and tokens[reading.last].text == ")"
    mantissa, value = stated.numeral.value / stated.numeral.scale, reading.numeral.value
    is_near = value > 0 and max(mantissa, value) <= 2 * min(mantissa, value)
    has_decimals = reading.numeral.resolution is not None and reading.numeral.resolution < ONE
    return tokens[stated.last].text == "(" and closes and is_near and has_decimals


def share_scale_of(reading: Reading, stated: Reading) -> None:
    """Give a number the scale of another that it restates."""
    if reading.numeral is not None and stated.numeral is not None and stated.numeral.scale != ONE:
        reading.numeral = reading.numeral.scaled(stated.numeral.scale, reading.numeral.last)


def is_too_large(left: Reading, right: Reading) -> bool:
    """Whether a bare number is no percentage and no price like the next: "743 mln and 18.5 pct", "354,650 or 5 cts"."""
    if left.numeral is None or right.numeral is None or left.unit is not None:
        return False
    is_relative = right.unit_kind in RELATIVE_KINDS and left.numeral.scale >= LARGE_SCALE
    return is_relative or (right.unit_kind == "currency" and left.numeral.value > LARGE_SCALE * right.numeral.value)


def share_scale(left: Reading, right: Reading) -> None:
    """`2, 3 and 5 million`: the scale is said once; "500 and 5 million" are too far apart for that."""
    if left.numeral is None or right.numeral is None or left.numeral.scale != ONE or right.numeral.scale == ONE:
        return
    if left.numeral.value * right.numeral.scale <= right.numeral.value * _SAME_SIZE:
        left.numeral = left.numeral.scaled(right.numeral.scale, left.numeral.last)


def alike(left: Reading, right: Reading) -> bool:
    """Whether two numerals look like values of the same thing: sizes within a factor, decimals alike."""
    if left.numeral is None or right.numeral is None:
        return False
    if not right.numeral.value:
        return abs(left.numeral.value) <= _SAME_SIZE  # "three pct against zero"
    if not near_in_size(left, right):
        return False
    return _has_decimals(left.numeral) == _has_decimals(right.numeral)


def _has_decimals(numeral: Numeral) -> bool:
    """Whether less than one is told apart: 4.4 has decimals, 3.8 million has none."""
    return numeral.resolution is not None and numeral.resolution < ONE


def near_in_size(left: Reading, right: Reading) -> bool:
    """Whether the sizes of two numerals are within a factor."""
    if left.numeral is None or right.numeral is None:
        return False
    first, second = abs(left.numeral.value), abs(right.numeral.value)
    return bool(first and second) and max(first, second) <= _SAME_SIZE * min(first, second)


def inherit(reading: Reading, giver: Reading) -> None:
    """Give a reading the unit of another."""
    take_unit(reading, giver.unit, giver.unit_code, giver.unit_kind)


def take_unit(reading: Reading, unit: str | None, code: str | None, kind: str | None) -> None:
    """Give a reading a unit that it does not state."""
    reading.unit, reading.unit_code, reading.unit_kind = unit, code, kind
    reading.flags.append(Flag.UNIT_INHERITED)
    reading.rules.append("unit.inherited")
