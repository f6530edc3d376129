"""Who works on the parts of a run: this process, others on this machine, or the machines of a Dask cluster.

A job that kills the process that works on it takes no other with it: those that lose a process say what it had in hand,
and whoever gave the jobs gives them again, smaller, and in the end each alone.

>>> with workers_for(load_settings(runner="processes"), is_careful=False) as workers:  # doctest: +SKIP
...     lengths = dict(workers.each(len, ["one", "three"]))
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol

from tallybook.workers.ending import die_if_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from tallybook.settings import Settings
    from tallybook.workers.handing import Job, Result

__all__ = ["WorkerLostError", "Workers", "die_if_silent", "workers_for"]


class WorkerLostError(RuntimeError):
    """Those who should work cannot: no document is to blame. Says why, and what to do."""


class Workers(Protocol):
    """Apply a module's function to jobs. What the function raises is raised where the result is asked for."""

    @property
    def at_once(self) -> int:
        """How many jobs are worked on at the same time."""

    def expect(self, jobs: int, prepare: Callable[[], object]) -> None:
        """Know that at least so many jobs will come: what takes its time to start may start now.

        Processes of this machine that start call `prepare`, a module's function, before their first job.
        """

    def each(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | None]]:
        """Each job with its result, as they are done; None if its process died while it had the job in hand.

        Jobs are taken when they can be worked on, and no more results wait here than a few: whoever takes them slowly
        slows the work down. Raises WorkerLostError.
        """

    def alone(self, function: Callable[[Job], Result], job: Job) -> Result | None:
        """The result of one job, worked on with no other beside it; None if it kills its process.

        Raises WorkerLostError.
        """


def workers_for(settings: Settings, *, is_careful: bool) -> AbstractContextManager[Workers]:
    """The workers that the setting `runner` asks for; they end with the block.

    If `is_careful`, nothing is worked on in this process: it may be what killed the run before. Raises WorkerLostError,
    at the latest when the block is entered, if a cluster cannot be reached or its workers would give other rows.
    """
    runner, _, address = settings.runner.partition(":")
    if runner == "dask":
        from tallybook.workers.dask import dask_workers  # most of a second of imports

        return dask_workers(address, settings.processes, settings.raw)
    if runner == "local" and not is_careful:
        from tallybook.workers.here import Here

        return nullcontext(Here())
    from tallybook.workers.processes import Processes

    return Processes(1 if runner == "local" else settings.processes, apart=is_careful)
