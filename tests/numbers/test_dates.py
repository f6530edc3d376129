"""Dates and times: the corpus, and what must hold for any text."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.lexicons.tokens import Token, tokenize
from tallybook.model import Kind
from tallybook.numbers.dates import DateReading, read_dates, starts_date

CASES = tomllib.loads((Path(__file__).parents[1] / "corpus" / "dates.toml").read_text(encoding="utf-8"))["case"]

VOCABULARY = tokenize(
    """March May 3 3rd 21 31 1987 1986 / - – . , ' : and to of the last first second quarter half week 87 Q3 pm GMT BC
    century 10.45 s FY 24 months three 0401 hrs year fiscal 2024Q1 on 12/27/2021"""
)


def read_all(text: str, published_on: date | None = None) -> list[DateReading]:
    tokens = tokenize(text)
    readings: list[DateReading] = []
    i = 0
    while i < len(tokens):
        found = read_dates(tokens, i, published_on)
        readings += found
        i = found[-1].last if found else i + 1
    return readings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_corpus(case: dict[str, str | list[list[str]]]) -> None:
    text = str(case["text"])
    rows = [[text[r.start : r.end], r.iso or "", r.rule] for r in read_all(text)]
    assert rows == case["rows"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_kind_is_the_first_word_of_the_rule(case: dict[str, str | list[list[str]]]) -> None:
    assert all(reading.kind is Kind(reading.rule.split(".")[0]) for reading in read_all(str(case["text"])))


@pytest.mark.parametrize(
    ("published_on", "iso"), [(date(1987, 3, 1), "2016"), (date(1940, 1, 1), "1916"), (None, "2016")]
)
def test_publication_decides_the_century_of_two_digits(published_on: date | None, iso: str) -> None:
    assert [reading.iso for reading in read_all("since '16", published_on)] == [iso]


def test_periods_are_no_units_behind_a_date() -> None:
    tokens = tokenize("the 1986 quarter")
    readings = read_dates(tokens, 1, None, lambda tokens, i: tokens[i].lower == "quarter")
    assert [reading.iso for reading in readings] == ["1986"]


def test_units_of_the_caller_make_amounts() -> None:
    def is_unit(tokens: object, i: int) -> bool:
        return i == 1

    tokens = tokenize("1987 zorkmids")
    assert read_dates(tokens, 0, None) == []
    tokens = tokenize("1987 zorkmid")
    assert [reading.iso for reading in read_dates(tokens, 0, None)] == ["1987"]
    assert read_dates(tokens, 0, None, is_unit) == []


@given(
    st.lists(
        st.sampled_from([token.text for token in VOCABULARY]),
        max_size=12,
    ),
    st.booleans(),
)
def test_any_tokens_give_ordered_readings_that_start_at_the_token(words: list[str], glued: bool) -> None:
    tokens = tokenize(("" if glued else " ").join(words))
    for i, token in enumerate(tokens):
        readings = read_dates(tokens, i, None)
        assert not readings or (starts_date(token) and readings[0].first == i)
        ends = [0, *(reading.last for reading in readings)]
        assert all(ends[n] <= r.first < r.last <= len(tokens) for n, r in enumerate(readings))
        assert all(_span(tokens, r) == (r.start, r.end) for r in readings)


def _span(tokens: list[Token], reading: DateReading) -> tuple[int, int]:
    return tokens[reading.first].start, tokens[reading.last - 1].end
