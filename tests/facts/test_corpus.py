"""Observations: cases of `tests/corpus/facts-*.toml`, each a text with the rows it must give, in order.

Of a row only the keys that a case gives are compared; an empty string means null. `indicator` is compared without regard
to capitals; `names` are words that the indicator must hold. Every quantity of the text must be listed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tallybook import extract

CORPUS = Path(__file__).parents[1] / "corpus"
FEWEST_CASES = 40


def cases() -> list[Any]:
    found = []
    for path in sorted(CORPUS.glob("facts-*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(case, id=f"{path.stem}: {case['text'][:60]}"))
    return found


def differences(row: dict[str, Any], surface: str, observation: object) -> list[str]:
    """What is wrong with one observation, in words."""
    wrong = []
    if " ".join(surface.split()) != row["surface"]:
        wrong.append(f"surface {surface!r} instead of {row['surface']!r}")
    indicator = (getattr(observation, "indicator", None) or "").lower()
    wrong.extend(
        f"{row['surface']}: {indicator!r} lacks {name!r}"
        for name in row.get("names", [])
        if name not in indicator.split()
    )
    for key in row.keys() - {"surface", "names"}:
        value = getattr(observation, key)
        shown = "" if value is None else [str(flag) for flag in value] if key == "flags" else str(value)
        if key == "indicator":
            shown = indicator
        if shown != row[key]:
            wrong.append(f"{row['surface']}: {key} {shown!r} instead of {row[key]!r}")
    return wrong


@pytest.mark.parametrize("case", cases())
def test_observations(case: dict[str, Any]) -> None:
    extraction = extract(case["text"], published_on=case.get("published_on"))
    quantities = [number for number in extraction.numbers if number.kind == "quantity"]
    surfaces = [" ".join(number.surface.split()) for number in quantities]
    assert surfaces == [row["surface"] for row in case["rows"]]
    wrong = [
        difference
        for row, number, observation in zip(case["rows"], quantities, extraction.observations, strict=True)
        for difference in differences(row, number.surface, observation)
    ]
    assert not wrong, "\n".join(wrong)
