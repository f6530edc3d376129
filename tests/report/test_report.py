"""The report says what the release holds, shows nothing as HTML that comes from a text, and stays within its room."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tallybook import datapackage, report
from tallybook.choosing import choose_release
from tallybook.model import Reason, Reject, Stage
from tallybook.report.bundle import FILE_NAME as BUNDLE
from tallybook.report.bundle import bundle
from tallybook.report.chart import STATUSES, chart
from tallybook.report.page import KINDS
from tallybook.verification import verify
from tests.publishing.releasing import BOTH, release
from tests.report.unpacking import unpacked
from tests.warehouse.building import PRICES, document, make

REPORT = Path(report.__file__).parent
HOSTILE = "<script>alert(1)</script>"


def page(store: Path) -> str:
    return (choose_release(store) / report.FILE_NAME).read_text(encoding="utf-8")


def rendered(store: Path, room: int) -> str:
    path = choose_release(store)
    return report.render(path, datapackage.load(path), room=room)


def words(text: str) -> str:
    """The text of a page, without its tags, on one line."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_summary_needs_no_script(tmp_path: Path) -> None:
    release(tmp_path)
    told = words(page(tmp_path))
    assert "6 numbers in 2 documents" in told
    assert "Audit passed with warnings" in told
    assert "numbers.unit warning 3 of 6 rows unexpected. Something." in told
    assert "Nothing was refused." in told
    assert "This is the first release of its store." in told
    assert "This page shows" not in told
    assert "Without JavaScript" in told


def test_rejects_are_told_with_their_meaning(tmp_path: Path) -> None:
    refused = tuple(
        Reject(Stage.READ, f"raw/{name}.bin", None, None, None, None, Reason.BINARY, "NULs") for name in "abcdefg"
    )
    release(tmp_path, rejects=refused)
    told = words(page(tmp_path))
    assert "7 files or rows were refused" in told
    assert f"To do: {Reason.BINARY.advice}." in told
    assert "raw/e.bin" in told
    assert "raw/f.bin" not in told
    assert "… and 2 more" in told


def test_what_changed_since_the_release_before(tmp_path: Path) -> None:
    first = release(tmp_path)
    release(tmp_path, make(BOTH.documents[0], document("7 apples", "raw/c.txt")))
    told = words(page(tmp_path))
    assert f"Compared with {first}" in told
    assert "documents 1 1 0" in told


def test_a_damaged_release_before_is_no_hindrance(tmp_path: Path) -> None:
    first = release(tmp_path)
    (choose_release(tmp_path) / datapackage.DATABASE).write_bytes(b"no database")
    release(tmp_path, make(BOTH.documents[0]))
    told = words(page(tmp_path))
    assert first in told
    assert "cannot be compared with this one" in told


def test_nothing_of_a_text_becomes_html(tmp_path: Path) -> None:
    hostile = document(f"{HOSTILE} 7 apples", f"raw/{HOSTILE}.txt", title=HOSTILE)
    refused = Reject(Stage.READ, HOSTILE, None, None, None, None, Reason.BINARY, HOSTILE)
    release(tmp_path, make(hostile), rejects=(refused,))
    text = page(tmp_path)
    assert HOSTILE not in text
    assert html.escape(HOSTILE) in text
    assert unpacked(text)["documents"][0]["title"] == HOSTILE


def test_the_script_writes_no_html() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in sorted((REPORT / "js").glob("*.js"))]
    assert scripts
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|</script")
    assert [match for script in scripts for match in forbidden.findall(script)] == []


def test_every_part_of_the_script_is_in_the_page(tmp_path: Path) -> None:
    release(tmp_path)
    text = page(tmp_path)
    assert all(path.read_text(encoding="utf-8") in text for path in (REPORT / "js").glob("*.js"))


