"""Hostile text of growing length: linear work keeps the cost per kilobyte flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.row import Row, cpu_seconds
from tallybook import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = 100_000, 1_000_000
PATTERNS = {
    "1,1,1,…": "1,",
    "1-1-1…": "1-",
    "$$$…": "$",
    "one number of digits": "7",
    "nested parentheses": "(1",
    "one one one …": "one ",
    "1 to 1 to …": "1 to ",
    "5 percent and 5 percent and …": "5 percent and ",
}


def rows() -> Iterator[Row]:
    """Cost per kilobyte at ten times the length against the cost at the base length: 1 is linear."""
    for name, piece in PATTERNS.items():
        small, large = (_seconds_per_kilobyte(piece, length) for length in (SMALL, LARGE))
        yield Row(
            f"hostile: {name}",
            f"{1000 * large:.2f} ms per kB at {LARGE // 1000:,} kB",
            f"{1000 * small:.2f} ms at {SMALL // 1000:,} kB",
            f"{large / small:.2f} ×",
        )


def _seconds_per_kilobyte(piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    return cpu_seconds(lambda: extract(text), runs=1) / (length / 1000)
