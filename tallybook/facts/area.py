"""The reference area of an amount: from its phrase, its sentence, then the document's own place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import tags as t
from tallybook.lexicons import load

if TYPE_CHECKING:
    from tallybook.facts.words import Reading


@dataclass(slots=True, init=False)
class Area:
    """An area by its code, over the words [first, last)."""

    code: str
    text: str
    first: int
    last: int

    def __init__(
        self,
        code: str,
        text: str,
        first: int,
        last: int,
    ) -> None:
        self.code = code
        self.text = text
        self.first = first
        self.last = last


WORLD: Final = "WLD"
# "World Bank", but "Japan Bank".
_WORLD_ONLY: Final = frozenset({"bank", "cup", "trade", "health", "war", "series", "championship"})


@cache
def names(language: str = "en") -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The first word of every name → its other words and its code, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    data = load("areas", language)
    sections = [data[section] for section in ("capitals", "countries", "unions", "institutions")]
    sections.append({"": data["not_area"]["names"]})
    for section in sections:
        for code, entries in section.items():
            for name in entries:
                words = tuple(name.lower().split())
                table.setdefault(words[0], []).append((words[1:], code))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


# Parts of areas, which are told apart as areas are: "sales in the north".
_COMPASS: Final = frozenset({"north", "south", "east", "west"})


def area_length(low: list[str], first: int, language: str = "en") -> int:
    """How many words the area named at word `first` has: 2 for "Sri Lanka's", 0 for "New Harbour's"."""
    table = names(language)
    for rest, _ in table.get(low[first]) or table.get(_bare(low[first])) or ():
        told = low[first + 1 : first + 1 + len(rest)]
        if told[:-1] == list(rest[:-1]) and [_bare(word) for word in told[-1:]] == list(rest[-1:]):
            return 1 + len(rest)
    return 0


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").removesuffix("'")


@cache
def area_words(language: str = "en") -> frozenset[str]:
    """The names of areas that are one word, with and without a possessive ending."""
    words = frozenset(word for word, rests in names(language).items() if any(not rest for rest, _ in rests)) | _COMPASS
    return words | {f"{word}'s" for word in words} | {f"{word}." for word in words if not word.endswith(".")}


@cache
def city_words(language: str = "en") -> frozenset[str]:
    """The capitals of one word as possessors: a city's index is not that of the whole country."""
    names_of = load("areas", language)["capitals"].values()
    return frozenset(f"{name.lower()}'s" for entries in names_of for name in entries if " " not in name)


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


def is_partner(reading: Reading, area: Area) -> bool:
    """Whether an area is only the other side of a dealing: "exports to Japan", "imports from the U.S."."""
    before = area.first - 1
    if before > 0 and reading.tag[before] & t.DET:
        before -= 1
    return before >= 0 and reading.low[before] in _partners()


@cache
def _partners(language: str = "en") -> frozenset[str]:
    return frozenset(load("areas", language)["partner"]["prepositions"])


@cache
def evidence(language: str = "en") -> dict[str, tuple[str, ...]]:
    """Words that tell the country of a text that names none, by its code."""
    return {code: tuple(words) for code, words in load("areas", language)["evidence"].items()}


def find_areas(reading: Reading, year: int | None = None, language: str = "en") -> list[Area]:
    """The areas that a sentence names, in order; `year` is that of publication, for states of the past."""
    table = names(language)
    capital, after, before, past = _rules(language)
    low = reading.low
    found: list[Area] = []
    at = 0
    while at < reading.size:
        word = low[at]
        stem = word.removesuffix("'s").removesuffix("'") if "'" in word else word
        entries = table.get(stem)
        if entries is None and "-" in stem and not stem.startswith("-"):
            entries = table.get(stem.split("-")[0].split("/")[0])
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
            not code
            or _is_listing(reading, at, last)
            or (stem in capital and text[0].islower())
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


def _is_listing(reading: Reading, first: int, last: int) -> bool:
    """Whether a name tells where securities are listed, or in what money they are: "listed in Luxembourg"."""
    low, cues = reading.low, _securities()
    if any(low[word] in cues[0] for word in range(max(0, first - _LISTED), first)):
        return True
    return low[last] in cues[1] and low[last + 1] in cues[2]


# "listed on the Luxembourg exchange": so many words before a name.
_LISTED: Final = 4


@cache
def _securities(language: str = "en") -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("areas", language)["securities"]
    return frozenset(data["listed"]), frozenset(data["money"]), frozenset(data["kinds"])


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
        if (*words[:-1], _stem(words[-1])) == rest:
            return code, last
    return None


def _stem(word: str) -> str:
    """The last word of a name without its ending: "York's", "York-based"."""
    return word.removesuffix("'s").removesuffix("'").removesuffix("-based")
