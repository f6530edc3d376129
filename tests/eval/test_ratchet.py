"""The ratchet: what the engine reads right on the labelled paragraphs may only grow.

`floors.toml` pins a figure for every field, and the SHA-256 of the labelled files that the figures were measured on. A
figure below its floor fails here: `python -m tests.eval --errors FIELD` shows what is wrong. Other labels give other
figures, so a digest that differs fails, too: after a change of labels, and after a change that raised the figures, run
`python -m tests.eval --pin`. It refuses to lower a floor unless `--allow-lower` is given; the commit then says why.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tallybook.model import Basis, Comparator, Direction, Kind, Measure, ObsStatus
from tests.eval import floors, labels
from tests.eval.scoring import FIELDS, Score, forms, names_it, scored, words

PARAGRAPHS = list(labels.paragraphs())
VOCABULARY = {
    "comparator": Comparator,
    "measure": Measure,
    "direction": Direction,
    "basis": Basis,
    "status": ObsStatus,
}
FEWEST_PARAGRAPHS = 32
FEWEST_NUMBERS = 300


@pytest.fixture(scope="module")
def score() -> Score:
    return scored(PARAGRAPHS)


@pytest.mark.parametrize("name", FIELDS)
def test_no_figure_falls_below_its_floor(score: Score, name: str) -> None:
    floor = floors.pinned().figures[name]
    assert score.figure(name) >= floor, f"{name} fell: see `python -m tests.eval --errors {name}`"


def test_floors_belong_to_these_labels() -> None:
    assert floors.corpus_digest() == floors.pinned().corpus_digest, "labels changed: run `python -m tests.eval --pin`"


def test_pinning_refuses_to_lower_a_floor() -> None:
    before = floors.PATH.read_text(encoding="utf-8")
    with pytest.raises(floors.LowerFloorError, match=r"kind: 0\.0 is below its floor"):
        floors.pin(Score(total=Counter(kind=1)))
    assert floors.PATH.read_text(encoding="utf-8") == before


def test_there_are_enough_labels() -> None:
    assert len(PARAGRAPHS) >= FEWEST_PARAGRAPHS
    assert sum(len(paragraph.labels) for paragraph in PARAGRAPHS) >= FEWEST_NUMBERS


def test_names_of_paragraphs_are_unique() -> None:
    assert [name for name, times in Counter(paragraph.name for paragraph in PARAGRAPHS).items() if times > 1] == []


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda paragraph: paragraph.name)
def test_labels_are_sound(paragraph: labels.Paragraph) -> None:
    for label in paragraph.labels:
        assert paragraph.text[label.start : label.end] == label.surface
        assert set(label.kinds) <= set(Kind), label
        for key, vocabulary in VOCABULARY.items():
            assert set(label.right[key]) <= {*vocabulary, None}, label
        if label.is_quantity:
            assert label.right["value"] != (None,) or "range" in label.right["comparator"], label
            assert ("change" in label.right["measure"]) == (label.right["direction"] != (None,)), label
            have = {form for word in words(label.indicator) for form in forms(word)}
            assert all(forms(word) & have for word in label.must), label
            assert names_it(label, label.indicator), label
        else:
            assert label.indicator is None, label


def test_a_number_without_a_label_is_refused() -> None:
    entry = {"id": "x", "published_on": None, "text": "3 of 4 shops", "numbers": [{"at": "3"}]}
    with pytest.raises(labels.LabelError, match="'4' in '3 of 4 shops' has no label"):
        labels.paragraph_of(entry)
