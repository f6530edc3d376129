"""Runs by schedule or for new files: a deployment on a Prefect server, and the runner on this machine that works at it.

Each run is a process of its own that ends with this one. One run is at work at a time: one that is due meanwhile is
cancelled by Prefect. What was due while nothing was served is made up for by one run.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import signal
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import httpx
from prefect import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.schedules import Cron, Interval
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings

from flows.leftovers import settle_leftovers
from flows.pipeline import SKIPPED, TAGS, pipeline
from flows.server import ServerError, own_server
from flows.watching import quiet_after_changes
from tallybook.objects import without_secrets

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun
    from prefect.schedules import Schedule


log = logging.getLogger("tallybook.flows")

Answer = TypeVar("Answer")

LOCK = "serve.lock"
# What Prefect says of a run that it cancels as another one is at work: one that a person cancels has another message.
_TURNED_AWAY = "Deployment concurrency limit reached."
# Seconds between two looks for runs that are due or have ended.
_LOOK_AGAIN = 2.0
# Seconds after which a run for new files, turned away by one at work, is tried again.
_TRY_AGAIN = 15.0
# Seconds that the server may be silent, as while it is started again.
_SILENCE = 120.0


class AlreadyServedError(RuntimeError):
    """Another process serves the store."""

    def __init__(self, store: Path) -> None:
        super().__init__(f"{store} is served already: end that `tallybook serve` first, or serve another store")


@dataclass(frozen=True, slots=True)
class Plan:
    """When runs are due: by cron, at an interval from now on, `settle` quiet seconds after changes in folders.

    Raises ValueError for a cron that is none.
    """

    cron: str | None = None
    every: timedelta | None = None
    timezone: str = "UTC"
    watched: Sequence[Path] = ()
    settle: float = 10.0

    def __post_init__(self) -> None:
        _ = self.schedules

    @property
    def schedules(self) -> list[Schedule]:
        """What Prefect's scheduler has to know of it."""
        by_cron = [Cron(self.cron, timezone=self.timezone)] if self.cron else []
        by_interval = [Interval(self.every, timezone=self.timezone)] if self.every else []
        return by_cron + by_interval


def serve(store: Path, plan: Plan, parameters: Mapping[str, Any], tell_page: Callable[[str], None]) -> None:
    """Run the flow on this store whenever it is due, until SIGTERM or Ctrl-C ends it and the run at work.

    `parameters` are those of the flow. `tell_page` is given the address at which a browser shows the runs. Raises
    AlreadyServedError, ServerError, and whatever the server answers that cannot be mended here.
    """
    with _only_one(store), _server() as page:
        tell_page(page)
        asyncio.run(_Service(store, plan, parameters).run())


