"""The web hook: what it is told, when, and that it never stands in the way of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.pipeline import pipeline
from tallybook.pipeline import ReleaseBlockedError
from tests.flows.hooking import listening
from tests.flows.test_pipeline import STORE, fail_the_audit, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.flows.hooking import Hook

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    with listening() as server:
        monkeypatch.setenv("TALLYBOOK_WEBHOOK", server.url)
        yield server


def test_a_blocked_release_is_told_once_with_what_was_found(
    raw: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_the_audit(monkeypatch)
    with pytest.raises(ReleaseBlockedError):
        run(raw)
    (told,) = hook.told
    assert (told["event"], told["release"], told["store"]) == ("blocked", None, str(STORE.resolve()))
    assert told["run_id"]
    assert "made to fail" in told["failures"][0]
    assert "made to fail" in told["text"]
    assert set(told) == {"event", "store", "message", "at", "flow_run", "run_id", "release", "failures", "text"}


def test_a_failure_is_told_also_outside_of_a_stage(raw: Path, hook: Hook) -> None:
    with pytest.raises(FileNotFoundError):
        run(Path("nowhere"))
    assert [told["event"] for told in hook.told] == ["failed"]
    assert hook.told[0]["message"].startswith("SourceNotFound: nowhere: no such file")
    assert "nowhere" in hook.told[0]["text"]


def test_a_crash_is_told_once(raw: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tallybook.publishing.stage", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(raw)
    assert [told["event"] for told in hook.told] == ["failed"]


def test_a_release_is_told_only_where_that_is_wanted(raw: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    run(raw)
    assert hook.told == []
    monkeypatch.setenv("TALLYBOOK_WEBHOOK_ON", "released,failed")
    run(raw)  # nothing new is no event
    assert hook.told == []
    (raw / "trade.txt").write_text("Exports rose 3% to $25 billion in May 2022.", encoding="utf-8")
    outcome = run(raw)
    (told,) = hook.told
    assert (told["event"], told["release"], told["run_id"]) == ("released", outcome.release, outcome.run_id)


def test_nobody_is_told_of_a_run_that_was_skipped(raw: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    from tallybook.warehouse import WarehouseLocked

    def locked(*_: object, **__: object) -> None:
        raise WarehouseLocked(STORE / "warehouse.duckdb", "Could not set lock")

    monkeypatch.setattr("tallybook.pipeline.Warehouse.open", locked)
    assert pipeline(raw=[str(raw)], store=str(STORE), return_state=True).is_cancelled()
    assert hook.told == []


def test_a_web_hook_that_cannot_be_told_harms_no_run(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallybook.notices._PAUSES", (0.0, 0.0))
    with listening(500, 503, 404) as hook:
        monkeypatch.setenv("TALLYBOOK_WEBHOOK", hook.url)
        monkeypatch.setenv("TALLYBOOK_WEBHOOK_ON", "released")
        assert run(raw).release
        assert (hook.asked, hook.told) == (3, [])
