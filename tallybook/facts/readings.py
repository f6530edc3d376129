"""The sentences of one document as they are read: each once, and only when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.facts.calendars import Calendar
from tallybook.facts.syntax import Syntax, parse
from tallybook.facts.words import vocabulary

if TYPE_CHECKING:
    from datetime import date

    from tallybook.numbers.budget import Budget
    from tallybook.numbers.found import Found, Mention


class Readings:
    """The sentences of a document, and the mentions of each.

    An object of its own, which knows nothing of the document: so no two objects of a document hold each other, and all
    that was read is freed with it at once, without waiting for the garbage collector.
    """

    def __init__(self, found: Found, published_on: date | None, language: str, budget: Budget) -> None:
        self.sentences = found.sentences
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in found.mentions:
            self.by_sentence.setdefault(mention.sentence.index, []).append(mention)
        self._budget = budget
        self._language = language
        self._parsed: dict[int, Syntax] = {}
        text = found.sentences[0].text if found.sentences else ""
        self._calendar = Calendar(text, found.mentions, published_on, language)
        self._table = vocabulary(language)

    def parsed(self, index: int) -> Syntax | None:
        """The reading of a sentence by its index, None outside the document."""
        if not 0 <= index < len(self.sentences):
            return None
        known = self._parsed.get(index)
        if known is None:
            self._budget.step()
            known = parse(self.sentences[index], self.by_sentence.get(index, []), self._table, self._language)
            self._calendar.restate(known)
            self._parsed[index] = known
        return known
