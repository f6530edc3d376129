"""Stores to do harm to, and what an undisturbed run makes of each."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.publishing import releases
from tests.faults import material
from tests.faults.checks import Rows, lost, require_valid, rows_of
from tests.faults.jobs import Job, Result

if TYPE_CHECKING:
    from tests.faults.jobs import Runs
    from tests.faults.tally import Tally


@dataclass(frozen=True)
class Scene:
    """A folder with `raw` and, it may be, a store; the release that the next run has to make; and how that run went."""

    folder: Path
    expected: dict[str, Rows]
    undisturbed: Result

    @property
    def releases(self) -> int:
        """How many releases there are before the run."""
        return len(releases(self.folder / "data"))

    def copy(self, to: Path) -> Path:
        """A copy to do harm to."""
        return shutil.copytree(self.folder, to, symlinks=True)

    def recover(self, runs: Runs, folder: Path, tally: Tally) -> Result:
        """Run once more, and prove that all faults until now were survived: nothing is lost and nothing doubled."""
        require_valid(folder / "data")
        result = runs.run(Job(str(folder)))
        assert result.error is None, result.error
        assert result.status in {"released", "unchanged"}
        tally.rows_lost += lost(self.expected, rows_of(folder / "data"))
        self.require_expected(folder)
        tally.survived = tally.injected
        return result

    def require_expected(self, folder: Path) -> None:
        """Prove that a store is as an undisturbed run leaves it, but for times and the ids of runs."""
        store = folder / "data"
        require_valid(store)
        assert rows_of(store) == self.expected
        assert not (store / "staging").exists()
        assert not [path.name for path in (store / "releases").iterdir() if path.name.startswith(".")]


def first_run(runs: Runs, folder: Path) -> Scene:
    """A store is to be made."""
    material.write_first(folder / "raw")
    return _scene(runs, folder)


def later_run(runs: Runs, folder: Path) -> Scene:
    """A store has a release, and the files have changed since."""
    material.write_first(folder / "raw")
    result = runs.run(Job(str(folder)))
    assert result.status == "released", result
    material.edit(folder / "raw")
    return _scene(runs, folder)


def _scene(runs: Runs, folder: Path) -> Scene:
    other = shutil.copytree(folder, folder.with_name(f"{folder.name}-undisturbed"), symlinks=True)
    result = runs.run(Job(str(other)))
    assert result.status == "released", result.error
    require_valid(other / "data")
    return Scene(folder, rows_of(other / "data"), result)
