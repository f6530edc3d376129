from __future__ import annotations

import multiprocessing
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from tallybook.settings import load_settings
from tallybook.workers import WorkerLostError, die_if_silent, workers_for
from tallybook.workers.here import Here
from tallybook.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from tallybook.workers import Workers


def whose(_: int) -> int:
    return os.getpid()


def double(number: int) -> int:
    return 2 * number


def die_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def hang_at_three(number: int) -> int:
    die_if_silent(60)
    if number == 3:
        die_if_silent(0.1)
        time.sleep(600)
    return 2 * number


def silent_behind_its_work(number: int) -> int:
    die_if_silent(0.2)
    return number


def fail_at_three(number: int) -> int:
    return 1 // (number - 3)


def nothing() -> None:
    pass


def mark_as_ready() -> None:
    os.environ["READY"] = str(os.getpid())


def who_is_ready(_: int) -> str | None:
    time.sleep(0.1)  # so that each process has some
    return os.environ.get("READY")


def results(workers: Workers, function: Callable[[int], Any], jobs: Collection[int]) -> dict[int, Any]:
    workers.expect(len(jobs), nothing)
    return dict(workers.each(function, jobs))


def processes_of(workers: Workers, jobs: Collection[int]) -> set[int]:
    return set(results(workers, whose, jobs).values())


def test_few_jobs_or_one_process_are_worked_here() -> None:
    with Processes(4) as many, Processes(1) as one:
        assert processes_of(many, [1, 2]) == {os.getpid()}
        assert processes_of(one, range(8)) == {os.getpid()}


def test_apart_nothing_is_worked_here() -> None:
    with Processes(1, apart=True) as workers:
        assert os.getpid() not in processes_of(workers, [1])


def test_many_jobs_are_worked_elsewhere() -> None:
    with Processes(2) as workers:
        assert results(workers, double, range(20)) == {number: 2 * number for number in range(20)}
        assert os.getpid() not in processes_of(workers, [1, 2, 3])


def test_processes_get_ready_side_by_side_as_soon_as_they_are_worth_it() -> None:
    with Processes(2) as workers:
        workers.expect(7, mark_as_ready)
        assert not multiprocessing.active_children()
        for jobs in (8, 9):
            workers.expect(jobs, mark_as_ready)
            assert len(multiprocessing.active_children()) == 2
        ready = set(dict(workers.each(who_is_ready, range(9))).values())
        assert ready == {str(process.pid) for process in multiprocessing.active_children()}
    assert "READY" not in os.environ


@pytest.mark.parametrize("function", [die_at_three, hang_at_three])
def test_few_jobs_are_lost_with_a_process(function: Callable[[int], int]) -> None:
    with Processes(2) as workers:
        found = results(workers, function, range(8))
        lost = {job for job, result in found.items() if result is None}
        assert 3 in lost
        assert len(lost) <= 3  # two at work, and one to go on with
        assert {job: result for job, result in found.items() if job not in lost} == {
            job: 2 * job for job in range(8) if job not in lost
        }
        assert os.getpid() not in processes_of(workers, [1])  # the next is worked elsewhere, however few they are


@pytest.mark.parametrize("function", [die_at_three, hang_at_three])
def test_alone_a_job_is_to_blame(function: Callable[[int], int]) -> None:
    with Processes(2) as workers:
        assert [workers.alone(function, job) for job in (3, 4)] == [None, 8]


def test_only_silence_at_work_kills() -> None:
    with Processes(1, apart=True) as workers:
        assert results(workers, silent_behind_its_work, [1]) == {1: 1}
        time.sleep(0.5)
        assert results(workers, silent_behind_its_work, [2]) == {2: 2}
    assert silent_behind_its_work(3) == 3  # here nothing is watched
    time.sleep(0.5)


def test_what_a_job_raises_is_raised_here() -> None:
    with Processes(2) as workers, pytest.raises(ZeroDivisionError):
        results(workers, fail_at_three, range(8))


def test_jobs_are_taken_when_they_can_be_worked_on() -> None:
    """However many there are, few are in hand: the memory of a run does not grow with its work."""
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with Processes(2) as workers:
        workers.expect(100, nothing)
        for count, _ in enumerate(workers.each(double, jobs()), start=1):
            assert len(taken) <= count + 8


def test_processes_that_cannot_begin_are_no_fault_of_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallybook.workers.processes._begin", _die)
    with Processes(2) as workers, pytest.raises(WorkerLostError, match="--workers 1"):
        results(workers, double, range(8))


def _die() -> None:
    os._exit(1)


def test_the_setting_chooses() -> None:
    with workers_for(load_settings(runner="local"), is_careful=False) as here:
        assert isinstance(here, Here)
        assert results(here, double, [1, 2]) == {1: 2, 2: 4}
        assert here.alone(double, 3) == 6
    with workers_for(load_settings(workers=3), is_careful=False) as processes:
        assert isinstance(processes, Processes)
        assert processes.at_once == 3


def test_after_a_kill_even_local_works_apart() -> None:
    with workers_for(load_settings(runner="local", workers=3), is_careful=True) as workers:
        assert workers.at_once == 1
        assert os.getpid() not in processes_of(workers, [1])


def sleep_long(seconds: float) -> None:
    time.sleep(seconds)


class GivenUpError(RuntimeError):
    pass


def test_nobody_waits_for_what_is_in_hand_when_the_work_is_given_up() -> None:
    started: list[Any] = []

    def give_up() -> None:
        with Processes(2, apart=True) as workers:
            for _ in workers.each(sleep_long, [0.0, 600.0, 600.0, 600.0]):
                started.extend(multiprocessing.active_children())
                raise GivenUpError

    with pytest.raises(GivenUpError):
        give_up()
    assert started
    assert not any(process.is_alive() for process in started)
