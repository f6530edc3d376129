"""What the page on buckets shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from click.testing import CliRunner

from tallybook.cli import commands
from tallybook.settings import load_settings
from tests.places.conftest import Bucket

if TYPE_CHECKING:
    from tests.places.conftest import Server

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "how-to-use-a-bucket.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def _filled(server: Server, _near: None, prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bucket of the page, with the samples in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    httpx.put(f"{server.url}/bucket").raise_for_status()
    bucket = Bucket("bucket", server.requests)
    for path in sorted((HOUSE / "raw").rglob("*.txt")):
        bucket.put(path.relative_to(HOUSE).as_posix(), path.read_bytes())


@pytest.mark.usefixtures("_filled")
def test_the_page_is_true() -> None:
    shown = re.findall(r"^\$ (.*)$", "\n".join(blocks("console")), re.MULTILINE)
    assert len(shown) > 3
    for command in shown:
        result = CliRunner().invoke(commands, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output
    for program in blocks("python"):
        answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.strip()


def test_the_settings_are_valid(tmp_path: Path) -> None:
    for block in blocks("toml"):
        path = tmp_path / "tallybook.toml"
        path.write_text(block, encoding="utf-8")
        assert str(load_settings(path).releases) == "s3://bucket/numbers"
