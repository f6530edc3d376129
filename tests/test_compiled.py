"""The engine compiled and the engine in plain Python are one engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tallybook
from tallybook import compiled, engine_version
from tests.plain import run

if TYPE_CHECKING:
    from pathlib import Path

# Prints the kind of file that the engine runs from, and a digest of all rows of the samples.
DIGEST = """
import hashlib
from pathlib import Path

import tallybook.numbers.engine
from tallybook import extract

digest = hashlib.sha256()
for path in sorted(Path("raw").rglob("*.txt")):
    extraction = extract(path.read_text(encoding="utf-8", errors="replace"))
    digest.update(repr((extraction.numbers, extraction.observations, extraction.sentences)).encode())
print(Path(tallybook.numbers.engine.__file__).suffix)
print(digest.hexdigest())
"""


@pytest.mark.skipif(not compiled.is_compiled(), reason="the engine is not compiled here")
def test_compiled_and_plain_give_the_same_rows() -> None:
    (native, its_rows), (plain, the_same) = run(DIGEST, plain=False), run(DIGEST, plain=True)
    assert native != plain == ".py"
    assert its_rows == the_same


def test_every_module_of_the_engine_is_a_source() -> None:
    names = {path.relative_to(compiled.PACKAGE).as_posix() for path in compiled.sources()}
    assert {"engine.py", "numbers/engine.py", "facts/link.py", "lexicons/units.py"} <= names


def test_sources_edited_since_they_were_compiled_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = tmp_path / "compiled.sha256"
    monkeypatch.setattr(compiled, "MANIFEST", manifest)
    assert not compiled.is_stale()
    manifest.write_text(compiled.manifest(), encoding="utf-8")
    assert compiled.is_compiled()
    assert not compiled.is_stale()
    manifest.write_text(compiled.manifest().replace("a", "b", 1), encoding="utf-8")
    engine_version.cache_clear()
    with pytest.raises(compiled.StaleEngineError, match="make compile"):
        engine_version()
    with pytest.raises(compiled.StaleEngineError, match="make compile"):
        tallybook.__getattr__("extract")
