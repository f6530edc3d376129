"""What docs/conventions.md says by example is what the engine finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tallybook
from tallybook.model import Comparator, Kind, ObsStatus

PAGE = (Path(__file__).parents[1] / "docs" / "conventions.md").read_text(encoding="utf-8")
PUBLISHED_ON = date(2024, 2, 5)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def examples() -> list[dict[str, str]]:
    """Every row of the page's tables, by column."""
    tables = [block.splitlines() for block in PAGE.split("\n\n") if block.startswith("|")]
    return [dict(zip(cells(header), cells(row), strict=True)) for header, _, *rows in tables for row in rows]


def shown(value: Any) -> str:
    """A value as the page writes it."""
    if value is None:
        return "—"
    if isinstance(value, tuple):
        return " ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example['text']} {example['surface']}")
def test_the_engine_finds_what_the_page_says(example: dict[str, str]) -> None:
    found = tallybook.extract(example["text"], published_on=PUBLISHED_ON)
    number = next(row for row in found.numbers if row.surface == example["surface"])
    observation = next((row for row in found.observations if row.observation_id == number.number_id), None)
    sources = {name: number if hasattr(number, name) else observation for name in example if name != "text"}
    assert example == {"text": example["text"]} | {
        name: shown(getattr(source, name)) for name, source in sources.items()
    }


@pytest.mark.parametrize(
    ("column", "vocabulary"), [("kind", Kind), ("comparator", Comparator), ("obs_status", ObsStatus)]
)
def test_every_word_of_a_vocabulary_has_an_example(column: str, vocabulary: type[Kind]) -> None:
    assert {example[column] for example in examples() if column in example} == set(vocabulary)
