"""What was refused is listed with its text, and summed up with what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tallybook.cli import commands
from tallybook.cli.excerpts import Excerpt
from tallybook.model import Reason, Reject, Stage
from tests.publishing.releasing import release
from tests.warehouse.building import PRICES, TELECOMS, document, make

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

UNREADABLE = Reject(Stage.READ, "raw/x.bin", None, None, None, None, Reason.BINARY, "NULs in the first line")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that refused a file and the first number of each of two documents."""
    folder = tmp_path_factory.mktemp("rejects")
    made = make(document(TELECOMS, "raw/telecoms/a.txt"), document(PRICES, "raw/prices/b.txt"))
    numbers = [replace(row, value=float("inf")) if row.start in (16, 12) else row for row in made.numbers]
    release(folder, replace(made, numbers=numbers), rejects=(UNREADABLE,))
    return folder


def call(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(commands, ["rejects", *arguments, "--store", str(store)])


def test_the_refused_part_of_a_text_is_marked(store: Path) -> None:
    result = call(store)
    assert "Prices rose ⟦3.5%⟧ in May. The index" in result.stdout
    assert "Revenue reached ⟦1.47 trillion yuan⟧ in 2021." in result.stdout
    assert "raw/prices/b.txt[12:16]" in result.stdout
    assert "raw/x.bin" in result.stdout


def test_rejects_of_one_reason_or_of_some_files(store: Path) -> None:
    assert "raw/x.bin" not in call(store, "--reason", "value_not_finite").stdout
    prices = json.loads(call(store, "--file", "*/prices/*", "--json").stdout)
    assert {row["source_uri"] for row in prices} == {"raw/prices/b.txt"}
    value = next(row for row in prices if row["reason"] == "value_not_finite")
    assert value["text"] == {"before": "Prices rose ", "refused": "3.5%", "after": " in May. The index stood at 102.5."}
    files = json.loads(call(store, "--file", "raw/x.*", "--json").stdout)
    assert [(row["source_uri"], row["text"]) for row in files] == [("raw/x.bin", None)]
    assert call(store, "--reason", "empty").stdout == "Nothing was refused.\n"
    assert call(store, "--file", "[", "--summary").stdout == "Nothing was refused.\n"


def test_an_unknown_reason_is_answered_with_the_list(store: Path) -> None:
    result = call(store, "--reason", "unreadible")
    assert result.exit_code == 2
    assert "'unreadable'" in result.stderr


def test_the_summary_says_what_reasons_mean_and_what_to_do(store: Path) -> None:
    assert Reason.BINARY.meaning in call(store, "--summary").stdout
    counted = {row["reason"]: row for row in json.loads(call(store, "--summary", "--json").stdout)}
    assert counted["value_not_finite"]["rejects"] == 2
    assert counted["binary"] == {
        "reason": "binary", "rejects": 1, "meaning": Reason.BINARY.meaning, "advice": Reason.BINARY.advice
    }  # fmt: skip


def test_of_a_long_span_the_beginning_is_shown() -> None:
    excerpt = Excerpt.of("before " + "x" * 1000 + " after", 7, 1007)
    assert excerpt.refused == "x" * 80 + "…"
    assert (excerpt.before, excerpt.after) == ("before ", " after")
    assert str(Excerpt.of("up 8%", 3, 5)) == "up ⟦8%⟧"
