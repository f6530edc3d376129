"""Why a number was read as it was: the chain of rules that decided, and the readings that lost."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING, NamedTuple

from tallybook.numbers.engine import LAST_RESORT, SentenceReader
from tallybook.numbers.home import Home
from tallybook.numbers.numerals import WORKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tallybook.numbers.found import Found, Mention


class Lost(NamedTuple):
    """A reading that another one beat: its words, its kind and its rule."""

    surface: str
    kind: str
    rule: str


def lost_readings(
    found: Found, mention: Mention, *, published_on: date | None = None, language: str = "en"
) -> list[Lost]:
    """The readings of the numeral of a mention that lost against it, in the order in which they were asked.

    >>> from tallybook.numbers import find
    >>> found = find("The 5G network")
    >>> [lost.rule for lost in lost_readings(found, found.mentions[0])]
    ['quantity.bare']
    """
    tokens = mention.sentence.tokens
    home = Home(found.sentences, language)
    reader = SentenceReader(found.text, tokens, published_on, home, language)
    floor = max((other.last for other in _before(found, mention)), default=0)
    seen = {(mention.number.surface, mention.number.rule)}
    lost: list[Lost] = []
    for at in (at for at in reader.candidates() if mention.first <= at < mention.last):
        with localcontext(WORKING):
            rivals = list(reader.readings_at(at, floor))
        for readings in rivals:
            for reading in readings:
                surface = found.text[tokens[reading.first].start : tokens[reading.last - 1].end]
                if (surface, reading.rules[0]) not in seen and reading.rules[0] != LAST_RESORT:
                    seen.add((surface, reading.rules[0]))
                    lost.append(Lost(surface, reading.kind.value, reading.rules[0]))
    return lost


def _before(found: Found, mention: Mention) -> Iterator[Mention]:
    """The mentions before this one in its sentence."""
    for other in found.mentions:
        if other.sentence is mention.sentence and other.last <= mention.first:
            yield other
