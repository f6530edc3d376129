"""Periods: their ISO 8601 names, their arithmetic, and expressions of time seen from a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook import extract
from tallybook.facts.periods_iso import Period, containing, parse_iso, shift

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
FREQS = st.sampled_from("ASQMWD")


@given(DAYS, FREQS)
def test_a_name_reads_back_as_its_period(day: date, freq: str) -> None:
    period = containing(freq, day)
    assert parse_iso(period.iso) == period
    assert period.start <= day <= period.end


@given(DAYS, st.sampled_from("ASQMD"), st.integers(-50, 50))
def test_shifting_there_and_back_changes_nothing(day: date, freq: str, count: int) -> None:
    period = containing(freq, day)
    assert shift(shift(period, freq, count), freq, -count) == period


@pytest.mark.parametrize(
    ("iso", "start", "end"),
    [
        ("1986", "1986-01-01", "1986-12-31"),
        ("1986/1987", "1986-01-01", "1987-12-31"),
        ("1987-H2", "1987-07-01", "1987-12-31"),
        ("1987-Q1", "1987-01-01", "1987-03-31"),
        ("1988-02", "1988-02-01", "1988-02-29"),
        ("1987-W09", "1987-02-23", "1987-03-01"),
        ("1987-02-10/1987-02-19", "1987-02-10", "1987-02-19"),
        ("1987-01/1987-11", "1987-01-01", "1987-11-30"),
    ],
)
def test_names(iso: str, start: str, end: str) -> None:
    period = parse_iso(iso)
    assert period is not None
    assert (period.iso, period.start.isoformat(), period.end.isoformat()) == (iso, start, end)


@pytest.mark.parametrize("iso", ["", "1987-13", "1987-02-30", "1987-Q5", "1987-W60", "12", "1987/1986", "--02-16"])
def test_what_is_no_period(iso: str) -> None:
    assert parse_iso(iso) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("last year", "2009"),
        ("last month", "2010-02"),
        ("last quarter", "2009-Q4"),
        ("this week", "2010-W11"),
        ("yesterday", "2010-03-17"),
        ("on Monday", "2010-03-15"),
        ("in January", "2010-01"),
        ("in January and February", "2010-01/2010-02"),
        ("in December", "2009-12"),
        ("in December 2007", "2007-12"),
        ("in the first quarter of 2008", "2008-Q1"),
        ("in the first two months of the year", "2010-01/2010-02"),
        ("at the end of June 2009", "2009-06"),
        ("in the nine months ended September 2009", "2009-01/2009-09"),
        ("in the year ended June 30, 2009", "2008-07/2009-06"),
        ("at some time", None),
    ],
)
def test_expressions(words: str, expected: str | None) -> None:
    text = f"Deposits were 500 dollars {words}."
    observations = {
        number.surface: observation
        for number, observation in zip(
            [n for n in extract(text, published_on=date(2010, 3, 18)).numbers if n.kind == "quantity"],
            extract(text, published_on=date(2010, 3, 18)).observations,
            strict=True,
        )
    }
    assert observations["500 dollars"].time_period == expected


def test_a_period_keeps_its_days_and_frequency() -> None:
    observation = extract("Sales rose 5 percent in May 2021.").observations[0]
    assert (observation.period_start, observation.period_end) == (date(2021, 5, 1), date(2021, 5, 31))
    assert observation.freq == "M"
    assert Period(date(2021, 5, 1), date(2021, 5, 31), "M", "M").iso == observation.time_period
