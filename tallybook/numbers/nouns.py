"""Counted nouns: the head noun behind a numeral, with what restricts it, in the singular."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tallybook.lexicons import load
from tallybook.numbers.numerals import MINUS_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.numbers.tokens import Token

# A noun phrase longer than this is a sentence that lost its verb.
_LONGEST_PHRASE = 8
_LONGEST_UNIT = 3


@dataclass(frozen=True, slots=True)
class NounLexicon:
    """`lexicons/<language>/nouns.toml` compiled: what ends a noun phrase, what is an adjective, what a plural."""

    stop: frozenset[str]
    adjectives: frozenset[str]
    loose: frozenset[str]
    adjective_endings: tuple[str, ...]
    nouns: frozenset[str]
    irregular: dict[str, str]
    invariant: frozenset[str]
    not_plural: frozenset[str]
    plural_modifiers: frozenset[str]


@cache
def noun_lexicon(language: str = "en") -> NounLexicon:
    """The compiled lexicon of nouns.

    >>> noun_lexicon().irregular["people"]
    'person'
    """
    data = load("nouns", language)
    return NounLexicon(
        stop=frozenset(data["stop"]),
        adjectives=frozenset(data["adjectives"]),
        loose=frozenset(data["loose"]),
        adjective_endings=tuple(data["adjective_endings"]),
        nouns=frozenset(data["nouns"]),
        irregular=data["irregular"],
        invariant=frozenset(data["invariant"]["words"]),
        not_plural=frozenset(data["not_plural"]["words"]),
        plural_modifiers=frozenset(data["plural_modifiers"]["words"]),
    )


@cache
def singular(word: str, language: str = "en") -> str:
    """The singular of a lower-case English noun.

    >>> singular("industries"), singular("boxes"), singular("people")
    ('industry', 'box', 'person')
    """
    lexicon = noun_lexicon(language)
    if word in lexicon.irregular:
        return lexicon.irregular[word]
    if not is_plural(word, language) or word in lexicon.invariant:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("oes", "ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


@cache
def is_plural(word: str, language: str = "en") -> bool:
    """Whether a lower-case word looks like the plural of a noun.

    >>> is_plural("stations"), is_plural("business"), is_plural("children")
    (True, False, True)
    """
    lexicon = noun_lexicon(language)
    if word in lexicon.irregular or word in lexicon.invariant:
        return True
    if word in lexicon.not_plural or not word.endswith("s") or len(word) < 3:
        return False
    return not word.endswith(("ss", "us", "is", "'s"))


@cache
def is_adjective(word: str, language: str = "en") -> bool:
    """Whether a lower-case word is an adjective, by list or by ending."""
    lexicon = noun_lexicon(language)
    if word in lexicon.adjectives:
        return True
    return len(word) > 4 and word.endswith(lexicon.adjective_endings) and word not in lexicon.nouns


@dataclass(slots=True)
class CountedNoun:
    """The phrase tokens[first:last) whose head is tokens[last - 1], and the unit made of it: "base station"."""

    first: int
    last: int
    unit: str


def read_counted_noun(tokens: Sequence[Token], i: int, *, is_one: bool, is_joined: bool) -> CountedNoun | None:
    """The counted noun that starts at tokens[i], right behind a numeral.

    `is_one` allows a singular head ("one share"); `is_joined` is for a noun on a hyphen ("12-nation"), which is
    singular and one word long.
    """
    if is_joined:
        word = tokens[i]
        is_noun = word.is_word and word.lower not in noun_lexicon().stop and not is_adjective(word.lower)
        return CountedNoun(i, i + 1, singular(word.lower)) if is_noun else None
    run = _phrase(tokens, i)
    if not run:
        return None
    head = _head(tokens, run, is_one=is_one)
    if head is None:
        return None
    return CountedNoun(i, run[head] + 1, _unit_name(tokens, run[: head + 1]))


def _phrase(tokens: Sequence[Token], i: int) -> list[int]:
    """Indices of the words of the noun phrase that starts at tokens[i]; hyphens and labels in it are passed over."""
    stop = noun_lexicon().stop
    run: list[int] = []
    at = i
    while at < len(tokens) and len(run) < _LONGEST_PHRASE:
        token = tokens[at]
        if token.is_word:
            if not _joins_adjectives(tokens, at, run):
                if token.lower in stop or token.lower.endswith("'s"):
                    break
                run.append(at)
        elif not (_is_label(tokens, at, run) if token.is_digits else _joins_words(token, run)):
            break
        at += 1
    return run


def _is_label(tokens: Sequence[Token], i: int, run: list[int]) -> bool:
    """Whether the digits at tokens[i] are part of the phrase: "5G base stations", "Boeing 787 jets"."""
    if i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    if tokens[i].glued or (following.glued and following.is_word):
        return True
    return bool(run) and tokens[i - 1].is_capitalised and following.is_word


def _joins_words(mark: Token, run: list[int]) -> bool:
    """Whether a mark stands inside a noun phrase: a hyphen, a slash, an ampersand; a quotation mark that opens it."""
    if mark.text in MINUS_MARKS:
        return mark.glued or mark.text == "-"
    return mark.text in {"/", "&"} or (mark.text in "\"“'‘" and not run)


def _joins_adjectives(tokens: Sequence[Token], i: int, run: list[int]) -> bool:
    """Whether "and" at tokens[i] joins two adjectives of one noun: "small and medium-sized businesses"."""
    if tokens[i].lower not in {"and", "or"} or not run or i + 2 >= len(tokens):
        return False
    if not is_adjective(tokens[run[-1]].lower):
        return False
    return is_adjective(tokens[i + 1].lower) or (tokens[i + 2].text in MINUS_MARKS and tokens[i + 2].glued)


def _head(tokens: Sequence[Token], run: list[int], *, is_one: bool) -> int | None:
    """Position in `run` of the head: the first plural, or the last word for one thing."""
    for position, at in enumerate(run):
        if is_plural(tokens[at].lower) and not _restricts(tokens, at, run[position + 1 :]):
            return position
    if not is_one:
        return _attribute(tokens, run)
    return next((p for p in reversed(range(len(run))) if not is_adjective(tokens[run[p]].lower)), None)


def _restricts(tokens: Sequence[Token], i: int, later: list[int]) -> bool:
    """Whether the plural at tokens[i] restricts another noun: "sports teams", "McDonnell Douglas jets", "arms-"."""
    if i + 1 < len(tokens) and tokens[i + 1].text in MINUS_MARKS and tokens[i + 1].glued:
        return True
    if tokens[i].is_capitalised and any(_is_common_plural(tokens[at]) for at in later):
        return True
    is_modifier = tokens[i].lower in noun_lexicon().plural_modifiers
    return is_modifier and later[:1] == [i + 1] and is_plural(tokens[i + 1].lower)


def _attribute(tokens: Sequence[Token], run: list[int]) -> int | None:
    """Position of a singular that is counted inside a longer phrase: "a 12 page document", "a 3 cylinder engine"."""
    first = tokens[run[0]]
    is_inner = len(run) > 1 and run[1] == run[0] + 1 and not tokens[run[1]].is_capitalised
    return 0 if is_inner and first.text == first.lower and not is_adjective(first.lower) else None


def _is_common_plural(token: Token) -> bool:
    """A plural in small letters: behind a name in -s ("four McDonnell Douglas DC-10 jets") it is the head."""
    return not token.is_capitalised and is_plural(token.lower)


def _unit_name(tokens: Sequence[Token], run: list[int]) -> str:
    """Head in the singular behind the words that restrict it.

    Loose adjectives, names and labels are left to the indicator.
    """
    loose = noun_lexicon().loose
    words = [singular(tokens[run[-1]].lower)]
    expected = run[-1] - 1
    for at in reversed(run[:-1]):
        token = tokens[at]
        is_loose = token.lower in loose or token.lower.endswith("ly")
        if at != expected or token.glued or token.text != token.lower or is_loose or len(words) == _LONGEST_UNIT:
            break
        words.insert(0, token.lower)
        expected = at - 1
    return " ".join(words)
