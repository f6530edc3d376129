"""One job after the other in this process: for debuggers and small boxes. What kills it ends the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tallybook.workers.handing import Job, Result


class Here:
    """Works in this process."""

    at_once = 1

    def expect(self, jobs: int, prepare: Callable[[], object]) -> None:
        """Nothing starts."""

    def each(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | None]]:
        """Each job with its result, in their order."""
        for job in jobs:
            yield job, function(job)

    def alone(self, function: Callable[[Job], Result], job: Job) -> Result | None:
        """The result of one job."""
        return function(job)
