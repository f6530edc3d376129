"""What must hold after every fault: a release that is whole, and in the end the rows of an undisturbed run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from tallybook import datapackage
from tallybook.dictionary import parquet_tables
from tallybook.publishing import current_release
from tallybook.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

Rows = Counter[tuple[Any, ...]]
# What tells when, and by which run: the only columns in which a disturbed run may differ.
_WHEN = frozenset({"run_id", "ingested_at", "first_seen_at", "last_seen_at", "rejected_at"})


def require_valid(store: Path) -> str | None:
    """Prove the current release; returns its id, None if there is none yet."""
    release = current_release(store)
    if release is None:
        assert not (store / "current").is_symlink()
        return None
    assert verify(release).findings == ()
    assert datapackage.load(release)["audit"]["passed"]
    return release.name


def rows_of(store: Path) -> dict[str, Rows]:
    """All rows of the current release, table by table, but for what tells when and by which run."""
    release = current_release(store)
    assert release is not None
    rows: dict[str, Rows] = {}
    for table in parquet_tables():
        wanted = [column.name for column in table.columns if column.name not in _WHEN]
        frame = pq.read_table(release / table.name, columns=wanted)
        rows[table.name] = Counter(tuple(map(_hashable, row.values())) for row in frame.to_pylist())
    return rows


def lost(expected: dict[str, Rows], found: dict[str, Rows]) -> int:
    """How many rows are missing."""
    return sum((expected[table] - found[table]).total() for table in expected)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
