"""Periods that an amount takes from its neighbours: the sentences before, or the amount that it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import is_timeless
from tallybook.facts.clock import BESIDE, SHARING_RULES, SUMS, When
from tallybook.facts.period import resolve
from tallybook.facts.periods_iso import Period, moved
from tallybook.facts.priors import model_of
from tallybook.facts.status import is_foreseen, is_of_forecast
from tallybook.facts.status_cues import first_told, revising_words
from tallybook.facts.time_roles import REACH, is_compared, leading
from tallybook.facts.timex_cues import time_words
from tallybook.model import Basis, Kind, Measure, ObsStatus, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.basis import BasisFound
    from tallybook.facts.claims import Claim
    from tallybook.facts.clock import Clock
    from tallybook.facts.document import Document
    from tallybook.facts.status_verbs import Status
    from tallybook.facts.stretches import Stretches
    from tallybook.facts.syntax import Syntax

_LOOK_BACK: Final = 2
_UNITS: Final = {
    Basis.YEAR_ON_YEAR: "A",
    Basis.QUARTER_ON_QUARTER: "Q",
    Basis.MONTH_ON_MONTH: "M",
    Basis.WEEK_ON_WEEK: "W",
}
_NEIGHBOURS: Final = 6
# Claims that a line of a table makes: "Shr loss 22 cts vs profit 13 cts".
_TABULAR: Final = ("level.named-before", "parallel.coordinated", "table.")


def infer_prior(
    stretches: Stretches,
    k: int,
    found: Sequence[When],
    bases: Sequence[BasisFound],
    section: Period | None,
    status: ObsStatus,
) -> When:
    """The period of an amount that another one came from, by the basis of the change between them.

    In "rose 2.1 billion dlrs to 735.0 billion in the week … from 733.5 billion" the last is of the week before; what a
    figure or a forecast was revised from, or a figure expected to be, is of the same period. A company's figures, those
    of a `section`, are set against those of the year before.
    """
    if is_timeless(stretches.amounts[k], stretches.claims[k]):
        return When()
    model = model_of(stretches.claims, k)
    if model >= 0 and _is_told_anew(stretches, k):
        return When(found[k - 1].period, PeriodSource.SENTENCE, found[k - 1].words, is_inferred=True)
    period = found[model].period if model >= 0 else None
    if period is None:
        return When()
    verb = stretches.claims[model].verb
    is_revised = is_of_forecast(stretches.s, stretches.claims[model]) or (
        verb >= 0 and stretches.s.low(verb) in revising_words()
    )
    if is_revised or status is ObsStatus.FORECAST or is_foreseen(stretches.s, stretches.claims[k]):
        return When(period, PeriodSource.SENTENCE, found[model].words, is_inferred=True)
    basis = None
    for i in range(max(0, model - _NEIGHBOURS), model + 1):
        if stretches.claims[i].measure is Measure.CHANGE and stretches.claims[i].verb == verb:
            basis = bases[i].basis
    if period == section and basis is None:
        basis = Basis.YEAR_ON_YEAR
    earlier = _earlier(period, basis)
    return When(earlier, PeriodSource.SENTENCE, found[model].words, is_inferred=True) if earlier is not None else When()


def _is_told_anew(stretches: Stretches, k: int) -> bool:
    """Whether amount `k` is what another was before: "2 mln, *revised* from 3", "up from an *initial* 3"."""
    s, amount = stretches.s, stretches.amounts[k]
    led_by = leading(s, amount.left)
    if led_by < 0:
        return False
    before = led_by - (s.kind(led_by - 1) == ch.PARTICLE) - 1
    is_told = any(word in first_told() for word in s.reading.low[s.pieces[led_by].last : s.pieces[amount.at].first])
    return is_told or (s.kind(before) == ch.VERB and s.low(before) in revising_words())


def _earlier(period: Period, basis: Basis | None) -> Period | None:
    """The period that a change on `basis` is measured from; of weeks, months and years the one before by default."""
    unit = period.freq if basis is None and period.freq in ("W", "A", "M") else None
    if basis is not None:
        unit = _UNITS.get(basis)
    return moved(period, unit, -1) if unit is not None else None


def as_foreseen(
    stretches: Stretches, k: int, when: When, found: Sequence[When], statuses: Sequence[Status]
) -> tuple[When, Status] | None:
    """The period and the status of what was foreseen at an earlier time: it is of the period that is foreseen still.

    As in "put the 1986/87 crop at 5 mln tonnes, against 4 mln last month".
    """
    model = model_of(stretches.claims, k) if stretches.claims[k].is_prior else -1
    period = found[model].period if model >= 0 else None
    if period is None or period.freq != "A" or when.period is None or when.period.grain not in "MWD":
        return None
    s = stretches.s
    time = s.pieces[s.piece_of[when.words[1] - 1]].time if when.words[1] else None
    is_then = (
        time is not None and time.sense in ("pointer", "back", "ago") and statuses[model].status is not ObsStatus.ACTUAL
    )
    if not is_then and not is_of_forecast(s, stretches.claims[model]):
        return None
    return When(period, PeriodSource.SENTENCE, found[model].words, is_inferred=True), statuses[model]


def inherit(stretches: Stretches, k: int, document: Document, status: ObsStatus, head: str | None) -> When:
    """The period that the paragraph or the document tells, for what moved or stood somewhere in the past.

    A present tense, a plan or a bare count of things takes none: null is an answer.
    """
    claim, number, s = stretches.claims[k], stretches.amounts[k].mention.number, stretches.s
    is_ahead = status in (ObsStatus.FORECAST, ObsStatus.TARGET)
    if is_timeless(stretches.amounts[k], claim) or not (is_ahead or _is_past(s, claim)):
        return When()
    clock = document.clock
    if claim.verb < 0 and claim.rule.startswith(_TABULAR) and not s.has_clause:
        return _taken(document.sections.current or document.reported, PeriodSource.DOCUMENT)
    if head in time_words("quoted") or (claim.verb >= 0 and s.low(claim.verb) in time_words("quoting")):
        return _taken(clock.day, PeriodSource.DOCUMENT)
    known = clock.of_head.get(head) if head is not None else None
    is_over = is_ahead and (claim.rule.startswith("change.") or status is ObsStatus.FORECAST) and _foretold(s, claim)
    if is_over and known is not None:
        return _taken(known, PeriodSource.DOCUMENT)
    if is_ahead and not is_over:
        is_change = claim.rule.startswith("change.") and not claim.is_prior
        is_today = clock.ahead is not None and clock.ahead.end == clock.today
        return _taken(clock.ahead if is_today or not is_change else known, PeriodSource.DOCUMENT)
    is_beside = claim.rule in BESIDE or (claim.rule in SUMS and number.unit_kind == "currency")
    is_shared = claim.rule.startswith(SHARING_RULES) or (is_beside and _happened(s, stretches.amounts[k].at))
    is_shared = is_shared or _is_set_against(stretches, k)
    here = clock.in_paragraph
    if here is not None and ((here.start < here.end and is_shared) or _tells(s, claim)):
        return _taken(here, PeriodSource.PARAGRAPH)
    if not is_shared:
        return When()
    if known is not None:
        return _taken(known, PeriodSource.DOCUMENT)
    return _look_back(s, document) or _of_document(document)


def _is_set_against(stretches: Stretches, k: int) -> bool:
    """Whether an amount is compared with the next one: "7 mln were out of work, up from 6 mln in May"."""
    if k + 1 >= len(stretches.claims) or model_of(stretches.claims, k + 1) != k:
        return False
    following = stretches.claims[k + 1]
    return following.is_prior and following.verb < stretches.amounts[k].at


def _of_document(document: Document) -> When:
    """The period that the document is about: the first one told, else that of its title."""
    clock = document.clock
    return _taken(clock.main or document.sections.current or document.title_period or clock.day, PeriodSource.DOCUMENT)


def _taken(period: Period | None, source: PeriodSource) -> When:
    return When(period, source, is_inferred=True) if period is not None else When()


def _tells(s: Syntax, claim: Claim) -> bool:
    """Whether a finite past verb of its own carries the claim: "7.5 mln went to Williams"."""
    if claim.verb < 0 or s.pieces[claim.verb].tag & t.SPEECH:
        return False
    piece = s.pieces[claim.verb]
    return piece.is_finite and bool(s.reading.tag[piece.first] & (t.PAST | t.WAS))


def _foretold(s: Syntax, claim: Claim) -> bool:
    """Whether what was foreseen is over: "the average forecast called for a rise", "analysts had expected a fall"."""
    at = claim.verb if claim.verb >= 0 else _verb_before(s, claim)
    return at >= 0 and not s.pieces[at].is_modal and bool(s.reading.tag[s.pieces[at].first] & (t.PAST | t.WAS))


def _verb_before(s: Syntax, claim: Claim) -> int:
    first = s.piece_of[claim.cue[0]] if claim.cue[0] < s.reading.size else -1
    for at in range(first - 1, max(-1, first - REACH), -1):
        if s.kind(at) == ch.VERB and s.pieces[at].is_finite:
            return at
        if s.kind(at) in (ch.STOP, ch.CLAUSE):
            break
    return -1


def _happened(s: Syntax, at: int) -> bool:
    """Whether the verb of the clause around the amount at chunk `at` tells of the past: the one before, else behind."""
    before = range(at - 1, max(-1, at - REACH), -1)
    behind = range(at + 1, min(len(s.pieces), at + REACH))
    for look in (*_clause(s, before), *_clause(s, behind)):
        piece = s.pieces[look]
        if piece.kind == ch.VERB and piece.is_finite and not piece.tag & t.SPEECH:
            return not piece.is_modal and bool(s.reading.tag[piece.first] & (t.PAST | t.WAS))
    return not s.has_clause


def _clause(s: Syntax, chunks: range) -> list[int]:
    """The chunks up to the end of the clause."""
    found: list[int] = []
    for at in chunks:
        if s.pieces[at].kind in (ch.STOP, ch.CLAUSE, ch.REL):
            break
        found.append(at)
    return found


def _look_back(s: Syntax, document: Document) -> When | None:
    """A time told in the sentences just before, which hold no amount of their own."""
    sentence = s.reading.sentence
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _LOOK_BACK), -1):
        earlier = document.readings.parsed(index)
        if earlier is None or earlier.reading.sentence.is_heading:
            return None
        if any(mention.number.kind is Kind.QUANTITY for mention in document.readings.by_sentence.get(index, ())):
            continue  # its amounts have told the clock
        period = told_in(earlier, document.clock)
        main = document.clock.main
        if period is not None and (main is None or period.end >= main.start):
            is_near = earlier.reading.sentence.paragraph == sentence.paragraph
            return _taken(period, PeriodSource.PARAGRAPH if is_near else PeriodSource.DOCUMENT)
    return None


def told_in(s: Syntax, clock: Clock) -> Period | None:
    """The first time that a sentence tells, of a week or longer, if nothing is compared with it."""
    for at, piece in enumerate(s.pieces):
        if piece.is_modal:
            return None  # "It will come in July"
        if piece.time is None or piece.time.sense not in ("iso", "month", "pointer") or is_compared(s, at):
            continue
        period = resolve(piece.time, clock.today, clock.last)
        if period is not None and period.grain in "MQSA":
            return period
    return None


def _is_past(s: Syntax, claim: Claim) -> bool:
    """Whether the claim's verb tells of the past; so does no verb at all, as in a headline."""
    if claim.verb < 0:
        return True
    piece = s.pieces[claim.verb]
    if s.reading.sentence.is_heading and not piece.is_modal:
        return True  # "ASSETS EXCEED 200 MLN DLRS"
    if piece.kind == ch.PARTICIPLE:
        return _happened(s, claim.verb)  # "the deal includes shares valued at 5 mln"
    if piece.is_modal or not piece.is_finite:
        return True
    tag = s.reading.tag
    if tag[piece.first] & t.NOW:
        return False
    return any(tag[word] & (t.PAST | t.WAS) for word in range(piece.first, piece.last))
