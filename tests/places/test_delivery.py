"""What is delivered is the release of the store, whole; and of two who deliver, one wins."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tallybook import objects, publishing
from tallybook.delivery import DeliveryRefused, adopt
from tallybook.forgetting import forget
from tallybook.loading import load_release
from tallybook.objects import StoreUnreachable
from tallybook.remote import RemoteDamaged, RemoteReleases, sizes_of
from tallybook.verification import verify
from tests.places.conftest import SECRET, environment
from tests.places.delivering import current, current_there, run, texts
from tests.warehouse.building import PRICES, document

if TYPE_CHECKING:
    from tests.places.conftest import Bucket, Server

HOUSE = Path(__file__).parents[2]


def releases_there(bucket: Bucket) -> list[str]:
    return [name for name, holding in RemoteReleases(bucket.place).holdings().items() if holding.made]


def test_a_release_is_delivered_whole(bucket: Bucket, tmp_path: Path) -> None:
    release = run(tmp_path / "a", bucket.place, texts(0, 1))
    there, wrong = current_there(bucket.place, tmp_path)
    assert (there, wrong) == (release, ())
    pointer = json.loads(bucket.get("numbers/current"))
    assert set(pointer) == {"release", "made_at", "package"}
    sizes = sizes_of(tmp_path / "a" / "releases" / release)
    assert RemoteReleases(bucket.place).holdings()[release].sizes == sizes
    told = b"".join(bucket.get(key) for key in bucket.keys())  # noqa: SIM118
    assert SECRET.encode() not in told


def test_what_is_delivered_is_not_uploaded_again(bucket: Bucket, tmp_path: Path) -> None:
    for _ in range(2):
        run(tmp_path / "a", bucket.place, texts(0))
        bucket.forget_requests()
    run(tmp_path / "a", bucket.place, texts(0))
    assert bucket.requests("PUT", "POST", "DELETE") == []
    assert bucket.downloads() == ["numbers/current"]


def test_the_manifest_comes_last_and_then_the_pointer(bucket: Bucket, tmp_path: Path) -> None:
    release = run(tmp_path / "a", bucket.place, texts(0))
    put = [key for key in bucket.requests("PUT") if key.startswith("numbers/")]
    assert put[-2:] == [f"numbers/releases/{release}/datapackage.json", "numbers/current"]


def test_what_was_lost_there_is_delivered_again(bucket: Bucket, tmp_path: Path) -> None:
    release = run(tmp_path / "a", bucket.place, texts(0))
    bucket.remove(f"numbers/releases/{release}/tallybook.duckdb")
    run(tmp_path / "a", bucket.place, texts(0))
    assert current_there(bucket.place, tmp_path) == (release, ())


def test_another_store_is_refused(bucket: Bucket, tmp_path: Path) -> None:
    publishing_first = run(tmp_path / "a", bucket.place, texts(0))
    run(tmp_path / "b", objects.parse(f"{bucket.url}/elsewhere"), texts(1))
    with pytest.raises(DeliveryRefused, match="another store delivers there"):
        run(tmp_path / "b", bucket.place, texts(1, 2))
    assert current_there(bucket.place, tmp_path) == (publishing_first, ())
    assert releases_there(bucket) == [publishing_first]


def test_of_two_that_deliver_at_once_one_wins(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both go on from the same release; the second delivers while the first uploads."""
    run(tmp_path / "a", bucket.place, texts(0))
    run(tmp_path / "b", bucket.place, texts(0))
    upload = RemoteReleases.upload

    def slowly(self: RemoteReleases, release: Path, there: dict[str, int]) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(RemoteReleases, "upload", upload)
            run(tmp_path / "b", bucket.place, texts(2))
        upload(self, release, there)

    monkeypatch.setattr(RemoteReleases, "upload", slowly)
    with pytest.raises(DeliveryRefused, match="was changed by another run meanwhile"):
        run(tmp_path / "a", bucket.place, texts(1))
    assert current_there(bucket.place, tmp_path) == (current(tmp_path / "b"), ())
    assert current(tmp_path / "a") not in releases_there(bucket)


