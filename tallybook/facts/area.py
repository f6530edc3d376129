"""The reference area of an amount: from its phrase, its sentence, then the document's own place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.lexicons import load

if TYPE_CHECKING:
    from tallybook.facts.words import Reading


class Area(NamedTuple):
    """An area by its code, over the words [first, last)."""

    code: str
    text: str
    first: int
    last: int


# "World Bank", but "Japan Bank".
_WORLD_ONLY = frozenset({"bank", "cup", "trade", "health", "war", "series", "championship"})


@cache
def names(language: str = "en") -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The first word of every name → its other words and its code, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    data = load("areas", language)
    for section in ("capitals", "countries", "unions", "institutions"):
        for code, entries in data[section].items():
            for name in entries:
                words = tuple(name.lower().split())
                table.setdefault(words[0], []).append((words[1:], code))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def area_words(language: str = "en") -> frozenset[str]:
    """The words that a name of an area may begin with, with and without a possessive ending."""
    words = frozenset(names(language))
    return words | {f"{word}'s" for word in words} | {f"{word}." for word in words if not word.endswith(".")}


@cache
def _rules(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, tuple[str, int]]]:
    data = load("areas", language)
    past = {name.lower(): (entry["code"], entry["until"]) for name, entry in data["past"].items()}
    return (
        frozenset(data["capital_letter"]["words"]),
        frozenset(data["not_area"]["after"]),
        frozenset(data["not_area"]["before"]),
        past,
    )


@cache
def located(language: str = "en") -> frozenset[str]:
    """Prepositions that say where something stands."""
    return frozenset(load("areas", language)["located"]["prepositions"])


def find_areas(reading: Reading, year: int | None = None, language: str = "en") -> list[Area]:
    """The areas that a sentence names, in order; `year` is that of publication, for states of the past."""
    table = names(language)
    capital, after, before, past = _rules(language)
    low = reading.low
    found: list[Area] = []
    at = 0
    while at < reading.size:
        word = low[at]
        stem = word.removesuffix("'s").removesuffix("'")
        entries = table.get(stem) or (
            table.get(stem.split("-")[0].split("/")[0]) if "-" in stem and not stem.startswith("-") else None
        )
        if entries is None:
            at += 1
            continue
        match = _match(reading, at, stem, entries)
        if match is None:
            at += 1
            continue
        code, last = match
        text = reading.text(at, last)
        if (
            (stem in capital and text[0].islower())
            or (low[last] in after and (code == "WLD" or low[last] not in _WORLD_ONLY))
            or (at and low[at - 1] in before)
            or (code == "WLD" and at and reading.tag[at - 1] & t.CAPITAL and text[0].isupper() and not text.isupper())
        ):
            at = last
            continue
        if stem in past and year is not None and year < past[stem][1]:
            code = past[stem][0]
        found.append(Area(code, text.removesuffix("'s").removesuffix("’s").removesuffix("'"), at, last))
        at = last
    return found


def _match(reading: Reading, at: int, stem: str, entries: list[tuple[tuple[str, ...], str]]) -> tuple[str, int] | None:
    """The longest name that begins at word `at`: its code and the word behind it."""
    low = reading.low
    ends_there = low[at] != stem
    for rest, code in entries:
        last = at + 1 + len(rest)
        if not rest:
            return code, last
        if ends_there or last > reading.size:
            continue
        words = low[at + 1 : last]
        if (*words[:-1], words[-1].removesuffix("'s").removesuffix("'")) == rest:
            return code, last
    return None
