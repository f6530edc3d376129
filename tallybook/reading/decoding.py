"""Bytes → text: byte order marks, then UTF-8, then UTF-16 by its pattern of NULs, then what a detector makes of it.

Strict throughout: no byte is ever replaced or skipped.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from tallybook.model import Reason
from tallybook.reading.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

# UTF-32's little-endian mark starts with UTF-16's: the longer first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip file"),
)
_IANA = {
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "utf-32-le": "utf-32le",
    "utf-32-be": "utf-32be",
    "cp932": "windows-31j",
    "mac_roman": "macintosh",
    "shift_jis": "shift_jis",
    "big5hkscs": "big5-hkscs",
}

_SAMPLE_BYTES = 64 * 1024
_HIGH = re.compile(rb"[\x80-\xff]+")
_BYTES_BELOW_TRAIL = re.compile(rb"[\x00-\x2f]")
# The control characters that no text file has a use for; form feeds, escapes and the marks of old wires stay.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x7f]")
_CONTROL_SHARE = 0.1

_UTF16_NULS = 0.4
_UTF16_OTHER_NULS = 0.05
# A GB2312 text has about one high byte in seven inside a sequence that would also be UTF-8.
_MIXED_SHARE = 0.75
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

# Western encodings in the order in which they are tried on text that is ASCII but for a few characters.
_WESTERN = ("cp1252", "iso8859_15", "mac_roman")
# English has a café now and then; French, German or Polish has accents in most lines.
_ACCENTED_SHARE = 0.03
_ODD_SHARE = 0.1
# What the wrong Western encoding gives: C1 controls, ¤, a capital behind a lower-case letter (cafŽ), a symbol inside a
# word (z³oty, S‹o), an accented letter in front of a figure (Û1.47bn for €1.47bn).
_ODD = re.compile(
    r"[\x80-\x9f¤]|(?<=[a-zß-ÿ])[À-ÞŠŽŸŒ]|[À-ÿŠŽŸŒšžœ](?=\d)"
    r"|(?<=[A-Za-zÀ-ÿ])(?:[¹²³ªº]|[^\x00-\x7f\w\s’‘–—…·\xad])(?=[a-zß-ÿ])"
)


def decode(data: bytes) -> tuple[str, str]:
    r"""The text and the IANA name, in lower case, of the encoding it was in; the byte order mark is left out.

    Raises RefusedError: `empty`, `binary` (NULs, mostly control characters, another format's signature) or
    `undecodable` (no encoding fits, several do in different places, or surrogates stand alone).

    >>> decode(b"\xff\xfe8\x00%\x00")
    ('8%', 'utf-16le')
    """
    if not data:
        raise RefusedError(Reason.EMPTY, "no bytes")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise RefusedError(Reason.BINARY, f"{what} by its first bytes: convert it to text")
    text, codec = _decode_marked(data) or _decode_unmarked(data)
    _require_text(text)
    return text, _iana(codec)


def _decode_marked(data: bytes) -> tuple[str, str] | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], codec, "although its byte order mark says so"), codec
    return None


def _decode_unmarked(data: bytes) -> tuple[str, str]:
    if codec := _utf16_by_nuls(data):
        return _strict(data, codec, "although every other byte is NUL"), codec
    if b"\0" in data:
        raise RefusedError(Reason.BINARY, f"a NUL byte at {data.index(0):,}: convert it to text, UTF-16 with its mark")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _require_unmixed(data, error)
    return _decode_legacy(data)


def _strict(data: bytes, codec: str, although: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise RefusedError(
            Reason.UNDECODABLE, f"not {_iana(codec)} at byte {error.start:,} ({error.reason}), {although}"
        ) from error


def _utf16_by_nuls(data: bytes) -> str | None:
    """UTF-16 without a mark, seen from where its NULs are; None if they follow no such pattern."""
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if half == 0 or len(data) % 2:
        return None
    first, second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if second >= _UTF16_NULS and first <= _UTF16_OTHER_NULS:
        return "utf-16-le"
    return "utf-16-be" if first >= _UTF16_NULS and second <= _UTF16_OTHER_NULS else None


def _require_unmixed(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse bytes that are UTF-8 for the most part: another encoding would read them, but wrongly."""
    sample = data[max(0, error.start - _SAMPLE_BYTES // 2) : error.start + _SAMPLE_BYTES // 2]
    high = sum(len(run) for run in _HIGH.findall(sample))
    well_formed = sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(sample))
    if well_formed >= _MIXED_SHARE * high:
        raise RefusedError(
            Reason.UNDECODABLE, f"UTF-8 but for byte {error.start:,} ({error.reason}): save it in one encoding"
        )


def _decode_legacy(data: bytes) -> tuple[str, str]:
    for codec in _legacy_codecs(_telling_sample(data)):
        try:
            return data.decode(codec), codec
        except (UnicodeDecodeError, LookupError):
            continue
    raise RefusedError(Reason.UNDECODABLE, "no encoding fits: save it as UTF-8")


def _telling_sample(data: bytes) -> bytes:
    """The bytes around the first one that is not ASCII, cut where no character can be cut in two."""
    first = _HIGH.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    if first and first.start() - start > _SAMPLE_BYTES // 2:
        start = first.start()
    sample = data[start : start + _SAMPLE_BYTES]
    if start + _SAMPLE_BYTES >= len(data):
        return sample
    # In every encoding that is met here a byte below 0x30 is a character by itself.
    ends = [match.end() for match in _BYTES_BELOW_TRAIL.finditer(sample)]
    return sample[: ends[-1]] if ends else sample


def _legacy_codecs(sample: bytes) -> Iterator[str]:
    """Codecs to try, the likeliest first.

    A detector sees letters, and English with a few curly quotes has none to show: it answers with any of a dozen code
    pages. So text with few accented letters is read as Western if that reads well, and otherwise the detector decides.
    """
    if _has_lone_high_bytes(sample):
        for codec in _WESTERN:
            if _reads_well(sample, codec, _ACCENTED_SHARE):
                yield codec
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample))
    if any("cp1252" in match.could_be_from_charset for match in matches) and _reads_well(sample, "cp1252", 1.0):
        yield "cp1252"
    for match in matches:
        yield match.encoding


