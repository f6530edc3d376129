"""What a document has told of time so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from tallybook.facts.periods_iso import Period
from tallybook.facts.timex_model import Timex
from tallybook.model import PeriodSource

if TYPE_CHECKING:
    from tallybook.facts.claims import Claim

# What is told of one thing in the past is told of its neighbours, too; a count of things ("three dealers") is not.
SHARING_RULES: Final = (
    "change.",
    "level.balance-of",
    "level.gapped",
    "level.hollow",
    "level.object",
    "level.reached",
    "level.stands",
    "parallel.",
)

# So is what happened to a sum of money that a noun names, as in "it saw a 3 mln dlr inflow", "borrowings of 3 mln dlrs
# were made", and to an amount that stands beside its noun.
SUMS: Final = ("level.noun-of", "level.counted", "level.part-of")
BESIDE: Final = ("level.nearest", "level.predicate")


@dataclass(slots=True, init=False)
class When:
    """A period, how far from the amount it was found, the words that told it, and what a change was compared with.

    `is_inferred` is true of periods taken over from a neighbour, `is_yearly` of rates over the year up to the period.
    """

    period: Period | None
    source: PeriodSource | None
    words: tuple[int, int]
    compared: Timex | None
    is_inferred: bool
    is_yearly: bool

    def __init__(
        self,
        period: Period | None = None,
        source: PeriodSource | None = None,
        words: tuple[int, int] = (0, 0),
        compared: Timex | None = None,
        is_inferred: bool = False,
        is_yearly: bool = False,
    ) -> None:
        self.period = period
        self.source = source
        self.words = words
        self.compared = compared
        self.is_inferred = is_inferred
        self.is_yearly = is_yearly

    def against(self, compared: Timex | None) -> When:
        """The same of a change compared with `compared`."""
        return When(self.period, self.source, self.words, compared, self.is_inferred, self.is_yearly)

    def found_in(self, source: PeriodSource, *, is_inferred: bool) -> When:
        """The same, found at another distance."""
        return When(self.period, source, self.words, self.compared, is_inferred, self.is_yearly)


@dataclass(slots=True, init=False)
class Clock:
    """The day of publication; the last period told, that of the paragraph, and that of each indicator.

    `main` is the period that the document is about: the first one told that is longer than a day; `day` the first day
    told; `ahead` the last period told of the future; `before` what was told before the sentence.
    """

    today: date | None
    last: Period | None
    paragraph: int
    in_paragraph: Period | None
    of_head: dict[str, Period]
    main: Period | None
    day: Period | None
    ahead: Period | None
    before: Period | None

    def __init__(
        self,
        today: date | None,
        last: Period | None = None,
        paragraph: int = -1,
        in_paragraph: Period | None = None,
        main: Period | None = None,
        day: Period | None = None,
        ahead: Period | None = None,
    ) -> None:
        self.today = today
        self.last = last
        self.paragraph = paragraph
        self.in_paragraph = in_paragraph
        self.of_head = {}
        self.main = main
        self.day = day
        self.ahead = ahead
        self.before = None

    @property
    def told(self) -> Period | None:
        """The period that was told last, in the paragraph if there is one."""
        return self.in_paragraph or self.last

    def is_to_come(self, period: Period) -> bool:
        """Whether a period begins after publication, so that nothing has happened in it."""
        return self.today is not None and period.start > self.today

    def enter(self, paragraph: int) -> None:
        """Begin a sentence of a paragraph; what a text foresees for today stays so to its end."""
        self.before = self.told
        if paragraph != self.paragraph:
            self.paragraph, self.in_paragraph = paragraph, None
            if self.ahead is not None and self.ahead.end != self.today:
                self.ahead = None

    def tell(self, when: When, claim: Claim, head: str | None, *, is_ahead: bool) -> None:
        """Remember the period that the text told of an amount; not that of one it is compared with."""
        if when.period is None or claim.is_prior:
            return
        if is_ahead or self.is_to_come(when.period):
            self.ahead = when.period
            return
        if self.main is not None and when.period.end < self.main.start:
            self.in_paragraph = self.in_paragraph or when.period
            return  # a look back from what the document is about
        self.last = self.in_paragraph = when.period
        if when.is_inferred:
            return
        if when.period.start == when.period.end:
            self.day = self.day or when.period
            return
        self.main = self.main or when.period
        if head is not None:
            self.of_head[head] = when.period
