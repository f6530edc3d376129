"""Files that the stages of one run hand each other; private to the run and removed with it.

Tasks exchange the paths, never what is in them.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tallybook.objects import Object, is_url
from tallybook.reading import Source
from tallybook.warehouse import BatchTables

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = "staging"


def pack(tables: BatchTables) -> pa.Buffer:
    """The tables of a part as Arrow IPC streams, one behind the other: so they travel between machines."""
    sink = pa.BufferOutputStream()
    for table in tables:
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    return sink.getvalue()


@dataclass(frozen=True, slots=True)
class Staging:
    """The folder of one run's files.

    >>> staging = Staging.of_run(Path("data"), "20260131T060502Z-3f9a1c")
    >>> staging.make()  # doctest: +SKIP
    >>> Staging.read_sources(staging.write_sources("sources-00000", [Source("a.txt", Path("a.txt"))]))  # doctest: +SKIP
    [Source(uri='a.txt', path=PosixPath('a.txt'), member=None, is_described=True)]
    """

    folder: Path

    @classmethod
    def of_run(cls, store: Path, run_id: str) -> Staging:
        """The folder of a run in a store."""
        return cls(store / FOLDER / run_id)

    def make(self) -> None:
        """Make the folder; what killed runs left behind is removed."""
        self.remove()
        self.folder.mkdir(parents=True)

    def write_sources(self, name: str, sources: Sequence[Source]) -> Path:
        """Write a list of sources as JSON, which holds even file names that are no Unicode; returns its path."""
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps([_as_row(source) for source in sources]), encoding="ascii")
        return path

    @staticmethod
    def read_sources(path: Path) -> list[Source]:
        """Read what `write_sources` wrote."""
        return [_as_source(*row) for row in json.loads(path.read_text(encoding="ascii"))]

    def write(self, name: str, packed: pa.Buffer) -> Path:
        """Write the tables of a part as `pack` made them; returns the path of the file."""
        path = self.folder / f"{name}.arrows"
        path.write_bytes(packed)
        return path

    @staticmethod
    def read_tables(path: Path) -> BatchTables:
        """Read what `write` wrote; the rows stay in the file, which is mapped into memory."""
        with pa.memory_map(str(path)) as file:
            return BatchTables(*(pa.ipc.open_stream(file).read_all() for _ in BatchTables._fields))

    def remove(self) -> None:
        """Remove all files of the run, and the folder of all runs."""
        self.remove_all(self.folder.parent.parent)

    @staticmethod
    def remove_all(store: Path) -> None:
        """Remove what the runs of a store have handed each other."""
        shutil.rmtree(store / FOLDER, ignore_errors=True)


def _as_row(source: Source) -> tuple[str, str, int | None, str | None, bool]:
    size = source.path.size if isinstance(source.path, Object) else None
    return source.uri, str(source.path), size, source.member, source.is_described


def _as_source(uri: str, place: str, size: int | None, member: str | None, is_described: bool) -> Source:
    path = replace(Object.of(place), size=size) if is_url(place) else Path(place)
    return Source(uri, path, member, is_described)
