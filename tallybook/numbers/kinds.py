"""Ordinals, enumerators and idioms: numerals that rank, list or play with words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.lexicons import load
from tallybook.lexicons.units import units
from tallybook.model import Kind
from tallybook.numbers.nouns import is_adjective
from tallybook.numbers.numerals import MINUS_MARKS, Numeral, parse_digits, skip_hyphen
from tallybook.numbers.readings import Reading
from tallybook.numbers.words import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numeral_lexicon import NumeralLexicon

# What may stand before the first point of a list, and before somebody who speaks.
_BULLETS: Final = frozenset('"“(-•*')
_PAUSES: Final = frozenset("\"“”'’,.;)")
# Nobody weighs a hundred stone.
_STONE_DIGITS: Final = 2
_ORDINAL_LIST: Final = "ordinal.list"
_TEN, _TWENTY, _HUNDRED = Decimal(10), Decimal(20), Decimal(100)


@dataclass(frozen=True, slots=True)
class PronounLexicon:
    """What tells the pronoun "one" from the number, by the word before and the words behind."""

    counted_behind: frozenset[str]
    counted_at_end: frozenset[str]
    counted_before_verb: frozenset[str]
    joints: frozenset[str]
    verbs: frozenset[str]
    speakers: frozenset[str]
    before_speakers: frozenset[str]


@dataclass(frozen=True, slots=True)
class KindLexicon:
    """`lexicons/<language>/kinds.toml` compiled: the cues of the kinds that are neither quantity, date nor label.

    `idioms` has each idiom's words with the position of one of them, keyed by that one.
    """

    marks: frozenset[str]
    copulas: frozenset[str]
    adverbs: frozenset[str]
    openers: frozenset[str]
    one_copulas: frozenset[str]
    one_behind: frozenset[str]
    before_points: frozenset[str]
    idioms: dict[str, list[tuple[tuple[str, ...], int]]]
    openings: frozenset[tuple[str, ...]]
    pronoun: PronounLexicon


@cache
def kind_lexicon(language: str = "en") -> KindLexicon:
    """The compiled lexicon of kinds.

    >>> ("one", "day") in kind_lexicon().openings
    True
    """
    data = load("kinds", language)
    enumerators = data["enumerators"]
    return KindLexicon(
        marks=frozenset(enumerators["marks"]),
        copulas=frozenset(enumerators["copulas"]),
        adverbs=frozenset(enumerators["adverbs"]),
        openers=frozenset(enumerators["openers"]),
        one_copulas=frozenset(enumerators["one_copulas"]),
        one_behind=frozenset(enumerators["one_behind"]),
        before_points=frozenset(enumerators["before_points"]),
        idioms=_by_word([*data["idioms"]["phrases"], *data["idioms"]["scales"]]),
        openings=frozenset(tuple(phrase.split()) for phrase in data["idioms"]["openings"]),
        pronoun=PronounLexicon(**{name: frozenset(words) for name, words in data["pronoun"].items()}),
    )


def _by_word(phrases: Sequence[str]) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Each phrase under each of its words, with the word's position; the longest phrases first."""
    table: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase in phrases:
        words = tuple(phrase.replace("-", " - ").replace("/", " / ").split())
        for position, word in enumerate(words):
            table.setdefault(word, []).append((words, position))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


