"""The main job as a Prefect flow: raw files → audited release.

Only the order of the stages, their retries and what Prefect shows of them stand here; what a stage does stands in
`tallybook.pipeline`. The flow runs with or without a server, and is recorded where `PREFECT_API_URL` points.

>>> from flows.pipeline import pipeline
>>> pipeline(raw=["raw"], store="data")  # doctest: +SKIP
"""

# Annotations stay objects here: a flow that is handed to a process of its own brings no names along to read them with.
from typing import TYPE_CHECKING, Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, StateType

from flows.artifacts import leave_artifacts
from flows.belonging import belong_to_parent
from flows.limits import limited
from flows.parameters import Share, WorkerCount, settings_of
from flows.telling import tell
from tallybook import pipeline as stages
from tallybook.outcome import Outcome, Status
from tallybook.warehouse import WarehouseLocked
from tallybook.workers import workers_for

if TYPE_CHECKING:
    from pathlib import Path

    from prefect import Task
    from prefect.client.schemas.objects import TaskRun

    from tallybook.objects import Object
    from tallybook.settings import Settings
    from tallybook.verdict import AuditResult
    from tallybook.workers import Workers

SKIPPED = "Skipped"
TAGS = frozenset({"tallybook"})


def may_pass(_task: "Task[..., Any]", _run: "TaskRun", state: State[Any]) -> bool:
    """Whether to try again: a disk or a network may do better next time, a mistake stays one.

    A path that is not there or not ours to read is a mistake.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError | PermissionError)


# Nothing is cached by Prefect: the warehouse knows, by content, what has been done.
_RETRIED: dict[str, Any] = {"retries": 2, "retry_delay_seconds": [1, 10], "retry_condition_fn": may_pass}


@task(name="read", tags=TAGS, cache_policy=NO_CACHE, **_RETRIED)
def read(run: stages.Run, workers: "Workers") -> list[stages.Batch]:
    """Find the sources whose content is new, in batches."""
    return stages.read(run, workers)


@task(name="extract", task_run_name="extract-{batch.name}", tags=TAGS, cache_policy=NO_CACHE, **_RETRIED)
def extract(run: stages.Run, batch: stages.Batch, workers: "Workers") -> "list[Path]":
    """Read and extract one batch."""
    return stages.extract(run, batch, workers)


@task(name="load", task_run_name="load-{batch.name}", tags=TAGS, cache_policy=NO_CACHE, **_RETRIED)
def load(run: stages.Run, batch: stages.Batch, parts: "list[Path]") -> None:
    """Load one batch into the warehouse."""
    stages.load(run, batch, parts)


@task(name="audit", tags=TAGS, cache_policy=NO_CACHE)
def audit(run: stages.Run) -> "AuditResult | None":
    """Refuse the rows that break a rule, and judge the tables."""
    return stages.audit(run)


@task(name="publish", tags=TAGS, cache_policy=NO_CACHE, **_RETRIED)
def publish(run: stages.Run, result: "AuditResult | None") -> str | None:
    """Release what passed."""
    return stages.publish(run, result)


@task(name="deliver", tags=TAGS, cache_policy=NO_CACHE, **_RETRIED)
def deliver(run: stages.Run, place: "Object") -> None:
    """Make the release current where releases are delivered to."""
    stages.deliver(run, place)


@flow(
    name="tallybook",
    description="Raw files to an audited release of numbers.",
    on_completion=[tell],
    on_failure=[tell],
    on_crashed=[tell],
)
def pipeline(
    raw: list[str] | None = None,
    store: str | None = None,
    releases: str | None = None,
    runner: str | None = None,
    workers: WorkerCount = None,
    least_share: Share = None,
    config: str | None = None,
) -> Outcome:
    """Read `raw`, audit what is in it, and release it in `store`.

    What is not given comes from the environment and from `tallybook.toml` (or the file `config`), as on the command
    line. Raises SettingsError, RunTimedOutError after `max_run_seconds`, and ReleaseBlockedError if the audit stopped
    the release, so that the flow run counts as failed and its record says why. A run that finds another one at work on
    the store is cancelled, as nothing is wrong; called directly it raises WarehouseLocked.

    Args:
        raw: Files and folders to read, or URLs such as s3://bucket/raw. What is not given here and below is as the
            settings say.
        store: Folder of the warehouse and the releases.
        releases: URL to which the release is delivered, too, such as s3://bucket/numbers.
        runner: Who extracts: local, processes, dask, or dask:tcp://host:8786, which is a Dask cluster.
        workers: Processes that extract; 0 is one per core.
        least_share: Share of the last release's rows below which the audit stops a release; 0 lets it shrink at will.
        config: File with the settings; without it tallybook.toml in the working directory, if there is one.
    """
    belong_to_parent()
    settings = settings_of(
        raw=raw, store=store, releases=releases, runner=runner, workers=workers, least_share=least_share, config=config
    )
    try:
        outcome, result = _run(settings)
    except WarehouseLocked as locked:
        return _skipped(locked)  # type: ignore[return-value]  # Prefect takes a state for the end of the run
    leave_artifacts(outcome, result, settings.store)
    if outcome.status is Status.BLOCKED:
        raise stages.ReleaseBlockedError(outcome)
    return outcome


def _run(settings: "Settings") -> "tuple[Outcome, AuditResult | None]":
    with stages.start(settings) as run, limited(settings.max_run_seconds):
        with workers_for(settings, is_careful=run.is_careful) as workers:
            for batch in read(run, workers):
                load(run, batch, extract(run, batch, workers))
        result = audit(run)
        release = publish(run, result)
        if settings.releases:
            deliver(run, settings.releases)
        return stages.finish(run, result, release), result


def _skipped(locked: WarehouseLocked) -> State[Any]:
    return State(type=StateType.CANCELLED, name=SKIPPED, message=str(locked), data=locked)
