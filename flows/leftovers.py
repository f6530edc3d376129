"""What is left on the server by a process that served a store and was killed, or while nothing served it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.types import DateTime

from flows.pipeline import SKIPPED, pipeline
from flows.telling import tell

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun

_AT_WORK = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_KILLED = "the process that served the run was killed; what the run had loaded stays"
_MISSED = "it was due while nothing served it: one run makes up for all of these"


async def settle_leftovers(client: PrefectClient, deployment: UUID) -> bool:
    """Bring the runs of a deployment that nothing serves to an end; returns whether one is to be made up for.

    Runs that seem to be at work were killed, and are told to the web hook; runs that are overdue were missed.
    """
    killed = await _end_all(client, deployment, _AT_WORK, State(type=StateType.CRASHED, message=_KILLED))
    missed = await _end_all(
        client, deployment, [StateType.SCHEDULED], State(type=StateType.CANCELLED, name=SKIPPED, message=_MISSED)
    )
    for run in killed:
        await asyncio.to_thread(tell, flow=pipeline, flow_run=run, state=State(type=StateType.CRASHED, message=_KILLED))
    return bool(killed or missed)


async def _end_all(client: PrefectClient, deployment: UUID, types: list[StateType], end: State[Any]) -> list[FlowRun]:
    """Give all runs in such a state their last one, page by page, as the server hands them out."""
    due = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=DateTime.now("UTC")),
    )
    ended: list[FlowRun] = []
    while runs := await client.read_flow_runs(flow_run_filter=due):
        for run in runs:
            await client.set_flow_run_state(run.id, end, force=True)
        ended += runs
    return ended
