"""The words of time that the lexicon knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tallybook.lexicons import load


@dataclass(frozen=True, slots=True)
class Cues:
    """Words of time by what they do; see the lexicon `periods`."""

    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, str]
    pointers: dict[str, int]
    counts: dict[str, int]
    back: frozenset[str]
    same: frozenset[str]
    ago: frozenset[str]
    earlier: frozenset[str]
    later: frozenset[str]
    ended: frozenset[str]
    begun: frozenset[str]
    edges: frozenset[str]
    fiscal: frozenset[str]
    in_a_row: frozenset[str]
    at_present: frozenset[str]
    working: frozenset[str]
    year_end: frozenset[str]
    parts_of_day: frozenset[str]
    day: dict[str, int]
    year_to_date: frozenset[str]


@cache
def cues(language: str = "en") -> Cues:
    """The words of time of a language."""
    data: dict[str, Any] = load("periods", language)
    sets: dict[str, Any] = {
        name: frozenset(data[name])
        for name in (
            "back",
            "same",
            "ago",
            "earlier",
            "later",
            "ended",
            "begun",
            "edges",
            "fiscal",
            "in_a_row",
            "at_present",
            "working",
            "year_end",
            "parts_of_day",
        )
    }
    day = dict.fromkeys(data["today"], 0) | dict.fromkeys(data["yesterday"], -1) | dict.fromkeys(data["tomorrow"], 1)
    plain = {name: data[name] for name in ("months", "weekdays", "units", "pointers", "counts")}
    return Cues(**plain, **sets, day=day, year_to_date=frozenset(data["annual"]))


@cache
def time_words(name: str, language: str = "en") -> frozenset[str]:
    """One of the lexicon's lists of words that stand beside times."""
    return frozenset(load("periods", language)[name])
