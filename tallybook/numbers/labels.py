"""Labels: digits and number words inside names, identifiers, addresses and versions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tallybook.lexicons import load
from tallybook.numbers.numerals import MINUS_MARKS, is_power

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.lexicons.units import UnitLexicon
    from tallybook.numbers.numerals import NumeralLexicon
    from tallybook.numbers.tokens import Token

# A longer run of glued tokens is no name that a person would write; it is cut, so that hostile text stays linear.
LONGEST_CHUNK = 60
_SHORTEST_AMOUNT = 3
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\S+\.(?:com|org|net|gov|html?|pdf|co\.uk)(?:/\S*)?", re.IGNORECASE
)
_PHONE = re.compile(
    r"\+\d{1,3}[-. (]\s?[\d(][-\d. ()/]{5,18}\d|\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}(?!\d)|\d{1,2}-\d{3}-\d{3,4}-\d{4}(?!\d)"
)
_CODE = re.compile(r"\d+(?:-\d+){3,}(?:-[\dX])?(?![\w])|\d{3}-0\d{3}(?!\d)")
_VERSION = re.compile(r"v?\d+\.\d+(?:\.\d+)+(?:[-.]?(?:alpha|beta|rc)\d*)?(?![\d%])", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_TRAILING = ".,;:!?\"'”’)]}>"


@dataclass(frozen=True, slots=True)
class LabelLexicon:
    """Words that make a name of the number beside them."""

    before: frozenset[str]
    not_before: frozenset[str]
    names: dict[str, list[tuple[str, ...]]]
    generations: frozenset[str]
    generation_digits: frozenset[str]
    prefixes: frozenset[str]
    plans: frozenset[str]
    short_names: frozenset[str]
    streets: frozenset[str]


@cache
def label_lexicon(language: str = "en") -> LabelLexicon:
    """The compiled lexicon of labels."""
    data = load("labels", language)
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in data["before"]["names"]:
        words = tuple(re.findall(r"\w+|[^\w\s]", name))
        names.setdefault(words[-1], []).append(words)
    return LabelLexicon(
        frozenset(data["before"]["words"]),
        frozenset(data["before"]["not_before"]),
        names,
        frozenset(data["glued"]["generations"]),
        frozenset(data["glued"]["generation_digits"]),
        frozenset(data["prefixes"]["words"]),
        frozenset(data["plans"]["words"]),
        frozenset(data["short_names"]["words"]),
        frozenset(data["streets"]["words"]),
    )


@dataclass(frozen=True, slots=True)
class LabelReading:
    """A label over the tokens [first, last) and the rule that says so."""

    first: int
    last: int
    rule: str


class LabelReader:
    """Reads labels out of the tokens of one sentence."""

    __slots__ = ("lexicon", "numerals", "text", "tokens", "units")

    def __init__(
        self, text: str, tokens: Sequence[Token], numerals: NumeralLexicon, units: UnitLexicon, language: str = "en"
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.numerals = numerals
        self.units = units
        self.lexicon = label_lexicon(language)

    def address_at(self, i: int, floor: int) -> LabelReading | None:
        """An address, phone number, version or time stamp whose chunk holds tokens[i]; they come before dates."""
        first, last = self._chunk(i, floor)
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if self.text[start] in "+(" or (self.tokens[i].is_digits and i == first):
            phone = _PHONE.match(self.text, start, end + 20)
            if phone:
                return LabelReading(first, self._index_at(phone.end(), i), "label.phone")
        if last - first < 3:
            return None
        code = _CODE.match(self.text, start, end) if i == first else None
        if code:
            return LabelReading(first, self._index_at(code.end(), i), "label.code")
        chunk = self.text[start:end].rstrip(_TRAILING)
        if _ADDRESS.fullmatch(chunk) or _STAMP.match(chunk):
            return LabelReading(first, self._index_at(start + len(chunk), i), "label.address")
        version = _VERSION.match(self.text, start, end)
        if (
            version
            and self.tokens[first].text.lower() in {"v", self.tokens[first].text}
            and version.end() >= self.tokens[i].end
        ):
            return self._version(first, i, version)
        return None

    def _version(self, first: int, i: int, version: re.Match[str]) -> LabelReading | None:
        """Three or more parts apart by full stops; "27.12.2021" is a date and "1.234.567" a number."""
        parts = version.group().split(".")
        if (
            len(parts) == 3
            and len(parts[2]) in {2, 4}
            and len(parts[1]) <= 2
            and parts[2].isdigit()
            and int(parts[1] or 0) <= 12
        ):
            return None
        if all(len(part) == 3 for part in parts[1:]):
            return None
        return LabelReading(first, self._index_at(version.end(), i), "label.version")

    def label_at(self, i: int, floor: int) -> LabelReading | None:
        """A label that holds tokens[i]: by its shape, or by the word before it."""
        token = self.tokens[i]
        if token.is_digits and not is_power(self.text, token):
            shape = self._joined(i, floor)
            if shape:
                return shape
        return self._named(i, floor) or self._plan(i)

    def _chunk(self, i: int, floor: int) -> tuple[int, int]:
        """The token range without white space around tokens[i]."""
        first = i
        while first > floor and self.tokens[first].glued and i - first < LONGEST_CHUNK:
            first -= 1
        last = i + 1
        while last < len(self.tokens) and self.tokens[last].glued and last - i < LONGEST_CHUNK:
            last += 1
        return first, last

    def _index_at(self, end: int, i: int) -> int:
        """The index of the first token that starts at `end` or behind it."""
        while i < len(self.tokens) and self.tokens[i].start < end:
            i += 1
        return i

    def _joined(self, i: int, floor: int) -> LabelReading | None:
        """`A320`, `IPv6`, `M-1-A`, `MD-82s`, `5G`, `777F`, `24703L202`: letters and digits in one token of text."""
        tokens = self.tokens
        first = self._letters_before(i, floor)
        if first == i and self._is_form(i):
            return LabelReading(i, i + 3, "label.letters-and-digits")
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
        return LabelReading(first, last, rule)

    def _is_form(self, i: int) -> bool:
        """`8-K`, `10-Q`: bare digits, a hyphen and one capital letter."""
        tokens = self.tokens
        if i + 2 >= len(tokens) or tokens[i + 1].text != "-" or not (tokens[i + 1].glued and tokens[i + 2].glued):
            return False
        letter = tokens[i + 2]
        is_end = i + 3 >= len(tokens) or not tokens[i + 3].glued or not tokens[i + 3].is_word
        return len(letter.text) == 1 and letter.text.isupper() and is_end and tokens[i].text.isdigit()

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
        )
        if not is_short and self.units.before(tokens, i) is not None:
            return i
        if before.is_word:
            return i if before.lower in self.numerals.cardinals else self._whole_name(i - 1, floor)
        if before.text == "-" and before.glued and i - 2 >= floor and tokens[i - 2].is_word:
            word = tokens[i - 2]
            if word.lower in self.lexicon.prefixes or (len(word.text) > 12 and word.text == word.lower):
                return i
            return self._whole_name(i - 2, floor)
        return i

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
            if not has_letters_before and word.lower in _ORDINAL_ENDINGS:
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
        tokens = self.tokens
        word = tokens[i + 1]
        if last > i + 2:
            return not (self._measures(i + 1) and tokens[i + 2].text in {"2", "3"})
        if word.lower in {"s", "am", "pm", "h", "yo", "x", "e"} or word.lower in self.numerals.scales:
            return False
        if word.text in self.numerals.glued_scales or word.text in self.numerals.money_scales:
            return False
        return not self._measures(i + 1) and not (word.text[:1] in "MK" and self.units.get(word.text[1:]) is not None)

    def _measures(self, i: int) -> bool:
        return self.units.after(self.tokens, i) is not None

    def _named(self, i: int, floor: int) -> LabelReading | None:
        """A bare number right behind a word that names things by number: "Section 427", "S&P 500", "No. 1"."""
        tokens = self.tokens
        token = tokens[i]
        if i <= floor or (token.is_digits and not token.text.replace(".", "", 1).isdigit()):
            return None
        last = i + 1
        following = tokens[last] if last < len(tokens) else None
        before = i - 1
        if tokens[before].text == "-" and not (token.glued and tokens[before].glued):
            return None
        if tokens[before].text in {".", "#", "-"} and before > floor:
            if tokens[before].text == "#":
                return LabelReading(before, last, "label.number-sign")
            before -= 1
        elif tokens[before].text == "#":
            return LabelReading(before, last, "label.number-sign")
        if self._is_index_name(before):
            return LabelReading(i, last, "label.index-name")
        word = tokens[before]
        if word.lower not in self.lexicon.before or not word.is_word:
            return None
        if following is not None and (
            following.lower in self.lexicon.not_before
            or following.lower in self.numerals.scales
            or following.text in "%$"
        ):
            return None
        if token.is_word and (token.lower not in self.numerals.cardinals or word.lower in {"no", "nos"}):
            return None
        if self._has_letter(last):
            return LabelReading(i, last + 1, "label.named")
        if self._measures(last) or (
            token.is_digits and "." in token.text and tokens[before].text != tokens[before].text.capitalize()
        ):
            return None
        if (
            not word.is_capitalised
            and word.lower
            in {
                "unit",
                "order",
                "case",
                "level",
                "group",
                "area",
                "line",
                "part",
                "rule",
                "class",
                "box",
                "cell",
                "pool",
                "bus",
                "wave",
                "mark",
                "catch",
                "title",
                "form",
                "windows",
                "step",
                "item",
                "question",
            }
            and token.is_word
        ):
            return None
        return LabelReading(i, self._behind_letters(last), "label.named")

    def _has_letter(self, i: int) -> bool:
        """Whether one capital letter is glued to the number: "Section 39A", "Model 900A"."""
        token = self.tokens[i] if i < len(self.tokens) else None
        return token is not None and token.glued and len(token.text) == 1 and token.text.isupper()

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

    def _is_index_name(self, before: int) -> bool:
        tokens = self.tokens
        for words in self.lexicon.names.get(tokens[before].lower, ()):
            start = before - len(words) + 1
            if start < 0 or not all(tokens[start + k].lower == word for k, word in enumerate(words)):
                continue
            if all(
                tokens[start + k].is_capitalised or not tokens[start + k].is_word
                for k in range(len(words))
                if words[k] != "of"
            ):
                return True
        return False

    def _plan(self, i: int) -> LabelReading | None:
        """`14th Five-Year Plan`: the ordinal, and the years of the plan's name."""
        tokens = self.tokens
        at = i
        if tokens[at].is_digits and at + 1 < len(tokens) and tokens[at + 1].lower in _ORDINAL_ENDINGS:
            at += 2
        elif tokens[at].lower in self.numerals.ordinals:
            at += 1
        if at + 2 >= len(tokens) or not (
            tokens[at].is_word and tokens[at].is_capitalised and tokens[at].lower in self.numerals.cardinals
        ):
            return None
        if (
            tokens[at + 1].text not in MINUS_MARKS
            or tokens[at + 2].lower != "year"
            or not tokens[at + 2].is_capitalised
        ):
            return None
        last = at + 3
        if at == i and not (last < len(tokens) and tokens[last].lower in self.lexicon.plans):
            return None
        if last < len(tokens) and tokens[last].lower in self.lexicon.plans and tokens[last].is_capitalised:
            last += 1
        return LabelReading(i, last, "label.plan")
