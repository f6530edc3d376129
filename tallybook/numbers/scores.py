"""Scores: the results of matches and votes, "won 2-1", "voted seven to two"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.lexicons import load
from tallybook.model import Kind
from tallybook.numbers.nouns import noun_lexicon
from tallybook.numbers.numerals import DASHES
from tallybook.numbers.readings import Reading

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numeral_lexicon import NumeralLexicon

# How far from a result a word of play or vote may stand, in tokens.
_WINDOW: Final = 12
_WINDOW_BEHIND: Final = 4
_SPOKEN_WINDOW: Final = 5
_HIGHEST: Final = 200
# Between the names of two sides: "Arden 3–1 Bexley".
_HIGHEST_OF_NAMES: Final = 30
_LONGEST: Final = 3
# "2-1-1-0" is a result of more than two sides; a longer chain is none.
_MOST_SIDES: Final = 9


@dataclass(frozen=True, slots=True)
class ScoreLexicon:
    """What `lexicons/<language>/kinds.toml` says of scores: words of play and vote, and what is no result."""

    words: frozenset[str]
    before_only: frozenset[str]
    not_behind: frozenset[str]
    spoken: frozenset[str]
    spoken_behind: frozenset[str]


@cache
def score_lexicon(language: str = "en") -> ScoreLexicon:
    """The compiled lexicon of scores.

    >>> "beat" in score_lexicon().words
    True
    """
    data = load("kinds", language)["scores"]
    return ScoreLexicon(
        words=frozenset(data["words"]),
        before_only=frozenset(data["before_only"]),
        not_behind=frozenset(data["not_behind"]),
        spoken=frozenset(data["spoken"]),
        spoken_behind=frozenset(data["spoken_behind"]),
    )


class ScoreReader:
    """Reads scores out of the tokens of one sentence; remembers whether it has read one, for those behind it."""

    __slots__ = ("_has_score", "lexicon", "numerals", "tokens")

    def __init__(self, tokens: list[Token], numerals: NumeralLexicon, language: str = "en") -> None:
        self.tokens = tokens
        self.numerals = numerals
        self.lexicon = score_lexicon(language)
        self._has_score = False

    def score_at(self, i: int) -> Reading | None:
        """`won 2-1`, `6-4, 6-3`, `won 3 to 1`: small numbers with a word of play or vote nearby."""
        last = self._end(i) if self.tokens[i].is_digits else None
        if last is None:
            return self._spoken_at(i)
        if last < len(self.tokens):
            following = self.tokens[last]
            if following.text in {"%", "/", "-"} or (following.glued and following.is_word):
                return None
            if following.lower in self.numerals.scales or following.lower in self.lexicon.not_behind:
                return None
        if not (self._has_score or self._is_between_names(i, last) or self._is_play_near(i, last)):
            return None
        self._has_score = True
        return Reading(i, last, Kind.SCORE, ["score.dash"])

    def _spoken_at(self, i: int) -> Reading | None:
        """`won 3 to 1`, `voted seven to two`, `a 65 to 15 vote`: the larger number first, nothing that it counts."""
        tokens = self.tokens
        if i + 2 >= len(tokens) or tokens[i + 1].lower != "to":
            return None
        left, right = self._points(tokens[i]), self._points(tokens[i + 2])
        if left is None or right is None or left <= right:
            return None
        following = tokens[i + 3] if i + 3 < len(tokens) else None
        if following is not None and following.lower in self.lexicon.spoken_behind:
            return Reading(i, i + 3, Kind.SCORE, ["score.spoken"])
        if following is not None and (following.text in "%/-" or following.lower in self.lexicon.not_behind):
            return None
        if following is not None and following.is_word and following.lower not in noun_lexicon().stop:
            return None
        near = tokens[max(0, i - _SPOKEN_WINDOW) : i]
        has_winner = any(token.lower in self.lexicon.spoken for token in near)
        return Reading(i, i + 3, Kind.SCORE, ["score.spoken"]) if has_winner else None

    def _points(self, token: Token) -> Decimal | None:
        """What a small whole number, in digits or as one word, says; None of anything else."""
        if token.is_digits:
            return Decimal(token.text) if _is_small(token) and int(token.text) <= _HIGHEST else None
        return self.numerals.cardinals.get(token.lower)

    def _end(self, i: int) -> int | None:
        """The index behind small whole numbers joined by dashes from tokens[i] on."""
        tokens = self.tokens
        last = i + 3
        if last > len(tokens) or not self._is_dash(i + 1):
            return None
        left, right = tokens[i], tokens[i + 2]
        if not (right.glued and right.is_digits and _is_small(left) and _is_small(right)):
            return None
        if max(int(left.text), int(right.text)) > _HIGHEST:
            return None
        while last + 1 < len(tokens) and self._is_dash(last) and _is_small(tokens[last + 1]) and last - i < _MOST_SIDES:
            last += 2
        return last

    def _is_dash(self, i: int) -> bool:
        return self.tokens[i].text in DASHES and self.tokens[i].glued

    def _is_between_names(self, first: int, last: int) -> bool:
        """`Arden 3–1 Bexley`: the numbers stand between two capitalised words that are no abbreviations."""
        tokens = self.tokens
        if first == 0 or last >= len(tokens) or last != first + 3:
            return False
        sides = tokens[first - 1], tokens[last]
        if max(int(tokens[first].text), int(tokens[first + 2].text)) > _HIGHEST_OF_NAMES:
            return False
        return all(side.is_word and side.text.istitle() and len(side.text) > _LONGEST for side in sides)

    def _is_play_near(self, first: int, last: int) -> bool:
        """Whether a word of play or vote stands before or right behind; "up", "down" and the like only before."""
        words = self.lexicon.words
        if any(token.lower in words for token in self.tokens[max(0, first - _WINDOW) : first]):
            return True
        behind = self.tokens[last : last + _WINDOW_BEHIND]
        return any(token.lower in words and token.lower not in self.lexicon.before_only for token in behind)


def _is_small(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) <= _LONGEST
