"""A reading: what a run of tokens was taken for, before it becomes a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tallybook.model import Comparator, Flag, Kind

if TYPE_CHECKING:
    from decimal import Decimal

    from tallybook.numbers.numerals import Numeral


@dataclass(slots=True)
class Reading:
    """A number over the tokens [first, last) of a sentence.

    `numeral` is the numeral of a quantity, `upper` the other end of a range. `behind` is where the next numeral may
    start. `noun_first` and `noun_last` delimit the counted noun; `cue_first` is where the cue of the comparator before
    it starts. `rank` is the value of an ordinal or an enumerator. `rules` is the chain that decided, the kind's first.
    """

    first: int
    last: int
    kind: Kind
    rules: list[str]
    behind: int = 0
    numeral: Numeral | None = None
    upper: Numeral | None = None
    rank: Decimal | None = None
    comparator: Comparator = Comparator.EQUAL
    unit: str | None = None
    unit_code: str | None = None
    unit_kind: str | None = None
    iso: str | None = None
    noun_first: int = 0
    noun_last: int = 0
    cue_first: int | None = None
    flags: list[Flag] = field(default_factory=list)


def label(first: int, last: int, rule: str) -> Reading:
    """A number over the tokens [first, last) that names something and counts nothing."""
    return Reading(first, last, Kind.LABEL, [rule])
