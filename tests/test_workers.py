from __future__ import annotations

import os
import signal

import pytest

from tallybook.workers import WorkerLostError, Workers


def whose(_: int) -> int:
    return os.getpid()


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_few_jobs_or_one_process_are_worked_here() -> None:
    with Workers(4) as many, Workers(1) as one:
        assert list(many.map(whose, [1, 2])) == [os.getpid()] * 2
        assert list(one.map(whose, range(8))) == [os.getpid()] * 8


def test_many_jobs_are_worked_elsewhere_and_come_back_in_order() -> None:
    with Workers(2) as workers:
        assert list(workers.map(double, range(20))) == list(range(0, 40, 2))
        assert os.getpid() not in set(workers.map(whose, [1, 2, 3]))


def test_a_killed_process_is_told_and_the_next_batch_gets_new_ones() -> None:
    with Workers(2) as workers:
        with pytest.raises(WorkerLostError, match="fewer --workers"):
            list(workers.map(die, range(4)))
        assert os.getpid() not in set(workers.map(whose, range(4)))
