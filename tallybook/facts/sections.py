"""Headings of a company's figures that tell their period: "4TH QTR NET", "Nine mths", "Year to end-December".

The lines below such a heading tell no period of their own. Without a date it ended on, a quarter is one of the
calendar; one that is not over yet, or long over, is of a business year that the text does not tell: no period then.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tallybook.facts.periods_iso import Period, containing, half, month, months_until, quarter, shift, year
from tallybook.lexicons import load

if TYPE_CHECKING:
    from datetime import date

    from tallybook.numbers.found import Sentence

# Longer lines are prose.
_LONGEST: Final = 90
# A quarter is reported within so many days of its end.
_LATEST_REPORT: Final = 200
_WORD: Final = re.compile(r"[a-z]+|\d+(?:st|nd|rd|th)?")
_MONTHS_OF: Final = {"A": 12, "S": 6, "Q": 3}
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")


class _Heading(NamedTuple):
    """What a heading says: so many months, the nth of their kind (0 if not told), the month and year of their end."""

    months: int
    nth: int = 0
    end_month: int = 0
    year: int = 0


@cache
def _cues(language: str = "en") -> dict[str, Any]:
    data = load("periods", language)
    return {**data["sections"], "months": data["months"], "counts": data["counts"]}


class Sections:
    """Which period the lines of a document are under, told by the headings above them."""

    def __init__(self, sentences: list[Sentence], today: date | None) -> None:
        self.today = today
        self.current: Period | None = None
        self._sentences = sentences
        self._at = 0

    def enter(self, index: int) -> None:
        """Read the headings up to the sentence `index`, this one included."""
        for at in range(self._at, index + 1):
            sentence = self._sentences[at]
            if sentence.is_heading and sentence.end - sentence.start <= _LONGEST and self.today is not None:
                heading = _read(sentence.text[sentence.start : sentence.end])
                if heading is not None:
                    self.current = self._resolve(heading, self.today)
        self._at = max(self._at, index + 1)

    def _resolve(self, heading: _Heading, today: date) -> Period | None:
        end = self._end(heading, today)
        if end is not None:
            return _ending(end, heading.months)
        if heading.year:
            return _nth_of_year(heading, heading.year)
        if heading.nth or heading.months == 12:
            found = _nth_of_year(heading, today.year)
            found = shift(found, "A", -1) if found is not None and found.end > today else found
            is_recent = found is not None and (heading.months == 12 or (today - found.end).days <= _LATEST_REPORT)
            return found if is_recent else None
        return None

    def _end(self, heading: _Heading, today: date) -> Period | None:
        """The month that the heading's period ended in: said, or that of the section above ("4TH QTR" … "12 mths")."""
        if heading.end_month:
            found = month(heading.year or today.year, heading.end_month)
            return found if heading.year or found.start <= today else shift(found, "A", -1)
        if self.current is not None and not heading.nth and not heading.year:
            return containing("M", self.current.end)
        return None


def _ending(end: Period, months: int) -> Period:
    """The `months` months up to `end`, by the name of the calendar if it has one."""
    found = months_until(end, months)
    for unit, length in _MONTHS_OF.items():
        if months == length and (found.start.month - 1) % length == 0:
            return containing(unit, found.start)
    return found


def _nth_of_year(heading: _Heading, base: int) -> Period | None:
    if heading.months == 3 and 1 <= heading.nth <= 4:
        return quarter(base, heading.nth)
    if heading.months == 6 and heading.nth in (0, 1, 2):
        return half(base, heading.nth or 1)
    return year(base) if heading.months == 12 else None


def _read(text: str) -> _Heading | None:
    """What a line says of its period, None if nothing; the last stretch that it names counts."""
    words = _WORD.findall(text.lower())
    cues = _cues()
    found: _Heading | None = None
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        if word in cues["quarter"] and before in cues["ordinals"]:
            found = _Heading(3, cues["ordinals"][before])
        elif word in cues["half"] and before in cues["ordinals"]:
            found = _Heading(6, cues["ordinals"][before])
        elif word in cues["month"] and (before.isdigit() or before in cues["counts"]):
            count = int(before) if before.isdigit() else cues["counts"][before]
            found = _Heading(count) if 1 <= count <= 24 else None
        elif word in cues["year"] and (not at or before in cues["year_after"] or _YEAR.match(before)):
            found = found or _Heading(12)
        elif found is not None:
            found = _with_date(found, words, at)
    return found


def _with_date(heading: _Heading, words: list[str], at: int) -> _Heading:
    """The heading with the month or the year that word `at` tells."""
    word = words[at]
    if _YEAR.match(word):
        return heading._replace(year=int(word))
    end_month = _cues()["months"].get(word, 0)
    return heading._replace(end_month=end_month) if end_month else heading