def _has_lone_high_bytes(sample: bytes) -> bool:
    """Whether most bytes that are not ASCII stand alone, as accents and quotes do and Chinese does not."""
    runs = _HIGH.findall(sample)
    return 2 * sum(1 for run in runs if len(run) == 1) >= len(runs)


def _reads_well(sample: bytes, codec: str, accented_share: float) -> bool:
    """Whether the sample makes words in a Western encoding, with at most that share of its letters accented."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return False
    high = [c for c in text if c > "\x7f"]
    letters = sum(1 for c in high if c.isalpha())
    if letters > accented_share * sum(map(str.isalpha, text)) and letters > 2:
        return False
    return len(_ODD.findall(text)) <= _ODD_SHARE * len(high)


def _require_text(text: str) -> None:
    """Refuse what decodes and is no text all the same.

    Raises RefusedError (empty, binary).
    """
    if not text or text.isspace():
        raise RefusedError(Reason.EMPTY, "nothing but white space")
    if "\0" in text:
        raise RefusedError(Reason.BINARY, f"a NUL at character {text.index(chr(0)):,}: convert it to text")
    sample = text[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > _CONTROL_SHARE * len(sample):
        raise RefusedError(Reason.BINARY, "mostly control characters: convert it to text")


def _iana(codec: str) -> str:
    if codec in _IANA:
        return _IANA[codec]
    if re.fullmatch(r"cp125\d", codec):
        return codec.replace("cp", "windows-")
    return codec.replace("iso8859_", "iso-8859-").replace("_", "-")
