"""Ordinals, enumerators, idioms and scores: numerals that rank, list, play with words or tell a result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tallybook.lexicons import load
from tallybook.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from tallybook.numbers.numerals import NumeralLexicon
    from tallybook.numbers.tokens import Token

from tallybook.numbers.numerals import DASHES, MINUS_MARKS, Numeral, parse_digits
from tallybook.numbers.words import read_words, skip_hyphen

_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_SCORE_WINDOW = 12
_HIGHEST_SCORE = 200


@dataclass(frozen=True, slots=True)
class KindLexicon:
    """The cues of the kinds that are neither quantity, date nor label."""

    marks: frozenset[str]
    copulas: frozenset[str]
    adverbs: frozenset[str]
    idioms: dict[str, list[tuple[tuple[str, ...], int]]]
    speakers: frozenset[str]
    openings: frozenset[tuple[str, ...]]
    scores: frozenset[str]


@cache
def kind_lexicon(language: str = "en") -> KindLexicon:
    """The compiled lexicon of kinds. Idioms are keyed by each of their words that may be a numeral."""
    data = load("kinds", language)
    idioms: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase in data["idioms"]["phrases"]:
        words = tuple(phrase.replace("-", " - ").split())
        for position, word in enumerate(words):
            idioms.setdefault(word, []).append((words, position))
    for entries in idioms.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    enumerators = data["enumerators"]
    return KindLexicon(
        frozenset(enumerators["marks"]),
        frozenset(enumerators["copulas"]),
        frozenset(enumerators["adverbs"]),
        idioms,
        frozenset(data["idioms"]["speakers"]),
        frozenset(tuple(phrase.split()) for phrase in data["idioms"]["openings"]),
        frozenset(data["scores"]["words"]),
    )


@dataclass(frozen=True, slots=True)
class KindReading:
    """A numeral of one of these kinds over the tokens [first, last), with the rank of an ordinal."""

    first: int
    last: int
    kind: Kind
    rule: str
    value: Decimal | None = None


class KindReader:
    """Reads ordinals, enumerators, idioms and scores out of the tokens of one sentence."""

    __slots__ = ("lexicon", "numerals", "tokens")

    def __init__(self, tokens: Sequence[Token], numerals: NumeralLexicon, language: str = "en") -> None:
        self.tokens = tokens
        self.numerals = numerals
        self.lexicon = kind_lexicon(language)

    def idiom_at(self, i: int) -> KindReading | None:
        """A set phrase around tokens[i] in which the number word counts nothing."""
        for words, position in self.lexicon.idioms.get(self.tokens[i].lower, ()):
            start = i - position
            if start < 0 or start + len(words) > len(self.tokens):
                continue
            if all(self.tokens[start + k].lower == word for k, word in enumerate(words)):
                return KindReading(i, i + 1, Kind.IDIOM, f"idiom.{'-'.join(w for w in words if w != '-')}")
        if i == 0 and tuple(token.lower for token in self.tokens[:2]) in self.lexicon.openings:
            return KindReading(i, i + 1, Kind.IDIOM, "idiom.opening")
        if self.tokens[i].lower == "one" and self._stands_alone(i):
            return self._pronoun(i)
        return None

    def _stands_alone(self, i: int) -> bool:
        numeral = read_words(self.tokens, i, self.numerals)
        return numeral is None or numeral.last == i + 1

    def _pronoun(self, i: int) -> KindReading | None:
        """`one dealer said`, `the right one`, `one of the best`: somebody or something, not a count."""
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        before = self.tokens[i - 1].lower if i else ""
        if before in {"between", "up", "down", "off"}:
            return None
        if following is None or (not following.is_word and following.text not in MINUS_MARKS):
            return (
                KindReading(i, i + 1, Kind.IDIOM, "idiom.pronoun")
                if before not in {"by", "to", "than", "least", "just", "only", "/", "-", "over", "or"}
                else None
            )
        if following.lower in self.lexicon.speakers and (
            i == 0
            or self.tokens[i - 1].text in "\"“”'’,.;)"
            or before in {"said", "as", "and", "but", "according", "for"}
        ):
            return KindReading(i, i + 1, Kind.IDIOM, "idiom.speaker")
        if (
            following.lower in {"to", "in", "over", "and", "or"}
            and i + 2 < len(self.tokens)
            and (self.tokens[i + 2].is_digits or self.tokens[i + 2].lower in self.numerals.cardinals)
        ):
            return None
        if following.lower in {
            "that",
            "which",
            "who",
            "whose",
            "is",
            "was",
            "has",
            "had",
            "can",
            "could",
            "would",
            "may",
            "might",
            "should",
            "must",
            "will",
            "in",
            "with",
            "for",
            "from",
            "at",
            "on",
            "as",
            "when",
            "where",
            "to",
            "and",
        }:
            return KindReading(i, i + 1, Kind.IDIOM, "idiom.pronoun") if before not in {"by", "from", "to"} else None
        return None

    def enumerator_at(self, i: int) -> KindReading | None:
        """`First, …`, `The fifth is …`, `One is to …`, `2) …`, `(a) …`: points of a list at the start of a sentence."""
        tokens = self.tokens
        token = tokens[i]
        if token.is_digits:
            return self._numbered_point(i) or self._inner_point(i)
        word = token.lower
        if word in self.lexicon.adverbs:
            return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.adverb", self.numerals.ordinals.get(word))
        if (
            word in self.numerals.ordinals
            and i
            and tokens[i - 1].text in ":;"
            and i + 1 < len(tokens)
            and tokens[i + 1].text in ",:"
        ):
            return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.ordinal", self.numerals.ordinals[word])
        opens = i == 0 or (i == 1 and (tokens[0].lower in {"the", "and"} or tokens[0].text in '"“(-•*'))
        if not opens or i + 1 >= len(tokens):
            return None
        following = tokens[i + 1]
        if word in self.numerals.ordinals:
            if following.text in self.lexicon.marks and (i == 0 or tokens[0].text in '"“(-•*'):
                return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.ordinal", self.numerals.ordinals[word])
            if following.lower in self.lexicon.copulas:
                return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.ordinal", self.numerals.ordinals[word])
        if (
            word == "one"
            and following.lower in {"is", "was"}
            and i + 2 < len(tokens)
            and tokens[i + 2].lower in {"to", "that", "the"}
        ):
            return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.cardinal", self.numerals.cardinals[word])
        return None

    def _numbered_point(self, i: int) -> KindReading | None:
        """`2) `, `(3) `, `4. Title`: a number of a point at the start of a line."""
        tokens = self.tokens
        is_bracketed = i > 0 and tokens[i - 1].text == "("
        if (
            i > (1 if is_bracketed else 0)
            or i + 1 >= len(tokens)
            or not tokens[i].text.isdigit()
            or len(tokens[i].text) > 2
        ):
            return None
        mark = tokens[i + 1]
        if not mark.glued or mark.text not in {")", "."}:
            return None
        if i + 2 < len(tokens) and (tokens[i + 2].glued or (mark.text == "." and not tokens[i + 2].is_word)):
            return None
        return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.digits", parse_digits(tokens[i].text))

    def _inner_point(self, i: int) -> KindReading | None:
        """`to (1) cut costs, (2) raise prices and (3) sell`: points inside a sentence."""
        tokens = self.tokens
        if (
            i < 2
            or i + 2 >= len(tokens)
            or tokens[i - 1].text != "("
            or tokens[i + 1].text != ")"
            or not tokens[i + 2].is_word
        ):
            return None
        is_small = tokens[i].text.isdigit() and len(tokens[i].text) < 3
        if not is_small or not (tokens[i].glued and tokens[i + 1].glued) or tokens[i + 2].is_capitalised:
            return None
        if (
            tokens[i - 2].lower not in {",", ":", ";", "to", "and", "or", "are", "by", "that", "is"}
            or tokens[i + 2].lower in self.numerals.scales
        ):
            return None
        return KindReading(i, i + 1, Kind.ENUMERATOR, "enumerator.inner", parse_digits(tokens[i].text))

    def ordinal_at(self, i: int) -> KindReading | None:
        """`third`, `twenty-fifth`, `100th`, `one hundred and first`."""
        tokens = self.tokens
        token = tokens[i]
        if token.is_digits:
            at = i + 1
            if (
                at < len(tokens)
                and tokens[at].lower in _ENDINGS
                and (tokens[at].glued or tokens[at].start - tokens[i].end <= 1)
            ):
                return KindReading(i, at + 1, Kind.ORDINAL, "ordinal.digits", parse_digits(token.text))
            return None
        value = self.numerals.ordinals.get(token.lower)
        if value is not None:
            return KindReading(i, i + 1, Kind.ORDINAL, "ordinal.words", value)
        return self._compound_ordinal(i)

    def ranks(self, i: int) -> bool:
        """Whether tokens[i] begins an ordinal of digits or of several words, which no quantity may take apart."""
        found = self.ordinal_at(i)
        return found is not None and found.last > i + 1 or (found is not None and found.rule == "ordinal.list")

    def _compound_ordinal(self, i: int) -> KindReading | None:
        """`twenty-fifth`, `one hundred and first`, `two hundredth`; and `nineteen second, third and fourth`, where the
        cardinal ranks with a list of ordinals and has no value of its own."""
        tokens = self.tokens
        if tokens[i].lower not in self.numerals.cardinals and tokens[i].lower not in self.numerals.tens:
            return None
        cardinal = read_words(tokens, i, self.numerals)
        if cardinal is None or cardinal.is_fraction:
            cardinal = Numeral(
                i, i + 1, self.numerals.cardinals.get(tokens[i].lower) or self.numerals.tens[tokens[i].lower], ""
            )
        at = skip_hyphen(tokens, cardinal.last)
        if at + 1 < len(tokens) and tokens[at].lower == "and" and at == cardinal.last:
            shared = self._compound_ordinal(at + 1)
            if shared and shared.rule.endswith("list"):
                return KindReading(i, cardinal.last, Kind.ORDINAL, "ordinal.list")
            at += 1
        rank = self.numerals.ordinals.get(tokens[at].lower) if at < len(tokens) else None
        if rank is None:
            return None
        is_list = self._opens_ordinal_list(at + 1)
        if tokens[at].lower == "second" and not is_list and at == cardinal.last:
            return None
        if cardinal.value % 10 == 0 and rank < max(cardinal.value % 100, 10) and cardinal.value >= 20:
            return KindReading(i, at + 1, Kind.ORDINAL, "ordinal.words", cardinal.value + rank)
        if rank >= 100 and cardinal.value < rank:
            return KindReading(i, at + 1, Kind.ORDINAL, "ordinal.words", cardinal.value * rank)
        return KindReading(i, at + 1, Kind.ORDINAL, "ordinal.list") if is_list else None

    def _opens_ordinal_list(self, i: int) -> bool:
        """Whether a comma or "and" and another ordinal stand at tokens[i]."""
        words = [token.lower for token in self.tokens[i : i + 3]]
        return len(words) > 1 and words[0] in {",", "and"} and any(word in self.numerals.ordinals for word in words[1:])

    def score_at(self, i: int) -> KindReading | None:
        """`won 2-1`, `6-4, 6-3`: two small numbers on a dash, with a word of play or vote nearby."""
        tokens = self.tokens
        last = i + 3
        if last > len(tokens) or tokens[i + 1].text not in DASHES or not tokens[i + 1].glued:
            return None
        left, right = tokens[i], tokens[i + 2]
        if not (left.text.isdigit() and right.is_digits and right.glued and right.text.isdigit()):
            return None
        if len(left.text) > 3 or len(right.text) > 3 or max(int(left.text), int(right.text)) > _HIGHEST_SCORE:
            return None
        while (
            last + 1 < len(tokens)
            and tokens[last].text in DASHES
            and tokens[last].glued
            and tokens[last + 1].text.isdigit()
            and len(tokens[last + 1].text) <= 3
            and last - i < 9
        ):
            last += 2
        if last < len(tokens) and (
            tokens[last].text in {"%", "/", "-"} or (tokens[last].glued and tokens[last].is_word)
        ):
            return None
        following = tokens[last].lower if last < len(tokens) else ""
        if following in self.numerals.scales or following in {
            "pct",
            "percent",
            "per",
            "year",
            "years",
            "month",
            "months",
            "day",
            "days",
            "dlrs",
            "mln",
        }:
            return None
        if not self._is_play_near(i, last):
            return None
        return KindReading(i, last, Kind.SCORE, "score.dash")

    def _is_play_near(self, first: int, last: int) -> bool:
        window = self.tokens[max(0, first - _SCORE_WINDOW) : first]
        behind = self.tokens[last : last + 4]
        return any(token.lower in self.lexicon.scores for token in window) or any(
            token.lower in self.lexicon.scores and token.lower not in {"up", "down", "over", "past"} for token in behind
        )
