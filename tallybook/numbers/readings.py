"""A reading: what a run of tokens was taken for, before it becomes a row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tallybook.model import Comparator, Flag, Kind
from tallybook.numbers.numerals import Numeral


@dataclass(slots=True, init=False)
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
    behind: int
    numeral: Numeral | None
    upper: Numeral | None
    rank: Decimal | None
    comparator: Comparator
    unit: str | None
    unit_code: str | None
    unit_kind: str | None
    iso: str | None
    noun_first: int
    noun_last: int
    cue_first: int | None
    flags: list[Flag]

    def __init__(
        self,
        first: int,
        last: int,
        kind: Kind,
        rules: list[str],
        behind: int = 0,
        numeral: Numeral | None = None,
        upper: Numeral | None = None,
        rank: Decimal | None = None,
        comparator: Comparator = Comparator.EQUAL,
        unit: str | None = None,
        unit_code: str | None = None,
        unit_kind: str | None = None,
        iso: str | None = None,
        noun_first: int = 0,
        noun_last: int = 0,
        cue_first: int | None = None,
        flags: list[Flag] | None = None,
    ) -> None:
        self.first = first
        self.last = last
        self.kind = kind
        self.rules = rules
        self.behind = behind
        self.numeral = numeral
        self.upper = upper
        self.rank = rank
        self.comparator = comparator
        self.unit = unit
        self.unit_code = unit_code
        self.unit_kind = unit_kind
        self.iso = iso
        self.noun_first = noun_first
        self.noun_last = noun_last
        self.cue_first = cue_first
        self.flags = [] if flags is None else flags


def label(first: int, last: int, rule: str) -> Reading:
    """A number over the tokens [first, last) that names something and counts nothing."""
    return Reading(first, last, Kind.LABEL, [rule])
