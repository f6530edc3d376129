"""Sources become documents or rejects, whatever is in them."""

from __future__ import annotations

import gzip
import hashlib
import os
import pickle
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallybook.model import Document, PublishedOnSource, Reason, Reject
from tallybook.reading import Limits, Source, identify_batch, list_sources, read_batch, read_source

LIMITS = Limits()
SENTENCE = "Sales of the company rose 8% in the year to March, the ministry said.\n"


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def source_of(data: bytes | str, name: str = "a.txt") -> Source:
    path = Path(name)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Source(name, path)


def document_of(source: Source, limits: Limits = LIMITS) -> Document:
    result = read_source(source, limits)
    assert isinstance(result, Document), result
    return result


def reason_of(source: Source, limits: Limits = LIMITS) -> Reason:
    result = read_source(source, limits)
    assert isinstance(result, Reject), result
    assert result.source_uri == source.uri
    assert result.detail
    return result.reason


def pack(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile("a.zip", "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return Path("a.zip")


def member(name: str) -> Source:
    return Source(f"a.zip!/{name}", Path("a.zip"), name)


def test_a_document_in_full() -> None:
    body = "---\ntitle: Prices in March\ndate: 2024-04-05\n---\r\nPrices rose 2% in cafe\u0301s.\r\n".encode()
    digest = hashlib.sha256(body).hexdigest()
    assert document_of(source_of(body)) == Document(
        document_id=digest[:16],
        sha256=digest,
        source_uri="a.txt",
        byte_size=len(body),
        encoding="utf-8",
        language="en",
        title="Prices in March",
        published_on=date(2024, 4, 5),
        published_on_source=PublishedOnSource.METADATA,
        text="Prices rose 2% in cafés.\n",
    )


def test_dates_in_the_order_of_trust() -> None:
    stamped = "PRICES ROSE\n26-FEB-1987 15:01:01.79\n\n" + SENTENCE
    by_metadata = document_of(source_of("---\ndate: 1987-02-25\n---\n" + stamped, "1987-02-27.txt"))
    by_dateline = document_of(source_of(stamped, "1987-02-27.txt"))
    by_name = document_of(source_of(SENTENCE, "1987-02-27.txt"))
    by_nothing = document_of(source_of(SENTENCE))
    assert [(d.published_on, d.published_on_source) for d in (by_metadata, by_dateline, by_name, by_nothing)] == [
        (date(1987, 2, 25), PublishedOnSource.METADATA),
        (date(1987, 2, 26), PublishedOnSource.DATELINE),
        (date(1987, 2, 27), PublishedOnSource.FILENAME),
        (None, None),
    ]


def test_days_to_come_are_not_believed() -> None:
    today = datetime.now(UTC).date()
    assert document_of(source_of(f"{today}\n\n{SENTENCE}")).published_on == today
    assert document_of(source_of(f"{today + timedelta(days=9)}\n\n{SENTENCE}")).published_on is None


def test_a_sidecar_gives_what_the_file_does_not() -> None:
    source = source_of("---\ntitle: Own\n---\n" + SENTENCE)
    sidecar = b"title: Other\ndate: 2024-04-05\n"
    Path("a.txt.meta.yaml").write_bytes(sidecar)
    document = document_of(source)
    assert (document.title, document.published_on) == ("Own", date(2024, 4, 5))
    assert document.sha256 == hashlib.sha256(Path(source.uri).read_bytes() + sidecar).hexdigest()
    assert document.byte_size == Path(source.uri).stat().st_size


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [(b"no mapping", Reason.UNREADABLE), (b"title: " + b"x" * 70_000, Reason.TOO_LARGE), (b"a\0b", Reason.BINARY)],
)
def test_a_bad_sidecar_is_not_passed_over(sidecar: bytes, reason: Reason) -> None:
    source = source_of(SENTENCE)
    Path("a.txt.meta.yaml").write_bytes(sidecar)
    assert reason_of(source) is reason


def test_a_name_of_255_characters_has_no_room_for_a_sidecar() -> None:
    assert document_of(source_of(SENTENCE, "n" * 251 + ".txt")).text == SENTENCE


def test_gzip() -> None:
    source = source_of(gzip.compress(SENTENCE.encode()) + gzip.compress(SENTENCE.encode()), "2024-03-01.txt.gz")
    document = document_of(source)
    assert document.text == SENTENCE * 2
    assert document.byte_size == 2 * len(SENTENCE)
    assert document.document_id == document_of(source_of(SENTENCE * 2)).document_id
    assert document.published_on == date(2024, 3, 1)


@pytest.mark.parametrize(
    "data",
    [b"", b"no gzip", gzip.compress(SENTENCE.encode())[:-9], gzip.compress(SENTENCE.encode()) + b"rubbish"],
)
def test_a_broken_gzip(data: bytes) -> None:
    assert reason_of(source_of(data, "a.txt.gz")) in {Reason.BAD_ARCHIVE, Reason.EMPTY}


def test_members_of_a_zip_and_their_sidecars() -> None:
    pack({"d/2024-03-01.txt": SENTENCE, "d/2024-03-01.txt.meta.yaml": "title: Sales\n", "b.md": "# B\n" + SENTENCE})
    documents, rejects = read_batch([s for s in list_sources([Path("a.zip")], LIMITS) if isinstance(s, Source)], LIMITS)
    assert rejects == []
    assert [(d.source_uri, d.title, d.published_on) for d in documents] == [
        ("a.zip!/b.md", "B", None),
        ("a.zip!/d/2024-03-01.txt", "Sales", date(2024, 3, 1)),
    ]


def test_members_that_are_refused() -> None:
    pack({"a.txt": SENTENCE}, zipfile.ZIP_LZMA)
    assert reason_of(member("a.txt")) is Reason.BAD_ARCHIVE
    assert reason_of(member("gone.txt")) is Reason.UNREADABLE
    whole = bytearray(pack({"a.txt": SENTENCE}).read_bytes())
    whole[6] |= 1  # the flag of encryption, here and in the directory
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    Path("a.zip").write_bytes(whole)
    assert reason_of(member("a.txt")) is Reason.BAD_ARCHIVE


def test_a_member_with_a_wrong_checksum() -> None:
    whole = bytearray(pack({"a.txt": SENTENCE}, zipfile.ZIP_STORED).read_bytes())
    whole[whole.index(b"8%")] = ord("9")
    Path("a.zip").write_bytes(whole)
    assert reason_of(member("a.txt")) is Reason.BAD_ARCHIVE


def test_every_broken_byte_of_a_zip_is_a_document_or_a_reject() -> None:
    whole = pack({"a.txt": SENTENCE * 9}).read_bytes()
    for position in range(len(whole)):
        Path("a.zip").write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        assert isinstance(read_source(member("a.txt"), LIMITS), Document | Reject)


def test_bombs_end_early_and_small() -> None:
    limits = Limits(max_bytes=4_000_000)
    bomb = source_of(gzip.compress(b" " * 100_000_000, 1), "bomb.txt.gz")
    pack({"bomb.txt": b"8" * 50_000_000})
    pack_source = member("bomb.txt")
    tracemalloc.start()
    try:
        assert reason_of(bomb, limits) is Reason.TOO_LARGE
        assert reason_of(pack_source, limits) is Reason.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_ratio_without_size_is_no_bomb_and_with_size_is_one() -> None:
    spaces = SENTENCE + " " * 900_000
    assert document_of(source_of(gzip.compress(spaces.encode()), "a.txt.gz")).byte_size == len(spaces)
    assert reason_of(source_of(gzip.compress(spaces.encode() * 4), "a.txt.gz")) is Reason.TOO_LARGE


def test_sizes_at_the_limit() -> None:
    source = source_of(SENTENCE)
    assert document_of(source, Limits(max_bytes=len(SENTENCE))).text == SENTENCE
    assert reason_of(source, Limits(max_bytes=len(SENTENCE) - 1)) is Reason.TOO_LARGE


def test_a_sparse_file_of_200_megabytes_is_refused_unread() -> None:
    source = source_of(b"")
    os.truncate("a.txt", 200_000_000)
    tracemalloc.start()
    assert reason_of(source) is Reason.TOO_LARGE
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_file_that_claims_no_size_and_never_ends_is_bounded() -> None:
    """Files of /proc have size 0; one that keeps growing looks the same to a reader."""
    assert reason_of(Source("maps.txt", Path("/proc/self/maps")), Limits(max_bytes=1_000)) is Reason.TOO_LARGE


def test_a_long_line_is_read_whole() -> None:
    source = source_of("8 per cent, " * 800_000)
    assert len(document_of(source).text) == 9_600_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\n", Reason.EMPTY),
        (b"---\ntitle: T\n---\n\n", Reason.EMPTY),
        (b"Sales\0rose", Reason.BINARY),
        (b"\xed\xa0\x80 rose 8%", Reason.UNDECODABLE),
        ("Die Umsätze stiegen um 8 % auf 1,47 Mrd. Euro.".encode(), Reason.UNSUPPORTED_LANGUAGE),
        (("---\nlanguage: xx\n---\n" + SENTENCE).encode(), Reason.UNSUPPORTED_LANGUAGE),
    ],
)
def test_what_is_no_document(data: bytes, reason: Reason) -> None:
    assert reason_of(source_of(data)) is reason


