"""Sources → parts: one part of the work of a batch, small enough to be held in memory, done in any process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tallybook.engine import extract_document
from tallybook.model import Document, Number, Observation, Reason, Reject, Stage
from tallybook.reading import Limits, read_batch
from tallybook.staging import Staging
from tallybook.warehouse import batch_tables


@dataclass(slots=True)
class Part:
    """Documents and all that was found in them; `sentences` are the spans of the sentences of each document."""

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


def extract_part(job: PartJob) -> Path:
    """Read and extract the sources of one part; returns the path of its tables."""
    documents, rejects = read_batch(Staging.read_sources(job.sources), job.limits)
    part = Part(rejects=rejects)
    for document in documents:
        if document.document_id not in part.sentences:  # the same content under another name
            _add(part, document)
    return job.staging.write_tables(
        job.name, batch_tables(part.documents, part.numbers, part.observations, part.rejects, part.sentences)
    )


def _add(part: Part, document: Document) -> None:
    """Extract one document into the part; one that the engine fails on is a reject and takes no other with it."""
    part.documents.append(document)
    try:
        extraction = extract_document(document)
    except Exception as error:
        part.rejects.append(_failed(document, error))
        part.sentences[document.document_id] = []
        return
    part.numbers += extraction.numbers
    part.observations += extraction.observations
    part.sentences[document.document_id] = extraction.sentences


def _failed(document: Document, error: Exception) -> Reject:
    """Refuse the whole text of a document, so that its digits are accounted for."""
    return Reject(
        stage=Stage.EXTRACT,
        source_uri=document.source_uri,
        document_id=document.document_id,
        row_id=None,
        start=0,
        end=len(document.text),
        reason=Reason.EXTRACTION_FAILED,
        detail=f"{type(error).__name__}: {error}",
    )
