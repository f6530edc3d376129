"""Units shared across a coordination: "to 434 billion lire from 423 billion", "up 2, 3 and 5 percent"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tallybook.model import Flag, Kind
from tallybook.numbers.nouns import read_counted_noun
from tallybook.numbers.numerals import ONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from tallybook.numbers.found import Sentence
    from tallybook.numbers.readings import Reading
    from tallybook.numbers.tokens import Token

_CONJUNCTIONS = frozenset({"and", "or", "to", "/", "-", "–", "&", "then"})
_PARALLELS = frozenset({"for", "in", "of", "among", "against", "at", "from"})
_LEADS = frozenset({"is", "was", "by", "are", "were", "at"})
_OPPOSITIONS = frozenset({"from", "against", "versus", "vs", "than"})
_CONTRASTS = frozenset(
    {
        "from",
        "against",
        "versus",
        "vs",
        "than",
        "with",
        "to",
        "after",
        "and",
        "or",
        ",",
        "v",
        "at",
        "of",
        "revised",
        "previous",
        "was",
        "(",
    }
)
# Behind "rose 5 pct" a "to" leads to the level, which is in no percent.
_LEVEL_CUES = frozenset({"to", "at", "of", "was", "and", "or", "("})
_CUE_REACH = 3
_CLOSEST_JOINT = 4
_SAME_SIZE = 20
# "The number of stations reached 654,000": how far back the subject may stand, and how large a bare number must be.
_SUBJECT_REACH = 30
_FEWEST = 100
_NUMBERS = frozenset({"number", "numbers", "count", "total"})
_FLOWS = frozenset(
    {
        "sales",
        "deliveries",
        "shipments",
        "registrations",
        "output",
        "production",
        "exports",
        "imports",
        "orders",
        "starts",
        "purchases",
    }
)
_DETERMINERS = frozenset({"the", "its", "their", "all", "new"})
_LONGEST_NAME = 6
# Subjects that count people without saying so: "unemployment would exceed two million".
_PEOPLE = frozenset(
    {
        "unemployment",
        "employment",
        "jobless",
        "joblessness",
        "population",
        "workforce",
        "unemployed",
        "payrolls",
        "attendance",
        "audience",
    }
)
_MORE = frozenset({"more", "others", "will", "are", "were", "have", "had"})


class Money(NamedTuple):
    """The last currency of a sentence, for bare amounts of the next one in the same paragraph."""

    paragraph: int
    sentence: int
    unit: str
    code: str | None


class UnitSharing:
    """Fills in units that the text leaves out; remembers what one document counted and in which currency it spoke last."""

    def __init__(self) -> None:
        self._money: Money | None = None
        self._counted: set[str] = set()
        self._things: Reading | None = None
        self._things_at = -2

    def share(self, sentence: Sentence, readings: Sequence[Reading]) -> None:
        """Give the bare quantities of the next sentence the units that they share, in place."""
        tokens = sentence.tokens
        quantities = [r for r in readings if r.kind is Kind.QUANTITY and r.numeral is not None]
        _share_forward(tokens, quantities)
        money = self._money
        if money is not None and (money.paragraph != sentence.paragraph or money.sentence < sentence.index - 1):
            money = None
        previous: Reading | None = None
        points: Reading | None = None
        price: Reading | None = None
        things = self._things if self._things_at >= sentence.index - 1 else None
        for reading in quantities:
            if reading.unit is None:
                _share_backward(tokens, reading, previous, money, things)
            if reading.unit is None and price is not None and _contrast(tokens, reading) and _alike(price, reading):
                _inherit(reading, price.unit, price.unit_code, price.unit_kind)
            if reading.unit is None and points is not None:
                _share_points(tokens, reading, points)
            if reading.unit is None:
                _share_subject(tokens, reading, self._counted)
            if reading.unit is not None and reading.unit_kind == "currency":
                money = Money(sentence.paragraph, sentence.index, reading.unit, reading.unit_code)
                price = price if tokens[reading.first - 1].text == "(" and price else reading
            if reading.unit is not None and reading.unit_kind == "count":
                things = reading
                self._things, self._things_at = reading, sentence.index
                self._counted.add(reading.unit)
            if reading.unit_kind == "index":
                points = reading
            if reading.unit_kind not in {"duration", "age"}:
                previous = reading
        self._money = money


def _share_subject(tokens: Sequence[Token], reading: Reading, counted: set[str]) -> None:
    """From the subject: "the number of base stations reached 654,000", "car sales fell to 265,301" where cars were counted."""
    numeral = reading.numeral
    if (
        numeral is None
        or numeral.is_fraction
        or (numeral.resolution is not None and numeral.scale == ONE)
        or numeral.value < _FEWEST
    ):
        return
    for at in range(reading.first - 1, max(0, reading.first - _SUBJECT_REACH), -1):
        word = tokens[at].lower
        if word == "of" and tokens[at - 1].lower in _NUMBERS:
            start = at + 2 if at + 1 < len(tokens) and tokens[at + 1].lower in _DETERMINERS else at + 1
            noun = read_counted_noun(tokens, start, is_one=False, is_joined=False)
            if noun is not None and noun.last <= reading.first:
                _inherit(reading, noun.unit, None, "count")
            return
        if word in _PEOPLE and tokens[at + 1].lower not in {"rate", "benefit", "benefits", "fund", "insurance"}:
            _inherit(reading, "person", None, "count")
            return
        if word in _FLOWS and tokens[at - 1].lower in counted:
            _inherit(reading, tokens[at - 1].lower, None, "count")
            return
        if word == "of" and tokens[at - 1].lower in _FLOWS:
            noun = read_counted_noun(tokens, at + 1, is_one=False, is_joined=False)
            if noun is not None and noun.last <= reading.first and noun.unit in counted:
                _inherit(reading, noun.unit, None, "count")
            return


def _share_forward(tokens: Sequence[Token], quantities: Sequence[Reading]) -> None:
    """`2, 3 and 5 percent`: from the last of a list back to the first; ", and" alone begins a new clause."""
    in_list = False
    for at in range(len(quantities) - 2, -1, -1):
        left, right = quantities[at], quantities[at + 1]
        gap = [token.lower for token in tokens[left.last : right.first][: _CLOSEST_JOINT + 1]]
        if gap in (["up"], ["down"]) and left.unit is None and right.unit_kind == "index":
            _inherit(left, right.unit, right.unit_code, right.unit_kind)
        if gap[:1] == ["-"] and len(gap) > 1 and tokens[left.last].glued:
            gap = gap[1:]  # a suspended hyphen: "four-, five- and six-cylinder"
        if (
            len(gap) == 1
            and gap[0] in _OPPOSITIONS
            and left.unit is None
            and right.unit_kind in {"count", "currency"}
            and _alike(left, right)
        ):
            _inherit(left, right.unit, right.unit_code, right.unit_kind)
        is_joint = len(gap) == 1 and (gap[0] in _CONJUNCTIONS or (gap[0] == "," and in_list))
        is_serial = gap in ([",", "and"], [",", "or"]) and at > 0 and _is_comma(tokens, quantities[at - 1], left)
        in_list = is_joint or is_serial
        if not in_list or left.unit is not None or right.unit is None or left.numeral is None or right.numeral is None:
            continue
        if left.numeral.bounds is not None:
            continue
        _share_scale(left, right)
        _inherit(left, right.unit, right.unit_code, right.unit_kind)


def _is_comma(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    return right.first == left.last + 1 and tokens[left.last].text == ","


def _share_scale(left: Reading, right: Reading) -> None:
    """`2, 3 and 5 million`: the scale is said once; "500 and 5 million" are too far apart for that."""
    if left.numeral is None or right.numeral is None or left.numeral.scale != ONE or right.numeral.scale == ONE:
        return
    if left.numeral.value * right.numeral.scale <= right.numeral.value * _SAME_SIZE:
        left.numeral = left.numeral.scaled(right.numeral.scale, left.numeral.last)


def _share_backward(
    tokens: Sequence[Token], reading: Reading, previous: Reading | None, money: Money | None, things: Reading | None
) -> None:
    """From the quantity before, if the words between contrast the two and the sizes are alike."""
    if reading.numeral is None or reading.numeral.bounds is not None:
        return
    if reading.numeral.scale >= 1000 and not reading.numeral.is_fraction:
        if (
            previous is not None
            and previous.unit_kind == "count"
            and _contrast(tokens, reading)
            and _alike(previous, reading)
        ):
            _inherit(reading, previous.unit, previous.unit_code, previous.unit_kind)
        elif money is not None:
            _inherit(reading, money.unit, money.code, "currency")
        elif things is not None and things.numeral is not None and things.numeral.scale >= 1000:
            _inherit(reading, things.unit, things.unit_code, things.unit_kind)
        return
    if things is not None and _counts_more(tokens, reading):
        _inherit(reading, things.unit, things.unit_code, things.unit_kind)
        return
    if previous is None or previous.unit is None or previous.numeral is None:
        return
    cue = _contrast(tokens, reading)
    if not _alike(previous, reading):
        return
    if _is_parallel(tokens, previous, reading):
        _inherit(reading, previous.unit, previous.unit_code, previous.unit_kind)
        return
    if cue is None:
        return
    if previous.unit_kind in {"percent", "percentage_point"} and cue in _LEVEL_CUES:
        return
    _inherit(reading, previous.unit, previous.unit_code, previous.unit_kind)


def _share_points(tokens: Sequence[Token], reading: Reading, points: Reading) -> None:
    """`lost 162.31 points, or 2.14 pct, to end at 7,425.81`: the level that points led to is in points."""
    if reading.numeral is None or points.numeral is None or reading.numeral.bounds is not None:
        return
    if _contrast(tokens, reading) in {"to", "at"} and reading.numeral.value > points.numeral.value / 2:
        _inherit(reading, points.unit, points.unit_code, points.unit_kind)


def _contrast(tokens: Sequence[Token], reading: Reading) -> str | None:
    """The contrasting word right before the reading, articles and a word or two between allowed."""
    for at in range(reading.first - 1, max(-1, reading.first - 1 - _CUE_REACH), -1):
        if tokens[at].lower in _CONTRASTS:
            return tokens[at].lower
    return None


def _is_parallel(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    """Whether the same word leads to both: "the highest is 84.75 cents, while the lowest is 74.07"."""
    before = tokens[right.first - 1].lower if right.first else ""
    behind = tokens[right.last].lower if right.last < len(tokens) else ""
    if before == "and" and behind in _PARALLELS and left.last < len(tokens) and tokens[left.last].lower == behind:
        return True
    return left.first > 0 and before in _LEADS and tokens[left.first - 1].lower == before


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
    if _counts_names(tokens, reading.last):
        return True
    if tokens[reading.first - 1].lower == "every" and following and following[0] in {"held", "owned"}:
        return True
    if not following or reading.numeral is None or not reading.numeral.is_word or reading.numeral.is_fraction:
        return False
    return following[0] in _MORE or following in (["of", "these"], ["of", "them"], ["of", "those"], ["of", "which"])


def _counts_names(tokens: Sequence[Token], i: int) -> bool:
    """Whether a name in the plural follows: "it ordered six MD-82s"."""
    last = i
    while last + 1 < len(tokens) and last - i < _LONGEST_NAME and tokens[last + 1].glued:
        last += 1
    return (
        last > i
        and tokens[i].is_word
        and tokens[i].text.isupper()
        and tokens[last].text == "s"
        and tokens[last - 1].is_digits
    )


def _inherit(reading: Reading, unit: str | None, code: str | None, kind: str | None) -> None:
    reading.unit, reading.unit_code, reading.unit_kind = unit, code, kind
    reading.flags.append(Flag.UNIT_INHERITED)
    reading.rules.append("unit.inherited")
