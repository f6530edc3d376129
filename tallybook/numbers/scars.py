"""Numerals that a scanner took apart: "5. 3 percent", "1 ,234 tons", "4 .5 points", "12. million", "21/2 per cent"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import Numeral, quotient, resolution_of

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.amounts import AmountReader

_GROUP: Final = 3
_PARTS: Final = frozenset({"2", "4", "8"})
# "21/2" with its unit: four tokens; the digits of its whole and its part.
_SHORTEST_MIXED: Final = 2
_RULE: Final = "numeral.scarred"


def read_split(reader: AmountReader, i: int) -> Numeral | None:
    """The numeral whose digits, marks and spaces tokens[i] begins, None if it is whole."""
    tokens = reader.tokens
    if i + 2 >= len(tokens) or "." in tokens[i].text:
        return None
    mark = tokens[i + 1]
    if mark.text == "/":
        return _mixed(reader, i)
    if mark.text not in {".", ","} or not _is_near(mark, tokens[i]):
        return None
    behind = tokens[i + 2]
    if mark.text == "." and mark.glued and behind.lower in reader.lexicon.scales and not behind.glued:
        return _scarred(tokens, i, i + 2, _digits(tokens[i]))  # "12. million"
    if not behind.is_digits or not _is_near(behind, mark) or (mark.glued and behind.glued):
        return None
    if mark.text == ",":
        is_group = not mark.glued and behind.glued and len(tokens[i].text) <= _GROUP
        is_whole = is_group and len(_digits(behind)) % _GROUP == 0 and "." not in behind.text
        return _scarred(tokens, i, i + 3, _digits(tokens[i]) + _digits(behind)) if is_whole else None
    if not behind.text.isdigit() or (not behind.glued and not _measures(reader, i + 3)):
        return None
    return _scarred(tokens, i, i + 3, f"{_digits(tokens[i])}.{behind.text}")


def _digits(token: Token) -> str:
    """A numeral without its grouping."""
    return token.text.replace(",", "")


def _is_near(token: Token, before: Token) -> bool:
    """Whether no more than one space stands between two tokens."""
    return token.start - before.end <= 1


def _measures(reader: AmountReader, i: int) -> bool:
    """Whether a scale or a share stands at tokens[i], as it does behind a numeral."""
    if i >= len(reader.tokens):
        return False
    found = reader.units.after(reader.tokens, i)
    is_share = found is not None and found[0].kind in {"percent", "percentage_point", "index"}
    return is_share or reader.tokens[i].lower in reader.lexicon.scales


def _mixed(reader: AmountReader, i: int) -> Numeral | None:
    """`21/2 per cent`: two and a half that lost its space; a part of one has no such numerator."""
    tokens = reader.tokens
    text, under = tokens[i].text, tokens[i + 2].text
    if under not in _PARTS or len(text) != _SHORTEST_MIXED or not (tokens[i + 1].glued and tokens[i + 2].glued):
        return None
    whole, over = int(text[0]), int(text[1])
    is_improper = int(text) < _GROUP * int(under)
    if whole == 0 or not 0 < over < int(under) or is_improper or not _measures(reader, i + 3):
        return None
    part, _ = quotient(Decimal(over), Decimal(under))
    tokens[i].is_scarred = True
    return Numeral(i, i + 3, whole + part, _RULE, is_fraction=True)


def _scarred(tokens: list[Token], first: int, last: int, digits: str) -> Numeral:
    tokens[first].is_scarred = True
    return Numeral(first, last, Decimal(digits), _RULE, resolution_of(digits) if "." in digits else None)
