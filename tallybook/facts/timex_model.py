"""What an expression of time is: its words, and what it means before it is seen from a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sense = Literal[
    "iso",
    "month",
    "pointer",
    "weekday",
    "back",
    "preceding",
    "until",
    "ago",
    "same",
    "cumulative",
    "span",
    "rate",
    "later",
    "begun",
    "between",
    "nth",
]


@dataclass(slots=True, init=False)
class Timex:
    """An expression of time over the words [first, last).

    `unit` is a letter of SDMX FREQ (`P` for a stretch as long as the one it is compared with), `count` how many units,
    `iso` what the text says of the date, `month` a month by number and `until` the last one of several, `year` the
    expression that tells the year. `is_possessive`: written with "'s".
    """

    first: int
    last: int
    sense: Sense
    unit: str
    count: int
    iso: str
    month: int
    until: int
    year: Timex | None
    anchor: Timex | None
    is_possessive: bool

    def __init__(
        self,
        first: int,
        last: int,
        sense: Sense,
        unit: str = "",
        count: int = 0,
        iso: str = "",
        month: int = 0,
        until: int = 0,
        year: Timex | None = None,
        anchor: Timex | None = None,
        is_possessive: bool = False,
    ) -> None:
        self.first = first
        self.last = last
        self.sense = sense
        self.unit = unit
        self.count = count
        self.iso = iso
        self.month = month
        self.until = until
        self.year = year
        self.anchor = anchor
        self.is_possessive = is_possessive