def test_a_loser_whose_first_file_the_winner_removes_leaves_no_half_release(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the winner, who delivers behind the first file of the first, it is what a killed delivery has left."""
    moments = count(1)
    monkeypatch.setattr(publishing, "_moment", lambda _: datetime(2026, 1, 31, 6, 5, next(moments), tzinfo=UTC))
    first = run(tmp_path / "a", bucket.place, texts(0))
    run(tmp_path / "b", bucket.place, texts(0))
    upload = RemoteReleases.upload

    def slowly(self: RemoteReleases, release: Path, there: dict[str, int]) -> None:
        sizes = sizes_of(release)
        begun = publishing.DATABASE
        bucket.put(f"numbers/releases/{release.name}/{begun}", (release / begun).read_bytes())
        with monkeypatch.context() as patch:
            patch.setattr(RemoteReleases, "upload", upload)
            run(tmp_path / "b", bucket.place, texts(2))
        upload(self, release, {begun: sizes[begun]})

    monkeypatch.setattr(RemoteReleases, "upload", slowly)
    with pytest.raises(RemoteDamaged, match="see that no other store delivers there"):
        run(tmp_path / "a", bucket.place, texts(1))
    assert releases_there(bucket) == [first, current(tmp_path / "b")]
    assert not bucket.keys(f"numbers/releases/{current(tmp_path / 'a')}")


def test_a_loser_that_was_current_before_stays(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first makes good what was lost of the current release; readers of it are still there."""
    first = run(tmp_path / "a", bucket.place, texts(0))
    run(tmp_path / "b", bucket.place, texts(0))
    bucket.remove(f"numbers/releases/{first}/report.html")
    upload = RemoteReleases.upload

    def slowly(self: RemoteReleases, release: Path, there: dict[str, int]) -> None:
        upload(self, release, there)
        with monkeypatch.context() as patch:
            patch.setattr(RemoteReleases, "upload", upload)
            run(tmp_path / "b", bucket.place, texts(2))

    monkeypatch.setattr(RemoteReleases, "upload", slowly)
    with pytest.raises(DeliveryRefused, match="was changed by another run meanwhile"):
        run(tmp_path / "a", bucket.place, texts(0))
    assert releases_there(bucket) == [first, current(tmp_path / "b")]


def test_two_that_release_the_same_in_the_same_second_do_not_mix(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As two machines do that were given the same job."""
    monkeypatch.setattr(publishing, "_moment", lambda _: datetime(2026, 1, 31, 6, 5, 2, tzinfo=UTC))
    made = {run(tmp_path / name, objects.parse(f"{bucket.url}/{name}"), texts(0)) for name in ("a", "b")}
    assert len(made) == 2


def test_an_answer_that_was_lost_is_no_lost_race(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "a", bucket.place, texts(0))
    point_to = RemoteReleases.point_to

    def twice(self: RemoteReleases, *arguments: object) -> None:
        point_to(self, *arguments)  # type: ignore[arg-type]
        point_to(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(RemoteReleases, "point_to", twice)
    release = run(tmp_path / "a", bucket.place, texts(1))
    assert current_there(bucket.place, tmp_path) == (release, ())


def test_a_fresh_store_goes_on_from_what_was_delivered(bucket: Bucket, tmp_path: Path) -> None:
    first = run(tmp_path / "a", bucket.place, texts(0, 1))
    second = run(tmp_path / "b", bucket.place, texts(2))
    assert current_there(bucket.place, tmp_path)[0] == second != first
    assert [path.name for path in publishing.releases(tmp_path / "b")] == [first, second]
    assert verify(tmp_path / "b" / "releases" / first).findings == ()
    assert len(load_release(tmp_path / "b").sources) == 3
    with pytest.raises(DeliveryRefused):  # it has gone on without the first
        run(tmp_path / "a", bucket.place, texts(3))


def test_what_is_not_what_was_delivered_is_not_adopted(bucket: Bucket, tmp_path: Path) -> None:
    release = run(tmp_path / "a", bucket.place, texts(0))
    bucket.put(f"numbers/releases/{release}/tallybook.duckdb", "something else")
    with pytest.raises(RemoteDamaged, match=r"tallybook\.duckdb is not what was delivered"):
        run(tmp_path / "b", bucket.place, texts(0))
    assert publishing.current_release(tmp_path / "b") is None


@pytest.mark.parametrize("content", ["20260131T060502Z-3f9a1c", "[]", '{"release": "../../20260131T060502Z-3f9a1c"}'])
def test_a_pointer_that_is_none_is_told(bucket: Bucket, tmp_path: Path, content: str) -> None:
    bucket.put("numbers/current", content)
    with pytest.raises(RemoteDamaged, match="is no pointer to a release"):
        run(tmp_path / "a", bucket.place, texts(0))


def test_old_releases_go_there_too(bucket: Bucket, tmp_path: Path) -> None:
    bucket.put("numbers/releases/.readme", "not ours")
    bucket.put("numbers/releases/20200101T000000Z-000000/numbers/part.parquet", "left by a delivery that was killed")
    made = [run(tmp_path / "a", bucket.place, texts(number), keep=2) for number in range(4)]
    assert releases_there(bucket) == made[-2:]
    assert sorted({key.split("/")[2] for key in bucket.keys("numbers/releases")}) == [".readme", *made[-2:]]


def test_old_releases_have_their_grace_there_too(bucket: Bucket, tmp_path: Path) -> None:
    made = [run(tmp_path / "a", bucket.place, texts(n), keep=1, grace=timedelta(minutes=15)) for n in range(3)]
    assert releases_there(bucket) == made


@pytest.mark.parametrize("next_texts", [1, 2], ids=["the same release", "another release"])
def test_the_grace_begins_when_the_pointer_is_put(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, next_texts: int
) -> None:
    """A delivery was killed before it put the pointer, a day ago: readers were sent to the first release until now."""
    first = run(tmp_path / "a", bucket.place, texts(0))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(RemoteReleases, "point_to", killed)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "a", bucket.place, texts(1))
    bucket.age(f"numbers/releases/{current(tmp_path / 'a')}/datapackage.json", timedelta(days=1))
    last = run(tmp_path / "a", bucket.place, texts(next_texts), keep=1, grace=timedelta(minutes=15))
    assert releases_there(bucket) == [first, last]


def test_what_is_forgotten_goes_there_too(bucket: Bucket, tmp_path: Path) -> None:
    prices = document(PRICES).document_id
    gone = run(tmp_path / "a", bucket.place, texts(0, 1))
    kept = run(tmp_path / "b", bucket.place, texts(2))
    assert releases_there(bucket) == [gone, kept]
    forget(tmp_path / "b", [prices], from_releases=True)
    last = run(tmp_path / "b", bucket.place, texts(0))
    assert releases_there(bucket) == [kept, last]
    assert prices not in set(load_release(tmp_path / "b").documents["document_id"])


@pytest.mark.parametrize("at", [10, -1])
def test_what_cannot_be_read_there_may_hold_what_is_forgotten(bucket: Bucket, tmp_path: Path, at: int) -> None:
    """Damaged in its pages, or at its end."""
    damaged = run(tmp_path / "a", bucket.place, texts(0))
    key = f"numbers/releases/{damaged}/documents/part-00000.parquet"
    content = bytearray(bucket.get(key))
    content[at : at + 200 if at > 0 else None] = bytes(200)
    run(tmp_path / "a", bucket.place, texts(0, 1))
    bucket.put(key, bytes(content))
    forget(tmp_path / "a", [document(PRICES).document_id], from_releases=True)
    last = run(tmp_path / "a", bucket.place, texts(0))
    assert releases_there(bucket) == [last]


def test_what_has_gone_meanwhile_may_hold_what_is_forgotten_and_a_silent_store_says_nothing(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = run(tmp_path / "a", bucket.place, texts(0))
    remote = RemoteReleases(bucket.place)
    names = sizes_of(tmp_path / "a" / "releases" / release)
    assert not remote.holds(release, names, ["another"])
    bucket.remove(f"numbers/releases/{release}/rejects/part-00000.parquet")
    assert remote.holds(release, names, ["another"])
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    objects.store_of.cache_clear()
    with pytest.raises(StoreUnreachable):
        remote.holds(release, names, ["another"])


def test_a_store_that_does_not_answer_leaves_all_as_it_is(
    bucket: Bucket, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(tmp_path / "a", bucket.place, texts(0))
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        objects.store_of.cache_clear()
        with pytest.raises(StoreUnreachable, match="see that the store can be reached") as failed:
            run(tmp_path / "a", bucket.place, texts(1))
    assert SECRET not in str(failed.value)
    objects.store_of.cache_clear()
    assert current_there(bucket.place, tmp_path) == (first, ())
    second = current(tmp_path / "a")
    assert run(tmp_path / "a", bucket.place, texts(1)) == second != first
    assert current_there(bucket.place, tmp_path) == (second, ())


@pytest.mark.usefixtures("_near")
def test_a_bucket_that_is_not_there_fails_a_first_run_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="s3://no-such-bucket: no such bucket"):
        run(tmp_path / "a", objects.parse("s3://no-such-bucket/numbers"), texts(0))
    assert publishing.current_release(tmp_path / "a") is None


@pytest.mark.parametrize("nth", [1, 4, 7, 8, 9])
def test_a_delivery_that_is_killed_is_made_good(bucket: Bucket, server: Server, tmp_path: Path, nth: int) -> None:
    """Killed when the server has answered its nth request to put something."""
    store = tmp_path / "a"
    first = run(store, bucket.place, texts(0))
    bucket.forget_requests()
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.places.delivering", str(store), str(bucket.place), "1"],
        cwd=HOUSE,
        env=os.environ | environment(server.url),
    )

    def kill(method: str) -> None:
        if method == "PUT" and len(bucket.requests("PUT")) == nth:
            os.kill(started.pid, signal.SIGKILL)

    server.requests.told = kill
    assert started.wait() == -signal.SIGKILL
    server.requests.told = None
    there, wrong = current_there(bucket.place, tmp_path)
    assert wrong == ()
    assert there in (first, current(store))
    release = run(store, bucket.place, texts(1))
    assert current_there(bucket.place, tmp_path) == (release, ())


def test_readers_see_one_release_or_the_other(bucket: Bucket, tmp_path: Path) -> None:
    """One reads before the deliveries, while they go on, and after the last."""
    made = [run(tmp_path / "a", bucket.place, texts(0))]
    done = threading.Event()
    seen = [current_there(bucket.place, tmp_path / "reader")]

    def read() -> None:
        is_last = False
        while not is_last:
            is_last = done.is_set()
            seen.append(current_there(bucket.place, tmp_path / f"reader-{len(seen)}"))

    reader = threading.Thread(target=read)
    reader.start()
    made += [run(tmp_path / "a", bucket.place, texts(number)) for number in (1, 2, 3, 4)]
    done.set()
    reader.join()
    assert [wrong for _, wrong in seen if wrong] == []
    order = [made.index(release) for release, _ in seen]
    assert order == sorted(order)
    assert (order[0], order[-1]) == (0, len(made) - 1)


@pytest.mark.parametrize("files", [0, 1, 4])
def test_fetching_a_release_that_is_cut_off_is_begun_again(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    """Cut off in the middle of a file, after some whole ones: nothing is current, and no half file has a name."""
    release = run(tmp_path / "a", bucket.place, texts(0))
    copy = shutil.copyfileobj
    copied: list[IO[bytes]] = []

    def cut_off(source: IO[bytes], target: IO[bytes], length: int) -> None:
        if len(copied) == files:
            target.write(source.read(10))
            raise KeyboardInterrupt
        copied.append(source)
        copy(source, target, length)

    with monkeypatch.context() as patch:
        patch.setattr("tallybook.remote.shutil.copyfileobj", cut_off)
        with pytest.raises(KeyboardInterrupt):
            adopt(tmp_path / "b", bucket.place)
    assert publishing.current_release(tmp_path / "b") is None
    assert adopt(tmp_path / "b", bucket.place) == release
    assert verify(tmp_path / "b" / "releases" / release).findings == ()
    assert [path.name for path in (tmp_path / "b" / "releases").iterdir()] == [release]
