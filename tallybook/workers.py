"""Processes that work for a run: started when the first large batch asks for them, kept until the run ends.

A process that dies at its work takes no other with it: what it had in hand is done again, each job in a process of its
own, so that the one that kills its process is found.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Starting processes takes 3 s, most of it for the model that tells languages; a part of 200 documents takes about 1 s.
_WORTH_A_START = 4

# Where the last words of a worker that hangs go; open in workers only.
_nowhere: int | None = None

Job = TypeVar("Job")
Result = TypeVar("Result")


class WorkerLostError(RuntimeError):
    """Processes die before they have begun any work: no document is to blame."""

    def __init__(self) -> None:
        super().__init__(
            "the processes that extract die before they have begun: see that there is memory for them, "
            "or start the run again with --workers 1; what was loaded stays"
        )


class Workers:
    """Up to `processes` processes; a context manager that ends them.

    They are started afresh ("spawn"): a fork of a process with threads, as under Prefect, may hang. With `apart` no job
    is ever worked in this process, nor is one after a process died.
    """

    def __init__(self, processes: int, *, apart: bool = False) -> None:
        self._processes = processes
        self._apart = apart
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result | None]:
        """Apply a module's function to each job; the results are in the order of the jobs.

        None stands for a job that kills its process. Few jobs are worked here, unless the processes are running anyway;
        one that kills this process ends the run. Raises WorkerLostError, and whatever the function raises.
        """
        if not self._apart and (self._processes == 1 or (self._pool is None and len(jobs) < _WORTH_A_START)):
            return list(map(function, jobs))
        results: dict[int, Result | None] = {}
        while len(results) < len(jobs):
            for suspect in self._together(function, jobs, results):
                results[suspect] = self.alone(function, jobs[suspect])
        return [results[index] for index in range(len(jobs))]

    def alone(self, function: Callable[[Job], Result], job: Job) -> Result | None:
        """Apply a function to one job in a process of its own; None if the process dies at it."""
        with _pool(1) as pool:
            try:
                pool.submit(os.getpid).result()
            except BrokenProcessPool:
                raise WorkerLostError from None
            try:
                return pool.submit(_work, function, job).result()
            except BrokenProcessPool:
                return None

    def _together(
        self, function: Callable[[Job], Result], jobs: Sequence[Job], results: dict[int, Result | None]
    ) -> list[int]:
        """Do what has no result yet until all is done or a process dies; returns the jobs that were in hand then.

        No more are handed out than are worked at, and one to go on with, so that few are suspected.
        """
        self._pool = self._pool or _pool(self._processes)
        waiting = deque(index for index in range(len(jobs)) if index not in results)
        in_hand: dict[Future[Result], int] = {}
        try:
            while waiting or in_hand:
                while waiting and len(in_hand) <= self._processes:
                    index = waiting.popleft()
                    in_hand[self._pool.submit(_work, function, jobs[index])] = index
                for future in wait(in_hand, return_when=FIRST_COMPLETED).done:
                    results[in_hand[future]] = future.result()
                    del in_hand[future]
        except BrokenProcessPool:
            self._pool, self._apart = None, True
        return list(in_hand.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def die_if_silent(seconds: float) -> None:
    """End this process, if it is one of `Workers`, unless this is called again or the job is done in so many seconds.

    A hang becomes a job that kills its process. It is ended by a thread in C, even where no Python runs any more.
    """
    if _nowhere is not None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere)


def _work(function: Callable[[Job], Result], job: Job) -> Result:
    try:
        return function(job)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _begin() -> None:
    """Let a worker not outlive a run that was killed: it would wait for work for ever."""
    global _nowhere
    _nowhere = os.open(os.devnull, os.O_WRONLY)
    end_with_parent()


def end_with_parent() -> None:
    """End this process as soon as the one that started it ends, even if that one is killed.

    Only where that was done by multiprocessing; elsewhere nothing happens.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
