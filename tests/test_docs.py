"""What README shows is what happens."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from tallybook.cli import commands

if TYPE_CHECKING:
    from click.testing import Result

HOUSE = Path(__file__).parents[1]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
DOCS = [HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").rglob("*.md"))]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """The commands that README shows, each with the output that it shows under it."""
    text = "\n".join(blocks("console"))
    return [
        (command, shown.strip()) for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", text, re.MULTILINE)
    ]


COMMANDS = [(command, shown) for command, shown in sessions() if command.startswith("tallybook ")]


def call(command: str) -> Result:
    return CliRunner().invoke(commands, shlex.split(command)[1:])


@pytest.fixture(scope="module")
def folder(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with the samples and the store that README's `run` makes of them."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "raw").symlink_to(HOUSE / "raw")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run = call(next(command for command, _ in COMMANDS if command.startswith("tallybook run")))
    assert run.exit_code == 0, run.output
    return folder


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_commands_work_and_print_what_is_shown(
    folder: Path, command: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = call(command)
    assert result.exit_code == 0, result.output
    if shown:
        assert result.stdout.strip() == shown


@pytest.mark.parametrize("program", blocks("python"))
def test_programs_run(folder: Path, program: str) -> None:
    answer = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip()


def test_the_notebook_prints_what_it_shows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells share their names, as in a notebook; each prints what stands under it."""
    page = (HOUSE / "docs" / "how-to-ask-a-release.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(cells) == page.count("```python")
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for program, shown in cells:
        with redirect_stdout(io.StringIO()) as printed:
            exec(program, names)  # noqa: S102 - our own page
        assert printed.getvalue() == shown


def test_stores_are_read_together(folder: Path, tmp_path: Path) -> None:
    page = (HOUSE / "docs" / "scaling.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for name in ("2023", "2024"):
        (tmp_path / name).symlink_to(folder / "data")
    program = program.replace("/srv/numbers", str(tmp_path))
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "count" in answer.stdout


def test_settings_are_valid(tmp_path: Path) -> None:
    from tallybook.settings import load_settings

    for number, block in enumerate(blocks("toml")):
        path = tmp_path / f"{number}.toml"
        path.write_text(block, encoding="utf-8")
        assert load_settings(path).keep_releases == 10


def test_make_targets_exist() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    shown = [command.split()[1] for command, _ in sessions() if command.startswith("make ")]
    assert {"run", "test", "check", "bench"} <= set(shown)
    assert [target for target in shown if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_every_command_is_shown_and_has_examples() -> None:
    for name in commands.list_commands(None):  # type: ignore[arg-type]
        assert f"tallybook {name}" in README
        help_text = call(f"tallybook {name} --help").output
        assert f"Examples:\n  tallybook {name}" in help_text
        assert [path for path in re.findall(r"raw/\S+\.txt", help_text) if not (HOUSE / path).is_file()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_decisions_are_numbered_and_say_why() -> None:
    pages = sorted((HOUSE / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert all("**Why" in page.read_text(encoding="utf-8") for page in pages)


def test_the_architecture_names_what_is_there() -> None:
    page = (HOUSE / "docs" / "architecture.md").read_text(encoding="utf-8")
    places = re.findall(r"`((?:tallybook|flows)/[^`]*)`", page)
    assert len(places) > 10
    assert [place for place in places if not (HOUSE / place).exists()] == []


def test_the_picture_is_well_formed_and_tells_itself_in_words() -> None:
    picture = ElementTree.parse(HOUSE / "docs" / "architecture.svg").getroot()  # noqa: S314 - our own file
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert picture.findtext("svg:title", namespaces=space)
    assert "rejects" in (picture.findtext("svg:desc", namespaces=space) or "")
