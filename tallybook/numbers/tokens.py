"""Text → tokens: words, digit numerals and marks, each with its offsets into the untouched text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class TokenKind(IntEnum):
    """The shape of a token."""

    WORD = 1
    DIGITS = 2
    MARK = 3


@dataclass(slots=True)
class Token:
    """A word, a digit numeral or a single mark.

    `text` is `source[start:end]`; `lower` is the same in lower case with typographic apostrophes made plain.
    `glued` tells that no space stands between it and the token before.
    """

    kind: TokenKind
    start: int
    end: int
    text: str
    lower: str
    glued: bool

    @property
    def is_word(self) -> bool:
        """Whether the token is a word or an abbreviation."""
        return self.kind is TokenKind.WORD

    @property
    def is_digits(self) -> bool:
        """Whether the token is a numeral in digits, grouping and decimals included."""
        return self.kind is TokenKind.DIGITS

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is upper case."""
        return self.text[0].isupper()


# A grouped numeral is one token only if each group is whole: "1,234,567" and the Indian "12,34,567" are, "1,23" is not.
# Every alternative starts with a digit and advances by a bounded group, so that matching is linear.
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,234,567.89
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?"  # 12,34,567
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"  # 1.234.567,89
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?"  # 1 234 567 with no-break or thin spaces
    r"|\d+(?:\.\d+)?"
)
_WORD = r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*"
TOKEN = re.compile(rf"(?P<word>{_WORD})|(?P<digits>{_DIGITS})|(?P<mark>\S)")

_KINDS = {"word": TokenKind.WORD, "digits": TokenKind.DIGITS, "mark": TokenKind.MARK}


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, in order; offsets point into `text`.

    >>> [token.text for token in tokenize("up 1,234.5 pct in the U.S.")]
    ['up', '1,234.5', 'pct', 'in', 'the', 'U.S.']
    """
    tokens: list[Token] = []
    previous = -1
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        surface = match.group()
        first, last = match.span()
        lower = surface.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        tokens.append(Token(_KINDS[match.lastgroup or "mark"], first, last, surface, lower, first == previous))
        previous = last
    return tokens
