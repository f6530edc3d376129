"""The stages of a run as plain functions: what the flow puts in order, and what tests call alone.

A run holds the warehouse open from its first stage to its last, which keeps a second run out. Stages hand each other
paths and names. Whatever is killed half-way can simply be started again.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from functools import wraps
from itertools import islice
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

from tallybook import delivery, publishing
from tallybook.engine import engine_version
from tallybook.extraction import PartJob, extract_parts, get_ready
from tallybook.model import Reason, Reject
from tallybook.objects import Object
from tallybook.outcome import Contents, Outcome, Status, verdict
from tallybook.reading import Found, Identified, Source, identify_batch, lies_below, list_files, refuse, sources_in
from tallybook.reading.limits import MEBIBYTE
from tallybook.runlog import written_log
from tallybook.settings import Removed
from tallybook.signals import heeding_signals
from tallybook.staging import Staging
from tallybook.warehouse import Known, Warehouse, batch_tables, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tallybook.settings import Settings
    from tallybook.verdict import AuditResult
    from tallybook.workers import Workers

log = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

# Each batch is two tasks of the flow; Prefect's server does well with some fifty tasks a run.
MOST_BATCHES = 20
# Each batch keeps every worker busy with many parts, for at its end all wait for the last one.
_PARTS_PER_WORKER = 16
# A part is held in memory whole, its rows of some ten times the size of its texts: no more than one large document.
_PART_BYTES = 16 * MEBIBYTE
# Parts are loaded together up to this size, which is mapped into memory.
_LOADED_BYTES = 32 * MEBIBYTE
# Sources are identified so many at a time: nothing that grows with their number is kept but what each of them holds.
_IDENTIFIED_AT_ONCE = 1_000


class Batch(NamedTuple):
    """A share of the work: its name, and the files that list its sources, one for each part."""

    name: str
    parts: tuple[Path, ...]


def _stage(
    stage: Callable[Concatenate[Run, Parameters], Result],
) -> Callable[Concatenate[Run, Parameters], Result]:
    """Let a stage end with signals, and add how long it takes to the run's seconds under its name, also if it fails."""

    @wraps(stage)
    def in_run(run: Run, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        started = time.monotonic()
        try:
            with heeding_signals():
                return stage(run, *args, **kwargs)
        finally:
            taken = time.monotonic() - started
            run.seconds[stage.__name__] = run.seconds.get(stage.__name__, 0.0) + taken

    return in_run


class ReleaseBlockedError(RuntimeError):
    """The audit stopped the release; the previous one stays current."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("the audit stopped the release: " + "; ".join(outcome.failures))
        self.outcome = outcome


class Run:
    """One run on one store.

    `warnings` say what the run found amiss with the store. `seen` holds the document of each source, `refused` the
    sources about which there is a complaint; an archive's member can be both. `due` are the sources with content to
    extract. `tags` has the tag of each object that was listed. `release` is the id of the one that was made.
    `seconds` has how long each stage took so far.
    """

    def __init__(
        self, settings: Settings, warehouse: Warehouse, run_id: str, staging: Staging, warnings: tuple[str, ...] = ()
    ) -> None:
        self.settings = settings
        self.warehouse = warehouse
        self.run_id = run_id
        self.staging = staging
        self.warnings = warnings
        self.seen: dict[str, str] = {}
        self.refused: set[str] = set()
        self.due: list[str] = []
        self.tags: dict[str, str] = {}
        self.release: str | None = None
        self.seconds: dict[str, float] = {}

    @property
    def is_careful(self) -> bool:
        """Whether no document may be worked on in this process: what killed the run before may be one of them."""
        return self.warehouse.follows_a_killed_run(self.run_id)

    @property
    def read_by(self) -> str:
        """What decides, besides its bytes, what becomes of an object."""
        return f"{engine_version()} {self.settings.limits}"

    @property
    def new_documents(self) -> int:
        """How many documents are new or changed, less the sources that turned out to be none when they were read."""
        return len({self.seen[uri] for uri in self.due if uri in self.seen})

    @property
    def sources(self) -> int:
        """How many sources the run saw."""
        return len(self.seen) + sum(uri not in self.seen for uri in self.refused)


@contextmanager
def start(settings: Settings) -> Iterator[Run]:
    """Hold the store for one run; a run that ends with an error is recorded as failed.

    A warehouse that was damaged, lost or put back is made good again from the current release. Raises WarehouseLocked
    if another run holds the store. A store without a release goes on from the one that was delivered before, if there
    is one, and raises OSError if that cannot be fetched.
    """
    with Warehouse.open(settings.store, keep_removed=settings.removed is Removed.KEEP) as warehouse:
        warnings = _adopted(settings) + _restored(warehouse, settings.store)
        run_id = warehouse.start_run(engine_version())
        run = Run(settings, warehouse, run_id, Staging.of_run(settings.store, run_id), warnings)
        with written_log(settings.store, run_id):
            for warning in warnings:
                log.warning("start: %s", warning)
            try:
                run.staging.make()
                yield run
            except BaseException as error:
                _record_failure(run, error)
                raise
            finally:
                run.staging.remove()


def _adopted(settings: Settings) -> tuple[str, ...]:
    release = delivery.adopt(settings.store, settings.releases) if settings.releases else None
    return (f"the store had no release: {release} was fetched from {settings.releases}",) * bool(release)


def _restored(warehouse: Warehouse, store: Path) -> tuple[str, ...]:
    """Make the warehouse know again what the current release holds; returns what a person has to know of it."""
    restored = publishing.restore(warehouse, store)
    damaged = (
        f"{warehouse.damage}; a new one is built, from the current release if there is one, and from the raw files"
    )
    taken_over = (
        "the warehouse had lost what the current release holds: it was taken over, and the documents are read again"
    )
    return (damaged,) * bool(warehouse.damage) + (taken_over,) * restored


def _record_failure(run: Run, error: BaseException) -> None:
    """Record that a run has failed, if its store still can: on a full disk the first error is the one to tell."""
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__  # a signal says nothing more
    log.error("failed: %s", told, exc_info=error)
    try:
        run.warehouse.finish_run(
            run.run_id, Status.FAILED, _counts(run), seconds=run.seconds, release=run.release, error=told
        )
    except Exception as another:
        log.warning("the failure could not be recorded: %s", another)


@_stage
def read(run: Run, workers: Workers) -> list[Batch]:
    """Find all sources and put those whose content this engine has not read yet into batches, each with work for all.

    The workers get ready meanwhile. Of a file that is known, no more than its bytes are read, and of an object nothing.
    Raises SourceNotFound if a path does not exist, and StoreUnreachable.
    """
    refused: list[Reject] = []
    parts: list[Path] = []
    for share in _shares(_due(run, refused), run.settings.batch_size):
        parts.append(run.staging.write_sources(f"sources-{len(parts):05}", share))
        workers.expect(len(parts), get_ready)
    rejects = batch_tables(rejects=refused)
    run.warehouse.load_batch(run.run_id, "read", rejects)
    run.refused.update(rejects.refused_sources)
    new = run.new_documents
    log.info("read: %s sources, %s new or changed", f"{run.sources:,}", f"{new:,}", extra={"due": len(run.due)})
    return _batches(parts, workers.at_once)


def _due(run: Run, refused: list[Reject]) -> Iterator[Identified]:
    """The sources whose content this engine has not read; all are noted as seen but those that are refused."""
    known, forgotten = run.warehouse.known_documents(engine_version()), run.warehouse.forgotten()
    run.due.clear()
    new = _new_in(run)
    while some := list(islice(new, _IDENTIFIED_AT_ONCE)):
        refused += [found for found in some if isinstance(found, Reject)]
        identified, unread = identify_batch([found for found in some if isinstance(found, Source)], run.settings.limits)
        refused += unread
        for found in identified:
            if found.document_id in forgotten:
                refused.append(_forgotten(found))
                continue
            run.seen[found.source.uri] = found.document_id
            if found.document_id not in known:
                run.due.append(found.source.uri)
                yield found


def _new_in(run: Run) -> Iterator[Source | Reject]:
    """All sources but those in objects that have not changed: these are noted as seen, or refused, as they were."""
    in_store = any(isinstance(place, Object) for place in run.settings.raw)
    known = run.warehouse.known_objects(engine_version(), run.read_by) if in_store else {}
    for found in list_files(run.settings.raw):
        if isinstance(found, Found) and found.tag:
            run.tags[found.uri] = found.tag
            before = known.pop(found.uri, None)  # what was used is let go: there may be half a million of them
            if before and before.tag == found.tag:
                _take_for_granted(run, before)
                continue
        yield from sources_in(found, run.settings.limits)


def _take_for_granted(run: Run, known: Known) -> None:
    for uri, document_id in known.sources:
        if document_id is None:
            run.refused.add(uri)
        else:
            run.seen[uri] = document_id


def _forgotten(found: Identified) -> Reject:
    content = found.document_id
    detail = f"its content, {content}, was forgotten: to read it again, tallybook forget --undo {content}"
    return refuse(found.source.uri, Reason.FORGOTTEN, detail)


def _shares(due: Iterable[Identified], most: int) -> Iterator[list[Source]]:
    """Runs of at most `most` sources that are small enough together."""
    share: list[Source] = []
    room = _PART_BYTES
    for found in due:
        room -= found.byte_size
        if share and (room < 0 or len(share) == most):
            yield share
            share, room = [], _PART_BYTES - found.byte_size
        share.append(found.source)
    if share:
        yield share


def _batches(parts: Sequence[Path], at_once: int) -> list[Batch]:
    """Batches of as many parts as keep the number of batches small."""
    size = max(_PARTS_PER_WORKER * at_once, ceil(len(parts) / MOST_BATCHES))
    shares = [parts[start : start + size] for start in range(0, len(parts), size)]
    return [Batch(f"batch-{number:02}", tuple(share)) for number, share in enumerate(shares)]


@_stage
def extract(run: Run, batch: Batch, workers: Workers) -> list[Path]:
    """Read and extract the documents of a batch; returns the paths of its parts.

    A document that fails, or kills its process, is a reject. Raises WorkerLostError if the workers cannot work, and
    UnseenError if they do not see the files.
    """
    jobs = (PartJob.of(sources, run.settings.limits) for sources in batch.parts)
    return extract_parts(jobs, run.staging, workers)


@_stage
def load(run: Run, batch: Batch, parts: Sequence[Path]) -> None:
    """Load the parts of a batch into the warehouse, each in one transaction, as others may be with it.

    Loading twice changes nothing.
    """
    for tables in joined(map(run.staging.read_tables, parts), _LOADED_BYTES):
        run.warehouse.load_batch(run.run_id, batch.name, tables)
        run.seen.update(tables.read_sources)  # a file may have changed since it was identified
        for uri in tables.refused_sources:
            run.seen.pop(uri, None)
            run.refused.add(uri)
    for path in parts:  # only now: a retry starts with the first
        path.unlink()
    log.debug("load: %s", batch.name)


def record_sources(run: Run) -> None:
    """Note what was seen, and what was not any more: a run speaks for the paths that it was given, for no others."""
    roots = run.settings.raw
    unseen = set(run.warehouse.known_sources()) - run.seen.keys() - run.refused
    missing = [uri for uri in sorted(unseen) if lies_below(uri, roots)]
    seen = [*run.seen.items(), *((uri, None) for uri in sorted(run.refused))]
    run.warehouse.record_sources(run.run_id, seen, missing)
    if run.tags:
        run.warehouse.record_objects(run.tags, run.read_by)


@_stage
def audit(run: Run) -> AuditResult | None:
    """Bring the sources up to date, refuse the rows that break a rule, and have the tables audited.

    Returns None if there is nothing to audit: what would be released is what the current release holds.
    """
    store = run.settings.store
    record_sources(run)
    if not publishing.needs_release(run.warehouse, store):
        log.info("audit: nothing is due, the current release holds all of it")
        return None
    staged = publishing.stage(run.warehouse, store, run.run_id)
    from tallybook.audit import audit as judge  # seconds of imports, for nothing when nothing is due

    result = judge(staged, run.warehouse.bounds(run.settings.least_share))
    run.warehouse.record_audit(run.run_id, result)
    log.info("audit: %s, %s expectations", result.outcome, len(result.expectations))
    return result


@_stage
def publish(run: Run, result: AuditResult | None) -> str | None:
    """Release what passed the audit; returns the id of the release, None if there is none to make."""
    if result is None or not result.passed:
        return None
    settings = run.settings
    run.release = publishing.publish(
        run.warehouse, settings.store, run.run_id, result, engine_version(), retention=settings.retention
    )
    log.info("publish: release %s", run.release)
    return run.release


@_stage
def deliver(run: Run, place: Object) -> None:
    """Make the current release the current one in the place where releases are delivered to."""
    delivery.deliver(run.warehouse, run.settings.store, place, run.settings.retention)


def finish(run: Run, result: AuditResult | None, release: str | None) -> Outcome:
    """Record how the run ended, and say it."""
    current = publishing.current_release(run.settings.store)
    database = result.audited if result and not release else current / publishing.DATABASE if current else None
    audit_outcome, failures, warnings = verdict(result)
    outcome = Outcome(
        run_id=run.run_id,
        status=Status.RELEASED if release else Status.UNCHANGED if result is None else Status.BLOCKED,
        sources=run.sources,
        new_documents=run.new_documents,
        contents=Contents.of(database) if database else Contents(),
        audit=audit_outcome,
        failures=failures,
        warnings=(*run.warnings, *warnings),
        release=current.name if current else None,
        path=str(current) if current else None,
        delivered_to=str(run.settings.releases) if current and run.settings.releases else None,
        seconds={stage: round(seconds, 3) for stage, seconds in run.seconds.items()},
    )
    counts = _counts(run) | outcome.contents.counts
    run.warehouse.finish_run(
        run.run_id, outcome.status, counts, seconds=run.seconds, release=release, audit_outcome=audit_outcome
    )
    log.info("end: %s in %.1f s of work", outcome.status, sum(run.seconds.values()), extra={"seconds": outcome.seconds})
    return outcome


def _counts(run: Run) -> dict[str, int]:
    return {"sources": run.sources, "new_documents": run.new_documents}
