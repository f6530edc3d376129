"""Runs killed at every stage, at every place where they touch the disk, and at any moment."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.faults.checks import require_valid
from tests.faults.jobs import Job
from tests.faults.stages import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.jobs import Runs
    from tests.faults.scenes import Scene
    from tests.faults.tally import Tally

# Each within a stage: inside a transaction, beside the release, around the switch of the pointer.
WITHIN = (
    ("open load_rejects.sql", 2),
    ("open datapackage.json", 1),
    ("os.rename .current.new", 1),
)
PLACES, MOMENTS = 110, 82


def kill(runs: Runs, scene: Scene, folder: Path, tally: Tally, *jobs: Job) -> None:
    """Kill a run, or several in a row, and let the next one make it good."""
    folder = scene.copy(folder)
    for job in jobs:
        result = runs.run(replace(job, folder=str(folder)))
        assert result.killed or job.after is not None, f"{job} was never there: {result}"
        tally.injected += result.killed
        require_valid(folder / "data")
    scene.recover(runs, folder, tally)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("at", "nth"), [("audited", 1), ("published", 1), *WITHIN])
def test_a_killed_run_is_made_good_by_the_next(
    runs: Runs, later: Scene, tmp_path: Path, tally: Callable[[str], Tally], at: str, nth: int
) -> None:
    kill(runs, later, tmp_path / "killed", tally(f"killed at {at}"), Job("", at=at, nth=nth))


def test_a_first_run_killed_is_made_good_by_the_next(
    runs: Runs, first: Scene, tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    killed = [Job("", at="open 0001_tables.sql"), Job("", at="os.rename .current.new")]
    kill(runs, first, tmp_path / "killed", tally("first run killed twice"), *killed)


@pytest.mark.slow
def test_kills_at_every_stage(
    runs: Runs, first: Scene, later: Scene, tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    count = tally("killed at a stage")
    for at in STAGES[:-1]:
        for name, scene in {"first": first, "later": later}.items():
            kill(
                runs,
                scene,
                tmp_path / f"{name}-{at}",
                count,
                Job("", at=at, nth=2 if at in {"extracted", "loaded"} else 1),
            )
    kill(runs, later, tmp_path / "processes", count, Job("", at="extracted", workers=2))


@pytest.mark.slow
def test_kills_wherever_the_disk_is_touched(
    runs: Runs, first: Scene, later: Scene, tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    count = tally("killed at a touch of the disk")
    for name, scene, share in (("first", first, PLACES // 3), ("later", later, PLACES - PLACES // 3)):
        last = len(scene.undisturbed.places)
        for nth in sorted({1 + index * last // share for index in range(share)}):
            kill(runs, scene, tmp_path / f"{name}-{nth}", count, Job("", nth=nth))


@pytest.mark.slow
def test_kills_at_any_moment(
    runs: Runs, first: Scene, later: Scene, tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    count, chance = tally("killed at a random moment"), random.Random(7)
    while count.injected < MOMENTS:
        scene = chance.choice((first, later, later))
        moments = [chance.uniform(0, scene.undisturbed.seconds) for _ in range(chance.choice((1, 1, 2, 3)))]
        kill(runs, scene, tmp_path / str(count.injected), count, *(Job("", after=moment) for moment in moments))
