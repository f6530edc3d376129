"""Files that go, or can no longer be read, while a run is at work on them: no other suffers, the next run is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tallybook.loading import load_release
from tallybook.reading import identify_batch
from tests.faults.stages import RAW, STORE, run_stages, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.scenes import Scene

NEW = RAW / "new-220.txt"
CHANGED = RAW / "week-0" / "bulletin-000.txt"
KNOWN = RAW / "week-4" / "bulletin-029.txt"
ARCHIVE = RAW / "more.zip"
FILES = (NEW, CHANGED, KNOWN, ARCHIVE)


def remove(file: Path) -> None:
    file.unlink()


def make_unreadable(file: Path) -> None:
    """Root may read anything, but no folder as a file."""
    file.unlink()
    file.mkdir()
    (file / ".hidden").touch()


def link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def each(harm: Callable[[Path], None], files: tuple[Path, ...]) -> None:
    for file in files:
        harm(file)


def restore(file: Path, content: bytes) -> None:
    if file.is_dir() and not file.is_symlink():
        (file / ".hidden").unlink()
        file.rmdir()
    file.unlink(missing_ok=True)
    file.write_bytes(content)


def before_identifying(patch: pytest.MonkeyPatch, harm: Callable[[], None]) -> Callable[[str], None]:
    """Between listing the files and reading the first byte of them."""
    pending = [harm]

    def late(*arguments: Any) -> Any:
        while pending:
            pending.pop()()
        return identify_batch(*arguments)

    patch.setattr("tallybook.pipeline.identify_batch", late)
    return lambda _: None


def before_extracting(patch: pytest.MonkeyPatch, harm: Callable[[], None]) -> Callable[[str], None]:
    """Between finding out that a file is new and reading it."""
    return lambda place: harm() if place == "read" else None


HARMS = (remove, make_unreadable, link_to_itself)
CASES = [(before_extracting, remove), (before_identifying, make_unreadable)]
MORE = [(moment, harm) for moment in (before_identifying, before_extracting) for harm in HARMS]


@pytest.mark.parametrize(
    ("moment", "harm"), [*CASES, *(pytest.param(*case, marks=pytest.mark.slow) for case in MORE if case not in CASES)]
)
def test_files_that_go_while_a_run_is_at_work(
    later: Scene,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: Callable[[pytest.MonkeyPatch, Callable[[], None]], Callable[[str], None]],
    harm: Callable[[Path], None],
) -> None:
    folder = later.copy(tmp_path / "vanishing")
    monkeypatch.chdir(folder)
    contents = {file: file.read_bytes() for file in FILES}
    with monkeypatch.context() as patch:
        reached = moment(patch, lambda: each(harm, FILES))
        assert run_stages(settings_of(), reached).status == "released"
    release = load_release(STORE)
    gone = {str(NEW), str(CHANGED)}
    assert gone <= set(release.rejects["source_uri"])
    assert not gone & set(release.documents["source_uri"])
    assert "raw/new-221.txt" in set(release.documents["source_uri"])
    assert set(release.numbers["document_id"]) <= set(release.documents["document_id"])
    for file, content in contents.items():
        restore(file, content)
    run_stages(settings_of(), lambda _: None)
    later.require_expected(folder)
