"""Units shared across a coordination: "to 434 billion lire from 423 billion", "up 2, 3 and 5 percent"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tallybook.model import Flag, Kind
from tallybook.numbers.numerals import ONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from tallybook.numbers.found import Sentence
    from tallybook.numbers.readings import Reading
    from tallybook.numbers.tokens import Token

_JOINTS = frozenset({",", "and", "or", "to", "/", "-", "–", "&", "then"})
_CONTRASTS = frozenset({"from", "against", "versus", "vs", "than", "with", "to", "after", "and", "or", ",", "v", "at", "of", "revised", "previous", "was", "("})
# Behind "rose 5 pct" a "to" leads to the level, which is in no percent.
_LEVEL_CUES = frozenset({"to", "at", "of", "was", "and", "or", "("})
_CUE_REACH = 3
_CLOSEST_JOINT = 4
_SAME_SIZE = 20
_MORE = frozenset({"more", "others", "will", "are", "were", "have", "had"})


class Carried(NamedTuple):
    """The last currency of a sentence, for bare amounts of the next one in the same paragraph."""

    paragraph: int
    sentence: int
    unit: str
    code: str | None
    kind: str


def share_units(sentence: Sentence, readings: Sequence[Reading], carried: Carried | None) -> Carried | None:
    """Fill in the units that a coordination leaves out, in place; returns what the next sentence may inherit."""
    tokens = sentence.tokens
    quantities = [r for r in readings if r.kind is Kind.QUANTITY and r.numeral is not None]
    _share_forward(tokens, quantities)
    if carried is not None and (carried.paragraph != sentence.paragraph or carried.sentence != sentence.index - 1):
        carried = None
    previous: Reading | None = None
    money: Carried | None = None
    things: Reading | None = None
    for reading in quantities:
        if reading.unit is None:
            _share_backward(tokens, reading, previous, money or carried, things)
        if reading.unit is not None and reading.unit_kind == "currency":
            money = Carried(sentence.paragraph, sentence.index, reading.unit, reading.unit_code, "currency")
        if reading.unit_kind == "count":
            things = reading
        if reading.unit_kind not in {"duration", "age"}:
            previous = reading
    return money or (carried and carried._replace(sentence=sentence.index))


def _share_forward(tokens: Sequence[Token], quantities: Sequence[Reading]) -> None:
    """`2, 3 and 5 percent`: from the last of a list back to the first."""
    for left, right in zip(reversed(quantities[:-1]), reversed(quantities[1:]), strict=True):
        if left.unit is not None or right.unit is None or left.numeral is None or right.numeral is None:
            continue
        gap = tokens[left.last : right.first]
        if not gap or len(gap) > _CLOSEST_JOINT or any(token.lower not in _JOINTS for token in gap):
            continue
        if left.numeral.bounds is not None:
            continue
        if left.numeral.scale == ONE and right.numeral.scale != ONE and left.numeral.value * right.numeral.scale <= right.numeral.value * _SAME_SIZE:
            left.numeral = left.numeral.scaled(right.numeral.scale, left.numeral.last)
        _inherit(left, right.unit, right.unit_code, right.unit_kind)


def _share_backward(
    tokens: Sequence[Token], reading: Reading, previous: Reading | None, money: Carried | None, things: Reading | None
) -> None:
    """From the quantity before, if the words between contrast the two and the sizes are alike."""
    if reading.numeral is None or reading.numeral.bounds is not None:
        return
    if reading.numeral.scale >= 1000 and not reading.numeral.is_fraction:
        if previous is not None and previous.unit_kind == "count" and _contrast(tokens, reading) and _alike(previous, reading):
            _inherit(reading, previous.unit, previous.unit_code, previous.unit_kind)
        elif money is not None:
            _inherit(reading, money.unit, money.code, money.kind)
        return
    if things is not None and _counts_more(tokens, reading):
        _inherit(reading, things.unit, things.unit_code, things.unit_kind)
        return
    if previous is None or previous.unit is None or previous.numeral is None:
        return
    cue = _contrast(tokens, reading)
    if cue is None or not _alike(previous, reading):
        return
    if previous.unit_kind in {"percent", "percentage_point"} and cue in _LEVEL_CUES:
        return
    _inherit(reading, previous.unit, previous.unit_code, previous.unit_kind)


def _contrast(tokens: Sequence[Token], reading: Reading) -> str | None:
    """The contrasting word right before the reading, articles and a word or two between allowed."""
    for at in range(reading.first - 1, max(-1, reading.first - 1 - _CUE_REACH), -1):
        if tokens[at].lower in _CONTRASTS:
            return tokens[at].lower
    return None


def _alike(left: Reading, right: Reading) -> bool:
    """Whether two numerals look like values of the same thing: sizes within a factor, decimals alike."""
    if left.numeral is None or right.numeral is None:
        return False
    first, second = _size(left), _size(right)
    if not first or not second or max(first, second) > _SAME_SIZE * min(first, second):
        return False
    return (left.numeral.resolution is None) == (right.numeral.resolution is None)


def _size(reading: Reading) -> Decimal:
    return abs(reading.numeral.value) if reading.numeral is not None else ONE


def _counts_more(tokens: Sequence[Token], reading: Reading) -> bool:
    """`buy four more`, `four of these`, `two will be delivered`: more of what was counted before."""
    following = [token.lower for token in tokens[reading.last : reading.last + 2]]
    if not following or reading.numeral is None or not reading.numeral.is_word or reading.numeral.is_fraction:
        return False
    return following[0] in _MORE or following in (["of", "these"], ["of", "them"], ["of", "those"], ["of", "which"])


def _inherit(reading: Reading, unit: str | None, code: str | None, kind: str | None) -> None:
    reading.unit, reading.unit_code, reading.unit_kind = unit, code, kind
    reading.flags.append(Flag.UNIT_INHERITED)
    reading.rules.append("unit.inherited")
