"""docs/how-to-add-a-unit-or-a-rule.md is followed in a copy of the project: its edits are made, its commands run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

HOUSE = Path(__file__).parents[1]
PAGE = (HOUSE / "docs" / "how-to-add-a-unit-or-a-rule.md").read_text(encoding="utf-8")
EDIT = re.compile(
    r"(?:In `(?P<file>[^`]+)`, behind `(?P<anchor>[^`]+)`|At the end of `(?P<end>[^`]+)`):\n\n"
    r" *```toml\n(?P<lines>.*?)\n *```",
    re.DOTALL,
)
COMMAND = re.compile(r"^ *\$ (.*)$", re.MULTILINE)


def commands(containing: str) -> list[str]:
    """The commands of the page with some word in them, in order."""
    return [command for command in COMMAND.findall(PAGE) if containing in command]


def edit(house: Path, found: re.Match[str]) -> None:
    path = house / (found["file"] or found["end"])
    text, lines = path.read_text(encoding="utf-8"), dedent(found["lines"]) + "\n"
    if found["end"]:
        path.write_text(f"{text}\n{lines}", encoding="utf-8")
    else:
        before, anchor, behind = text.partition(f"\n{found['anchor']}\n")
        assert anchor, found["anchor"]
        path.write_text(before + anchor + lines + behind, encoding="utf-8")


def run(command: str, house: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the page with the code of a house; `tallybook` is that of the house."""
    program = command.replace("tallybook ", f"{sys.executable} -m tallybook ", 1) if command[0] == "t" else command
    environment = os.environ | {
        "PYTHONPATH": str(house),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(["bash", "-c", program], cwd=house, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with all edits of the page; nothing compiled, which would be older than its sources."""
    house = tmp_path_factory.mktemp("how-to")
    ignored = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd", "compiled.sha256")
    for folder in ("tallybook", "tests", "docs", "raw"):
        shutil.copytree(HOUSE / folder, house / folder, ignore=ignored)
    shutil.copy(HOUSE / "pyproject.toml", house)
    for found in EDIT.finditer(PAGE):
        edit(house, found)
    return house


def test_the_page_has_edits_of_both_kinds() -> None:
    assert len(EDIT.findall(PAGE)) == PAGE.count("```toml") == 4


@pytest.mark.parametrize("command", list(dict.fromkeys(commands(""))))
def test_commands_work(house: Path, command: str) -> None:
    answer = run(command, house)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_edits_do_what_the_page_says(house: Path) -> None:
    inspect, explain = commands("inspect")[0], commands("explain")[0]
    assert "unit_missing" in run(inspect, HOUSE).stdout
    assert "unit_missing" not in run(inspect, house).stdout
    assert "comparator.about" not in run(explain, HOUSE).stdout
    assert "comparator.about" in run(explain, house).stdout
