"""Counts of faults, printed when the tests have ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """Faults of one kind: how many were done, how many of them the next run made good, how many rows were lost."""

    kind: str
    injected: int = 0
    survived: int = 0
    rows_lost: int = 0
    remarks: str = ""

    def __str__(self) -> str:
        line = f"{self.kind}: {self.injected} injected, {self.survived} survived, {self.rows_lost} rows lost"
        return f"{line}; {self.remarks}" if self.remarks else line
