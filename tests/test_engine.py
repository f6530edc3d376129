"""The contract of `extract`: rows in reading order, text untouched, the same rows every time."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
from datetime import date

import pytest

from tallybook import engine_version, extract, extract_document
from tallybook.lexicons import LexiconError
from tallybook.model import Direction, Document, Flag, Kind, Measure, PublishedOnSource
from tests import plain
from tests.conftest import REVENUE

BULLETIN = """\
Phones sold well

In March 2021 the makers sold 3.2 million phones, 8% more than a year before. First, prices fell by $20.

The 5G models were one of the reasons: dozens of them cost less than 300 euros.
"""
COLLECT = """
import gc
from pathlib import Path
from tallybook import extract

def looked_at():
    return sum(len(extract(text).numbers) for text in texts)

files = Path(sys.argv[1], "raw").rglob("*.txt")
texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
looked_at()  # the lexicons are read once, and stay
gc.collect()
gc.disable()
print(looked_at())
print(gc.collect())
"""


def test_numbers_and_observations_come_in_reading_order() -> None:
    extraction = extract(BULLETIN)
    starts = [number.start for number in extraction.numbers]
    assert starts == sorted(starts)
    quantities = [number.number_id for number in extraction.numbers if number.kind is Kind.QUANTITY]
    assert [observation.observation_id for observation in extraction.observations] == quantities


def test_every_kind_is_told() -> None:
    assert [(number.surface, number.kind.value) for number in extract(BULLETIN).numbers] == [
        ("March 2021", "date"),
        ("3.2 million", "quantity"),
        ("8%", "quantity"),
        ("First", "enumerator"),
        ("$20", "quantity"),
        ("5G", "label"),
        ("one", "idiom"),
        ("dozens", "quantity"),
        ("300 euros", "quantity"),
    ]


def test_the_revenue_sentence() -> None:
    extraction = extract(REVENUE)
    assert [(number.value_exact, number.unit) for number in extraction.numbers] == [
        ("1470000000000", "CNY"),
        ("8", "percent"),
        ("4.4", "percentage point"),
    ]
    assert [(row.measure, row.direction) for row in extraction.observations] == [
        (Measure.LEVEL, None),
        (Measure.CHANGE, Direction.UP),
        (Measure.CHANGE, Direction.UP),
    ]


def test_a_missing_unit_is_flagged_and_never_guessed() -> None:
    extraction = extract("Cumulative profit has exceeded 8 billion.")
    assert [(number.value_exact, number.unit, number.comparator.value) for number in extraction.numbers] == [
        ("8000000000", None, ">")
    ]
    assert Flag.UNIT_MISSING in extraction.observations[0].flags


def test_sentences_hold_their_numbers() -> None:
    extraction = extract(BULLETIN)
    for number in extraction.numbers:
        start, end = extraction.sentences[number.sentence_index]
        assert start <= number.start < number.end <= end


def test_text_that_is_not_normalised_stays_as_it_is() -> None:
    text = unicodedata.normalize("NFD", "Le café a vendu 5 crêpes à 3 €.\r\nPuis ½ tarte.")
    extraction = extract(text)
    assert [text[number.start : number.end] for number in extraction.numbers] == [n.surface for n in extraction.numbers]
    assert [number.surface for number in extraction.numbers] == ["5", "3 €", "½"]


def test_the_id_comes_from_the_text() -> None:
    digest = hashlib.sha256(REVENUE.encode()).hexdigest()
    assert {number.document_id for number in extract(REVENUE).numbers} == {digest[:16]}
    assert extract(REVENUE) == extract(REVENUE)
    assert extract(REVENUE + " ").numbers[0].document_id != extract(REVENUE).numbers[0].document_id


def test_a_document_keeps_its_own_id_and_date() -> None:
    text = "Exports rose 5% last year."
    document = Document(
        document_id="0123456789abcdef",
        sha256="0" * 64,
        source_uri="raw/a.txt",
        byte_size=len(text),
        encoding="utf-8",
        language="en",
        title=None,
        published_on=date(2020, 3, 1),
        published_on_source=PublishedOnSource.METADATA,
        text=text,
    )
    extraction = extract_document(document)
    assert [number.number_id for number in extraction.numbers] == ["0123456789abcdef:13"]
    assert extraction.observations == [
        dataclasses.replace(observation, observation_id="0123456789abcdef:13")
        for observation in extract(text, published_on=date(2020, 3, 1)).observations
    ]


def test_the_publication_date_resolves_what_is_relative() -> None:
    text = "Exports rose 5% last year."
    assert extract(text, published_on=date(2020, 3, 1)).observations[0].time_period == "2019"
    assert extract(text).observations[0].time_period is None


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No numerals at all.", "\x00", "\ud800", "\ufeff", "a" * 10_000])
def test_texts_without_numbers(text: str) -> None:
    extraction = extract(text)
    assert (extraction.numbers, extraction.observations) == ([], [])


def test_a_lone_surrogate_harms_nothing() -> None:
    assert [number.surface for number in extract("It has 5 \ud800 ships.").numbers] == ["5"]


def test_a_language_without_a_lexicon_is_refused() -> None:
    with pytest.raises(LexiconError, match="xx/"):
        extract("5 ships", language="xx")


def test_nothing_is_left_to_the_garbage_collector() -> None:
    # In a process of its own: what the threads of other tests leave would count, too.
    looked_at, left = plain.run(COLLECT, plain=False)
    assert (int(looked_at) > 0, left) == (True, "0")


def test_the_version_names_package_and_sources() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", engine_version())
    assert engine_version() == engine_version()
