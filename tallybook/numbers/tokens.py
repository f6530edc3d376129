"""Text → tokens: words, digit numerals and marks, each with its offsets into the untouched text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar


class TokenKind(IntEnum):
    """The shape of a token."""

    WORD = 1
    DIGITS = 2
    MARK = 3


@dataclass(slots=True)
class Token:
    """A word, a digit numeral or a single mark.

    `text` is `source[start:end]`; `lower` is the same in lower case with typographic apostrophes made plain.
    `glued` tells that no space stands between it and the token before. The shape is the class, so that asking for it
    costs no call: every rule of the engine asks.
    """

    kind: ClassVar[TokenKind] = TokenKind.MARK
    is_word: ClassVar[bool] = False
    is_digits: ClassVar[bool] = False

    start: int
    end: int
    text: str
    lower: str
    glued: bool

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is upper case."""
        return self.text[0].isupper()


class Word(Token):
    """A word or an abbreviation: `stations`, `U.S.`, `year's`."""

    __slots__ = ()
    kind = TokenKind.WORD
    is_word = True


class Digits(Token):
    """A numeral in digits, grouping and decimals included: `1,234.5`."""

    __slots__ = ()
    kind = TokenKind.DIGITS
    is_digits = True


# A grouped numeral is one token only if each group is whole: "1,234,567" and the Indian "12,34,567" are, "1,23" is not.
# Every alternative starts with a digit and advances by a bounded group, so that matching is linear.
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,234,567.89
    r"|\d{1,2}(?:,\d{2}){1,20},\d{3}(?!\d)(?:\.\d+)?"  # 12,34,567; bounded, or a long list is tried from every pair
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"  # 1.234.567,89
    r"|[1-9]\d{0,2}\.\d{3},\d{1,2}(?!\d)"  # 1.234,56
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)(?:\.\d+)?"  # 1'234'567.89
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?"  # 1 234 567 with no-break or thin spaces
    r"|\d+(?:\.\d+)?"
)
_WORD = r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*"
_TOKEN = re.compile(rf"({_WORD})|({_DIGITS})|(\S)")
# By the group that matched; re counts groups from 1.
_CLASSES: tuple[type[Token], ...] = (Token, Word, Digits, Token)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, in order; offsets point into `text`.

    >>> [token.text for token in tokenize("up 1,234.5 pct in the U.S.")]
    ['up', '1,234.5', 'pct', 'in', 'the', 'U.S.']
    """
    tokens: list[Token] = []
    previous = -1
    stop = len(text) if end is None else end
    has_curly_apostrophe = text.find("’", start, stop) >= 0
    for match in _TOKEN.finditer(text, start, stop):
        first, last = match.span()
        surface = text[first:last]
        lower = surface.lower()
        if has_curly_apostrophe:
            lower = lower.replace("’", "'")
        tokens.append(_CLASSES[match.lastindex or 0](first, last, surface, lower, first == previous))
        previous = last
    return tokens
