"""Text → tokens: words, digit numerals and marks, each with its offsets into the untouched text."""

from __future__ import annotations

import re
from typing import Final


class Token:
    """A word, a digit numeral or a single mark.

    `text` is `source[start:end]`, but digits that a scanner scarred are made whole; `lower` is the same in lower case
    with typographic apostrophes made plain.
    `glued` tells that no space stands between it and the token before. What is neither a word nor digits is a mark.
    """

    __slots__ = ("end", "glued", "is_digits", "is_scarred", "is_word", "lower", "start", "text")

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        lower: str,
        glued: bool,
        is_word: bool,
        is_digits: bool,
        is_scarred: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.lower = lower
        self.glued = glued
        self.is_word = is_word
        self.is_digits = is_digits
        self.is_scarred = is_scarred

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is upper case."""
        return self.text[0].isupper()


# A grouped numeral is one token only if each group is whole: "1,234,567" and the Indian "12,34,567" are, "1,23" is not.
# Every alternative starts with a digit and advances by a bounded group, so that matching is linear.
_DIGITS: Final = (
    r"(?=\d)(?:"
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,234,567.89
    r"|\d{1,2}(?:,\d{2}){1,20},\d{3}(?!\d)(?:\.\d+)?"  # 12,34,567; bounded, or a long list is tried from every pair
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"  # 1.234.567,89
    r"|[1-9]\d{0,2}\.\d{3},\d{1,2}(?!\d)"  # 1.234,56
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)(?:\.\d+)?"  # 1'234'567.89
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?"  # 1 234 567 with no-break or thin spaces
    r"|[０-９]{1,3}(?:，[０-９]{3})+(?!\d)(?:．[０-９]+)?"  # full-width marks between full-width digits
    r"|\d+(?:[.．]\d+)?)"
)
# A fraction such as ½ is none, for a unit may follow it: "2½kg".
_LETTER: Final = r"[^\W\d_¼-¾⅐-⅟]"
# An abbreviation with its full stops ("U.S."), else letters with apostrophes among them.
_WORD: Final = rf"{_LETTER}(?:\.(?:{_LETTER}\.)++|{_LETTER}*+(?:['’]{_LETTER}++)*+)"
_TOKEN: Final = re.compile(rf"{_WORD}|{_DIGITS}|\S")
# The same for text in ASCII, where letters and digits are found by one look into a table.
_ASCII_TOKEN: Final = re.compile(_TOKEN.pattern.replace(_LETTER, "[A-Za-z]").replace(r"\d", "[0-9]"))

# What a scanner makes of digits: an l of a one, an O of a nought. Scarred are "6,241,l18", "20,95O", "l2", "1O0",
# "72.l", "l.5", "12:0l"; "10l" and "1.5l" are in litres, "H2O" is a name. The hints tell quickly that a text has none.
_SCAR_HINTS: Final = (re.compile(r"\d[,.]?[lO]"), re.compile(r"l[,.]?[\dO]"))
_SCARRED: Final = (
    r"(?<![\w@/])(?=[\d,.]{0,12}[lO])(?:"
    r"[l\d][lO\d]{0,2}(?:,[lO\d]{3}){1,5}(?:\.[lO\d]{1,6})?"
    r"|(?=[lO.]{0,9}\d)[l\d][lO\d]{0,9}\.[lO\d]{1,6}(?<!\dl)"
    r"|[l\d][lO\d]{0,9}(?<=[\dO])"
    r"|(?<=:)[0-5][lO]"
    r")(?![\w@]|[./]\w)"
)
_SCARRED_TOKEN: Final = re.compile(rf"{_SCARRED}|{_WORD}|{_DIGITS}|\S")
# Code points, compared without asking the character what it is.
_NOUGHT: Final = 0x30
_NINE: Final = 0x39
_CAPITAL_A: Final = 0x41
_CAPITAL_Z: Final = 0x5A
_SMALL_A: Final = 0x61
_SMALL_Z: Final = 0x7A
_BEYOND_ASCII: Final = 0x80
_HEALED: Final = str.maketrans("lO", "10")


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, in order; offsets point into `text`.

    >>> [token.text for token in tokenize("up 1,234.5 pct in the U.S.")]
    ['up', '1,234.5', 'pct', 'in', 'the', 'U.S.']
    """
    tokens: list[Token] = []
    at = start
    stop = len(text) if end is None else end
    has_scars = any(hint.search(text, start, stop) for hint in _SCAR_HINTS)
    is_ascii = text[start:stop].isascii()
    has_curly_apostrophe = not is_ascii and text.find("’", start, stop) >= 0
    pattern = _SCARRED_TOKEN if has_scars else _ASCII_TOKEN if is_ascii else _TOKEN
    # Only white space stands between two tokens, so that the next one is where its text is found first.
    for surface in pattern.findall(text, start, stop):
        first = text.find(surface, at, stop)
        if has_scars and _is_scarred(surface):
            whole = surface.translate(_HEALED)
            is_glued, at = first == at and first > start, first + len(surface)
            tokens.append(Token(first, at, whole, whole, is_glued, False, True, is_scarred=True))
            continue
        lower = surface.lower()
        if has_curly_apostrophe:
            lower = lower.replace("’", "'")
        code = ord(surface[0])
        if code < _BEYOND_ASCII:
            is_digits = _NOUGHT <= code <= _NINE
            is_word = _CAPITAL_A <= code <= _CAPITAL_Z or _SMALL_A <= code <= _SMALL_Z
        else:
            is_digits = surface[0].isdecimal()
            is_word = not is_digits and surface[0].isalnum()
        is_glued = first == at and first > start
        at = first + len(surface)
        tokens.append(Token(first, at, surface, lower, is_glued, is_word, is_digits))
    return tokens


def _is_scarred(surface: str) -> bool:
    """Whether a token has letters among its digits, which only a scarred numeral has, or is an "lO" for a ten."""
    if surface[0] != "l" and not surface[0].isdecimal():
        return False
    whole = surface.translate(_HEALED)
    return whole != surface and whole[-1].isdecimal() and len(whole) > 1 and not any(map(str.isalpha, whole))
