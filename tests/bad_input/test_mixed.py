"""Bytes of any kind under names of any kind: each file is a document or a reject, in a whole run of the stages."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_input.ending import STORE, run
from tests.bad_input.kinds import SENTENCE

PIECES = ["Sales rose 8%", "5G", "£1.47bn", "\x1b[2J", "---\n", "\r\n", "١٢", "a\u0301", "=1+1", "\u202e", ". "]
PROSE = st.lists(st.sampled_from(PIECES)).map(lambda words: " ".join(words).encode())
CONTENT = st.one_of(st.binary(max_size=200), PROSE, PROSE.map(lambda text: text.decode().encode("utf-16")))
FILE = st.tuples(st.sampled_from([".txt", ".md", ".txt.gz", ".zip", ".txt.meta.yaml"]), CONTENT, st.booleans())


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: Path, content: bytes, *, is_packed: bool) -> None:
    """Bytes under a name, packed as the name says or not."""
    if is_packed and path.suffix == ".gz":
        content = gzip.compress(content)
    if is_packed and path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", content)
            archive.writestr("a.txt.meta.yaml", content[:50])
    else:
        path.write_bytes(content)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILE, max_size=12))
def test_any_files_end_as_documents_or_rejects(files: list[tuple[str, bytes, bool]]) -> None:
    for folder in (Path("raw"), STORE):
        shutil.rmtree(folder, ignore_errors=True)
    Path("raw").mkdir()
    Path("raw/good.txt").write_text(SENTENCE, encoding="utf-8")
    for number, (suffix, content, is_packed) in enumerate(files):
        write(Path("raw", f"{number // 2}{suffix}"), content, is_packed=is_packed)
    found = run()
    assert "raw/good.txt" in found.documents
    ended = {source.partition("!/")[0] for source in (*found.documents, *found.refused)}
    written = {str(path) for path in Path("raw").iterdir()}
    sidecars = {name for name in written if name.removesuffix(".meta.yaml") in written - {name}}
    assert ended | sidecars == written
