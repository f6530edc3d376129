"""Amounts: a numeral with its sign, its unit before and behind, what it counts and what it is counted per."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.lexicons.units import Unit, UnitLexicon, units
from tallybook.model import Flag
from tallybook.numbers.ages import take_age, take_bare_age
from tallybook.numbers.amount_lexicon import AmountLexicon, amount_lexicon
from tallybook.numbers.compounds import take_compound
from tallybook.numbers.counting import take_behind_cue, take_noun, take_noun_before
from tallybook.numbers.cues import CueLexicon, cue_lexicon
from tallybook.numbers.nouns import CountedNoun
from tallybook.numbers.numeral_lexicon import NumeralLexicon, numeral_lexicon
from tallybook.numbers.numerals import ONE, Numeral, read_digits, read_vulgar
from tallybook.numbers.rates import take_exchange, take_per, take_price_of_dollar
from tallybook.numbers.scars import read_split
from tallybook.numbers.signs import take_article, take_below_zero, take_point, take_sign
from tallybook.numbers.stated import take_currency_before, take_money_scale, take_unit
from tallybook.numbers.tens import take_tens
from tallybook.numbers.terms import take_terms
from tallybook.numbers.word_fractions import read_ordinal_fraction, with_fraction
from tallybook.numbers.words import read_words, with_scales

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.home import Home


@dataclass(slots=True, init=False)
class Amount:
    """A numeral with its unit, over the tokens [first, last) of the surface; the counted noun lies behind it.

    `unit` is what the lexicon says of the stated unit, `unit_name`, `unit_code` and `unit_kind` what was made of it in
    its context; `noun` is the counted noun if there is no unit. `behind` is the index where the text goes on: past the
    noun, the rate and the age words. `rules` is the chain that decided.
    """

    first: int
    last: int
    numeral: Numeral
    unit: Unit | None
    unit_name: str | None
    unit_code: str | None
    unit_kind: str | None
    noun: CountedNoun | None
    behind: int
    flags: list[Flag]
    rules: list[str]

    def __init__(
        self,
        first: int,
        last: int,
        numeral: Numeral,
        unit: Unit | None = None,
        unit_name: str | None = None,
        unit_code: str | None = None,
        unit_kind: str | None = None,
        noun: CountedNoun | None = None,
        behind: int = 0,
        flags: list[Flag] | None = None,
        rules: list[str] | None = None,
    ) -> None:
        self.first = first
        self.last = last
        self.numeral = numeral
        self.unit = unit
        self.unit_name = unit_name
        self.unit_code = unit_code
        self.unit_kind = unit_kind
        self.noun = noun
        self.behind = behind
        self.flags = [] if flags is None else flags
        self.rules = [] if rules is None else rules

    @property
    def has_unit(self) -> bool:
        """Whether a unit or a counted noun is stated."""
        return self.unit_name is not None


class AmountReader:
    """Reads amounts out of the tokens of one sentence; holds what all steps of that look things up in."""

    __slots__ = ("cues", "home", "lexicon", "text", "tokens", "units", "words")

    def __init__(self, text: str, tokens: list[Token], home: Home, language: str = "en") -> None:
        self.text = text
        self.tokens = tokens
        self.home = home
        self.lexicon: NumeralLexicon = numeral_lexicon(language)
        self.units: UnitLexicon = units(language)
        self.words: AmountLexicon = amount_lexicon(language)
        self.cues: CueLexicon = cue_lexicon(language)

    def numeral_at(self, i: int) -> Numeral | None:
        """The numeral that starts at tokens[i], scales included; sign and money scales are not looked for."""
        token = self.tokens[i]
        if token.is_digits:
            numeral = read_split(self, i) or read_digits(self.text, self.tokens, i, self.home)
            return with_scales(self.tokens, numeral, self.lexicon)
        vulgar = read_vulgar(self.tokens, i)
        if vulgar:
            return with_scales(self.tokens, vulgar, self.lexicon)
        if token.lower in self.lexicon.ordinals:
            return read_ordinal_fraction(self.tokens, i, self.lexicon)
        if token.lower in self.lexicon.scales:
            return self._bare_scale(i)
        if not token.is_word:
            return None
        if token.lower.endswith("fold"):
            value = self.lexicon.cardinals.get(token.lower[:-4])
            return Numeral(i, i + 1, value, "numeral.fold", is_word=True) if value is not None else None
        return read_words(self.tokens, i, self.lexicon)

    def _bare_scale(self, i: int) -> Numeral | None:
        """`a hundred`, `a million`, `million` alone: one of the scale, if the word is written out."""
        word = self.tokens[i].lower
        follows_one = i == 0 or self.tokens[i - 1].lower in self.words.before_scale
        if word not in self.lexicon.starters or not (follows_one or word == "hundred"):
            return None
        one = Numeral(i, i, ONE, "numeral.scale", is_word=True)
        scaled = with_scales(self.tokens, one, self.lexicon)
        return with_fraction(self.tokens, scaled, self.lexicon) or scaled

    def amount_at(self, i: int, floor: int = 0) -> Amount | None:
        """The amount whose numeral starts at tokens[i]; sign and currency before it may reach back to `floor`."""
        numeral = self.numeral_at(i)
        if numeral is None or numeral.last <= i:
            return None
        amount = Amount(i, numeral.last, numeral, rules=[numeral.rule])
        self._take_front(amount, floor)
        take_money_scale(self, amount)
        take_tens(self, amount)
        if not amount.has_unit or amount.unit is not None:
            take_unit(self, amount)
        take_below_zero(self, amount)
        if numeral.rule == "numeral.fold":
            amount.unit_name, amount.unit_kind = "fold", "multiple"
        amount.behind = max(amount.last, amount.behind)
        take_price_of_dollar(self, amount)
        take_compound(self, amount)
        for step in (take_bare_age, take_exchange, take_noun, take_noun_before, take_behind_cue):
            if not amount.has_unit:
                step(self, amount)
        if amount.has_unit:
            take_age(self, amount)
            take_per(self, amount)
        take_terms(self, amount)
        return amount

    def _take_front(self, amount: Amount, floor: int) -> None:
        """What stands before the numeral: its point, article, currency and sign, in either order of the last two."""
        take_point(self, amount, floor)
        take_article(self, amount, floor)
        take_currency_before(self, amount, floor)
        numeral_first = amount.first
        take_sign(self, amount, floor)
        if amount.unit is None and amount.first < numeral_first:
            take_currency_before(self, amount, floor)
