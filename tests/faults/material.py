"""Bulletins made up for the faults: a first state of a folder, and the edits that a later run finds in it."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = 60
CHANGED, REMOVED, RENAMED, MENDED = 8, 6, 4, 2

_GOODS = ("steel", "timber", "cement", "glass", "butter", "copper", "paper", "cotton")
_MONTHS = ("January", "March", "April", "June", "August", "October", "November")
_PLACES = ("in the north", "along the coast", "in the two river valleys", "across the islands")


def bulletin(index: int, edition: int = 1) -> str:
    """A text of a few numbers, all of them different in another edition."""
    goods, month, place = (names[index % len(names)] for names in (_GOODS, _MONTHS, _PLACES))
    amount = 1_000 * edition + 37 * index
    return (
        f"Output of {goods} {place}\n\n"
        f"Output of {goods} rose {index % 9 + edition}.5% to {amount:,} tonnes in {month} 2022, bulletin {index} says. "
        f"Some {amount // 7} workers were paid {index + edition}.2 million dollars for it.\n"
    )


def write_first(raw: Path) -> None:
    """The folder as the first run finds it: texts, packed texts, an archive, and files that are refused."""
    raw.mkdir(parents=True)
    for index in range(DOCUMENTS):
        _path(raw, index).parent.mkdir(exist_ok=True)
        _path(raw, index).write_text(bulletin(index), encoding="utf-8")
    (raw / "copy.txt").write_text(bulletin(0), encoding="utf-8")
    (raw / "packed.txt.gz").write_bytes(gzip.compress(bulletin(100).encode(), mtime=0))
    _write_archive(raw / "more.zip", range(101, 104), 1)
    for index in range(MENDED):
        (raw / f"broken-{index}.txt.gz").write_bytes(b"no gzip")
    (raw / "picture.png").write_bytes(b"\x89PNG")


def edit(raw: Path, edition: int = 2) -> None:
    """What happens to the folder until the next run: texts come, change, move and go, and a broken file is mended."""
    for index in range(CHANGED):
        _path(raw, index).write_text(bulletin(index, edition), encoding="utf-8")
    for index in range(CHANGED, CHANGED + REMOVED):
        _path(raw, index).unlink(missing_ok=True)
    for index in range(CHANGED + REMOVED, CHANGED + REMOVED + RENAMED):
        if _path(raw, index).exists():
            _path(raw, index).rename(raw / f"moved-{index}.txt")
    for index in range(200 + 10 * edition, 210 + 10 * edition):
        (raw / f"new-{index}.txt").write_text(bulletin(index, edition), encoding="utf-8")
    _write_archive(raw / "more.zip", range(102, 105), edition)
    (raw / "broken-0.txt.gz").write_bytes(gzip.compress(bulletin(105, edition).encode(), mtime=0))


def _path(raw: Path, index: int) -> Path:
    return raw / f"week-{index % 5}" / f"bulletin-{index:03}.txt"


def _write_archive(path: Path, indices: range, edition: int) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for index in indices:
            archive.writestr(zipfile.ZipInfo(f"bulletin-{index}.txt"), bulletin(index, edition))
