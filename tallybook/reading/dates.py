"""Publication dates: in metadata, in a dateline, in a file name. Only whole dates count; a year is never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_EARLIEST = date(1800, 1, 1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
        (?P<iso_year>\d{{4}})(?P<mark>[-/])(?P<iso_month>\d\d?)(?P=mark)(?P<iso_day>\d\d?)(?![\d/-])
      | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<month>{_MONTH})\.?,?[ -](?P<year>\d{{4}})(?![\d-])
      | (?P<us_month>{_MONTH})\.?[ ](?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<us_year>\d{{4}})(?![\d-])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FILE_DATE = re.compile(r"(?<![0-9A-Za-z])(\d{4})([-_.]?)(\d\d)\2(\d\d)(?![0-9A-SU-Za-z])")

_HEAD_CHARACTERS = 4_000
_HEAD_LINES = 8
_LINE_CHARACTERS = 300

_LABEL = re.compile(
    r"(?:date(?: of (?:publication|issue|release))?|published|publication date|released?(?: date)?|issued|posted"
    r"|embargoed|for (?:immediate )?release|(?:news|press|statistical) release|statistical bulletin)\b",
    re.IGNORECASE,
)
_ORNAMENT = " \t*_>#|[]"
_SPLIT = re.compile(r"[\s,:;()|*_–—-]+")
_TIME = re.compile(r"\d{1,4}(?:[:.]\d\d){0,2}(?:\.\d+)?(?:[ap]\.?m)?")
_TIME_WORDS = frozenset(
    [
        "on",
        "at",
        "until",
        "before",
        "not",
        "for",
        "the",
        "a.m",
        "p.m",
        "am",
        "pm",
        "noon",
        "hours",
        "hrs",
        "time",
        "local",
        "date",
        "no",
    ]
)
_ZONES = frozenset(
    ["gmt", "utc", "est", "edt", "et", "cst", "cdt", "pst", "pdt", "bst", "cet", "cest", "ist", "jst", "z"]
)
_WEEKDAYS = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?", re.IGNORECASE)
_SMALL_WORDS = frozenset(["of", "de", "la", "le", "and", "the"])
# "On 3 March 1987 -" and "Since May 4, 1986," tell when something happened, not where a report was filed.
_NO_PLACE = frozenset(
    [
        "on",
        "in",
        "by",
        "since",
        "from",
        "until",
        "as",
        "before",
        "after",
        "at",
        "during",
        "for",
        "week",
        "month",
        "year",
        "quarter",
    ]
)
_PLACE_CHARACTERS = 60
_AFTER_PLACE = re.compile(r"\s*(?:\([^()]{1,40}\)\s*[-–—:]|[-–—:]|\.(?:\s|\Z)|\Z)")
_CERTAIN_AFTER_PLACE = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?[-–—]")


def find_date(text: str, latest: date) -> date | None:
    """The first whole, plausible date in a short text: between 1800 and `latest`.

    >>> find_date("2024-03-01T09:30:00Z", date(2030, 1, 1))
    datetime.date(2024, 3, 1)
    """
    found = _first(text[:_LINE_CHARACTERS], latest)
    return found[0] if found else None


def find_dateline(text: str, latest: date) -> date | None:
    """The date in one of the first lines, if the line is a stamp, a labelled date or a place with a date.

    Dates inside sentences are no datelines, and a date without its year is none either.

    >>> find_dateline("LONDON, March 3, 1987 - Profits rose 8 pct.", date(2030, 1, 1))
    datetime.date(1987, 3, 3)
    """
    return next((found for line in _head(text) if (found := _dateline(line, latest))), None)


def is_date_line(line: str) -> bool:
    """Whether a line holds a date or a label of one and nothing else, so that it is no title."""
    body = line[:_LINE_CHARACTERS].strip(_ORNAMENT)
    found = _DATE.search(body)
    if not found:
        return bool(_LABEL.match(body)) and _is_time(_LABEL.sub("", body, count=1))
    label = _LABEL.match(body)
    return _is_time(body[label.end() if label else 0 : found.start()]) and _is_time(body[found.end() :])


def find_file_date(name: str, latest: date) -> date | None:
    """The whole, plausible date in a file's name.

    >>> find_file_date("2024-03-01-cpi.txt", date(2030, 1, 1))
    datetime.date(2024, 3, 1)
    """
    for match in _FILE_DATE.finditer(name):
        if found := _plausible(match[1], match[3], match[4], latest):
            return found
    return None


def _head(text: str) -> Iterator[str]:
    lines = (line for line in text[:_HEAD_CHARACTERS].split("\n") if line.strip())
    for _, line in zip(range(_HEAD_LINES), lines, strict=False):
        yield line[:_LINE_CHARACTERS].strip(_ORNAMENT)


def _dateline(line: str, latest: date) -> date | None:
    found = _first(line, latest)
    if not found:
        return None
    before, after = line[: found[1]], line[found[2] :]
    label = _LABEL.match(before)
    if label:
        return found[0] if _is_time(before[label.end() :]) else None
    is_stamp = _is_time(before) and _is_time(after)
    return found[0] if is_stamp or _is_place(before, after) else None


def _first(text: str, latest: date) -> tuple[date, int, int] | None:
    """The first plausible date with its span."""
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        year = parts["iso_year"] or parts["year"] or parts["us_year"]
        month = parts["iso_month"] or parts["month"] or parts["us_month"]
        day = parts["iso_day"] or parts["day"] or parts["us_day"]
        if found := _plausible(year, month, day, latest):
            return found, match.start(), match.end()
    return None


def _plausible(year: str, month: str, day: str, latest: date) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if _EARLIEST <= found <= latest else None


def _is_time(text: str) -> bool:
    """Whether there is nothing but a weekday, a time of day and the words around them."""
    words = (word.strip(".").lower() for word in _SPLIT.split(text))
    return all(
        not word or word in _TIME_WORDS or word in _ZONES or _TIME.fullmatch(word) or _WEEKDAYS.fullmatch(word)
        for word in words
    )


def _is_place(before: str, after: str) -> bool:
    """Whether a date stands between a place, an office or an agency and the report itself."""
    if len(before) > _PLACE_CHARACTERS or ":" in before or not _AFTER_PLACE.match(after):
        return False
    words = [word for word in _SPLIT.split(before) if word and not _WEEKDAYS.fullmatch(word)]
    if not words or words[0].lower() in _NO_PLACE:
        return False
    if not all(word[0].isupper() or word in _SMALL_WORDS for word in words):
        return False
    place = before.rstrip()
    return place.endswith((",", ")")) or bool(_CERTAIN_AFTER_PLACE.match(after))
