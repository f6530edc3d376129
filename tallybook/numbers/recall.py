"""Amounts that a document has stated, for the bare number that means one of them again: "fourteen of the 40"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.readings import Reading
    from tallybook.numbers.sharing_lexicon import SharingLexicon

# How many sentences an amount is remembered for.
_MEMORY: Final = 2


class StatedAmounts:
    """The amounts with units that the last sentences stated, by value."""

    __slots__ = ("_by_value", "_words")

    def __init__(self, words: SharingLexicon) -> None:
        self._words = words
        self._by_value: dict[Decimal, tuple[int, Reading]] = {}

    def remember(self, sentence_index: int, reading: Reading) -> None:
        """Keep an amount that has a unit."""
        if reading.unit is not None and reading.numeral is not None and reading.numeral.bounds is None:
            self._by_value[reading.numeral.value] = (sentence_index, reading)

    def meant_by(self, tokens: list[Token], reading: Reading, sentence_index: int) -> Reading | None:
        """The amount that "the 40" means again, None if no sentence shortly before stated as many."""
        if reading.first == 0 or reading.numeral is None or reading.unit is not None:
            return None
        if tokens[reading.first - 1].lower not in self._words.definite:
            return None
        index, stated = self._by_value.get(reading.numeral.value, (-1, None))
        return stated if index >= sentence_index - _MEMORY else None
