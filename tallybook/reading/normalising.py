r"""The one change a text ever sees: newlines as \n and Unicode in NFC."""

from __future__ import annotations

import re
import unicodedata

from tallybook.model import Reason
from tallybook.reading.refusals import RefusedError

# Every mandatory break of UAX #14: CRLF, CR, VT, FF, NEL, LINE and PARAGRAPH SEPARATOR.
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Sorting marks is quadratic in the length of a run. UAX #15 calls 30 more than any writing system needs.
_MOST_MARKS = 64
_MARK_RUN = re.compile(rf"[^\x00-\x7f\w\s]{{{_MOST_MARKS + 1},}}")


def normalise(text: str) -> str:
    r"""The text with every mandatory line break (UAX #14) as one \n, in NFC (UAX #15); nothing else changes.

    Control characters stay, and so do leading and trailing blanks. Applying it twice changes nothing.

    Raises RefusedError (undecodable) if more than 64 combining marks follow each other.

    >>> normalise("cafe\u0301\r\n")
    'café\n'
    """
    broken = _BREAK.sub("\n", text)
    if broken.isascii():
        return broken
    for run in _MARK_RUN.finditer(broken):
        _require_few_marks(run)
    return unicodedata.normalize("NFC", broken)


def _require_few_marks(run: re.Match[str]) -> None:
    """Refuse a pile of marks; a run of other symbols, such as a ruled line, is harmless."""
    marks = 0
    for character in run.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            raise RefusedError(
                Reason.UNDECODABLE, f"over {_MOST_MARKS} combining marks on one letter near character {run.start():,}"
            )
