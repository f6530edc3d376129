"""Files that grow, shrink, vanish or turn into something else while a run reads them."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from pathlib import Path

import pytest

from tallybook.warehouse import Warehouse
from tests.bad_input.ending import STORE, run
from tests.bad_input.kinds import SENTENCE

FILES = [f"raw/{number}.txt" for number in range(8)]


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    for name in FILES:
        Path(name).write_text(f"{name}: {SENTENCE}", encoding="utf-8")


def texts_are_what_was_hashed() -> None:
    """Each document's text is the bytes that its id is made of, and of no other moment."""
    with Warehouse.open(STORE) as warehouse:
        for document_id, *row in warehouse.run_sql("publish/documents.sql"):
            assert any(hashlib.sha256(str(cell).encode()).hexdigest()[:16] == document_id for cell in row)


def test_files_that_grow_while_they_are_read() -> None:
    is_over = threading.Event()

    def append() -> None:
        while not is_over.wait(0.01):
            for name in FILES:
                with Path(name).open("a", encoding="utf-8") as file:
                    file.write("Then 5 more ships sailed.\n")

    writer = threading.Thread(target=append)
    writer.start()
    try:
        for _ in range(3):
            found = run()
            assert found.documents == set(FILES)
            texts_are_what_was_hashed()
    finally:
        is_over.set()
        writer.join()


def test_files_that_change_after_they_were_identified() -> None:
    with zipfile.ZipFile("raw/a.zip", "w") as archive:
        archive.writestr("in.txt", f"Packed. {SENTENCE}")
        archive.writestr("out.txt", f"Packed too. {SENTENCE}")

    def change(stage: str) -> None:
        if stage != "read":
            return
        Path(FILES[0]).write_text(f"Other words. {SENTENCE}", encoding="utf-8")
        Path(FILES[1]).write_bytes(Path(FILES[2]).read_bytes())
        Path(FILES[3]).unlink()
        Path(FILES[4]).write_bytes(b"")
        Path(FILES[5]).unlink()
        os.mkfifo(FILES[5])
        Path(FILES[6]).unlink()
        Path(FILES[6]).mkdir()
        with zipfile.ZipFile("raw/a.zip", "w") as archive:
            archive.writestr("in.txt", f"Packed again. {SENTENCE}")

    found = run(between=change)
    texts_are_what_was_hashed()
    assert found.documents == {*FILES[:3], FILES[7], "raw/a.zip!/in.txt"}
    assert found.refused == {
        FILES[3]: {"unreadable"},
        FILES[4]: {"empty"},
        FILES[5]: {"not_a_file"},
        FILES[6]: {"not_a_file"},
        "raw/a.zip!/out.txt": {"unreadable"},
    }
