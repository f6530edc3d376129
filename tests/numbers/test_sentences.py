"""Where sentences and paragraphs begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.numbers.sentences import split_sentences

WRAPPED = """\
OIL OUTPUT RISES IN MAY

The ministry said that output of crude oil rose to 3.2 mln
barrels a day in May from 3.1 mln in April. Exports were little changed, it
said.
    Traders in the capital had expected a somewhat larger rise in the output
of the new fields.
"""


PIECES = [*"aA5.!?\n \t\"')(-•。", "U.S.", "Mr.", "\n\n", "pct. ", "word "]


def sentences_of(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Sales rose. Costs fell.", ["Sales rose.", "Costs fell."]),
        ("Did sales rise? They did! Costs fell.", ["Did sales rise?", "They did!", "Costs fell."]),
        ("Sales rose 2.5 pct. Costs fell 1.5 pct.", ["Sales rose 2.5 pct.", "Costs fell 1.5 pct."]),
        ("The U.S. economy and the U.K. grew.", ["The U.S. economy and the U.K. grew."]),
        ("Mr. Smith met Dr. Jones.", ["Mr. Smith met Dr. Jones."]),
        ("J. P. Smith spoke.", ["J. P. Smith spoke."]),
        ("See No. 5 of vol. 12 for more.", ["See No. 5 of vol. 12 for more."]),
        ("It sold 3 mln. 5 plants closed.", ["It sold 3 mln. 5 plants closed."]),
        ('"Sales rose." He smiled.', ['"Sales rose."', "He smiled."]),
        ("Sales rose (a lot.) Costs fell.", ["Sales rose (a lot.)", "Costs fell."]),
        ("Wait... what? No.", ["Wait... what?", "No."]),
        ("销售增长。成本下降。", ["销售增长。", "成本下降。"]),
        ("One line\nAnother line", ["One line", "Another line"]),
        ("One paragraph.\n\nAnother one.", ["One paragraph.", "Another one."]),
        ("- 5 ships\n- 6 tugs", ["- 5 ships", "- 6 tugs"]),
        ("1) Open it.\n2) Close it.", ["1) Open it.", "2) Close it."]),
        ("A line that goes\non below.", ["A line that goes\non below."]),
        ("Sales rose 8.\t Costs fell.", ["Sales rose 8.", "Costs fell."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_split(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


def test_hard_wrapped_lines_are_joined() -> None:
    assert [sentence.replace("\n", " ") for sentence in sentences_of(WRAPPED)] == [
        "OIL OUTPUT RISES IN MAY",
        "The ministry said that output of crude oil rose to 3.2 mln barrels a day in May from 3.1 mln in April.",
        "Exports were little changed, it said.",
        "Traders in the capital had expected a somewhat larger rise in the output of the new fields.",
    ]


def test_paragraphs_are_counted() -> None:
    assert [sentence.paragraph for sentence in split_sentences(WRAPPED)] == [0, 1, 1, 2]


def test_headings_stand_alone_and_end_without_a_stop() -> None:
    text = "Output rises\n\nOutput rose. It rose again.\n\nPrices\n\nPrices fell.\n"
    assert [sentence.is_heading for sentence in split_sentences(text)] == [True, False, False, True, False]


def test_a_datestamp_is_a_line_of_its_own() -> None:
    text = "26-FEB-1987 15:01:01.79\n" + WRAPPED
    assert sentences_of(text)[0] == "26-FEB-1987 15:01:01.79"


def test_columns_of_a_table_are_not_joined() -> None:
    table = WRAPPED + "\nOutput      3.2    3.1\nExports     1.2    1.1\nStocks     40.2   39.8\n"
    assert sentences_of(table)[-3:] == ["Output      3.2    3.1", "Exports     1.2    1.1", "Stocks     40.2   39.8"]


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_nothing_but_white_space_lies_between_sentences(text: str) -> None:
    end = 0
    for index, sentence in enumerate(split_sentences(text)):
        assert sentence.index == index
        assert not text[end : sentence.start].strip()
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip() != ""
        end = sentence.end
    assert not text[end:].strip()


@settings(max_examples=50, derandomize=True, deadline=None, database=None)
@given(st.text(max_size=100))
def test_tokens_lie_inside_their_sentence(text: str) -> None:
    for sentence in split_sentences(text):
        assert "".join(token.text for token in sentence.tokens) == "".join(text[sentence.start : sentence.end].split())
        assert all(text[token.start : token.end] == token.text for token in sentence.tokens)
