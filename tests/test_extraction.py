"""Parts of a batch: a document that asks too much, or kills the process that works on it, takes no other with it."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tallybook import extraction
from tallybook.engine import extract_document
from tallybook.extraction import Extracted, PartJob, UnseenError, extract_part, extract_parts
from tallybook.model import Reason, Stage
from tallybook.reading import Limits, Source
from tallybook.staging import Staging
from tallybook.workers.here import Here
from tallybook.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tallybook.model import Document
    from tallybook.numbers import Budget
    from tallybook.workers import Workers

GOOD = {f"good-{number}.txt": f"Output of the mines rose {number}.5% in May 2022.\n" for number in range(2)}


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def job_of(texts: dict[str, str], limits: Limits | None = None, name: str = "part-00000") -> PartJob:
    for file, text in texts.items():
        Path(file).write_text(text, encoding="utf-8")
    return PartJob(name, tuple(Source(file, Path(file)) for file in texts), limits or Limits())


def parts_of(jobs: list[PartJob], workers: Workers) -> list[Path]:
    staging = Staging(Path("staging"))
    staging.folder.mkdir()
    return extract_parts(jobs, staging, workers)


def refusals(paths: list[Path]) -> dict[str, tuple[str, str]]:
    """Source → stage and reason, of all rejects of some parts."""
    tables = [Staging.read_tables(path).rejects.to_pylist() for path in paths]
    return {row["source_uri"]: (row["stage"], row["reason"]) for rows in tables for row in rows}


def documents(paths: list[Path]) -> list[str]:
    tables = [Staging.read_tables(path).documents.to_pylist() for path in paths]
    return sorted(row["source_uri"] for rows in tables for row in rows)


@pytest.mark.parametrize(
    ("text", "limits", "reason"),
    [
        ("It sold 1 ship, then 2 ships and 3 ships.", Limits(max_numbers=2), Reason.TOO_MANY_NUMBERS),
        ("In May it sold 4 ships of the north.\n\n" * 40, Limits(max_seconds=0.001), Reason.TOO_SLOW),
        ("Ships of the north and " * 9 + "5 of the south.", Limits(max_sentence=100), Reason.TOO_LARGE),
        ("Ships 5.\n\n" * 9, Limits(max_sentences=8), Reason.TOO_LARGE),
    ],
)
def test_a_document_that_asks_too_much_is_a_reject(text: str, limits: Limits, reason: Reason) -> None:
    small = "There were 3 ships."
    job = job_of({"a.txt": small, "b.txt": text, "c.txt": small + " They sailed."}, limits)
    paths = parts_of([job], Here())
    assert refusals(paths) == {"b.txt": (Stage.EXTRACT, reason)}
    (reject,) = Staging.read_tables(paths[0]).rejects.to_pylist()
    assert (reject["start"], reject["end"]) == (0, len(text))
    assert "split it" in reject["detail"] or "no prose" in reject["detail"]
    assert documents(paths) == ["a.txt", "b.txt", "c.txt"]
    assert Staging.read_tables(paths[0]).numbers.num_rows == 2


def test_one_endless_sentence_is_cut_short() -> None:
    endless = ", ".join(f"the town of Ayton sold {number} tonnes" for number in range(3_000))
    paths = parts_of([job_of({"a.txt": endless}, Limits(max_seconds=0.01))], Here())
    assert refusals(paths) == {"a.txt": (Stage.EXTRACT, Reason.TOO_SLOW)}


def kill(*_: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def hang(*_: object) -> Any:
    time.sleep(600)


def killed_by_reading(job: PartJob) -> Extracted:
    return work_with("_read", kill, job)


def killed_by_the_engine(job: PartJob) -> Extracted:
    return work_with("extract_document", lambda *given: at_bad_text(kill, *given), job)


def hung_in_the_engine(job: PartJob) -> Extracted:
    extraction._PATIENCE = 1
    return work_with("extract_document", lambda *given: at_bad_text(hang, *given), job)


def work_with(name: str, function: Callable[..., Any], job: PartJob) -> Extracted:
    """Work on a part with one function replaced, in whatever process: what is patched elsewhere is not so here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, name, function)
        return extract_part(job)


def at_bad_text(act: Callable[..., Any], document: Document, budget: Budget) -> Any:
    return act() if "bad" in document.source_uri else extract_document(document, budget)


@pytest.mark.parametrize("work", [killed_by_the_engine, hung_in_the_engine])
def test_a_document_that_kills_its_process_is_a_reject(
    work: Callable[[PartJob], Extracted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "extract_part", work)
    bad = {"bad.txt": "Exports of the mines rose 9% in May 2022.\n"}
    limits = Limits(max_seconds=1)
    jobs = [job_of(GOOD | bad, limits), job_of({"more.txt": "There were 3 ships."}, limits, "part-00001")]
    with Processes(2, apart=True) as workers:
        paths = parts_of(jobs, workers)
    assert refusals(paths) == {"bad.txt": (Stage.EXTRACT, Reason.WORKER_LOST)}
    assert documents(paths) == ["bad.txt", *GOOD, "more.txt"]


def test_a_source_that_cannot_even_be_read_is_a_reject_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "extract_part", killed_by_reading)
    monkeypatch.setattr(extraction, "refuse_part", kill)
    with Processes(1, apart=True) as workers:
        paths = parts_of([job_of({"bad.txt": "There were 3 ships."})], workers)
    assert refusals(paths) == {"bad.txt": (Stage.READ, Reason.WORKER_LOST)}
    assert documents(paths) == []


def seen_from_nowhere(job: PartJob) -> Extracted:
    """As on a machine without the folder of the files."""
    elsewhere = tuple(replace(source, path=Path("/nowhere", source.path.name)) for source in job.sources)
    return extract_part(replace(job, sources=elsewhere))


def test_a_worker_that_sees_no_files_empties_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "extract_part", seen_from_nowhere)
    with pytest.raises(UnseenError, match=r"good-0\.txt is there, but the worker .* share the files"):
        parts_of([job_of(GOOD)], Here())


def test_files_that_are_gone_are_rejects() -> None:
    job = job_of(GOOD)
    for name in GOOD:
        Path(name).unlink()
    assert set(refusals(parts_of([job], Here())).values()) == {(Stage.READ, Reason.UNREADABLE)}
