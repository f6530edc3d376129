"""Files in a bucket are read as files in a folder are."""

from __future__ import annotations

import gc
import gzip
import io
import weakref
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import obstore
import pytest
from obstore.exceptions import PermissionDeniedError

from tallybook import objects, pipeline
from tallybook.forgetting import forget, remember
from tallybook.model import Reason, Reject
from tallybook.objects import NoPlace, Object, StoreUnreachable, parse
from tallybook.reading import (
    Limits,
    Source,
    SourceNotFound,
    identify_batch,
    lies_below,
    list_files,
    list_sources,
    read_batch,
)
from tallybook.replaying import make_due
from tallybook.settings import SettingsError, load_settings
from tallybook.warehouse import Warehouse
from tallybook.workers import workers_for
from tests.places.conftest import SECRET, Bucket, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallybook.objects import ObjectFile

LIMITS = Limits(max_bytes=100_000, max_members=20)


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


FILES = {
    "a.txt": b"Output rose 8% in May 2021.",
    "a/b.txt": b"Output rose 9% in May 2022.",
    "a-b.txt": b"Output rose 9% in May 2022.",
    "noted.txt": b"Output rose 7%.",
    "noted.txt.meta.yaml": b"published: 2021-03-04\ntitle: Noted",
    "lonely.txt.meta.yaml": b"title: none",
    "packed.txt.gz": gzip.compress(b"Exports rose 3% to $25 billion in June 2022."),
    "broken.txt.gz": b"no gzip",
    "bomb.txt.gz": gzip.compress(b"7" * 50_000_000),
    "many.zip": zipped(
        **{"x.txt": "Imports fell 4%.", "y/z.txt": "Imports fell 5%.", "x.txt.meta.yaml": "title: X", ".h.txt": "1%"}
    ),
    "crowd.zip": zipped(**{f"{number}.txt": "1%" for number in range(30)}),
    "broken.zip": b"PK no zip",
    "empty.txt": b"",
    "huge.txt": b"Output rose 8%. " + b"It rose again. " * 10_000,
    "binary.txt": bytes(range(256)) * 20,
    "french.txt": "Le chiffre d'affaires de la société a augmenté de huit pour cent au cours de l'année.".encode(),
    "table.csv": b"1,2",
    ".hidden.txt": b"1%",
    ".folder/x.txt": b"1%",
    "caf\u00e9 50% #1?.txt": "Caf\u00e9 prices rose 6%.".encode(),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        path = Path("raw", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


@pytest.fixture
def filled(bucket: Bucket) -> Bucket:
    for name, content in FILES.items():
        bucket.put(f"raw/{name}", content)
    bucket.put("rawer.txt", "Not below raw: 1%.")
    bucket.forget_requests()
    return bucket


def everything(place: Path | Object) -> list[Any]:
    """All sources, identified documents, documents and rejects, in order."""
    found = list(list_sources([place], LIMITS))
    sources = [item for item in found if isinstance(item, Source)]
    identified, unread = identify_batch(sources, LIMITS)
    documents, rejects = read_batch(sources, LIMITS)
    refused = [item for item in found if isinstance(item, Reject)]
    return [
        [source.uri for source in sources],
        [(one.source.uri, one.document_id, one.byte_size) for one in identified],
        documents,
        refused,
        unread,
        rejects,
    ]


def test_a_bucket_holds_what_a_folder_holds(folder: Path, filled: Bucket) -> None:
    here, there = everything(Path("raw")), everything(parse(f"{filled.url}/raw"))
    assert repr(there).replace(f"{filled.url}/raw", "raw") == repr(here)
    assert {reject.reason for reject in here[3] + here[5]} >= {
        Reason.TOO_LARGE,
        Reason.BAD_ARCHIVE,
        Reason.UNSUPPORTED_TYPE,
        Reason.EMPTY,
        Reason.UNSUPPORTED_LANGUAGE,
    }


def test_what_names_alone_refuse_is_not_downloaded(filled: Bucket) -> None:
    assert list(list_files([parse(f"{filled.url}/raw")]))
    assert filled.requests("GET", "HEAD") == []


def test_a_whole_bucket_may_be_named(filled: Bucket) -> None:
    whole, below = parse(filled.url), parse(f"{filled.url}/raw")
    found = [one.uri for one in list_files([below, whole]) if not isinstance(one, Reject)]
    assert found == [
        *(one.uri for one in list_files([below]) if not isinstance(one, Reject)),
        f"{filled.url}/rawer.txt",
    ]


def test_an_object_and_an_archive_may_be_named(filled: Bucket) -> None:
    one, archive = parse(f"{filled.url}/raw/noted.txt"), parse(f"{filled.url}/raw/many.zip")
    found = [item for item in list_sources([one, archive], LIMITS) if isinstance(item, Source)]
    assert [source.uri.removeprefix(filled.url) for source in found] == [
        "/raw/noted.txt",
        "/raw/many.zip!/x.txt",
        "/raw/many.zip!/y/z.txt",
    ]
    assert [document.title for document in read_batch(found, LIMITS)[0]] == ["Noted", "X", None]


def test_a_place_with_nothing_in_it_is_told(filled: Bucket) -> None:
    for url in (f"{filled.url}/ra", f"{filled.url}/raw/none.txt"):
        with pytest.raises(SourceNotFound, match=url):
            list_files([parse(url)])


@pytest.mark.parametrize("key", ["raw/tab\t.txt", "raw//a.txt"])
def test_a_key_that_cannot_be_listed_is_named(bucket: Bucket, server: Server, key: str) -> None:
    import httpx

    assert httpx.put(f"{server.url}/{bucket.name}/{quote(key)}", content=b"Output rose 8%.").is_success
    with pytest.raises(OSError, match=f'"{key}".*rename this object'):
        list_files([parse(bucket.url)])


@pytest.mark.usefixtures("_near")
def test_a_bucket_that_is_not_there_says_nothing_of_its_objects() -> None:
    place = parse("s3://no-such-bucket/raw/a.txt")
    for read in (lambda: list_files([place]), lambda: read_batch([Source(str(place), place)], LIMITS)):
        with pytest.raises(StoreUnreachable, match="s3://no-such-bucket: no such bucket: create it"):
            read()


@pytest.mark.parametrize(
    ("url", "name"),
    [("s3://b", "AWS_ENDPOINT_URL"), ("s3://b", "AWS_ENDPOINT_URL_S3"), ("az://b", "AZURE_STORAGE_ENDPOINT")],
)
@pytest.mark.parametrize("address", ["minio:9000", "", "http://", "https:/host", "http://two hosts"])
def test_what_is_no_address_is_told(monkeypatch: pytest.MonkeyPatch, url: str, name: str, address: str) -> None:
    monkeypatch.setenv(name, address)
    objects.store_of.cache_clear()
    with pytest.raises(NoPlace, match=f"{name} is no address: write https://host"):
        list_files([parse(url)])


@pytest.mark.usefixtures("_near")
@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"])
def test_a_line_break_behind_a_credential_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As it comes with a credential that is read from a file."""
    monkeypatch.setenv(name, f"{SECRET}\n")
    with pytest.raises(NoPlace, match=f"^{name} holds a blank or a line break") as refused:
        list_files([parse("s3://bucket/raw")])
    assert SECRET not in str(refused.value)


def test_what_is_archived_is_told(bucket: Bucket) -> None:
    place = parse(f"{bucket.url}/raw/old.txt")
    obstore.put(objects.store_of(place.root), place.key, b"Output rose 8%.", attributes={"Storage-Class": "GLACIER"})
    _, (reject,) = read_batch([Source(str(place), place)], LIMITS)
    assert (reject.reason, reject.detail) == (Reason.UNREADABLE, "it is archived: restore it, or read another folder")


def test_markers_of_folders_are_overlooked(bucket: Bucket, server: Server) -> None:
    import httpx

    for folder in ("folder", "2024.01"):
        assert httpx.put(f"{server.url}/{bucket.name}/raw/{folder}/").is_success
    bucket.put("raw/a.txt", "Output rose 8%.")
    found = list(list_files([parse(f"{bucket.url}/raw")]))
    assert [one if isinstance(one, Reject) else one.uri for one in found] == [f"{bucket.url}/raw/a.txt"]


def test_a_large_archive_is_read_in_pieces(bucket: Bucket) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(40):
            archive.writestr(f"{number:02}.txt", f"Output rose {number}%. " * 4000)
    bucket.put("large.zip", buffer.getvalue())
    bucket.forget_requests()
    sources = [s for s in list_sources([parse(f"{bucket.url}/large.zip")], Limits()) if isinstance(s, Source)]
    assert len(identify_batch(sources, Limits())[0]) == 40
    assert len(bucket.downloads()) < 12


def test_what_vanished_is_a_reject(filled: Bucket) -> None:
    sources = [s for s in list_sources([parse(f"{filled.url}/raw/a")], LIMITS) if isinstance(s, Source)]
    filled.remove("raw/a/b.txt")
    documents, rejects = read_batch(sources, LIMITS)
    assert (documents, [(reject.reason, reject.detail) for reject in rejects]) == (
        [],
        [(Reason.UNREADABLE, "no such object")],
    )


def test_objects_below_a_url_and_elsewhere() -> None:
    root = [parse("s3://bucket/raw")]
    assert lies_below("s3://bucket/raw/a.zip!/b.txt", root)
    assert lies_below("s3://bucket/raw/what?.txt", [parse("s3://bucket")])
    for elsewhere in ("s3://bucket/rawer/a.txt", "s3://other/raw/a.txt", "raw/a.txt", "s3://bucket/raw/.h/a.txt"):
        assert not lies_below(elsewhere, [*root, Path("elsewhere")])


@pytest.mark.parametrize(
    "url",
    [
        f"s3://me:{SECRET}@bucket/raw",
        f"s3://me:abc/{SECRET}@bucket/raw",
        f"s3://me:/a:b@c/{SECRET}@bucket/raw",
        f"s3://{SECRET}@bucket/raw",
        f"ftp://me:abc/{SECRET}@host/raw",
        f"s3://bucket/raw?X-Amz-Signature={SECRET}",
    ],
)
def test_secrets_in_a_url_are_refused_and_not_repeated(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_RAW", f"raw:{url}")
    for given in ((url,), ()):
        with pytest.raises(SettingsError, match="by the environment") as refused:
            load_settings(raw=given)
        assert SECRET not in str(refused.value)


@pytest.mark.parametrize("url", ["s3://", "s3:///raw", "s3://a b/raw", "s3://-a/raw", "ftp://host/raw"])
def test_what_names_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(NoPlace, match="write s3://bucket/key"):
        parse(url)


def test_urls_and_paths_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_RAW", "raw:s3://bucket/a b/:az://$web/a@b:gs://other:/srv/x")
    places = ("raw", "s3://bucket/a b", "az://$web/a@b", "gs://other", "/srv/x")
    assert tuple(map(str, load_settings().raw)) == places


@pytest.fixture
def work(folder: Path, filled: Bucket) -> Work:
    return Work(filled)


class Work:
    """Runs on the bucket as far as the warehouse."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.raw: tuple[str, ...] = (f"{bucket.url}/raw",)
        self.store = Path("data")

    def __call__(self, **settings: Any) -> list[str]:
        """Run; returns what was downloaded."""
        self.bucket.forget_requests()
        asked = load_settings(raw=self.raw, workers=1, **settings)
        with pipeline.start(asked) as run, workers_for(asked, is_careful=False) as pool:
            for batch in pipeline.read(run, pool):
                pipeline.load(run, batch, pipeline.extract(run, batch, pool))
            pipeline.record_sources(run)
        return sorted(set(self.bucket.downloads()))

    def published(self, table: str) -> list[Any]:
        with Warehouse.open(self.store) as warehouse:
            return warehouse.run_sql(f"publish/{table}.sql")

    def sources(self) -> list[tuple[str, bool]]:
        return sorted((row[0].removeprefix(f"{self.bucket.url}/raw/"), row[4]) for row in self.published("sources"))


def test_the_rows_are_those_of_a_folder(work: Work) -> None:
    def rows() -> list[list[str]]:
        kept = {"numbers": slice(None), "sources": slice(0, 2), "rejects": slice(0, 8)}
        found = {table: [repr(row[columns]) for row in work.published(table)] for table, columns in kept.items()}
        return [sorted(row.replace(f"{work.bucket.url}/raw", "raw") for row in rows) for rows in found.values()]

    work()
    there = rows()
    work.raw = ("raw",)
    work(store=Path("other"))
    work.store = Path("other")
    assert rows() == there
    assert all(there)


def test_workers_of_a_cluster_read_objects_themselves(work: Work) -> None:
    work()
    here = sorted(map(repr, work.published("numbers")))
    work(store=Path("other"), runner="dask")
    work.store = Path("other")
    assert sorted(map(repr, work.published("numbers"))) == here != []


def test_nothing_is_downloaded_twice(work: Work) -> None:
    assert work()
    before = work.published("documents"), work.published("rejects"), work.sources()
    assert work() == []
    assert (work.published("documents"), work.published("rejects")) == before[:2]
    assert work.sources() == before[2]


def test_only_what_changed_is_downloaded(work: Work) -> None:
    work()
    work.bucket.put("raw/a.txt", "Output rose 8.5% in May 2021.")
    work.bucket.put("raw/new.txt", "Output rose 1%.")
    work.bucket.put("raw/noted.txt.meta.yaml", "title: Noted again")
    work.bucket.remove("raw/packed.txt.gz", "raw/many.zip")
    assert work() == ["raw/a.txt", "raw/new.txt", "raw/noted.txt", "raw/noted.txt.meta.yaml"]
    assert work() == []
    present = [uri for uri, is_present in work.sources() if is_present]
    assert "new.txt" in present
    assert not [uri for uri in present if uri.startswith(("packed", "many"))]


def test_what_came_back_is_read_again(work: Work) -> None:
    work()
    work.bucket.remove("raw/many.zip")
    work()
    work.bucket.put("raw/many.zip", FILES["many.zip"])
    assert work() == ["raw/many.zip"]
    assert ("many.zip!/x.txt", True) in work.sources()


def test_other_limits_read_again(work: Work) -> None:
    first = work(max_bytes=100_000)
    assert work() == first
    assert ("huge.txt", True) in work.sources()
    assert work() == []


def test_another_engine_reads_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    first = work()
    monkeypatch.setattr(pipeline, "engine_version", lambda: "another")
    assert work() == first


def test_replay_reads_again(work: Work) -> None:
    first = work()
    make_due(load_settings(raw=work.raw), file="*/a.txt", everything=True)
    read_again = work()
    assert "raw/a.txt" in read_again
    assert "raw/broken.txt.gz" in read_again
    assert "raw/packed.txt.gz" not in read_again
    make_due(load_settings(raw=work.raw), everything=True)
    assert work() == first


def test_what_is_forgotten_stays_so_until_it_is_remembered(work: Work) -> None:
    work()
    (forgotten,) = {row[1] for row in work.published("sources") if row[0].endswith("many.zip!/x.txt")}
    forget(Path("data"), [forgotten])
    assert work() == ["raw/many.zip"]
    assert work() == []
    assert [row[6] for row in work.published("rejects") if row[1].endswith("x.txt")] == ["forgotten"]
    remember(Path("data"), [forgotten])
    assert work() == ["raw/many.zip"]
    assert ("many.zip!/x.txt", True) in work.sources()


def test_what_may_pass_is_tried_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(place: Object) -> None:
        raise PermissionError(13, "access denied")

    with monkeypatch.context() as patch:
        patch.setattr("tallybook.objects.open_stream", denied)
        work()
    assert ("a.txt", True) not in work.sources()
    assert "raw/a.txt" in work()
    assert ("a.txt", True) in work.sources()


def test_what_found_no_memory_is_tried_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(place: Object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("tallybook.objects.open_stream", exhausted)
        work()
    assert "raw/a.txt" in work()
    assert ("a.txt", True) in work.sources()


def test_a_store_that_does_not_answer_ends_the_run_and_takes_nothing_away(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    work()
    before = work.sources()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    objects.store_of.cache_clear()
    with pytest.raises(StoreUnreachable, match="see that the store can be reached") as failed:
        work()
    assert SECRET not in str(failed.value)
    assert work.sources() == before


def test_what_is_not_encrypted_must_be_allowed(filled: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    objects.store_of.cache_clear()
    with pytest.raises(NoPlace, match="AWS_ALLOW_HTTP=true"):
        list_files([parse(filled.url)])


def test_a_store_that_goes_away_while_it_is_read(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = list(list_sources([parse(work.raw[0])], LIMITS))
    sources = [item for item in listed if isinstance(item, Source)]
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    objects.store_of.cache_clear()
    with pytest.raises(StoreUnreachable):
        read_batch(sources, LIMITS)


def test_a_store_that_goes_away_while_an_archive_is_opened(filled: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened_and_lost(place: Object) -> ObjectFile:
        file = objects.open_anywhere(place)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        objects.store_of.cache_clear()
        return file

    monkeypatch.setattr("tallybook.reading.files.open_anywhere", opened_and_lost)
    with pytest.raises(StoreUnreachable):
        list(list_sources([parse(f"{filled.url}/raw/many.zip")], LIMITS))


def test_an_archive_that_leads_out_of_itself_is_bad_wherever_it_lies(bucket: Bucket, tmp_path: Path) -> None:
    content = b"PK\x06\x07" + bytes(16) + b"PK\x05\x06" + bytes(18)
    bucket.put("bad.zip", content)
    (tmp_path / "bad.zip").write_bytes(content)
    for place in (tmp_path / "bad.zip", parse(f"{bucket.url}/bad.zip")):
        (reject,) = list_sources([place], LIMITS)
        assert isinstance(reject, Reject)
        assert reject.reason is Reason.BAD_ARCHIVE


def test_what_was_held_of_an_archive_goes_when_it_is_closed(filled: Bucket) -> None:
    file = objects.open_anywhere(parse(f"{filled.url}/raw/many.zip"))
    with file:
        assert file.read(2) == b"PK"
    held = weakref.ref(file)
    gc.disable()
    try:
        del file
        assert held() is None
    finally:
        gc.enable()


@pytest.fixture
def _asks_who_it_is(server: Server, filled: Bucket) -> Iterator[None]:
    """From now on the server accepts the credentials that it has given out, and no others."""
    import httpx

    def allow_unasked(requests: str) -> None:
        assert httpx.post(f"{server.url}/moto-api/reset-auth", content=requests).is_success

    allow_unasked("0")
    yield
    allow_unasked("inf")


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ("status code: 403 Forbidden: <Error><Code>AccessDenied</Code></Error>", PermissionError),
        ("status code: 403 Forbidden: ", PermissionError),
        ("status code: 403 Forbidden: <Error><Code>SignatureDoesNotMatch</Code></Error>", StoreUnreachable),
        ("status code: 403 Forbidden: <Error><Code>AuthenticationFailed</Code></Error>", StoreUnreachable),
        ("status code: 401 Unauthorized: {}", StoreUnreachable),
    ],
)
def test_what_is_denied_to_good_credentials_says_something_of_an_object(answer: str, raised: type[OSError]) -> None:
    with pytest.raises(OSError, match="credentials") as error, objects.explained(parse("s3://bucket/ExpiredToken.txt")):
        raise PermissionDeniedError(f"Error performing GET http://127.0.0.1:9/bucket/ExpiredToken.txt - {answer}")
    assert error.type is raised


@pytest.mark.usefixtures("_asks_who_it_is")
@pytest.mark.parametrize("name", ["a.txt", "packed.txt.gz", "many.zip"])
def test_credentials_that_are_not_accepted_refuse_no_object(filled: Bucket, name: str) -> None:
    place = parse(f"{filled.url}/raw/{name}")
    member = "x.txt" if name.endswith(".zip") else None
    with pytest.raises(StoreUnreachable, match="does not accept the credentials") as failed:
        read_batch([Source(str(place), place, member)], LIMITS)
    assert SECRET not in str(failed.value)
    with pytest.raises(StoreUnreachable, match="does not accept the credentials"):
        list_files([place])
