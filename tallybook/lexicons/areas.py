"""Areas by name: countries, demonyms, capitals and unions, with their ISO 3166-1 codes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tallybook.lexicons import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallybook.lexicons.tokens import Token


class AreaMention(NamedTuple):
    """An area named by tokens[first:last): its ISO 3166-1 alpha-2 code, or EU, EA, WLD."""

    code: str
    first: int
    last: int


class AreaLexicon:
    """All names of areas of one language; a miss costs one look-up per capitalised word."""

    def __init__(self, names: dict[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, code in names.items():
            words = tuple(name.lower().replace("-", " - ").split())
            self._by_first.setdefault(words[0], []).append((words, code))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: list[Token], i: int) -> AreaMention | None:
        """The longest area name that starts at tokens[i], which must be capitalised; a possessive counts."""
        if not tokens[i].text[0].isupper():
            return None
        first = tokens[i].lower
        entries = self._by_first.get(first) or self._by_first.get(first.removesuffix("'s"))
        for words, code in entries or ():
            last = i + len(words)
            if last > len(tokens):
                continue
            if all(_same(tokens[i + k].lower, word, is_last=k == len(words) - 1) for k, word in enumerate(words)):
                return AreaMention(code, i, last)
        return None

    def mentions(self, tokens: list[Token]) -> Iterator[AreaMention]:
        """The areas named in a sentence, in order."""
        i = 0
        while i < len(tokens):
            found = self.at(tokens, i)
            if found:
                yield found
                i = found.last
            else:
                i += 1


def _same(token: str, word: str, *, is_last: bool) -> bool:
    return token == word or (is_last and token.removesuffix("'s") == word)


@cache
def areas(language: str = "en") -> AreaLexicon:
    """The compiled lexicon of areas.

    >>> from tallybook.lexicons.tokens import tokenize
    >>> areas().at(tokenize("Danish"), 0).code
    'DK'
    """
    data = load("areas", language)
    tables = ("past", "capitals", "unions", "countries")
    return AreaLexicon({name: code for table in tables for code, names in data[table].items() for name in names})
