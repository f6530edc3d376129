"""Waiting for files that come, change or go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfiles import DefaultFilter, awatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path


async def quiet_after_changes(folders: Sequence[Path], store: Path, settle: float) -> AsyncIterator[None]:
    """Yield once at the beginning, and whenever something has changed and nothing more for `settle` seconds.

    What changes while the caller is at work counts as one change when it comes back. The store may lie in one of the
    folders.

    >>> async for _ in quiet_after_changes([Path("raw")], Path("data"), settle=10):  # doctest: +SKIP
    ...     await run()
    """
    changes = awatch(
        *(folder.resolve() for folder in folders),
        watch_filter=DefaultFilter(ignore_paths=[store.resolve()]),
        rust_timeout=round(settle * 1000),
        yield_on_timeout=True,
    )
    is_due = True  # what is there already; from here on nothing is missed
    async for changed in changes:
        if changed:
            is_due = True
        elif is_due:
            is_due = False
            yield
