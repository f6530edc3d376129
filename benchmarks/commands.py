"""What the commands that people wait for cost, in whole processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.material import RAW
from benchmarks.processes import command_seconds
from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_HELP = 0.3
MOST_INSPECT = 0.6


def rows() -> Iterator[Row]:
    """Seconds of the help and of one document, against the most that they may take."""
    wall, _ = command_seconds("--help")
    yield _row("tallybook --help", wall, "at most", MOST_HELP)
    _, cpu = command_seconds("inspect", next(path for path in sorted(RAW.rglob("*.txt"))))
    yield _row("tallybook inspect of one document, CPU", cpu, "at most", MOST_INSPECT)


def _row(what: str, taken: float, against: str, most: float) -> Row:
    return Row(what, f"{taken:.2f} s", f"{against} {most:.2f} s", f"{taken / most:.2f} ×")
