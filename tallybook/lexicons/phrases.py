"""Spellings matched against tokens: words with their plurals, symbols of several characters, hyphens between words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class TokenLike(Protocol):
    """What matching needs to know of a token: a word, a numeral in digits or a single mark."""

    @property
    def text(self) -> str:
        """The token as it stands in the text."""

    @property
    def lower(self) -> str:
        """The token in lower case, with plain apostrophes."""

    @property
    def glued(self) -> bool:
        """Whether it touches the token before it."""


HYPHENS = frozenset("-\u2010\u2011")

# Cuts a spelling the way the tokenizer cuts text, so that "US$" is a word and a mark and "U.S." is one word.
_PART = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'[^\W\d_]+)*|\d+|\S")

# The head of "kilometre per hour" and of "part of gold" takes the plural, not the last word.
_HEAD = re.compile(r"(?P<head>.+?)(?P<tail> (?:per|of|a|an) .+)?")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)\Z")
_CONSONANT_Y = re.compile(r"[^aeiou]y\Z")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens of a spelling; `joined[k]` tells that part k must touch the part before it."""

    parts: tuple[str, ...]
    joined: tuple[bool, ...]
    exact: bool

    def end_from(self, tokens: Sequence[TokenLike], start: int) -> int | None:
        """Index behind the phrase if it starts at `tokens[start]`; hyphens may stand between its words."""
        at = start
        for part, joined in zip(self.parts, self.joined, strict=True):
            if at > start and not joined and at < len(tokens) and tokens[at].glued and tokens[at].text in HYPHENS:
                at += 1
            if at >= len(tokens) or not self._is_part(tokens[at], part, joined):
                return None
            at += 1
        return at

    def start_before(self, tokens: Sequence[TokenLike], end: int) -> int | None:
        """Index of the phrase's first token if its last one is `tokens[end - 1]`."""
        start = end - len(self.parts)
        if start < 0:
            return None
        for offset, (part, joined) in enumerate(zip(self.parts, self.joined, strict=True)):
            if not self._is_part(tokens[start + offset], part, joined):
                return None
        return start

    def _is_part(self, token: TokenLike, part: str, joined: bool) -> bool:
        return (token.text if self.exact else token.lower) == part and (token.glued or not joined)


def phrase(text: str, *, exact: bool) -> Phrase:
    """The phrase that a spelling means.

    >>> phrase("sq. ft", exact=False).parts
    ('sq', '.', 'ft')
    """
    if text.isalpha():
        return Phrase((text,), (False,), exact)
    cuts = list(_PART.finditer(text))
    ends = [0, *(cut.end() for cut in cuts)]
    joined = tuple(index > 0 and cut.start() == ends[index] for index, cut in enumerate(cuts))
    return Phrase(tuple(cut.group() for cut in cuts), joined, exact)


def inflections(word: str, irregular: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The singular and its plurals, by rule unless the last word of the head is in `irregular`.

    >>> list(inflections("mile per hour", {}))
    ['mile per hour', 'miles per hour']
    """
    yield word
    match = _HEAD.fullmatch(word)
    head, tail = (match["head"], match["tail"] or "") if match else (word, "")
    stem, space, last = head.rpartition(" ")
    for plural in irregular[last] if last in irregular else _regular_plurals(last):
        yield f"{stem}{space}{plural}{tail}"


def _regular_plurals(noun: str) -> tuple[str, ...]:
    if not noun[-1].isalpha():
        return ()
    if _SIBILANT.search(noun):
        return (f"{noun}es",)
    if _CONSONANT_Y.search(noun):
        return (f"{noun[:-1]}ies",)
    return (f"{noun}s",)
