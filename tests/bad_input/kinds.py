"""The kinds of bad input: each makes files in a folder and says what becomes of every one of them."""

from __future__ import annotations

import gzip
import os
import socket
import struct
import zipfile
from typing import TYPE_CHECKING

from tallybook.model import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOCUMENT = None
# What becomes of a source below the folder: a document, or a reject with this reason.
Fates = dict[str, Reason | None]

SENTENCE = "Sales of the mines rose 8% in the year to March, the ministry said.\n"
ACUTE = "\u0301"
# The settings that the kinds are run with: limits so low that passing them costs little.
LIMITS = {"max_bytes": 4 * 1024 * 1024, "max_numbers": 1_000, "max_seconds": 20}


def empty(folder: Path) -> Fates:
    return write(
        folder, {"nothing.txt": b"", "blank.md": b" \r\n\t\n", "front.md": b"---\ntitle: T\n---\n"}, Reason.EMPTY
    )


def binary(folder: Path) -> Fates:
    files = {"picture.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "nul.txt": b"Sales\0rose 8%", "doc.txt": b"%PDF-1.7\n5"}
    return write(folder, files | {"control.txt": b"\x01\x02\x03\x04 5"}, Reason.BINARY)


def marked(folder: Path) -> Fates:
    """Byte order marks, and UTF-16 without one."""
    codecs = ("utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be")
    return write(folder, {f"{codec}.txt": f"{codec}: {SENTENCE}".encode(codec) for codec in codecs}, DOCUMENT)


def of_old(folder: Path) -> Fates:
    files = {
        "western.txt": f"The café paid £5. {SENTENCE}".encode("cp1252"),
        "mac.txt": f"The café paid £6. {SENTENCE}".encode("mac_roman"),
    }
    chinese = "去年全国电信业务收入增长百分之八，达到五千亿元，同比增长较快。".encode("gb18030") * 5
    return write(folder, files, DOCUMENT) | write(folder, {"chinese.txt": chinese}, Reason.UNSUPPORTED_LANGUAGE)


def mixed(folder: Path) -> Fates:
    files = {
        "mixed.txt": f"Cafés and crêpes. {SENTENCE}".encode() + "caf\xe9".encode("latin-1"),
        "surrogate.txt": b"It sold \xed\xa0\x80 5 ships.",
        "surrogate16.txt": b"\xff\xfe" + "Up 5".encode("utf-16-le") + b"\x00\xd8" + "%".encode("utf-16-le"),
        "cut.txt": b"\xff\xfe5\x00%",
        "marks.txt": f"a{500 * ACUTE} 5".encode(),
    }
    return write(folder, files, Reason.UNDECODABLE)


def large(folder: Path) -> Fates:
    """A line of 200 MB, which takes no room on disk, and what only unpacking would show to be as large."""
    with (folder / "line.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with gzip.open(folder / "bomb.txt.gz", "wb") as packed:
        for _ in range(50):
            packed.write(b" 5" * 500_000)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b" 5" * 5_000_000)
    return dict.fromkeys(["line.txt", "bomb.txt.gz", "bomb.zip"], Reason.TOO_LARGE)


def endless(folder: Path) -> Fates:
    """What is no larger than it may be, and still no text that anybody wrote."""
    files = {
        "numbers.txt": b"5 and ships and " * 70_000,
        "digits.txt": b"7" * 1_100_000,
        "lines.txt": b"A\n" * 1_000_100,
    }
    many = "".join(f"The town sold {number} tonnes.\n\n" for number in range(1_100)).encode()
    return write(folder, files, Reason.TOO_LARGE) | write(folder, {"many.txt": many}, Reason.TOO_MANY_NUMBERS)


def deep(folder: Path) -> Fates:
    name = "/".join(["d"] * 300) + "/deep.txt"
    return write(folder, {name: f"Deep down. {SENTENCE}".encode()}, DOCUMENT)


def odd_names(folder: Path) -> Fates:
    names = ["new\nline.txt", "rtl\u202egnp.txt", "esc\x1b[2J.txt", "=cmd.txt", "quote'\".txt", "'; DROP TABLE x.txt"]
    names += [os.fsdecode(b"caf\xe9.txt"), f"{'n' * 251}.txt", "50%25 up.txt", "<b>.txt"]
    write(folder, {name: f"{number} men. {SENTENCE}".encode() for number, name in enumerate(names)}, DOCUMENT)
    shown = [
        "new%0Aline.txt",
        "rtl%E2%80%AEgnp.txt",
        "esc%1B[2J.txt",
        "=cmd.txt",
        "quote'\".txt",
        "'; DROP TABLE x.txt",
    ]
    return dict.fromkeys([*shown, "caf%E9.txt", f"{'n' * 251}.txt", "50%2525 up.txt", "<b>.txt"], DOCUMENT)


def no_files(folder: Path) -> Fates:
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop2.txt")
    (folder / "loop2.txt").symlink_to("loop.txt")
    (folder / "self").symlink_to(".")
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
    os.fchdir(here)
    os.close(here)
    names = ["pipe.txt", "device.txt", "loop.txt", "loop2.txt", "self", "socket.txt"]
    return dict.fromkeys(names, Reason.NOT_A_FILE)


def gone(folder: Path) -> Fates:
    (folder / "gone.txt").symlink_to("nothing")
    return {"gone.txt": Reason.UNREADABLE}


def other_types(folder: Path) -> Fates:
    files = {"a.pdf": b"%PDF-1.7", "b.html": b"<p>5", "c.gz": b"5", "d.txt.meta.yaml": b"title: T"}
    return write(folder, files, Reason.UNSUPPORTED_TYPE)


def bad_archives(folder: Path) -> Fates:
    with zipfile.ZipFile(folder / "whole.zip", "w") as archive:
        archive.writestr("whole.txt", f"In the archive. {SENTENCE}")
    whole = (folder / "whole.zip").read_bytes()
    files = {
        "none.zip": b"no archive",
        "cut.zip": whole[:-30],
        "none.txt.gz": b"no gzip",
        "cut.txt.gz": gzip.compress(SENTENCE.encode() * 99)[:-20],
        "checksum.txt.gz": gzip.compress(SENTENCE.encode())[:-8] + struct.pack("<II", 5, 5),
    }
    return {"whole.zip!/whole.txt": DOCUMENT} | write(folder, files, Reason.BAD_ARCHIVE)


def traversal(folder: Path) -> Fates:
    members = ("../up.txt", "/root.txt", "C:drive.txt", "a\\..\\..\\up.txt")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for name in members:
            archive.writestr(name, SENTENCE)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    fates: Fates = {f"a.zip!/{name}": Reason.UNSAFE_NAME for name in members}
    return fates | {"a.zip!/link.txt": Reason.NOT_A_FILE}


def metadata(folder: Path) -> Fates:
    bomb = b"a: &a [5,5]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (i + 1, i + 1, i, i) for i in range(97, 117))
    sidecars: dict[str, tuple[bytes, Reason | None]] = {
        "list.txt": (b"- 5\n", Reason.UNREADABLE),
        "deep.txt": (b"[" * 60_000, Reason.UNREADABLE),
        "large.txt": (b"title: " + b"x" * 70_000, Reason.TOO_LARGE),
        "object.txt": (b"title: !!python/object/apply:os.system [exit]\n", DOCUMENT),
        "bomb.txt": (bomb, DOCUMENT),
    }
    for name, (sidecar, _) in sidecars.items():
        write(folder, {name: f"{name}: {SENTENCE}".encode(), f"{name}.meta.yaml": sidecar}, DOCUMENT)
    return {name: fate for name, (_, fate) in sidecars.items()}


def other_scripts(folder: Path) -> Fates:
    files = {
        "rtl.txt": f"In Arabic (ارتفعت المبيعات ٨٪) and שָׁלוֹם. {SENTENCE}".encode(),
        "combining.txt": f"क्षि and a{50 * ACUTE}. {SENTENCE}".encode(),
        "turned.txt": f"\u202e5%\u202c and \u2067 8%\u2069. {SENTENCE}".encode(),
        "escapes.txt": f"\x1b[31m5%\x1b[0m \x07. {SENTENCE}".encode(),
        "formula.txt": f"=cmd|' /C calc'!A0 5%\n\n{SENTENCE}".encode(),
        "markup.txt": f"<script>alert(5)</script>\n\n{SENTENCE}".encode(),
    }
    return write(folder, files, DOCUMENT)


KINDS: tuple[Callable[[Path], Fates], ...] = (
    empty,
    binary,
    marked,
    of_old,
    mixed,
    large,
    endless,
    deep,
    odd_names,
    no_files,
    gone,
    other_types,
    bad_archives,
    traversal,
    metadata,
    other_scripts,
)


def write(folder: Path, files: dict[str, bytes], fate: Reason | None) -> Fates:
    """Files that all end the same way."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return dict.fromkeys(files, fate)