def test_a_file_that_became_something_else() -> None:
    gone = source_of(SENTENCE, "gone.txt")
    Path(gone.uri).unlink()
    os.mkfifo("pipe.txt")
    Path("folder.txt").mkdir()
    assert reason_of(gone) is Reason.UNREADABLE
    assert reason_of(Source("pipe.txt", Path("pipe.txt"))) is Reason.NOT_A_FILE
    assert reason_of(Source("folder.txt", Path("folder.txt"))) is Reason.NOT_A_FILE
    assert reason_of(Source("device.txt", Path("/dev/zero"))) is Reason.NOT_A_FILE


@pytest.mark.skipif(os.geteuid() == 0, reason="root is never denied")
def test_permission_denied() -> None:
    source = source_of(SENTENCE)
    Path(source.uri).chmod(0)
    assert reason_of(source) is Reason.UNREADABLE


def test_errors_of_the_disk_are_rejects(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(SENTENCE)

    def failing(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", failing)
    assert reason_of(source) is Reason.UNREADABLE


def test_a_fault_of_the_reader_is_a_reject_of_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> None:
        raise ZeroDivisionError(f"a fault at {text[:4]}")

    source = source_of(SENTENCE)
    monkeypatch.setattr("tallybook.reading.documents.find_title", fail)
    result = read_source(source, LIMITS)
    assert isinstance(result, Reject)
    assert (result.reason, result.detail) == (Reason.UNREADABLE, "ZeroDivisionError: a fault at Sale: report it")


def test_a_bad_file_harms_no_other() -> None:
    sources = [
        source_of(SENTENCE, "a.txt"),
        source_of(b"\0\1\2", "b.txt"),
        source_of(b"no gzip", "c.txt.gz"),
        source_of("Wages of workers rose 3%.\n", "d.txt"),
    ]
    documents, rejects = read_batch(sources, LIMITS)
    assert [d.source_uri for d in documents] == ["a.txt", "d.txt"]
    assert [(r.source_uri, r.reason) for r in rejects] == [
        ("b.txt", Reason.BINARY),
        ("c.txt.gz", Reason.BAD_ARCHIVE),
    ]


def test_identifying_agrees_with_reading() -> None:
    pack({"a.txt": SENTENCE})
    sources = [source_of(SENTENCE), source_of(gzip.compress(SENTENCE.encode()), "b.txt.gz"), member("a.txt")]
    sources.append(Source("gone.txt", Path("gone.txt")))
    identified, rejects = identify_batch(sources, LIMITS)
    documents, _ = read_batch(sources, LIMITS)
    read = [(document.source_uri, document.document_id, document.byte_size) for document in documents]
    assert [(found.source.uri, found.document_id, found.byte_size) for found in identified] == read
    assert len({found.document_id for found in identified}) == 1
    assert [r.source_uri for r in rejects] == ["gone.txt"]


def test_right_to_left_and_combining_text_keeps_its_figures() -> None:
    text = "Sales rose 8% (ارتفعت المبيعات ٨٪) and שָׁלוֹם and क्षि, the ministry said in the report.\n"
    assert document_of(source_of(text)).text.count("8") == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.txt.gz", "a.md"]))
def test_any_bytes_are_a_document_or_a_reject(data: bytes, name: str) -> None:
    result = read_source(source_of(data, name), LIMITS)
    assert isinstance(result, Document | Reject)
    if isinstance(result, Document):
        assert result.text.strip()
        assert result.text.encode()
        assert "\r" not in result.text


def test_documents_and_rejects_travel_between_processes() -> None:
    results = [read_source(source_of(data), LIMITS) for data in (SENTENCE, "")]
    assert pickle.loads(pickle.dumps(results)) == results  # noqa: S301 - what multiprocessing does with them


def test_importing_is_cheap() -> None:
    heavy = "{'yaml', 'py3langid', 'charset_normalizer', 'numpy', 'duckdb', 'pandas', 'prefect'}"
    code = f"import sys, tallybook.reading; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    shown = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
