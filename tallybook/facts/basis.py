"""What a change is measured against: the year, quarter, month, week or day before."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.facts.period import resolve
from tallybook.lexicons import load
from tallybook.model import Basis, Measure

if TYPE_CHECKING:
    from datetime import date

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.periods_iso import Period
    from tallybook.facts.when import When

_BY_FREQ = {"A": Basis.YEAR_ON_YEAR, "Q": Basis.QUARTER_ON_QUARTER, "M": Basis.MONTH_ON_MONTH, "W": Basis.WEEK_ON_WEEK, "D": Basis.DAY_ON_DAY}


class Found(NamedTuple):
    """A basis and the rule that gave it."""

    basis: Basis | None
    rule: str


@cache
def cues(language: str = "en") -> tuple[dict[str, Basis | None], frozenset[str]]:
    """Words that name a basis (None for those that forbid one), and the indicators whose level is a yearly rate."""
    data = load("change", language)
    words: dict[str, Basis | None] = {word: Basis(name) for name, entries in data["basis"].items() if name != "none" for word in entries}
    words |= dict.fromkeys(data["basis"]["none"])
    return words, frozenset(data["level_rates"]["yearly"])


def basis_of(a: Amount, claim: Claim, when: When, stretch: tuple[int, int], head: str | None, today: date | None) -> Found:
    """The basis of a change, and of a level that is itself a rate of change."""
    words, yearly = cues()
    if claim.measure is Measure.LEVEL:
        if head in yearly and a.is_share and (when.is_yearly or when.period is not None and when.period.freq in ("A", "M", "Q")):
            return Found(Basis.YEAR_ON_YEAR, "basis.rate")
        return Found(None, "")
    cue = _by_words(a, claim, stretch, words)
    if cue is not None:
        return cue
    if when.is_yearly:
        return Found(Basis.YEAR_ON_YEAR, "basis.span")
    compared = when.compared
    if compared is not None:
        if compared.sense in ("back", "ago") and compared.count == 1 and compared.unit in _BY_FREQ:
            return Found(_BY_FREQ[compared.unit], "basis.compared")
        against = resolve(compared, today, when.period)
        if against is not None and when.period is not None:
            return Found(between(when.period, against), "basis.compared")
    if when.period is not None and when.period.freq in _BY_FREQ:
        return Found(_BY_FREQ[when.period.freq], "basis.period")
    return Found(None, "")


def _by_words(a: Amount, claim: Claim, stretch: tuple[int, int], words: dict[str, Basis | None]) -> Found | None:
    s = a.s
    first = s.pieces[a.left].first if a.left >= 0 and not s.pieces[a.left].tag & t.MARK else a.word
    last = s.pieces[stretch[1] - 1].last if stretch[1] > stretch[0] else s.pieces[a.at].last
    low = s.reading.low
    for word in range(first, min(last, first + 30)):
        if low[word] in words:
            return Found(words[low[word]], "basis.word")
        pair = f"{low[word]} {low[word + 1]}"
        if pair in words:
            return Found(words[pair], "basis.word")
    return None


def between(period: Period, against: Period) -> Basis | None:
    """The basis of a comparison of two periods.

    >>> from tallybook.facts.periods_iso import month
    >>> between(month(1987, 2), month(1986, 2)).value, between(month(1987, 2), month(1987, 1)).value
    ('year_on_year', 'month_on_month')
    """
    days = (period.start - against.start).days
    if period.freq == "A" and against.freq == "A" or 360 <= days <= 371:
        return Basis.YEAR_ON_YEAR if days <= 371 else None
    if against.freq == "A" and against.start.year == period.start.year - 1:
        return Basis.YEAR_ON_YEAR
    if 27 <= days <= 31 and period.freq in ("M", None):
        return Basis.MONTH_ON_MONTH
    if 89 <= days <= 93 and period.freq == "Q":
        return Basis.QUARTER_ON_QUARTER
    if days == 7:
        return Basis.WEEK_ON_WEEK
    return Basis.DAY_ON_DAY if days == 1 else None
