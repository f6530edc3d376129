"""Runs in processes that may be killed. Everything is imported once, in a server that forks for each run.

The server opens no database and starts no thread, so that its forks are as good as new processes, and begin at once
where a new process would spend seconds on imports.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.faults.stages import run_stages, settings_of, tell_touches

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUSE = Path(__file__).parents[2]
_LOOK_AGAIN = 0.002


@dataclass(frozen=True)
class Job:
    """One run in a folder that holds `raw`, and what befalls it.

    It is killed or stopped when it comes to the name `at`, for the `nth` time; or when it comes to its `nth` place of
    any name; or killed `after` some seconds. `file_limit` is the most that a file may grow to, in bytes.
    """

    folder: str
    at: str | None = None
    nth: int = 0
    after: float | None = None
    signal: int = signal.SIGKILL
    file_limit: int | None = None
    workers: int = 1


@dataclass(frozen=True)
class Result:
    """How a run ended: its exit code, negative for a signal and None if it is only stopped, and what it said itself."""

    pid: int
    code: int | None
    status: str | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    places: tuple[str, ...] = ()

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Runs:
    """The server of forks, seen from the tests; a context manager."""

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOUSE
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait()

    def run(self, job: Job) -> Result:
        return self.together([job])[0]

    def together(self, jobs: Sequence[Job]) -> list[Result]:
        """Start all jobs at the same instant, and wait for them all."""
        return self._ask({"jobs": [asdict(job) for job in jobs]})

    def resume(self, stopped: Result) -> Result:
        """Let a stopped run go on to its end."""
        return self._ask({"resume": stopped.pid})[0]

    def _ask(self, request: dict[str, Any]) -> list[Result]:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps(request), file=self._server.stdin, flush=True)
        answers = json.loads(self._server.stdout.readline())
        return [Result(**{name: _tuple(value) for name, value in answer.items()}) for answer in answers]


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def main() -> None:
    """Answer requests until there are no more."""
    from tallybook import audit, resources  # noqa: F401 - Great Expectations, imported once for all forks

    resources.rules_digest()  # read once: it would fill the places of a run
    folders: dict[int, str] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "resume" in request:
            pids = [request["resume"]]
            os.kill(pids[0], signal.SIGCONT)
            answers = [_watch(pids[0], folders[pids[0]], None)]
        else:
            jobs = [Job(**job) for job in request["jobs"]]
            pids = [_fork(job) for job in jobs]
            folders.update(zip(pids, [job.folder for job in jobs], strict=True))
            answers = [_watch(pid, job.folder, job.after) for pid, job in zip(pids, jobs, strict=True)]
        print(json.dumps(answers), flush=True)


def _watch(pid: int, folder: str, after: float | None) -> dict[str, Any]:
    """Wait for a process until it ends or stops, and kill it when its time has come."""
    start = time.monotonic()
    flags = os.WUNTRACED | (os.WNOHANG if after is not None else 0)
    while (found := os.waitpid(pid, flags)) == (0, 0):
        if after is not None and time.monotonic() - start >= after:
            os.kill(pid, signal.SIGKILL)
        time.sleep(_LOOK_AGAIN)
    if os.WIFSTOPPED(found[1]):
        return {"pid": pid, "code": None}
    told = _beside(folder, pid)
    said = json.loads(told.read_text()) if told.exists() else {}
    told.unlink(missing_ok=True)
    return {"pid": pid, "code": os.waitstatus_to_exitcode(found[1]), **said}


def _beside(folder: str, pid: int) -> Path:
    """Where a run says how it ended: not in its folder, whose disk may be full."""
    return Path(f"{folder}-{pid}.json")


def _fork(job: Job) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = _work(job)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _work(job: Job) -> int:
    os.chdir(job.folder)
    os.dup2(os.open(f"{job.folder}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    os.dup2(2, 1)
    if job.file_limit is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.file_limit, job.file_limit))
    watch = Watch(job)
    tell_touches(watch.reached)
    start = time.monotonic()
    said: dict[str, Any] = {}
    try:
        outcome = run_stages(settings_of(job.workers), watch.reached)
        said = {"status": outcome.status, "warnings": outcome.warnings}
    except Exception as error:
        traceback.print_exc()
        said = {"error": f"{type(error).__name__}: {error}"}
    said |= {"seconds": time.monotonic() - start, "places": watch.places}
    _beside(job.folder, os.getpid()).write_text(json.dumps(said))
    return 1 if "error" in said else 0


class Watch:
    """Counts the places that a run comes to, and ends or stops it where its job says."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.places: list[str] = []

    def reached(self, place: str) -> None:
        self.places.append(place)
        if self._is_there(place):
            os.kill(os.getpid(), self._job.signal)

    def _is_there(self, place: str) -> bool:
        if self._job.at is None:
            return self._job.nth == len(self.places)
        return place == self._job.at and self.places.count(place) == max(self._job.nth, 1)


if __name__ == "__main__":
    main()
