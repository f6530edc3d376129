"""A release in a bucket is read as one in a store is."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from tallybook import objects
from tallybook.choosing import UnknownRelease, choose_release
from tallybook.cli import commands
from tallybook.loading import load_release
from tallybook.publishing import NoRelease
from tallybook.remote import RemoteDamaged, RemoteReleases
from tallybook.verification import verify
from tests.cli.test_completion import completed
from tests.places.delivering import run, texts
from tests.warehouse.building import PRICES, document

if TYPE_CHECKING:
    from typing import IO

    from click.testing import Result

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


def ask(bucket: Bucket, *arguments: str) -> Result:
    return CliRunner().invoke(commands, [*arguments, "--store", str(bucket.place)])


def call(bucket: Bucket, *arguments: str) -> str:
    result = ask(bucket, *arguments)
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


def test_status_follows_the_pointer_once(bucket: Bucket, made: list[str]) -> None:
    """What it tells of the release and of the runs is of one release, whatever is delivered meanwhile."""
    call(bucket, "status")
    assert bucket.downloads().count("numbers/current") == 1


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


def damage(bucket: Bucket, release: str) -> tuple[str, bytes]:
    """Change a byte of a file; returns its key and what it was."""
    key = next(key for key in bucket.keys(f"numbers/releases/{release}/numbers") if key.endswith(".parquet"))
    whole = bucket.get(key)
    bucket.put(key, whole[:-1] + bytes([whole[-1] ^ 1]))
    return key, whole


def test_what_was_damaged_on_its_way_is_not_read(bucket: Bucket, made: list[str]) -> None:
    key, whole = damage(bucket, made[1])
    with pytest.raises(RemoteDamaged, match="its SHA-256 differs"):
        load_release(str(bucket.place))
    bucket.put(key, whole)
    assert len(load_release(str(bucket.place)).documents) == 2


def test_what_is_gone_there_goes_from_the_cache(bucket: Bucket, made: list[str]) -> None:
    load_release(str(bucket.place))
    last = run(Path("data"), bucket.place, texts(2), keep=1)
    load_release(str(bucket.place))
    assert [path.name for path in Path("cache/tallybook").glob("*/*")] == [last]


def test_another_release_of_the_same_name_is_not_read(bucket: Bucket, made: list[str]) -> None:
    """The pointer tells the manifest: also of what is in the cache."""
    key = f"numbers/releases/{made[1]}/datapackage.json"
    delivered = bucket.get(key)
    bucket.put(key, delivered + b"\n")
    with pytest.raises(RemoteDamaged, match=r"datapackage\.json is not what was delivered"):
        load_release(str(bucket.place))
    bucket.put(key, delivered)
    cached = load_release(str(bucket.place)).path / "datapackage.json"
    cached.write_bytes(delivered + b"\n")
    load_release(str(bucket.place))
    assert cached.read_bytes() == delivered


def test_what_was_damaged_in_the_cache_is_fetched_again(bucket: Bucket, made: list[str]) -> None:
    """Of an older release, too, of whose manifest no pointer tells."""
    for release in ("current", "previous"):
        cached = choose_release(str(bucket.place), release)
        for damaged in ("tallybook.duckdb", "datapackage.json"):
            os.truncate(cached / damaged, 100)
            assert verify(choose_release(str(bucket.place), release)).proven


def test_a_cache_that_cannot_be_written_is_told(
    bucket: Bucket, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(OSError, match="name another folder for the cache by XDG_CACHE_HOME"):
        load_release(str(bucket.place))


def test_what_is_verified_lies_in_the_bucket(bucket: Bucket, made: list[str]) -> None:
    """The cache, in which all is well, proves nothing; what is then advised helps."""
    call(bucket, "verify", "--all")
    load_release(str(bucket.place))
    key, _ = damage(bucket, made[1])
    bucket.put(f"numbers/releases/{made[1]}/numbers/more/part.parquet", "not ours")
    bucket.put(f"numbers/releases/{made[1]}/datapackage.json", b"{}")
    assert "manifest: datapackage.json lists no resources" in ask(bucket, "verify").output
    bucket.put(f"numbers/releases/{made[1]}/datapackage.json", Path("data/current/datapackage.json").read_bytes())
    told = ask(bucket, "verify", "--all")
    assert told.exit_code == 1
    assert f"proven: {made[0]}" in told.output
    assert f"files: {key.partition(made[1])[2][1:]} is not what was published" in told.output
    assert "Next: remove these files there" in told.output
    bucket.remove(key)
    (found,) = json.loads(ask(bucket, "verify", "--json").output)
    assert found["path"] == f"{bucket.place}/releases/{made[1]}"
    assert [finding["problem"] for finding in found["findings"]] == ["is missing"]
    run(Path("data"), bucket.place, texts(0, 1))
    assert "numbers/more/part.parquet does not belong to the release" in ask(bucket, "verify").output
    bucket.remove(f"numbers/releases/{made[1]}/numbers/more/part.parquet")
    assert call(bucket, "verify") == here("verify")


def test_verify_holds_the_manifest_against_the_pointer(bucket: Bucket, made: list[str]) -> None:
    key = f"numbers/releases/{made[1]}/datapackage.json"
    bucket.put(key, bucket.get(key) + b"\n")
    told = ask(bucket, "verify").output
    assert "manifest: datapackage.json is not what was delivered: the pointer tells another SHA-256" in told
    bucket.remove(key)
    assert "manifest: datapackage.json is missing" in ask(bucket, "verify").output
    run(Path("data"), bucket.place, texts(0, 1))
    assert call(bucket, "verify") == here("verify")


def test_an_older_release_that_is_damaged_there_is_named_by_its_url(bucket: Bucket, made: list[str]) -> None:
    damage(bucket, made[0])
    told = ask(bucket, "verify", "previous").output
    assert f"Next: bring {bucket.place}/releases/{made[0]} back from a copy, or remove it" in told


def test_two_that_fetch_the_same_at_once_do_not_mix(
    bucket: Bucket, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second fetches everything while the first is in the middle of each file."""
    copy = shutil.copyfileobj
    remote = RemoteReleases(bucket.place)

    def slowly(source: IO[bytes], target: IO[bytes], length: int) -> None:
        target.write(source.read(10))
        with monkeypatch.context() as patch:
            patch.setattr("tallybook.remote.shutil.copyfileobj", copy)
            remote.fetch(made[1], tmp_path / "cached" / made[1])
        copy(source, target, length)

    monkeypatch.setattr("tallybook.remote.shutil.copyfileobj", slowly)
    remote.fetch(made[1], tmp_path / "cached" / made[1])
    assert verify(tmp_path / "cached" / made[1]).proven
    assert [path.name for path in (tmp_path / "cached").iterdir()] == [made[1]]


def test_what_killed_fetches_left_goes_from_the_cache(bucket: Bucket, made: list[str]) -> None:
    cache = choose_release(str(bucket.place), "previous").parent
    left, coming = cache / ".fetching-1", cache / ".fetching-2"
    left.touch()
    coming.touch()
    os.utime(left, (0, 0))
    load_release(str(bucket.place))
    assert (left.exists(), coming.exists()) == (False, True)


def test_what_came_after_the_listing_stays_in_the_cache(bucket: Bucket, made: list[str]) -> None:
    cache = choose_release(str(bucket.place), "previous").parent
    newer = cache / "29990101T000000Z-000000"
    newer.mkdir()
    load_release(str(bucket.place))
    assert newer.is_dir()


def test_completion_is_silent_where_there_is_nothing_to_complete(
    bucket: Bucket, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ("verify", "--store", str(bucket.place))
    bucket.put("numbers/current", "no pointer")
    assert completed(*store, "2") == list(reversed(made))
    monkeypatch.setenv("AWS_ALLOW_HTTP", "false")
    objects.store_of.cache_clear()
    assert completed(*store, "2") == []
