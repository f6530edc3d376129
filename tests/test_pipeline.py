"""The stages called one by one, without Prefect and without Great Expectations."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tallybook import pipeline, publishing
from tallybook.engine import Extraction, extract_document
from tallybook.model import Reason
from tallybook.reading import SourceNotFound
from tallybook.settings import load_settings
from tallybook.staging import Staging
from tallybook.verdict import AuditResult
from tallybook.warehouse import Warehouse
from tallybook.workers.here import Here
from tallybook.workers.processes import Processes
from tests.publishing.releasing import GOOD

if TYPE_CHECKING:
    from tallybook.model import Document
    from tallybook.numbers import Budget


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("prices/may.txt", "prices/june.txt", "trade/may.txt"):
        write(name, f"Output rose {len(name)}.5% in the month of {name}.")


def write(name: str, text: str) -> None:
    path = Path("raw", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def work(*raw: str, store: str = "data", workers: int = 1, batch_size: int = 200) -> list[int]:
    """Read, extract and load; note the sources, as the audit does first. Returns how many sources each batch has."""
    settings = load_settings(raw=tuple(map(Path, raw)), store=Path(store), workers=workers, batch_size=batch_size)
    with pipeline.start(settings) as run, Processes(settings.processes) as pool:
        batches = pipeline.read(run, pool)
        sources = [sum(len(Staging.read_sources(part)) for part in batch.parts) for batch in batches]
        for batch in batches:
            pipeline.load(run, batch, pipeline.extract(run, batch, pool))
        pipeline.record_sources(run)
    return sources


def published(table: str, column: int, store: str = "data") -> list[object]:
    with Warehouse.open(Path(store)) as warehouse:
        return sorted(row[column] for row in warehouse.run_sql(f"publish/{table}.sql"))


def test_only_what_is_new_becomes_work() -> None:
    assert work("raw") == [3]
    assert work("raw") == []
    write("trade/june.txt", "Exports rose 3% to $25 billion in June 2022.")
    assert work("raw") == [1]
    assert len(published("documents", 0)) == 4


def test_what_is_refused_again_is_not_new() -> None:
    write("empty.txt", " ")
    for new in (3, 0):
        with pipeline.start(load_settings()) as run, Processes(1) as pool:
            for batch in pipeline.read(run, pool):
                pipeline.load(run, batch, pipeline.extract(run, batch, pool))
            pipeline.record_sources(run)
            assert (run.new_documents, run.sources) == (new, 4)


def test_a_run_speaks_for_the_paths_that_it_was_given() -> None:
    write("trade/broken.txt.gz", "no gzip")
    work("raw")
    Path("raw/prices/may.txt").unlink()
    Path("raw/trade/may.txt").unlink()
    work("raw/prices")
    assert published("documents", 2) == ["raw/prices/june.txt", "raw/trade/may.txt"]
    assert published("rejects", 1) == ["raw/trade/broken.txt.gz"]
    Path("raw/trade/broken.txt.gz").unlink()
    work(str(Path("raw").absolute()))
    assert published("documents", 2) == [str(Path("raw/prices/june.txt").absolute())]
    assert published("rejects", 1) == []


@pytest.mark.parametrize(("removed", "documents"), [("leave", 2), ("keep", 3)])
def test_whether_removed_files_leave_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, removed: str, documents: int
) -> None:
    monkeypatch.setenv("TALLYBOOK_REMOVED", removed)
    work("raw")
    Path("raw/trade/may.txt").unlink()
    work("raw")
    with pipeline.start(load_settings(store=Path("data"))) as run:
        assert len(run.warehouse.run_sql("publish/documents.sql")) == documents


def test_processes_find_what_one_process_finds() -> None:
    for number in range(12):
        write(f"more-{number}.txt", f"Output rose {number + 1}.5% in May 2022.")
    assert work("raw", workers=2, batch_size=1) == work("raw", store="other") == [15]
    found = published("numbers", 0)
    assert found == published("numbers", 0, "other")
    assert len(found) > 24


def test_a_document_that_the_engine_fails_on_is_a_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_trade(document: Document, budget: Budget) -> Extraction:
        if "trade" in document.source_uri:
            raise ZeroDivisionError("a fault of the engine")
        return extract_document(document, budget)

    monkeypatch.setattr("tallybook.extraction.extract_document", fail_on_trade)
    work("raw")
    assert published("rejects", 6) == [Reason.EXTRACTION_FAILED]
    assert published("rejects", 7) == ["ZeroDivisionError: a fault of the engine"]
    assert len(published("observations", 0)) == 2


def test_the_same_content_twice_is_one_document_with_two_sources() -> None:
    write("copy.txt", Path("raw/trade/may.txt").read_text(encoding="utf-8"))
    work("raw")
    assert published("documents", 2) == ["raw/copy.txt", "raw/prices/june.txt", "raw/prices/may.txt"]
    assert len(published("sources", 0)) == 4


def test_a_run_that_ends_with_an_error_is_recorded_as_failed() -> None:
    with pytest.raises(SourceNotFound, match="nowhere"):
        work("nowhere")
    with Warehouse.open(Path("data")) as warehouse:
        (row,) = warehouse.run_sql("command/runs.sql")
    assert row[3] == "failed"
    assert row[7].startswith("SourceNotFound: nowhere: no such file or folder")
    assert not Path("data/staging").exists()


def test_a_run_that_a_signal_ends_during_a_query_is_no_fault_of_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except BaseException:
            raise RuntimeError("Query interrupted") from None  # as DuckDB does

    monkeypatch.setattr(Warehouse, "load_batch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        work("raw")
    with Warehouse.open(Path("data")) as warehouse:
        (row,) = warehouse.run_sql("command/runs.sql")
    assert (row[3], row[7]) == ("failed", "KeyboardInterrupt")


def test_a_run_writes_its_log_as_json_lines() -> None:
    work("raw")
    with pytest.raises(SourceNotFound):
        work("nowhere")
    first, second = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(Path("data/logs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    )
    assert [line["message"].partition(":")[0] for line in first] == ["read", "extract"]
    assert {line["level"] for line in first} == {"INFO"}
    assert first[0]["due"] == 3
    assert len({line["run_id"] for line in first}) == 1
    assert second[-1]["level"] == "ERROR"
    assert "SourceNotFound" in second[-1]["exc_info"]


def test_old_logs_go() -> None:
    folder = Path("data/logs")
    folder.mkdir(parents=True)
    for number in range(120):
        (folder / f"20200101T{number:06}Z-000000.jsonl").touch()
    work("raw")
    assert len(list(folder.iterdir())) == 100
    assert not (folder / "20200101T000020Z-000000.jsonl").exists()


def test_a_file_that_changes_under_the_run_is_the_document_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(store=Path("data"))
    with pipeline.start(settings) as run, Processes(1) as workers:
        (batch,) = pipeline.read(run, workers)
        write("prices/may.txt", "Output fell 3% in May.")
        write("prices/june.txt", Path("raw/trade/may.txt").read_text(encoding="utf-8"))
        Path("raw/trade/may.txt").unlink()
        pipeline.load(run, batch, pipeline.extract(run, batch, workers))
        pipeline.record_sources(run)
    with Warehouse.open(Path("data")) as warehouse:
        documents = {row[0] for row in warehouse.run_sql("publish/documents.sql")}
        sources = {row[0]: row[1] for row in warehouse.run_sql("publish/sources.sql")}
    assert set(sources) == {"raw/prices/may.txt", "raw/prices/june.txt"}
    assert set(sources.values()) == documents


def test_a_part_is_bounded_by_its_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_PART_BYTES", 110)
    write("long.txt", "Exports rose 3% to $25 billion in June 2022." * 5)
    with pipeline.start(load_settings(store=Path("data"))) as run:
        parts = [Staging.read_sources(part) for batch in pipeline.read(run, Here()) for part in batch.parts]
    assert [[source.path.name for source in part] for part in parts] == [
        ["long.txt"],
        ["june.txt", "may.txt"],
        ["may.txt"],
    ]


def test_a_run_behind_a_killed_one_works_on_no_document_itself() -> None:
    settings = load_settings(store=Path("data"))
    with pipeline.start(settings) as run:
        assert not run.is_careful
        run.warehouse.finish_run(run.run_id, "released", {}, seconds={})
    with pipeline.start(settings) as run:
        assert not run.is_careful  # and ends without a word
    with pipeline.start(settings) as run:
        assert run.is_careful


def release_and_fail(made: list[str | None]) -> None:
    with pipeline.start(load_settings()) as run:
        for batch in pipeline.read(run, Here()):
            pipeline.load(run, batch, pipeline.extract(run, batch, Here()))
        pipeline.record_sources(run)
        staged = publishing.stage(run.warehouse, run.settings.store, run.run_id)
        made.append(pipeline.publish(run, AuditResult(staged, (GOOD,))))
        raise OSError("no answer")


def test_a_run_that_fails_behind_its_release_has_noted_it() -> None:
    """As when the release cannot be delivered: the warehouse has lost nothing, and must not think so."""
    made: list[str | None] = []
    with pytest.raises(OSError, match="no answer"):
        release_and_fail(made)
    work("raw/prices")
    with pipeline.start(load_settings()) as run:
        assert run.warehouse.knows_release(str(made[0]))
        assert run.warnings == ()
