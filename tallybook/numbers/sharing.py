"""Units shared across the sentences of a document: what it counted and which money it spoke of last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.model import Kind
from tallybook.numbers.giving import inherit
from tallybook.numbers.inherit import SentenceSharing
from tallybook.numbers.recall import StatedAmounts
from tallybook.numbers.sharing_lexicon import sharing_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.numbers.found import Sentence
    from tallybook.numbers.readings import Reading

# How many sentences back in the same paragraph a currency may be said.
_MONEY_REACH: Final = 3


class UnitSharing:
    """Fills in the units that a document leaves out.

    Remembers what the document counted, and the last currency and the last counted thing with their sentences.
    """

    def __init__(self, language: str = "en") -> None:
        self._words = sharing_lexicon(language)
        self._stated = StatedAmounts(self._words)
        self._counted: set[str] = set()
        self._money: tuple[Sentence, Reading] | None = None
        self._things: tuple[Sentence, Reading] | None = None
        self._goods: tuple[int, Reading] | None = None

    def share(self, sentence: Sentence, readings: Sequence[Reading]) -> None:
        """Give the bare quantities of the next sentence the units that they share, in place."""
        quantities = [r for r in readings if r.kind is Kind.QUANTITY and r.numeral is not None]
        if not quantities:
            return
        said = SentenceSharing(sentence.tokens, self._words, self._counted)
        said.money = self._money_near(sentence)
        said.things = self._things_near(sentence)
        said.goods = self._goods[1] if self._goods is not None and self._goods[0] >= sentence.index - 1 else None
        for reading in quantities:
            meant = self._stated.meant_by(sentence.tokens, reading, sentence.index)
            if meant is not None:
                inherit(reading, meant)
        said.share_forward(quantities)
        for reading in quantities:
            said.share_backward(reading)
            said.remember(reading)
            self._stated.remember(sentence.index, reading)
            if reading.unit_kind == "currency":
                self._money = (sentence, said.money) if said.money is not None else None
            elif reading.unit_kind == "count":
                self._things = sentence, reading
            elif said.goods is reading:
                self._goods = sentence.index, reading

    def _money_near(self, sentence: Sentence) -> Reading | None:
        """The last currency, if it was said in the sentence before or shortly before in the same paragraph."""
        if self._money is None:
            return None
        said, money = self._money
        reach = _MONEY_REACH if said.paragraph == sentence.paragraph else 1
        return money if said.index >= sentence.index - reach else None

    def _things_near(self, sentence: Sentence) -> Reading | None:
        """What was counted last, if it was in the sentence before."""
        return self._things[1] if self._things is not None and self._things[0].index >= sentence.index - 1 else None
