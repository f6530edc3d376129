"""Which period each amount of a sentence belongs to, and what a change is measured against."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.facts.chunks import Chunk
from tallybook.facts.period import resolve
from tallybook.facts.periods_iso import Period, month, shift, span
from tallybook.facts.timex import Timex
from tallybook.model import Basis, Measure, ObsStatus, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tallybook.facts.basis import Found as FoundBasis
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.document import Document
    from tallybook.facts.syntax import Syntax

_REACH = 60
_COMPARING = frozenset(
    {"from", "over", "than", "on", "against", "versus", "vs", "above", "below", "since", "compared", "with", "to"}
)
# A date behind these is the end or the beginning of something else, not the period of the amount.
_NO_PERIOD = frozenset(
    {"due", "maturing", "expiring", "expire", "expires", "payable", "until", "till", "since", "before"}
)
_DAY = re.compile(r"\d\d-\d\d\Z")
_BASIS_UNIT = {
    Basis.YEAR_ON_YEAR: "A",
    Basis.QUARTER_ON_QUARTER: "Q",
    Basis.MONTH_ON_MONTH: "M",
    Basis.WEEK_ON_WEEK: "W",
}


class When(NamedTuple):
    """A period, how far from the amount it was found, the words that told it, and what a change was compared with."""

    period: Period | None = None
    source: PeriodSource | None = None
    words: tuple[int, int] = (0, 0)
    compared: Timex | None = None
    is_inferred: bool = False
    is_yearly: bool = False


@dataclass(slots=True)
class Clock:
    """What the document has told of time so far: the last period of each paragraph, the first of the document."""

    today: date | None
    first: Period | None = None
    last: Period | None = None
    paragraph: int = -1
    in_paragraph: Period | None = None
    of_head: dict[str, Period] = field(default_factory=dict)
    of_unit: dict[str | None, Period] = field(default_factory=dict)

    def enter(self, paragraph: int) -> None:
        """Begin a sentence of a paragraph."""
        if paragraph != self.paragraph:
            self.paragraph, self.in_paragraph = paragraph, None

    def tell(self, when: When, claim: Claim, head: str | None, unit: str | None) -> None:
        """Remember the period that the text told of an amount; not that of one it is compared with."""
        if when.period is None or claim.is_prior:
            return
        if when.period.grain != "D" and not when.is_inferred:
            if head is not None:
                self.of_head[head] = when.period
            if claim.rule.startswith(_INHERITS):
                self.of_unit[unit] = when.period
        if when.period.grain != "D":
            self.first = self.first or when.period
        self.last = self.in_paragraph = when.period


@dataclass(slots=True)
class Times:
    """The expressions of time of one sentence as chunk positions, and the stretches that its amounts own."""

    s: Syntax
    amounts: Sequence[Amount]
    claims: Sequence[Claim]
    at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = [
            i
            for i, p in enumerate(self.s.pieces)
            if p.kind is Chunk.TIME and p.time is not None and p.time.sense != "rate"
        ]

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
        end, is_joined = start, False
        verb = self.claims[k].verb
        behind_verb = 0 <= verb < start and not s.pieces[verb].tag & t.SPEECH
        while end < min(limit, start + _REACH):
            kind = s.pieces[end].kind
            if kind is Chunk.OPEN and s.kind(end + 2) is Chunk.CLOSE and s.kind(end + 1) is Chunk.NOUN:
                end += 3
                continue
            if kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.OPEN) or kind is Chunk.CLOSE:
                break
            if (
                kind is Chunk.VERB
                and s.pieces[end].is_finite
                and (is_joined and behind_verb or s.pieces[end].tag & t.SPEECH)
            ):
                break
            is_joined = is_joined or kind in (Chunk.CONJ, Chunk.COMMA)
            end += 1
        return start, end


def _is_of_another(s: Syntax, at: int) -> bool:
    """Whether the date at chunk `at` is the end or the beginning of something: "due 1997", "until April"."""
    first = s.pieces[at].first
    return first > 0 and s.reading.low[first - 1] in _NO_PERIOD or _is_of_telling(s, at)


def is_compared(s: Syntax, at: int) -> bool:
    """Whether the expression at chunk `at` is what a change is measured against: "from a year earlier", "than in 1985"."""
    before = at - 1
    if s.kind(before) is Chunk.PREP and s.low(before) in ("in", "of", "for", "at", "during"):
        if (
            s.kind(before - 1) is Chunk.NOUN
            and s.kind(before - 2) in (Chunk.PREP, Chunk.PARTICLE)
            and s.low(before - 2) in ("from", "over", "than", "above", "below")
        ):
            return True
        before -= 1
    if (
        s.kind(before) is Chunk.NOUN
        and s.kind(before - 1) in (Chunk.PREP, Chunk.PARTICLE)
        and s.low(before - 1) in ("than", "from", "over", "above", "below")
    ):
        before -= 1
    time = s.pieces[at].time
    word = s.low(before)
    if _is_of_another(s, at):
        return True
    if s.kind(before) is Chunk.PARTICLE and word in ("above", "below", "ahead"):
        return True
    if s.kind(before) not in (Chunk.PREP, Chunk.VERB, Chunk.PARTICIPLE):
        return (
            time is not None
            and time.sense in ("back", "ago")
            and word != "in"
            and before >= 0
            and not time.is_possessive
        )
    if word not in _COMPARING:
        return False
    if time is None:
        return True
    if word in ("over", "to") and time.sense in ("span", "cumulative", "pointer", "month", "iso"):
        return (
            word == "over"
            and time.sense in ("month", "iso")
            or word == "over"
            and time.sense == "pointer"
            and time.count < 0
        )
    return not (word == "on" and (time.sense == "weekday" or _DAY.search(time.iso) is not None))


def find_when(times: Times, k: int, clock: Clock, found: Sequence[When], *, is_ahead: bool) -> When:
    """The period of amount `k`; `found` holds those of the amounts before it in the sentence."""
    claim = times.claims[k]
    if times.amounts[k].unit_kind in ("duration", "age"):
        return When()
    told = _told(times, k, clock, found)
    compared = _comparison(times, k)
    own = _own(times, k, told, clock, is_ahead=is_ahead)
    if own is not None:
        return own._replace(compared=compared)
    if claim.is_prior:
        return _inferred(times, k, found)._replace(compared=compared)
    return (
        _elsewhere(times, k, clock, found, is_ahead=is_ahead)
        or _ahead(times, k, clock, told, is_ahead=is_ahead)
        or When()
    )._replace(compared=compared)


def _ahead(times: Times, k: int, clock: Clock, told: Period | None, *, is_ahead: bool) -> When | None:
    """ "rose 592 mln dlrs to 33.36 billion in the week ended March 4": the time stands behind the next amount."""
    if k + 1 >= len(times.amounts) or times.claims[k + 1].is_prior or times.claims[k + 1].verb != times.claims[k].verb:
        return None
    found = _own(times, k + 1, told, clock, is_ahead=is_ahead)
    if found is None:
        return _ahead(times, k + 1, clock, told, is_ahead=is_ahead)
    return found._replace(source=PeriodSource.SENTENCE)


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
    candidates = [
        at
        for at in times.at
        if first <= at < last and not (is_change and is_compared(s, at)) and not _is_of_another(s, at)
    ]
    if s.kind(before) is Chunk.TIME and times.claims[k].is_prior:
        candidates.insert(0, before)
    elif s.kind(left) is Chunk.TIME and times.claims[k].is_prior:
        candidates.insert(0, left)
    for at in candidates:
        time = _combined(s, at, candidates)
        if time.sense in ("back", "ago") and not times.claims[k].is_prior and told is None:
            continue
        is_yearly = times.amounts[k].is_share and _spans_a_year(time)
        if is_yearly and time.anchor is not None:
            period = resolve(time.anchor, clock.today, told, is_ahead=is_ahead)
        else:
            period = resolve(time, clock.today, told, is_ahead=is_ahead)
        if period is None:
            continue
        if times.claims[k].is_prior and told is not None:
            period = _beside(period, time, told)
        if period is not None:
            return When(period, PeriodSource.PHRASE, (time.first, time.last), is_yearly=is_yearly)
    return None


def _is_of_telling(s: Syntax, at: int) -> bool:
    """ "the 25.4 billion franc figure announced last month": when it was said, not when it was so."""
    before = at - 1
    while s.kind(before) is Chunk.PREP or s.kind(before) is Chunk.ADVERB:
        before -= 1
    return s.kind(before) is Chunk.PARTICIPLE and bool(s.pieces[before].tag & t.SPEECH)


def _spans_a_year(time: Timex) -> bool:
    """ "in the year to January", "over the 12 months to the end of February"."""
    return (
        time.sense == "span"
        and time.anchor is not None
        and (time.unit == "A" and time.count == 1 or time.unit == "M" and time.count == 12)
    )


def _beside(period: Period, time: Timex, told: Period) -> Period:
    """The period of an amount that another one, of the period `told`, is compared with."""
    if period == told and time.sense == "pointer" and time.unit in "AQSMW":
        return shift(told, time.unit, -1)  # "compared with 16.6 pct last month", told a month later
    if (
        period.freq == "A"
        and period.grain == "A"
        and told.freq != "A"
        and told.grain in "QSMW"
        and "/" not in period.iso
    ):
        return shift(told, "A", period.start.year - told.start.year)  # "from 176.1 last year", said of a month
    return period


def _combined(s: Syntax, at: int, others: Sequence[int]) -> Timex:
    """The expression at chunk `at` with the year that another one beside it tells."""
    time = s.pieces[at].time
    assert time is not None
    needs_year = time.year is None and (time.sense == "month" or time.iso.startswith("-"))
    if needs_year or _is_year(time):
        for other in others:
            extra = s.pieces[other].time
            if other == at or extra is None:
                continue
            if _is_year(time) and extra.year is None and (extra.sense == "month" or extra.iso.startswith("-")):
                return replace(extra, year=time)
            if needs_year and _is_year(extra):
                return replace(time, year=extra)
    return time


def _inferred(times: Times, k: int, found: Sequence[When]) -> When:
    """What the amount it is compared with was compared with: "up 3 pct from a year earlier to 5.2 mln from 4.9 mln"."""
    model = model_of(times.claims, k)
    if model < 0 or found[model].period is None or found[model].compared is None:
        return When()
    compared, period = found[model].compared, found[model].period
    seen = resolve(compared, None, period) if compared is not None else None
    if seen is None or compared is None:
        return When()
    return When(seen, PeriodSource.SENTENCE, (compared.first, compared.last), is_inferred=True)


def _is_year(time: Timex) -> bool:
    return time.sense == "pointer" and time.unit == "A" or time.sense == "iso" and len(time.iso) == 4


def model_of(claims: Sequence[Claim], k: int) -> int:
    """The amount that prior amount `k` is compared with in the end, -1 if there is none."""
    model = claims[k].parallel
    while model > 0 and claims[model].is_prior:
        model = claims[model].parallel
    return model if 0 <= model < len(claims) and not claims[model].is_prior else -1


def infer_prior(times: Times, k: int, found: Sequence[When], bases: Sequence[FoundBasis]) -> When:
    """The period of an amount that another one came from, by the basis of the change between them.

    "rose 2.1 billion dlrs to 736.7 billion in the week …" from "733.5 billion": the week before.
    """
    model = model_of(times.claims, k)
    period = found[model].period if model >= 0 else None
    if period is None:
        return When()
    basis = None
    verb = times.claims[model].verb
    if verb >= 0 and times.s.low(verb) in ("revised", "restated", "corrected"):
        return When(period, PeriodSource.SENTENCE, found[model].words, is_inferred=True)
    for i in range(model + 1):
        if times.claims[i].measure is Measure.CHANGE and times.claims[i].verb == times.claims[model].verb:
            basis = bases[i].basis
    earlier = before(period, basis)
    return When(earlier, PeriodSource.SENTENCE, found[model].words, is_inferred=True) if earlier is not None else When()


# What is told of one thing in the past is told of its neighbours, too; a count of things ("three dealers") is not.
_INHERITS = (
    "change.",
    "level.reached",
    "level.object",
    "level.stands",
    "level.hollow",
    "level.gapped",
    "level.balance-of",
    "parallel.",
)


def inherit(times: Times, k: int, document: Document, status: ObsStatus, head: str | None) -> When:
    """The period that the paragraph or the document tells, for what moved or stood somewhere in the past."""
    claim, number = times.claims[k], times.amounts[k].mention.number
    if number.unit_kind in ("duration", "age") or not _is_past(times.s, claim):
        return When()
    clock = document.clock
    known = clock.of_head.get(head) if head is not None else None
    if status in (ObsStatus.FORECAST, ObsStatus.TARGET):
        return (
            When(known, PeriodSource.DOCUMENT, is_inferred=True)
            if known is not None and claim.rule.startswith("change.")
            else When()
        )
    if clock.in_paragraph is not None and (
        clock.in_paragraph.grain != "D" and claim.rule.startswith(_INHERITS) or _tells(times.s, claim)
    ):
        return When(clock.in_paragraph, PeriodSource.PARAGRAPH, is_inferred=True)
    if not claim.rule.startswith(_INHERITS):
        return When()
    if known is not None:
        return When(known, PeriodSource.DOCUMENT, is_inferred=True)
    found = _look_back(times.s, document)
    if found is not None:
        return found
    told = clock.of_unit.get(number.unit)
    return When(told, PeriodSource.DOCUMENT, is_inferred=True) if told is not None else When()


def _tells(s: Syntax, claim: Claim) -> bool:
    """Whether a finite past verb of its own carries the claim: "7.5 mln went to Williams"."""
    if claim.verb < 0 or s.pieces[claim.verb].tag & t.SPEECH:
        return False
    piece = s.pieces[claim.verb]
    return piece.is_finite and bool(
        s.reading.tag[piece.first] & t.PAST or s.reading.low[piece.first] in ("was", "were")
    )


def _look_back(s: Syntax, document: Document) -> When | None:
    """A time told in the sentences just before, which hold no amount of their own."""
    sentence = s.reading.sentence
    for index in range(sentence.index - 1, max(-1, sentence.index - 3), -1):
        earlier = document.parsed(index)
        if earlier is None or earlier.reading.sentence.is_heading:
            return None
        for at, piece in enumerate(earlier.pieces):
            if piece.time is None or piece.time.sense not in ("iso", "month", "pointer") or is_compared(earlier, at):
                continue
            period = resolve(piece.time, document.clock.today, document.clock.last)
            if period is not None and period.grain in "MQSA":
                source = (
                    PeriodSource.PARAGRAPH
                    if earlier.reading.sentence.paragraph == sentence.paragraph
                    else PeriodSource.DOCUMENT
                )
                return When(period, source, is_inferred=True)
    return None


def _is_past(s: Syntax, claim: Claim) -> bool:
    """Whether the claim's verb tells of the past; a headline's present counts, and so does no verb at all."""
    if claim.verb < 0:
        return True
    piece = s.pieces[claim.verb]
    if piece.is_modal:
        return True
    if s.reading.low[piece.first] in ("has", "have", "is", "are"):
        return False
    words = range(piece.first, piece.last)
    return (
        any(s.reading.tag[w] & t.PAST or s.reading.low[w] in ("was", "were", "had") for w in words)
        or not piece.is_finite
    )


def before(period: Period, basis: Basis | None) -> Period | None:
    """The period that a change on `basis` is measured from; for weeks and years the one before, whatever the basis."""
    unit = _BASIS_UNIT.get(basis) if basis is not None else period.freq if period.freq in ("W", "A") else None
    if unit is None:
        return None
    try:
        return shift(period, unit, -1)
    except (ValueError, OverflowError):
        return None


def _elsewhere(times: Times, k: int, clock: Clock, found: Sequence[When], *, is_ahead: bool) -> When | None:
    """A time that the whole clause or sentence shares."""
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
    return None


def _with_year_to_date(s: Syntax, candidates: Sequence[int], at: int, period: Period) -> Period:
    """ "year-to-date sales through February": from January on."""
    for other in candidates:
        time = s.pieces[other].time
        if other != at and time is not None and time.unit == "ytd" and period.freq == "M":
            return span(month(period.start.year, 1), period)
    return period
