"""Where a document is at home: which dollar, franc or crown a bare one is, and how it writes numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tallybook.lexicons.areas import areas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.found import Sentence

# "1.234,5" and "12,5%" leave no doubt that the comma is the decimal mark; "1,234" and "1.25" none that the point is.
_DECIMAL_COMMA: Final = re.compile(
    r"\d\.\d{3},\d|(?<![\d,.])\d+,\d{1,2} ?(?:%|€|EUR\b|euros?\b|per cent\b|percent\b|million\b|billion\b)"
)
_DECIMAL_POINT: Final = re.compile(r"\d,\d{3}(?![\d,])(?!\.\d{3})|(?<![\d.])\d+\.\d{1,2}(?![\d.,]\d)(?!\d)")

_WORLD_MONEY: Final = "USD"
# The title, the dateline and the lead tell where a document is at home.
_LEAD: Final = 4


class Home:
    """Resolves shared currency words by the areas that the lead, then the sentence, then the document names."""

    def __init__(self, sentences: Sequence[Sentence], language: str) -> None:
        self._sentences = sentences
        self._lexicon = areas(language)
        self._lead: list[str] | None = None
        self._ranked: list[str] | None = None
        self._sentence: list[Token] | None = None
        self._named: frozenset[str] = frozenset()
        self._has_decimal_comma: bool | None = None

    @property
    def lead(self) -> list[str]:
        """Codes of the areas that the lead names, in order."""
        if self._lead is None:
            self._lead = [m.code for s in self._sentences[:_LEAD] for m in self._lexicon.mentions(s.tokens)]
        return self._lead

    @property
    def has_decimal_comma(self) -> bool:
        """Whether the document writes "1,5" for one and a half, as its other numbers show."""
        if self._has_decimal_comma is None:
            text = self._sentences[0].text if self._sentences else ""
            found = _DECIMAL_COMMA.search(text)
            self._has_decimal_comma = found is not None and _DECIMAL_POINT.search(text) is None
        return self._has_decimal_comma

    def currency(self, by_area: Mapping[str, str], default: str, tokens: list[Token]) -> str | None:
        """The currency that a shared word means here, None if neither lead nor sentence tells.

        `by_area` maps ISO 3166-1 codes to ISO 4217 codes; `default` is what the word means if nothing is known.
        """
        home = default[:2]
        for code in self.lead:
            if code in by_area:
                return by_area[code]
            if code == home:
                return default
        named = self._named_in(tokens).intersection(by_area)
        if len(named) == 1:
            return by_area[next(iter(named))]
        # The whole world writes of US dollars: to be named somewhere is not enough for another.
        candidates = self._everywhere[:1] if default == _WORLD_MONEY else self._everywhere
        return next((by_area[code] for code in candidates if code in by_area), None)

    def _named_in(self, tokens: list[Token]) -> frozenset[str]:
        """The areas that a sentence names; kept for its next amount."""
        if self._sentence is not tokens:
            self._sentence, self._named = tokens, frozenset(m.code for m in self._lexicon.mentions(tokens))
        return self._named

    @property
    def _everywhere(self) -> list[str]:
        """The areas that the whole document names, the most frequent first; for words that nothing nearer explains."""
        if self._ranked is None:
            counts: dict[str, int] = {}
            for sentence in self._sentences:
                for mention in self._lexicon.mentions(sentence.tokens):
                    counts[mention.code] = counts.get(mention.code, 0) + 1
            self._ranked = sorted(counts, key=counts.__getitem__, reverse=True)
        return self._ranked
