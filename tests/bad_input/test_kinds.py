"""Every kind of bad input ends as documents or as rejects with the right reason, and harms no good neighbour."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tallybook import audit, pipeline, publishing
from tallybook.loading import load_release
from tallybook.settings import load_settings
from tallybook.warehouse import Warehouse
from tallybook.workers.here import Here
from tests.bad_input.ending import STORE, Ending, run
from tests.bad_input.kinds import KINDS, LIMITS, SENTENCE, Fates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    subprocess.run(["rm", "-rf", tmp_path / "raw"], check=True)  # deep folders are too deep for pytest to clear away


def make(*kinds: Callable[[Path], Fates]) -> Fates:
    """The files of some kinds, each in a folder of its own with a good neighbour before and behind."""
    fates: Fates = {}
    for kind in kinds:
        folder = Path("raw", kind.__name__)
        folder.mkdir(parents=True)
        for name in ("AAA.txt", "zzz.txt"):
            (folder / name).write_text(f"{name} of {kind.__name__}. {SENTENCE}", encoding="utf-8")
            fates[f"{folder}/{name}"] = None
        fates |= {f"{folder}/{name}": fate for name, fate in kind(folder).items()}
    return fates


def agree(found: Ending, fates: Fates) -> None:
    assert {source: found.fate_of(source) for source in fates} == fates
    assert found.documents | found.refused.keys() == fates.keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_by_itself(kind: Callable[[Path], Fates]) -> None:
    fates = make(kind)
    agree(run(LIMITS), fates)
    agree(run(LIMITS), fates)  # and again: nothing is refused for having been refused


def test_all_kinds_in_one_run_make_a_release(capsys: pytest.CaptureFixture[str]) -> None:
    fates = make(*KINDS)
    found = run(LIMITS | {"workers": 2, "batch_size": 12})
    agree(found, fates)
    with Warehouse.open(STORE) as warehouse:
        result = audit.audit(publishing.stage(warehouse, STORE, "r"), warehouse.bounds(0.5))
        assert [failure.note for failure in result.failures] == []
        warehouse.record_audit("r", result)
        publishing.publish(warehouse, STORE, "r", result, "0")
    release = load_release(STORE)
    assert set(release.documents["source_uri"]) == found.documents
    with capsys.disabled():
        refused = sum(map(len, found.refused.values()))
        print(f"\nbad input: {len(fates)} tried, {len(found.documents)} documents, {refused} rejects, 0 crashed")


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Root is never denied: as root the block is that of nobody."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


def test_what_may_not_be_read_is_a_reject(tmp_path: Path) -> None:
    for name in ("good.txt", "closed.txt", "closed/inside.txt", "unlisted/inside.txt", "sidecar.txt"):
        Path("raw", name).parent.mkdir(parents=True, exist_ok=True)
        Path("raw", name).write_text(f"{name}: {SENTENCE}", encoding="utf-8")
    Path("raw/sidecar.txt.meta.yaml").write_text("title: T", encoding="utf-8")
    for name, mode in {"closed.txt": 0, "closed": 0, "unlisted": 0o111, "sidecar.txt.meta.yaml": 0}.items():
        Path("raw", name).chmod(mode)
    closed = dict.fromkeys(("raw/closed", "raw/closed.txt", "raw/sidecar.txt", "raw/unlisted"), "unreadable")
    try:
        settings = load_settings(store=STORE)
        with pipeline.start(settings) as started:  # the store is its owner's, whoever reads
            tmp_path.chmod(0o711)
            started.staging.folder.chmod(0o777)
            with an_ordinary_user():
                pipeline.read(started, Here())
        with Warehouse.open(STORE) as warehouse:
            rows = warehouse.run_sql("publish/rejects.sql")
        assert {row[1]: row[6] for row in rows} == closed
        assert set(started.seen) == {"raw/good.txt"}
    finally:
        for name in ("closed", "unlisted"):
            Path("raw", name).chmod(0o700)
