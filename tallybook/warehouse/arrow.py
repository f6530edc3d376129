"""Rows of the model → Arrow tables, column by column: the way in which tables travel into the warehouse."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from tallybook.dictionary import Column, columns_of
from tallybook.lexicons import languages
from tallybook.lexicons.units import units
from tallybook.model import Document, Number, Observation, Reject
from tallybook.verdict import ExpectationResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# A sentence longer than this is published as the surroundings of its quantity: a text of one endless sentence would
# otherwise be copied as often as it has numbers.
LONG_SENTENCE = 1_000
SURROUNDINGS = 250

_ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}


class BatchTables(NamedTuple):
    """What one batch brings, table by table; no two of its documents are the same."""

    documents: pa.Table
    numbers: pa.Table
    observations: pa.Table
    rejects: pa.Table
    sources: pa.Table

    @property
    def nbytes(self) -> int:
        """How many bytes the rows take."""
        return sum(table.nbytes for table in self)

    @property
    def read_sources(self) -> dict[str, str]:
        """The sources that were read, and the document that each held then."""
        return {row["source_uri"]: row["document_id"] for row in self.sources.to_pylist()}

    @property
    def refused_sources(self) -> list[str]:
        """The sources that were refused. A reject with a document is about something inside it."""
        rows = self.rejects.select(["source_uri", "document_id"]).to_pylist()
        return [row["source_uri"] for row in rows if row["source_uri"] and not row["document_id"]]


def joined(parts: Iterable[BatchTables], most_bytes: int) -> Iterator[BatchTables]:
    """Parts that follow each other as one batch, of at most so many bytes unless a part has more.

    Each batch is loaded at a cost that grows with what is there already: few large ones cost less. Parts that share a
    document stay apart, for a batch holds none twice.
    """
    together: list[BatchTables] = []
    held: set[str] = set()
    size = 0
    for part in parts:
        documents = set(part.documents["document_id"].to_pylist())
        if together and (size + part.nbytes > most_bytes or held & documents):
            yield _concatenated(together)
            together, held, size = [], set(), 0
        together.append(part)
        held |= documents
        size += part.nbytes
    if together:
        yield _concatenated(together)


def _concatenated(parts: Sequence[BatchTables]) -> BatchTables:
    return BatchTables(*map(pa.concat_tables, zip(*parts, strict=True)))


def batch_tables(
    documents: Sequence[Document] = (),
    numbers: Sequence[Number] = (),
    observations: Sequence[Observation] = (),
    rejects: Sequence[Reject] = (),
    sentences: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    sources: Sequence[tuple[str, str | None]] = (),
) -> BatchTables:
    """The rows of a batch as Arrow tables.

    `sentences` holds, by document, the spans of its sentences; `sources` are pairs of a source and the document that it
    held when it was read.

    >>> batch_tables().documents.num_rows
    0
    """
    texts = sentences_of(observations, numbers, documents, sentences or {})
    return BatchTables(
        _table(Document, documents),
        _table(Number, numbers),
        _observations_table(observations, texts),
        _table(Reject, rejects),
        sources_table(sources),
    )


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a published column."""
    return _ARROW_TYPES[column.type]


def _observations_table(observations: Sequence[Observation], sentences: Sequence[str | None]) -> pa.Table:
    """Observations as an Arrow table: the model's columns, the document, and the sentence of each."""
    table = _table(Observation, observations)
    documents = [row.observation_id.rpartition(":")[0] for row in observations]
    return table.append_column("document_id", pa.array(documents, pa.string())).append_column(
        "sentence", pa.array(sentences, pa.string())
    )


def sources_table(seen: Sequence[tuple[str, str | None]]) -> pa.Table:
    """Pairs of source and document (None for a source that was refused) as an Arrow table."""
    return pa.table(
        {
            "source_uri": pa.array([uri for uri, _ in seen], pa.string()),
            "document_id": pa.array([document_id for _, document_id in seen], pa.string()),
        }
    )


def missing_table(uris: Sequence[str]) -> pa.Table:
    """Sources that were looked for and not found, as an Arrow table."""
    return pa.table({"source_uri": pa.array(uris, pa.string())})


def objects_table(tags: Mapping[str, str]) -> pa.Table:
    """Objects with their tags, as an Arrow table."""
    return pa.table(
        {"object_uri": pa.array(list(tags), pa.string()), "tag": pa.array(list(tags.values()), pa.string())}
    )


def units_table() -> pa.Table:
    """Every unit and currency of the lexicons as an Arrow table: the code list of what the engine writes."""
    known = {(unit.name, unit.code, unit.kind) for language in languages() for unit in units(language)}
    names, codes, kinds = zip(*sorted(known, key=lambda row: (row[2], row[0])), strict=True)
    return pa.table({"unit": names, "unit_code": codes, "unit_kind": kinds})


def audit_table(results: Sequence[ExpectationResult]) -> pa.Table:
    """The results of an audit as an Arrow table."""
    return _table(ExpectationResult, results)


def _table(model: type, rows: Sequence[Any]) -> pa.Table:
    columns = columns_of(model)
    arrays = [pa.array(list(map(attrgetter(c.name), rows)), arrow_type(c)) for c in columns]
    return pa.table(arrays, names=[column.name for column in columns])


def sentences_of(
    observations: Sequence[Observation],
    numbers: Sequence[Number],
    documents: Sequence[Document],
    spans: Mapping[str, Sequence[tuple[int, int]]],
) -> list[str | None]:
    """The sentence of each observation, from the spans of the sentences of each document."""
    texts = {document.document_id: document.text for document in documents}
    number_of = {number.number_id: number for number in numbers}
    cut: dict[tuple[int, int, str], str] = {}
    sentences: list[str | None] = []
    for observation in observations:
        number = number_of.get(observation.observation_id)
        if number is None or number.document_id not in texts:
            sentences.append(None)  # the audit will find it
            continue
        start, end = _excerpt(number, spans[number.document_id])
        key = (start, end, number.document_id)
        if key not in cut:
            cut[key] = texts[number.document_id][start:end]
        sentences.append(cut[key])
    return sentences


def _excerpt(number: Number, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the sentence of a number starts and ends, or its surroundings in a very long one."""
    start, end = spans[number.sentence_index]
    if end - start <= LONG_SENTENCE:
        return start, end
    return max(start, number.start - SURROUNDINGS), min(end, number.end + SURROUNDINGS)
