"""The memory of a run is bounded, whatever it reads. Each case runs in a process of its own, whose peak is measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

# The libraries of a run take 190 MB; a text of 16 MB, with two million places to look at in the audit, 900 MB.
MOST_MEGABYTES = 1_500
RUN = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from tests.bad_input.ending import run
found = run()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(found.documents), sorted(found.refused.items()))
"""


def digits() -> None:
    Path("raw/digits.txt").write_bytes(b"7" * (64 * 1024 * 1024))


def a_line() -> None:
    with Path("raw/line.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)


def a_million_numbers_in_a_sentence() -> None:
    Path("raw/million.txt").write_bytes(b"5 men and ships " * 1_000_000)


@pytest.mark.parametrize(
    ("make", "documents", "refused"),
    [
        (digits, 0, [("raw/digits.txt", {"too_large"})]),
        (a_line, 0, [("raw/line.txt", {"too_large"})]),
        (a_million_numbers_in_a_sentence, 1, [("raw/million.txt", {"too_large"})]),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_memory_is_bounded(
    make: Callable[[], None],
    documents: int,
    refused: list[tuple[str, set[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    make()
    house = Path(__file__).parents[2]
    answer = subprocess.run([sys.executable, "-c", RUN, str(house)], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    megabytes, released, rejects = answer.stdout.splitlines()[-1].split(" ", 2)  # DuckDB shows its progress
    assert (int(released), rejects) == (documents, str(refused))
    assert int(megabytes) < MOST_MEGABYTES
