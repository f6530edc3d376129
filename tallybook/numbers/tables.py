"""Tables and lists in running text: bare numbers whose unit is told above, "(unemployment rate, %)", "in tonnes:"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tallybook.numbers.giving import take_unit
from tallybook.numbers.sharing_lexicon import sharing_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.lexicons.tokens import Token
    from tallybook.lexicons.unit import Unit
    from tallybook.lexicons.units import UnitLexicon
    from tallybook.numbers.found import Sentence
    from tallybook.numbers.readings import Reading

# A row is led by its name alone, and its heading stands no further above than this, in lines.
_LONGEST_NAME: Final = 6
_FEWEST_CELLS: Final = 2
_FEWEST_LISTED: Final = 100
_FARTHEST_HEADING: Final = 15
# A line that is longer is prose, and a table does not go on above it.
_LONGEST_HEADING: Final = 12


class Tables:
    """Gives the cells of tables the units of their headings."""

    __slots__ = ("_sentences", "_units", "_words")

    def __init__(self, sentences: Sequence[Sentence], units: UnitLexicon, language: str = "en") -> None:
        self._sentences = sentences
        self._units = units
        self._words = sharing_lexicon(language)

    def share(self, sentence: Sentence, quantities: Sequence[Reading]) -> None:
        """Give the bare cells of a row their unit, in place; a change in percent is told in percentage points."""
        if not _is_row(sentence.tokens, quantities):
            self._share_in_list(sentence, quantities)
            return
        unit, has_change = self._heading_of(sentence)
        if unit is None:
            return
        for reading in quantities:
            take_unit(reading, unit.name, unit.code, unit.kind)
        points = self._units.get("percentage point") if unit.kind == "percent" and has_change else None
        if points is not None:
            last = quantities[-1]
            last.unit, last.unit_code, last.unit_kind = points.name, points.code, points.kind

    def _share_in_list(self, sentence: Sentence, quantities: Sequence[Reading]) -> None:
        """`Stocks were, in tonnes: copper 45,000, tin 3,200`: the unit is told before the list, once."""
        bare = [r for r in quantities if r.unit is None and r.numeral is not None and r.numeral.value >= _FEWEST_LISTED]
        if len(bare) < _FEWEST_CELLS:
            return
        unit = self._announced(sentence.tokens[: quantities[0].first])
        if unit is None and sentence.index > 0:
            above = self._sentences[sentence.index - 1].tokens
            unit = self._announced(above) if above[-1].text == ":" else None
        if unit is not None:
            for reading in bare:
                take_unit(reading, unit.name, unit.code, unit.kind)

    def _announced(self, tokens: list[Token]) -> Unit | None:
        """The unit of "in tonnes:" and "(in tonnes)" before a list."""
        for i in range(len(tokens) - 1, 0, -1):
            if tokens[i - 1].lower != "in":
                continue
            found = self._units.after(tokens, i)
            if found is None or found[0].glued_only or found[0].kind == "duration" or found[1] >= len(tokens):
                continue
            mark = tokens[found[1]].text
            if mark in ":)" or (mark == "," and any(token.text == ":" for token in tokens[found[1] :])):
                return found[0]
        return None

    def _heading_of(self, sentence: Sentence) -> tuple[Unit | None, bool]:
        """The unit that a line above the row names, and whether the last column has a change."""
        unit: Unit | None = None
        has_change = is_heading = False
        for at in range(sentence.index - 1, max(-1, sentence.index - 1 - _FARTHEST_HEADING), -1):
            tokens = self._sentences[at].tokens
            is_row = tokens[-1].is_digits
            if (is_row and is_heading) or (len(tokens) > _LONGEST_HEADING and not is_row):
                break  # another table, or prose
            if is_row:
                continue
            is_heading = True
            unit = unit or self._unit_in(tokens)
            has_change = has_change or tokens[-1].lower in self._words.change_columns
        return unit, has_change

    def _unit_in(self, tokens: list[Token]) -> Unit | None:
        """The unit that a heading names, which no numeral has: "%", "in tonnes", "(€)"."""
        for i, token in enumerate(tokens):
            if i and tokens[i - 1].is_digits:
                continue
            is_named = token.text == "%" or (i > 0 and tokens[i - 1].lower in self._words.before_heading_units)
            found = self._units.after(tokens, i) if is_named else None
            if found is not None and not found[0].glued_only and not found[0].assumed:
                return found[0]
        return None


def _is_row(tokens: list[Token], quantities: Sequence[Reading]) -> bool:
    """Whether a sentence is a name, or a date, and then nothing but bare numbers apart by wide spaces."""
    cells = quantities
    if len(cells) < _FEWEST_CELLS or cells[0].first > _LONGEST_NAME or cells[-1].last != len(tokens):
        return False
    if any(cell.unit is not None or cell.upper is not None for cell in cells):
        return False
    return all(
        right.first == left.last and tokens[right.first].start - tokens[left.last - 1].end > 1
        for left, right in pairwise(cells)
    )
