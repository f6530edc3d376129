"""Names that end or begin with a bare number: "Galaxy 8", "575 Wilbraham Road", "First National"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.nouns import is_plural, noun_lexicon
from tallybook.numbers.numerals import ONE, skip_hyphen
from tallybook.numbers.readings import Reading, label

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.amounts import Amount
    from tallybook.numbers.label_lexicon import LabelLexicon

# In a headline most words are in capitals, so that capitals tell nothing; so many tokens are looked at.
_HEADLINE_REACH: Final = 12
_HEADLINE_SHARE: Final = 0.7
# "Euro 2020" has four digits, "575 Wilbraham Road" three.
_LONGEST_AT_END: Final = 4
_LONGEST_IN_FRONT: Final = 3
# "11 Pro Max and 11 Pro": so many tokens are looked back for the number of the name before.
_LONGEST_REPEATED: Final = 5


class NameReader:
    """Tells whether the numbers of one sentence are parts of the capitalised names beside them.

    `number_words` are all words that a number or a date may begin with: "May 20" and "Three 50" are no names.
    """

    __slots__ = ("_is_headline", "_lexicon", "_number_words", "_tokens")

    def __init__(self, tokens: list[Token], lexicon: LabelLexicon, number_words: frozenset[str]) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._number_words = number_words
        self._is_headline: bool | None = None

    def around(self, i: int, amount: Amount, floor: int) -> Reading | None:
        """The label of a bare number at tokens[i] that ends or begins a name; None of an amount with a unit.

        "the Planet 9 project": a singular behind a name and its number is not counted.
        """
        last = self._behind_capitals(i, amount)
        if last > i:
            return label(i, last, "label.name-opening")
        if amount.first != i or amount.last != i + 1 or (amount.has_unit and not self._is_attribute(amount)):
            return None
        if self._ends_name(i, floor):
            return label(i, i + 1, "label.name-ending")
        if amount.has_unit:
            return None
        return label(i, i + 1, "label.name-opening") if self._opens_name(i) else None

    def _behind_capitals(self, i: int, amount: Amount) -> int:
        """Past the number word in capitals that begins a name in mid-sentence: "in Nine Elms", "on Three-Mile Island".

        i itself if it begins none; "the Three Months" of a heading are time.
        """
        token = self._tokens[i]
        if i > 0 and self._tokens[i - 1].text == "<" and token.glued and token.is_word and self._is_capitalised(i + 1):
            return i + 1  # "<Four Seasons Inc>"
        if i == 0 or not token.is_word or not token.text.istitle() or not self._tokens[i - 1].text.islower():
            return i
        joined = skip_hyphen(self._tokens, i + 1)
        following = self._token_at(joined)
        if following is None or not following.text.istitle() or amount.unit_kind == "duration" or self.is_headline:
            return i
        if following.lower in self._number_words or following.lower in noun_lexicon().stop:
            return i
        return joined + 1 if joined > i + 1 else i + 1

    def of_ordinal(self, ordinal: Reading) -> Reading:
        """The ordinal itself, or a label where it begins a name: "First National" ranks nothing."""
        first, following = self._tokens[ordinal.first], self._token_at(ordinal.last)
        if self._has_ticker(ordinal.last):
            return label(ordinal.first, ordinal.last, "label.ordinal-name")
        if not (first.is_word and first.text.istitle()) or following is None:
            return ordinal
        is_title = following.is_word and following.is_capitalised and not following.text.isupper()
        if not is_title or self.is_headline:
            return ordinal
        return label(ordinal.first, ordinal.last, "label.ordinal-name")

    def _has_ticker(self, i: int) -> bool:
        """Whether a name goes on at tokens[i] up to its ticker: "FIRST BOSTON CORP <FBC>"."""
        last = i
        while last - i < _LONGEST_REPEATED and self._is_capitalised(last):
            last += 1
        following = self._token_at(last)
        return last > i and following is not None and following.text == "<" and self._is_capitalised(last + 1)

    def _is_capitalised(self, i: int) -> bool:
        token = self._token_at(i)
        return token is not None and token.is_word and token.is_capitalised

    @property
    def is_headline(self) -> bool:
        """Whether so many words are capitalised that capitals make no names."""
        if self._is_headline is None:
            small = self._lexicon.small_in_headlines
            ends = self._tokens[-1].text == "."  # few headlines do, and they have no small word at all
            looked_at = self._tokens if ends else self._tokens[:_HEADLINE_REACH]
            words = [t for t in looked_at if t.is_word and t.lower not in small]
            capitalised = sum(token.is_capitalised for token in words)
            self._is_headline = capitalised == len(words) if ends else capitalised > _HEADLINE_SHARE * len(words)
        return self._is_headline

    def _token_at(self, i: int) -> Token | None:
        return self._tokens[i] if i < len(self._tokens) else None

    def _ends_name(self, i: int, floor: int) -> bool:
        """`Galaxy 8 was`, `Formula One`, `Euro 2020`: behind a capitalised word that does not open the sentence."""
        if i <= max(floor, 1):
            return False
        before, token = self._tokens[i - 1], self._tokens[i]
        if token.is_digits and not (token.text.isdigit() and len(token.text) <= _LONGEST_AT_END):
            return False
        if token.is_word and (not token.is_capitalised or before.text.isupper()):
            return False
        if not before.is_word or not before.is_capitalised or before.lower in self._number_words:
            return False
        return not self.is_headline and not self._goes_on(i + 1)

    def _goes_on(self, i: int) -> bool:
        """Whether tokens[i] goes on with the number: a range, a fraction, a percentage, another number."""
        following, next_one = self._token_at(i), self._token_at(i + 1)
        if following is None:
            return False
        if following.text in "-/%(" or following.is_digits:
            return True
        return following.lower == "to" and next_one is not None and next_one.is_digits

    def _opens_name(self, i: int) -> bool:
        """`575 Wilbraham Road`, `the 787 Dreamliner`: before capitalised words that are a street or end the phrase."""
        text = self._tokens[i].text
        if not text.isdigit() or len(text) > _LONGEST_AT_END or not self._is_name(i + 1):
            return False
        last = i + 2
        while last < len(self._tokens) and self._tokens[last].is_word and self._tokens[last].is_capitalised:
            last += 1
        if self._tokens[last - 1].lower in self._lexicon.streets:
            return True
        if self.is_headline or len(text) > _LONGEST_IN_FRONT:
            return False
        if self._repeats_name(i):
            return True
        behind = self._token_at(last)
        is_one_thing = i > 0 and self._tokens[i - 1].lower in self._lexicon.before_models
        return is_one_thing and (behind is None or behind.text in ",.;:)")

    def _repeats_name(self, i: int) -> bool:
        """`the iPhone 11 Pro and 11 Pro Max`: behind "and" and a name with a number in it."""
        at = i - 2
        if at < 1 or self._tokens[i - 1].lower not in {"and", "or"}:
            return False
        while at > 1 and i - at < _LONGEST_REPEATED and self._is_name(at):
            at -= 1
        is_named = self._is_name(at - 1) or self._tokens[at - 1].lower in self._lexicon.before
        return self._tokens[at].is_digits and is_named

    def _is_attribute(self, amount: Amount) -> bool:
        """Whether the noun behind an amount in digits is a singular, which only stands there for a longer phrase."""
        if amount.noun is None or amount.numeral.value == ONE or not self._tokens[amount.first].is_digits:
            return False
        noun = self._tokens[amount.noun.last - 1]
        return amount.noun.last == amount.last + 1 and not noun.glued and not is_plural(noun.lower)

    def _is_name(self, i: int) -> bool:
        """Whether tokens[i] is a capitalised word that is no abbreviation, no date and no function word."""
        token = self._token_at(i)
        if token is None or not token.is_word or not token.is_capitalised or token.text.isupper() or token.glued:
            return False
        return token.lower not in self._number_words and token.lower not in noun_lexicon().stop
