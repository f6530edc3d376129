"""Which period each amount of a sentence belongs to, as far as the sentence itself tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import is_timeless
from tallybook.facts.clock import Clock, When
from tallybook.facts.period import resolve
from tallybook.facts.periods_iso import Period, containing, month, span
from tallybook.facts.priors import as_compared, beside, is_whole, joined
from tallybook.facts.status import is_aside
from tallybook.facts.time_roles import (
    clause_start,
    is_compared,
    is_inserted,
    is_inside_another,
    is_measured_from,
    is_of_another,
    is_of_saying,
    is_record,
    is_reference,
    is_standard,
    named_in,
    spans_a_year,
)
from tallybook.facts.timex_cues import time_words
from tallybook.model import Measure, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.stretches import Stretches
    from tallybook.facts.syntax import Syntax
    from tallybook.facts.timex_model import Timex

# How many amounts back, or ahead, one amount may take its period from.
_NEIGHBOURS: Final = 12
# Between an amount and the same in other units ("2 mln dlrs, or nine cts a share") stand so many chunks at most.
_NEXT: Final = 4
# As long is a month that tells its year.
_MONTH_ISO: Final = len("1986-12")
# A comparison that opens a sentence stands within so many chunks.
_OPENING: Final = 5


def find_when(stretches: Stretches, k: int, clock: Clock, found: Sequence[When], *, is_ahead: bool) -> When:
    """The period of amount `k`; `found` holds those of the amounts before it in the sentence.

    `is_ahead` says that the amount lies in the future. Nothing is taken from other sentences: that is `inherit`.
    """
    if is_timeless(stretches.amounts[k], stretches.claims[k]):
        return When()
    compared = _comparison(stretches, k)
    told = _told(stretches, k, clock, found)
    defined = _defined(stretches, k, clock, told)
    told = defined.period if defined is not None else told
    when = _own(stretches, k, told, clock, is_ahead=is_ahead)
    if when is None and stretches.claims[k].is_prior:
        when = _beside_next(stretches, k, clock, told) or as_compared(stretches, k, found)
        when = when or joined(stretches, k, found)
    elif when is None:
        when = (
            defined
            or _before(stretches, k, clock, is_ahead=is_ahead)
            or _behind_next(stretches, k, clock, told, is_ahead=is_ahead)
        )
        when = when or _in_name(stretches, k, clock, is_ahead=is_ahead) or _shared(stretches, k, found)
        if when is None and k == 0:
            when = _before(stretches, k, clock, is_ahead=is_ahead, is_joined=True)
    if when is None and stretches.claims[k].measure is Measure.CHANGE:
        when = _until_now(stretches, k, clock)
    if when is None and told is not None and _is_set_against(stretches, k, told):
        when = When(told, PeriodSource.DOCUMENT, is_inferred=True)
    return (when or When()).against(compared)


def _until_now(stretches: Stretches, k: int, clock: Clock) -> When | None:
    """As in "bills have fallen 10 pct since 1984": a change that leads up to now, in units of what it is told from."""
    s, end = stretches.s, stretches.owned(k)[1]
    for at in stretches.times_in(clause_start(s, stretches.amounts[k].at) + 1, end):
        if s.low(at - 1) != "since" or is_record(s, at) or clock.today is None:
            continue
        time = stretches.time(at)
        period = resolve(time, clock.today, clock.told)
        if period is not None and period.freq is not None and "/" not in period.iso:
            return When(containing(period.freq, clock.today), PeriodSource.PHRASE, (time.first, time.last))
    return None


def _is_set_against(stretches: Stretches, k: int, told: Period) -> bool:
    """As in "79 tonnes, against 75 the previous week": what is compared with the one before is of the period told."""
    if k + 1 >= len(stretches.claims) or not stretches.claims[k + 1].is_prior:
        return False
    return any(time.sense == "back" and time.unit == told.freq for time in _times_of(stretches, k + 1))


def _told(stretches: Stretches, k: int, clock: Clock, found: Sequence[When]) -> Period | None:
    """The period that "a year earlier" beside amount `k` leans on."""
    for model in range(k - 1, max(-1, k - 1 - _NEIGHBOURS), -1):
        if not stretches.claims[model].is_prior and found[model].period is not None:
            return found[model].period
    return clock.told


def _defined(stretches: Stretches, k: int, clock: Clock, told: Period | None) -> When | None:
    """The time that the clause of amount `k` tells of: "the most since *July 1984*, when the index fell 2 pct"."""
    s = stretches.s
    first = clause_start(s, stretches.amounts[k].at)
    before = first - 1 - (s.kind(first - 1) == ch.COMMA)
    if s.low(first) != "when" or s.kind(before) != ch.TIME or not stretches.times_in(before, before + 1):
        return None
    time = stretches.time(before)
    period = _seen(time, clock, told, is_ahead=False)
    if period is not None and told is not None:
        period = beside(period, time, told)
    return When(period, PeriodSource.SENTENCE, (time.first, time.last)) if period is not None else None


def _comparison(stretches: Stretches, k: int) -> Timex | None:
    """What amount `k` is compared with in its own stretch, if it is a change."""
    claims = stretches.claims
    if claims[k].measure is not Measure.CHANGE:
        return None
    first = stretches.times_in(0, min(_OPENING, stretches.amounts[k].at))
    if k == 0 and first and is_reference(stretches.s, first[0]):
        return stretches.time(first[0])  # "Compared with the first quarter of 2023 employment was 1 percent higher"
    for i in range(k, min(len(claims), k + 2)):
        if claims[i].verb != claims[k].verb or (i > k and claims[i].is_prior):
            break  # the next amount shares the comparison: "rose 18% to 81.5 over the same period"
        for at in stretches.times_in(*stretches.owned(i)):
            if is_reference(stretches.s, at):
                return stretches.time(at)
    return None


def _own(stretches: Stretches, k: int, told: Period | None, clock: Clock, *, is_ahead: bool) -> When | None:
    """A time that belongs to amount `k` alone: in its stretch, or in its phrase before it."""
    claim = stretches.claims[k]
    is_change = claim.measure is Measure.CHANGE and not claim.is_prior
    for time in _times_of(stretches, k):
        if time.sense in ("back", "ago") and not claim.is_prior and told is None:
            continue
        if time.sense == "same" and time.year is None and k == 0 and not claim.is_prior:
            when = _before(stretches, k, clock, is_ahead=is_ahead)
            if when is not None and time.unit in ("P", when.period.freq if when.period is not None else None):
                return when  # "In January, reserves rose … during the month"
        closing = _closing(stretches, k, time)
        period = _seen(closing or time, clock, told, is_ahead=is_ahead)
        if period is not None and is_change and time.sense == "span" and time.anchor is None:
            period = containing("A", period.end)  # "raise the charge by 1.50 dlrs over the next two years"
        if period is not None and claim.is_prior and told is not None and not is_whole(claim, time):
            if period == told and time.sense == "same" and period.freq == "D":
                continue  # "on the same respective days"
            period = beside(period, time, told)
        if period is not None:
            return When(period, PeriodSource.PHRASE, (time.first, time.last), is_yearly=closing is not None)
    return None


def _closing(stretches: Stretches, k: int, time: Timex) -> Timex | None:
    """The month that the year of a rate ends with: "2 pct in the year to January", not "in the year to March 31"."""
    end = time.anchor if stretches.amounts[k].is_share and spans_a_year(time) else None
    is_day = end is not None and end.sense == "iso" and (len(end.iso) != _MONTH_ISO or end.iso[0] == "-")
    return None if is_day else end


def _seen(time: Timex, clock: Clock, told: Period | None, *, is_ahead: bool) -> Period | None:
    """The days that an expression covers; what has happened lies in none that begin after publication."""
    period = resolve(time, clock.today, told, is_ahead=is_ahead)
    if period is None or is_ahead:
        return period
    is_coming = time.sense == "span" and time.anchor is None  # "the next three years"
    return None if is_coming or clock.is_to_come(period) else period


def lies_ahead(stretches: Stretches, k: int, clock: Clock) -> bool:
    """Whether amount `k` is told of a time to come, whatever its verb says: "a gain of 2 mln next year"."""
    if clock.today is None:
        return False
    periods = (resolve(time, clock.today, clock.told, is_ahead=True) for time in _times_of(stretches, k))
    return any(period is not None and period.grain == "A" and clock.is_to_come(period) for period in periods)


def _times_of(stretches: Stretches, k: int) -> list[Timex]:
    """The times that belong to amount `k` alone, the nearest in meaning first."""
    s, claim = stretches.s, stretches.claims[k]
    is_change = claim.measure is Measure.CHANGE and not claim.is_prior
    behind = [
        at
        for at in stretches.times_in(*stretches.owned(k))
        if not is_of_another(s, at)
        and not (is_change and is_compared(s, at))
        and not is_standard(s, at, stretches.amounts[k].at)
        and not (not claim.is_prior and (_is_measured_from(stretches, k, at) or is_inside_another(s, at)))
    ]
    found = [_spanning(stretches, k, at, stretches.combined(at, behind)) for at in behind]
    if is_change:
        found = [_leads_to(s, time) for time in found]
    if claim.is_prior:
        return stretches.inner(k) + found
    right_before = stretches.amounts[k].left
    right_before += s.kind(right_before + 1) == ch.TIME  # "since 1984's 3 mln"
    if s.kind(right_before) == ch.OPEN:
        right_before -= 1  # "in March (3 mln) and April (4 mln)"
    elif not (stretches.times_in(right_before, right_before + 1) and _is_owned(s, stretches.time(right_before))):
        return found
    return [stretches.time(at) for at in stretches.times_in(right_before, right_before + 1)] + found


def _is_owned(s: Syntax, time: Timex) -> bool:
    """Whether a time before an amount owns it, or is owned with it: "last year's 194,715", "its 1986 record 5 mln"."""
    return time.is_possessive or bool(s.reading.tag[time.first] & t.OWN and s.reading.tag[time.first] & t.DET)


def _is_measured_from(stretches: Stretches, k: int, at: int) -> bool:
    """Whether amount `k` is compared with the time at a chunk, which opens no span."""
    return is_measured_from(stretches.s, at) and stretches.last_of(at, k) is None


def _spanning(stretches: Stretches, k: int, at: int, time: Timex) -> Timex:
    """The time at a chunk with the day that it reaches to: "between March 3 and March 9"."""
    last = stretches.last_of(at, k)
    return replace(time, anchor=last, sense="between") if last is not None and time.sense in ("iso", "month") else time


def _leads_to(s: Syntax, time: Timex) -> Timex:
    """The last of several months that a change lies between: "fell between June and July"."""
    is_between = time.until and s.reading.low[time.first - 1] in time_words("between")
    return replace(time, month=time.until, until=0) if is_between else time


def _before(stretches: Stretches, k: int, clock: Clock, *, is_ahead: bool, is_joined: bool = False) -> When | None:
    """A time before the amount that its whole clause shares: "In January, …", "sales in February rose …".

    With `is_joined` also one in the clause before, if it tells of the same: "fell last year as sales dropped to 3 mln".
    """
    s = stretches.s
    end = stretches.amounts[k].at
    first = clause_start(s, end, is_ahead=is_ahead)
    if is_joined and s.kind(first) == ch.CLAUSE and s.low(first) in time_words("joining"):
        first = clause_start(s, first)
    near = range(max(0, k - _NEIGHBOURS), k)
    taken = [stretches.owned(i) for i in near if stretches.claims[i].is_prior]
    candidates = [
        at
        for at in reversed(stretches.times_in(first + 1, end))
        if not any(a <= at < b for a, b in taken)
        and not is_of_another(s, at)
        and (not is_compared(s, at) or stretches.last_of(at, k) is not None)
        and not is_of_saying(s, at, end)
        and not is_inserted(s, at, end)
        and stretches.last_of(at - 2, k) is None
    ]
    for at in candidates:
        time = _spanning(stretches, k, at, stretches.combined(at, candidates))
        if is_ahead and _is_present(s, time):
            continue  # "the company now expects sales of …", "agreed last Friday to lower …"
        closing = _closing(stretches, k, time)
        is_relative = time.sense in ("back", "ago") or (time.year is not None and time.year.sense == "back")
        told = clock.before if is_relative else clock.told  # all amounts of "in the year-ago period" are of the same
        period = _seen(closing or time, clock, told, is_ahead=is_ahead)
        if period is not None:
            period = _with_year_to_date(stretches, candidates, at, period)
            words = (time.first, time.last)
            return When(period, PeriodSource.SENTENCE, words, is_yearly=closing is not None)
    return None


def _in_name(stretches: Stretches, k: int, clock: Clock, *, is_ahead: bool) -> When | None:
    """A time that is a word of the indicator itself: "a year-on-year March inflation rate of 4 pct"."""
    phrase = stretches.claims[k].phrase
    for time in named_in(stretches.s, phrase.head) if phrase is not None else ():
        period = _seen(time, clock, clock.told, is_ahead=is_ahead)
        if period is not None:
            return When(period, PeriodSource.SENTENCE, (time.first, time.last))
    return None


def _is_present(s: Syntax, time: Timex) -> bool:
    """Whether an expression points at the day of publication or one before: "now", "yesterday", "last Friday"."""
    is_last = time.sense == "weekday" and s.reading.low[time.first] == "last"
    return is_last or (time.sense == "pointer" and time.unit == "D" and time.count <= 0)


def _with_year_to_date(stretches: Stretches, candidates: Sequence[int], at: int, period: Period) -> Period:
    """As in "year-to-date sales through February": from January on."""
    is_cumulative = any(other != at and stretches.time(other).unit == "ytd" for other in candidates)
    return span(month(period.start.year, 1), period) if is_cumulative and period.freq == "M" else period


def _behind_next(stretches: Stretches, k: int, clock: Clock, told: Period | None, *, is_ahead: bool) -> When | None:
    """As in "rose 590 mln dlrs to 33.1 billion in the week to May 4": the time stands behind the next amount."""
    verb = stretches.claims[k].verb
    for following in range(k + 1, min(len(stretches.claims), k + 4)):
        claim = stretches.claims[following]
        between = stretches.s.pieces[stretches.amounts[k].at : stretches.amounts[following].at]
        is_beside = claim.verb == -1 and claim.rule.startswith(("change.particle", "parallel."))
        if claim.is_prior or not (claim.verb == verb or is_beside) or any(piece.is_finite for piece in between):
            return None
        found = _own(stretches, following, told, clock, is_ahead=is_ahead)
        if found is not None:
            return found.found_in(PeriodSource.SENTENCE, is_inferred=found.is_inferred)
    return None


def _beside_next(stretches: Stretches, k: int, clock: Clock, told: Period | None) -> When | None:
    """As in "against a loss of 2 mln dlrs or nine cts a share in 1985": the time stands behind the next amount."""
    following = k + 1
    if following >= len(stretches.claims) or not stretches.claims[following].is_prior:
        return None
    between = range(stretches.amounts[k].at + 1, stretches.amounts[following].at)
    if len(between) > _NEXT or not any(stretches.s.low(at) in ("or", "and") for at in between):
        return None
    found = _own(stretches, following, told, clock, is_ahead=False)
    return found.found_in(PeriodSource.SENTENCE, is_inferred=found.is_inferred) if found is not None else None


def _shared(stretches: Stretches, k: int, found: Sequence[When]) -> When | None:
    """The period of the nearest amount before in the sentence that is not itself compared with another."""
    s, at = stretches.s, stretches.amounts[k].at
    for i in range(k - 1, max(-1, k - 1 - _NEIGHBOURS), -1):
        other = stretches.claims[i]
        if other.verb != stretches.claims[k].verb and is_aside(s, other):
            continue  # "June was revised to 3 pct, while output rose 2 pct"
        if not other.is_prior and found[i].period is not None and not is_inserted(s, stretches.amounts[i].at, at):
            return When(found[i].period, PeriodSource.SENTENCE, found[i].words, is_inferred=True)
    return None
