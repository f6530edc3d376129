"""Numerals that a scanner scarred: an l for a one, an O for a nought ("l2 points", "$l.5 million", "1O0 jobs")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tallybook.numbers.numerals import Numeral, parse_digits, resolution_of

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token

RULE = "numeral.scarred"
# A name is not taken for one: it stands alone, begins with a one, holds a true digit and ends in no "l" for litre.
_SCARRED = re.compile(r"(?=[.,lO]{0,9}\d)[l\d][lO\d]{0,8}(?:,[lO\d]{3}){0,4}(?:\.[lO\d]{1,6})?(?<!l)(?!\w)")
_LETTERS = str.maketrans("lO", "10")


def read_scarred(text: str, tokens: list[Token], i: int) -> Numeral | None:
    """The numeral that starts at tokens[i] and has letters among its digits, None if there is none.

    Only what is counted or measured tells it from a name, which is for the caller to ask.
    """
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or not following.glued or not (token.text == "l" or (token.is_digits and _goes_on(following))):
        return None
    if token.glued and i > 0 and (tokens[i - 1].is_word or tokens[i - 1].is_digits or tokens[i - 1].text in ".,-"):
        return None
    match = _SCARRED.match(text, token.start)
    if match is None:
        return None
    plain = match.group().translate(_LETTERS)
    if plain == match.group():
        return None
    last = i + 1
    while last < len(tokens) and tokens[last].start < match.end():
        last += 1
    return Numeral(i, last, parse_digits(plain), RULE, resolution_of(plain) if "." in plain else None)


def _goes_on(following: Token) -> bool:
    """Whether what touches the digits may be more of the numeral: "1O0", "2,O00"."""
    return following.text[0] in "lO" or following.text in ".,"
