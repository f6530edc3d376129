"""What a bare number counts because its subject does: "the number of base stations reached 654,000"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.lexicons.areas import areas
from tallybook.lexicons.tokens import Token
from tallybook.numbers.nouns import is_plural, read_counted_noun, singular
from tallybook.numbers.numeral_lexicon import numeral_lexicon
from tallybook.numbers.numerals import ONE
from tallybook.numbers.range_lexicon import range_lexicon

if TYPE_CHECKING:
    from tallybook.numbers.numerals import Numeral
    from tallybook.numbers.readings import Reading
    from tallybook.numbers.sharing_lexicon import SharingLexicon

# How far back the subject may stand, and how large a bare number must be.
_REACH: Final = 30
_FEWEST: Final = 100
# "the users were"
_SHORTEST_SUBJECT: Final = 2
# "arrivals rose 17.6% to": how far back the verb may stand, how long its subject is, and how large the number must be.
_VERB_REACH: Final = 12
_LONGEST_SUBJECT: Final = 8
_MANY: Final = 10_000
_LONGEST_NAME: Final = 6
_FEWEST_GOODS: Final = 1000


def counted_by_number(tokens: list[Token], reading: Reading, words: SharingLexicon) -> str | None:
    """What "the number of users reached 913 million" and "users were 913 million" count, None if nothing."""
    if reading.numeral is None or not _may_count(reading.numeral):
        return None
    if reading.first and tokens[reading.first - 1].lower in words.shares:
        return singular(tokens[reading.first - 1].lower)  # "Avg shrs 32.1 mln"
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
    if i > _SHORTEST_SUBJECT and _is_numeral(tokens[i - 3]):
        return False  # "those waiting more than 18 months numbered 13,164"
    return plural.is_word and plural.text == plural.lower and is_plural(plural.lower) and plural.lower not in words.sums


def counted_by_plural(tokens: list[Token], reading: Reading, words: SharingLexicon, counted: set[str]) -> str | None:
    """What "arrivals rose 8% to 32 million" and "Germans (4.7 million)" count, None if nothing.

    `counted` is what the document has counted so far.
    """
    if reading.numeral is None or not _may_count(reading.numeral):
        return None
    i = reading.first
    if i > 1 and tokens[i - 1].text == "(":
        return "person" if _is_people(tokens, i - 2) else None
    while i > 1 and tokens[i - 1].lower in range_lexicon().approximations:
        i -= 1
    if i < _SHORTEST_SUBJECT or tokens[i - 1].lower not in {"to", "by"}:
        return None
    for at in range(i - 2, max(0, i - 2 - _VERB_REACH), -1):
        if tokens[at].lower in words.clauses:
            return None
        if tokens[at].lower in range_lexicon().movements:
            if at > 0 and tokens[at - 1].lower in words.people:
                return "person"  # "headcount halved to 400"
            return _moved_plural(tokens, at, words, counted) if reading.numeral.value >= _MANY else None
    return None


def _is_people(tokens: list[Token], i: int) -> bool:
    """Whether tokens[i] is a nation in the plural: "Germans", but not "General Motors"."""
    word = tokens[i]
    if not (word.is_word and is_plural(word.lower)) or (i > 0 and tokens[i - 1].is_capitalised):
        return False
    one = Token(word.start, word.end - 1, word.text[:-1], word.lower[:-1], word.glued, True, False)
    return areas().at([one], 0) is not None


def _moved_plural(tokens: list[Token], verb: int, words: SharingLexicon, counted: set[str]) -> str | None:
    """The things that are the subject of the verb at tokens[verb], if they are known to be counted.

    A sum is none: "sales of cars", "spending on drugs".
    """
    start = verb
    while start > 0 and verb - start < _LONGEST_SUBJECT and tokens[start - 1].lower not in words.clauses:
        start -= 1
    for token in tokens[start:verb]:
        word = token.lower
        if word in words.sums or word in words.of_what or token.is_digits:
            return None
        if is_plural(word) and (token.text == word or token is tokens[0]):
            return singular(word) if word in words.crowds or singular(word) in counted else None
    return None


def _is_numeral(token: Token) -> bool:
    return token.is_digits or token.lower in numeral_lexicon().starters


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


def tells_goods(tokens: list[Token], reading: Reading, words: SharingLexicon) -> bool:
    """Whether a large bare number is of goods: "oil imports were 32,000 (48,200)"."""
    if reading.numeral is None or not _may_count(reading.numeral) or reading.numeral.value < _FEWEST_GOODS:
        return False
    return any(token.lower in words.goods for token in tokens[max(0, reading.first - _VERB_REACH) : reading.first])


def _noun_at(tokens: list[Token], i: int, end: int) -> str | None:
    """The counted noun that starts at tokens[i] and ends before tokens[end]."""
    noun = read_counted_noun(tokens, i, is_one=False, is_joined=False)
    return noun.unit if noun is not None and noun.last <= end else None


def _may_count(numeral: Numeral) -> bool:
    """Whether a bare number is a count that the subject names: whole, and not a small one."""
    is_whole = numeral.resolution is None or numeral.scale != ONE
    return is_whole and not numeral.is_fraction and numeral.value >= _FEWEST


def counts_more(tokens: list[Token], reading: Reading, words: SharingLexicon) -> bool:
    """`buy four more`, `four of these`, `two will be delivered`: more of what was counted before."""
    following = [token.lower for token in tokens[reading.last : reading.last + 2]]
    if not following:
        return False
    if _counts_names(tokens, reading.last):
        return True
    if tokens[reading.first - 1].lower == "every" and following[0] in words.for_every:
        return True
    before = [token.lower for token in tokens[max(0, reading.first - 2) : reading.first]]
    if before[:1] == ["of"] and before[-1] in words.of_which:
        return True
    if reading.numeral is None or not reading.numeral.is_word or reading.numeral.is_fraction:
        return False
    is_of_these = following[0] == "of" and following[-1] in words.of_these
    return following[0] in words.more or is_of_these


def _counts_names(tokens: list[Token], i: int) -> bool:
    """Whether a name in the plural follows: "it ordered six MD-82s"."""
    last = i
    while last + 1 < len(tokens) and last - i < _LONGEST_NAME and tokens[last + 1].glued:
        last += 1
    is_plural = last > i and tokens[last].text == "s" and tokens[last - 1].is_digits
    return is_plural and tokens[i].is_word and tokens[i].text.isupper()
