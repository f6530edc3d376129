"""One normal form of newlines and of Unicode."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.model import Reason
from tallybook.reading.normalising import normalise
from tallybook.reading.refusals import RefusedError

texts = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_mandatory_break_is_a_newline(newline: str) -> None:
    assert normalise(f"8%{newline}9%{newline}{newline}") == "8%\n9%\n\n"


def test_marks_are_composed_and_nothing_else_changes() -> None:
    assert normalise("cafe\u0301 ½ ５ \x03 \u202e٨ ") == "café ½ ５ \x03 \u202e٨ "


@given(texts)
def test_twice_is_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\v\f\x85\u2028\u2029")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\v\f\x85\u2028\u2029")))
def test_the_style_of_newlines_makes_no_difference(text: str) -> None:
    assert normalise(text.replace("\n", "\r\n")) == normalise(text.replace("\n", "\r")) == normalise(text)


@given(texts)
def test_figures_are_kept(text: str) -> None:
    assert [c for c in normalise(text) if c.isdecimal()] == [c for c in text if c.isdecimal()]


def test_a_pile_of_marks_is_refused_at_once() -> None:
    with pytest.raises(RefusedError) as caught:
        normalise("8% " + "a" + "\u0301\u0323" * 500_000)
    assert caught.value.reason is Reason.UNDECODABLE


def test_ruled_lines_and_ordinary_marks_are_no_piles() -> None:
    text = "─" * 500 + "\n" + "र्ष" * 100 + "\n" + "שָׁלוֹם 8%"
    assert normalise(text) == unicodedata.normalize("NFC", text)
