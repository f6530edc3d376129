"""`tallybook serve` as a process of its own, and what is to be seen of it from outside."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

HOUSE = Path(__file__).parents[2]
# For a machine that has much else to do.
PATIENCE = 240.0


def wait_for(what: str, condition: Callable[[], Any]) -> Any:
    """The first answer of `condition` that is true."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.2)
    return answer


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def below(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, listed.splitlines())}
    children = [child for child, parent in parents.items() if parent == pid]
    return children + [process for child in children for process in below(child)]


class Service:
    """A context manager: `tallybook serve` at work in a folder; killed at the end if it still lives."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self._log = folder / f"serve-{time.monotonic_ns()}.log"
        settings = {"PYTHONPATH": str(HOUSE), "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO"}
        with self._log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tallybook", "serve", *options],
                cwd=folder,
                env=os.environ | settings | environment,
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        started = below(self.process.pid)
        self.process.kill()
        self.process.wait()
        for pid in filter(is_alive, started):
            os.kill(pid, signal.SIGKILL)

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def page(self) -> str:
        """Where it says that its runs are to be seen."""
        pattern = re.compile(r"their history: (\S+)\n")
        found: re.Match[str] = wait_for("the address of the page", lambda: pattern.search(self._said_so_far()))
        return found[1]

    def has_said(self, pattern: str, times: int = 1) -> None:
        wait_for(f"{times} times {pattern}", lambda: len(re.findall(pattern, self._said_so_far())) >= times)

    def _said_so_far(self) -> str:
        assert self.process.poll() is None, self.said
        return self.said

    def end(self, number: int) -> int:
        """Send a signal; returns the exit code once nothing of it is left."""
        started = below(self.process.pid)
        assert len(started) >= 1
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        wait_for("the end of all its processes", lambda: not any(map(is_alive, started)))
        return code


def ask(page: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """What a server answers; it is asked again while its database is busy."""

    def answer() -> httpx.Response | None:
        response = httpx.request("GET" if body is None else "POST", f"{page}/api/{path}", json=body)
        return None if response.status_code == httpx.codes.SERVICE_UNAVAILABLE else response

    return wait_for(path, answer).raise_for_status().json()


def runs_at(page: str) -> list[dict[str, Any]]:
    """The flow runs that a server knows, the first one first."""
    found: list[dict[str, Any]] = ask(page, "flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
    return found


def ended_runs(page: str) -> list[dict[str, Any]]:
    return [run for run in runs_at(page) if run["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")]
