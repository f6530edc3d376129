"""A release in a bucket is read as one in a store is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from tallybook.choosing import UnknownRelease, choose_release
from tallybook.cli import commands
from tallybook.loading import load_release
from tallybook.publishing import NoRelease
from tallybook.remote import RemoteDamaged
from tests.places.delivering import run, texts
from tests.warehouse.building import PRICES, document

if TYPE_CHECKING:
    from tests.places.conftest import Bucket

TABLES = ("documents", "sources", "numbers", "observations", "rejects")


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def made(bucket: Bucket) -> list[str]:
    """Two releases, delivered."""
    made = [run(Path("data"), bucket.place, texts(0)), run(Path("data"), bucket.place, texts(0, 1))]
    bucket.forget_requests()
    return made


def call(bucket: Bucket, *arguments: str) -> str:
    result = CliRunner().invoke(commands, [*arguments, "--store", str(bucket.place)])
    assert result.exit_code == 0, result.output
    return result.output


def here(*arguments: str) -> str:
    return CliRunner().invoke(commands, [*arguments]).output


def test_the_frames_are_those_of_the_store(bucket: Bucket, made: list[str]) -> None:
    near, far = load_release("data"), load_release(str(bucket.place))
    assert near.release_id == far.release_id == made[1]
    assert near.datapackage == far.datapackage
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(near, name), getattr(far, name))


def test_nothing_is_fetched_twice_or_for_nothing(bucket: Bucket, made: list[str]) -> None:
    load_release(str(bucket.place))
    fetched = [key.split("/")[-1] for key in bucket.downloads()]
    assert sorted(Path(name).suffix for name in fetched) == ["", ".json", *[".parquet"] * len(TABLES)]
    bucket.forget_requests()
    load_release(str(bucket.place))
    assert bucket.downloads() == ["numbers/current"]


def test_the_reading_commands_say_the_same(bucket: Bucket, made: list[str]) -> None:
    prices = document(PRICES).document_id
    for command in (
        ("sql", "SELECT count(*) AS n, min(value) FROM numbers", "--json"),
        ("rejects", "--json"),
        ("rejects", "--summary"),
        ("diff", "--json"),
        ("diff", made[0][:16], "current"),
        ("inspect", prices, "--json"),
        ("verify",),
        ("verify", "--all"),
    ):
        assert call(bucket, *command) == here(*command)


def test_status_tells_the_release_and_its_runs(bucket: Bucket, made: list[str]) -> None:
    told = json.loads(call(bucket, "status", "--json"))
    assert told["release"]["id"] == made[1]
    assert told["at_work"] is None
    assert [row["release"] for row in told["runs"]][-1:] == [made[0]]


def test_the_report_is_fetched(bucket: Bucket, made: list[str]) -> None:
    path = Path(call(bucket, "report").strip())
    assert path.read_bytes() == Path("data/current/report.html").read_bytes()


def test_what_is_not_there_is_told(bucket: Bucket, made: list[str]) -> None:
    with pytest.raises(NoRelease, match=f"tallybook run --releases {bucket.url}/none"):
        load_release(f"{bucket.url}/none")
    with pytest.raises(UnknownRelease, match=made[0]):
        choose_release(str(bucket.place), "1999")
    assert "There is no release yet" in CliRunner().invoke(commands, ["status", "--store", f"{bucket.url}/none"]).output


def test_a_command_that_changes_a_store_wants_a_folder(bucket: Bucket) -> None:
    for command in (("run", "raw"), ("forget", "9f86d081884c7d65", "--yes")):
        result = CliRunner().invoke(commands, [*command, "--store", str(bucket.place)])
        assert result.exit_code == 2
    assert "give it as 'releases'" in result.output


def test_what_was_damaged_on_its_way_is_not_read(bucket: Bucket, made: list[str]) -> None:
    key = next(key for key in bucket.keys(f"numbers/releases/{made[1]}/numbers") if key.endswith(".parquet"))
    whole = bucket.get(key)
    bucket.put(key, whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(RemoteDamaged, match="its SHA-256 differs"):
        load_release(str(bucket.place))
    bucket.put(key, whole)
    assert len(load_release(str(bucket.place)).documents) == 2


def test_what_is_gone_there_goes_from_the_cache(bucket: Bucket, made: list[str]) -> None:
    load_release(str(bucket.place))
    last = run(Path("data"), bucket.place, texts(2), keep=1)
    load_release(str(bucket.place))
    assert [path.name for path in Path("cache/tallybook").glob("*/*")] == [last]
