"""What one stage writes the next one reads, and nothing stays."""

from __future__ import annotations

from pathlib import Path

from tallybook.reading import Source
from tallybook.staging import Staging, pack
from tallybook.warehouse import batch_tables
from tests.warehouse.building import PRICES, TELECOMS, document, make

SOURCES = [Source("raw/a.zip!/b.txt", Path("raw/a.zip"), "b.txt"), Source("raw/caf%E9.txt", Path("raw/caf\udce9.txt"))]


def made(store: Path, run_id: str) -> Staging:
    staging = Staging.of_run(store, run_id)
    staging.make()
    return staging


def test_sources_come_back_even_those_whose_names_are_no_unicode(tmp_path: Path) -> None:
    staging = made(tmp_path, "run")
    assert Staging.read_sources(staging.write_sources("sources-00000", SOURCES)) == SOURCES


def test_tables_come_back_and_outlive_their_file(tmp_path: Path) -> None:
    staging = made(tmp_path, "run")
    found = make(document(TELECOMS), document(PRICES))
    tables = batch_tables(found.documents, found.numbers, found.observations, [], found.sentences)
    path = staging.write("part-00000", pack(tables))
    read = Staging.read_tables(path)
    path.unlink()
    assert read == tables
    assert read.documents["text"].to_pylist() == [TELECOMS, PRICES]
    assert batch_tables() == Staging.read_tables(staging.write("part-00001", pack(batch_tables())))


def test_a_run_starts_with_an_empty_folder_and_leaves_none(tmp_path: Path) -> None:
    killed = made(tmp_path, "killed")
    killed.write_sources("sources-00000", SOURCES)
    staging = made(tmp_path, "next")
    assert [path.name for path in staging.folder.parent.iterdir()] == ["next"]
    staging.remove()
    assert list(tmp_path.iterdir()) == []
