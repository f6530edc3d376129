"""A release is named by what it is to the store, by its id, or by the start of one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tallybook.choosing import UnknownRelease, choose_release
from tallybook.publishing import NoRelease
from tallybook.shelves import shelf_of
from tests.publishing.releasing import release
from tests.warehouse.building import document, make

if TYPE_CHECKING:
    from pathlib import Path


def test_current_previous_ids_and_their_starts(tmp_path: Path) -> None:
    first, second = (release(tmp_path, make(document(f"{count} apples"))) for count in (1, 2))
    assert choose_release(tmp_path).name == choose_release(tmp_path, "current").name == second
    assert choose_release(tmp_path, "previous").name == first
    assert choose_release(tmp_path, first).name == first
    assert choose_release(tmp_path, second[:-2]).name == second
    with pytest.raises(UnknownRelease, match=f"2 releases start with '20'; there are {first}, {second}"):
        choose_release(tmp_path, "20")
    with pytest.raises(UnknownRelease, match=f"no releases start with '1999'; there are .*{first}"):
        choose_release(tmp_path, "1999")


def test_a_store_with_one_release_or_none(tmp_path: Path) -> None:
    for name in ("current", "previous", "20"):
        with pytest.raises(NoRelease, match="tallybook run"):
            choose_release(tmp_path, name)
    only = release(tmp_path)
    with pytest.raises(UnknownRelease, match=f"before the current one, {only}"):
        choose_release(tmp_path, "previous")


def test_a_copy_of_a_store_whose_links_have_become_folders(tmp_path: Path) -> None:
    only = release(tmp_path / "store")
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    assert not (tmp_path / "copy" / "current").is_symlink()
    assert choose_release(tmp_path / "copy") == tmp_path / "copy" / "current"
    assert choose_release(tmp_path / "copy", only) == tmp_path / "copy" / "releases" / only
    with pytest.raises(FileNotFoundError, match="1999"):
        shelf_of(tmp_path / "copy").path("1999")


@pytest.mark.parametrize("name", ["..", "../..", "/etc", ""])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    release(tmp_path)
    release(tmp_path, make(document("7 apples")))
    with pytest.raises(UnknownRelease):
        choose_release(tmp_path, name)
