"""Prefect's hooks: they tell the web hook of the settings, if there is one, how a flow run ended."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows.parameters import settings_of
from tallybook.notices import Event, Notice, send
from tallybook.outcome import Outcome, Status
from tallybook.pipeline import ReleaseBlockedError
from tallybook.settings import SettingsError

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.schemas.objects import FlowRun, State

log = logging.getLogger("tallybook.flows")


def tell(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG001 - Prefect's names
    """Tell of a flow run that reached its last state, if its settings want that to be told."""
    try:
        settings = settings_of(**flow_run.parameters)
    except SettingsError as error:
        log.warning("nobody can be told how the run ended, as its settings cannot be read: %s", error)
        return
    event, what = _end(state)
    if settings.webhook and event in settings.webhook_on:
        store = str(settings.store.resolve())
        send(Notice(event, store, at=datetime.now(UTC), flow_run=flow_run.name, **what), str(settings.webhook))


def _end(state: State[Any]) -> tuple[Event | None, dict[str, Any]]:
    """What happened, None for nothing new, and what there is to say of it."""
    result = state.result(raise_on_failure=False)
    if isinstance(result, ReleaseBlockedError):
        return Event.BLOCKED, _told(result.outcome, str(result))
    if isinstance(result, Outcome):
        released = result.status is Status.RELEASED
        return Event.RELEASED if released else None, _told(result, f"released: {result.release}")
    told = state.message if state.is_crashed() else f"{type(result).__name__}: {result}"
    return Event.FAILED, {"message": told or "no reason was given"}


def _told(outcome: Outcome, message: str) -> dict[str, Any]:
    return {
        "message": message,
        "run_id": outcome.run_id,
        "release": outcome.release,
        "failures": outcome.failures,
    }
