"""Files that the stages of one run hand each other; private to the run and removed with it.

Tasks exchange the paths, never what is in them.
"""

from __future__ import annotations

import pickle
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "staging"


@dataclass(frozen=True, slots=True)
class Staging:
    """The folder of one run's files.

    >>> staging = Staging(Path("data/staging/20260131T060502Z"))
    >>> staging.read(staging.write("batch-001", [1, 2]))  # doctest: +SKIP
    [1, 2]
    """

    folder: Path

    @classmethod
    def of_run(cls, store: Path, run_id: str) -> Staging:
        """Make the folder of a run in a store; what killed runs left behind is removed."""
        shutil.rmtree(store / FOLDER, ignore_errors=True)
        staging = cls(store / FOLDER / run_id)
        staging.folder.mkdir(parents=True)
        return staging

    def write(self, name: str, value: Any) -> Path:
        """Write one value; returns the path to hand on."""
        path = self.folder / f"{name}.pickle"
        path.write_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
        return path

    @staticmethod
    def read(path: Path) -> Any:
        """Read a value that `write` of the same run wrote."""
        return pickle.loads(path.read_bytes())  # noqa: S301 - written by this run, minutes ago, in our own store

    def remove(self) -> None:
        """Remove all files of the run, and the folder of all runs."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)
