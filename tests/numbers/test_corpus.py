"""The corpus of the engine: each case holds a text and all of its numbers, in order.

A file of `tests/corpus` is a family of cases. Of each number the case gives its surface and whatever else matters: only
the keys that it gives are compared. `value` is the exact decimal as text, `about` the DOUBLE of an endless quotient,
`flags` the whole list; an empty string means null. A number that a case does not list must not be found.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tallybook.numbers import Mention, find

CORPUS = Path(__file__).parents[1] / "corpus"
FAMILIES = (
    "ages", "comparators", "counted-nouns", "currencies", "enumerators", "fractions", "idioms", "labels", "numerals",
    "ordinals", "per", "ranges", "scales", "scores", "sharing", "signs", "traps", "units", "vague",
)  # fmt: skip
FEWEST = 12
PRECISION = 12


@dataclass(frozen=True)
class Case:
    family: str
    text: str
    numbers: list[dict[str, Any]]

    def __str__(self) -> str:
        return f"{self.family}: {self.text[:70]}"


def cases_of(path: Path) -> list[Case]:
    return [Case(path.stem, **case) for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]


CASES = [case for family in FAMILIES for case in cases_of(CORPUS / f"{family}.toml")]


def column(mention: Mention, key: str) -> object:
    """What the engine gives for one key of a case."""
    number = mention.number
    if key == "flags":
        return sorted(mention.flags)
    value = {"value": number.value_exact, "about": number.value}.get(key, getattr(number, key, None))
    if isinstance(value, float):
        return float(f"{value:.{PRECISION}g}")
    return "" if value is None else str(value)


def expected(number: dict[str, Any]) -> str:
    return row({key: sorted(value) if key == "flags" else value for key, value in number.items()})


def found(mention: Mention, keys: list[str]) -> str:
    return row({key: column(mention, key) for key in keys})


def row(cells: dict[str, object]) -> str:
    return "  ".join(f"{key}={_plain(value)!r}" for key, value in cells.items())


def _plain(value: object) -> object:
    if isinstance(value, int | float):
        return float(f"{float(value):.{PRECISION}g}")
    return [str(item) for item in value] if isinstance(value, list) else value


def differences(case: Case) -> str:
    """Expected and found rows side by side, empty if they agree."""
    mentions = find(case.text).mentions
    keys = [list(number) for number in case.numbers]
    keys += [["surface", "kind", "value", "unit"]] * (len(mentions) - len(keys))
    want = [expected(number) for number in case.numbers]
    have = [found(mention, names) for mention, names in zip(mentions, keys, strict=False)]
    if want == have:
        return ""
    rules = [f"    {mention.number.surface!r}: {' > '.join(mention.rules)}" for mention in mentions]
    return "\n".join([case.text, *difflib.ndiff(want, have), "rules:", *rules])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_corpus(case: Case) -> None:
    difference = differences(case)
    assert not difference, f"expected (-) and found (+):\n{difference}"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_offsets_point_at_the_surface(case: Case) -> None:
    numbers = [mention.number for mention in find(case.text).mentions]
    assert [case.text[number.start : number.end] for number in numbers] == [number.surface for number in numbers]


@pytest.mark.parametrize("family", FAMILIES)
def test_families_are_large_enough(family: str) -> None:
    texts = [case.text for case in CASES if case.family == family]
    assert len(texts) >= FEWEST
    assert len(texts) == len(set(texts))
