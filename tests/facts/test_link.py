"""Linking as a whole: one observation per quantity, reasons that point into the text, and time linear in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook import extract
from tallybook.facts import derive, link
from tallybook.facts.keys import indicator_key
from tallybook.model import Flag
from tallybook.numbers import find
from tests.plain import run

WORDS = st.sampled_from(
    [
        *[
            "prices",
            "rose",
            "fell",
            "to",
            "from",
            "by",
            "of",
            "the",
            "5",
            "percent",
            "3",
            "million",
            "dollars",
            "in",
            "January",
            "1987",
            "last",
            "year",
            ",",
            "and",
            "compared",
            "with",
        ],
        *[
            "a",
            "an",
            "increase",
            "up",
            "down",
            "was",
            "(",
            ")",
            "which",
            "said",
            "that",
            "the",
            "same",
            "period",
            "ended",
            "end",
            ".",
            ";",
            "more",
            "than",
            "about",
            "tonnes",
            "its",
        ],
    ]
)


def linked(text: str) -> int:
    found = find(text, published_on=None, language="en", document_id="d")
    return len(link(found, published_on=None))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_every_quantity_has_one_observation_in_order(words: list[str]) -> None:
    found = find(" ".join(words), published_on=None, language="en", document_id="d")
    quantities = [m.number.number_id for m in found.mentions if m.number.kind == "quantity"]
    assert [o.observation_id for o in link(found, published_on=None)] == quantities


def test_a_period_that_cannot_be_told_has_no_source() -> None:
    """A text without a date does not say which year its last one was."""
    text = "Sales rose 5% last year to $3 million. In the fourth quarter they fell 2%."
    for row in extract(text).observations:
        assert (row.time_period, row.period_source) == (None, None)
        assert Flag.PERIOD_INHERITED not in row.flags


def test_reasons_point_into_the_text() -> None:
    text = "Exports of rice rose 5 percent in May 2021, Ann Berg said."
    found = find(text, published_on=None, language="en", document_id="d")
    reasons = derive(found, published_on=None)[0].reasons()
    assert reasons["measure"].rule == "change.verb"
    assert text[reasons["measure"].start : reasons["measure"].end] == "rose"
    assert text[reasons["indicator"].start : reasons["indicator"].end] == "Exports of rice"
    assert text[reasons["time_period"].start : reasons["time_period"].end] == "May 2021"


REPEATED = [
    "5 tonnes and ",
    "rose 5 percent to 7 percent from 6 percent, ",
    "the year to the year to ",
    "end of the end of ",
    "a year earlier than 5 percent ",
    "which said that prices (up 5 percent) ",
    "about more than at least the the ",
]
# Prints how many lines of the engine run for each unit repeated 400 and 3,200 times, each turn of a loop among them.
STEPS = f"""
from tallybook.facts import link
from tallybook.model import Flag
from tallybook.numbers import find

def steps(unit, times):
    found = find("Prices " + unit * times + "5 percent.", published_on=None, language="en", document_id="d")
    count = 0
    def seen(frame, event, argument):
        nonlocal count
        count += 1
        return seen
    sys.settrace(seen)
    link(found, published_on=None)
    sys.settrace(None)
    return count

for unit in {REPEATED}:
    steps(unit, 50)
    print(steps(unit, 400), steps(unit, 3200))
"""


def test_work_is_linear_in_the_text() -> None:
    lines = run(STEPS, plain=True)
    assert len(lines) == len(REPEATED)
    for unit, line in zip(REPEATED, lines, strict=True):
        small, large = (int(count) for count in line.split())
        assert large < 8 * small * 1.2, unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("number of new base stations", "New base station number"),
        ("exports to Japan", "exports, Japan"),
        ("company's sales", "sales of companies"),
    ],
)
def test_keys_group_what_is_the_same(one: str, other: str) -> None:
    assert indicator_key(one) == indicator_key(other)


def test_an_empty_text_has_no_observations() -> None:
    assert linked("") == 0


@pytest.mark.parametrize(
    "text",
    [
        "The 5 percent was too much.",
        "Both rose 5 percent.",
        "Among those aged 15 to 24 it was 11 percent.",
        "That was 3 million.",
        "Some 5 percent of this went.",
        "They'll total 5 million dollars.",
    ],
)
def test_an_indicator_says_something(text: str) -> None:
    found = find(text, published_on=None, language="en", document_id="d")
    for observation in link(found, published_on=None):
        assert (observation.indicator is None) == (observation.indicator_key is None)
        assert (observation.indicator or "").lower() not in {"the", "that", "this", "both", "aged", "some", "they'll"}
