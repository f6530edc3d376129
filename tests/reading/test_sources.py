"""Walking folders: stable, complete, and never stuck."""

from __future__ import annotations

import io
import os
import pickle
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from tallybook.model import Reason, Reject
from tallybook.reading import Limits, Source, SourceNotFound, lies_below, list_sources

LIMITS = Limits()


@pytest.fixture(autouse=True)
def _work_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, content: str = "Sales rose 8%.\n") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def pack(path: str, *members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "Sales rose 8%.\n")
    return Path(path)


def listed(*paths: str, limits: Limits = LIMITS) -> tuple[list[str], dict[str, Reason]]:
    """The URIs of the sources, and the reasons of the rejects by URI."""
    found = list(list_sources([Path(path) for path in paths], limits))
    sources = [entry.uri for entry in found if isinstance(entry, Source)]
    rejects = [entry for entry in found if isinstance(entry, Reject)]
    assert all(reject.detail for reject in rejects)
    return sources, {str(reject.source_uri): reject.reason for reject in rejects}


def test_folders_are_walked_by_name() -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.text", "c.txt.gz", "B.TXT", "a.txt"):
        write(f"raw/{name}")
    expected = ["raw/B.TXT", "raw/a/b/c.text", "raw/a/z.md", "raw/a.txt", "raw/b.txt", "raw/c.txt.gz"]
    assert listed("raw") == (expected, {})
    assert listed("./raw/") == (expected, {})


def test_every_other_file_is_one_reject() -> None:
    for name in ("a.txt", "b.pdf", "c.gz", "d.tar", "e"):
        write(f"raw/{name}")
    sources, rejects = listed("raw")
    assert sources == ["raw/a.txt"]
    assert rejects == dict.fromkeys(["raw/b.pdf", "raw/c.gz", "raw/d.tar", "raw/e"], Reason.UNSUPPORTED_TYPE)


def test_hidden_files_and_sidecars_are_overlooked() -> None:
    for name in ("a.txt", "a.txt.meta.yaml", ".b.txt", ".git/c.txt", "orphan.txt.meta.yaml"):
        write(f"raw/{name}")
    assert listed("raw") == (["raw/a.txt"], {"raw/orphan.txt.meta.yaml": Reason.UNSUPPORTED_TYPE})


def test_a_hidden_file_that_is_asked_for_is_read() -> None:
    write("raw/.b.txt")
    assert listed("raw", "raw/.b.txt") == (["raw/.b.txt"], {})


def test_a_path_that_does_not_exist_is_told_at_once() -> None:
    write("raw/a.txt")
    with pytest.raises(SourceNotFound, match="nowhere: no such file or folder"):
        list_sources([Path("raw"), Path("nowhere")], LIMITS)


def test_overlapping_paths_give_each_file_once() -> None:
    write("raw/a/b.txt")
    write("raw/c.txt")
    assert listed("raw/a", "raw", "raw/c.txt", "raw") == (["raw/a/b.txt", "raw/c.txt"], {})


