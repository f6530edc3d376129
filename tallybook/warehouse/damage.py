"""What becomes of a damaged warehouse: it is kept aside, so that the run can build a new one.

See `docs/decisions/0020`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "damaged"


def set_aside(path: Path) -> Path:
    """Move a warehouse and its write-ahead log into the folder `damaged` beside it; returns that folder.

    What was set aside before is removed: a failing disk must not fill up. The log goes first: killed in between, the
    file stays behind as it was before the log, which is a state it once had, where a log without its file is none.

    >>> set_aside(Path("data/warehouse.duckdb"))  # doctest: +SKIP
    PosixPath('data/damaged')
    """
    discard(path.parent)
    folder = path.parent / FOLDER
    folder.mkdir()
    for file in [*sorted(path.parent.glob(f"{path.name}.*")), path]:
        file.rename(folder / file.name)
    return folder


def discard(store: Path) -> None:
    """Remove what was set aside, if anything was."""
    shutil.rmtree(store / FOLDER, ignore_errors=True)
