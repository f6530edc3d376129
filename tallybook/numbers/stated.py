"""Units that are stated: a currency before the numeral, a scale of money, a unit word or symbol behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.model import Flag
from tallybook.numbers.nouns import is_adjective, is_plural, is_stop, noun_lexicon, read_counted_noun
from tallybook.numbers.numerals import ONE, skip_hyphen
from tallybook.numbers.rivals import choose
from tallybook.numbers.sharing_lexicon import sharing_lexicon

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.lexicons.units import Unit
    from tallybook.numbers.amounts import Amount, AmountReader

# Letters of an ISO 4217 code.
_CODE_LENGTH: Final = 3
# How far before a number its subject may stand.
_SUBJECT_REACH: Final = 14
# "tonnes a year": so many words has a unit with "a" in it at least.
_SHORTEST_RATE: Final = 3


def take_currency_before(reader: AmountReader, amount: Amount, floor: int) -> None:
    """The currency sign, code or prefix right before the numeral: `US$5`, `EUR 5`, `Rs 5`."""
    if _take_scaled_code_before(reader, amount, floor):
        return
    found = reader.units.before(reader.tokens, amount.first)
    if found is None or found[1] < floor or (found[0].glued_only and not reader.tokens[amount.first].glued):
        return
    readings = (found[0], *found[0].rivals)  # "PS" is horsepower behind a numeral and a lost pound sign before one
    currency = next((unit for unit in readings if unit.kind == "currency"), None)
    if currency is None:
        return
    amount.first = found[1]
    set_unit(reader, amount, currency, "unit.currency-before")


def take_money_scale(reader: AmountReader, amount: Amount) -> None:
    """`$1.2m`, `€3 m`, `5m dollars`, `30 MUSD`, `$5mm`: letters that are scales beside money only."""
    at = amount.last
    if at >= len(reader.tokens) or amount.numeral.scale != ONE:
        return
    token = reader.tokens[at]
    factor = reader.lexicon.money_scales.get(token.text)
    if factor is None:
        _take_scaled_code(reader, amount, token)
        return
    following = reader.units.after(reader.tokens, at + 1) if at + 1 < len(reader.tokens) else None
    is_money = (amount.unit is not None and amount.unit.kind == "currency") or (
        following is not None and following[0].kind == "currency"
    )
    may_count = token.glued or "." in reader.tokens[at - 1].text  # "3m homes", "2.3 m homes"; "3 m boards" are metres
    counts_people = (
        may_count and token.text in "mM" and (_counts_things(reader, at + 1) or _tells_count(reader, amount))
    )
    if is_money or counts_people:
        amount.numeral = amount.numeral.scaled(factor, at + 1)
        amount.last = at + 1
        amount.rules.append("scale.money")


def _tells_count(reader: AmountReader, amount: Amount) -> bool:
    """Whether things or a sum are the subject, so that "7.3m" is so many millions: "passenger numbers rose to 7.3m"."""
    tokens, at = reader.tokens, amount.last + 1
    if skip_hyphen(tokens, at) > at and tokens[at + 1].lower in reader.words.strong:
        return True  # "the 1.5m-strong union"
    if not tokens[at - 1].glued or (at < len(tokens) and tokens[at].lower in reader.words.extents):
        return False
    words = sharing_lexicon()
    return any(
        token.lower in words.crowds or token.lower in words.numbers or token.lower in words.sums
        for token in tokens[max(0, amount.first - _SUBJECT_REACH) : amount.first]
    )


def _counts_things(reader: AmountReader, i: int) -> bool:
    """Whether a plural noun starts at tokens[i]: then "3m" before it is three million."""
    if i >= len(reader.tokens) or reader.tokens[i].glued:
        return False
    if is_adjective(reader.tokens[i].lower) and reader.tokens[i].lower not in reader.words.extents:
        return True
    return read_counted_noun(reader.tokens, i, is_one=False, is_joined=False) is not None


def _take_scaled_code(reader: AmountReader, amount: Amount, token: Token) -> None:
    """`30 MUSD`, `48.5 MGBP`: a million or a thousand of a currency by its code."""
    letter, code = token.text[:1], token.text[1:]
    factor = reader.words.code_scales.get(letter)
    if factor is None or len(code) != _CODE_LENGTH or not code.isupper():
        return
    unit = reader.units.get(code)
    if unit is None or unit.kind != "currency":
        return
    amount.numeral = amount.numeral.scaled(ONE.scaleb(factor), amount.last + 1)
    amount.last += 1
    set_unit(reader, amount, unit, "unit.scaled-code")


def _take_scaled_code_before(reader: AmountReader, amount: Amount, floor: int) -> bool:
    """`MSEK 450`, `USDm 30`, `EURbn 5`: a currency's code with its scale, before the amount."""
    i = amount.first
    if i <= floor or amount.numeral.scale != ONE or len(reader.tokens[i - 1].text) <= _CODE_LENGTH:
        return False
    text = reader.tokens[i - 1].text
    power = reader.words.code_scales.get(text[:1]) if text.isupper() else None
    code, factor = text[1:], ONE.scaleb(power) if power is not None else None
    if factor is None or len(code) != _CODE_LENGTH:
        code, letters = text[:_CODE_LENGTH], text[_CODE_LENGTH:]
        factor = reader.lexicon.money_scales.get(letters) or reader.lexicon.scales.get(letters)
    unit = reader.units.get(code) if factor is not None and code.isupper() else None
    if factor is None or unit is None or unit.kind != "currency":
        return False
    amount.numeral = amount.numeral.scaled(factor, amount.last)
    amount.first = i - 1
    set_unit(reader, amount, unit, "unit.scaled-code")
    return True