def test_pipes_sockets_and_devices_are_refused() -> None:
    write("raw/a.txt")
    os.mkfifo("raw/pipe.txt")
    Path("raw/device.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("raw/socket.txt")
        sources, rejects = listed("raw")
    assert sources == ["raw/a.txt"]
    assert rejects == dict.fromkeys(["raw/device.txt", "raw/pipe.txt", "raw/socket.txt"], Reason.NOT_A_FILE)


def test_loops_of_links_end() -> None:
    write("raw/a/b.txt")
    Path("raw/a/self").symlink_to(".")
    Path("raw/a/up").symlink_to("..")
    Path("raw/above").symlink_to("../..")
    Path("raw/twin").symlink_to("a")
    Path("raw/x.txt").symlink_to("y.txt")
    Path("raw/y.txt").symlink_to("x.txt")
    sources, rejects = listed("raw")
    assert sources == ["raw/a/b.txt"]
    assert rejects == dict.fromkeys(
        ["raw/a/self", "raw/a/up", "raw/above", "raw/twin", "raw/x.txt", "raw/y.txt"], Reason.NOT_A_FILE
    )


def test_links_to_elsewhere_are_followed_once() -> None:
    write("elsewhere/b.txt")
    Path("elsewhere/loop").symlink_to(".")
    write("raw/a.txt")
    Path("raw/link").symlink_to(Path("elsewhere").resolve())
    Path("raw/link2").symlink_to(Path("elsewhere").resolve())
    Path("raw/one.txt").symlink_to(Path("elsewhere/b.txt").resolve())
    sources, rejects = listed("raw")
    assert sources == ["raw/a.txt", "raw/link/b.txt", "raw/one.txt"]
    assert rejects == dict.fromkeys(["raw/link/loop", "raw/link2"], Reason.NOT_A_FILE)


def test_a_link_to_nothing_is_a_reject() -> None:
    Path("raw").mkdir()
    Path("raw/gone.txt").symlink_to("nothing")
    assert listed("raw") == ([], {"raw/gone.txt": Reason.UNREADABLE})
    assert listed("raw/gone.txt") == ([], {"raw/gone.txt": Reason.UNREADABLE})


def test_odd_names_survive() -> None:
    write("raw/new\nline.txt")
    write("raw/rtl\u202egnp.txt")
    write(f"raw/{'n' * 251}.txt")
    Path(os.fsdecode(b"raw/caf\xe9.txt")).write_text("8%", encoding="utf-8")
    sources, rejects = listed("raw")
    assert rejects == {}
    assert sorted(sources) == sorted(
        ["raw/caf%E9.txt", "raw/new%0Aline.txt", f"raw/{'n' * 251}.txt", "raw/rtl%E2%80%AEgnp.txt"]
    )
    assert all(uri.encode("utf-8") for uri in sources)


def test_deep_folders() -> None:
    # Deeper than Python may recurse; pytest's own clean-up does recurse, so the folder goes before it.
    deep = "/".join(["d"] * 1_200)
    Path("raw").mkdir()
    for depth in range(1, 1_201):
        Path("raw", deep[: 2 * depth - 1]).mkdir()
    write(f"raw/{deep}/a.txt")
    try:
        assert listed("raw") == ([f"raw/{deep}/a.txt"], {})
    finally:
        subprocess.run(["rm", "-rf", "raw"], check=True)


def test_folders_deeper_than_a_path_can_say_are_a_reject(tmp_path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    Path("raw").mkdir()
    os.chdir("raw")
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    os.fchdir(here)
    os.close(here)
    sources, rejects = listed("raw")
    assert sources == []
    assert list(rejects.values()) == [Reason.UNREADABLE]


@pytest.mark.skipif(os.geteuid() == 0, reason="root is never denied")
def test_a_folder_that_may_not_be_listed_is_a_reject() -> None:
    write("raw/a.txt")
    write("raw/closed/b.txt")
    Path("raw/closed").chmod(0)
    try:
        assert listed("raw") == (["raw/a.txt"], {"raw/closed": Reason.UNREADABLE})
    finally:
        Path("raw/closed").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_a_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    write("raw/a.txt")
    write("raw/closed/b.txt")
    scandir = os.scandir

    def denied(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    assert listed("raw") == (["raw/a.txt"], {"raw/closed": Reason.UNREADABLE})


def test_members_of_archives_by_name() -> None:
    pack("a.zip", "b.txt", "d/a.md", "d/", "a.txt", "a.txt.meta.yaml", ".hidden.txt", "__MACOSX/._b.txt")
    assert listed("a.zip") == (["a.zip!/a.txt", "a.zip!/b.txt", "a.zip!/d/a.md"], {})


def test_members_that_are_refused() -> None:
    pack("a.zip", "../up.txt", "/root.txt", "C:drive.txt", "d\\..\\up.txt", "inner.zip", "b.txt.gz", "x.txt.meta.yaml")
    sources, rejects = listed("a.zip")
    assert sources == []
    assert rejects == {
        "a.zip!/../up.txt": Reason.UNSAFE_NAME,
        "a.zip!//root.txt": Reason.UNSAFE_NAME,
        "a.zip!/C:drive.txt": Reason.UNSAFE_NAME,
        "a.zip!/d\\..\\up.txt": Reason.UNSAFE_NAME,
        "a.zip!/inner.zip": Reason.UNSUPPORTED_TYPE,
        "a.zip!/b.txt.gz": Reason.UNSUPPORTED_TYPE,
        "a.zip!/x.txt.meta.yaml": Reason.UNSUPPORTED_TYPE,
    }


def test_a_linked_member_is_refused() -> None:
    with zipfile.ZipFile("a.zip", "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert listed("a.zip") == ([], {"a.zip!/link.txt": Reason.NOT_A_FILE})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_not_passed_over() -> None:
    pack("a.zip", "a.txt", "a.txt")
    assert listed("a.zip") == (["a.zip!/a.txt"], {"a.zip!/a.txt": Reason.BAD_ARCHIVE})


def test_archives_that_are_none() -> None:
    write("a.zip", "no archive")
    Path("b.zip").write_bytes(pack("whole.zip", "a.txt").read_bytes()[:-30])
    Path("c.zip").write_bytes(b"")
    pack("d.zip")
    assert listed("a.zip", "b.zip", "c.zip", "d.zip") == (
        [],
        {
            "a.zip": Reason.BAD_ARCHIVE,
            "b.zip": Reason.BAD_ARCHIVE,
            "c.zip": Reason.BAD_ARCHIVE,
            "d.zip": Reason.EMPTY,
        },
    )


def test_too_many_members() -> None:
    pack("a.zip", *(f"{i}.txt" for i in range(11)))
    assert listed("a.zip", limits=Limits(max_members=10)) == ([], {"a.zip": Reason.TOO_LARGE})
    assert len(listed("a.zip", limits=Limits(max_members=11))[0]) == 11


def test_a_directory_beyond_bounds_is_never_read_into_memory() -> None:
    pack("a.zip", *(f"{i:0200}.txt" for i in range(3_000)))
    assert listed("a.zip", limits=Limits(max_members=10)) == ([], {"a.zip": Reason.TOO_LARGE})


def test_an_archive_that_expands_too_much() -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", " " * 20_000_000)
    assert listed("a.zip") == ([], {"a.zip": Reason.TOO_LARGE})


def test_broken_archives_of_every_kind_end_in_a_list() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Sales rose 8%.\n" * 9)
    data = whole.getvalue()
    for position in range(len(data)):
        Path("a.zip").write_bytes(data[:position] + bytes([data[position] ^ 0xFF]) + data[position + 1 :])
        sources, rejects = listed("a.zip")
        assert len(sources) + len(rejects) <= 2


def test_sources_travel_between_processes() -> None:
    write("raw/a.txt")
    source = next(iter(list_sources([Path("raw")], LIMITS)))
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 - what multiprocessing does with it


@pytest.mark.parametrize(
    ("uri", "root"),
    [
        ("raw/a.txt", "raw"),
        ("raw/a.txt", "./raw/"),
        ("raw/a.txt", "raw/a.txt"),
        ("raw/a.txt", "sub/../raw"),
        ("raw/a.zip!/b.txt", "raw/a.zip"),
        ("raw/a.zip!/../../etc/passwd", "raw"),
        ("raw/50%2525 up/a.txt", "raw/50%25 up"),
    ],
)
def test_what_lies_below_a_path(uri: str, root: str) -> None:
    file, mark, member = uri.partition("!/")
    assert lies_below(uri, [Path("elsewhere"), Path(root)])
    assert lies_below(uri, [Path(root).absolute()])
    assert lies_below(str(Path(file).absolute()) + mark + member, [Path(root)])


@pytest.mark.parametrize(
    ("uri", "root"),
    [
        ("raw/a.txt", "raw/a"),
        ("raw/a.txt", "other"),
        ("raw2/a.txt", "raw"),
        ("raw/.hidden/a.txt", "raw"),
        ("../raw/a.txt", "raw"),
        ("raw/a.zip!/b.txt", "raw/a.zip!"),
    ],
)
def test_what_lies_elsewhere(uri: str, root: str) -> None:
    assert not lies_below(uri, [Path(root)])
