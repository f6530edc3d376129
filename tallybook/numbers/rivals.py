"""Units of one name: whether a pound is weighed or paid, and whose ounce it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.lexicons import load
from tallybook.numbers.numerals import ONE

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.lexicons.units import Unit
    from tallybook.numbers.home import Home
    from tallybook.numbers.numerals import Numeral

# How far from the amount a cue may stand, in tokens.
_REACH: Final = 14
# So near before the amount a verb decides by itself.
_NEAR: Final = 3


@dataclass(frozen=True, slots=True)
class Rival:
    """What a unit's word means instead, and what says so."""

    instead: str
    cues: frozenset[str]
    scaled: bool
    not_near: frozenset[str]
    not_behind: frozenset[str]


@cache
def _rivals(language: str = "en") -> dict[str, Rival]:
    return {
        entry["word"]: Rival(
            entry["instead"],
            frozenset(entry["cues"]),
            entry["scaled"],
            frozenset(entry["not_near"]),
            frozenset(entry["not_behind"]),
        )
        for entry in load("rivals", language)["rival"]
    }


def choose(unit: Unit, numeral: Numeral, tokens: list[Token], last: int, home: Home) -> Unit:
    """The unit that is meant: the first reading, or its rival where the context says so.

    `last` is the index behind the unit's word; `home` knows the areas that the document's lead names.
    """
    rule = _rivals().get(unit.name) if unit.rivals else None
    if rule is None:
        return unit
    rival = next((r for r in unit.rivals if r.name == rule.instead), None)
    if rival is None or (last < len(tokens) and tokens[last].lower in rule.not_behind):
        return unit
    if any(token.lower in rule.not_near for token in tokens[max(0, numeral.first - _NEAR) : numeral.first]):
        return unit
    is_large = rule.scaled and numeral.scale > ONE and numeral.value >= 10**5
    near = tokens[max(0, numeral.first - _REACH) : last + _REACH]
    has_cue = any(token.lower in rule.cues for token in near)
    return rival if is_large or (has_cue and (not rule.scaled or not home.lead or "GB" in home.lead)) else unit
