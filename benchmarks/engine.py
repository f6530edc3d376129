"""The engine against two others, on the same texts in one run, one process each.

They live in an environment of the benchmark's own (benchmarks/.venv), made on first use.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.material import articles, sentences, texts_of
from benchmarks.row import Row, cpu_seconds
from tallybook import extract
from tallybook.compiled import is_compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
ENVIRONMENT = HERE / ".venv"
RIVALS = ("quantulum3", "Recognizers-Text")
# Of the texts of a file about so many, from all over it: the rivals take their time.
_MOST_GIVEN = 300


def rows(given: Path | None = None) -> Iterator[Row]:
    """Sentences and articles of raw/ per CPU second, and the texts of a file, if one is given."""
    python = _rival_python()
    engine = "compiled engine" if is_compiled() else "engine in plain Python"
    texts = {"sentences": sentences(), "articles": tuple(document.text for document in articles())}
    if given is not None:
        all_given = texts_of(given)
        texts[f"texts of {given.name}"] = all_given[:: max(1, len(all_given) // _MOST_GIVEN)]
    for name, batch in texts.items():
        ours = len(batch) / cpu_seconds(lambda batch=batch: [extract(text) for text in batch])  # type: ignore[misc]
        for rival in RIVALS:
            theirs = len(batch) / _rival_seconds(python, rival, batch)
            yield Row(
                f"{engine}, {len(batch):,} {name}, observations included",
                f"{ours:,.0f} per CPU second",
                f"{rival} {theirs:,.0f}",
                f"{ours / theirs:.1f} ×",
            )


def _rival_python() -> Path:
    """The interpreter of the environment that holds the rivals, set up again when their list changes."""
    python, wanted, have = ENVIRONMENT / "bin" / "python", HERE / "requirements.txt", ENVIRONMENT / "requirements.txt"
    if not have.exists() or have.read_bytes() != wanted.read_bytes():
        print(f"Setting up {ENVIRONMENT.name} for {' and '.join(RIVALS)}: once", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        install = [str(python), "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
        subprocess.run([*install, "--requirement", str(wanted)], check=True)
        shutil.copyfile(wanted, have)
    return python


def _rival_seconds(python: Path, rival: str, texts: Sequence[str]) -> float:
    """Median CPU seconds that a rival takes for the texts, its start-up left out."""
    done = subprocess.run(
        [python, HERE / "rival.py", rival], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return float(done.stdout)
