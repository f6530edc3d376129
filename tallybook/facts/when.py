"""Which period each amount of a sentence belongs to, and what a change is measured against."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.facts.chunks import Chunk
from tallybook.facts.period import resolve
from tallybook.facts.periods_iso import Period, month, shift, span
from tallybook.facts.timex import Timex
from tallybook.model import Measure, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax

_REACH = 60
_COMPARING = frozenset({"from", "over", "than", "on", "against", "versus", "vs", "above", "below", "since", "compared", "with", "to"})
_UNIT_ORDER = "DWMQSA"


class When(NamedTuple):
    """A period, how far from the amount it was found, the words that told it, and what a change was compared with."""

    period: Period | None = None
    source: PeriodSource | None = None
    words: tuple[int, int] = (0, 0)
    compared: Timex | None = None
    is_inferred: bool = False


@dataclass(slots=True)
class Clock:
    """What the document has told of time so far: the last period of each paragraph, the first of the document."""

    today: date | None
    first: Period | None = None
    last: Period | None = None
    paragraph: int = -1
    in_paragraph: Period | None = None

    def enter(self, paragraph: int) -> None:
        """Begin a sentence of a paragraph."""
        if paragraph != self.paragraph:
            self.paragraph, self.in_paragraph = paragraph, None

    def tell(self, period: Period) -> None:
        """Remember a period that an amount belongs to."""
        if period.grain != "D":
            self.first = self.first or period
        self.last = self.in_paragraph = period


@dataclass(slots=True)
class Times:
    """The expressions of time of one sentence as chunk positions, and the stretches that its amounts own."""

    s: Syntax
    amounts: Sequence[Amount]
    claims: Sequence[Claim]
    at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = [i for i, p in enumerate(self.s.pieces) if p.kind is Chunk.TIME and p.time is not None and p.time.sense != "rate"]

    def owned(self, k: int) -> tuple[int, int]:
        """The chunks behind amount `k` up to what leads to the next amount or the end of its stretch."""
        s = self.s
        start = self.amounts[k].at + 1
        limit = len(s.pieces)
        if k + 1 < len(self.amounts):
            following = self.amounts[k + 1]
            limit = s.piece_of[following.word] if s.piece_of[following.word] >= 0 else following.at
            if s.kind(following.left) is Chunk.PREP:
                limit = min(limit, following.left)
        end = start
        while end < min(limit, start + _REACH):
            kind = s.pieces[end].kind
            if kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.OPEN) or kind is Chunk.CLOSE:
                break
            if kind is Chunk.VERB and s.pieces[end].is_finite and end > start + 1 and not self._carries_on(k, end):
                break
            end += 1
        return start, end

    def _carries_on(self, k: int, end: int) -> bool:
        return not self.s.pieces[end].tag & t.SPEECH and self.s.kind(end - 1) is not Chunk.NOUN


def is_compared(s: Syntax, at: int) -> bool:
    """Whether the expression at chunk `at` is what a change is measured against: "from a year earlier", "than in 1985"."""
    before = at - 1
    if s.kind(before) is Chunk.PREP and s.low(before) in ("in", "of", "for", "at", "during"):
        if s.kind(before - 1) is Chunk.NOUN and s.kind(before - 2) is Chunk.PREP and s.low(before - 2) in ("from", "over", "than", "above", "below"):
            return True
        before -= 1
    if s.kind(before) is Chunk.NOUN and s.kind(before - 1) is Chunk.PREP and s.low(before - 1) in ("than", "from", "over", "above"):
        before -= 1
    time = s.pieces[at].time
    word = s.low(before)
    if s.kind(before) is Chunk.PARTICLE and word in ("above", "below", "ahead"):
        return True
    if s.kind(before) not in (Chunk.PREP, Chunk.VERB, Chunk.PARTICIPLE):
        return time is not None and time.sense in ("back", "ago") and word != "in"
    if word not in _COMPARING:
        return False
    if time is None:
        return True
    if word in ("over", "to") and time.sense in ("span", "cumulative", "pointer", "month", "iso"):
        return word == "over" and time.sense in ("month", "iso") or word == "over" and time.sense == "pointer" and time.count < 0
    return not (word == "on" and (time.sense == "weekday" or len(time.iso) > 7))


def find_when(times: Times, k: int, clock: Clock, found: Sequence[When], *, is_ahead: bool) -> When:
    """The period of amount `k`; `found` holds those of the amounts before it in the sentence."""
    claim = times.claims[k]
    told = _told(times, k, clock, found)
    compared = _comparison(times, k)
    own = _own(times, k, told, clock, is_ahead=is_ahead)
    if own is not None:
        return own._replace(compared=compared)
    if claim.is_prior:
        return _inferred(times, k, found)._replace(compared=compared)
    return _elsewhere(times, k, clock, found, is_ahead=is_ahead)._replace(compared=compared)


def _told(times: Times, k: int, clock: Clock, found: Sequence[When]) -> Period | None:
    """The period that "a year earlier" beside amount `k` leans on."""
    claims = times.claims
    model = k - 1
    while model >= 0 and (claims[model].is_prior or found[model].period is None):
        model -= 1
    if model >= 0:
        return found[model].period
    return clock.in_paragraph or clock.last


def _comparison(times: Times, k: int) -> Timex | None:
    """What amount `k` is compared with in its own stretch, if it is a change."""
    if times.claims[k].measure is not Measure.CHANGE:
        return None
    first, last = times.owned(k)
    for at in times.at:
        if first <= at < last and is_compared(times.s, at):
            return times.s.pieces[at].time
    return None


def _own(times: Times, k: int, told: Period | None, clock: Clock, *, is_ahead: bool) -> When | None:
    """A time in the stretch that belongs to amount `k` alone."""
    s = times.s
    first, last = times.owned(k)
    left = times.amounts[k].left
    before = times.amounts[k].at - 1
    is_change = times.claims[k].measure is Measure.CHANGE and not times.claims[k].is_prior
    candidates = [at for at in times.at if first <= at < last and not (is_change and is_compared(s, at))]
    if s.kind(before) is Chunk.TIME and times.claims[k].is_prior:
        candidates.insert(0, before)
    elif s.kind(left) is Chunk.TIME and times.claims[k].is_prior:
        candidates.insert(0, left)
    for at in candidates:
        time = _combined(s, at, candidates)
        if time.sense in ("back", "ago") and not times.claims[k].is_prior and told is None:
            continue
        period = resolve(time, clock.today, told, is_ahead=is_ahead)
        if period is not None:
            return When(period, PeriodSource.PHRASE, (time.first, time.last))
    return None


def _combined(s: Syntax, at: int, others: Sequence[int]) -> Timex:
    """The expression at chunk `at` with the year that another one beside it tells."""
    time = s.pieces[at].time
    assert time is not None
    needs_year = time.year is None and (time.sense == "month" or time.iso.startswith("-"))
    if time.sense in ("cumulative",) and time.unit == "ytd" or needs_year:
        for other in others:
            extra = s.pieces[other].time
            if other == at or extra is None:
                continue
            if needs_year and (extra.sense == "pointer" and extra.unit == "A" or extra.sense == "iso" and len(extra.iso) == 4):
                return replace(time, year=extra)
    return time


def _inferred(times: Times, k: int, found: Sequence[When]) -> When:
    """The period before that of the amount it is compared with: "rose to 5.2 mln from 4.9 mln"."""
    model = times.claims[k].parallel
    while model > 0 and times.claims[model].is_prior:
        model = times.claims[model].parallel
    if model < 0 or model >= len(found):
        return When()
    period, compared = found[model].period, found[model].compared
    if period is None:
        return When()
    if compared is not None:
        seen = resolve(compared, times_today(times), period)
        if seen is not None:
            return When(seen, PeriodSource.SENTENCE, (compared.first, compared.last), is_inferred=True)
    return When()


def times_today(times: Times) -> date | None:
    """The publication date is not needed where one period leans on another."""
    return None


def _elsewhere(times: Times, k: int, clock: Clock, found: Sequence[When], *, is_ahead: bool) -> When:
    """A time that the whole clause or sentence shares, else one from before."""
    s = times.s
    taken = [times.owned(i) for i in range(k) if times.claims[i].is_prior]
    candidates = []
    at = times.amounts[k].at - 1
    floor = max(-1, at - _REACH)
    while at > floor and s.pieces[at].kind not in (Chunk.STOP, Chunk.CLAUSE):
        if at in times.at and not any(a <= at < b for a, b in taken) and not is_compared(s, at):
            candidates.append(at)
        at -= 1
    told = clock.in_paragraph or clock.last
    for at in candidates:
        time = _combined(s, at, candidates)
        period = resolve(time, clock.today, told, is_ahead=is_ahead)
        if period is not None:
            period = _with_year_to_date(s, candidates, at, period)
            return When(period, PeriodSource.SENTENCE, (time.first, time.last))
    for i in range(k - 1, -1, -1):
        if not times.claims[i].is_prior and found[i].period is not None:
            return When(found[i].period, PeriodSource.SENTENCE, found[i].words, is_inferred=True)
    return When()


def _with_year_to_date(s: Syntax, candidates: Sequence[int], at: int, period: Period) -> Period:
    """"year-to-date sales through February": from January on."""
    for other in candidates:
        time = s.pieces[other].time
        if other != at and time is not None and time.unit == "ytd" and period.freq == "M":
            return span(month(period.start.year, 1), period)
    return period
