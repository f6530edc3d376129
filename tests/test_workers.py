from __future__ import annotations

import os
import signal
import time

import pytest

from tallybook.workers import WorkerLostError, Workers, die_if_silent


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


def test_few_jobs_or_one_process_are_worked_here() -> None:
    with Workers(4) as many, Workers(1) as one:
        assert many.map(whose, [1, 2]) == [os.getpid()] * 2
        assert one.map(whose, range(8)) == [os.getpid()] * 8


def test_apart_nothing_is_worked_here() -> None:
    with Workers(1, apart=True) as workers:
        assert os.getpid() not in workers.map(whose, [1])


def test_many_jobs_are_worked_elsewhere_and_come_back_in_order() -> None:
    with Workers(2) as workers:
        assert workers.map(double, range(20)) == list(range(0, 40, 2))
        assert os.getpid() not in workers.map(whose, [1, 2, 3])


@pytest.mark.parametrize("function", [die_at_three, hang_at_three])
def test_a_job_that_kills_its_process_takes_no_other_with_it(function: object) -> None:
    with Workers(2) as workers:
        assert workers.map(function, range(8)) == [0, 2, 4, None, 8, 10, 12, 14]  # type: ignore[arg-type]
        assert os.getpid() not in workers.map(whose, [1])  # the next is worked elsewhere, however few they are


def test_only_silence_at_work_kills() -> None:
    with Workers(1, apart=True) as workers:
        assert workers.map(silent_behind_its_work, [1]) == [1]
        time.sleep(0.5)
        assert workers.map(silent_behind_its_work, [2]) == [2]
    assert silent_behind_its_work(3) == 3  # here nothing is watched
    time.sleep(0.5)


def test_what_a_job_raises_is_raised_here() -> None:
    with Workers(2) as workers, pytest.raises(ZeroDivisionError):
        workers.map(fail_at_three, range(8))


def test_processes_that_cannot_begin_are_no_fault_of_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallybook.workers._begin", _die)
    with Workers(2) as workers, pytest.raises(WorkerLostError, match="--workers 1"):
        workers.map(double, range(8))


def _die() -> None:
    os._exit(1)
