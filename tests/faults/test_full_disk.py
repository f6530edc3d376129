"""A disk that is full, at whatever point of the run: a clear end, a valid release, and a next run that goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.faults.checks import require_valid
from tests.faults.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.jobs import Result, Runs
    from tests.faults.scenes import Scene
    from tests.faults.tally import Tally

KIB = 1024
DISK = "64m"
ROOMS = (0, 16, 128, 512)  # KiB that are left when the disk fills up
# Where the run is when it fills up: in each of these places what follows needs room.
PLACES = ("open start_run.sql", "read", "extracted", "loaded", "audited", "open datapackage.json")
LIMITS = (64, pytest.param(1024, marks=pytest.mark.slow))  # KiB that a file may have


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own at `folder`, as far as we may have one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled_up(folder: Path, room: int) -> Iterator[None]:
    """A block in which the disk of the folder has only so many bytes left."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        disk = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, disk.f_bavail * disk.f_bsize - room)
    yield
    filler.unlink()


def require_told(result: Result, tally: Tally) -> None:
    """The run either had room enough, or ended with what the system says of the lack of it."""
    if result.error is not None:
        tally.injected += 1
        assert result.code == 1
        assert any(reason in result.error for reason in ("No space left", "File too large", "not enough")), result.error


@pytest.fixture(scope="module")
def small(later: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("full") / "small"
    with small_disk(folder):
        yield folder


def fill_up(runs: Runs, scene: Scene, small: Path, tally: Tally, at: str, room: int) -> None:
    """Stop a run, fill the disk up, and let it go on; then make room again and let the next run make it good."""
    shutil.copytree(scene.folder, small, symlinks=True, dirs_exist_ok=True)
    stopped = runs.run(Job(str(small), at=at, signal=signal.SIGSTOP))
    with filled_up(small, room * KIB):
        require_told(runs.resume(stopped), tally)
        require_valid(small / "data")
    scene.recover(runs, small, tally)
    for path in small.iterdir():
        shutil.rmtree(path)


def test_a_full_disk_is_told_and_survived(runs: Runs, later: Scene, small: Path, tally: Callable[[str], Tally]) -> None:
    fill_up(runs, later, small, count := tally("disk full at audited"), "audited", 0)
    assert count.injected


@pytest.mark.slow
@pytest.mark.parametrize("at", PLACES)
def test_a_disk_that_is_full_anywhere_is_told_and_survived(
    runs: Runs, later: Scene, small: Path, tally: Callable[[str], Tally], at: str
) -> None:
    count = tally(f"disk full at {at}")
    for room in ROOMS:
        fill_up(runs, later, small, count, at, room)
    assert count.injected


@pytest.mark.parametrize("limit", LIMITS)
def test_a_file_that_may_not_grow_is_told_and_survived(
    runs: Runs, later: Scene, tmp_path: Path, tally: Callable[[str], Tally], limit: int
) -> None:
    """As with a quota; needs no rights."""
    folder = later.copy(tmp_path / "limited")
    count = tally(f"files of {limit} KiB at most")
    require_told(runs.run(Job(str(folder), file_limit=limit * KIB)), count)
    later.recover(runs, folder, count)