def test_the_policy_names_what_may_run_and_nothing_else(tmp_path: Path) -> None:
    release(tmp_path)
    text = page(tmp_path)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    script = re.search(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert policy
    assert script
    assert style
    charts = gzip.decompress((REPORT / BUNDLE).read_bytes())
    sources = [source(script[1].encode()), source(charts), source(style[1].encode())]
    directives = dict(part.strip().split(" ", 1) for part in html.unescape(policy[1]).split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": f"{sources[0]} {sources[1]}",
        "style-src": sources[2],
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not re.search(r'\b(src|href|action)="(?!#)', text)
    assert " style=" not in text


def source(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"


def test_numbers_stand_where_the_page_says(tmp_path: Path) -> None:
    release(tmp_path)
    tables = unpacked(page(tmp_path))
    texts = [row["text"] for row in tables["documents"]]
    surfaces = {number.number_id: number.surface for number in BOTH.numbers}
    for row in tables["numbers"]:
        place = row["document"]
        number_id = f"{tables['documents'][place]['document_id']}:{row['start']}"
        assert texts[place][row["start"] : row["end"]] == surfaces.pop(number_id)
        if row["kind"] == "quantity":
            assert (row["sentence_start"], row["sentence_end"]) == (0, len(texts[place]))
        else:
            assert row["sentence_start"] is None
    assert not surfaces


def test_a_sentence_that_comes_twice_is_found_where_its_number_is(tmp_path: Path) -> None:
    text = "It rose 8%. It rose 8%."
    made = make(document(text))
    numbers = [replace(number, sentence_index=index) for index, number in enumerate(made.numbers)]
    spans = {made.documents[0].document_id: [(0, 11), (12, 23)]}
    release(tmp_path, replace(made, numbers=numbers, sentences=spans))
    rows = unpacked(page(tmp_path))["numbers"]
    assert [(row["sentence_start"], row["sentence_end"]) for row in rows] == [(0, 11), (12, 23)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with sixty documents of ten kilobytes that no compression makes small, three of them with a series."""
    store = tmp_path_factory.mktemp("many")
    noise = [
        "".join(hashlib.sha512(f"{part}-{block}".encode()).hexdigest() for block in range(80)) for part in range(60)
    ]
    letters = str.maketrans("0123456789", "qrstuvwxyz")
    made = make(
        *(
            document(f"{text.translate(letters)}: {100 + part} stations", f"raw/{part:02}.txt")
            for part, text in enumerate(noise)
        )
    )
    named = [
        replace(row, indicator="stations" if place < 3 else None, indicator_key="station" if place < 3 else None)
        for place, row in enumerate(made.observations)
    ]
    release(store, replace(made, observations=named))
    return store


def test_what_fits_is_shown_and_what_does_not_is_said(many: Path) -> None:
    text = rendered(many, room=200_000)
    shown = unpacked(text)["documents"]
    assert 15 <= len(shown) < 60
    assert f"This page shows {len(shown)} of 60 documents one by one" in words(text)
    assert "60 numbers in 60 documents" in words(text)
    assert len(text) - len(rendered(many, room=0)) <= 200_000
    assert unpacked(rendered(many, room=200_000)) == unpacked(text)


def test_documents_of_a_series_come_first(many: Path) -> None:
    tables = unpacked(rendered(many, room=120_000))
    assert {"raw/00.txt", "raw/01.txt", "raw/02.txt"} <= {row["source_uri"] for row in tables["documents"]}
    assert [row["indicator"] for row in tables["series"]] == ["stations"]
    assert [row["value"] for row in tables["numbers"] if row["line"] == 0] == [100, 101, 102]


def test_a_text_larger_than_the_room_leaves_the_others_theirs(tmp_path: Path) -> None:
    large = document("1 " + "".join(hashlib.sha512(str(n).encode()).hexdigest() for n in range(400)), "raw/large.txt")
    release(tmp_path, make(large, document(PRICES, "raw/b.txt")))
    assert len(unpacked(rendered(tmp_path, room=20_000))["documents"]) <= 1


def test_changes_of_an_indicator_belong_to_its_series(tmp_path: Path) -> None:
    release(
        tmp_path,
        make(document("Revenue was 5 in 2021 and rose 8%."), document("Revenue was 6, it is said.", "raw/b.txt")),
    )
    rows = [row for row in unpacked(page(tmp_path))["numbers"] if row["line"] == 0]
    assert sorted((row["measure"], row["value"]) for row in rows) == [("change", 8), ("level", 5), ("level", 6)]


def test_a_report_that_fails_does_not_hold_the_release_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def half(directory: Path, *_: Any) -> None:
        (directory / report.FILE_NAME).write_text("<!doctype html>", encoding="utf-8")
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(report, "write", half)
    with caplog.at_level(logging.ERROR):
        release(tmp_path)
    assert verify(choose_release(tmp_path)).proven
    assert not (choose_release(tmp_path) / report.FILE_NAME).exists()
    assert "could not be made" in caplog.text


def test_every_kind_has_its_meaning_and_its_colour() -> None:
    style = (REPORT / "style.css").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f".kind-{kind} " not in style or f"--{kind}: light-dark(" not in style] == []


def test_every_status_has_its_shape() -> None:
    from tallybook.model import ObsStatus

    assert set(STATUSES) == set(ObsStatus)


def test_the_chart_is_one_that_the_bundled_version_draws() -> None:
    import vl_convert  # type: ignore[import-not-found, unused-ignore]

    version = re.search(r"/v(\d+\.\d+)", chart()["$schema"])
    assert version
    assert vl_convert.vegalite_to_vega(chart(), vl_version=version[1])["marks"]


def test_the_bundle_is_up_to_date() -> None:
    """If not: `python -m tallybook.report.bundle`."""
    assert gzip.decompress((REPORT / BUNDLE).read_bytes()) == bundle()
