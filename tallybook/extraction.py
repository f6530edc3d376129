"""Sources → parts: one part of the work of a batch, small enough to be held in memory, done in any process."""

from __future__ import annotations

import gc
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from tallybook.engine import extract, extract_document
from tallybook.model import Document, Number, Observation, Reason, Reject, Stage
from tallybook.numbers import Budget, OverBudgetError
from tallybook.reading import Limits, Source, identify_batch, read_batch, refuse
from tallybook.staging import Staging, pack
from tallybook.warehouse import batch_tables
from tallybook.workers import die_if_silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tallybook.workers import Workers

log = logging.getLogger(__name__)

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
    """The name of a part, the sources to read for it, and how much each may ask; all that a worker needs to know."""

    name: str
    sources: tuple[Source, ...]
    limits: Limits

    @classmethod
    def of(cls, file: Path, limits: Limits) -> PartJob:
        """The work on the sources that a file of the run's staging lists, found from any working directory."""
        sources = tuple(source.from_anywhere() for source in Staging.read_sources(file))
        return cls(file.stem.replace("sources", "part"), sources, limits)

    @property
    def patience(self) -> float:
        """Seconds after which a process that is silent over one of the documents hangs."""
        return self.limits.max_seconds + _PATIENCE

    def split(self) -> list[PartJob]:
        """The same work source by source."""
        return [
            replace(self, name=f"{self.name}-{index:05}", sources=(source,))
            for index, source in enumerate(self.sources)
        ]


class Extracted(NamedTuple):
    """What came of a part: its tables, and whether none of its sources could even be opened."""

    tables: pa.Buffer
    is_unseen: bool


class UnseenError(RuntimeError):
    """A worker does not see the files: says which, and what to do."""

    def __init__(self, uri: str) -> None:
        super().__init__(
            f"{uri} is there, but the worker that was to read it could not open it, nor any other file of its part: "
            "share the files under the same path on all machines, or read from a bucket; what was loaded stays"
        )


def extract_parts(jobs: Iterable[PartJob], staging: Staging, workers: Workers) -> list[Path]:
    """Have parts worked on; returns the paths of their tables in staging, in the order of their names.

    A source that kills its process is a reject and takes no other with it: what was in hand when a process died is
    worked on again source by source, and then each source alone. Raises WorkerLostError and UnseenError.
    """
    paths: list[Path] = []
    lost: list[PartJob] = []
    for job, extracted in workers.each(extract_part, jobs):
        if extracted is None:
            lost.append(job)
        else:
            _require_seen(job, extracted)
            paths.append(_written(job, extracted, staging))
    for job in lost:
        paths += _extract_again(job, staging, workers)
    return sorted(paths)


def _extract_again(job: PartJob, staging: Staging, workers: Workers) -> list[Path]:
    """Work again on a part that was in hand when a process died."""
    if len(job.sources) > 1:
        return extract_parts(job.split(), staging, workers)
    extracted = workers.alone(extract_part, job) or workers.alone(refuse_part, job) or _packed(_refused(job))
    return [_written(job, extracted, staging)]


def _written(job: PartJob, extracted: Extracted, staging: Staging) -> Path:
    done = len(job.sources)
    log.info("extract: %s, %s documents", job.name, f"{done:,}", extra={"done": done})
    return staging.write(job.name, extracted.tables)


def _require_seen(job: PartJob, extracted: Extracted) -> None:
    """Raise UnseenError if a worker found nothing where there is something: no night's documents may be lost so."""
    if extracted.is_unseen and _are_seen(job.sources[:1], job.limits):
        raise UnseenError(job.sources[0].uri)


def _are_seen(sources: Sequence[Source], limits: Limits) -> bool:
    """Whether any of some sources has bytes that can be read here."""
    identified, _ = identify_batch(sources, limits)
    return bool(identified)


def get_ready() -> None:
    """Read what every document needs, so that the first one need not wait for it: the lexicons."""
    extract("Exports rose 5% to $3 million in May 2021.")


def extract_part(job: PartJob) -> Extracted:
    """Read and extract the sources of one part."""
    part = _read(job)
    with _without_collector():
        for document in part.documents:
            die_if_silent(job.patience)
            _extract(part, document, job.limits)
    die_if_silent(job.patience)
    return _packed(part, is_unseen=not part.sources and not _are_seen(job.sources, job.limits))


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


def refuse_part(job: PartJob) -> Extracted:
    """Read the sources of a part that kills its process, and refuse their documents without asking the engine."""
    part = _read(job)
    for document in part.documents:
        _refuse(part, document, Reason.WORKER_LOST, _LOST)
    return _packed(part)


def _packed(part: Part, *, is_unseen: bool = False) -> Extracted:
    tables = batch_tables(part.documents, part.numbers, part.observations, part.rejects, part.sentences, part.sources)
    return Extracted(pack(tables), is_unseen)


def _refused(job: PartJob) -> Part:
    """A part whose sources cannot even be read: each is a reject."""
    return Part(rejects=[refuse(source.uri, Reason.WORKER_LOST, _LOST) for source in job.sources])


def _read(job: PartJob) -> Part:
    """The documents of a part; the same content under another name is the same document."""
    die_if_silent(job.patience + len(job.sources))  # a store of objects may be slow with each
    documents, rejects = read_batch(job.sources, job.limits)
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
