"""The command and the flow, from a bucket to a bucket."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tallybook import objects
from tallybook.cli import commands
from tallybook.remote import RemoteReleases
from tests.places.conftest import SECRET
from tests.places.delivering import current, current_there

if TYPE_CHECKING:
    from click.testing import Result

    from tests.places.conftest import Bucket

HOUSE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(bucket: Bucket, *options: str) -> Result:
    return CliRunner().invoke(commands, ["run", f"{bucket.url}/raw", "--releases", str(bucket.place), *options])


def told_no_secret(result: Result) -> bool:
    logs = [path.read_text(encoding="utf-8") for path in Path("data/logs").glob("*")]
    return not any(SECRET in text for text in (result.output, *logs))


def test_from_a_bucket_to_a_bucket(
    bucket: Bucket, prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in sorted((HOUSE / "raw").rglob("*.txt")):
        bucket.put(path.relative_to(HOUSE).as_posix(), path.read_bytes())
    result = run(bucket)
    assert result.exit_code == 0, result.output
    assert f"Current there, too: {bucket.place}" in result.output
    assert current_there(bucket.place, tmp_path) == (current(Path("data")), ())

    bucket.forget_requests()
    assert run(bucket).exit_code == 0
    assert bucket.downloads() == ["numbers/current"]

    bucket.put("raw/new.txt", "Output rose 8% in May 2021.")
    bucket.forget_requests()
    assert run(bucket).exit_code == 0
    assert {key for key in bucket.downloads() if key.startswith("raw")} == {"raw/new.txt"}
    last = current(Path("data"))

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    objects.store_of.cache_clear()
    failed = run(bucket)
    assert failed.exit_code == 1
    assert "see that the store can be reached" in failed.output
    assert current(Path("data")) == last
    assert told_no_secret(failed)


def test_a_run_whose_delivery_fails_has_failed_and_the_next_delivers(
    bucket: Bucket, prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put("raw/a.txt", "Output rose 8% in May 2021.")

    def full(*_: object) -> None:
        raise PermissionError(13, "access denied", str(bucket.place))

    with monkeypatch.context() as patch:
        patch.setattr(RemoteReleases, "upload", full)
        failed = run(bucket)
    assert failed.exit_code == 1
    assert "access denied" in failed.output
    assert RemoteReleases(bucket.place).pointer() is None
    result = run(bucket)
    assert result.exit_code == 0, result.output
    assert current_there(bucket.place, tmp_path) == (current(Path("data")), ())
