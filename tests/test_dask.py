"""A cluster of real processes: the rows that it gives are those of one process, whatever happens to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

from tallybook import extraction, pipeline
from tallybook.cli import commands
from tallybook.extraction import Extracted, PartJob, extract_part, extract_parts
from tallybook.model import Reason, Stage
from tallybook.settings import load_settings
from tallybook.staging import Staging
from tallybook.workers import WorkerLostError, dask, terms, workers_for
from tallybook.workers.dask import dask_workers
from tallybook.workers.terms import Terms
from tests.faults.checks import lost, require_valid, rows_of
from tests.faults.material import write_first
from tests.test_extraction import GOOD, documents, job_of, killed_by_the_engine, refusals
from tests.test_workers import die_at_three, double, fail_at_three, hang_at_three, whose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tallybook.workers.dask import DaskWorkers

HOUSE = Path(__file__).parents[1]
WORKERS = 3
# Names a file that a worker makes before it ends itself, so that this is done once.
MARK = "MARK_OF_A_DEATH"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster that works in a directory of its own, started as `docs/scaling.md` says."""
    folder = tmp_path_factory.mktemp("cluster")
    surroundings = {
        "PYTHONPATH": str(HOUSE),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        MARK: str(folder / "mark"),
    }
    scheduler = start(folder, surroundings, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", "it")
    wait_for(folder / "it")
    address = json.loads((folder / "it").read_text())["address"]
    workers = start(folder, surroundings, "worker", address, "--nworkers", str(WORKERS), "--nthreads", "1")
    yield address
    for process in (workers, scheduler):
        process.terminate()
        process.wait()


def start(folder: Path, surroundings: dict[str, str], what: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", what, *options, "--no-dashboard"]
    with (folder / f"{what}.log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, env=os.environ | surroundings, stdout=log, stderr=log)


def wait_for(path: Path) -> None:
    while not (path.exists() and path.stat().st_size):
        time.sleep(0.05)


def small_cluster(workers: int) -> LocalCluster:
    return LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0")


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def on(cluster: str, *raw: Path) -> AbstractContextManager[DaskWorkers]:
    return dask_workers(cluster, WORKERS, raw)


def die_once(job: PartJob) -> Extracted:
    """Work on a part, but end the first process that is asked to."""
    try:
        Path(os.environ[MARK]).touch(exist_ok=False)
    except FileExistsError:
        return extract_part(job)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def time_out(_: int) -> int:
    raise TimeoutError("no answer")


def release_by(runner: str) -> dict[str, Any]:
    """All rows of a release that this runner made of the folder `raw`, in a store of its own."""
    store = Path(runner.partition(":")[0])
    settings = load_settings(raw=(Path("raw"),), store=store, runner=runner, workers=2, batch_size=4)
    with pipeline.start(settings) as run, workers_for(settings, is_careful=False) as workers:
        for batch in pipeline.read(run, workers):
            pipeline.load(run, batch, pipeline.extract(run, batch, workers))
        result = pipeline.audit(run)
        pipeline.finish(run, result, pipeline.publish(run, result))
    require_valid(store)
    return rows_of(store)


def test_a_worker_that_is_killed_in_mid_run_changes_no_row(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_first(Path("raw"))
    local, processes = release_by("local"), release_by("processes")
    with on(cluster) as workers:
        before = set(dict(workers.each(whose, range(20))).values())
    monkeypatch.setattr(extraction, "extract_part", die_once)
    there = release_by(f"dask:{cluster}")
    with on(cluster) as workers:
        assert before - set(workers._client.run(os.getpid).values())  # one of them is no more
    assert lost(local, there) == 0
    assert local == processes == there


def test_a_document_that_kills_its_workers_is_a_reject_and_takes_no_other_with_it(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "extract_part", killed_by_the_engine)
    bad = {"bad.txt": "Exports of the mines rose 9% in May 2022.\n"}
    jobs = [job_of(GOOD | bad), *(job_of({f"{n}.txt": f"There were {n} ships."}, name=f"part-0000{n}") for n in (1, 2))]
    staging = Staging(Path("staging"))
    staging.folder.mkdir()
    with on(cluster) as workers:
        paths = extract_parts([seen_from_anywhere(job) for job in jobs], staging, workers)
    assert refusals(paths) == {"bad.txt": (Stage.EXTRACT, Reason.WORKER_LOST)}
    assert documents(paths) == ["1.txt", "2.txt", "bad.txt", *GOOD]


def seen_from_anywhere(job: PartJob) -> PartJob:
    return PartJob(job.name, tuple(source.from_anywhere() for source in job.sources), job.limits)


@pytest.mark.parametrize("function", [die_at_three, hang_at_three])
def test_a_job_that_kills_or_hangs_its_workers_is_found(cluster: str, function: Callable[[int], int]) -> None:
    with on(cluster) as workers:
        assert workers.alone(function, 3) is None
        assert dict(workers.each(function, [1, 2])) == {1: 2, 2: 4}


@pytest.mark.parametrize(("function", "error"), [(fail_at_three, ZeroDivisionError), (time_out, RuntimeError)])
def test_what_a_job_raises_is_raised_here(cluster: str, function: Callable[[int], int], error: type[Exception]) -> None:
    with on(cluster) as workers, pytest.raises(error):
        dict(workers.each(function, range(8)))


def test_few_results_wait_here_however_many_jobs_there_are(cluster: str) -> None:
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(60):
            taken.append(number)
            yield number

    found: dict[int, int | None] = {}
    with on(cluster) as workers:
        for job, result in workers.each(double, jobs()):
            found[job] = result
            assert len(taken) <= len(found) + 2 * WORKERS
    assert found == {number: 2 * number for number in range(60)}


def test_a_run_behind_a_killed_one_may_use_a_cluster(cluster: str) -> None:
    with workers_for(load_settings(runner=f"dask:{cluster}"), is_careful=True) as workers:
        assert os.getpid() not in dict(workers.each(whose, [1])).values()


def test_workers_with_another_engine_are_refused(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "engine_version", lambda: "0.9.0+deadbeef")
    with pytest.raises(
        WorkerLostError, match=r"version of the engine is \S+, ours 0\.9\.0\+deadbeef: install the same"
    ):
        on(cluster).__enter__()


def test_workers_that_do_not_see_the_files_are_refused(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is there for us alone: it goes before the workers look."""
    Path("raw").mkdir()
    monkeypatch.setattr(Client, "wait_for_workers", lambda *_, **__: Path("raw").rmdir())
    with pytest.raises(WorkerLostError, match=r"does not see .*/raw: share the files under the same path"):
        on(cluster, Path("raw")).__enter__()


def test_workers_that_come_later_are_held_against_the_same(cluster: str) -> None:
    """They meet a folder that is gone, as one that was not mounted there."""
    Path("raw").mkdir()
    with on(cluster, Path("raw")) as workers:
        Path("raw").rmdir()
        with pytest.raises(WorkerLostError, match=r"does not see .*/raw"):
            dict(workers.each(double, [1]))


def test_workers_of_several_threads_are_refused() -> None:
    assert Terms.of([]).complaint(threads=1) is None
    assert "--nthreads 1" in str(Terms.of([]).complaint(threads=4))


def test_a_cluster_without_workers_is_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_PATIENCE", 1)
    with (
        small_cluster(workers=0) as empty,
        pytest.raises(WorkerLostError, match="has no workers: start some with dask worker tcp://"),
    ):
        on(empty.scheduler_address).__enter__()


def test_a_cluster_that_loses_its_workers_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_PATIENCE", 1)
    monkeypatch.setattr(dask, "_PATIENCE_WITHOUT_WORKERS", 1)
    with small_cluster(workers=1) as leaving, on(leaving.scheduler_address) as workers:
        results = workers.each(double, range(9))
        next(results)
        leaving.scale(0)
        with pytest.raises(WorkerLostError, match="has no workers"):
            list(results)


def test_a_cluster_that_goes_away_ends_the_run() -> None:
    with small_cluster(workers=1) as leaving, on(leaving.scheduler_address) as workers:
        results = workers.each(double, range(9))
        next(results)
        leaving.close()
        with pytest.raises(WorkerLostError, match="went away"):
            list(results)


def test_without_dask_the_runner_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "tallybook.workers.dask")
    with pytest.raises(WorkerLostError, match=r"pip install 'tallybook\[dask\]'"):
        workers_for(load_settings(runner="dask"), is_careful=False)


@pytest.mark.usefixtures("prefect_server")
def test_the_command_starts_a_cluster_of_its_own(tmp_path: Path) -> None:
    write_first(tmp_path / "raw")
    run = CliRunner().invoke(commands, ["run", "raw", "--runner", "dask", "--workers", "2"])
    assert run.exit_code == 0, run.output


@pytest.mark.usefixtures("prefect_server")
def test_a_cluster_that_is_not_there_fails_the_run_and_leaves_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "_PATIENCE", 1)
    write_first(tmp_path / "raw")
    run = CliRunner().invoke(commands, ["run", "raw", "--runner", "dask:tcp://127.0.0.1:9"])
    assert run.exit_code == 1
    assert "there is no Dask cluster at tcp://127.0.0.1:9: " in run.output
    assert "start one with dask scheduler" in run.output
