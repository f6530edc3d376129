"""Encodings, round and strict."""

from __future__ import annotations

import codecs
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.model import Reason
from tallybook.reading.decoding import decode
from tallybook.reading.refusals import RefusedError

ENGLISH = "Revenue rose 8% to £1.47bn, or €1.7bn, in 2021 — “a very good year” for the company’s cafés.\n"
CHINESE = "据统计，2021年电信业务收入达到1.47万亿元，同比增长8%。新增基站65.4万个，累计142.5万个。\n"
TAIWANESE = "行政院主計總處今天公布2021年消費者物價指數年增率為2.62%，失業率為3.64%，是近年來新高。\n"
JAPANESE = "総務省が発表した12月の消費者物価指数は前年同月比0.8%上昇した。四カ月連続の上昇である。\n"
RUSSIAN = "Выручка отрасли выросла на 8% до 1,47 триллиона юаней в 2021 году, сообщило министерство.\n"
GERMAN = "Die Umsätze stiegen um 8 % auf 1,47 Mrd. Euro, größer als im Vorjahr; höhere Erlöse folgen.\n"
FRENCH = "Le chiffre d'affaires a progressé de 8 % en 2021, a déclaré le ministre très étonné.\n"

MARKS = [
    ("utf-8-sig", "utf-8", b""),
    ("utf-16-le", "utf-16le", codecs.BOM_UTF16_LE),
    ("utf-16-be", "utf-16be", codecs.BOM_UTF16_BE),
    ("utf-32-le", "utf-32le", codecs.BOM_UTF32_LE),
    ("utf-32-be", "utf-32be", codecs.BOM_UTF32_BE),
]

any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda text: not text.isspace()
)


def refusal(data: bytes) -> Reason:
    with pytest.raises(RefusedError) as caught:
        decode(data)
    assert caught.value.detail
    return caught.value.reason


@given(any_text)
def test_utf8_comes_back(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(("codec", "name", "mark"), MARKS)
@given(text=any_text)
def test_byte_order_marks_are_believed_and_left_out(codec: str, name: str, mark: bytes, text: str) -> None:
    assert decode(mark + text.encode(codec)) == (text, name)


@pytest.mark.parametrize(("codec", "name"), [("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")])
def test_utf16_without_a_mark_is_seen_from_its_nuls(codec: str, name: str) -> None:
    assert decode(ENGLISH.encode(codec)) == (ENGLISH, name)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (ENGLISH, "cp1252", "windows-1252"),
        (ENGLISH, "mac_roman", "macintosh"),
        ("The café said that its sales in the quarter rose to €1.47bn.\n", "iso8859-15", "iso-8859-15"),
        ("Sales rose in São Paulo.\n", "iso8859-1", "windows-1252"),
        ("The company’s profit was 3m.\n", "cp1252", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"),
        (GERMAN, "cp1252", "windows-1252"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (JAPANESE, "shift_jis", "windows-31j"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_encodings_that_do_not_say(text: str, codec: str, name: str, times: int) -> None:
    assert decode((text * times).encode(codec)) == (text * times, name)


def test_one_curly_quote_far_down_an_ascii_text() -> None:
    text = "Sales rose 8 pct in the year.\n" * 20_000 + "The company’s profit fell.\n"
    assert decode(text.encode("cp1252")) == (text, "windows-1252")


def test_a_long_chinese_text_without_newlines_is_cut_between_characters() -> None:
    text = CHINESE.strip() * 3_000
    assert decode(text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t\n", Reason.EMPTY),
        (b"\xef\xbb\xbf", Reason.EMPTY),
        (b"\xff\xfe", Reason.EMPTY),
        (b"Sales rose\0 8 pct", Reason.BINARY),
        ("8\0%".encode("utf-16"), Reason.BINARY),
        (b"%PDF-1.7\nSales rose 8 pct", Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Reason.BINARY),
        (b"\x01\x02\x03\x04" * 50, Reason.BINARY),
        (b"lone surrogate \xed\xa0\x80 here", Reason.UNDECODABLE),
        (b"\xff\xfe8\x00\x00\xd8", Reason.UNDECODABLE),
        (b"\xff\xfe8\x00\x00", Reason.UNDECODABLE),
        (b"\xff\xfe\x00\x00" + b"\xff" * 8, Reason.UNDECODABLE),
        (b"\xef\xbb\xbfcaf\xe9", Reason.UNDECODABLE),
        ("“Sales” rose – said ".encode() + "the company’s head".encode("cp1252"), Reason.UNDECODABLE),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: Reason) -> None:
    assert refusal(data) is reason


def test_noise_is_refused() -> None:
    noise = b"".join(hashlib.sha256(bytes([i])).digest() for i in range(200)).replace(b"\0", b"")
    assert refusal(noise) in {Reason.UNDECODABLE, Reason.BINARY}


@given(st.binary())
def test_any_bytes_are_text_or_a_refusal(data: bytes) -> None:
    reason: Reason | None = None
    try:
        text, encoding = decode(data)
    except RefusedError as refused:
        reason = refused.reason
    if reason is None:
        assert text.strip()
        assert "\0" not in text
        assert encoding == encoding.lower()
        assert text.encode("utf-8")
    else:
        assert reason in {Reason.EMPTY, Reason.BINARY, Reason.UNDECODABLE}
