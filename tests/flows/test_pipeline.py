"""The whole job through the real flow, on a small folder."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prefect.exceptions import ParameterTypeError

from flows.artifacts import AUDIT, RELEASE_REPORT, SUMMARY
from flows.limits import RunTimedOutError, limited
from flows.pipeline import may_pass, pipeline
from tallybook.loading import load_release
from tallybook.outcome import Outcome, Status
from tallybook.pipeline import ReleaseBlockedError
from tallybook.publishing import releases
from tallybook.settings import SettingsError
from tallybook.warehouse import Warehouse, WarehouseLocked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tallybook.verdict import AuditResult

pytestmark = pytest.mark.usefixtures("prefect_server")

STORE = Path("data")


def run(raw: Path, workers: int | None = None) -> Outcome:
    return pipeline(raw=[str(raw)], store=str(STORE), workers=workers)


def test_raw_files_become_a_release(raw: Path) -> None:
    outcome = run(raw)
    release = load_release(STORE)
    assert (outcome.status, outcome.release, outcome.sources) == (Status.RELEASED, release.release_id, 3)
    assert sorted(release.sources["source_uri"]) == ["raw/jobs/march.txt", "raw/prices.md", "raw/telecoms.txt"]
    assert outcome.contents.totals["observations"] == len(release.observations)
    revenue = release.observations.query("value == 1.47e12")
    assert list(revenue["unit"]) == ["CNY"]
    assert not (STORE / "staging").exists()


def test_a_second_run_changes_nothing(raw: Path) -> None:
    first = run(raw)
    pointer = (STORE / "current").readlink()
    second = run(raw)
    assert (second.status, second.new_documents, second.release) == (Status.UNCHANGED, 0, first.release)
    assert (STORE / "current").readlink() == pointer
    assert len(releases(STORE)) == 1


def test_new_changed_and_removed_files_make_a_new_release(raw: Path) -> None:
    first = run(raw)
    (raw / "trade.txt").write_text("Exports rose 3% to $25 billion in May 2022.", encoding="utf-8")
    (raw / "prices.md").write_text("Consumer prices rose 2.4% in January 2022.", encoding="utf-8")
    (raw / "jobs" / "march.txt").unlink()
    second = run(raw)
    assert (second.status, second.new_documents) == (Status.RELEASED, 2)
    assert second.release != first.release
    values = set(load_release(STORE).observations["value"])
    assert {3.0, 2.5e10, 2.4} <= values
    assert not {2.3, 4.1} & values


def test_a_bad_file_harms_no_other(raw: Path) -> None:
    (raw / "broken.txt.gz").write_bytes(b"\x1f\x8b this is no gzip")
    (raw / "picture.png").write_bytes(b"\x89PNG\r\n")
    (raw / "empty.txt").write_bytes(b"")
    outcome = run(raw)
    assert outcome.status is Status.RELEASED
    assert outcome.contents.documents == 3
    rejects = load_release(STORE).rejects
    assert set(rejects["source_uri"]) == {"raw/broken.txt.gz", "raw/picture.png", "raw/empty.txt"}
    assert run(raw).status is Status.UNCHANGED


def test_a_failing_audit_holds_the_release_back(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(raw)
    (raw / "trade.txt").write_text("Exports rose 3% to $25 billion in May 2022.", encoding="utf-8")
    with monkeypatch.context() as patch:
        fail_the_audit(patch)
        for _ in range(2):  # a state that was blocked is audited again
            with pytest.raises(ReleaseBlockedError, match="made to fail") as blocked:
                run(raw)
            outcome = blocked.value.outcome
            assert (outcome.status, outcome.release, outcome.audit) == (Status.BLOCKED, first.release, "failed")
        assert load_release(STORE).release_id == first.release
    mended = run(raw)
    assert (mended.status, mended.new_documents) == (Status.RELEASED, 0)
    assert 2.5e10 in set(load_release(STORE).observations["value"])


def fail_the_audit(patch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from tallybook import audit
    from tallybook.verdict import Severity

    judge = audit.audit

    def severe(database: Path, bounds: Mapping[str, float]) -> AuditResult:
        result = judge(database, bounds)
        last = replace(result.expectations[-1], success=False, severity=Severity.CRITICAL, note="made to fail")
        return replace(result, expectations=(*result.expectations[:-1], last))

    patch.setattr(audit, "audit", severe)


def test_two_runs_at_once_are_refused(raw: Path) -> None:
    hold = "import sys, time; from pathlib import Path; from tallybook.warehouse import Warehouse\n"
    hold += "warehouse = Warehouse.open(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(STORE.absolute())], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseLocked, match="wait until that run has ended"):
            run(raw)
        state = pipeline(raw=[str(raw)], store=str(STORE), return_state=True)
        assert (state.type, state.name) == ("CANCELLED", "Skipped")
        assert "wait until that run has ended" in (state.message or "")
    finally:
        holder.kill()
        holder.wait()
    assert run(raw).status is Status.RELEASED


def test_a_failed_run_is_recorded(raw: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        run(Path("nowhere"))
    with pytest.raises(SettingsError, match="there is no settings file"):
        pipeline(raw=[str(raw)], store=str(STORE), config="none.toml")
    with pytest.raises(ParameterTypeError, match="workers"):
        run(raw, workers=-1)
    with Warehouse.open(STORE) as warehouse:
        statuses = [row[3] for row in warehouse.run_sql("command/runs.sql")]
    assert statuses == ["failed"]


def test_readers_in_another_process(raw: Path) -> None:
    outcome = run(raw)
    program = (
        "import duckdb, json, pandas, pathlib\n"
        "current = pathlib.Path('data/current').resolve()\n"
        "frame = pandas.read_parquet(current / 'observations')\n"
        "with duckdb.connect(str(current / 'tallybook.duckdb'), read_only=True) as connection:\n"
        "    rows = connection.execute('SELECT count(*) FROM observations').fetchone()[0]\n"
        "print(json.dumps([len(frame), rows]))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    rows = outcome.contents.totals["observations"]
    assert json.loads(answer.stdout) == [rows, rows]
    assert rows > 0


def test_the_run_leaves_its_summary_the_audit_and_the_report_in_prefect(raw: Path) -> None:
    from prefect.artifacts import Artifact

    outcome = run(raw)
    summary, audit, report = (Artifact.get(key) for key in (SUMMARY, AUDIT, RELEASE_REPORT))
    assert outcome.release in str(summary.data)  # type: ignore[union-attr,operator]
    rows = json.loads(audit.data)  # type: ignore[union-attr,arg-type]
    assert {row["table"] for row in rows} >= {"documents", "numbers", "observations"}
    assert all(row["met"] == "yes" for row in rows if row["severity"] == "critical")
    assert f"{outcome.release}/report.html" in str(report.data)  # type: ignore[union-attr]


def test_the_form_says_what_each_parameter_is() -> None:
    schema = pipeline.parameters.model_dump()["properties"]
    assert set(schema) == set(inspect.signature(pipeline.fn).parameters)
    assert all(field["description"].endswith(".") for field in schema.values())
    types = {name: {kind["type"] for kind in field["anyOf"]} - {"null"} for name, field in schema.items()}
    assert (types["raw"], types["workers"], types["least_share"]) == ({"array"}, {"integer"}, {"number"})
    assert schema["workers"]["anyOf"][0]["minimum"] == 0


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OSError("disk"), True),
        (FileNotFoundError("gone"), False),
        (PermissionError("no"), False),
        (ValueError("x"), False),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    from prefect.states import Failed

    assert may_pass(None, None, Failed(data=error)) is again  # type: ignore[arg-type]


def test_a_run_that_takes_too_long_ends_as_failed_and_the_next_one_goes_on(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tallybook import audit

    monkeypatch.setenv("TALLYBOOK_MAX_RUN_SECONDS", "3")
    with monkeypatch.context() as patch:
        patch.setattr(audit, "audit", lambda *_: time.sleep(600))
        state = pipeline(raw=[str(raw)], store=str(STORE), return_state=True)
    assert state.is_failed()
    assert "the run was ended after 3 seconds (max_run_seconds)" in (state.message or "")
    assert not (STORE / "staging").exists()
    assert releases(STORE) == []
    with Warehouse.open(STORE) as warehouse:
        assert [row[3] for row in warehouse.run_sql("command/runs.sql")] == ["failed"]
    monkeypatch.delenv("TALLYBOOK_MAX_RUN_SECONDS")
    mended = run(raw)
    assert (mended.status, mended.new_documents) == (Status.RELEASED, 0)


def test_time_that_is_up_while_the_report_is_made_ends_the_run(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tallybook import report

    def interrupted(*_: object) -> None:
        try:
            time.sleep(600)
        except BaseException:
            raise RuntimeError("Query interrupted") from None  # as DuckDB does

    monkeypatch.setattr(report, "write", interrupted)
    monkeypatch.setenv("TALLYBOOK_MAX_RUN_SECONDS", "15")
    with pytest.raises(RunTimedOutError, match="max_run_seconds"):
        run(raw)
    assert releases(STORE) == []


def test_the_alarm_is_given_again_to_work_that_swallows_it() -> None:
    def swallow_one() -> None:
        with suppress(BaseException):
            time.sleep(600)
        time.sleep(600)

    with pytest.raises(RunTimedOutError), limited(0.2):
        swallow_one()


def test_artifacts_that_cannot_be_left_do_not_hide_how_the_run_ended(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no server")

    monkeypatch.setattr("flows.artifacts.create_markdown_artifact", fail)
    assert run(raw).status is Status.RELEASED