def take_unit(reader: AmountReader, amount: Amount) -> None:
    """The unit word or symbol behind the numeral, also over a hyphen ("80-mile") or in brackets ("20 {kg}")."""
    at = skip_hyphen(reader.tokens, amount.last)
    if at >= len(reader.tokens) or _take_unit_of(reader, amount, at) or _take_qualified(reader, amount, at):
        return
    bracket = reader.tokens[at].text in "{<[" and at + 2 < len(reader.tokens)
    found = _unit_after(reader, at + 1 if bracket else at)
    if found is None:
        _take_unit_beyond(reader, amount, at)
        return
    if found[0].glued_only and not (reader.tokens[at].glued or _stands_apart(reader, *found)):
        return
    unit, last = choose(found[0], amount.numeral, reader.tokens, found[1], reader.home), found[1]
    if (at > amount.last and unit.glued_only) or _closes_quote(reader, at):
        return
    if bracket:
        if last >= len(reader.tokens) or reader.tokens[last].text not in "}>]":
            return
        last += 1
    if amount.unit is not None and (unit.kind != "currency" or (unit.name != amount.unit.name and not unit.assumed)):
        return
    if amount.unit is None:
        set_unit(reader, amount, unit, "unit.behind")
    amount.last = last


def _unit_after(reader: AmountReader, i: int) -> tuple[Unit, int] | None:
    """The unit at tokens[i], without the "a year" of "5 tonnes a year ago"."""
    tokens = reader.tokens
    found = reader.units.after(tokens, i)
    if found is None or found[1] - i < _SHORTEST_RATE or found[1] == len(tokens):
        return found
    rate = found[1] - 2
    if tokens[rate].lower not in reader.words.per_loose or tokens[found[1]].lower not in reader.words.not_per:
        return found
    bare = reader.units.after(tokens[i:rate], 0)
    return (bare[0], i + bare[1]) if bare is not None else None


def _take_qualified(reader: AmountReader, amount: Amount, i: int) -> bool:
    """`132 mln (U.S.) dlrs`: the country of the currency in brackets."""
    tokens = reader.tokens
    if i + 3 >= len(tokens) or tokens[i].text != "(" or tokens[i + 2].text != ")" or amount.unit is not None:
        return False
    found = reader.units.after([tokens[i + 1], tokens[i + 3]], 0)
    if found is None or found[1] != 2:
        return False
    set_unit(reader, amount, found[0], "unit.behind")
    amount.last = i + 4
    return True


