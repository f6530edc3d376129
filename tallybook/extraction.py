"""Sources → parts: one part of the work of a batch, small enough to be held in memory, done in any process."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.engine import extract_document
from tallybook.model import Document, Number, Observation, Reason, Reject, Stage
from tallybook.numbers import Budget, OverBudgetError
from tallybook.reading import Limits, Source, read_batch, refuse
from tallybook.staging import Staging
from tallybook.warehouse import batch_tables
from tallybook.workers import die_if_silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tallybook.workers import Workers

# The engine keeps to `max_seconds` of CPU time by itself; a process that is silent for so many seconds more hangs.
_PATIENCE = 120
_LOST = "the process that worked on it died or hung, twice: for want of memory, or by a fault of the engine"


@dataclass(slots=True)
class Part:
    """Documents and all that was found in them; `sentences` are the spans of the sentences of each document.

    `sources` says which document each source held when it was read.
    """

    sources: list[tuple[str, str | None]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    sentences: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartJob:
    """Which sources to read (a file of the run's staging), how much each may ask, and where the part belongs."""

    sources: Path
    limits: Limits
    staging: Staging

    @property
    def name(self) -> str:
        """Name of the part that comes of it."""
        return self.sources.stem.replace("sources", "part")

    def read_sources(self) -> list[Source]:
        """The sources of the part."""
        return Staging.read_sources(self.sources)

    def write(self, part: Part) -> Path:
        """Write what came of it; returns the path of the tables."""
        return self.staging.write_tables(
            self.name,
            batch_tables(part.documents, part.numbers, part.observations, part.rejects, part.sentences, part.sources),
        )

    def split(self) -> list[PartJob]:
        """The same work source by source."""
        return [
            replace(self, sources=self.staging.write_sources(f"{self.sources.stem}-{index:05}", [source]))
            for index, source in enumerate(self.read_sources())
        ]


def extract_parts(jobs: Sequence[PartJob], workers: Workers) -> list[Path]:
    """Work on parts in many processes; returns the paths of their tables.

    A source that kills its process is a reject and takes no other with it. Raises WorkerLostError.
    """
    paths: list[Path] = []
    for job, path in zip(jobs, workers.map(extract_part, jobs), strict=True):
        paths += [path] if path is not None else _extract_apart(job, workers)
    return paths


def _extract_apart(job: PartJob, workers: Workers) -> list[Path]:
    """Work again on a part that killed its process, source by source."""
    if len(job.read_sources()) > 1:
        return extract_parts(job.split(), workers)
    return [workers.alone(refuse_part, job) or job.write(_refused(job))]


def extract_part(job: PartJob) -> Path:
    """Read and extract the sources of one part; returns the path of its tables."""
    patience = job.limits.max_seconds + _PATIENCE
    die_if_silent(patience)
    part = _read(job)
    with _without_collector():
        for document in part.documents:
            die_if_silent(patience)
            _extract(part, document, job.limits)
    die_if_silent(patience)
    return job.write(part)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A block in which nobody looks for garbage that holds itself: the engine leaves none behind.

    Each look walks over the rows found so far; together they would take a sixth of the time of an extraction.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def refuse_part(job: PartJob) -> Path:
    """Read the sources of a part that kills its process, and refuse their documents without asking the engine."""
    part = _read(job)
    for document in part.documents:
        _refuse(part, document, Reason.WORKER_LOST, _LOST)
    return job.write(part)


def _refused(job: PartJob) -> Part:
    """A part whose sources cannot even be read: each is a reject."""
    return Part(rejects=[refuse(source.uri, Reason.WORKER_LOST, _LOST) for source in job.read_sources()])


def _read(job: PartJob) -> Part:
    """The documents of a part; the same content under another name is the same document."""
    documents, rejects = read_batch(job.read_sources(), job.limits)
    distinct: dict[str, Document] = {}
    for document in documents:
        distinct.setdefault(document.document_id, document)
    return Part(
        sources=[(document.source_uri, document.document_id) for document in documents],
        documents=list(distinct.values()),
        rejects=rejects,
    )


def _extract(part: Part, document: Document, limits: Limits) -> None:
    """Extract one document of a part; one that the engine fails on is a reject and takes no other with it."""
    budget = Budget(limits.max_seconds, limits.max_numbers, limits.max_sentences, limits.max_sentence)
    try:
        extraction = extract_document(document, budget)
    except OverBudgetError as refused:
        _refuse(part, document, refused.reason, refused.detail)
    except Exception as error:
        _refuse(part, document, Reason.EXTRACTION_FAILED, f"{type(error).__name__}: {error}")
    else:
        part.numbers += extraction.numbers
        part.observations += extraction.observations
        part.sentences[document.document_id] = extraction.sentences


def _refuse(part: Part, document: Document, reason: Reason, detail: str) -> None:
    """Refuse the whole text of a document, so that its digits are accounted for."""
    part.sentences[document.document_id] = []
    part.rejects.append(
        Reject(
            stage=Stage.EXTRACT,
            source_uri=document.source_uri,
            document_id=document.document_id,
            row_id=None,
            start=0,
            end=len(document.text),
            reason=reason,
            detail=detail,
        )
    )
