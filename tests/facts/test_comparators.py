"""Comparators that only the sentence shows."""

from __future__ import annotations

import pytest

from tallybook.facts import comparators
from tallybook.numbers import find


def shown(text: str) -> dict[str, str]:
    found = find(text, published_on=None, language="en", document_id="d")
    mentions = found.mentions
    return {mentions[index].number.surface: str(comparator) for index, comparator in comparators(found).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cumulative profit has exceeded, for the first time, 8 billion yuan.", {"8 billion yuan": ">"}),
        ("Turnout failed to reach 50 percent.", {"50 percent": "<"}),
        ("Sales fell short of 3 million euros.", {"3 million euros": "<"}),
        ("Subscriptions passed the 5 million mark.", {"5 million mark": ">"}),
        ("It makes just under 296 hp (224 kW).", {"224 kW": "<"}),
        ("It makes just under 296 hp (2 mechanics).", {}),
        ("Increases will be capped by law.", {}),
        ("Spending exceeded the budget by 3 percent.", {}),
        ("Parliament passed the 3 bills.", {}),
        ("Sales rose 3 percent to 8 billion yuan.", {}),
    ],
)
def test_comparators(text: str, expected: dict[str, str]) -> None:
    assert shown(text) == expected
