"""Files that are still there after the power has failed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def force_to_disk(path: Path) -> None:
    """Wait until a file, or what a folder says of its entries, is on the disk. Raises OSError.

    >>> force_to_disk(Path("data/releases"))  # doctest: +SKIP
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
