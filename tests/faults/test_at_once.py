"""Several runs on one store at the same time: one works, the others leave and say why, and nothing is doubled."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tallybook.cli import commands
from tests.faults.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.jobs import Runs
    from tests.faults.scenes import Scene
    from tests.faults.tally import Tally

CROWD = 4


def crowd(runs: Runs, scene: Scene, folder: Path, tally: Tally) -> None:
    """Start several runs at the same instant; who comes late finds the store in use, or the work done."""
    scene.copy(folder)
    results = runs.together([Job(str(folder))] * CROWD)
    refused = [result for result in results if result.error is not None]
    for result in refused:
        assert result.error is not None
        assert result.error.startswith("WarehouseLocked")
        assert "wait until that run has ended" in result.error
        assert result.code == 1
    assert len(refused) < CROWD
    assert not any(result.warnings and "damaged" in " ".join(result.warnings) for result in results)
    assert [result.status for result in results].count("released") == 1
    tally.injected += len(refused)
    scene.recover(runs, folder, tally)
    assert len(list((folder / "data" / "releases").iterdir())) == 1 + scene.releases


def test_runs_at_the_same_instant(runs: Runs, first: Scene, tmp_path: Path, tally: Callable[[str], Tally]) -> None:
    crowd(runs, first, tmp_path / "crowd", tally(f"{CROWD} runs at once"))


@pytest.mark.slow
def test_runs_at_the_same_instant_again_and_again(
    runs: Runs, first: Scene, later: Scene, tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    count = tally(f"{CROWD} runs at once, again and again")
    for index in range(10):
        crowd(runs, (first, later)[index % 2], tmp_path / str(index), count)


def test_the_command_says_who_is_in_its_way(
    runs: Runs, later: Scene, tmp_path: Path, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = later.copy(tmp_path / "two")
    stopped = runs.run(Job(str(folder), at="read", signal=signal.SIGSTOP))
    monkeypatch.chdir(folder)
    second = CliRunner().invoke(commands, ["run"])
    assert second.exit_code == 1
    assert f"in use by process {stopped.pid}" in second.stderr
    assert "Traceback" not in second.output
    assert runs.resume(stopped).status == "released"
    later.require_expected(folder)
