"""What counts as right, on one sentence with one label."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.eval import __main__ as command
from tests.eval.labels import LabelError, paragraph_of
from tests.eval.scoring import scored

TEXT = "Exports of Peru rose 5% year on year in May 2024 to 12,400 tonnes."
DATE = {"at": "May 2024", "kind": "date"}
LEVEL = {"at": "12,400", "value": 12400, "unit": "tonne", "indicator": "exports", "must": "export"}
RISE = {
    "at": "5",
    "value": 5,
    "unit": "percent",
    "indicator": "exports",
    "must": "export",
    "direction": "up",
    "basis": "year_on_year",
    "period": "2024-05",
    "area": "PE",
}


def wrong_fields(rise: dict[str, Any]) -> set[str]:
    """The fields that a label of the rise finds wrong."""
    entry = {"id": "exports", "published_on": date(2024, 6, 20), "text": TEXT, "numbers": [rise, DATE, LEVEL]}
    return {miss.field for miss in scored([paragraph_of(entry)]).misses if miss.start == TEXT.index("5%")}


def test_a_right_reading_has_no_miss() -> None:
    assert wrong_fields(RISE) == set()


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        ({"value": 6}, {"value", "fact", "fact+when"}),
        ({"unit": "percentage point"}, {"unit", "fact", "fact+when"}),
        ({"comparator": "~"}, {"comparator", "fact", "fact+when"}),
        ({"must": "import"}, {"indicator", "fact", "fact+when"}),
        ({"direction": "down"}, {"direction", "fact", "fact+when"}),
        ({"direction": ""}, {"measure", "fact", "fact+when"}),
        ({"period": "2024"}, {"period", "fact+when"}),
        ({"area": ""}, {"area"}),
        ({"status": "forecast"}, {"status"}),
        ({"basis": ""}, {"basis"}),
        ({"kind": "label"}, {"kind", "clean"}),
        ({"value": [6, 5], "period": ["2024", "2024-05"]}, set()),
    ],
    ids=lambda value: str(value),
)
def test_a_field_that_differs_is_a_miss(other: dict[str, Any], wrong: set[str]) -> None:
    assert wrong_fields({**RISE, **other}) == wrong


def test_unknown_keys_and_places_are_refused() -> None:
    with pytest.raises(LabelError, match="unknown keys"):
        wrong_fields({**RISE, "colour": "red"})
    with pytest.raises(LabelError, match="no '7' behind offset 0"):
        wrong_fields({**RISE, "at": "7"})


def test_the_command_prints_the_table_and_the_errors(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["eval", "--errors", "indicator"])
    assert command.main() == 0
    printed = capsys.readouterr().out
    assert "fact+when" in printed
    assert "   ours   quantity" in printed
