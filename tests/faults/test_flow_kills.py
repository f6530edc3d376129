"""The same kills where Prefect puts the stages in order: a store that the flow left half-way is made good, too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.checks import require_valid
from tests.faults.jobs import HOUSE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.jobs import Runs
    from tests.faults.scenes import Scene
    from tests.faults.tally import Tally


@pytest.mark.parametrize(
    ("place", "nth"), [("open load_documents.sql", 2), ("open fill_audit.sql", 1), ("os.rename .current.new", 1)]
)
def test_a_killed_flow_is_made_good_by_the_next_run(
    runs: Runs, later: Scene, tmp_path: Path, tally: Callable[[str], Tally], prefect_server: None, place: str, nth: int
) -> None:
    from prefect.settings import PREFECT_API_URL

    folder, count = later.copy(tmp_path / "killed"), tally(f"flow killed at {place}")
    command = [sys.executable, "-m", "tests.faults.flow", str(folder), place, str(nth)]
    environment = os.environ | {"PREFECT_API_URL": PREFECT_API_URL.value(), "PYTHONPATH": str(HOUSE)}
    killed = subprocess.run(command, check=False, env=environment, cwd=HOUSE, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    count.injected += 1
    require_valid(folder / "data")
    later.recover(runs, folder, count)
