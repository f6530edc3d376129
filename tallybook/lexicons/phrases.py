"""Spellings matched against tokens: words with their plurals, symbols of several characters, hyphens between words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tallybook.lexicons.tokens import Token


HYPHENS: Final = frozenset("-\u2010\u2011")

# Cuts a spelling the way the tokenizer cuts text, so that "US$" is a word and a mark and "U.S." is one word.
_PART: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'[^\W\d_]+)*|\d+|\S")

# The word before one of these takes the plural: kilometres per hour, tonnes of oil equivalent.
_LINKS: Final = frozenset(("per", "of", "to"))
# A rate is written with any of these: miles per hour, miles an hour.
_PER: Final = ("per", "a", "an")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


@dataclass(slots=True, init=False, unsafe_hash=True)
class Phrase:
    """The tokens of a spelling; never changed once it is made.

    `parts[k]` are the words that may stand at place k; `joined[k]` tells that it must touch what stands before it.
    `exact` phrases are symbols, compared with the text as it is; the others are words, compared in lower case.
    """

    parts: tuple[tuple[str, ...], ...]
    joined: tuple[bool, ...]
    exact: bool

    def __init__(self, parts: tuple[tuple[str, ...], ...], joined: tuple[bool, ...], exact: bool) -> None:
        self.parts = parts
        self.joined = joined
        self.exact = exact

    def end_from(self, tokens: list[Token], start: int) -> int | None:
        """Index behind the phrase if it starts at `tokens[start]`; hyphens may stand between its words."""
        at = start
        for place, joined in enumerate(self.joined):
            if at > start and not joined and at < len(tokens) and tokens[at].glued and tokens[at].text in HYPHENS:
                at += 1
            if at >= len(tokens) or not self._is_part(tokens[at], place, joined):
                return None
            at += 1
        return at

    def start_before(self, tokens: list[Token], end: int) -> int | None:
        """Index of the phrase's first token if its last one is `tokens[end - 1]`."""
        start = end - len(self.parts)
        if start < 0:
            return None
        for place, joined in enumerate(self.joined):
            if not self._is_part(tokens[start + place], place, joined):
                return None
        return start

    def _is_part(self, token: Token, place: int, joined: bool) -> bool:
        return (token.text if self.exact else token.lower) in self.parts[place] and (token.glued or not joined)


def symbol(text: str) -> Phrase:
    """The phrase of a symbol, compared case and all.

    >>> symbol("US$").parts
    (('US',), ('$',))
    """
    parts, joined = _cut(text)
    return Phrase(tuple((part,) for part in parts), joined, True)


def word(text: str) -> Phrase:
    """The phrase of one or more words without a plural."""
    parts, joined = _cut(text)
    return Phrase(tuple((part,) for part in parts), joined, False)


def noun(text: str, irregular: Mapping[str, Sequence[str]]) -> Phrase:
    """The phrase of a noun with its plurals, by rule unless the last word of the head is in `irregular`.

    >>> noun("mile per hour", {}).parts
    (('mile', 'miles'), ('per', 'a', 'an'), ('hour',))
    """
    cut, joined = _cut(text)
    if len(cut) == 1:
        return Phrase((inflections(text, irregular),), joined, False)
    head = next((index for index, part in enumerate(cut) if part in _LINKS and index), len(cut)) - 1
    parts: list[tuple[str, ...]] = [_PER if part == "per" and index else (part,) for index, part in enumerate(cut)]
    parts[head] = inflections(cut[head], irregular)
    return Phrase(tuple(parts), joined, False)


def qualified(qualifier: str, nouns: Phrase) -> Phrase:
    """A noun behind its qualifier: Canadian dollars.

    >>> qualified("swiss", noun("franc", {})).parts
    (('swiss',), ('franc', 'francs'))
    """
    cut, joined = _cut(qualifier)
    return Phrase((*((part,) for part in cut), *nouns.parts), (*joined, *nouns.joined), False)


def inflections(singular: str, irregular: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A noun in the singular and the plural.

    >>> inflections("century", {})
    ('century', 'centuries')
    """
    if singular in irregular:
        return (singular, *irregular[singular])
    if not singular[-1].isalpha():
        return (singular,)
    if singular.endswith(_SIBILANTS):
        return (singular, f"{singular}es")
    if singular[-1] == "y" and singular[-2:-1] not in "aeiou":
        return (singular, f"{singular[:-1]}ies")
    return (singular, f"{singular}s")


def _cut(text: str) -> tuple[list[str], tuple[bool, ...]]:
    """The parts of a spelling, and which of them touch the one before."""
    if text.isalpha():
        return [text], (False,)
    if text.replace(" ", "").isalpha():
        words = text.split(" ")
        return words, (False,) * len(words)
    cuts = list(_PART.finditer(text))
    joined = (False, *(later.start() == earlier.end() for earlier, later in pairwise(cuts)))
    return [cut.group() for cut in cuts], joined
