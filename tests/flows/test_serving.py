"""`tallybook serve` and `prefect.yaml` against a real Prefect server, with its scheduler, on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from contextlib import nullcontext
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest
from prefect import get_client
from prefect.runner import Runner
from prefect.settings import PREFECT_API_KEY, PREFECT_API_URL, temporary_settings

from flows.pipeline import SKIPPED, pipeline
from flows.server import ServerError
from flows.serving import Plan, _only_one, _server, _Service, deployment_name
from tallybook.publishing import releases
from tests.flows.conftest import SENTENCES
from tests.flows.hooking import Hook, listening
from tests.flows.service import HOUSE, PATIENCE, Service, ask, ended_runs, runs_at, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

PREFECT = Path(sys.executable).with_name("prefect")


def served_folder(folder: Path) -> Path:
    """Bulletins in `raw`, and the store `data` that holds a release of them."""
    for name, text in SENTENCES.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        pipeline(raw=["raw"], store="data")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the servers of these tests keep their history; the first one makes the database."""
    return str(tmp_path_factory.mktemp("prefect"))


class Watched(NamedTuple):
    """A service that waits for files, with a server of its own, which the other tests use as well."""

    folder: Path
    service: Service
    hook: Hook


@pytest.fixture(scope="module")
def watched(prefect_server: None, home: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = served_folder(tmp_path_factory.mktemp("watched"))
    with (
        listening() as hook,
        Service(folder, "--watch", "--settle", "1s", PREFECT_HOME=home, TALLYBOOK_WEBHOOK=hook.url) as service,
    ):
        yield Watched(folder, service, hook)


def test_watching_runs_at_the_start_and_once_for_what_changes_and_tells_of_a_blocked_release(watched: Watched) -> None:
    page = watched.service.page
    wait_for("the first run", lambda: len(ended_runs(page)) == 1)
    for name in ("prices.md", "jobs/march.txt"):  # more than half of the release would be gone
        (watched.folder / "raw" / name).unlink()
    wait_for("the second run", lambda: len(ended_runs(page)) == 2)
    first, second = runs_at(page)
    assert (first["state_type"], second["state_type"]) == ("COMPLETED", "FAILED")
    assert "the audit stopped the release" in second["state"]["message"]
    told = wait_for("the web hook", lambda: watched.hook.told)
    assert [(notice["event"], notice["flow_run"]) for notice in told] == [("blocked", second["name"])]
    assert len(releases(watched.folder / "data")) == 1


def test_stores_at_the_same_path_of_two_machines_have_different_deployments(tmp_path: Path) -> None:
    names = []
    for store in (tmp_path / "one" / "data", tmp_path / "two" / "data", tmp_path / "one" / "data"):
        with _only_one(store):
            names.append(deployment_name(store))
    assert names[0] == names[2] != names[1]
    assert all(name.startswith("data-") for name in names)


class _WithKey(BaseHTTPRequestHandler):
    """A server that is in good health for those who have the key."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Authorization"] == "Bearer key" else 401)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_server_that_is_named_is_asked_with_the_key_of_prefects_settings() -> None:
    with HTTPServer(("127.0.0.1", 0), _WithKey) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_port}"
        for key, is_let_in in (("key", True), ("another", False)):
            with temporary_settings({PREFECT_API_URL: f"{page}/api", PREFECT_API_KEY: key}):
                found = nullcontext() if is_let_in else pytest.raises(ServerError, match="401")
                with found, _server() as told:
                    assert told == page
        server.shutdown()


def test_a_server_that_is_not_there_is_told_of_without_the_password() -> None:
    named = {PREFECT_API_URL: "http://me:secret@127.0.0.1:9/api"}
    with temporary_settings(named), pytest.raises(ServerError, match="no Prefect server answers at") as told, _server():
        pass
    assert "secret" not in str(told.value)


class StartedError(Exception):
    """Raised where a service would begin to work."""


@pytest.mark.usefixtures("prefect_server")
def test_what_comes_due_while_a_service_starts_is_made_up_for_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy, due = _Service._deploy, []

    async def deploy_slowly(service: _Service, runner: Runner) -> UUID:
        deployment = await deploy(service, runner)
        async with get_client() as client:
            due.append(await client.create_flow_run_from_deployment(deployment))
        return deployment

    async def start(_: Runner) -> None:
        raise StartedError

    monkeypatch.setattr(_Service, "_deploy", deploy_slowly)
    monkeypatch.setattr(Runner, "start", start)
    with _only_one(tmp_path), pytest.raises(StartedError):
        asyncio.run(_Service(tmp_path, Plan(cron="0 0 1 1 *"), {}).run())
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(due[0].id).state
    assert state is not None
    assert state.name == SKIPPED


def test_a_store_is_served_once(watched: Watched) -> None:
    watched.service.has_said("their history")
    with Service(watched.folder, "--every", "1h") as another:
        assert another.process.wait(PATIENCE) == 1
        assert "is served already" in another.said


def test_an_interval_runs_now_and_by_schedule_and_sigterm_ends_all_of_it(
    watched: Watched, home: str, tmp_path: Path
) -> None:
    folder, page = served_folder(tmp_path), watched.service.page
    with Service(folder, "--every", "12s", PREFECT_HOME=home, PREFECT_API_URL=f"{page}/api") as service:
        service.has_said("end: unchanged")
        (folder / "raw" / "trade.txt").write_text("Exports rose 3% in May 2022.", encoding="utf-8")  # seconds of work
        service.has_said("tallybook.pipeline - read:", times=2)
        assert service.end(signal.SIGTERM) == 0
    runs = runs_of(page, deployment_name(folder / "data"))
    first, second = [run for run in runs if run["start_time"]][:2]  # others were due while one was at work
    assert (first["state_type"], second["state_type"]) == ("COMPLETED", "CANCELLED")
    assert (first["auto_scheduled"], second["auto_scheduled"]) == (False, True)


def deployment(page: str, name: str) -> dict[str, Any]:
    deployed: dict[str, Any] = ask(page, f"deployments/name/tallybook/{name}")
    return deployed


def runs_of(page: str, name: str) -> list[dict[str, Any]]:
    deployed = deployment(page, name)
    return [run for run in runs_at(page) if run["deployment_id"] == deployed["id"]]


def is_due(run: dict[str, Any]) -> bool:
    return datetime.fromisoformat(run["expected_start_time"]) <= datetime.now(UTC)


def deploy(folder: Path, page: str, **environment: str) -> Any:
    """Do what docs/how-to-schedule.md says, on a server that runs; returns a program that calls Prefect's command."""
    (folder / "flows").symlink_to(HOUSE / "flows")
    (folder / "prefect.yaml").write_bytes((HOUSE / "prefect.yaml").read_bytes())
    place = {"PREFECT_API_URL": f"{page}/api", "PYTHONPATH": str(HOUSE)} | environment

    def call(*arguments: str) -> str:
        answer = subprocess.run(
            [PREFECT, *arguments],
            cwd=folder,
            env=os.environ | place,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    return call


def test_a_worker_runs_what_is_deployed_when_it_is_due(watched: Watched, home: str, tmp_path: Path) -> None:
    page = watched.service.page
    prefect = deploy(served_folder(tmp_path), page, PREFECT_HOME=home)
    for pool, kind in (("tallybook", "process"), ("tallybook-docker", "docker")):
        ask(page, "work_pools/", {"name": pool, "type": kind})
    prefect("--no-prompt", "deploy", "--all")
    form = deployment(page, "nightly-in-docker")["parameter_openapi_schema"]["properties"]
    assert form["raw"]["description"].startswith("Files and folders to read")
    prefect("deployment", "schedule", "create", "tallybook/nightly", "--interval", "5")
    wait_for("a run that is due", lambda: any(map(is_due, runs_of(page, "nightly"))))  # others are for the nights
    prefect("worker", "start", "--pool", "tallybook", "--type", "process", "--run-once")
    assert "COMPLETED" in {run["state_type"] for run in runs_of(page, "nightly")}


def test_a_service_that_is_killed_leaves_no_server_and_no_run_behind(watched: Watched) -> None:
    page, before = watched.service.page, watched.service.said.count("tallybook.pipeline - read:")
    (watched.folder / "raw" / "trade.txt").write_text("Exports rose 3% in May 2022.", encoding="utf-8")
    watched.service.has_said("tallybook.pipeline - read:", before + 1)
    assert watched.service.end(signal.SIGKILL) == -signal.SIGKILL
    with pytest.raises(httpx.ConnectError):
        httpx.get(page)
