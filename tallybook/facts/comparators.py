"""Comparators that only the sentence shows: "has exceeded, for the first time, 8 billion", "failed to reach 3 pct".

Cues that touch the amount are read with the numbers; this looks a few words further back, past an insertion.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tallybook.lexicons import load
from tallybook.model import Comparator, Kind

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.found import Found, Mention

# So many words may stand between a cue and its amount.
_REACH: Final = 10


class _Cues(NamedTuple):
    by_last: dict[str, list[tuple[tuple[str, ...], Comparator]]]
    fillers: frozenset[str]
    marks: frozenset[str]


@cache
def _cues(language: str = "en") -> _Cues:
    data = load("sentence_comparators", language)
    by_last: dict[str, list[tuple[tuple[str, ...], Comparator]]] = {}
    for comparator, cues in data["cues"].items():
        if comparator in set(Comparator):
            for cue in cues:
                words = tuple(cue.split())
                by_last.setdefault(words[-1], []).append((words, Comparator(comparator)))
    for entries in by_last.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return _Cues(by_last, frozenset(data["cues"]["fillers"]), frozenset(data["cues"]["marks"]))


def comparators(found: Found, language: str = "en") -> dict[int, Comparator]:
    """Index of a mention → the comparator that its sentence shows, for quantities told as equal so far."""
    shown: dict[int, Comparator] = {}
    before: Mention | None = None
    bound = Comparator.EQUAL
    for index, mention in enumerate(found.mentions):
        number = mention.number
        if number.kind is not Kind.QUANTITY:
            continue
        beside = before if before is not None and before.sentence is mention.sentence else None
        floor = beside.last if beside is not None else 0
        comparator = number.comparator
        if comparator is Comparator.EQUAL:
            comparator = _shown(mention, floor, _cues(language)) or _restated(mention, beside, bound) or comparator
        if comparator is not number.comparator:
            shown[index] = comparator
        before, bound = mention, comparator
    return shown


# Between an amount and the same in other units stand a bracket or a slash, and no more.
_RESTATED: Final = ("(", "/", "[")


def _restated(mention: Mention, before: Mention | None, bound: Comparator) -> Comparator | None:
    """As in "just under 296 hp (224 kW / 300 PS)": the same amount in another unit is bounded like the first."""
    if before is None or bound in (Comparator.EQUAL, Comparator.RANGE) or mention.first != before.last + 1:
        return None
    number, other = mention.number, before.number
    is_same = number.unit_kind is not None and number.unit_kind == other.unit_kind and number.unit != other.unit
    return bound if is_same and mention.sentence.tokens[before.last].text in _RESTATED else None


def _shown(mention: Mention, floor: int, cues: _Cues) -> Comparator | None:
    """The comparator of the nearest cue before, past fillers and an insertion; no token before `floor` counts."""
    tokens = mention.sentence.tokens
    at, lowest = mention.first, max(floor, mention.first - _REACH)
    while at > lowest:
        found = _ending(tokens, at, floor, cues)
        if found is not None:
            words, comparator = found
            # "short of the 400,000 that were promised" is set against a known amount, unless that is a mark to pass.
            is_known = "the" in (words[-1], tokens[mention.first - 1].lower)
            return comparator if not is_known or _has_mark(tokens, mention, cues) else None
        word = tokens[at - 1].lower
        if word == ",":
            at = _past_insertion(tokens, at - 1, lowest)
        elif word in cues.fillers:
            at -= 1
        else:
            return None
    return None


def _ending(tokens: list[Token], at: int, floor: int, cues: _Cues) -> tuple[tuple[str, ...], Comparator] | None:
    """The longest cue that ends right before token `at`."""
    for words, comparator in cues.by_last.get(tokens[at - 1].lower, ()):
        first = at - len(words)
        if first >= floor and all(tokens[first + i].lower == word for i, word in enumerate(words)):
            return words, comparator
    return None


def _past_insertion(tokens: list[Token], comma: int, lowest: int) -> int:
    """The comma that opens the insertion which the comma at `comma` closes, else `lowest`: nothing is found then."""
    for at in range(comma - 1, lowest, -1):
        if tokens[at].lower == ",":
            return at
    return lowest


def _has_mark(tokens: list[Token], mention: Mention, cues: _Cues) -> bool:
    """Whether "mark" or its like is what the amount counts, or stands behind it."""
    return any(token.lower in cues.marks for token in tokens[mention.last - 1 : mention.last + 1])