class KindReader:
    """Reads ordinals, enumerators and idioms out of the tokens of one sentence."""

    __slots__ = ("lexicon", "numerals", "tokens", "units")

    def __init__(self, tokens: list[Token], numerals: NumeralLexicon, language: str = "en") -> None:
        self.tokens = tokens
        self.numerals = numerals
        self.lexicon = kind_lexicon(language)
        self.units = units(language)

    def idiom_at(self, i: int) -> Reading | None:
        """A set phrase around tokens[i] in which the number word counts nothing."""
        tokens = self.tokens
        for words, position in self.lexicon.idioms.get(tokens[i].lower, ()):
            start = i - position
            if start < 0 or start + len(words) > len(tokens):
                continue
            if all(tokens[start + k].lower == word for k, word in enumerate(words)) and not self._opens_name(i):
                if words[-1] == "half" and self._has_article(start + len(words)):
                    continue  # "in half a century"
                if words[position:] == ("one",) and self._is_amount(i):
                    continue  # "the one billion dlr bid"
                rule = f"idiom.{'-'.join(word for word in words if word not in '-/(,$:')}"
                is_of_digits = tokens[i].is_digits and position == 0  # "24/7" is one numeral
                return Reading(i, start + len(words) if is_of_digits else i + 1, Kind.IDIOM, [rule])
        if i == 0 and tuple(token.lower for token in tokens[:2]) in self.lexicon.openings:
            return _idiom(i, "idiom.opening")
        if tokens[i].lower == "one" and self._stands_alone(i):
            return self._pronoun(i)
        return None

    def _opens_name(self, i: int) -> bool:
        """Whether the capitalised word at tokens[i] begins a name in the midst of a sentence: "at First Options"."""
        if i == 0 or i + 1 >= len(self.tokens) or not self.tokens[i].text.istitle():
            return False
        return self.tokens[i - 1].text.islower() and self.tokens[i + 1].text.istitle()

    def _has_article(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].lower in self.numerals.articles

    def _stands_alone(self, i: int) -> bool:
        """Whether the numeral at tokens[i] is one word long: "one", not "one hundred"."""
        numeral = read_words(self.tokens, i, self.numerals)
        return numeral is None or numeral.last == i + 1

    def _is_amount(self, i: int) -> bool:
        """Whether a scale or a unit makes an amount of the "one" at tokens[i]: "the one pct fall"."""
        if not self._stands_alone(i):
            return True
        at = skip_hyphen(self.tokens, i + 1)
        found = self.units.after(self.tokens, at) if at < len(self.tokens) else None
        return found is not None and not found[0].glued_only

    def _pronoun(self, i: int) -> Reading | None:
        """`one dealer said`, `the right one`, `one that works`: somebody or something, not a count."""
        cues = self.lexicon.pronoun
        before = self.tokens[i - 1].lower if i else ""
        if before in cues.counted_behind or self._ends_terms(i):
            return None
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is not None and following.text == "," and self._is_number(i + 2):
            return None  # "one, three and six-month deposits"
        if following is None or (not following.is_word and following.text not in MINUS_MARKS):
            return None if before in cues.counted_at_end else _idiom(i, "idiom.pronoun")
        if self._is_speaker(i + 1) and (i == 0 or before in _PAUSES or before in cues.before_speakers):
            return _idiom(i, "idiom.speaker")
        if following.lower in cues.joints and self._is_number(i + 2):
            return None
        is_pronoun = following.lower in cues.verbs and before not in cues.counted_before_verb
        return _idiom(i, "idiom.pronoun") if is_pronoun else None

    def _ends_terms(self, i: int) -> bool:
        """Whether tokens[i] is the one of "85-to-one"."""
        tokens = self.tokens
        is_joined = i > 1 and tokens[i].glued and tokens[i - 1].text in MINUS_MARKS and tokens[i - 1].glued
        return is_joined and tokens[i - 2].lower == "to"

    def _is_speaker(self, i: int) -> bool:
        """Whether somebody who speaks is named at tokens[i], a word that tells which between: "one Toledo dealer"."""
        names = [token.lower for token in self.tokens[i : i + 2]]
        if names[0] in self.lexicon.pronoun.speakers:
            return True
        tells_which = self.tokens[i].is_capitalised or is_adjective(names[0])
        return tells_which and names[-1] in self.lexicon.pronoun.speakers

    def _is_number(self, i: int) -> bool:
        """Whether digits or a cardinal stand at tokens[i]."""
        if i >= len(self.tokens):
            return False
        return self.tokens[i].is_digits or self.tokens[i].lower in self.numerals.cardinals

    def enumerator_at(self, i: int) -> Reading | None:
        """`First, …`, `The fifth is …`, `One is to …`, `2) …`, `… (1) cut costs`: points of a list."""
        token = self.tokens[i]
        if token.is_digits:
            return self._numbered_point(i) or self._inner_point(i)
        rank = self.numerals.ordinals.get(token.lower)
        if token.lower in self.lexicon.adverbs:
            return _point(i, "enumerator.adverb", rank)
        if rank is not None:
            return _point(i, "enumerator.ordinal", rank) if self._is_ordinal_point(i) else None
        if token.lower == "one" and self._opens_sentence(i) and self._is_one_point(i):
            return _point(i, "enumerator.cardinal", self.numerals.cardinals[token.lower])
        return None

    def _opens_sentence(self, i: int) -> bool:
        """Whether nothing but "the", "and", a bullet or a quotation mark stands before tokens[i]."""
        if i == 0:
            return True
        return i == 1 and (self.tokens[0].lower in self.lexicon.openers or self.tokens[0].text in _BULLETS)

    def _is_ordinal_point(self, i: int) -> bool:
        """`First, …`, `The fifth is …`, `…: first, …`."""
        tokens = self.tokens
        if i + 1 >= len(tokens):
            return False
        following = tokens[i + 1]
        if i and tokens[i - 1].text in ":;" and following.text in ",:":
            return True
        if not self._opens_sentence(i):
            return False
        is_marked = following.text in self.lexicon.marks and (i == 0 or tokens[0].text in _BULLETS)
        return is_marked or following.lower in self.lexicon.copulas

    def _is_one_point(self, i: int) -> bool:
        """`One is to …`, `One was that …`."""
        if i + 2 >= len(self.tokens):
            return False
        copula, behind = self.tokens[i + 1].lower, self.tokens[i + 2].lower
        return copula in self.lexicon.one_copulas and behind in self.lexicon.one_behind

    def _numbered_point(self, i: int) -> Reading | None:
        """`2) `, `(3) `, `4. Title`: a number of a point at the start of a line."""
        tokens = self.tokens
        is_first = i == 0 or (i == 1 and tokens[0].text == "(")
        if not is_first or i + 1 >= len(tokens) or not _is_small(tokens[i]):
            return None
        mark = tokens[i + 1]
        if not mark.glued or mark.text not in {")", "."}:
            return None
        if i + 2 < len(tokens) and (tokens[i + 2].glued or (mark.text == "." and not tokens[i + 2].is_word)):
            return None
        return _point(i, "enumerator.digits", parse_digits(tokens[i].text))

    def _inner_point(self, i: int) -> Reading | None:
        """`to (1) cut costs, (2) raise prices and (3) sell`: points inside a sentence."""
        tokens = self.tokens
        if i < 2 or i + 2 >= len(tokens) or tokens[i - 1].text != "(" or tokens[i + 1].text != ")":
            return None
        following = tokens[i + 2]
        if not following.is_word or following.is_capitalised or following.lower in self.numerals.scales:
            return None
        if not _is_small(tokens[i]) or not (tokens[i].glued and tokens[i + 1].glued):
            return None
        if tokens[i - 2].lower not in self.lexicon.before_points:
            return None
        return _point(i, "enumerator.inner", parse_digits(tokens[i].text))

    def ordinal_at(self, i: int) -> Reading | None:
        """`third`, `twenty-fifth`, `100th`, `one hundred and first`."""
        token = self.tokens[i]
        if token.is_digits:
            return _rank(i, i + 2, parse_digits(token.text), "ordinal.digits") if self._has_ordinal_ending(i) else None
        value = self.numerals.ordinals.get(token.lower)
        return _rank(i, i + 1, value, "ordinal.words") if value is not None else self._compound_ordinal(i)

    def ranks(self, i: int) -> bool:
        """Whether tokens[i] begins an ordinal of digits or of several words, which no quantity may take apart."""
        token = self.tokens[i]
        if token.is_digits:
            return self._has_ordinal_ending(i)
        return token.lower not in self.numerals.ordinals and self._is_long_ordinal(i)

    def _is_long_ordinal(self, i: int) -> bool:
        found = self._compound_ordinal(i)
        return found is not None and (found.last > i + 1 or found.rules == [_ORDINAL_LIST])

    def _has_ordinal_ending(self, i: int) -> bool:
        """`100th`, `100 th`: one space may have slipped in."""
        if i + 1 >= len(self.tokens) or self.tokens[i + 1].lower not in self.numerals.ordinal_endings:
            return False
        ending = self.tokens[i + 1]
        text = self.tokens[i].text
        if ending.lower == "st" and len(text) <= _STONE_DIGITS and (text[-1] != "1" or text == "11"):
            return False  # "13st" are stones
        return ending.glued or ending.start - self.tokens[i].end <= 1

    def _compound_ordinal(self, i: int, *, is_shared: bool = False) -> Reading | None:
        """`twenty-fifth`, `one hundred and first`, `two hundredth`; and `nineteen second, third and fourth`.

        The cardinal of the last ranks together with a list of ordinals and has no value of its own, and so does one
        that is joined to it ("nineteen and nineteen second, third"); `is_shared` is for the second of the two.
        """
        tokens = self.tokens
        cardinal = self._cardinal_at(i)
        if cardinal is None:
            return None
        at = skip_hyphen(tokens, cardinal.last)
        if at == cardinal.last and at + 1 < len(tokens) and tokens[at].lower == "and":
            shared = self._compound_ordinal(at + 1, is_shared=True) if not is_shared else None
            if shared and shared.rules == [_ORDINAL_LIST]:
                return Reading(i, cardinal.last, Kind.ORDINAL, [_ORDINAL_LIST])
            at += 1
        rank = self.numerals.ordinals.get(tokens[at].lower) if at < len(tokens) else None
        if rank is None:
            return None
        is_list = self._opens_ordinal_list(at + 1)
        if tokens[at].lower == "second" and not is_list and at == cardinal.last:
            return None
        value = _join_rank(cardinal.value, rank)
        if value is not None:
            return _rank(i, at + 1, value, "ordinal.words")
        return Reading(i, at + 1, Kind.ORDINAL, [_ORDINAL_LIST]) if is_list else None

    def _cardinal_at(self, i: int) -> Numeral | None:
        """The cardinal in words at tokens[i], without the fraction that its ordinal would make of it."""
        word = self.tokens[i].lower
        first = self.numerals.cardinals.get(word, self.numerals.tens.get(word))
        if first is None:
            return None
        cardinal = read_words(self.tokens, i, self.numerals)
        return cardinal if cardinal is not None and not cardinal.is_fraction else Numeral(i, i + 1, first, "")

    def _opens_ordinal_list(self, i: int) -> bool:
        """Whether a comma or "and" and another ordinal stand at tokens[i]."""
        words = [token.lower for token in self.tokens[i : i + 3]]
        return len(words) > 1 and words[0] in {",", "and"} and any(word in self.numerals.ordinals for word in words[1:])


def _idiom(i: int, rule: str) -> Reading:
    return Reading(i, i + 1, Kind.IDIOM, [rule])


def _point(i: int, rule: str, rank: Decimal | None) -> Reading:
    return Reading(i, i + 1, Kind.ENUMERATOR, [rule], rank=rank)


def _rank(first: int, last: int, rank: Decimal, rule: str) -> Reading:
    return Reading(first, last, Kind.ORDINAL, [rule], rank=rank)


def _join_rank(cardinal: Decimal, rank: Decimal) -> Decimal | None:
    """The value of a cardinal and an ordinal that make one: 20 and 5th, 2 and 100th; None if they make none."""
    if cardinal % _TEN == 0 and cardinal >= _TWENTY and rank < max(cardinal % _HUNDRED, _TEN):
        return cardinal + rank
    return cardinal * rank if rank >= _HUNDRED and cardinal < rank else None


def _is_small(token: Token) -> bool:
    """Whether a token is a whole number of one or two digits, as points of a list are."""
    return token.text.isdigit() and len(token.text) < 3
