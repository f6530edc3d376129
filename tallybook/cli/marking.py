"""A text with its numbers in the colours of their kinds, for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from tallybook.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tallybook.model import Number

# The hues of the report, as light as contrasts with black and with white alike: nobody knows the paper of a terminal.
# The line under each number is for those who see no colours, or have turned them off.
STYLES: Final = {
    Kind.QUANTITY: "underline #007bc0",
    Kind.DATE: "underline #b26000",
    Kind.TIME: "underline #907200",
    Kind.ORDINAL: "underline #a659a1",
    Kind.ENUMERATOR: "underline #72767d",
    Kind.LABEL: "underline #008666",
    Kind.SCORE: "underline #d0461b",
    Kind.IDIOM: "underline #86725e",
}
"""The style of each kind, in Rich's words."""


def marked(text: str, numbers: Sequence[Number]) -> Iterator[tuple[str, str]]:
    """The parts of a text with their styles; `numbers` are in reading order."""
    behind = 0
    for number in numbers:
        yield text[behind : number.start], ""
        yield text[number.start : number.end], STYLES[number.kind]
        behind = number.end
    yield text[behind:], ""


def legend(numbers: Sequence[Number]) -> Iterator[tuple[str, str]]:
    """The kinds of some numbers in their styles, each with how many there are."""
    counts = Counter(number.kind for number in numbers)
    for kind in Kind:
        if counts[kind]:
            yield kind, STYLES[kind]
            yield f" {counts[kind]:,}   ", ""
