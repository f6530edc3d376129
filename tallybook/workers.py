"""Processes that work for a run: started when the first large batch asks for them, kept until the run ends."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Starting processes takes 3 s, most of it for the model that tells languages; a part of 200 documents takes about 1 s.
_WORTH_A_START = 4

Job = TypeVar("Job")
Result = TypeVar("Result")


class WorkerLostError(RuntimeError):
    """A process died at its work, most likely killed for want of memory."""

    def __init__(self) -> None:
        super().__init__(
            "a process that extracts was killed, most likely for want of memory: "
            "start the run again with fewer --workers, or with a smaller batch_size; what was loaded stays"
        )


class Workers:
    """Up to `processes` processes; a context manager that ends them.

    They are started afresh ("spawn"): a fork of a process with threads, as under Prefect, may hang.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Apply a module's function to each job; results come in the order of the jobs.

        Few jobs are worked here, unless the processes are running anyway. Raises WorkerLostError if a process dies, and
        whatever the function raises.
        """
        if self._processes == 1 or (self._pool is None and len(jobs) < _WORTH_A_START):
            yield from map(function, jobs)
            return
        try:
            yield from self._started().map(function, jobs)
        except BrokenProcessPool:
            self._pool = None
            raise WorkerLostError from None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, mp_context=context, initializer=_end_with_parent)
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Let a worker not outlive a run that was killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
