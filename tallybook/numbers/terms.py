"""Terms of an exchange: "a two-for-one stock split", "a one for four rights issue", "at 85-to-one"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import skip_hyphen

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

# Words between the second number and what it is the terms of: "common stock".
_REACH: Final = 3


def take_terms(reader: AmountReader, amount: Amount) -> None:
    """Leave the numbers of "two-for-one" without a unit, where shares are split or offered: they make a ratio.

    So do those of "85-to-one", whatever it is of.
    """
    if amount.unit is not None or not _is_number(reader, amount.first) or amount.numeral.last != amount.first + 1:
        return
    behind = _number_behind(reader, amount.first)
    second = behind if behind is not None else amount.first
    if behind is None and not _has_number_before(reader, amount.first):
        return
    near = reader.tokens[second + 1 : second + 1 + _REACH]
    is_of_shares = any(token.lower in reader.words.terms for token in near)
    if not is_of_shares and reader.tokens[second - 2].lower != "to":
        return
    amount.noun = None
    amount.unit_name, amount.unit_code, amount.unit_kind = None, None, "ratio"
    amount.last = amount.behind = amount.numeral.last
    amount.rules = [amount.numeral.rule, "unit.terms"]


def _is_number(reader: AmountReader, i: int) -> bool:
    return reader.tokens[i].text.isdigit() or reader.tokens[i].lower in reader.lexicon.cardinals


def _number_behind(reader: AmountReader, i: int) -> int | None:
    """The index of the number behind "for" behind tokens[i], hyphens passed over."""
    tokens = reader.tokens
    at = skip_hyphen(tokens, i + 1)
    if at >= len(tokens) or tokens[at].lower not in {"for", "to"}:
        return None
    behind = skip_hyphen(tokens, at + 1)
    if behind >= len(tokens) or not _is_number(reader, behind):
        return None
    is_falling = at > i + 1 and behind > at + 1 and tokens[behind].lower in {"1", "one"}
    return behind if tokens[at].lower == "for" or is_falling else None


def _has_number_before(reader: AmountReader, i: int) -> bool:
    """Whether a number and "for" stand before tokens[i]."""
    return any(_is_number(reader, at) and _number_behind(reader, at) == i for at in range(max(0, i - 4), i))