def _take_unit_of(reader: AmountReader, amount: Amount, i: int) -> bool:
    """`half an hour`, `three-tenths of a percent`; `hundreds of dollars`, whose unit is not in the surface."""
    tokens = reader.tokens
    has_of = tokens[i].lower == "of"
    at = i + 1 if has_of else i
    if at >= len(tokens):
        return False
    is_part = amount.numeral.is_fraction or (has_of and amount.numeral.resolution is not None)  # "0.3 of a point"
    if is_part and amount.numeral.value < 1 and tokens[at].lower in reader.words.one:
        found = reader.units.after(tokens, at + 1)
        if found is None or found[0].glued_only or amount.unit is not None:
            return False
        amount.last = found[1]
    elif has_of and amount.numeral.bounds is not None:
        found = reader.units.after(tokens, at)
        if found is None or found[0].glued_only or tokens[at].glued:
            return False
    else:
        return False
    set_unit(reader, amount, found[0], "unit.partitive")
    amount.behind = found[1]
    return True


def _take_unit_beyond(reader: AmountReader, amount: Amount, i: int) -> None:
    """`two more weeks`, `500 additional tonnes`: the unit behind a word at tokens[i] that leaves it what it is."""
    if reader.tokens[i].lower not in reader.words.between or amount.unit is not None:
        return
    found = reader.units.after(reader.tokens, i + 1)
    if found is None or found[0].glued_only or reader.tokens[i + 1].glued:
        return
    last = found[1]
    if skip_hyphen(reader.tokens, last) > last:
        return  # "two further quarter-point cuts"
    following = reader.tokens[last] if last < len(reader.tokens) else None
    has_noun = following is not None and following.is_word and not is_stop(following.lower)
    if has_noun and amount.numeral.value != ONE and not is_plural(reader.tokens[last - 1].lower):
        return  # "two new dollar issues"
    unit = choose(found[0], amount.numeral, reader.tokens, last, reader.home)
    only_time = reader.tokens[i].lower in reader.words.spans
    if unit.kind in reader.words.between_kinds and (unit.kind == "duration" or not only_time):
        set_unit(reader, amount, unit, "unit.beyond")
        amount.behind = last


def _closes_quote(reader: AmountReader, i: int) -> bool:
    """Whether the mark at tokens[i] is an apostrophe or a closing quotation mark rather than feet or inches."""
    mark = reader.tokens[i].text
    if mark not in reader.words.quote_units:
        return False
    following = reader.tokens[i + 1] if i + 1 < len(reader.tokens) else None
    if following is not None and following.glued and following.is_word:
        return True
    return mark != "'" and sum(token.text in reader.words.quotes for token in reader.tokens[:i]) % 2 == 1


def _stands_apart(reader: AmountReader, unit: Unit, last: int) -> bool:
    """Whether a symbol that should touch its numeral is a unit behind a space: "12 m.", "5 W USB"; before no noun."""
    symbol = reader.tokens[last - 1]
    if symbol.text in reader.words.apart_scaled and reader.tokens[last - 2].is_word:
        return True
    if symbol.text in reader.words.quote_units:  # "10 " long"
        return last < len(reader.tokens) and reader.tokens[last].lower in reader.words.extents
    digits = reader.tokens[last - 2]
    has_decimals = "." in digits.text
    if symbol.text not in reader.words.apart or unit.kind == "currency":
        return False
    if symbol.start - digits.end > 1 or (digits.text.startswith("0") and not has_decimals):
        return False
    following = reader.tokens[last] if last < len(reader.tokens) else None
    if skip_hyphen(reader.tokens, last) > last and reader.tokens[last + 1].is_digits:
        return False  # "24 L-202" ends with a name
    if following is None or not following.is_word or following.text in reader.words.times:
        return True
    if has_decimals and len(symbol.text) == 1 and symbol.text != "m":
        return True  # "2.3 t empty" cannot be anything else, "2.3 m homes" can
    is_caption = following.text.isupper() and len(symbol.text) == 1
    return following.lower in noun_lexicon().stop or following.lower in reader.words.extents or is_caption


def set_unit(reader: AmountReader, amount: Amount, unit: Unit, rule: str) -> None:
    """Give the amount a unit of the lexicon; a shared currency word means that of the document's home, if known."""
    name, code = unit.name, unit.code
    if unit.assumed:
        is_conversion = amount.first > 0 and reader.tokens[amount.first - 1].text == "("
        local = None if is_conversion else reader.home.currency(unit.by_area, unit.name, reader.tokens)
        if local is not None:
            name = code = local
        else:
            amount.flags.append(Flag.CURRENCY_ASSUMED)
    amount.unit = unit
    amount.unit_name, amount.unit_code, amount.unit_kind = name, code, unit.kind
    amount.rules.append(rule)
