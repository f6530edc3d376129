"""A unit as the engine sees it, and the ways to spell one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from tallybook.lexicons.phrases import Phrase

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_MAJOR: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Unit:
    """One reading of a unit's word or symbol.

    `name` is the British singular ("kilometre per hour"), the ISO 4217 code of a currency ("USD"), or the name of a
    minor unit ("cent"); `code` its UCUM or ISO 4217 code, None for minor units and for units that have none.
    `kind` is the dimension: length, duration, currency, percent, …
    `glued_only` tells that the spelling is too short to stand apart from the numeral ("c", "t", "'").
    `assumed` tells that the spelling is shared by several currencies ("$", "francs") and stands for its default;
    `by_area` has the currency that it means in each country (ISO 3166-1 alpha-2 → ISO 4217).
    `minor_of` has, for a minor unit, how many make one of each currency that it belongs to (cent: USD → 100).
    `rivals` are other units of the same spelling, which only the context can tell apart (pound: mass, then GBP).
    """

    name: str
    code: str | None
    kind: str
    glued_only: bool = False
    assumed: bool = False
    by_area: Mapping[str, str] = field(default_factory=lambda: _NOTHING, compare=False, repr=False)
    minor_of: Mapping[str, int] = field(default_factory=lambda: _NO_MAJOR, compare=False, repr=False)
    rivals: tuple[Unit, ...] = field(default=(), compare=False)


class Spelling(NamedTuple):
    """One way to write a unit, and whether it may stand before and behind the numeral."""

    unit: Unit
    phrase: Phrase
    before: bool = False
    after: bool = True
