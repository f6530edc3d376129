"""Publication dates where they are certain, and none elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.reading.dates import find_date, find_dateline, find_file_date, is_date_line

LATEST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26-FEB-1987 15:01:01.79", date(1987, 2, 26)),
        (" 1-MAR-1987 00:00:00.00", date(1987, 3, 1)),
        ("PRICES ROSE\n26-FEB-1987 15:01:01.79\n\nThey rose 8 pct.", date(1987, 2, 26)),
        ("LONDON, March 3, 1987 - Profits rose.", date(1987, 3, 3)),
        ("LONDON, March 3, 1987 (Reuters) — Profits rose.", date(1987, 3, 3)),
        ("WASHINGTON, 12 January 2024 (Reuters) - Prices rose.", date(2024, 1, 12)),
        ("BEIJING, Jan. 20, 2022 (Xinhua) -- Revenue rose.", date(2022, 1, 20)),
        ("NEW YORK March 3rd, 1987 - Profits rose.", date(1987, 3, 3)),
        ("Zhongxin Finance, January 20, 2022. On the 20th, a press conference was held.", date(2022, 1, 20)),
        ("Ministry of Trade, 5 April 2024", date(2024, 4, 5)),
        ("For release 10:00 a.m. EST, Friday, 5 April 2024", date(2024, 4, 5)),
        ("FOR IMMEDIATE RELEASE: March 5, 2024", date(2024, 3, 5)),
        ("Embargoed until 0930 GMT, Tuesday 5 March 2024", date(2024, 3, 5)),
        ("Press release no. 24, 5 March 2024", date(2024, 3, 5)),
        ("Release date: 14 February 2024  Next release: 20 March 2024", date(2024, 2, 14)),
        ("**Published:** 2024-03-01", date(2024, 3, 1)),
        ("Published: 2024-03-01", date(2024, 3, 1)),
        ("# Consumer prices\n\nFriday, 5 April 2024\n", date(2024, 4, 5)),
        ("2024/03/01", date(2024, 3, 1)),
    ],
)
def test_datelines(text: str, expected: date) -> None:
    assert find_dateline(text, LATEST) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Zhongxin Finance, January 20. On the 20th, a conference on development in 2021 was held.",
        "WASHINGTON, March 3 - Prices rose in 1987.",
        "On 5 April 2024 the ministry said that prices rose.",
        "In London, March 3, 1987 - a day of snow.",
        "Prices as of 5 April 2024.",
        "Profits for the year ended March 3, 1987 rose.",
        "Week Ended 5 April 2024",
        "Next Release: 5 April 2024",
        "Released: 5 figures for the period to 5 April 2024",
        "LONDON, March 3, 1787 - Profits rose.",
        "LONDON, March 3, 2987 - Profits rose.",
        "LONDON, February 30, 1987 - Profits rose.",
        "Open from 1-5 March 2024",
        "03/04/2024",
        "2024",
        "",
        "\n" * 9_000 + "5 April 2024",
        "A line\n" * 9 + "5 April 2024",
    ],
)
def test_no_datelines(text: str) -> None:
    assert find_dateline(text, LATEST) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2024-03-01-cpi.txt", date(2024, 3, 1)),
        ("cpi_20240301.txt", date(2024, 3, 1)),
        ("cpi.2024.03.01.txt", date(2024, 3, 1)),
        ("20240301T0930.txt", date(2024, 3, 1)),
        ("2024-03.txt", None),
        ("20241301.txt", None),
        ("d20240301f.txt", None),
        ("120240301.txt", None),
        ("2024-0301.txt", None),
        ("29990101.txt", None),
        ("000_d079b203a7e33f3e.txt", None),
    ],
)
def test_file_names(name: str, expected: date | None) -> None:
    assert find_file_date(name, LATEST) == expected


@given(st.dates(date(1800, 1, 1), LATEST), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y"]))
def test_every_way_of_writing_gives_the_date(day: date, form: str) -> None:
    assert find_date(day.strftime(form), LATEST) == day
    assert find_dateline(f"Published: {day.strftime(form)}", LATEST) == day


@pytest.mark.parametrize("line", ["26-FEB-1987 15:01:01.79", "Friday, 5 April 2024", "FOR IMMEDIATE RELEASE"])
def test_lines_of_dates(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["BAHIA COCOA REVIEW", "Prices on 5 April 2024", "Released figures", "26"])
def test_lines_of_something_else(line: str) -> None:
    assert not is_date_line(line)


@given(st.text(alphabet="apm. 0123456789:,-()MarchLondn\n", max_size=400))
def test_any_text_is_searched_in_peace(text: str) -> None:
    found = find_dateline(text, LATEST)
    assert found is None or found <= LATEST
