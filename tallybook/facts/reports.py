"""The period that a text reports on: "results for the six months ended 30 June 2025"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts.period import resolve
from tallybook.facts.time_roles import is_of_another
from tallybook.facts.timex_cues import time_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tallybook.facts.periods_iso import Period
    from tallybook.facts.syntax import Syntax
    from tallybook.numbers.found import Sentence

# Title, lead and the first lines below say it.
_LEAD: Final = 6
_PREPOSITIONS: Final = ("for", "of", "in")


def reported_period(
    sentences: list[Sentence], parsed: Callable[[int], Syntax | None], today: date | None
) -> Period | None:
    """The month, quarter, half or year whose results the first sentences announce, None if they announce none.

    `parsed` reads a sentence by its index; only those that speak of results are read.
    """
    words = time_words("reports")
    if len(sentences) == 1:
        return None  # its amounts are told with it
    for sentence in sentences[:_LEAD]:
        low = sentence.text[sentence.start : sentence.end].lower()
        if not any(word in low for word in words):
            continue
        s = parsed(sentence.index)
        period = _announced(s, words, today) if s is not None else None
        if period is not None:
            return period
    return None


def _announced(s: Syntax, words: frozenset[str], today: date | None) -> Period | None:
    for at, piece in enumerate(s.pieces[:-2]):
        if piece.kind != ch.NOUN or s.low(at) not in words:
            continue
        time = s.pieces[at + 2].time
        if s.low(at + 1) not in _PREPOSITIONS or time is None or is_of_another(s, at + 2):
            continue  # not "with comparative figures for 1985"
        period = resolve(time, today, None)
        if period is not None and period.start < period.end and (today is None or period.end <= today):
            return period
    return None
