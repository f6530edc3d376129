"""A service that was killed: what it left on the server is brought to an end, told of, and made up for by one run."""

from __future__ import annotations

import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from flows.serving import deployment_name
from tests.flows.hooking import listening
from tests.flows.service import Service, ask, ended_runs, runs_at, wait_for
from tests.flows.test_serving import deployment, served_folder

if TYPE_CHECKING:
    from pathlib import Path

# Runs are due meanwhile, and nothing serves them.
_AWAY = 40


def schedule_soon(page: str, name: str, runs: int) -> None:
    due = datetime.now(UTC) + timedelta(seconds=_AWAY / 2)
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due.isoformat()}}
    for _ in range(runs):
        ask(page, f"deployments/{deployment(page, name)['id']}/create_flow_run", {"state": state})


@pytest.mark.slow
def test_one_run_makes_up_for_a_killed_one_and_for_all_that_were_missed(prefect_server: None, tmp_path: Path) -> None:
    folder = served_folder(tmp_path)
    (folder / "raw" / "trade.txt").write_text("Exports rose 3% in May 2022.", encoding="utf-8")
    with listening() as hook:
        environment = {"PREFECT_HOME": str(tmp_path / "prefect"), "TALLYBOOK_WEBHOOK": hook.url}
        with Service(folder, "--every", "1d", **environment) as service:
            service.has_said("Beginning flow run")
            schedule_soon(service.page, deployment_name(folder / "data"), runs=3)
            service.has_said("tallybook.pipeline - read:")
            assert service.end(signal.SIGKILL) == -signal.SIGKILL
        time.sleep(_AWAY)
        with Service(folder, "--cron", "0 0 1 1 *", **environment) as service:
            page = service.page
            service.has_said("end: released")
            wait_for("the end of the run", lambda: any(run["state_type"] == "COMPLETED" for run in ended_runs(page)))
            ended = ended_runs(page)
            assert {run["state_type"] for run in runs_at(page) if run not in ended} <= {"SCHEDULED"}
            assert service.end(signal.SIGTERM) == 0
    states = Counter((run["state_type"], run["state_name"]) for run in ended)
    assert states["COMPLETED", "Completed"] == 1
    assert states["CRASHED", "Crashed"] == 1
    # Prefect itself cancels one that it finds late before the dead run gives up its place.
    assert states["CANCELLED", "Skipped"] + states["CANCELLED", "Cancelled"] == 3
    assert len(hook.told) == 1
    assert hook.told[0]["message"].startswith("the process that served the run was killed")
