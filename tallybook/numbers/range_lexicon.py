"""The words of ranges and of the movements that look like one, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tallybook.lexicons import load


@dataclass(frozen=True, slots=True)
class RangeLexicon:
    """What `lexicons/<language>/comparators.toml` says of ranges and of the movements that look like one."""

    movements: frozenset[str]
    fillers: frozenset[str]
    units: frozenset[str]
    approximations: frozenset[str]
    joints: frozenset[str]
    respective: frozenset[str]
    names: frozenset[str]


@cache
def range_lexicon(language: str = "en") -> RangeLexicon:
    """The compiled lexicon of ranges.

    >>> "rose" in range_lexicon().movements
    True
    """
    data = load("comparators", language)
    movement = data["movement"]
    return RangeLexicon(
        movements=frozenset(movement["words"]),
        fillers=frozenset(movement["fillers"]),
        units=frozenset(movement["units"]),
        approximations=frozenset(data["ranges"]["approximations"]),
        joints=frozenset(data["ranges"]["joints"]),
        respective=frozenset(data["ranges"]["respective"]),
        names=frozenset(data["ranges"]["names"]),
    )
