"""Addresses, phone numbers, codes, versions and time stamps: names by their shape, which are read before dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tallybook.numbers.readings import label

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.readings import Reading

# A longer run of glued tokens is no name that a person would write; it is cut, so that hostile text stays linear.
LONGEST_CHUNK: Final = 60
# Fewer tokens without white space between them are no address, code or version.
_SHORTEST_ADDRESS: Final = 3
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\S+\.(?:com|org|net|gov|html?|pdf|co\.uk)(?:/\S*)?", re.IGNORECASE
)
_NODE: Final = re.compile(r"[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?:/\d{1,3})?", re.IGNORECASE)
# Colons of an address of the Internet's sixth version that leaves no group out.
_MOST_COLONS: Final = 7
_PHONE: Final = re.compile(
    r"\+\d{1,3}[-. (]\s?[\d(][-\d. ()/]{5,18}\d|\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}(?!\d)|\d{1,2}-\d{3}-\d{3,4}-\d{4}(?!\d)"
    r"|0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}(?!\d)"
)
_CODE: Final = re.compile(
    r"\d+(?:-\d+){3,}(?:-[\dX])?(?![\w])|\d{3}-0\d{3}(?!\d)|10\.\d{4,9}/\S*\w"
    r"|(?!(?:(?:19|20)\d\d/?){2}(?!\d))"  # 1988/1989 are years
    r"(?:(?:1[3-9]|[2-9]\d|\d{3,5})/(?:19|20)\d\d(?![\d/])|(?:19|20)\d\d/(?:\d|\d{3,5})(?![\d/]))"  # 14/2024, 2024/4
)
_VERSION: Final = re.compile(r"v?\d+\.\d+(?:\.\d+)+(?:[-.]?(?:alpha|beta|rc)\d*)?(?![\d%])", re.IGNORECASE)
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DATE_PARTS: Final = 3
_LAST_MONTH: Final = 12
# A phone number may go on behind white space; this is how far it is looked for.
_PHONE_REACH: Final = 20
_TRAILING: Final = ".,;:!?\"'”’)]}>"


def address_at(text: str, tokens: list[Token], i: int, floor: int) -> Reading | None:
    """The address, phone number, code, version or time stamp whose chunk of text holds tokens[i]."""
    first, last = _chunk(tokens, i, floor)
    start, end = tokens[first].start, tokens[last - 1].end
    may_be_phone = text[start] in "+(" or (tokens[i].is_digits and i == first)
    phone = _PHONE.match(text, start, end + _PHONE_REACH) if may_be_phone else None
    if phone:
        return _label_to(tokens, phone.end(), first, i, "label.phone")
    if last - first < _SHORTEST_ADDRESS:
        return None
    code = _CODE.match(text, start, end) if i == first else None
    if code:
        return _label_to(tokens, code.end(), first, i, "label.code")
    chunk = text[start:end].rstrip(_TRAILING)
    if _ADDRESS.fullmatch(chunk) or _STAMP.match(chunk) or _is_node(chunk):
        return _label_to(tokens, start + len(chunk), first, i, "label.address")
    version = _VERSION.match(text, start, end)
    opens_version = tokens[first].lower in {"v", tokens[first].text}
    if version and version.end() >= tokens[i].end and opens_version and _is_version(version):
        return _label_to(tokens, version.end(), first, i, "label.version")
    return None


def _label_to(tokens: list[Token], end: int, first: int, i: int, rule: str) -> Reading:
    """The label from tokens[first] over tokens[i] to the offset `end`."""
    while i < len(tokens) and tokens[i].start < end:
        i += 1
    return label(first, i, rule)


def _chunk(tokens: list[Token], i: int, floor: int) -> tuple[int, int]:
    """The token range without white space around tokens[i]."""
    first = i
    while first > floor and tokens[first].glued and i - first < LONGEST_CHUNK:
        first -= 1
    last = i + 1
    while last < len(tokens) and tokens[last].glued and last - i < LONGEST_CHUNK:
        last += 1
    return first, last


def _is_node(chunk: str) -> bool:
    """Whether a chunk is an address of the Internet's sixth version ("2001:db8::1") and no time of day."""
    return ("::" in chunk or chunk.count(":") == _MOST_COLONS) and _NODE.fullmatch(chunk) is not None


def _is_version(match: re.Match[str]) -> bool:
    """Whether three or more parts apart by full stops are no date ("27.12.2021") and no number ("1.234.567")."""
    parts = match.group().split(".")
    if len(parts) == _DATE_PARTS:
        _, month, year = parts
        is_year = len(year) in {2, 4} and year.isdigit()
        if is_year and len(month) <= 2 and int(month or 0) <= _LAST_MONTH:
            return False
    return not all(len(part) == 3 for part in parts[1:])
