"""The engine: walks a sentence once and asks the readers, in order of trust, what each numeral is.

Every run of digits ends inside exactly one reading: what no reader knows is a label.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from tallybook.lexicons.units import units
from tallybook.model import Comparator, Flag, Kind
from tallybook.numbers.amounts import AmountReader
from tallybook.numbers.cues import cue_before, cue_behind, cue_lexicon
from tallybook.numbers.dates import read_dates
from tallybook.numbers.dates_lexicon import date_lexicon
from tallybook.numbers.kinds import KindReader, KindReading
from tallybook.numbers.labels import LabelReader, LabelReading
from tallybook.numbers.nouns import noun_lexicon
from tallybook.numbers.numerals import numeral_lexicon
from tallybook.numbers.pairs import join_bounds, ratio_numeral, read_ratio
from tallybook.numbers.ranges import Span, read_range
from tallybook.numbers.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from tallybook.numbers.amounts import Amount
    from tallybook.numbers.home import Home
    from tallybook.numbers.numerals import NumeralLexicon
    from tallybook.numbers.tokens import Token

Found = TypeVar("Found")

# What digits are that no reader knows.
LAST_RESORT = "label.unread"
_ADDRESSES = frozenset({"http", "https", "www"})
# More numerals than this without a word between them are a table dump or an attack, and one label.
GARBLED_RUN = 1000


@cache
def _starters(language: str) -> frozenset[str]:
    lexicon = numeral_lexicon(language)
    return lexicon.starters | lexicon.few | {f"{word}fold" for word in lexicon.cardinals}


@cache
def _date_starters(language: str) -> frozenset[str]:
    return date_lexicon(language).starters - _starters(language)


class SentenceReader:
    """Reads all numbers of one sentence, left to right."""

    __slots__ = (
        "amounts",
        "cues",
        "date_starters",
        "kinds",
        "labels",
        "published_on",
        "readings",
        "starters",
        "text",
        "tokens",
    )

    def __init__(
        self, text: str, tokens: Sequence[Token], published_on: date | None, home: Home, language: str
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.published_on = published_on
        self.amounts = AmountReader(text, tokens, home, language)
        self.kinds = KindReader(tokens, self.amounts.lexicon, language)
        self.labels = LabelReader(text, tokens, self.amounts.lexicon, units(language), language)
        self.cues = cue_lexicon(language)
        self.starters = _starters(language)
        self.date_starters = _date_starters(language)
        self.readings: list[Reading] = []

    def read(self) -> list[Reading]:
        """All readings, in order; their token ranges never overlap."""
        floor = 0
        at = 0
        tokens = self.tokens
        garbled = _garbled_runs(tokens, self.amounts.lexicon)
        while at < len(tokens):
            run = garbled.get(at)
            if run is not None:
                self.readings.append(Reading(at, run, Kind.LABEL, ["label.garbled"], flags=[Flag.GARBLED]))
                floor = at = run
                continue
            if not self.is_candidate(at) or self._is_denominator(at):
                at += 1
                continue
            found = next(self.readings_at(at, floor), None)
            if found is None:
                at += 1
                continue
            self.readings.extend(found)
            floor = found[-1].last
            at = max(floor, found[-1].behind if found[-1].kind is not Kind.QUANTITY else floor)
        return join_bounds(tokens, self.readings)

    def _is_denominator(self, i: int) -> bool:
        """Whether tokens[i] is the dozen of "64 cents a dozen", which the unit before it already holds."""
        unit = self.readings[-1].unit if self.readings else None
        return unit is not None and i < self.readings[-1].behind and unit.endswith(f" per {self.tokens[i].lower}")

    def is_candidate(self, i: int) -> bool:
        """Whether a number may begin at tokens[i]."""
        token = self.tokens[i]
        if token.is_digits:
            return True
        if not token.is_word:
            return False
        return (
            token.lower in self.starters
            or token.lower in self.date_starters
            or (i + 1 < len(self.tokens) and self.tokens[i + 1].glued and self.tokens[i + 1].is_digits)
        )

    def readings_at(self, i: int, floor: int) -> Iterator[list[Reading]]:
        """What tokens[i] may begin, by the readers in order of trust: the first reading is the one that counts.

        A word that no reader knows is no number; digits that no reader knows are a label.
        """
        token = self.tokens[i]
        is_numeral = token.is_digits or token.lower in self.starters
        if token.is_digits or token.lower in _ADDRESSES:
            yield from _some(self.labels.address_at(i, floor), _of_label)
        dates = self._dates_at(i, floor)
        if dates:
            yield dates
        if is_numeral:
            yield from _some(self.labels.label_at(i, floor), _of_label)
        yield from _some(self._kind_at(i), _of_kind)
        yield from _some(self._quantity_at(i, floor), _itself)
        yield from _some(self.kinds.ordinal_at(i), self._of_ordinal)
        if token.is_digits:
            yield [Reading(i, i + 1, Kind.LABEL, [LAST_RESORT])]

    def _dates_at(self, i: int, floor: int) -> list[Reading]:
        found = read_dates(self.tokens, i, self.published_on, self._is_unit)
        readings = []
        for reading in found:
            if reading.first < floor:
                return []
            readings.append(Reading(reading.first, reading.last, reading.kind, [reading.rule], iso=reading.iso))
        return readings

    def _is_unit(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a unit or a scale stands at tokens[i], so that the numeral before is no year."""
        if i >= len(tokens):
            return False
        if tokens[i].lower in self.amounts.lexicon.scales:
            return True
        if tokens[i].is_capitalised and tokens[i].text.istitle() and not tokens[i].glued and len(tokens[i].text) > 2:
            return False  # a name: "during 2016 Stone spoke"
        found = self.amounts.units.after(tokens, i)
        return found is not None and not (found[0].glued_only and not tokens[i].glued)

    def _kind_at(self, i: int) -> KindReading | None:
        other = self.kinds.score_at if self.tokens[i].is_digits else self.kinds.idiom_at
        return self.kinds.enumerator_at(i) or other(i)

    def _quantity_at(self, i: int, floor: int) -> Reading | None:
        token = self.tokens[i]
        if (token.is_digits or token.is_word) and self.kinds.ranks(i):
            return None
        amount = self.amounts.amount_at(i, floor)
        if amount is None or amount.first < floor:
            return None
        name = self._name_ending(i, amount, floor) or self._name_opening(i, amount)
        if name:
            return name
        ratio = read_ratio(self.amounts, amount)
        if ratio:
            return self._of_ratio(*ratio)
        span = read_range(self.amounts, amount)
        return self._of_range(span) if span else self._of_amount(amount)

    def _name_ending(self, i: int, amount: Amount, floor: int) -> Reading | None:
        """A bare number that ends a capitalised name: "Galaxy 8 was", "Formula One", "Euro 2020"."""
        tokens = self.tokens
        if amount.has_unit or i == 0 or i - 1 < floor or amount.first != i or amount.last != i + 1:
            return None
        before, token = tokens[i - 1], tokens[i]
        if token.is_digits and not (token.text.isdigit() and len(token.text) < 5):
            return None
        if token.is_word and not token.is_capitalised:
            return None
        if not (before.is_word and before.is_capitalised) or before.text.isupper() and token.is_word:
            return None
        if self._is_headline() or i == 1 or before.lower in self.starters or before.lower in self.date_starters:
            return None
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following is not None and (following.text in "-/%(" or following.is_digits):
            return None
        if following is not None and following.lower == "to" and i + 2 < len(tokens) and tokens[i + 2].is_digits:
            return None
        return Reading(i, i + 1, Kind.LABEL, ["label.name-ending"])

    def _name_opening(self, i: int, amount: Amount) -> Reading | None:
        """A bare number before a capitalised name: "575 Wilbraham Road", "the 787 Dreamliner"."""
        tokens = self.tokens
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            amount.has_unit
            or amount.first != i
            or amount.last != i + 1
            or following is None
            or not tokens[i].text.isdigit()
        ):
            return None
        is_name = (
            following.is_word and following.is_capitalised and not following.text.isupper() and not following.glued
        )
        is_date = following.lower in self.date_starters or following.lower in noun_lexicon().stop
        if not is_name or is_date or len(tokens[i].text) > 3 or self._is_headline():
            return None
        last = i + 2
        while last < len(tokens) and tokens[last].is_word and tokens[last].is_capitalised:
            last += 1
        is_street = tokens[last - 1].lower in self.labels.lexicon.streets
        is_model = tokens[i - 1].lower in {"the", "own"} if i else False
        if not is_street and not (is_model and (last == len(tokens) or tokens[last].text in ",.;:)")):
            return None
        return Reading(i, i + 1, Kind.LABEL, ["label.name-opening"])

    def _is_headline(self) -> bool:
        words = [token for token in self.tokens[:12] if token.is_word and len(token.text) > 3]
        return sum(token.is_capitalised for token in words) > 0.7 * len(words)

    def _of_amount(self, amount: Amount) -> Reading:
        reading = self._quantity(amount, amount.first)
        if amount.numeral.bounds is not None:
            reading.comparator = Comparator.RANGE
            reading.flags.append(Flag.VAGUE)
        else:
            self._bound(reading, amount)
        return reading

    def _quantity(self, amount: Amount, first: int) -> Reading:
        unit_kind = amount.unit_kind
        noun = amount.noun
        reading = Reading(first, amount.last, Kind.QUANTITY, [_rule_of(amount), *amount.rules], amount.behind)
        reading.numeral = amount.numeral
        reading.unit, reading.unit_code, reading.unit_kind = amount.unit_name, amount.unit_code, unit_kind
        reading.flags = list(amount.flags)
        if noun is not None:
            reading.noun_first, reading.noun_last = noun.first, noun.last
        return reading

    def _bound(self, reading: Reading, amount: Amount) -> None:
        """Set the comparator from the cue before or behind."""
        cue = cue_before(self.tokens, amount.first, self.cues, is_duration=amount.unit_kind in {"duration"})
        if cue is None or cue.comparator is Comparator.ABOUT:
            behind = cue_behind(self.tokens, max(amount.last, amount.behind), self.cues) or cue_behind(
                self.tokens, amount.last, self.cues
            )
            cue = behind or cue
        if cue is not None:
            reading.comparator = cue.comparator
            reading.cue_first = cue.first if cue.first < reading.first else None
            reading.rules.append(f"comparator.{cue.comparator.name.lower().replace('_', '-')}")

    def _of_ordinal(self, ordinal: KindReading) -> Reading:
        """A rank, or a name: "First National" ranks nothing."""
        first, last = self.tokens[ordinal.first], ordinal.last
        following = self.tokens[last] if last < len(self.tokens) else None
        is_name = (
            first.is_word
            and first.text.istitle()
            and following is not None
            and following.is_word
            and following.text.istitle()
        )
        if is_name and not self._is_headline():
            return Reading(ordinal.first, last, Kind.LABEL, ["label.ordinal-name"])
        return _of_kind(ordinal)

    def _of_ratio(self, part: Amount, whole: Amount) -> Reading:
        reading = self._quantity(whole, part.first)
        reading.rules[:2] = ["quantity.ratio", "numeral.ratio"]
        reading.numeral = ratio_numeral(part, whole)
        reading.unit, reading.unit_code, reading.unit_kind = None, None, "ratio"
        part.last, part.behind = whole.last, whole.behind
        self._bound(reading, part)
        return reading

    def _of_range(self, span: Span) -> Reading:
        lower, upper = span.lower, span.upper
        reading = self._quantity(upper if upper.has_unit else lower, lower.first)
        reading.last = upper.last
        reading.behind = upper.behind
        reading.numeral, reading.upper = lower.numeral, upper.numeral
        reading.comparator = Comparator.RANGE
        reading.rules.insert(1, span.rule)
        return reading


