"""What a change is measured against: the year, quarter, month, week or day before."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.facts.period import resolve
from tallybook.facts.pieces import Chunk
from tallybook.lexicons import load
from tallybook.model import Basis, Measure, ObsStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.clock import When
    from tallybook.facts.document import Document
    from tallybook.facts.periods_iso import Period

_BY_FREQ = {
    "A": Basis.YEAR_ON_YEAR,
    "Q": Basis.QUARTER_ON_QUARTER,
    "M": Basis.MONTH_ON_MONTH,
    "W": Basis.WEEK_ON_WEEK,
    "D": Basis.DAY_ON_DAY,
}


class BasisFound(NamedTuple):
    """A basis and the rule that gave it."""

    basis: Basis | None
    rule: str


class _Cues(NamedTuple):
    anywhere: dict[str, Basis]
    before_noun: dict[str, Basis]
    never: frozenset[str]
    yearly: frozenset[str]
    decided: frozenset[str]


@cache
def cues(language: str = "en") -> _Cues:
    """Words that name a basis anywhere beside the amount, and those that do so only before a noun of change."""
    data = load("change", language)
    anywhere = {word: Basis(name) for name, words in data["basis"].items() if name != "never" for word in words}
    before = {word: Basis(name) for name, words in data["basis_before_noun"].items() for word in words}
    rates = data["level_rates"]
    return _Cues(
        anywhere,
        before,
        frozenset(data["basis"]["never"]),
        frozenset(rates["yearly"]),
        frozenset(data["noun"]["decided"]),
    )


def basis_of(
    a: Amount,
    claim: Claim,
    when: When,
    stretch: tuple[int, int],
    head: str | None,
    status: ObsStatus,
    before_it: Sequence[BasisFound],
    document: Document,
) -> BasisFound:
    """The basis of a change, and of a level that is itself a rate of change.

    `stretch` are the chunks that belong to the amount, `before_it` the bases of the amounts before it in the sentence.
    """
    if claim.measure is Measure.LEVEL:
        is_rate = head in cues().yearly and a.is_share
        if is_rate and (when.is_yearly or (when.period is not None and when.period.freq in ("A", "M", "Q"))):
            return BasisFound(Basis.YEAR_ON_YEAR, "basis.rate")
        return BasisFound(None, "")
    told = _told(a, claim, when, stretch, document.today)
    if told is not None:
        if told.basis is not None and head is not None:
            document.basis_of_head[head] = told.basis
        return told
    if claim.rule.startswith("parallel.") and 0 <= claim.parallel < len(before_it):
        return BasisFound(before_it[claim.parallel].basis, "basis.parallel")
    return _by_period(a, claim, when, head, status, document)


def _told(a: Amount, claim: Claim, when: When, stretch: tuple[int, int], today: date | None) -> BasisFound | None:
    """The basis that words tell: "year-on-year", "from a year earlier", "in the year to January"."""
    low = a.s.reading.low
    if any(low[w] in cues().never for w in range(max(0, a.word - 12), min(a.s.reading.size, a.word + 8))):
        return BasisFound(None, "basis.annualised")
    cue = _by_words(a, claim, stretch)
    if cue is not None:
        return cue
    if when.is_yearly:
        return BasisFound(Basis.YEAR_ON_YEAR, "basis.span")
    compared = when.compared
    if compared is None:
        return None
    if compared.sense in ("back", "ago") and compared.count == 1 and compared.unit in _BY_FREQ:
        return BasisFound(_BY_FREQ[compared.unit], "basis.compared")
    against = resolve(compared, today, when.period)
    if against is not None and when.period is not None:
        return BasisFound(between(when.period, against), "basis.compared")
    return None


def _by_words(a: Amount, claim: Claim, stretch: tuple[int, int]) -> BasisFound | None:
    s = a.s
    low = s.reading.low
    first = a.word
    if claim.cue[0] < claim.cue[1] and s.piece_of[claim.cue[0]] >= 0:
        first = min(first, s.pieces[s.piece_of[claim.cue[0]]].first)
    last = s.pieces[a.at].last
    for at in range(a.at + 1, stretch[1]):
        if s.kind(at) is Chunk.COMMA:
            break
        last = s.pieces[at].last
    anywhere, before = cues().anywhere, cues().before_noun
    for word in range(first, min(last, first + 30)):
        found = anywhere.get(low[word]) or anywhere.get(f"{low[word]} {low[word + 1]}")
        if found is not None:
            return BasisFound(found, "basis.word")
        if low[word] in before and (
            word < a.word or s.reading.tag[word + 1] & (t.CHANGE | t.NUMBER) or s.reading.tag[word + 2] & t.CHANGE
        ):
            return BasisFound(before[low[word]], "basis.word")
    return None


def _by_period(
    a: Amount, claim: Claim, when: When, head: str | None, status: ObsStatus, document: Document
) -> BasisFound:
    """Nothing is said: the basis that the text gave to the same indicator before, else the length of the period."""
    known = document.basis_of_head.get(head) if head is not None else None
    if known is not None:
        return BasisFound(known, "basis.indicator")
    if when.period is None or when.period.freq not in _BY_FREQ:
        return BasisFound(None, "")
    if when.period.freq not in ("A", "W") and (status is not ObsStatus.ACTUAL or _is_decided(a, claim)):
        return BasisFound(None, "")
    return BasisFound(_BY_FREQ[when.period.freq], "basis.period")


def _is_decided(a: Amount, claim: Claim) -> bool:
    """Whether somebody makes the change ("cut its rates 3 pct"): such a step is measured against no period."""
    s = a.s
    if claim.verb >= 0 and s.pieces[claim.verb].tag & t.OBJECT_MOVES:
        return True
    return any(s.reading.low[w] in cues().decided for w in range(*claim.cue))


def between(period: Period, against: Period) -> Basis | None:
    """The basis of a comparison of two periods.

    >>> from tallybook.facts.periods_iso import month
    >>> between(month(1987, 2), month(1986, 2)).value, between(month(1987, 2), month(1987, 1)).value
    ('year_on_year', 'month_on_month')
    """
    days = (period.start - against.start).days
    if (period.freq == "A" and against.freq == "A") or 360 <= days <= 371:
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
