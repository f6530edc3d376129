"""How much memory a process and all that it has started take: Linux tells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def tree_bytes(process: int) -> int:
    """Bytes of a process and of all below it; a page that several of them share counts once."""
    return sum(map(_bytes, _tree(process)))


def _tree(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _tree(int(child))


def _bytes(process: int) -> int:
    share = _SHARE.search(_read(Path(f"/proc/{process}/smaps_rollup")))
    return 1024 * int(share[1]) if share else 0


def _read(path: Path) -> str:
    """What the system tells, nothing of a process that has just ended."""
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
