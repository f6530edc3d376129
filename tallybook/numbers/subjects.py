"""What a bare number counts because its subject does: "the number of base stations reached 654,000"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.nouns import is_plural, read_counted_noun, singular
from tallybook.numbers.numerals import ONE

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numerals import Numeral
    from tallybook.numbers.readings import Reading
    from tallybook.numbers.sharing_lexicon import SharingLexicon

# How far back the subject may stand, and how large a bare number must be.
_REACH: Final = 30
_FEWEST: Final = 100
# "the users were"
_SHORTEST_SUBJECT: Final = 2


def counted_by_number(tokens: list[Token], reading: Reading, words: SharingLexicon) -> str | None:
    """What "the number of users reached 913 million" and "users were 913 million" count, None if nothing."""
    if reading.numeral is None or not _may_count(reading.numeral):
        return None
    if _follows_plural(tokens, reading, words):
        return singular(tokens[reading.first - 2].lower)
    for at in range(reading.first - 1, max(-1, reading.first - _REACH), -1):
        if tokens[at].lower == "of" and at and tokens[at - 1].lower in words.numbers:
            start = at + 2 if tokens[at + 1].lower in words.determiners else at + 1
            return _noun_at(tokens, start, reading.first)
    return None


def _follows_plural(tokens: list[Token], reading: Reading, words: SharingLexicon) -> bool:
    """Whether "users were" stands before the number, and the plural is no sum of money or the like."""
    i = reading.first
    if i < _SHORTEST_SUBJECT or tokens[i - 1].lower not in words.amounts_to:
        return False
    plural = tokens[i - 2]
    return plural.is_word and plural.text == plural.lower and is_plural(plural.lower) and plural.lower not in words.sums


def counted_by_subject(tokens: list[Token], reading: Reading, words: SharingLexicon, counted: set[str]) -> str | None:
    """What "employment fell to 14 million" and "car sales fell to 265,301" count, None if nothing.

    `counted` is what the document has counted so far: sales of cars count cars only where cars were counted before.
    """
    if reading.numeral is None or not _may_count(reading.numeral):
        return None
    for at in range(reading.first - 1, max(-1, reading.first - _REACH), -1):
        word, before = tokens[at].lower, tokens[at - 1].lower if at else ""
        if word in words.people and tokens[at + 1].lower not in words.not_people:
            return "person"
        if word in words.flows and before in counted:
            return before
        if word == "of" and before in words.flows:
            noun = _noun_at(tokens, at + 1, reading.first)
            return noun if noun is not None and noun.rpartition(" ")[2] in counted else None
    return None


def _noun_at(tokens: list[Token], i: int, end: int) -> str | None:
    """The counted noun that starts at tokens[i] and ends before tokens[end]."""
    noun = read_counted_noun(tokens, i, is_one=False, is_joined=False)
    return noun.unit if noun is not None and noun.last <= end else None


def _may_count(numeral: Numeral) -> bool:
    """Whether a bare number is a count that the subject names: whole, and not a small one."""
    is_whole = numeral.resolution is None or numeral.scale != ONE
    return is_whole and not numeral.is_fraction and numeral.value >= _FEWEST
