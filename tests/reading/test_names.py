"""Names: forms, escapes and traps."""

from __future__ import annotations

import os
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.reading.names import Form, form_of, is_hidden, printable, unsafe_because


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", Form.TEXT),
        ("A.TXT", Form.TEXT),
        ("a.text", Form.TEXT),
        ("a.md", Form.TEXT),
        ("a.txt.gz", Form.GZIP),
        ("a.gz", Form.OTHER),
        ("a.tar.gz", Form.OTHER),
        ("a.zip", Form.ZIP),
        ("a.txt.meta.yaml", Form.SIDECAR),
        ("a.tar", Form.OTHER),
        ("a.pdf", Form.OTHER),
        ("txt", Form.OTHER),
    ],
)
def test_forms(name: str, form: Form) -> None:
    assert form_of(name) is form


@pytest.mark.parametrize("name", ["../a.txt", "a/../b.txt", "/a.txt", "C:a.txt", "c:\\a.txt", "..\\a.txt", "\\a.txt"])
def test_unsafe_members(name: str) -> None:
    assert unsafe_because(name)


@pytest.mark.parametrize("name", ["a.txt", "b/a.txt", "a..b.txt", "b/..a.txt"])
def test_harmless_members(name: str) -> None:
    assert unsafe_because(name) is None


def test_hidden_names() -> None:
    assert [is_hidden(name) for name in (".a", "__MACOSX", "a.b")] == [True, True, False]


@given(st.binary(min_size=1).filter(lambda raw: b"\0" not in raw and b"/" not in raw))
def test_every_file_name_becomes_printable_and_comes_back(raw: bytes) -> None:
    shown = printable(os.fsdecode(raw))
    assert shown.isprintable()
    assert unquote_to_bytes(shown.encode()) == raw


def test_odd_names_stay_readable() -> None:
    assert printable("prix 5% août.txt") == "prix 5% août.txt"
    assert printable("a\nb\u202etxt.txt") == "a%0Ab%E2%80%AEtxt.txt"
    assert printable("\ud800.txt") == "%ED%A0%80.txt"
