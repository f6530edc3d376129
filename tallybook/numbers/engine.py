"""The engine: walks a sentence once and asks the readers, in order of trust, what each numeral is.

Every run of digits ends inside exactly one reading: what no reader knows is a label.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.lexicons.units import units
from tallybook.model import Flag, Kind
from tallybook.numbers.addresses import address_at
from tallybook.numbers.amounts import AmountReader
from tallybook.numbers.dates import read_dates
from tallybook.numbers.dates_lexicon import date_lexicon
from tallybook.numbers.garbled import garbled_runs
from tallybook.numbers.kinds import KindReader
from tallybook.numbers.labels import LabelReader
from tallybook.numbers.names import NameReader
from tallybook.numbers.numeral_lexicon import numeral_lexicon
from tallybook.numbers.pairs import join_bounds, read_ratio
from tallybook.numbers.quantities import quantities_of_bounds, quantity_of_amount, quantity_of_range, quantity_of_ratio
from tallybook.numbers.ranges import read_range, read_unlike
from tallybook.numbers.readings import Reading, label
from tallybook.numbers.scores import ScoreReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.budget import Budget
    from tallybook.numbers.home import Home

# What digits are that no reader knows.
LAST_RESORT: Final = "label.unread"
# Before two digits these stand for a century: "'90s".
_APOSTROPHES: Final = frozenset({"'", "’", "‘"})
_ADDRESSES: Final = frozenset({"http", "https", "www"})


@cache
def numeral_starters(language: str = "en") -> frozenset[str]:
    """All words that a number may begin with, in lower case; dates not counted.

    >>> {"seven", "several", "tenfold"} <= numeral_starters()
    True
    """
    lexicon = numeral_lexicon(language)
    return lexicon.starters | set(lexicon.few) | {f"{word}fold" for word in lexicon.cardinals}


@cache
def _number_words(language: str) -> frozenset[str]:
    """All words that a number or a date may begin with."""
    return numeral_starters(language) | date_lexicon(language).starters


class SentenceReader:
    """Reads all numbers of one sentence, left to right.

    `tokens` are the sentence's, with offsets into `text`; `published_on` decides the century of years in two digits,
    `home` which dollar a bare one is.
    """

    __slots__ = (
        "_amounts",
        "_cues",
        "_kinds",
        "_labels",
        "_names",
        "_number_words",
        "_published_on",
        "_readings",
        "_scores",
        "_starters",
        "_text",
        "_tokens",
    )

    def __init__(self, text: str, tokens: list[Token], published_on: date | None, home: Home, language: str) -> None:
        self._text = text
        self._tokens = tokens
        self._published_on = published_on
        self._starters = numeral_starters(language)
        self._number_words = _number_words(language)
        self._amounts = AmountReader(text, tokens, home, language)
        self._kinds = KindReader(tokens, self._amounts.lexicon, language)
        self._scores = ScoreReader(tokens, self._amounts.lexicon, language)
        self._labels = LabelReader(text, tokens, self._amounts.lexicon, units(language), language)
        self._names = NameReader(tokens, self._labels.lexicon, self._number_words)
        self._cues = self._amounts.cues
        self._readings: list[Reading] = []

    def read(self, budget: Budget) -> list[Reading]:
        """All readings, in order; their token ranges never overlap. Raises OverBudgetError."""
        floor = next_at = 0
        garbled = garbled_runs(self._tokens, self._amounts.lexicon)
        for at in self.candidates():
            if at < next_at:
                continue
            run = garbled.get(at)
            if run is not None:
                found = [Reading(at, run, Kind.LABEL, ["label.garbled"], flags=[Flag.GARBLED])]
            elif self._is_denominator(at):
                continue
            else:
                found = next(self.readings_at(at, floor), [])
            if found:
                budget.count(len(found))
                self._readings.extend(found)
                last = found[-1]
                floor = last.last
                next_at = floor if last.kind is Kind.QUANTITY else max(floor, last.behind)
        return join_bounds(self._tokens, self._readings)

    def candidates(self) -> list[int]:
        """Where a number may begin: at digits, at a number word, at what touches digits ("A320", "'90s")."""
        number_words = self._number_words
        found: list[int] = []
        previous: Token | None = None
        for at, token in enumerate(self._tokens):
            if token.is_digits:
                opens_before = previous is not None and (previous.is_word or previous.text in _APOSTROPHES)
                if token.glued and opens_before and (not found or found[-1] != at - 1):
                    found.append(at - 1)
                found.append(at)
            elif token.is_word and token.lower in number_words:
                found.append(at)
            previous = token
        return found

    def _is_denominator(self, i: int) -> bool:
        """Whether tokens[i] is the dozen of "64 cents a dozen", which the unit before it already holds."""
        if not self._readings or i >= self._readings[-1].behind:
            return False
        unit = self._readings[-1].unit
        return unit is not None and unit.endswith(f" per {self._tokens[i].lower}")

    def readings_at(self, i: int, floor: int) -> Iterator[list[Reading]]:
        """What tokens[i] may begin, by the readers in order of trust: the first reading is the one that counts.

        No reading reaches back before tokens[floor]. A word that no reader knows is no number; digits that no reader
        knows are a label. Only dates give more than one number at once ("December 21 and 27").
        """
        token = self._tokens[i]
        if token.is_digits or token.lower in _ADDRESSES:
            address = address_at(self._text, self._tokens, i, floor)
            if address:
                yield [address]
        dates = self._dates_at(i, floor)
        if dates:
            yield dates
        if token.is_digits or token.lower in self._starters:
            name = self._labels.label_at(i, floor)
            if name:
                yield [name]
        kind = self._kind_at(i)
        if kind:
            yield [kind]
        model = self._labels.model_at(i)
        if model:
            yield [model]
        quantities = self._quantities_at(i, floor)
        if quantities:
            yield quantities
        ordinal = self._kinds.ordinal_at(i)
        if ordinal:
            yield [self._names.of_ordinal(ordinal)]
        if token.is_digits:
            yield [label(i, i + 1, LAST_RESORT)]

    def _dates_at(self, i: int, floor: int) -> list[Reading]:
        found = read_dates(self._tokens, i, self._published_on, self._is_unit)
        if any(reading.first < floor for reading in found):
            return []
        return [Reading(date.first, date.last, date.kind, [date.rule], iso=date.iso) for date in found]

    def _is_unit(self, tokens: list[Token], i: int) -> bool:
        """Whether a unit or a scale stands at tokens[i], so that the numeral before is no year."""
        if i >= len(tokens):
            return False
        token = tokens[i]
        if token.lower in self._amounts.lexicon.scales:
            return True
        if token.is_capitalised and token.text.istitle() and not token.glued and len(token.text) > 2:
            return False  # a name: "during 2016 Stone spoke"
        found = self._amounts.units.after(tokens, i)
        return found is not None and (token.glued or not found[0].glued_only)

    def _kind_at(self, i: int) -> Reading | None:
        enumerator = self._kinds.enumerator_at(i)
        if enumerator:
            return enumerator
        if self._tokens[i].is_digits:
            return self._scores.score_at(i) or self._kinds.idiom_at(i)
        return self._kinds.idiom_at(i) or self._scores.score_at(i)

    def _quantities_at(self, i: int, floor: int) -> list[Reading]:
        """The quantity whose numeral starts at tokens[i], or the name that its bare number belongs to.

        Two of them are the ends of a range that no unit holds both.
        """
        if self._kinds.ranks(i):
            return []
        amount = self._amounts.amount_at(i, floor)
        if amount is None or amount.first < floor:
            return []
        name = self._names.around(i, amount, floor)
        if name:
            return [name]
        ratio = read_ratio(self._amounts, amount)
        if ratio:
            return [quantity_of_ratio(self._tokens, *ratio, self._cues)]
        span = read_range(self._amounts, amount)
        if span:
            return [quantity_of_range(span)]
        upper = read_unlike(self._amounts, amount)
        if upper:
            return quantities_of_bounds(amount, upper)
        return [quantity_of_amount(self._tokens, amount, self._cues)]
