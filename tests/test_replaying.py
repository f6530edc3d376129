"""What was refused is read again by the next run, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tallybook import pipeline
from tallybook.engine import Extraction, extract_document
from tallybook.model import Reason
from tallybook.replaying import make_due
from tallybook.settings import load_settings
from tallybook.workers.processes import Processes

if TYPE_CHECKING:
    from tallybook.model import Document
    from tallybook.numbers import Budget

FILES = ("prices/may.txt", "prices/june.txt", "trade/may.txt")


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store in which the engine failed on both documents of May."""
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        path = Path("raw", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Output rose {len(name)}.5% in the month of {name}.", encoding="utf-8")
    Path("raw/broken.txt.gz").write_text("no gzip")

    def fail_on_may(document: Document, budget: Budget) -> Extraction:
        if "may" in document.source_uri:
            raise MemoryError
        return extract_document(document, budget)

    with monkeypatch.context() as patch:
        patch.setattr("tallybook.extraction.extract_document", fail_on_may)
        assert work() == 3


def work() -> int:
    """Run as far as the warehouse; returns how many documents were read and could be."""
    with pipeline.start(load_settings()) as run, Processes(1) as pool:
        for batch in pipeline.read(run, pool):
            pipeline.load(run, batch, pipeline.extract(run, batch, pool))
        pipeline.record_sources(run)
        return run.new_documents


def failed() -> list[str]:
    with pipeline.start(load_settings()) as run:
        return sorted(row[1] for row in run.warehouse.run_sql("publish/rejects.sql") if row[6] == "extraction_failed")


def test_what_was_refused_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failed() == ["raw/prices/may.txt", "raw/trade/may.txt"]
    assert work() == 0
    assert make_due(load_settings()) == 2
    assert failed() == ["raw/prices/may.txt", "raw/trade/may.txt"]  # until they are read
    assert work() == 2
    assert failed() == []
    assert make_due(load_settings()) == 0


@pytest.mark.parametrize(
    ("reason", "file", "everything", "due"),
    [
        (Reason.EXTRACTION_FAILED, None, False, 2),
        (Reason.EXTRACTION_FAILED, "*/trade/*", False, 1),
        (Reason.BAD_ARCHIVE, None, False, 0),
        (None, "*.gz", False, 0),
        (None, None, True, 3),
        (None, "raw/prices/*", True, 2),
        (None, "'; DROP TABLE extractions; --", True, 0),
    ],
)
def test_reasons_and_files_choose(reason: Reason | None, file: str | None, everything: bool, due: int) -> None:
    assert make_due(load_settings(), reason=reason, file=file, everything=everything) == due
    assert work() == due


def test_only_what_the_run_will_meet_is_due() -> None:
    assert make_due(load_settings(raw=(Path("raw/prices"),))) == 1


def test_reading_again_with_the_same_result_changes_nothing() -> None:
    with pipeline.start(load_settings()) as run:
        before = run.warehouse.state_digest()
    make_due(load_settings(), file="*june*", everything=True)
    assert work() == 1
    with pipeline.start(load_settings()) as run:
        assert run.warehouse.state_digest() == before
