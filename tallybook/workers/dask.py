"""The workers of a Dask cluster: of one started on this machine, or of one that is there already.

Few large jobs are handed out, and their results taken one by one: the others stay where they were made until then.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from tallybook.workers import WorkerLostError, ending
from tallybook.workers.handing import hand_out
from tallybook.workers.terms import Terms

try:
    from distributed import CancelledError, Client, KilledWorker, LocalCluster, get_worker, wait
    from distributed.scheduler import NoWorkerError
except ImportError as error:
    raise WorkerLostError("the runner 'dask' needs Dask: pip install 'tallybook[dask]'") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from distributed import Future, Worker

    from tallybook.reading.files import Place
    from tallybook.workers.handing import Job, Result

Answer = TypeVar("Answer")

# Seconds that a cluster has to answer, and its first worker to appear.
_PATIENCE = 30
# Seconds that a run waits for a worker when none is left: new machines take minutes.
_PATIENCE_WITHOUT_WORKERS = 600
# Times that a job is given to another worker, on a cluster of our own, when its worker died.
_SECOND_CHANCES = 1


@contextmanager
def dask_workers(address: str, processes: int, raw: Sequence[Place]) -> Iterator[DaskWorkers]:
    """The workers of the cluster at an address, or without one of a cluster of so many processes of our own.

    Raises WorkerLostError if there is no cluster there, or its workers would not give the rows that this process would.

    >>> with dask_workers("tcp://10.0.0.1:8786", 0, [Path("raw")]) as workers:  # doctest: +SKIP
    ...     lengths = dict(workers.each(len, ["one", "three"]))
    """
    terms = Terms.of(raw)
    with _cluster(processes, address) as cluster, _client(cluster) as client:
        _require_fit(client, terms)
        yield DaskWorkers(client, terms)


class DaskWorkers:
    """Works on the workers of a cluster. A job whose worker died is given to another one by Dask, some times."""

    def __init__(self, client: Client, terms: Terms) -> None:
        self._client = client
        self._terms = terms
        self._seen_workers_at = time.monotonic()

    @property
    def at_once(self) -> int:
        """How many workers there are now, at least 1."""
        return max(1, len(self._client.nthreads()))

    def expect(self, jobs: int, prepare: Callable[[], object]) -> None:
        """Nothing starts: the workers are there."""

    def each(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | None]]:
        """Each job with its result, as they are done; None if too many workers died while they had it in hand."""

        def submit(job: Job) -> Future:
            return self._client.submit(_work, self._terms, function, job, pure=False)

        for job, future in hand_out(jobs, most=2 * self.at_once, submit=submit, done=self._done):
            yield job, self._result(future)

    def alone(self, function: Callable[[Job], Result], job: Job) -> Result | None:
        """The result of one job, worked on while this run has no other on the cluster; None if it kills its workers."""
        ((_, result),) = self.each(function, [job])
        return result

    def _done(self, in_hand: Collection[Future]) -> Iterable[Future]:
        def first_of_them() -> Iterable[Future]:
            with self._client.as_current():
                done: Iterable[Future] = wait(list(in_hand), timeout=_PATIENCE, return_when="FIRST_COMPLETED").done
                return done

        return self._patiently(first_of_them)

    def _result(self, future: Future) -> Any:
        patience = (_PATIENCE << tries for tries in count())  # a large result may be long on its way
        try:
            return self._patiently(lambda: future.result(timeout=next(patience)))
        except KilledWorker:
            return None
        except ImportError as error:
            raise WorkerLostError(_unfit("that joined", _different(error))) from error

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Ask the cluster until it answers, as long as it is there and has workers."""
        while True:
            try:
                answer = ask()
            except TimeoutError:
                self._require_workers()
            except NoWorkerError:
                raise WorkerLostError(_no_workers(self._client)) from None
            except CancelledError:
                raise WorkerLostError(
                    f"the Dask cluster {_name(self._client)} went away: "
                    "see its scheduler's log, and start the run again; what was loaded stays"
                ) from None
            else:
                self._seen_workers_at = time.monotonic()
                return answer

    def _require_workers(self) -> None:
        if self._client.nthreads():
            self._seen_workers_at = time.monotonic()
        elif time.monotonic() - self._seen_workers_at > _PATIENCE_WITHOUT_WORKERS:
            raise WorkerLostError(_no_workers(self._client))


def _work(terms: Terms, function: Callable[[Job], Result], job: Job) -> Result:
    """Work on a job on a worker, which may have joined after the run began."""
    worker = get_worker()
    if complaint := terms.complaint(worker.state.nthreads):
        raise WorkerLostError(_unfit(worker.address, complaint))
    ending.may_die_of_silence()
    try:
        return ending.work(function, job)
    except TimeoutError as error:  # which to the run would mean that the cluster has no answer yet
        raise RuntimeError(f"TimeoutError: {error}") from error


@contextmanager
def _cluster(processes: int, address: str) -> Iterator[LocalCluster | str]:
    """What a client connects to: an address, or a cluster on this machine that ends with the block."""
    if address:
        yield address
        return
    cluster = LocalCluster(
        n_workers=processes,
        threads_per_worker=1,
        memory_limit=None,  # as without Dask: what bounds the memory of a process are the limits of a document
        security=True,  # certificates of its own: who reaches a cluster can run what he likes on it
        dashboard_address="127.0.0.1:0",  # for its health alone, there is no page
        silence_logs=logging.CRITICAL,
        scheduler_kwargs={"dashboard": False, "allowed_failures": _SECOND_CHANCES},
    )
    with cluster:
        yield cluster


@contextmanager
def _client(cluster: LocalCluster | str) -> Iterator[Client]:
    try:
        client = Client(cluster, timeout=_PATIENCE, set_as_default=False, name="tallybook")
    except (OSError, ValueError) as error:
        raise WorkerLostError(
            f"there is no Dask cluster at {cluster}: {error}; start one with dask scheduler, or correct the address"
        ) from error
    with client:
        yield client


def _require_fit(client: Client, terms: Terms) -> None:
    """Raise WorkerLostError if there are no workers, or one of them would not give the rows that we would."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise WorkerLostError(_no_workers(client)) from None
    for address, answer in client.run(_complaint, terms, on_error="return").items():
        if answer is not None:
            raise WorkerLostError(_unfit(address, _different(answer) if isinstance(answer, Exception) else answer))


def _complaint(terms: Terms, dask_worker: Worker) -> str | None:
    return terms.complaint(dask_worker.state.nthreads)


def _unfit(address: str, complaint: object) -> str:
    return f"the Dask worker {address} cannot work for this run: {complaint}"


def _different(error: Exception) -> str:
    return f"it has no Tallybook like ours ({error}): install the same on all machines"


def _no_workers(client: Client) -> str:
    return f"the Dask cluster {_name(client)} has no workers: start some with dask worker {_name(client)} --nthreads 1"


def _name(client: Client) -> str:
    return str(client.scheduler.address)