def _itself(reading: Reading) -> Reading:
    return reading


def _some(found: Found | None, make: Callable[[Found], Reading]) -> Iterator[list[Reading]]:
    """One list of one reading, if something was found."""
    if found is not None:
        yield [make(found)]


def _rule_of(amount: Amount) -> str:
    if amount.numeral.bounds is not None:
        return "quantity.vague"
    if amount.noun is not None:
        return "quantity.counted"
    return f"quantity.{amount.unit_kind}" if amount.unit_kind else "quantity.bare"


def _of_label(label: LabelReading) -> Reading:
    return Reading(label.first, label.last, Kind.LABEL, [label.rule])


def _of_kind(reading: KindReading) -> Reading:
    return Reading(reading.first, reading.last, reading.kind, [reading.rule], rank=reading.value)


def _garbled_runs(tokens: Sequence[Token], lexicon: NumeralLexicon) -> dict[int, int]:
    """Start → end of the runs of more than GARBLED_RUN numerals with no word between."""
    if len(tokens) <= GARBLED_RUN:
        return {}
    runs: dict[int, int] = {}
    start = count = last = 0
    for i, token in enumerate([*tokens, None]):
        is_cardinal = token is not None and (token.lower in lexicon.cardinals or token.lower in lexicon.tens)
        if token is not None and (is_cardinal or not token.is_word):
            if is_cardinal or token.is_digits:
                if count == 0:
                    start = i
                count += 1
                last = i + 1
            continue
        if count > GARBLED_RUN:
            runs[start] = last
        count = 0
    return runs
