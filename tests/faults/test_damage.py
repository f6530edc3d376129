"""The warehouse's file and its write-ahead log cut, changed, mixed up and gone: the next run goes on all the same."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from tallybook.warehouse import FILE_NAME
from tests.faults.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.jobs import Runs
    from tests.faults.scenes import Scene
    from tests.faults.tally import Tally

    Harm = Callable[[bytes, random.Random], bytes]

MAIN, LOG = FILE_NAME, f"{FILE_NAME}.wal"
PAGE = 4096


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def blank(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + bytes(min(PAGE, len(content) - start)) + content[start + PAGE :]


def lengthen(content: bytes, chance: random.Random) -> bytes:
    return content + chance.randbytes(chance.randrange(1, PAGE))


def replace(content: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(content))


def empty(content: bytes, chance: random.Random) -> bytes:
    return b""


HARMS: tuple[Harm, ...] = (cut, flip, blank, lengthen, replace, empty)
EACH = 6


@pytest.fixture(scope="module")
def interrupted(runs: Runs, later: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose run was killed with all of its work in the log."""
    folder = later.copy(tmp_path_factory.mktemp("damage") / "interrupted")
    assert runs.run(Job(str(folder), at="audited")).killed
    assert (folder / "data" / LOG).stat().st_size > PAGE
    return folder


def damage(
    runs: Runs, scene: Scene, store: Path, folder: Path, tally: Tally, name: str, harm: Harm, chance: random.Random
) -> bool:
    """Do harm to a file, and let the next run make it good; returns whether the warehouse had to be set aside."""
    shutil.copytree(store, folder, symlinks=True)
    file = folder / "data" / name
    file.write_bytes(harm(file.read_bytes(), chance))
    tally.injected += 1
    result = scene.recover(runs, folder, tally)
    set_aside = (folder / "data" / "damaged").exists()
    assert any("is kept in" in warning for warning in result.warnings) == set_aside
    shutil.rmtree(folder)
    return set_aside


@pytest.mark.parametrize(("name", "harm"), [(LOG, flip), (MAIN, cut)])
def test_a_damaged_warehouse_is_made_good(
    runs: Runs, later: Scene, interrupted: Path, tmp_path: Path, tally: Callable[[str], Tally], name: str, harm: Harm
) -> None:
    count = tally(f"{name}: {harm.__name__}")
    damage(runs, later, interrupted, tmp_path / "harmed", count, name, harm, random.Random(3))


@pytest.mark.slow
@pytest.mark.parametrize("name", [MAIN, LOG])
@pytest.mark.parametrize("harm", HARMS)
def test_damage_anywhere_is_made_good(
    runs: Runs, later: Scene, interrupted: Path, tmp_path: Path, tally: Callable[[str], Tally], name: str, harm: Harm
) -> None:
    count = tally(f"{name}: {harm.__name__}")
    set_aside = sum(
        damage(runs, later, interrupted, tmp_path / str(seed), count, name, harm, random.Random(seed))
        for seed in range(EACH)
    )
    count.remarks = f"{set_aside} set aside"


@pytest.mark.parametrize("harm", [flip, pytest.param(cut, marks=pytest.mark.slow)])
def test_damage_at_rest_changes_nothing_of_the_release(
    runs: Runs, later: Scene, tmp_path: Path, tally: Callable[[str], Tally], harm: Harm
) -> None:
    """Nothing is due, and yet the warehouse is whole again: the run after it has nothing to say."""
    folder = later.copy(tmp_path / "rest")
    assert runs.run(Job(str(folder))).status == "released"
    current = (folder / "data" / "current").readlink()
    count = tally(f"{MAIN} at rest: {harm.__name__}")
    for _ in range(2):
        file = folder / "data" / MAIN
        file.write_bytes(harm(file.read_bytes(), random.Random(5)))
        count.injected += 1
        later.recover(runs, folder, count)
    assert (folder / "data" / "current").readlink() == current
    assert later.recover(runs, folder, count).warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize("names", [(MAIN,), (MAIN, LOG), (LOG,)])
def test_a_warehouse_that_is_gone_is_built_again(
    runs: Runs,
    later: Scene,
    interrupted: Path,
    tmp_path: Path,
    tally: Callable[[str], Tally],
    names: tuple[str, ...],
) -> None:
    folder = shutil.copytree(interrupted, tmp_path / "gone", symlinks=True)
    for name in names:
        (folder / "data" / name).unlink()
    count = tally(f"{' and '.join(names)} gone")
    count.injected += 1
    later.recover(runs, folder, count)


def test_an_older_warehouse_put_back_learns_what_the_release_knows(
    runs: Runs, later: Scene, tmp_path: Path, tally: Callable[[str], Tally]
) -> None:
    folder = later.copy(tmp_path / "older")
    kept = (folder / "data" / MAIN).read_bytes()
    assert runs.run(Job(str(folder))).status == "released"
    (folder / "data" / MAIN).write_bytes(kept)
    count = tally("an older warehouse put back")
    count.injected += 1
    assert "had lost what the current release holds" in later.recover(runs, folder, count).warnings[0]
