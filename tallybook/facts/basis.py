"""What a change is measured against: the year, quarter, month, week or day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import Amount, Claim
from tallybook.facts.clock import When
from tallybook.facts.period import resolve
from tallybook.facts.periods_iso import Period
from tallybook.facts.status_cues import foreseeing
from tallybook.facts.time_roles import clause_start, spans_a_year
from tallybook.lexicons import load
from tallybook.model import Basis, Measure, ObsStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.document import Document
    from tallybook.facts.timex_model import Timex

_BY_FREQ: Final = {
    "A": Basis.YEAR_ON_YEAR,
    "Q": Basis.QUARTER_ON_QUARTER,
    "M": Basis.MONTH_ON_MONTH,
    "W": Basis.WEEK_ON_WEEK,
    "D": Basis.DAY_ON_DAY,
}


# What is told of periods of any length: only the year before is.
_ANY: Final = "any"
# Words within this distance of an amount may say that it is annualised.
_NEAREST: Final = 8
# Words within this distance of an amount may tell its basis.
_NEAR: Final = 30


@dataclass(slots=True, init=False)
class BasisFound:
    """A basis and the rule that gave it."""

    basis: Basis | None
    rule: str

    def __init__(
        self,
        basis: Basis | None,
        rule: str,
    ) -> None:
        self.basis = basis
        self.rule = rule


# A basis that words told.
_IN_WORDS: Final = ("basis.word", "basis.compared", "basis.span", "basis.beside")


class _Cues(NamedTuple):
    anywhere: dict[str, Basis]
    before_noun: dict[str, Basis]
    never: frozenset[str]
    yearly: frozenset[str]
    decided: frozenset[str]
    company: frozenset[str]
    uneven: frozenset[str]
    grows: frozenset[str]
    units: dict[str, Basis]


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
        frozenset(data["company_figures"]["heads"]),
        frozenset(data["uneven"]["heads"]),
        frozenset(data["noun"]["keeps_name"]),
        {word: _BY_FREQ[unit] for word, unit in load("periods", language)["units"].items() if unit in _BY_FREQ},
    )


@dataclass(slots=True, init=False)
class Told:
    """What is known of an amount when its basis is asked for.

    `against` is the period of the value that it is compared with, `stretch` the chunks that belong to the amount,
    `beside` the basis of the change before in the sentence, if that is of the same period.
    """

    amount: Amount
    claim: Claim
    when: When
    against: Period | None
    stretch: tuple[int, int]
    head: str | None
    status: ObsStatus
    beside: BasisFound | None

    def __init__(
        self,
        amount: Amount,
        claim: Claim,
        when: When,
        against: Period | None,
        stretch: tuple[int, int],
        head: str | None,
        status: ObsStatus,
        beside: BasisFound | None,
    ) -> None:
        self.amount = amount
        self.claim = claim
        self.when = when
        self.against = against
        self.stretch = stretch
        self.head = head
        self.status = status
        self.beside = beside


def basis_of(told: Told, before_it: Sequence[BasisFound], document: Document) -> BasisFound:
    """The basis of a change, and of a level that is itself a rate of change.

    `before_it` are the bases of the amounts before it in the sentence.
    """
    claim = told.claim
    if claim.measure is Measure.LEVEL:
        return _of_rate(told)
    if claim.is_prior and 0 <= claim.parallel < len(before_it) and before_it[claim.parallel].rule:
        return BasisFound(before_it[claim.parallel].basis, "basis.parallel")  # "2 pct, after a 3 pct rise a year ago"
    found = _in_words(told, document)
    if found is None and claim.rule.startswith("parallel.") and 0 <= claim.parallel < len(before_it):
        return BasisFound(before_it[claim.parallel].basis, "basis.parallel")
    found = found or _by_period(told, document)
    is_heading = told.amount.s.reading.sentence.is_heading
    is_told = found.basis is not None or found.rule == "basis.annualised"
    if is_told and told.head is not None and not is_heading:
        key = (told.head, _grain(told.when.period))
        document.basis_of_head.setdefault(key, found.basis)  # what a text gives first is what it speaks of
        if found.basis is Basis.YEAR_ON_YEAR:
            document.basis_of_head.setdefault((told.head, _ANY), found.basis)  # of any length
    return found


def _of_rate(told: Told) -> BasisFound:
    """Inflation is told as a level, but is a change over a year."""
    is_rate = told.head in cues().yearly and told.amount.is_share
    period = told.when.period
    if is_rate and (told.when.is_yearly or (period is not None and period.freq in ("A", "M", "Q"))):
        return BasisFound(Basis.YEAR_ON_YEAR, "basis.rate")
    return BasisFound(None, "")


def _in_words(told: Told, document: Document) -> BasisFound | None:
    """The basis that words tell: "year-on-year", "from a year earlier", "in the year to January"."""
    when = told.when
    if _is_annualised(told):
        return BasisFound(None, "basis.annualised")
    if _is_against_plan(told):
        return BasisFound(None, "basis.plan")
    found = _by_words(told)
    if found is not None:
        return found
    if when.is_yearly or _is_over_a_year(told):
        return BasisFound(Basis.YEAR_ON_YEAR, "basis.span")
    if when.compared is not None:
        return _by_comparison(when.compared, when.period, document)
    if told.against is not None and when.period is not None:
        basis = between(when.period, told.against)
        return BasisFound(basis, "basis.value-before") if basis is not None else None
    return None


def _is_over_a_year(told: Told) -> bool:
    """As in "over the last 12 months the index rose 3 pct"."""
    s, a = told.amount.s, told.amount
    pieces = s.pieces[clause_start(s, a.at) + 1 : a.at] if a.is_share else ()
    return any(piece.time is not None and spans_a_year(piece.time) for piece in pieces)


def _is_annualised(told: Told) -> bool:
    """Whether a change is at an annualised rate; not so in "fell 3 pct to an annualised rate of 2 mln".

    What "increased at an annual rate of 3 pct in the second quarter" is annualised as well.
    """
    a, never = told.amount, cues().never
    low = a.s.reading.low
    period = told.when.period
    is_short = period is not None and period.freq in ("Q", "M")
    if (
        is_short
        and low[max(0, a.word - 3) : a.word] == ["annual", "rate", "of"]
        and told.claim.rule == "change.rate-of"
    ):
        return True
    if any(low[word] in never for word in range(max(0, a.word - _NEAREST), a.word)):
        return True
    for word in range(a.word, min(a.s.reading.size, a.word + _NEAREST)):
        if low[word] in never:
            return True
        if low[word] == "to":
            break
    return False


def _is_against_plan(told: Told) -> bool:
    """As in "costs were 9 mln higher than planned": measured against no other period."""
    s, first = told.amount.s, told.amount.at + 1
    for at in range(first, min(len(s.pieces), first + 4)):
        if s.low(at) == "than":
            return s.reading.low[s.pieces[at].last] in foreseeing()
    return False


def _by_comparison(compared: Timex, period: Period | None, document: Document) -> BasisFound | None:
    """The basis that a comparison with another period makes: "from January", "than in 1985"."""
    if compared.sense in ("back", "ago") and compared.count == 1 and compared.unit in _BY_FREQ:
        return BasisFound(_BY_FREQ[compared.unit], "basis.compared")
    if compared.sense == "same" and compared.year is None:
        unit = _BY_FREQ.get(compared.unit)  # "over the month", but "over the same period"
        return BasisFound(unit or document.last_step, "basis.same-span")
    if period is None:
        is_last = compared.sense == "pointer" and compared.count == -1 and compared.unit in _BY_FREQ
        return BasisFound(_BY_FREQ[compared.unit], "basis.compared") if is_last else None  # "is up 3 pct on last year"
    has_no_year = compared.year is None and (compared.sense == "month" or compared.iso.startswith("-"))
    seen_from = period.start - timedelta(days=1) if has_no_year else document.today
    against = resolve(compared, seen_from, period)
    return BasisFound(between(period, against), "basis.compared") if against is not None else None


def _by_words(told: Told) -> BasisFound | None:
    """Words beside the amount that name a basis, and "on a monthly basis" anywhere in the sentence."""
    s, a = told.amount.s, told.amount
    low = s.reading.low
    anywhere, before = cues().anywhere, cues().before_noun
    named = anywhere | before
    for word in range(max(0, a.word - _NEAR), min(s.reading.size, a.word + _NEAR)):
        if low[word] == "basis" and low[word - 1] in named:
            return BasisFound(named[low[word - 1]], "basis.word")
    first, last = _beside(told)
    for word in range(first, min(last, first + _NEAR)):
        found = anywhere.get(low[word]) or anywhere.get(f"{low[word]} {low[word + 1]}")
        found = found or anywhere.get(f"{low[word]} {low[word + 1]} {low[word + 2]}")
        if found is not None:
            return BasisFound(found, "basis.word")
        ahead = s.reading.tag[word + 1] | (s.reading.tag[word + 2] & t.CHANGE)
        if low[word] in before and (word < a.word or ahead & (t.CHANGE | t.NUMBER)):
            return BasisFound(before[low[word]], "basis.word")
        if low[word] in ("in", "over") and low[word + 1] in ("a", "one") and low[word + 2] in cues().units:
            return BasisFound(cues().units[low[word + 2]], "basis.word")  # "fell 5 pct in a year"
    return None


def _beside(told: Told) -> tuple[int, int]:
    """The words from those that tell the change to the next comma behind the amount."""
    s, a, cue = told.amount.s, told.amount, told.claim.cue
    first, last = a.word, s.pieces[a.at].last
    if told.claim.rule == "change.growth-stands" and told.claim.phrase is not None:
        first = min(first, s.pieces[told.claim.phrase.first].first)  # "annual growth in earnings was 4.8 pct"
    if cue[0] < cue[1] and s.piece_of[cue[0]] >= 0:
        first = min(first, s.pieces[s.piece_of[cue[0]]].first)
    for at in range(a.at + 1, min(told.stretch[1], len(s.pieces))):
        if s.kind(at) == ch.COMMA:
            break
        last = s.pieces[at].last
    return first, last


def _by_period(told: Told, document: Document) -> BasisFound:
    """Nothing is said: the basis that the text gave to the same indicator before, else the length of the period."""
    period = told.when.period
    for grain in (_grain(period), _ANY)[: 1 + (period is not None)]:
        if told.head is not None and (told.head, grain) in document.basis_of_head:
            return BasisFound(document.basis_of_head[told.head, grain], "basis.indicator")
    if told.beside is not None and told.beside.rule in _IN_WORDS:
        return BasisFound(told.beside.basis, "basis.beside")  # "exports rose 3 pct on the year, and imports 5 pct"
    is_part = period is not None and (period.freq in ("Q", "S") or (period.freq is None and period.grain == "M"))
    if is_part and told.head in cues().company:
        return BasisFound(Basis.YEAR_ON_YEAR, "basis.company")  # of a quarter, a half, so many months
    if period is None or period.freq not in _BY_FREQ or period.freq == "D" or told.head in cues().uneven:
        return BasisFound(None, "")
    if period.freq != "W" and _is_decided(told):
        return BasisFound(None, "")
    if period.freq not in ("A", "W") and told.status is not ObsStatus.ACTUAL:
        return BasisFound(None, "")
    return BasisFound(_BY_FREQ[period.freq], "basis.period")


def _grain(period: Period | None) -> str:
    return period.grain if period is not None else ""


def _is_decided(told: Told) -> bool:
    """Whether somebody makes the change ("cut its rates 3 pct"): such a step is measured against no period."""
    s, claim = told.amount.s, told.claim
    if any(s.reading.low[word] in cues().grows for word in range(*claim.cue)):
        return False  # "to achieve 8 pct growth"
    if claim.verb >= 0 and s.pieces[claim.verb].tag & t.OBJECT_MOVES:
        return True
    return any(s.reading.low[word] in cues().decided for word in range(*claim.cue))


def between(period: Period, against: Period) -> Basis | None:
    """The basis of a comparison of two periods.

    >>> from tallybook.facts.time_roles import clause_start, spans_a_year
    from tallybook.facts.periods_iso import month
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
    if 89 <= days <= 93 and 88 <= (period.end - period.start).days <= 92:
        return Basis.QUARTER_ON_QUARTER
    if days == 7:
        return Basis.WEEK_ON_WEEK
    return Basis.DAY_ON_DAY if days == 1 else None
