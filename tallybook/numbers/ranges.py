"""Ranges: "85 to 90 percent", "between 15 and 20 USD", "$3-5 bn"; and what only looks like one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.amounts import Amount
from tallybook.numbers.conversions import convert
from tallybook.numbers.giving import PER
from tallybook.numbers.numerals import BINARY_PARTS, DASHES, EXACT, ONE, Numeral
from tallybook.numbers.quotes import read_quote
from tallybook.numbers.range_lexicon import range_lexicon
from tallybook.numbers.rates import adopt
from tallybook.numbers.stated import set_unit

if TYPE_CHECKING:
    from tallybook.numbers.amounts import AmountReader

_THOUSAND: Final = Decimal(1000)
_YEAR_DIGITS: Final = 4
_CENTURIES: Final = frozenset({"18", "19", "20"})
_FARTHEST_CURRENCY: Final = 3
_MOVEMENT_REACH: Final = 8
_BETWEEN_REACH: Final = 3
# "one or five": a choice is between neighbours.
_FARTHEST_CHOICE: Final = 5
_RESPECTIVE_REACH: Final = 12
_LARGEST_SPREAD: Final = Decimal("1.5")
# "3/5 pct" is a fraction, "15/20 pct" are two ends.
_FEWEST_PARTS: Final = 10
# "from down" stands before the lower end of a swing.
_SWING: Final = 2


@dataclass(slots=True, init=False)
class Span:
    """The two ends of a range, the lower first, and the rule that joined them."""

    lower: Amount
    upper: Amount
    rule: str

    def __init__(
        self,
        lower: Amount,
        upper: Amount,
        rule: str,
    ) -> None:
        self.lower = lower
        self.upper = upper
        self.rule = rule


def read_range(reader: AmountReader, lower: Amount) -> Span | None:
    """The range that `lower` begins, if a connector and a second amount follow it.

    A change and the level it led to ("rose 3 mln to 5 mln"), two levels ("rose from 423 to 434") and the ends of
    unlike dimensions are no range.
    """
    whole = _split_fraction(reader, lower) or _read_swing(reader, lower) or _quotation(reader, lower)
    if whole is not None:
        return whole
    connector = _connector_behind(reader, lower)
    if connector is None:
        return None
    rule, start = connector
    if rule == "range.to" and _is_step(reader, lower):
        return None
    upper = _one_of(reader, lower, start) or _upper_at(reader, start, dashed=rule == "range.dash")
    if upper is not None and upper.noun is not None and lower.unit_kind == "age" and lower.unit is None:
        adopt(reader, upper, lower)  # "ages 18 to 24 vote least"
    if upper is None or not _belongs(reader, lower, upper, rule):
        return None
    has_two_units = lower.unit is not None and upper.unit is not None and not _shares_unit(lower, upper)
    if has_two_units and not convert(reader, lower, upper):
        return None
    if lower.has_unit and not upper.has_unit:
        adopt(reader, upper, lower)
    _share_scale(lower, upper)
    if lower.numeral.value > upper.numeral.value and (
        rule == "range.between" or lower.numeral.value < 0 or _names_range(reader, upper) or _quotes(upper, rule)
    ):
        lower.numeral, upper.numeral = upper.numeral, lower.numeral  # "in a 154 to 128 range"
    return Span(lower, upper, rule) if lower.numeral.value < upper.numeral.value else None


def read_unlike(reader: AmountReader, lower: Amount) -> Amount | None:
    """The other bound of a range whose ends no unit holds both: "20 minutes to 5 miles", "six weeks to three months".

    To be asked when the two make no range; a change from one to the other is none.
    """
    connector = _connector_behind(reader, lower)
    if connector is None or lower.unit is None or _follows_movement(reader, lower.first):
        return None
    rule, start = connector
    upper = _upper_at(reader, start, dashed=rule == "range.dash")
    if upper is None or upper.unit is None or lower.unit_name == upper.unit_name:
        return None
    is_one_dimension = lower.unit_kind == upper.unit_kind != "currency" and rule != "range.or"
    return upper if is_one_dimension or rule in {"range.between", "range.from-to"} else None


def _quotation(reader: AmountReader, bid: Amount) -> Span | None:
    """`3.75/80 pct`: the range between bid and offer, whichever is the higher."""
    offer = read_quote(reader, bid)
    if offer is None or bid.numeral.value == offer.numeral.value or (bid.unit is not None and offer.unit is not None):
        return None
    if not offer.has_unit:
        adopt(reader, offer, bid)
    if bid.numeral.value > offer.numeral.value:
        bid.numeral, offer.numeral = offer.numeral, bid.numeral
    return Span(bid, offer, "range.quote")


def _read_swing(reader: AmountReader, lower: Amount) -> Span | None:
    """`from down 4 pct to up 2 pct`: a fall is less than nothing."""
    tokens, at = reader.tokens, lower.last
    if lower.first < _SWING or at + 2 >= len(tokens) or tokens[lower.first - 1].lower != "down":
        return None
    opening, joint = tokens[lower.first - 2].lower, tokens[at].lower
    if (opening, joint) not in {("from", "to"), ("between", "and")} or tokens[at + 1].lower != "up":
        return None
    upper = _upper_at(reader, at + 2, dashed=True)
    if (
        upper is None
        or lower.numeral.value <= 0
        or (lower.has_unit and upper.has_unit and lower.unit_name != upper.unit_name)
    ):
        return None
    if not upper.has_unit:
        adopt(reader, upper, lower)
    lower.numeral.value = EXACT.minus(lower.numeral.value)
    return Span(lower, upper, "range.swing")


def _split_fraction(reader: AmountReader, lower: Amount) -> Span | None:
    """`85/90 pct`: two ends in the unit behind, where nobody would count in ninetieths."""
    numeral = lower.numeral
    if numeral.rule != "numeral.fraction" or numeral.last != numeral.first + 3 or lower.unit is None:
        return None
    over, under = (reader.tokens[at].text for at in (numeral.first, numeral.last - 1))
    if not (over.isdigit() and under.isdigit()) or under in BINARY_PARTS:
        return None
    if not _FEWEST_PARTS <= int(over) < int(under):
        return None
    upper = replace(lower, numeral=Numeral(numeral.last - 1, numeral.last, Decimal(under), "numeral.digits"))
    lower.numeral = Numeral(numeral.first, numeral.first + 1, Decimal(over), "numeral.digits")
    return Span(lower, upper, "range.slash")


def _one_of(reader: AmountReader, lower: Amount, start: int) -> Amount | None:
    """The upper end of "800 metres to a kilometre": one of a larger unit."""
    tokens = reader.tokens
    if lower.unit is None or tokens[start].lower not in reader.lexicon.articles:
        return None
    found = reader.units.after(tokens, start + 1)
    if found is None or found[0].glued_only or found[0].kind != lower.unit.kind or found[0].name == lower.unit.name:
        return None
    one = Amount(start, found[1], Numeral(start, start + 1, ONE, "numeral.words", is_word=True), behind=found[1])
    set_unit(reader, one, found[0], "unit.behind")
    return one


def _quotes(upper: Amount, rule: str) -> bool:
    """Whether a rate is quoted as dealers do, the higher first: "10-9-7/8 pct"."""
    return rule == "range.dash" and upper.numeral.is_fraction and upper.unit_kind == "percent"


def _shares_unit(lower: Amount, upper: Amount) -> bool:
    """Whether both ends have one unit, the upper perhaps with its rate: "between 302p and 310p a share"."""
    name = lower.unit_name or ""
    return upper.unit_name == name or (upper.unit_name or "").startswith(f"{name}{PER}")


def _names_range(reader: AmountReader, upper: Amount) -> bool:
    """Whether the word "range" or its kin follows."""
    return upper.last < len(reader.tokens) and reader.tokens[upper.last].lower in range_lexicon().names


def _is_step(reader: AmountReader, lower: Amount) -> bool:
    """Whether the amount says how far something went: "rose by 16.1 mln marks to 381.6 mln", "fell one-third to 5"."""
    is_part = lower.numeral.is_fraction and lower.numeral.is_word
    if "+" in (reader.tokens[lower.first].text, reader.tokens[lower.first - 1].text):
        return True  # "(+$1.29 to $32.04)"
    follows_by = lower.first > 0 and reader.tokens[lower.first - 1].lower == "by"
    return is_part or (follows_by and (lower.has_unit or lower.numeral.scale != ONE))


def _connector_behind(reader: AmountReader, lower: Amount) -> tuple[str, int] | None:
    """The rule of the connector behind the lower end, and where the upper end may start."""
    tokens, at = reader.tokens, lower.last
    if at + 1 >= len(tokens) or lower.numeral.bounds is not None:
        return None
    word = tokens[at].lower
    if word in DASHES:
        if tokens[at + 1].glued and not tokens[at].glued:
            return None  # the sign of the next number: "-1.9  -0.6"
        if tokens[lower.first].is_word and tokens[lower.first].glued and tokens[lower.first - 1].text in DASHES:
            return None  # "three-nought-four" are three
        if tokens[at].glued and tokens[at + 1].lower == "to":
            return _rule_of_to(reader, lower), _behind_suspended(reader, at)
        return "range.dash", at + 1
    if word == "to":
        return _rule_of_to(reader, lower), at + 1
    if word == "up" and tokens[at + 1].lower == "to" and _rule_of_to(reader, lower) == "range.from-to":
        return "range.from-to", at + 2
    if word == "/" and tokens[at].glued and tokens[at + 1].glued:
        return "range.slash", at + 1
    if word == "or":
        return "range.or", at + 1
    is_between = word == "and" and _follows_between(reader, lower.first)
    return ("range.between", at + 1) if is_between else None


def _rule_of_to(reader: AmountReader, lower: Amount) -> str:
    follows_from = lower.first > 0 and reader.tokens[lower.first - 1].lower == "from"
    return "range.from-to" if follows_from else "range.to"


def _behind_suspended(reader: AmountReader, dash: int) -> int:
    """Behind the connector of "three- to five-year" and of "3-to-5", whose first dash is tokens[dash]."""
    behind = dash + 2
    return behind + 1 if behind < len(reader.tokens) and reader.tokens[behind].text in DASHES else behind


def _follows_between(reader: AmountReader, first: int) -> bool:
    """Whether "between" stands shortly before tokens[first]: "between about 15 and 20"."""
    return any(token.lower == "between" for token in reader.tokens[max(0, first - _BETWEEN_REACH) : first])


def _upper_at(reader: AmountReader, start: int, *, dashed: bool) -> Amount | None:
    """The amount that begins at `start`, a currency symbol before its numeral included."""
    tokens, approximations = reader.tokens, range_lexicon().approximations
    for at in range(start, min(start + _FARTHEST_CURRENCY, len(tokens))):
        token = tokens[at]
        if token.lower in approximations:
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
        is_near = upper.numeral.value <= _FARTHEST_CHOICE * max(lower.numeral.value, ONE)
        is_choice = is_near and not lower.has_unit and not upper.numeral.is_fraction
        return is_choice and not _ends_list(reader, lower.first) and not _is_told_apart(reader, upper)
    if rule == "range.slash":
        return not lower.has_unit and upper.unit is not None and _are_close(lower, upper)
    if rule in {"range.between", "range.dash"}:
        return True
    if rule == "range.to" and lower.first > 0 and reader.tokens[lower.first - 1].lower == "to":
        return True  # "fell to 260,000 to 270,000": it led to a range
    # "$3 to $5 billion": the scale is said once, so that $3 is no level by itself; "30,000 barrels" is one.
    is_bare = lower.numeral.scale == ONE and lower.numeral.value < _THOUSAND
    is_elided = lower.unit is not None and is_bare and upper.numeral.scale != ONE
    is_level = (lower.has_unit and not is_elided) or lower.numeral.scale != ONE
    if rule == "range.to" and lower.unit_kind == upper.unit_kind == "percent" and _are_close(lower, upper):
        return True  # "prices should rise 7% to 8%": a change in percent leads to no such level
    return not (_follows_movement(reader, lower.first) and (rule == "range.from-to" or is_level or not upper.has_unit))


def _ends_list(reader: AmountReader, first: int) -> bool:
    """Whether a number and a comma stand before tokens[first]: "three, five or ten years ago"."""
    if first < 2 or reader.tokens[first - 1].text != ",":
        return False
    before = reader.tokens[first - 2]
    return before.is_digits or before.lower in reader.lexicon.cardinals


def _are_close(lower: Amount, upper: Amount) -> bool:
    """Whether the upper end is so little above the lower that both guess the same thing."""
    return 0 < lower.numeral.value < upper.numeral.value <= _LARGEST_SPREAD * lower.numeral.value


def _is_told_apart(reader: AmountReader, upper: Amount) -> bool:
    """Whether "respectively" follows: "25k or 40k cheaper than the first and the second respectively"."""
    behind = reader.tokens[upper.last : upper.last + _RESPECTIVE_REACH]
    return any(token.lower in range_lexicon().respective for token in behind)


def _is_year(reader: AmountReader, amount: Amount) -> bool:
    """Whether a bare number looks like a year of the last centuries."""
    text = reader.tokens[amount.numeral.first].text
    return text.isdigit() and len(text) == _YEAR_DIGITS and text[:2] in _CENTURIES and not amount.has_unit


def _follows_movement(reader: AmountReader, first: int) -> bool:
    """Whether a word of change stands before the amount, with nothing but fillers and other amounts between."""
    words = range_lexicon()
    for at in range(first - 1, max(-1, first - 1 - _MOVEMENT_REACH), -1):
        token = reader.tokens[at]
        if token.lower in words.movements:
            return True
        is_amount = token.is_digits or token.lower in reader.lexicon.scales or token.lower in words.units
        if not is_amount and token.lower not in words.fillers:
            return False
    return False


def _share_scale(lower: Amount, upper: Amount) -> None:
    """Give the lower end the scale of the upper: "$3-5 billion" is three billion to five billion."""
    factor = upper.numeral.scale
    if factor == ONE and _is_elided_group(lower.numeral, upper.numeral):
        factor = _THOUSAND
    if factor == ONE or lower.numeral.scale != ONE or lower.numeral.is_fraction:
        return
    if lower.numeral.value < upper.numeral.value / factor:
        lower.numeral = lower.numeral.scaled(factor, lower.numeral.last)


def _is_elided_group(lower: Numeral, upper: Numeral) -> bool:
    """`140-150,000`: the lower end leaves out the thousands of the upper."""
    if lower.is_word or lower.resolution is not None:
        return False
    is_thousands = _THOUSAND <= upper.value < _THOUSAND * _THOUSAND and upper.value % _THOUSAND == 0
    return is_thousands and lower.value < upper.value / _THOUSAND <= 10 * lower.value
