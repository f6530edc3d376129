"""Processes on this machine: started as soon as there is work for them, kept until the run ends."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from tallybook.workers import WorkerLostError, ending
from tallybook.workers.handing import hand_out
from tallybook.workers.here import Here

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from multiprocessing.connection import Connection

    from tallybook.workers.handing import Job, Result

# Starting processes takes half a second of all cores; a part of 200 short documents takes a sixth of a second where the
# engine is compiled, half a second where it is not.
_WORTH_A_START = 8


class Processes:
    """Up to `processes` processes; a context manager that ends them.

    They are started afresh ("spawn"): a fork of a process with threads, as under Prefect, may hang. With `apart` no job
    is ever worked in this process, nor is one after a process died.
    """

    def __init__(self, processes: int, *, apart: bool = False) -> None:
        self.at_once = processes
        self._apart = apart
        self._pool: _Pool | None = None

    def expect(self, jobs: int, prepare: Callable[[], object]) -> None:
        """Start the processes if so many jobs are worth it, and do not wait for them."""
        if self.at_once > 1 and jobs >= _WORTH_A_START:
            self._pool = self._pool or _Pool(self.at_once, prepare)

    def each(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | None]]:
        """Each job with its result, as they are done; None if its process died while it had the job in hand.

        Where few were to be expected they are worked here, and one that kills this process ends the run.
        """
        if self._apart or self._pool:
            return self._each_there(function, jobs)
        return Here().each(function, jobs)

    def alone(self, function: Callable[[Job], Result], job: Job) -> Result | None:
        """The result of one job in a process of its own; None if the process dies at it."""
        with _Pool(1) as pool:
            return self._result(pool.submit(function, job))

    def _each_there(
        self, function: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Iterator[tuple[Job, Result | None]]:
        def submit(job: Job) -> Future[Result]:
            return self._submit(function, job)

        # No more are handed out than are worked on, and one to go on with, so that few are lost with a process.
        for job, future in hand_out(jobs, most=self.at_once + 1, submit=submit, done=_done):
            yield job, self._result(future)

    def _submit(self, function: Callable[[Job], Result], job: Job) -> Future[Result]:
        """Give a job to the processes; if one of them died, to new ones: the others of its pool ended with it."""
        self._pool = self._pool or _Pool(self.at_once)
        try:
            return self._pool.submit(function, job)
        except BrokenProcessPool:
            self._pool = None
            return self._submit(function, job)

    def _result(self, future: Future[Result]) -> Result | None:
        try:
            return future.result()
        except BrokenProcessPool:
            self._apart = True
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.__exit__(*error)


def _done(in_hand: Collection[Future[Result]]) -> Iterable[Future[Result]]:
    return wait(in_hand, return_when=FIRST_COMPLETED).done


class _Pool:
    """Processes that start side by side; a context manager that ends them, and what they have in hand if it fails."""

    def __init__(self, processes: int, prepare: Callable[[], object] | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        end, self._leash = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(end, prepare))
        with _no_job_to_blame():  # the executor starts one process for each job that finds none idle
            self._begun = [self._executor.submit(os.getpid) for _ in range(processes)]

    def submit(self, function: Callable[[Job], Result], job: Job) -> Future[Result]:
        """Have a job worked on.

        Raises BrokenProcessPool if a process died, and WorkerLostError if that was before any had begun.
        """
        with _no_job_to_blame():
            self._begun[0].result()
        return self._executor.submit(ending.work, function, job)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._leash.close()  # nobody waits for what they have in hand
        self._executor.shutdown(cancel_futures=True)
        self._leash.close()


@contextmanager
def _no_job_to_blame() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise WorkerLostError(
            "the processes that extract die before they have begun: see that there is memory for them, "
            "or start the run again with --workers 1; what was loaded stays"
        ) from None


def _begin(leash: Connection, prepare: Callable[[], object] | None) -> None:
    """Let a process that hangs be ended, and none outlive a run that was killed: it would wait for work for ever."""
    ending.may_die_of_silence()
    ending.end_when_let_go(leash)
    if prepare:
        prepare()
