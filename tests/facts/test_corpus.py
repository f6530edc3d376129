"""Observations: cases of `tests/corpus/facts-*.toml`, each a text with the rows it must give, in order.

Of a row only the keys that a case gives are compared; an empty string means null. `indicator` is compared without
regard to capitals; `names` are words that the indicator must hold. Every quantity of the text must be listed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tallybook import extract

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = sorted(CORPUS.glob("facts-*.toml"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['text'][:60]}")
    for path in FILES
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
FEWEST = 60


def shown(key: str, value: Any) -> Any:
    """A value of an observation the way a case writes it."""
    if key == "flags":
        return [str(flag) for flag in value]
    return "" if value is None else str(value)


def differences(row: dict[str, Any], observation: object) -> list[str]:
    """What is wrong with one observation, in words."""
    indicator = shown("indicator", getattr(observation, "indicator", None))
    wrong = [f"{indicator!r} lacks {name!r}" for name in row.get("names", []) if name not in indicator.lower().split()]
    for key in row.keys() - {"surface", "names"}:
        value = shown(key, getattr(observation, key))
        same = value.lower() == row[key].lower() if key == "indicator" else value == row[key]
        if not same:
            wrong.append(f"{key} {value!r} instead of {row[key]!r}")
    return [f"{row['surface']}: {difference}" for difference in wrong]


@pytest.mark.parametrize("case", CASES)
def test_observations(case: dict[str, Any]) -> None:
    extraction = extract(case["text"], published_on=case.get("published_on"))
    surfaces = [" ".join(number.surface.split()) for number in extraction.numbers if number.kind == "quantity"]
    assert surfaces == [row["surface"] for row in case["rows"]]
    pairs = zip(case["rows"], extraction.observations, strict=True)
    wrong = [difference for row, observation in pairs for difference in differences(row, observation)]
    assert not wrong, "\n".join(wrong)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= FEWEST
