"""`inspect` shows documents of a release, kinds, and on a terminal numbers in colour, as `explain` does."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tallybook.cli import commands
from tallybook.cli.marking import STYLES
from tallybook.model import Kind
from tests.publishing.releasing import BOTH, release
from tests.warehouse.building import PRICES

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

DOCUMENT = next(made.document_id for made in BOTH.documents if made.text == PRICES)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inspect")
    release(folder)
    return folder


def call(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["inspect", *arguments])


def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a terminal of 100 columns and all colours gets."""
    for name, value in {"COLUMNS": "100", "FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    commands(arguments, standalone_mode=False)
    return capsys.readouterr().out


def test_a_document_of_the_release_is_shown_as_the_release_has_it(store: Path) -> None:
    result = call(DOCUMENT, "--store", str(store))
    assert result.exit_code == 0, result.output
    assert "quantity      2  3.5% · 102.5" in result.stdout
    found = json.loads(call(DOCUMENT, "--store", str(store), "--json").stdout)
    assert [row["number_id"] for row in found["numbers"]] == [f"{DOCUMENT}:12", f"{DOCUMENT}:44"]


def test_a_document_that_is_not_there_is_told_with_what_to_do(store: Path) -> None:
    result = call("0123456789abcdef", "--store", str(store))
    assert result.exit_code == 1
    assert "tallybook sql" in result.stderr
    assert call(DOCUMENT, "--store", str(store), "--published-on", "2022-01-20").exit_code == 2
    assert "tallybook run" in call(DOCUMENT, "--store", str(store / "nowhere")).stderr


def test_a_file_may_be_called_like_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / DOCUMENT).write_text("Twelve ships sailed.", encoding="utf-8")
    assert "there is no file" not in call(DOCUMENT).output


def test_kinds_are_chosen() -> None:
    text = "Output rose 8% in 2021, the third-largest rise."
    assert [row["kind"] for row in json.loads(call("--text", text, "--json").stdout)["numbers"]] == [
        "quantity",
        "date",
        "ordinal",
    ]
    found = json.loads(call("--text", text, "--json", "--kind", "date", "--kind", "ordinal").stdout)
    assert [row["kind"] for row in found["numbers"]] == ["date", "ordinal"]
    assert found["observations"] == []
    assert call("--text", text, "--kind", "score").exit_code == 1


def test_a_pipe_gets_no_text_and_no_colour() -> None:
    assert "\x1b" not in call("--text", "Output rose 8%.").stdout
    assert "Output rose" not in call("--text", "Output rose 8%.").stdout


def test_a_terminal_gets_the_text_in_colours_with_a_legend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = shown(monkeypatch, capsys, "inspect", "--text", "Output rose 8% in 2021.\nIt fell 2%.")
    quantity, date = "\x1b[4;38;2;0;123;192m", "\x1b[4;38;2;178;96;0m"
    text = f"Output rose {quantity}8%\x1b[0m in {date}2021\x1b[0m.\nIt fell {quantity}2%\x1b[0m.\n"
    legend = f"\n{quantity}quantity\x1b[0m 2   {date}date\x1b[0m 1   \n"
    assert output.startswith(text + legend)
    assert "percent" in output


def test_a_text_does_not_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = shown(monkeypatch, capsys, "inspect", "--text", "[red]Output\x1b[J rose 8%\u202e in[/red] 2021.")
    assert "[red]Output\\x1b[J rose" in output
    assert "\\u202e in[/red]" in output


def test_explain_has_the_same_colours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    output = shown(monkeypatch, capsys, "explain", "Output rose 8% in 2021.")
    assert "\x1b[4;38;2;0;123;192m8%  [12:14]  quantity\x1b[0m\n  value        8 percent\n" in output
    assert "\x1b[4;38;2;178;96;0m2021  [18:22]  date\x1b[0m\n" in output
    assert "\x1b" not in CliRunner().invoke(commands, ["explain", "Output rose 8% in 2021."]).output


@pytest.mark.parametrize("kind", Kind)
def test_colours_can_be_read_on_black_and_on_white(kind: Kind) -> None:
    """At the ratio that WCAG 2 asks of text."""
    channels = [int(channel, 16) / 255 for channel in re.findall("[0-9a-f]{2}", STYLES[kind].split("#")[1])]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert (luminance + 0.05) / 0.05 > 4.5
    assert 1.05 / (luminance + 0.05) > 4.5
