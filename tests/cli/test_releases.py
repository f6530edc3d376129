"""Commands about the releases of a store, on releases made without a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tallybook.choosing import choose_release
from tallybook.cli import commands
from tests.publishing.releasing import release
from tests.warehouse.building import PRICES, document, make

if TYPE_CHECKING:
    from click.testing import Result


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two releases."""
    release(tmp_path)
    release(tmp_path, make(document("7 apples")))
    return tmp_path


def call(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(commands, [*arguments, "--store", str(store)])


def test_verify_proves_the_current_release_or_all(store: Path) -> None:
    one = call(store, "verify")
    assert (one.exit_code, one.stdout.count("\n")) == (0, 1)
    assert "7 files, 1 observations, 1 numbers, 1 documents" in one.stdout
    assert call(store, "verify", "previous").exit_code == 0
    every = json.loads(call(store, "verify", "--all", "--json").stdout)
    assert [found["proven"] for found in every] == [True, True]


def test_verify_says_what_is_wrong_and_what_to_do(store: Path) -> None:
    (store / "current" / "numbers" / "part-00000.parquet").write_bytes(b"PAR1")
    damaged = call(store, "verify")
    assert damaged.exit_code == 1
    assert "files: numbers/part-00000.parquet has 4 bytes where" in damaged.stdout
    assert "Next: tallybook run" in damaged.stdout
    assert call(store, "verify", "previous").exit_code == 0
    (found,) = json.loads(call(store, "verify", "--json").stdout)
    assert (found["proven"], found["findings"][0]["check"]) == (False, "files")


def test_report_says_where_it_is(store: Path) -> None:
    told = call(store, "report")
    assert (told.exit_code, told.stdout) == (0, f"{(store / 'current').resolve() / 'report.html'}\n")
    assert "Compared with" in Path(told.stdout.strip()).read_text(encoding="utf-8")


def test_report_copies_and_opens_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[str] = []

    def nowhere(path: str) -> int:
        launched.append(path)
        return 1

    monkeypatch.setattr("click.launch", nowhere)
    copy = store / "copy.html"
    told = call(store, "report", "previous", "--output", str(copy), "--open")
    assert (told.exit_code, told.stdout) == (0, f"{copy}\n")
    assert copy.read_bytes() == (choose_release(store, "previous") / "report.html").read_bytes()
    assert launched == [str(copy)]
    assert "no browser could be started" in told.stderr


def test_report_of_a_release_without_one_is_made_beside_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release_without = choose_release(store)
    published = release_without / "report.html"
    expected = published.read_bytes()
    published.unlink()
    monkeypatch.chdir(store)
    told = call(store, "report")
    assert told.stdout == f"tallybook-report-{release_without.name}.html\n"
    assert (store / told.stdout.strip()).read_bytes() == expected
    assert not published.exists()


def test_verify_without_releases_or_with_a_wrong_name(store: Path, tmp_path: Path) -> None:
    wrong = call(store, "verify", "1999")
    assert wrong.exit_code == 1
    assert "no releases start with '1999'" in wrong.stderr
    for arguments in (("verify",), ("verify", "--all")):
        nowhere = call(tmp_path / "nowhere", *arguments)
        assert nowhere.exit_code == 1
        assert "tallybook run" in nowhere.stderr


def test_diff_shows_what_changed_since_the_release_before(store: Path) -> None:
    result = call(store, "diff")
    assert result.exit_code == 0
    assert "documents         1        2        0" in result.stdout
    assert "added" in result.stdout
    same = call(store, "diff", "current", "current")
    assert same.stdout.endswith("Both say the same.\n")


def test_diff_limits_what_it_shows_and_gives_programs_everything(store: Path) -> None:
    assert "… and 2 more" in call(store, "diff", "--limit", "1").stdout
    found = json.loads(call(store, "diff", "previous", "current", "--json").stdout)
    assert found["tables"]["documents"] == {"added": 1, "removed": 2, "changed": 0}
    assert [document["change"] for document in found["documents"]].count("removed") == 2
    assert found["before"]["release_id"] < found["after"]["release_id"]


def test_diff_of_an_unknown_release(store: Path) -> None:
    result = call(store, "diff", "1999")
    assert result.exit_code == 1
    assert "no releases start with '1999'" in result.stderr


def test_forget_asks_and_says_where_the_document_still_is(store: Path) -> None:
    document_id = document("7 apples").document_id
    asked = CliRunner().invoke(commands, ["forget", document_id, "--store", str(store)], input="n\n")
    assert asked.exit_code == 1
    assert "raw/a.txt" in asked.stdout
    done = call(store, "forget", document_id, "--yes")
    assert done.exit_code == 0
    assert f"Forgotten: {document_id}." in done.stdout
    assert "The current release still holds it: " in done.stdout
    assert "Next: tallybook run, which makes one without it." in done.stdout
    assert "Older releases" not in done.stdout


def test_forget_from_releases_and_back(store: Path) -> None:
    old = document(PRICES).document_id
    assert f"tallybook forget --from-releases {old}" in call(store, "forget", old, "--yes").stdout
    done = call(store, "forget", old, "--yes", "--from-releases")
    assert "Removed releases: " in done.stdout
    assert "still hold" not in done.stdout
    assert "No longer forgotten" in call(store, "forget", "--undo", old).stdout


def test_forget_needs_a_store_a_document_and_a_clear_choice(store: Path, tmp_path: Path) -> None:
    assert call(store, "forget").exit_code == 2
    assert call(store, "forget", "x", "--undo", "--from-releases").exit_code == 2
    unknown = call(store, "forget", "no-such-document", "--yes")
    assert unknown.exit_code == 1
    assert "there is no document 'no-such-document'; the nearest are" in unknown.stderr
    nowhere = call(tmp_path / "nowhere", "forget", "x")
    assert nowhere.exit_code == 1
    assert "tallybook run" in nowhere.stderr
