"""What comes from a file is escaped wherever it is shown: a text must not steer a terminal, a sheet or a page."""

from __future__ import annotations

import re
from typing import Any

# Control characters but for line feeds and tabs, the marks and overrides that turn text round, and lone surrogates,
# which cannot even be printed.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), the full-width forms among them.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$-]")


def for_terminal(text: str) -> str:
    r"""The text with every character that would steer a terminal as a visible escape.

    >>> print(for_terminal("up 8%\x1b[2J"))
    up 8%\x1b[2J
    """
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def for_json(written: str) -> str:
    r"""The same for JSON that is written already; it says what it said before.

    >>> print(for_json('{"text": "a\u202eb"}'))
    {"text": "a\u202eb"}
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def for_sheet(cell: Any) -> Any:
    """A cell of a table that spreadsheets open: an apostrophe in front of a text that they would take for a formula.

    Numbers stay numbers, those in text too.

    >>> for_sheet("=1+1"), for_sheet("-5.2"), for_sheet(-5.2)
    ("'=1+1", '-5.2', -5.2)
    """
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def for_markdown(text: str) -> str:
    r"""The text on one line, with nothing in it that Markdown or HTML would take for a mark.

    >>> print(for_markdown("raw/*a*.txt <b>"))
    raw/\*a\*.txt \<b\>
    """
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", for_terminal(" ".join(text.split())))
