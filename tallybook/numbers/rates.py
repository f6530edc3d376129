"""What an amount is counted per: "a share", "per tonne", "every month", "to the dollar"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.model import Flag
from tallybook.numbers.nouns import is_adjective, is_plural, noun_lexicon, singular
from tallybook.numbers.numerals import ONE, skip_hyphen
from tallybook.numbers.stated import set_unit

if TYPE_CHECKING:
    from tallybook.lexicons.units import Unit
    from tallybook.numbers.amounts import Amount, AmountReader

# How far before a rate of exchange its currency may stand.
_SUBJECT_REACH: Final = 9
_WORLD_PRICE: Final = "USD"
_HIGHEST_RATE: Final = 10
_CLAUSE_MARKS: Final = frozenset(",;:")


def adopt(reader: AmountReader, amount: Amount, other: Amount) -> None:
    """Give the upper end of a range the unit of the lower, with what it is counted per: "EUR 30-40 a head"."""
    amount.unit, amount.unit_name, amount.unit_code, amount.unit_kind = (
        other.unit,
        other.unit_name,
        other.unit_code,
        other.unit_kind,
    )
    amount.flags, amount.noun, amount.behind = list(other.flags), None, amount.last
    amount.rules = [rule for rule in amount.rules if rule != "unit.counted-noun"]
    take_per(reader, amount)


def take_per(reader: AmountReader, amount: Amount) -> None:
    """`a share`, `per tonne`, `every month`, `/day`, `annually`, `of gold per ton`."""
    if amount.unit_kind in reader.words.no_per and not _is_explicit_per(reader, amount.behind):
        return
    for _ in range(2):
        found = _read_per(reader, amount.behind, amount)
        if found is None:
            break
        name, code, last = found
        if (amount.unit_name or "").endswith(f" per {name}"):
            amount.behind = last  # "one mln bpd per day"
            break
        if name in reader.words.in_dollars:
            _price_in_dollars(amount)
        amount.unit_name = f"{amount.unit_name} per {name}"
        amount.unit_code = f"{amount.unit_code}/{code}" if amount.unit_code and code else None
        amount.behind = last
        amount.rules.append("unit.per")
    if amount.unit_name is not None and " per " not in amount.unit_name:
        _take_rate(reader, amount)


def _price_in_dollars(amount: Amount) -> None:
    """A bare dollar sign is a US dollar where the whole world counts in them: "$52 a barrel" in Alberta."""
    if amount.unit is not None and amount.unit.assumed and amount.unit.code == _WORLD_PRICE:
        if amount.unit_code != _WORLD_PRICE:
            amount.flags.append(Flag.CURRENCY_ASSUMED)
        amount.unit_name = amount.unit_code = _WORLD_PRICE


def take_price_of_dollar(reader: AmountReader, amount: Amount) -> None:
    """`the Australian dollar fell to $0.65`: no currency is priced in itself."""
    if amount.unit is None or amount.unit_code in {None, _WORLD_PRICE} or not amount.unit.assumed:
        return
    if amount.numeral.scale != ONE or amount.numeral.value >= _HIGHEST_RATE:
        return
    for at in range(amount.first - 1, max(-1, amount.first - 1 - _SUBJECT_REACH), -1):
        if reader.tokens[at].text in _CLAUSE_MARKS:
            return
        currency = _currency_ending(reader, at)
        if currency is not None and currency.code == amount.unit_code and not currency.assumed:
            if not is_plural(reader.tokens[at].lower):
                _price_in_dollars(amount)
            return


def _take_rate(reader: AmountReader, amount: Amount) -> None:
    """`an annual rate of about 40,000 tonnes`: the rate is said before the amount."""
    tokens = reader.tokens
    for at in range(amount.first - 1, max(1, amount.first - 4), -1):
        if tokens[at].lower == "of" and tokens[at - 1].lower in reader.words.rate_words:
            name = reader.words.rates.get(tokens[at - 2].lower)
            if name is not None:
                unit = reader.units.get(name)
                amount.unit_name = f"{amount.unit_name} per {name}"
                amount.unit_code = f"{amount.unit_code}/{unit.code}" if amount.unit_code and unit else None
                amount.rules.append("unit.rate")
            return


def _is_explicit_per(reader: AmountReader, i: int) -> bool:
    return (
        i + 1 < len(reader.tokens)
        and reader.tokens[i].lower == "per"
        and reader.tokens[i + 1].lower in reader.words.latin
    )


def _read_per(reader: AmountReader, i: int, amount: Amount) -> tuple[str, str | None, int] | None:
    tokens = reader.tokens
    at = i
    if at + 1 < len(tokens) and tokens[at].lower == "of" and amount.unit is not None and amount.unit.kind != "currency":
        at = _skip_substance(reader, at)
    if at >= len(tokens):
        return None
    if tokens[at].lower == "more" and at + 1 < len(tokens) and tokens[at + 1].lower in reader.words.per:
        at += 1  # "20 cents more an hour"
    word = tokens[at].lower
    if word in reader.words.adverbs and not _qualifies_noun(reader, at + 1):
        unit = reader.units.get(reader.words.adverbs[word])
        return reader.words.adverbs[word], unit.code if unit else None, at + 1
    rate = _read_exchange(reader, at, amount)
    if rate is not None:
        return rate
    joined = skip_hyphen(tokens, at)
    if joined > at and tokens[joined].lower in reader.words.per:
        at = joined
        word = tokens[at].lower
    is_slash = word == "/" and at + 1 < len(tokens) and tokens[at + 1].is_word
    if word not in reader.words.per and not is_slash:
        return None
    return _read_denominator(reader, skip_hyphen(tokens, at + 1), is_loose=word in reader.words.per_loose)


def _read_exchange(reader: AmountReader, i: int, amount: Amount) -> tuple[str, str | None, int] | None:
    """`150 yen to the dollar`: the price of a currency."""
    tokens = reader.tokens
    if amount.unit_kind != "currency" or i + 2 >= len(tokens) or tokens[i].lower not in reader.words.exchange:
        return None
    found = reader.units.after(tokens, i + 2 if tokens[i + 1].lower == "the" else i + 1)
    if (
        found is None
        or found[0].kind != "currency"
        or found[0].code is None
        or (tokens[i].lower == "to" and tokens[i + 1].lower != "the")
    ):
        return None
    return found[0].name, found[0].code, found[1]


def _qualifies_noun(reader: AmountReader, i: int) -> bool:
    """Whether a noun follows: "the two-dollar monthly charge" is no rate."""
    return i < len(reader.tokens) and reader.tokens[i].is_word and reader.tokens[i].lower not in noun_lexicon().stop


def _skip_substance(reader: AmountReader, i: int) -> int:
    """Behind "of gold", "of ore": up to two words, if a rate follows them."""
    tokens = reader.tokens
    for at in range(i + 2, min(i + 4, len(tokens))):
        word = tokens[at].lower
        if word in reader.words.adverbs or word in reader.words.per:
            return at
    return i


def _read_denominator(reader: AmountReader, i: int, *, is_loose: bool) -> tuple[str, str | None, int] | None:
    tokens = reader.tokens
    i = _skip_size(reader, i)
    if i >= len(tokens) or not tokens[i].is_word:
        return None
    word = tokens[i].lower
    if word in reader.words.latin:
        return reader.words.latin[word], "a" if word == "annum" else None, i + 1
    found = reader.units.after(tokens, i)
    if found is not None and found[0].kind in reader.words.per_kinds:
        following = tokens[found[1]].lower if found[1] < len(tokens) else ""
        if is_loose and following in reader.words.not_per:
            return None
        return found[0].name, found[0].code, found[1]
    if is_loose and word not in reader.words.per_nouns:
        return None
    if word in noun_lexicon().stop:
        return None
    return singular(word), None, i + 1


def _skip_size(reader: AmountReader, i: int) -> int:
    """Behind what only restricts the noun of a rate: "per diluted share", "per 60-kg bag"."""
    tokens = reader.tokens
    if i + 3 < len(tokens) and tokens[i].is_digits and tokens[i + 1].text == "-" and tokens[i + 1].glued:
        return i + 3
    is_restricted = i + 1 < len(tokens) and (
        is_adjective(tokens[i].lower) or tokens[i].lower in reader.words.between  # "per dry pound"
    )
    return i + 1 if is_restricted and tokens[i + 1].is_word and tokens[i + 1].lower not in noun_lexicon().stop else i


def take_exchange(reader: AmountReader, amount: Amount) -> None:
    """`the yen rose to 142.9 per dollar`, `34.24 to the U.S. dollar`: the currency is the subject."""
    tokens = reader.tokens
    if amount.last + 1 >= len(tokens) or tokens[amount.last].lower not in reader.words.exchange:
        return
    for at in range(amount.first - 1, max(-1, amount.first - 1 - _SUBJECT_REACH), -1):
        currency = _currency_ending(reader, at)
        if currency is None:
            continue
        rate = _read_exchange(reader, amount.last, replace(amount, unit_kind="currency"))
        if rate is not None and rate[1] != currency.code:
            set_unit(reader, amount, currency, "unit.exchange")
            amount.behind = max(amount.last, amount.behind)
        return


def _currency_ending(reader: AmountReader, i: int) -> Unit | None:
    """The currency whose name ends with tokens[i], the longest name of up to three words: "Taiwan dollar"."""
    for first in range(max(0, i - 2), i + 1):
        found = reader.units.after(reader.tokens, first) if reader.tokens[first].is_word else None
        if found is not None and found[1] == i + 1 and found[0].kind == "currency" and found[0].code is not None:
            return found[0]
    return None
