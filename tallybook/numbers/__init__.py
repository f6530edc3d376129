"""Find: text → numbers. Every numeral, in digits or in words, gets exactly one row. Pure."""

from __future__ import annotations

import re
from decimal import localcontext
from typing import TYPE_CHECKING, Final

from tallybook.lexicons.units import units
from tallybook.model import Kind
from tallybook.numbers.budget import Budget, OverBudgetError
from tallybook.numbers.engine import SentenceReader, numeral_starters
from tallybook.numbers.found import Found, Mention, Sentence
from tallybook.numbers.garbled import join_dumps
from tallybook.numbers.home import Home
from tallybook.numbers.numerals import WORKING
from tallybook.numbers.rows import to_mention
from tallybook.numbers.sentences import split_sentences
from tallybook.numbers.sharing import UnitSharing
from tallybook.numbers.tables import Tables

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Budget", "Found", "Mention", "OverBudgetError", "Sentence", "find"]


_ASCII_DIGIT: Final = re.compile(r"[0-9]")  # sought first: most texts have one, and it is found at once
_DIGIT: Final = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]")
_WORD: Final = re.compile(r"\w+")


def find(
    text: str,
    *,
    published_on: date | None = None,
    language: str = "en",
    document_id: str = "",
    budget: Budget | None = None,
) -> Found:
    """All numbers of a text, in reading order, with the sentences they stand in.

    `published_on` decides two-digit years. Only sentences that hold a numeral, and the lead, are tokenised. Raises
    OverBudgetError if the text asks for more work than `budget` allows.

    >>> [m.number.surface for m in find("Revenue rose 8% to 1.47 trillion yuan.").mentions]
    ['8%', '1.47 trillion yuan']
    """
    budget = budget or Budget()
    sentences = join_dumps(split_sentences(text, language, budget))
    for sentence in sentences:
        budget.require_length(sentence.end - sentence.start)
    mentions: list[Mention] = []
    starters = numeral_starters(language)
    sharing = UnitSharing(language)
    tables = Tables(sentences, units(language), language)
    home = Home(sentences, language)
    for sentence in sentences:
        budget.step()
        if not _holds_numeral(sentence, starters):
            continue
        with localcontext(WORKING):
            readings = SentenceReader(text, sentence.tokens, published_on, home, language).read(budget)
            tables.share(sentence, [reading for reading in readings if reading.kind is Kind.QUANTITY])
            sharing.share(sentence, readings)
            mentions.extend(to_mention(text, document_id, sentence, reading) for reading in readings)
    return Found(text, sentences, mentions)


def _holds_numeral(sentence: Sentence, starters: frozenset[str]) -> bool:
    """Whether a digit or a number word stands in a sentence; its tokens are not made for that."""
    text, start, end = sentence.text, sentence.start, sentence.end
    if _ASCII_DIGIT.search(text, start, end) or _DIGIT.search(text, start, end):
        return True
    return not starters.isdisjoint(_WORD.findall(text[start:end].lower()))
