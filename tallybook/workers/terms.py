"""What a process on another machine must be like to give the rows that this one would."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from tallybook.engine import engine_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallybook.reading.files import Place


class Terms(NamedTuple):
    """What a worker must be like for its rows to be ours: the versions it has, and the folders it sees."""

    versions: tuple[tuple[str, str], ...]
    folders: tuple[Path, ...]

    @classmethod
    def of(cls, raw: Iterable[Place]) -> Self:
        """What a worker must be like to do what this process would do with the files below `raw`."""
        return cls(_versions(), tuple(place.absolute() for place in raw if isinstance(place, Path) and place.exists()))

    def complaint(self, threads: int) -> str | None:
        """What is wrong with the worker that asks this, and what to do; None if nothing is."""
        if threads != 1:
            return f"it has {threads} threads, and a hang can end whole processes only: start it with --nthreads 1"
        for (what, wanted), (_, own) in zip(self.versions, _versions(), strict=True):
            if own != wanted:
                return f"its version of {what} is {own}, ours {wanted}: install the same on all machines"
        missing = [str(folder) for folder in self.folders if not os.access(folder, os.R_OK)]
        if missing:
            return f"it does not see {', '.join(missing)}: share the files under the same path, or read from a bucket"
        return None


def _versions() -> tuple[tuple[str, str], ...]:
    """What decides which rows come out, and whether machines understand each other."""
    python = ".".join(platform.python_version_tuple()[:2])
    return ("Python", python), ("Dask", metadata.version("distributed")), ("the engine", engine_version())
