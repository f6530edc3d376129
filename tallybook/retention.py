"""Which old releases stay, and how one is removed.

A release is old from the moment that the next one took its place: until then readers were sent to it, however long ago
it was made.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Release = TypeVar("Release")

STAGED = ".staged-"
_REMOVING = ".removing-"


@dataclass(frozen=True, slots=True)
class Retention:
    """Which releases stay: the newest `releases`, and all that were replaced less than `days` ago.

    A release goes when both are exceeded, and never within `grace` after it was replaced: whoever followed the pointer
    to it just before can read it to the end.

    >>> Retention(releases=2, days=30).releases
    2
    """

    releases: int = 10
    days: int = 0
    grace: timedelta = timedelta(minutes=15)

    def expired(self, oldest_first: Sequence[Path], now: datetime) -> list[Path]:
        """Those of all releases of a store that need not stay; the newest one always does."""
        return self.outlived({path: _made(path) for path in oldest_first}, now)

    def outlived(self, made: Mapping[Release, datetime], now: datetime) -> list[Release]:
        """The same of releases wherever they are, by when each was made, oldest first."""
        kept = max(timedelta(days=self.days), self.grace)
        surplus = max(len(made) - max(self.releases, 1), 0)
        return [release for release, follower in list(pairwise(made))[:surplus] if now - made[follower] >= kept]


USUAL = Retention()


def _made(release: Path) -> datetime:
    """When a release was made. Its id would do but for a clock that was put back: ids sort by time all the same."""
    return datetime.fromtimestamp(release.stat().st_mtime, UTC)


def remove(release: Path) -> None:
    """Remove a release. It is renamed first: one that is only half there must not look like one."""
    doomed = release.with_name(f"{_REMOVING}{release.name}")
    release.rename(doomed)
    shutil.rmtree(doomed)


def sweep(folder: Path) -> None:
    """Remove what killed runs left behind in the folder of the releases."""
    for path in folder.iterdir():
        if path.name.startswith((STAGED, _REMOVING)):
            shutil.rmtree(path)
