"""Comparator cues around an amount: "more than" before it, "or more" behind it, ">" beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.lexicons import load
from tallybook.model import Comparator
from tallybook.numbers.numerals import skip_hyphen

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token


# Tokens between the brackets of a name or a ticker.
_LONGEST_NAME: Final = 8


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """`lexicons/<language>/comparators.toml` compiled.

    `before` and `behind` have the cues by the word that stands next to the amount, longest first.
    """

    before: dict[str, list[tuple[tuple[str, ...], Comparator]]]
    behind: dict[str, list[tuple[tuple[str, ...], Comparator]]]
    marks: dict[str, Comparator]
    fillers: frozenset[str]
    spans: frozenset[str]
    bounded: frozenset[str]
    climbs: frozenset[str]
    relative: frozenset[str]
    steps: frozenset[str]
    multiples: frozenset[str]
    lone_multiples: frozenset[str]
    passed: frozenset[str]
    behind_passed: frozenset[str]


@cache
def cue_lexicon(language: str = "en") -> CueLexicon:
    """The compiled lexicon of comparator cues.

    >>> cue_lexicon().marks["≥"]
    <Comparator.GREATER_EQUAL: '>='>
    """
    data = load("comparators", language)

    def index(side: str, edge: int) -> dict[str, list[tuple[tuple[str, ...], Comparator]]]:
        table: dict[str, list[tuple[tuple[str, ...], Comparator]]] = {}
        for comparator, cues in data[side].items():
            for cue in cues:
                words = tuple(cue.split())
                table.setdefault(words[edge], []).append((words, Comparator(comparator)))
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return table

    marks = {mark: Comparator(comparator) for comparator, marks in data["marks"].items() for mark in marks}
    return CueLexicon(
        before=index("before", -1),
        behind=index("behind", 0),
        marks=marks,
        fillers=frozenset(data["between"]["fillers"]),
        spans=frozenset(data["duration"]["spans"]),
        bounded=frozenset(data["duration"]["bounded"]),
        climbs=frozenset(data["relative"]["climbs"]),
        relative=frozenset(data["relative"]["words"]),
        steps=frozenset(data["relative"]["steps"]),
        multiples=frozenset(data["relative"]["multiples"]),
        lone_multiples=frozenset(data["relative"]["lone_multiples"]),
        passed=frozenset(data["passed"]["words"]),
        behind_passed=frozenset(data["passed"]["behind"]),
    )


@dataclass(frozen=True, slots=True)
class Cue:
    """A comparator and the token range of the words that say so."""

    comparator: Comparator
    first: int
    last: int


def cue_before(tokens: list[Token], i: int, lexicon: CueLexicon, *, is_duration: bool = False) -> Cue | None:
    """The cue that ends right before tokens[i]; "over six years" is a span of time and no bound.

    Two cues in a row ("at least some", "up to about") give the one that bounds.
    """
    if i == 0:
        return None
    mark = _mark_before(tokens, i, lexicon)
    if mark:
        return mark
    cue = _phrase_over_fillers(tokens, i, lexicon)
    if cue is None:
        return None
    if tokens[cue.first].lower == "up" and cue.first > 0 and tokens[cue.first - 1].lower in lexicon.climbs:
        return None  # "ticked up to 4.2%"
    if _is_led_to(tokens, cue, lexicon):
        return None
    is_one_word = cue.last == cue.first + 1
    if is_one_word and is_duration and tokens[cue.first].lower in lexicon.spans:
        is_bounded = cue.first > 0 and tokens[cue.first - 1].lower in lexicon.bounded
        return cue if is_bounded else None  # "for over two years", but "it grew over five years"
    if cue.comparator is Comparator.ABOUT and cue.first > 0:
        outer = _phrase_before(tokens, cue.first, lexicon)
        if outer and outer.comparator is not Comparator.ABOUT:
            return Cue(outer.comparator, outer.first, cue.last)
    return cue


def _is_led_to(tokens: list[Token], cue: Cue, lexicon: CueLexicon) -> bool:
    """Whether a cue tells how far a step leads, and bounds nothing: "25 points below 5 pct", "twice as many as 300"."""
    if cue.first == 0:
        return False
    before = tokens[cue.first - 1].lower
    if before in lexicon.steps and tokens[cue.first].lower in lexicon.relative:
        return True
    is_multiple = tokens[cue.first - 1].text in lexicon.multiples and tokens[max(0, cue.first - 2)].lower != "at"
    is_step = before in lexicon.steps or before in lexicon.lone_multiples or is_multiple
    return is_step and tokens[cue.last - 1].lower in ("than", "as")


def _mark_before(tokens: list[Token], i: int, lexicon: CueLexicon) -> Cue | None:
    """A sign right before tokens[i]: "≥", or two characters that make one (">=")."""
    if i > 1 and tokens[i - 1].glued:
        double = lexicon.marks.get(tokens[i - 2].text + tokens[i - 1].text)
        if double:
            return Cue(double, i - 2, i)
    single = lexicon.marks.get(tokens[i - 1].text)
    return Cue(single, i - 1, i) if single and not _brackets_name(tokens, i - 1) else None


def _brackets_name(tokens: list[Token], i: int) -> bool:
    """Whether the mark at tokens[i] stands beside a name, as in "<FGP> 4-WEEK SALES" and "<Four Seasons>"."""
    if tokens[i].text == "<":
        return tokens[i + 1].is_word and tokens[i + 1].is_capitalised
    return tokens[i].text == ">" and any(token.text == "<" for token in tokens[max(0, i - _LONGEST_NAME) : i])


def _phrase_over_fillers(tokens: list[Token], i: int, lexicon: CueLexicon) -> Cue | None:
    """The phrase before tokens[i], fillers between allowed: "more than just 8"; but not "under the 756 mln loss"."""
    at = i
    while at > 0 and tokens[at - 1].lower in lexicon.fillers:
        at -= 1
    cue = _phrase_before(tokens, at, lexicon)
    if at == i:
        return cue
    cue = cue or _phrase_before(tokens, i, lexicon)
    # "fewer than the 161,000 that were expected" compares with a known amount and bounds nothing.
    is_compared = tokens[i - 1].lower == "the" and cue is not None and cue.comparator is not Comparator.ABOUT
    return None if is_compared or _governs_thing(tokens, i, cue, lexicon) else cue


def _governs_thing(tokens: list[Token], i: int, cue: Cue | None, lexicon: CueLexicon) -> bool:
    """As in "under a 50-day agreement", "above a 15 mln ceiling": the amount restricts a thing and is no bound."""
    if cue is None or tokens[i - 1].lower not in {"a", "an"} or tokens[cue.first].lower not in lexicon.relative:
        return False
    return tokens[i].is_digits or (i + 1 < len(tokens) and tokens[i + 1].text == "-")


def _phrase_before(tokens: list[Token], i: int, lexicon: CueLexicon) -> Cue | None:
    """The longest cue whose last word is tokens[i - 1]."""
    if i == 0:
        return None
    for words, comparator in lexicon.before.get(tokens[i - 1].lower, ()):
        start = i - len(words)
        if start >= 0 and all(tokens[start + k].lower == word for k, word in enumerate(words)):
            return Cue(comparator, start, i)
    return None


def cue_behind(tokens: list[Token], i: int, lexicon: CueLexicon) -> Cue | None:
    """The cue that starts at tokens[i], right behind an amount: "or more", "plus", a glued "+"."""
    if i >= len(tokens):
        return None
    i = skip_hyphen(tokens, i)  # "the 600-odd staff"
    if tokens[i].text == "+" and tokens[i].glued and not (i + 1 < len(tokens) and tokens[i + 1].glued):
        return Cue(Comparator.GREATER_EQUAL, i, i + 1)
    for words, comparator in lexicon.behind.get(tokens[i].lower, ()):
        end = i + len(words)
        if end <= len(tokens) and all(tokens[i + k].lower == word for k, word in enumerate(words)):
            following = tokens[end] if end < len(tokens) else None
            if following is not None and words == ("plus",) and following.lower in lexicon.fillers:
                continue  # "$55,000 plus a bonus"
            if following is not None and (following.is_digits or (following.lower == "than" and end + 1 < len(tokens))):
                continue
            return Cue(comparator, i, end)
    return None
