"""The part of a release that the page carries: as many documents as fit, with their numbers and the series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from tallybook import resources
from tallybook.report.columns import packed
from tallybook.warehouse import run_file

if TYPE_CHECKING:
    import duckdb

ROOM: Final = 4_000_000
"""How many bytes of the page its data may take."""

MOST_LINES: Final = 300
"""How many series are shown at most."""

_EXPANSION = 3  # about how many characters of text and numbers become one of the page
_SHRINK = 0.9
_JOINED = ("source_uri", "document_id", "sentence")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What the page carries: the packed data, and how many documents and series are in it."""

    data: str
    documents: int
    series: int


def excerpt(connection: duckdb.DuckDBPyConnection, room: int = ROOM) -> Excerpt:
    """As much of the attached release as fits into `room` bytes, documents of its series first.

    What does not fit is left out document by document, never in part.
    """
    run_file(connection, "sql/report/lines.sql", most=MOST_LINES)
    series = connection.sql(resources.read("sql/report/shown_lines.sql")).to_arrow_table()
    allowed = room * _EXPANSION
    while True:
        run_file(connection, "sql/report/shown.sql", room=allowed)
        documents = connection.sql(resources.read("sql/report/documents.sql")).to_arrow_table()
        data = packed({"documents": documents, "numbers": _numbers(connection, documents), "series": series})
        if len(data) <= room or not documents.num_rows:
            return Excerpt(data, documents.num_rows, series.num_rows)
        allowed = int(allowed * _SHRINK * room / len(data))


def _numbers(connection: duckdb.DuckDBPyConnection, documents: pa.Table) -> pa.Table:
    """The numbers of the documents; each knows the place of its document, and where its sentence starts and ends."""
    rows = connection.sql(resources.read("sql/report/numbers.sql")).to_arrow_table()
    places = pc.index_in(rows["document_id"], value_set=documents["document_id"])
    starts, ends = _sentences(rows, places, documents["text"].to_pylist())
    return (
        rows.drop_columns(_JOINED)
        .append_column("document", places)
        .append_column("sentence_start", starts)
        .append_column("sentence_end", ends)
    )


def _sentences(rows: pa.Table, places: pa.ChunkedArray, texts: list[str]) -> tuple[pa.Array, pa.Array]:
    """Where the sentence of each number stands in its document; null for numbers without an observation."""
    starts: list[int | None] = []
    ends: list[int | None] = []
    for place, start, sentence in zip(
        *map(pa.ChunkedArray.to_pylist, (places, rows["start"], rows["sentence"])), strict=True
    ):
        # The sentence holds the number: it starts nowhere behind it.
        found = texts[place].rfind(sentence, 0, start + len(sentence)) if sentence else -1
        starts.append(found if found >= 0 else None)
        ends.append(found + len(sentence) if found >= 0 else None)
    return pa.array(starts, pa.int32()), pa.array(ends, pa.int32())
