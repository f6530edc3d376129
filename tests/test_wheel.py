"""The wheel alone, in an empty environment and from another folder, does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")


def call(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = call(sys.executable, "-m", "build", "--wheel", "--installer", "uv", "--outdir", folder, HOUSE)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_sql_expectations_flows_and_lexicons(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    carried = {
        f"tallybook/{path.relative_to(HOUSE).as_posix()}"
        for folder, suffix in (("sql", "*.sql"), ("expectations", "*.json"))
        for path in (HOUSE / folder).rglob(suffix)
    }
    lexicons = {path.relative_to(HOUSE).as_posix() for path in (HOUSE / "tallybook" / "lexicons").rglob("*.toml")}
    assert carried
    assert lexicons
    assert carried | lexicons | {"flows/pipeline.py"} <= names
    assert not [name for name in names if name.startswith(("tests/", "raw/", "benchmarks/"))]


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it needs, in the versions of the lock."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    made = call(UV, "venv", "--python", sys.executable, folder)
    assert made.returncode == 0, made.stderr
    python, lock = folder / "bin" / "python", HOUSE / "requirements.lock"
    installed = call(UV, "pip", "install", "--python", python, "--constraints", lock, wheel)
    assert installed.returncode == 0, installed.stderr
    return folder


def test_installed_it_does_the_main_job_from_another_folder(environment: Path, tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TALLYBOOK_"))}
    place = {"cwd": tmp_path, "env": clean | {"PREFECT_HOME": str(tmp_path / "prefect")}}
    run = call(environment / "bin" / "tallybook", "run", HOUSE / "raw", "--json", **place)
    assert run.returncode == 0, run.stderr
    outcome = json.loads(run.stdout)
    assert outcome["status"] == "released"

    program = "from tallybook import load_release; r = load_release(); print(len(r.observations), r.release_id)"
    read = call(environment / "bin" / "python", "-c", program, **place)
    assert read.returncode == 0, read.stderr
    count, release_id = read.stdout.split()
    assert int(count) == outcome["rows"]["observations"] > 0
    assert release_id == outcome["release"]
