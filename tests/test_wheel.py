"""The wheel alone, in an empty environment and from another folder, does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--installer", "uv", "--outdir", str(folder), str(HOUSE)]
    subprocess.run(build, check=True, capture_output=True)
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


def test_installed_it_does_the_main_job_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    lock = HOUSE / "requirements.lock"
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, environment], check=True)
    install = [
        UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        environment / "bin" / "python",
        "--constraints",
        lock,
        wheel,
    ]
    subprocess.run(install, check=True)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command: list[str | Path] = [environment / "bin" / "tallybook", "run", HOUSE / "raw", "--json"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TALLYBOOK_"))}
    clean["PREFECT_HOME"] = str(tmp_path / "prefect")
    run = subprocess.run(command, cwd=elsewhere, env=clean, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    outcome = json.loads(run.stdout)
    assert outcome["status"] == "released"

    program = (
        "import tallybook; release = tallybook.load_release(); print(len(release.observations), release.release_id)"
    )
    read = [environment / "bin" / "python", "-c", program]
    answer = subprocess.run(read, cwd=elsewhere, env=clean, capture_output=True, text=True, check=True)
    count, release_id = answer.stdout.split()
    assert int(count) == outcome["rows"]["observations"] > 0
    assert release_id == outcome["release"]
