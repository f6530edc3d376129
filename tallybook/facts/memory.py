"""What a document has measured so far, for "it", "the index" and amounts that name nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts.indicator import Indicator, phrase_indicator
from tallybook.facts.phrases import extend
from tallybook.facts.readings import Readings
from tallybook.facts.status_cues import cues
from tallybook.numbers.nouns import singular

# How many sentences back a bare "the index" may find its fuller name.
_LOOK_BACK: Final = 3


@dataclass(slots=True, init=False)
class Memory:
    """The last indicator, and the fullest name of each head; `readings` are the sentences of the document."""

    readings: Readings
    last: Indicator | None
    last_counted: Indicator | None
    by_head: dict[str, Indicator]

    def __init__(
        self,
        readings: Readings,
        last: Indicator | None = None,
        last_counted: Indicator | None = None,
    ) -> None:
        self.readings = readings
        self.last = last
        self.last_counted = last_counted
        self.by_head = {}

    def keep(self, indicator: Indicator, *, is_counted: bool) -> None:
        """Remember an indicator; a longer name of the same head stays known."""
        if indicator.head not in cues()[0]:
            self.last = indicator  # "its target of 5 pct" is no antecedent
        if is_counted:
            self.last_counted = indicator
        known = self.by_head.get(indicator.head)
        if known is None or len(known.text) <= len(indicator.text):
            self.by_head[indicator.head] = indicator

    def antecedent(self, head: str) -> Indicator | None:
        """What "the rate", "growth", "it" stand for: the last thing of that head, else the last thing measured."""
        return self.by_head.get(head) or self.last

    def fuller(self, indicator: Indicator, sentence: int) -> Indicator:
        """The fuller name of a bare head ("the index", "prices") that the text before has given, else the same."""
        if " " in indicator.text:
            return indicator
        known = self.by_head.get(indicator.head)
        if known is None or " " not in known.text or indicator.text.lower() not in known.text.lower().split():
            known = self._look_back(indicator.head, sentence)
        if known is None:
            return indicator
        return Indicator(known.text, known.head, is_inherited=True)

    def _look_back(self, head: str, sentence: int) -> Indicator | None:
        for index in range(sentence - 1, max(-1, sentence - 1 - _LOOK_BACK), -1):
            s = self.readings.parsed(index)
            if s is None or s.reading.sentence.is_heading:
                continue  # a headline has no small words that would part its nouns
            for at, piece in enumerate(s.pieces):
                if (
                    piece.kind == ch.NOUN
                    and piece.last - piece.first > 1
                    and singular(s.reading.low[piece.head]) == head
                ):
                    found = phrase_indicator(s, extend(s, at))
                    if found is not None and " " in found.text:
                        self.by_head[head] = found
                        return found
        return None