@contextmanager
def _only_one(store: Path) -> Iterator[None]:
    """Hold the lock that says that a store is served; it is gone with this process, and the store's id stays."""
    store.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(store / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServedError(store) from None
        if not os.fstat(descriptor).st_size:
            os.write(descriptor, uuid4().hex[:12].encode())
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _server() -> Iterator[str]:
    """The server that is named, or else one of our own; yields the address of its page. Raises ServerError."""
    named = PREFECT_API_URL.value()
    if named:
        yield _page_of(named)
    else:
        with own_server() as server, temporary_settings({PREFECT_API_URL: server.api}):
            yield server.page


def _page_of(named: str) -> str:
    """The address of the page of a server that is named. Raises ServerError if it does not answer."""
    with get_client(sync_client=True) as client:  # with the key and the certificates of Prefect's settings
        problem = client.api_healthcheck()
    if problem:
        reason = str(problem).partition("\n")[0]
        raise ServerError(
            f"no Prefect server answers at {without_secrets(named)} ({without_secrets(reason)}): "
            "start it, or unset PREFECT_API_URL to have one started here"
        )
    return without_secrets(PREFECT_UI_URL.value() or named.removesuffix("/api"))


def deployment_name(store: Path) -> str:
    """The name of the deployment of a store that is or was served: its folder's, and an id that stays in the store.

    The path would not do: stores of several containers may lie at the same one. Raises FileNotFoundError if the store
    was never served.

    >>> deployment_name(Path("/srv/numbers"))  # doctest: +SKIP
    'numbers-55dc47a03b1e'
    """
    return f"{store.resolve().name}-{(store / LOCK).read_text(encoding='utf-8')}"


class _Service:
    """The deployment of one store, and what makes its runs."""

    def __init__(self, store: Path, plan: Plan, parameters: Mapping[str, Any]) -> None:
        self._store = store
        self._plan = plan
        self._parameters = dict(parameters)
        self._name = deployment_name(store)

    async def run(self) -> None:
        """Serve until a signal comes, then end the run at work; raises what went wrong."""
        async with get_client() as client:
            runner = Runner(name="tallybook", query_seconds=_LOOK_AGAIN, limit=None, pause_on_shutdown=False)
            deployment = await self._deploy(runner)  # first, or what comes due meanwhile by the old plan would be run
            is_late = await settle_leftovers(client, deployment)
            runs = asyncio.create_task(runner.start())
            await asyncio.sleep(0)  # the runner sets a handler of its own for SIGTERM first
            ends = [asyncio.create_task(end) for end in (_signal(), _server_is_lost(client))]
            if self._plan.watched:
                ends.append(asyncio.create_task(self._run_for_changes(client, deployment)))
            elif is_late or self._plan.every:
                await client.create_flow_run_from_deployment(deployment)
            ended, _ = await asyncio.wait([runs, *ends], return_when=asyncio.FIRST_COMPLETED)
            await _stop(runner, runs, ends)
        for task in ended:
            task.result()

    async def _deploy(self, runner: Runner) -> UUID:
        return await runner.aadd_flow(
            pipeline,
            name=self._name,
            schedules=self._plan.schedules,
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
            parameters=self._parameters,
            tags=sorted(TAGS),
        )

    async def _run_for_changes(self, client: PrefectClient, deployment: UUID) -> None:
        async for _ in quiet_after_changes(self._plan.watched, self._store, self._plan.settle):
            while await _is_turned_away(client, await _made(client, deployment)):
                await asyncio.sleep(_TRY_AGAIN)


async def _server_is_lost(client: PrefectClient) -> None:
    """Raise ServerError once the server has not answered for a while."""
    answered = time.monotonic()
    while time.monotonic() - answered < _SILENCE:
        await asyncio.sleep(_LOOK_AGAIN)
        if await client.api_healthcheck() is None:
            answered = time.monotonic()
    place = without_secrets(str(client.api_url))
    raise ServerError(f"Prefect's server at {place} does not answer any more: see what became of it")


async def _signal() -> None:
    """Return when this process is told to end."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()


async def _stop(runner: Runner, runs: asyncio.Task[None], others: list[asyncio.Task[None]]) -> None:
    """End the run at work, and all that could make another one."""
    for task in others:
        task.cancel()
    if runner.started:
        await runner.astop()
    else:
        runs.cancel()
    await asyncio.gather(runs, *others, return_exceptions=True)


async def _answer(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """What the server answers, asked again when a request fails: `_server_is_lost` says when that is to end."""
    while True:
        try:
            return await ask()
        except httpx.HTTPError as error:
            log.warning("Prefect's server is asked again: %s: %s", type(error).__name__, error)
        await asyncio.sleep(_LOOK_AGAIN)


async def _made(client: PrefectClient, deployment: UUID) -> FlowRun:
    return await _answer(lambda: client.create_flow_run_from_deployment(deployment))


async def _is_turned_away(client: PrefectClient, run: FlowRun) -> bool:
    """Wait until a run has ended; returns whether it was not let in, for another one was at work on the store.

    One that a person cancels or deletes was not turned away: it is not made again.
    """
    made = run.id
    while run.state is None or not run.state.is_final():
        await asyncio.sleep(_LOOK_AGAIN)
        try:
            run = await _answer(lambda: client.read_flow_run(made))
        except ObjectNotFound:
            return False
    return run.state.is_cancelled() and (run.state.name == SKIPPED or run.state.message == _TURNED_AWAY)
