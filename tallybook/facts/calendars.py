"""The year that a document counts with, where it is not the calendar's: a company's business year, a crop's season.

A text tells it by the way: "for the second quarter ended January 28", "the year ending June 30", "the 1986/87 crop".
Then "the second quarter" and "this season" mean other months than those of the calendar.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts.periods_iso import is_part_of_year
from tallybook.facts.timex_cues import cues
from tallybook.facts.timex_model import Timex
from tallybook.lexicons import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tallybook.facts.syntax import Syntax
    from tallybook.numbers.found import Mention

_DECEMBER: Final = 12
_SEASON: Final = len("1986/1987")
# Days of one month: "--02-21/--02-28".
_DAYS: Final = re.compile(r"(?:\d{4}|-)-(?P<month>\d\d)-(?P<day>\d\d)/(?:\d{4}|-)-(?P=month)-\d\d\Z")
_THIRDS: Final = ("early", "mid", "late")
# A season that spans two calendar years begins after this month.
_MIDSUMMER: Final = 6
_QUARTERS: Final = 4
# What ends on one of the first days of a month is of the months before.
_BARELY: Final = 7


@cache
def _hint(language: str = "en") -> re.Pattern[str]:
    """What every text has that tells the end of a stretch; begins with a word, so that the scan runs fast."""
    sections = load("periods", language)["sections"]
    stretch, ended = ("|".join(words) for words in (sections["quarter"] + sections["year"], sections["ended"]))
    return re.compile(rf"(?:{stretch}),?\s+(?:{ended})\s".replace(" ", r"\s+"))


@cache
def _patterns(language: str = "en") -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What tells the end of a stretch, and the ordinals of quarters."""
    sections = load("periods", language)["sections"]
    months = "|".join(sorted(cues(language).months, key=len, reverse=True))
    nth = "|".join(sections["ordinals"])
    ended = "|".join(sections["ended"])
    own = "|".join(sections["own"])
    stretch = "|".join(sections["quarter"] + sections["year"])
    end = re.compile(
        rf"(?:\b(?P<nth>{nth})[ -])?\b(?P<own>(?:{own}) )?(?P<stretch>{stretch}),? (?:{ended}) "
        rf"(?:on )?(?:\d\d? )?(?P<month>{months})\b(?: (?P<day>\d\d?)\b)?(?:,? (?P<year>\d{{4}}))?"
    )
    return end, re.compile(rf"\b({nth})[ -](?:{'|'.join(sections['quarter'])})\b")


def _third(day: int) -> str:
    """Which third of a month begins on a day."""
    return _THIRDS[min((day - 1) // 10, 2)]


def closing_month(text: str, today: date | None = None, language: str = "en") -> int:
    """The month that the business year of a text ends with, 12 if the text does not tell.

    A year that ended long before `today` may have been changed since.

    >>> closing_month("Sales for the second quarter ended January 28 rose."), closing_month("the year to June 30")
    (7, 6)
    """
    low = text.lower()
    if not _hint(language).search(low):
        return _DECEMBER
    low = " ".join(low.split())
    end, ordinal = _patterns(language)
    recent = f"{today.year - 1:04d}" if today is not None else ""
    found = next((found for found in end.finditer(low) if (found["year"] or recent) >= recent), None)
    if found is None or not _is_company(low):
        return _DECEMBER
    sections = load("periods", language)["sections"]
    is_over = found["day"] is not None and int(found["day"]) <= _BARELY  # "the quarter ended March 1"
    month: int = cues(language).months[found["month"]] - is_over
    if found["stretch"] in sections["year"]:
        is_business = found["day"] or found["own"]  # not "inflation in the year to May"
        return (month or _DECEMBER) if is_business else _DECEMBER
    named: set[int] = {
        sections["ordinals"][word] for word in ([found["nth"]] if found["nth"] else ordinal.findall(low))
    }
    if len(named) != 1:
        return _DECEMBER
    return (month + 3 * (_QUARTERS - named.pop()) - 1) % 12 + 1


def _is_company(low: str) -> bool:
    """Whether a text tells the figures of a company; an office counts with the calendar's quarters."""
    return not _figures().isdisjoint(low.split())


@cache
def _figures(language: str = "en") -> frozenset[str]:
    return frozenset(
        (*load("change", language)["company_figures"]["heads"], *load("periods", language)["sections"]["figures"])
    )


class Calendar:
    """The year of one document: the month it closes with, whether it speaks of seasons, and its days."""

    def __init__(self, text: str, mentions: Sequence[Mention], today: date | None, language: str) -> None:
        self._closing = closing_month(text, today, language)
        self._today = today
        isos = [
            mention.number.iso for mention in mentions if mention.number.iso is not None and "/" in mention.number.iso
        ]
        self._has_seasons = any(len(iso) == _SEASON for iso in isos)
        self._days = {(found["month"], _third(int(found["day"]))): iso for iso in isos if (found := _DAYS.match(iso))}

    def restate(self, s: Syntax) -> None:
        """Put the times of a sentence that this calendar counts in terms of the common one; changes them in place."""
        if self._closing == _DECEMBER and not self._has_seasons and not self._days:
            return
        for piece in s.pieces:
            if piece.kind == ch.TIME and piece.time is not None:
                piece.time = self._season(piece.time, s) or self._part(piece.time) or self._third(piece.time, s)

    def _season(self, time: Timex, s: Syntax) -> Timex | None:
        """As in "this season", "last season" of a crop that is told by two years."""
        if not self._has_seasons or self._today is None or time.sense != "pointer" or time.unit != "A":
            return None
        if s.reading.low[time.last - 1].removesuffix("'s") not in load("periods")["seasons"]:
            return None
        first = self._today.year + time.count - (self._today.month <= _MIDSUMMER)
        return Timex(time.first, time.last, "iso", "A", 0, f"{first}/{first + 1}", is_possessive=time.is_possessive)

    def _third(self, time: Timex, s: Syntax) -> Timex:
        """As in "late February", where the text tells of "the February 21-28 period", too; else the same."""
        word = s.reading.low[time.first].split("-")[0]
        if not self._days or time.sense != "month" or time.until or word not in _THIRDS:
            return time
        iso = self._days.get((f"{time.month:02d}", word))
        if iso is None:
            return time
        return Timex(time.first, time.last, "iso", "", 0, iso, year=time.year, is_possessive=time.is_possessive)

    def _part(self, time: Timex) -> Timex | None:
        """As in "the second quarter", "the first half of fiscal 1987": with the month that ends the business year."""
        if self._closing == _DECEMBER or time.sense != "iso" or not is_part_of_year(time.iso):
            return None
        closing = Timex(time.first, time.last, "month", "M", 0, "", self._closing)
        return replace(time, anchor=closing)
