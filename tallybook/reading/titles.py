"""The title of a document that does not name it: its first heading."""

from __future__ import annotations

import re

from tallybook.reading.dates import is_date_line

_HEAD_CHARACTERS = 4_000
_MOST_CHARACTERS = 200
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>\S.*)")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+)[ \t]*\Z")
_OPEN_ENDED = (".", ",", ";", ":")


def find_title(text: str) -> str | None:
    r"""The first line that is no date, if it is a Markdown heading, or short and stands alone; else None.

    A line stands alone if a blank line, a rule or a stamp follows.
    A sentence is no title, nor is a whole text of one line.

    >>> find_title("PRICES ROSE 2 PCT\n26-FEB-1987 15:01:01.79\n\nPrices rose.")
    'PRICES ROSE 2 PCT'
    """
    lines = text[:_HEAD_CHARACTERS].split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip() and not is_date_line(line)), None)
    if first is None:
        return None
    line = lines[first].strip()
    if heading := _HEADING.match(line):
        return _tidy(heading["title"].rstrip("# \t"))
    return _tidy(line) if _is_title(line) and _stands_alone(lines, first) else None


def _is_title(line: str) -> bool:
    return len(line) <= _MOST_CHARACTERS and (line.isupper() or not line.endswith(_OPEN_ENDED))


def _stands_alone(lines: list[str], index: int) -> bool:
    following = lines[index + 1 :]
    if not any(line.strip() for line in following):
        return False
    return not following[0].strip() or bool(_UNDERLINE.match(following[0])) or is_date_line(following[0])


def _tidy(title: str) -> str | None:
    return " ".join(title.strip("*_ \t").split()) or None
