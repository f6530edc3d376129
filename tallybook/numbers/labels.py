"""Labels: digits and number words inside names and identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.addresses import LONGEST_CHUNK
from tallybook.numbers.label_lexicon import label_lexicon
from tallybook.numbers.numerals import DASHES, MINUS_MARKS, is_power
from tallybook.numbers.readings import label

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.lexicons.units import UnitLexicon
    from tallybook.numbers.numeral_lexicon import NumeralLexicon
    from tallybook.numbers.readings import Reading

_MODEL_DIGITS: Final = 3
# "401(k)"; what is longer or shorter has a footnote.
_CLAUSE_DIGITS: Final = 3
_SHORTEST_AMOUNT: Final = 3
_LONGEST_NAME: Final = 12
# Three numbers and two dashes.
_SHORTEST_CHAIN: Final = 4


class LabelReader:
    """Reads labels out of the tokens of one sentence."""

    __slots__ = ("lexicon", "numerals", "text", "tokens", "units")

    def __init__(
        self, text: str, tokens: list[Token], numerals: NumeralLexicon, units: UnitLexicon, language: str = "en"
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.numerals = numerals
        self.units = units
        self.lexicon = label_lexicon(language)

    def label_at(self, i: int, floor: int) -> Reading | None:
        """A label that holds tokens[i]: by its shape, or by the word before it."""
        token = self.tokens[i]
        if token.is_digits and not is_power(self.text, token):
            shape = self._joined(i, floor)
            if shape:
                return shape
        return self._named(i, floor) or self._plan(i)

    def _joined(self, i: int, floor: int) -> Reading | None:
        """`A320`, `IPv6`, `M-1-A`, `MD-82s`, `5G`, `777F`, `24703L202`: letters and digits in one token of text."""
        tokens = self.tokens
        first = self._letters_before(i, floor)
        if first == i and self._is_form(i):
            return label(i, i + 3, "label.letters-and-digits")
        clause = self._behind_clauses(i + 1) if len(self.tokens[i].text) == _CLAUSE_DIGITS else i + 1
        if first == i and clause > i + 1:
            return label(i, clause, "label.clause")
        last = self._letters_behind(i, has_letters_before=first < i)
        if first == i and last == i + 1:
            return None
        rule = "label.mobile-generation" if self._is_generation(i) else "label.letters-and-digits"
        if first == i and rule != "label.mobile-generation" and not self._is_name_behind(i, last):
            return None
        while last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].glued and tokens[last + 1].glued:
            following = tokens[last + 1]
            if first == i or not (following.is_digits or len(following.text) <= 2):
                break
            last += 2
        return label(first, last, rule)

    def _behind_clauses(self, last: int) -> int:
        """Past "(k)" of "401(k)" and "(c)(3)" of "501(c)(3)"; the first of them is a small letter."""
        tokens = self.tokens
        start = last
        while last + 2 < len(tokens) and last - start < _LONGEST_NAME:
            mark, name, close = tokens[last], tokens[last + 1], tokens[last + 2]
            is_clause = mark.text == "(" and close.text == ")" and mark.glued and name.glued and close.glued
            is_short = len(name.text) == 1 and (name.text.islower() or (last > start and name.is_digits))
            if not (is_clause and is_short):
                break
            last += 3
        return last

    def _is_form(self, i: int) -> bool:
        """`8-K`, `10-Q`: bare digits, a hyphen and one capital letter."""
        tokens = self.tokens
        if i + 2 >= len(tokens) or tokens[i + 1].text != "-" or not (tokens[i + 1].glued and tokens[i + 2].glued):
            return False
        letter = tokens[i + 2]
        is_end = i + 3 >= len(tokens) or not tokens[i + 3].glued or not tokens[i + 3].is_word
        return len(letter.text) == 1 and letter.text.isupper() and is_end and tokens[i].text.isdigit()

    def model_at(self, i: int) -> Reading | None:
        """`787-9`, `757-200`: a falling pair of bare digits is no range; if nothing is measured in it, it is a name.

        To be asked after scores, which look the same.
        """
        if not self.tokens[i].is_digits:
            return None
        chain = self._behind_dashes(i + 1)
        ends_in_fraction = chain < len(self.tokens) and self.tokens[chain].text == "/"  # "10-9-7/8 pct"
        if chain > i + _SHORTEST_CHAIN and self.tokens[i].text.isdigit() and not ends_in_fraction:
            return label(i, chain, "label.code")  # "Lotus 1-2-3"
        if self._is_model(i):
            is_plural = i + 3 < len(self.tokens) and self.tokens[i + 3].lower == "s" and self.tokens[i + 3].glued
            return label(i, i + 4 if is_plural else i + 3, "label.model")
        if self._is_part_of_nothing(i):
            return label(i, i + 3, "label.code")
        return label(i, i + 1, "label.code") if self._has_leading_zero(i) else None

    def _is_part_of_nothing(self, i: int) -> bool:
        """`the 0/92 plan`: no parts of anything."""
        tokens = self.tokens
        if tokens[i].text != "0" or i + 2 >= len(tokens) or tokens[i + 1].text != "/":
            return False
        return tokens[i + 1].glued and tokens[i + 2].glued and tokens[i + 2].text.isdigit()

    def _has_leading_zero(self, i: int) -> bool:
        """`CUSIP 037833100`: no amount begins with a nought before other digits."""
        text = self.tokens[i].text
        is_decimal = i > 0 and self.tokens[i].glued and self.tokens[i - 1].text == "."  # ".0687"
        return (
            not is_decimal
            and len(text) > _SHORTEST_AMOUNT
            and text[0] == "0"
            and text.isdigit()
            and bool(text.strip("0"))
            and not self._measures(i + 1)
        )

    def _is_model(self, i: int) -> bool:
        tokens = self.tokens
        if i + 2 >= len(tokens) or tokens[i + 1].text != "-" or not (tokens[i + 1].glued and tokens[i + 2].glued):
            return False
        series, variant = tokens[i].text, tokens[i + 2].text
        if len(series) != _MODEL_DIGITS or not (series.isdigit() and variant.isdigit()) or int(variant) >= int(series):
            return False
        following = tokens[i + 3] if i + 3 < len(tokens) else None
        if following is not None and following.lower == "s" and following.glued:
            return True  # "two 787-9s"
        is_measured = following is not None and (self._measures(i + 3) or following.lower in self.numerals.scales)
        goes_on = following is not None and following.glued and (following.is_word or following.text in "-/%")
        return not is_measured and not goes_on

    def _letters_before(self, i: int, floor: int) -> int:
        """Where the letters glued before the digits start: at `A` of "A320", `M` of "M-1"; i if there are none."""
        tokens = self.tokens
        if i <= floor or not tokens[i].glued:
            return i
        before = tokens[i - 1]
        is_short = (
            before.text in self.lexicon.short_names
            and tokens[i].text.isdigit()
            and len(tokens[i].text) < _SHORTEST_AMOUNT
            and not self._is_scaled(i + 1)
        )
        if not is_short and self.units.before(tokens, i) is not None:
            return i
        if before.is_word:
            return i if before.lower in self.numerals.cardinals else self._whole_name(i - 1, floor)
        if before.text == "-" and before.glued and i - 2 >= floor and tokens[i - 2].is_word:
            word = tokens[i - 2]
            is_letter = len(word.text) == 1 and word.text.isupper()  # "A-2" is a name, "a 2-1 win" has none
            if (word.lower in self.lexicon.prefixes and not is_letter) or (
                len(word.text) > _LONGEST_NAME and word.text == word.lower
            ):
                return i
            return self._whole_name(i - 2, floor)
        return i

    def _is_scaled(self, i: int) -> bool:
        """Whether a scale of money stands at tokens[i]: "6m", "6 million"."""
        if i >= len(self.tokens):
            return False
        token = self.tokens[i]
        return token.lower in self.numerals.scales or (token.glued and token.text in self.numerals.money_scales)

    def _whole_name(self, i: int, floor: int) -> int:
        """Further parts of the name before tokens[i]: `M` of "M-1-A2"."""
        tokens = self.tokens
        steps = 0
        while i - 1 >= floor and tokens[i].glued and steps < LONGEST_CHUNK:
            before = tokens[i - 1]
            if before.is_digits or (before.text in "-&." and before.glued) or before.is_word:
                i -= 1
                steps += 1
            else:
                break
        return i + 1 if self.tokens[i].text in "-&." else i

    def _letters_behind(self, i: int, *, has_letters_before: bool) -> int:
        """The index behind letters (and digits) glued to the digits, if they make a name of it."""
        tokens = self.tokens
        last = i + 1
        if last < len(tokens) and tokens[last].glued and tokens[last].is_word and not tokens[last].text[0].isnumeric():
            word = tokens[last]
            if not has_letters_before and word.lower in self.numerals.ordinal_endings:
                return i + 1
            last += 1
            while (
                last < len(tokens)
                and tokens[last].glued
                and (tokens[last].is_word or tokens[last].is_digits)
                and last - i < LONGEST_CHUNK
            ):
                last += 1
        return last

    def _is_generation(self, i: int) -> bool:
        """Whether tokens[i:i+2] are a generation of mobile networks: "5G"."""
        tokens = self.tokens
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        return (
            following is not None
            and following.glued
            and following.text in self.lexicon.generations
            and tokens[i].text in self.lexicon.generation_digits
        )

    def _is_name_behind(self, i: int, last: int) -> bool:
        """Whether the letters behind are a name: no unit, no scale, no plural of a year, no time."""
        word = self.tokens[i + 1]
        if last > i + 2:
            return not (self._measures(i + 1) and self.tokens[i + 2].text in {"2", "3"})
        if word.lower in self.lexicon.not_names or word.lower in self.numerals.scales:
            return False
        if word.text in self.numerals.glued_scales or word.text in self.numerals.money_scales:
            return False
        is_scaled_code = word.text[:1] in "MK" and self.units.get(word.text[1:]) is not None
        return not self._measures(i + 1) and not is_scaled_code

    def _measures(self, i: int) -> bool:
        """Whether a unit starts at tokens[i]."""
        return self.units.after(self.tokens, i) is not None

    def _named(self, i: int, floor: int) -> Reading | None:
        """A bare number right behind a word that names things by number: "Section 427", "S&P 500", "No. 1"."""
        tokens, token = self.tokens, self.tokens[i]
        if i <= floor or (token.is_digits and not token.text.replace(".", "", 1).isdigit()):
            return None
        mark = tokens[i - 1]
        if mark.text == "#":
            return label(i - 1, i + 1, "label.number-sign")
        if mark.text == "-" and not token.glued:
            return None
        at = i - 2 if mark.text in {".", "-"} and i - 1 > floor else i - 1
        is_minus = mark.text == "-" and not mark.glued  # "FTSE -0.6%"; but "COVID -19 tests"
        if not is_minus and self._is_index_name(at):
            return label(i, i + 1, "label.index-name")
        if not self._names(tokens[at], token) or self._scales(i + 1):
            return None
        if self._has_letter(i + 1, is_name=tokens[at].is_capitalised):
            return label(i, i + 2, "label.named")
        is_decimal = token.is_digits and "." in token.text and tokens[at].lower not in self.lexicon.versioned
        if self._measures(i + 1) or (is_decimal and tokens[at].text != tokens[at].text.capitalize()):
            return None
        return label(i, self._behind_dashes(self._behind_letters(i + 1)), "label.named")

    def _behind_dashes(self, last: int) -> int:
        """Past the other numbers of "pages 12-15" and "Boeing 737-800"; not of what is measured."""
        tokens = self.tokens
        while last + 1 < len(tokens) and tokens[last].text in DASHES and tokens[last].glued and tokens[last + 1].glued:
            if last + 2 < len(tokens) and tokens[last + 2].lower == "s" and tokens[last + 2].glued:
                return last + 3  # "737-8200s"
            if not tokens[last + 1].text.isdigit() or self._scales(last + 2) or self._measures(last + 2):
                break
            last += 2
        return last

    def _names(self, word: Token, number: Token) -> bool:
        """Whether `word` names things by number; "Step two" is a name, "took step two" and "no two" are not."""
        lexicon = self.lexicon
        if not word.is_word or word.lower not in lexicon.before:
            return False
        if not number.is_word:
            return True
        if number.lower not in self.numerals.cardinals or word.lower in lexicon.digits_only:
            return False
        return word.is_capitalised or word.lower not in lexicon.names_if_capitalised

    def _scales(self, i: int) -> bool:
        """Whether tokens[i] makes an amount of the number before it: "Unit 3 million", "stage 2 percent"."""
        if i >= len(self.tokens):
            return False
        token = self.tokens[i]
        return token.lower in self.lexicon.not_before or token.lower in self.numerals.scales or token.text in "%$"

    def _has_letter(self, i: int, *, is_name: bool) -> bool:
        """Whether one capital letter is glued to the number, or the s of many: "Section 39A", "three Boeing 747s"."""
        token = self.tokens[i] if i < len(self.tokens) else None
        if token is None or not token.glued or len(token.text) != 1:
            return False
        return token.text.isupper() or (is_name and token.text == "s")

    def _behind_letters(self, last: int) -> int:
        """Past "(a)" or "-b" glued to a section's number."""
        tokens = self.tokens
        if (
            last + 2 < len(tokens)
            and tokens[last].text == "("
            and tokens[last].glued
            and tokens[last + 2].text == ")"
            and len(tokens[last + 1].text) <= 2
        ):
            return last + 3
        return last

    def _is_index_name(self, i: int) -> bool:
        """Whether the name of an index or a group ends with tokens[i], in capitals: "Dow Jones", "Group of"."""
        for words in self.lexicon.names.get(self.tokens[i].lower, ()):
            name = self.tokens[max(0, i + 1 - len(words)) : i + 1]
            if tuple(token.lower for token in name) != words:
                continue
            if words in self.lexicon.small_names or all(
                token.is_capitalised or not token.is_word or token.lower == "of" for token in name
            ):
                return True
        return False

    def _plan(self, i: int) -> Reading | None:
        """`14th Five-Year Plan`: the ordinal, and the years of the plan's name."""
        years = self._behind_ordinal(i)
        if not self._is_years_of_name(years):
            return None
        last = years + 3
        following = self.tokens[last] if last < len(self.tokens) else None
        is_plan = following is not None and following.lower in self.lexicon.plans
        if years == i and not is_plan:
            return None
        if following is not None and is_plan and following.is_capitalised:
            last += 1
        return label(i, last, "label.plan")

    def _behind_ordinal(self, i: int) -> int:
        """The index behind the ordinal at tokens[i]; i itself if there is none."""
        tokens = self.tokens
        if tokens[i].lower in self.numerals.ordinals:
            return i + 1
        has_ending = i + 1 < len(tokens) and tokens[i + 1].lower in self.numerals.ordinal_endings
        return i + 2 if tokens[i].is_digits and has_ending else i

    def _is_years_of_name(self, i: int) -> bool:
        """Whether tokens[i:i+3] are "Five-Year", in capitals."""
        if i + 2 >= len(self.tokens):
            return False
        number = self.tokens[i]
        if not number.is_word or number.lower not in self.numerals.cardinals or not number.is_capitalised:
            return False
        mark, year = self.tokens[i + 1], self.tokens[i + 2]
        return mark.text in MINUS_MARKS and year.lower == "year" and year.is_capitalised
