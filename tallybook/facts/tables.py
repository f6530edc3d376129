"""Rows of small tables in running text: a name and amounts side by side, under a caption and a line of headings.

A row that names a thing measures it; one that names a place or a period measures what the caption tells. A column that
is headed "Change" tells changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.area import area_words
from tallybook.facts.claims import Claim
from tallybook.facts.indicator import Indicator, owned_by, phrase_indicator
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.timex import scan
from tallybook.facts.timex_cues import cues
from tallybook.facts.timex_model import Timex
from tallybook.facts.timex_named import month_named
from tallybook.lexicons import load
from tallybook.model import Direction, Kind, Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallybook.facts.syntax import Syntax
    from tallybook.numbers.found import Mention

# So many sentences above a row are looked at for its caption and the headings of its columns.
_REACH: Final = 24
_FEWEST: Final = 2
_GAP: Final = re.compile(r" {2,}|\t+")
_CELL: Final = re.compile(r"\S+(?: \S+)*")
_WORD: Final = re.compile(r"[a-z]+(?:[-/][a-z]+)*")
_BESIDE_AMOUNTS: Final = frozenset({ch.NUMBER, ch.STOP, ch.ADVERB, ch.OPEN, ch.CLOSE})
_IN_NAME: Final = frozenset({ch.NOUN, ch.TIME, ch.PREP, ch.CONJ, ch.STOP, ch.OPEN, ch.CLOSE, ch.COMMA})


class Column(NamedTuple):
    """A column of a table: the places [start, end) in a line that its heading takes up, and what that says."""

    start: int
    end: int
    is_change: bool
    time: Timex | None


class TableRow(NamedTuple):
    """What the amounts of a row measure, and the columns that they stand in."""

    indicator: Indicator
    columns: tuple[Column, ...]
    all_change: bool

    def column_of(self, mention: Mention) -> Column | None:
        """The column that an amount stands in, as far as the headings tell."""
        number = mention.number
        start = _column(mention.sentence.text, number.start)
        end = start + number.end - number.start
        return next((column for column in self.columns if start < column.end and column.start < end), None)

    def claim(self, mention: Mention) -> Claim:
        """What the row says of one of its amounts."""
        number, column = mention.number, self.column_of(mention)
        is_signed = "+" in (number.surface[:1], mention.sentence.text[number.start - 1 : number.start])
        if not (self.all_change or is_signed or (column is not None and column.is_change)):
            return Claim("table.cell")
        value = number.value or 0
        direction = Direction.FLAT if value == 0 else Direction.UP if value > 0 else Direction.DOWN
        return Claim("table.cell", Measure.CHANGE, direction)

    def times_of(self, mention: Mention) -> tuple[Timex | None, Timex | None]:
        """The time that heads the column of an amount and, for a change, the one before: from that to the last."""
        column = self.column_of(mention)
        if column is None or not column.is_change:
            return (column.time if column is not None else None), None
        times = [other.time for other in self.columns if other.time is not None]
        return (times[-1] if times else None), (times[-2] if len(times) > 1 else None)


@cache
def _change_words(language: str = "en") -> frozenset[str]:
    change = load("change", language)
    return frozenset(
        (*change["noun"]["other"], *change["noun"]["up"], *change["noun"]["down"], *change["columns"]["words"])
    )


def is_row(s: Syntax) -> bool:
    """Whether a sentence is a row: perhaps a name, then at least two quantities and nothing that ties them together."""
    pieces = s.pieces
    first = next((at for at, piece in enumerate(pieces) if piece.kind == ch.NUMBER), -1)
    if s.has_clause or first < 0 or sum(piece.kind == ch.NUMBER for piece in pieces) < _FEWEST:
        return False
    amounts = [s.reading.mention[piece.first] for piece in pieces if piece.kind == ch.NUMBER]
    if any(mention is None or mention.number.kind is not Kind.QUANTITY for mention in amounts):
        return False
    return all(piece.kind in _IN_NAME for piece in pieces[:first]) and all(
        piece.kind in _BESIDE_AMOUNTS for piece in pieces[first:]
    )


def table_row(s: Syntax, parsed: Callable[[int], Syntax | None], last: Indicator | None) -> TableRow | None:
    """What a sentence says as a row of a table, None if it is none or nothing tells what it measures.

    `parsed` reads the other sentences of the document by their index; `last` is what the text measured before.
    """
    if not is_row(s):
        return None
    name = _name(s, parsed)
    caption = None
    if name is None or _is_place_or_time(*name):
        caption = _caption(s, parsed)
        topic = caption[0] if caption is not None else last
        if topic is None:
            return None
        is_place = name is not None and name[0].kind(name[1].head) == ch.NOUN
        indicator = owned_by(name[0], topic, name[1]) if name is not None and is_place else topic
    else:
        found = phrase_indicator(*name)
        if found is None:
            return None
        indicator = found
    return TableRow(indicator, _columns(s, parsed), caption is not None and caption[1])


def _name(s: Syntax, parsed: Callable[[int], Syntax | None]) -> tuple[Syntax, Phrase] | None:
    """The name of a row, in its own sentence or right before it in the same line ("Texas....... 62 69")."""
    sentence = s.reading.sentence
    for index in range(sentence.index, sentence.index - 3, -1):
        other = s if index == sentence.index else parsed(index)
        if other is None or other.reading.sentence.paragraph != sentence.paragraph:
            return None
        for at, piece in enumerate(other.pieces):
            if piece.kind == ch.NUMBER:
                break
            if piece.kind == ch.NOUN:
                return other, extend(other, at)
            if piece.kind == ch.TIME:
                return other, Phrase(at, at + 1, at)
    return None


def _is_place_or_time(s: Syntax, phrase: Phrase) -> bool:
    """Whether a row is of a place or a period, so that its name does not say what is measured."""
    head = s.pieces[phrase.head]
    return head.kind == ch.TIME or (phrase.last == phrase.head + 1 and s.reading.low[head.first] in area_words())


def _caption(s: Syntax, parsed: Callable[[int], Syntax | None]) -> tuple[Indicator, bool] | None:
    """What the lines above a table say it measures, and whether all of it are changes."""
    index = s.reading.sentence.index
    for above in range(index - 1, max(-1, index - _REACH), -1):
        other = parsed(above)
        if other is None:
            return None
        sentence = other.reading.sentence
        text = sentence.text[sentence.start : sentence.end]
        if is_row(other) or _GAP.search(text) or not any(piece.kind == ch.NOUN for piece in other.pieces):
            continue
        if text.endswith(":") or sentence.is_heading:
            head = next(at for at, piece in enumerate(other.pieces) if piece.kind == ch.NOUN)
            found = phrase_indicator(other, extend(other, head))
            return (found, _has_change(text)) if found is not None else None
        if other.has_clause:
            return None
    return None


def _columns(s: Syntax, parsed: Callable[[int], Syntax | None]) -> tuple[Column, ...]:
    """The columns that the nearest line of headings above the row tells."""
    index = s.reading.sentence.index
    for above in range(index - 1, max(-1, index - _REACH), -1):
        other = parsed(above)
        if other is None:
            break
        sentence = other.reading.sentence
        cells = list(_CELL.finditer(sentence.text[sentence.start : sentence.end]))
        if len(cells) >= _FEWEST and all(any(c.isalpha() for c in cell[0]) for cell in cells):
            return tuple(_headed(other, cell) for cell in cells)
        if other.has_clause:
            break
    return ()


def _headed(s: Syntax, cell: re.Match[str]) -> Column:
    sentence, reading = s.reading.sentence, s.reading
    first = sentence.start + cell.start()
    word = bisect_left(reading.start, first, 0, reading.size)
    if reading.low[word] in cues().months:
        time: Timex | None = month_named(reading, word, cues())  # "May", for once no verb
    else:
        time = scan(reading, word, cues()) if reading.tag[word] & (t.TIME_WORD | t.DATE) else None
    start = _column(sentence.text, first)
    return Column(start, start + len(cell[0]), _has_change(cell[0]), time)


def _has_change(text: str) -> bool:
    """Whether a heading tells of changes."""
    return any(word in _change_words() for word in _WORD.findall(text.lower()))


def _column(text: str, offset: int) -> int:
    """Where in its line an offset stands."""
    return offset - text.rfind("\n", 0, offset) - 1
