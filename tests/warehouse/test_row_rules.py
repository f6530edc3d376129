"""Rows that break a rule are refused with the reason, all of them; the others go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tallybook.model import Reason, Reject, Stage
from tallybook.warehouse import Warehouse
from tests.warehouse.building import ENGINE, TELECOMS, Made, document, load, make, number, observation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path) as opened:
        yield opened


def refused(warehouse: Warehouse, made: Made, *rejects: Reject) -> list[tuple[Any, ...]]:
    """(row_id, start, end, reason) of what the rules refuse."""
    run_id = warehouse.start_run(ENGINE)
    load(warehouse, run_id, made, rejects)
    warehouse.reject_failing_rows(run_id)
    return [(row[3], row[4], row[5], row[6]) for row in warehouse.run_sql("publish/rejects.sql")]


def changed(made: Made, index: int, **changes: Any) -> Made:
    numbers = list(made.numbers)
    numbers[index] = replace(numbers[index], **changes)
    return replace(made, numbers=numbers)


def test_sound_rows_pass(warehouse: Warehouse) -> None:
    assert refused(warehouse, make(document(TELECOMS))) == []


@pytest.mark.parametrize(
    "text",
    [
        "🤦🏼‍♂️ e\u0301 𝟙𝟚 “8%” of \U0001f600 12 and 3.5%",
        "٣٤ and 8% — \u202b12\u202c שלום 7",
        "x" * 255 + "8%" + "y" * 254 + "12 345,678 " + "é" * 600 + "1.47 trillion yuan",
        "9",
    ],
)
def test_offsets_count_unicode_characters(warehouse: Warehouse, text: str) -> None:
    made = make(document(text))
    assert refused(warehouse, made) == []
    assert len(warehouse.run_sql("publish/numbers.sql")) == len(made.numbers) > 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"surface": "9.99 trillion yuan"}, "span_mismatch"),
        ({"surface": "1.47"}, "span_mismatch"),
        ({"value": float("inf")}, "value_not_finite"),
        ({"upper": float("nan")}, "value_not_finite"),
        ({"lower": 3e12, "upper": 2e12}, "bounds_reversed"),
        ({"lower": 2e12}, "bounds_reversed"),
        ({"upper": 1e12}, "bounds_reversed"),
    ],
)
def test_a_bad_number_is_refused_with_its_observation(
    warehouse: Warehouse, changes: dict[str, Any], reason: str
) -> None:
    made = make(document(TELECOMS))
    bad = made.numbers[0]
    rows = refused(warehouse, changed(made, 0, **changes))
    assert set(rows) == {(bad.number_id, bad.start, bad.end, reason)}
    assert bad.number_id not in {row[0] for row in warehouse.run_sql("publish/numbers.sql")}
    assert bad.number_id not in {row[0] for row in warehouse.run_sql("publish/observations.sql")}
    assert len(warehouse.run_sql("publish/observations.sql")) == len(made.observations) - 1


def test_a_span_behind_the_end_of_the_text_is_a_mismatch(warehouse: Warehouse) -> None:
    made = make(document("8%"))
    far = replace(made.numbers[0], number_id=made.documents[0].document_id + ":900", start=900, end=902)
    rows = refused(warehouse, replace(made, numbers=[far], observations=[observation(far)]))
    assert {row[3] for row in rows} == {"span_mismatch", "digits_not_covered"}


def test_an_absurd_period_costs_the_observation_but_not_the_number(warehouse: Warehouse) -> None:
    made = make(document("8%"))
    for start, end in ((date(999, 1, 1), date(2021, 1, 1)), (date(2021, 2, 1), date(2021, 1, 1))):
        absurd = [replace(made.observations[0], period_start=start, period_end=end)]
        assert [row[3] for row in refused(warehouse, replace(made, observations=absurd))] == ["period_out_of_range"]
        assert warehouse.run_sql("publish/observations.sql") == []
        assert len(warehouse.run_sql("publish/numbers.sql")) == 1


def test_digits_outside_of_every_number_are_refused_with_their_span(warehouse: Warehouse) -> None:
    made = make(document("é 12 and 34 and 8%"))
    assert refused(warehouse, replace(made, numbers=made.numbers[1:], observations=made.observations[1:])) == [
        (None, 2, 4, "digits_not_covered")
    ]
    assert len(warehouse.run_sql("publish/documents.sql")) == 1


def test_digits_of_a_text_that_was_refused_whole_are_accounted_for(warehouse: Warehouse) -> None:
    text = document("12 and 34")
    whole = Reject(Stage.EXTRACT, "raw/a.txt", text.document_id, None, 0, len(text.text), Reason.TOO_SLOW, "60 s")
    assert refused(warehouse, Made([text], [], [], {text.document_id: []}), whole) == [(None, 0, 9, "too_slow")]


def test_a_run_of_digits_that_is_covered_in_part_is_refused(warehouse: Warehouse) -> None:
    text = document("1234")
    half = number(text, 0, 2)
    made = Made([text], [half], [observation(half)], {text.document_id: [(0, 4)]})
    assert refused(warehouse, made) == [(None, 0, 4, "digits_not_covered")]


def test_of_two_numbers_that_overlap_the_later_is_refused(warehouse: Warehouse) -> None:
    made = make(document("123 4"))
    inner = number(made.documents[0], 1, 3)
    both = replace(made, numbers=[*made.numbers, inner], observations=[*made.observations, observation(inner)])
    assert refused(warehouse, both) == [(inner.number_id, 1, 3, "numbers_overlap")]


def test_orphans_are_refused(warehouse: Warehouse) -> None:
    made = make(document("8% of 12"))
    lonely = observation(replace(made.numbers[0], number_id=f"{made.documents[0].document_id}:99"))
    rows = refused(warehouse, replace(made, observations=[made.observations[0], lonely]))
    assert {(row[0], row[3]) for row in rows} == {
        (made.numbers[1].number_id, "observation_missing"),
        (lonely.observation_id, "number_missing"),
    }


def test_rows_come_back_when_what_refused_them_is_mended(warehouse: Warehouse) -> None:
    made = make(document(TELECOMS))
    assert len(refused(warehouse, changed(made, 0, value=float("inf")))) == 1
    assert refused(warehouse, made) == []
    assert len(warehouse.run_sql("publish/numbers.sql")) == len(made.numbers)


def test_the_same_refusal_keeps_its_time(warehouse: Warehouse) -> None:
    made = changed(make(document(TELECOMS)), 0, value=float("inf"))
    refused(warehouse, made)
    before = warehouse.run_sql("publish/rejects.sql")
    refused(warehouse, made)
    assert warehouse.run_sql("publish/rejects.sql") == before
