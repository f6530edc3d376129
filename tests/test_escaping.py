"""Nothing that a file brings along steers a terminal, a spreadsheet or a page."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tallybook.cli import commands, terminal
from tallybook.escaping import for_json, for_markdown, for_sheet, for_terminal
from tallybook.outcome import Contents, Outcome, Status

if TYPE_CHECKING:
    from pathlib import Path

# A title that clears the screen and sets its own, a bell, a C1 introducer, text turned round, a lone surrogate.
HOSTILE = "up\x1b[2J\x1b]0;mine\x07 \x9b31m5% \u202edesrever\u2066 \udce9 of ships"
STEERING = set("\x1b\x07\x9b\u202e\u2066\udce9")


@given(st.text(st.characters()))
def test_what_a_terminal_gets_is_printable(text: str) -> None:
    assert for_terminal(for_terminal(text)) == for_terminal(text)
    assert not set(for_terminal(text)) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E)}


@given(st.dictionaries(st.text(st.characters()), st.text(st.characters())))
def test_json_says_what_it_said(value: dict[str, str]) -> None:
    written = for_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(written) == value
    assert written.encode()


def test_other_scripts_stay_as_they_are() -> None:
    text = "café ٨٪ क्षि ‘x’\n\t增长 👩‍🚀"
    assert for_terminal(text) == for_json(text) == text


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_formula_is_a_text_in_a_sheet(cell: str) -> None:
    assert for_sheet(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-5, -5.5, None, "-5.5", "+3", "-1e9", "5%", "a=b", "", ["=1"]])
def test_numbers_and_texts_stay_what_they_are_in_a_sheet(cell: object) -> None:
    assert for_sheet(cell) == cell


def test_markdown_shows_what_it_is_given() -> None:
    assert for_markdown("a|b\n# [x](javascript:y) <img>") == r"a\|b \# \[x\]\(javascript:y\) \<img\>"


def test_the_page_of_a_run_quotes_without_obeying() -> None:
    outcome = Outcome(
        run_id="r",
        status=Status.BLOCKED,
        sources=1,
        new_documents=1,
        contents=Contents(),
        audit="failed",
        failures=("numbers.surface: <script>alert(5)</script> [x](http://example.org)\n# Released",),
        warnings=("raw/*.txt | 5",),
        release=None,
        path=None,
        seconds={},
    )
    page = outcome.as_markdown()
    assert "<script>" not in page
    assert "[x](" not in page
    assert "\n# Released" not in page


@pytest.mark.parametrize(
    "arguments", [("inspect", "--text"), ("explain",), ("explain", "--json"), ("inspect", "--json", "--text")]
)
def test_commands_show_what_is_in_a_text_and_do_not_obey_it(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(commands, [*arguments, f"Mr Ayton\x1b[31m sold 5\x9b ships, {HOSTILE[:-10]}."])
    assert result.exit_code == 0
    assert not STEERING & set(result.stdout)


def test_errors_are_escaped_too(tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[2J.txt"
    path.write_bytes(b"")
    result = CliRunner().invoke(commands, ["inspect", str(path)])
    assert result.exit_code == 1
    assert "empty" in result.stderr
    assert not STEERING & set(result.stderr)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_tables_blocks_and_sheets_are_escaped(
    is_terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    many = [f"column {number}" for number in range(11)]
    terminal.print_table(("text", "count"), [[HOSTILE, 5]])
    terminal.print_table(many, [[HOSTILE] * 11])
    terminal.print_json({"text": HOSTILE})
    terminal.say(HOSTILE)
    styles = re.compile(r"\x1b\[[01]m")  # of headings, ours
    assert not STEERING & set(styles.sub("", capsys.readouterr().out))


def test_a_sheet_has_the_texts_and_no_formulas(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["=1+1", -5, "-5.25"], ["up\x1b 5", 2.5, None]]
    terminal.print_csv(("text", "value", "=exact"), rows)
    shown = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert shown == [["text", "value", "'=exact"], ["'=1+1", "-5", "-5.25"], ["up\x1b 5", "2.5", ""]]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    terminal.print_csv(("text",), [["up\x1b 5"]])
    assert capsys.readouterr().out == "text\nup\\x1b 5\n"
