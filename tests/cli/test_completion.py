"""The shell completes commands, options, reasons, kinds and releases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from tallybook.cli import commands
from tests.publishing.releasing import release
from tests.warehouse.building import document, make

PROGRAM = (sys.executable, "-c", "from tallybook.cli import main; main()")


def completed(*words: str) -> list[str]:
    """What can stand in the place of the last word."""
    *before, incomplete = words
    answer = ShellComplete(commands, {}, "tallybook", "_TALLYBOOK_COMPLETE").get_completions(before, incomplete)
    return [item.value for item in answer]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_their_script(shell: str) -> None:
    environment = os.environ | {"_TALLYBOOK_COMPLETE": f"{shell}_source"}
    answer = subprocess.run(PROGRAM, env=environment, capture_output=True, text=True, check=True)
    assert "_TALLYBOOK_COMPLETE=" + shell in answer.stdout


def test_commands_options_and_lists_are_completed() -> None:
    assert completed("in") == ["inspect"]
    assert completed("inspect", "--k") == ["--kind"]
    assert completed("inspect", "--kind", "d") == ["date"]
    assert completed("rejects", "--reason", "unde") == ["undecodable"]


def test_releases_are_completed_the_newest_first(tmp_path: Path) -> None:
    older, newer = release(tmp_path), release(tmp_path, make(document("7 apples")))
    store = ("--store", str(tmp_path))
    assert completed("report", *store, "") == ["current", "previous", newer, older]
    assert completed("verify", *store, "20") == [newer, older]
    assert completed("diff", *store, older, "c") == ["current"]


def test_without_a_store_or_with_wrong_settings_there_is_nothing_to_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed("verify", "2") == []
    Path("tallybook.toml").write_text("no settings", encoding="utf-8")
    assert completed("verify", "c") == []
