"""Titles."""

from __future__ import annotations

import pytest

from tallybook.reading.titles import find_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Consumer prices in March #\nPrices rose.", "Consumer prices in March"),
        ("## **Prices**  rose\n", "Prices** rose"),
        ("BAHIA COCOA REVIEW\n26-FEB-1987 15:01:01.79\n\nShowers continued", "BAHIA COCOA REVIEW"),
        ("Prices rose\n===========\nThey did.", "Prices rose"),
        ("\n\nWhat drove prices?\n\nPrices rose.", "What drove prices?"),
        ("5 April 2024\n\nPrices rose\n\nThey rose 2%.", "Prices rose"),
        ("FOR IMMEDIATE RELEASE\n\nPrices rose\n\nThey rose 2%.", "Prices rose"),
        ("PROFITS AT ACME INC.\n\nThey rose.", "PROFITS AT ACME INC."),
        ("*Prices rose*\n\nThey rose.", "Prices rose"),
        ("Prices rose 2%.\n\nWages fell.", None),
        ("Prices rose 2% in the year\nto March.\n\nWages fell.", None),
        ("Prices rose", None),
        ("Prices rose\n\n", None),
        ("x" * 201 + "\n\nText", None),
        ("", None),
        ("5 April 2024\n", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert find_title(text) == title
