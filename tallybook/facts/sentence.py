"""One sentence → its rows: what it says of each amount, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import (
    rules_beside,
    rules_change,
    rules_count,
    rules_goal,
    rules_level,
    rules_parallel,
    rules_place,
    rules_spread,
)
from tallybook.facts import tags as t
from tallybook.facts.basis import BasisFound, Told, basis_of, between
from tallybook.facts.change_nouns import growth_stands
from tallybook.facts.claims import Amount, Claim, compare_verbs, is_bare_time, is_comparing
from tallybook.facts.clock import When
from tallybook.facts.deeds import told, with_deed
from tallybook.facts.document import Document, Row
from tallybook.facts.indicator import (
    Indicator,
    indicator_of,
    named_by_itself,
    of_another,
    owned_by,
    phrase_indicator,
    with_tail,
)
from tallybook.facts.inherit import as_foreseen, infer_prior, inherit
from tallybook.facts.owners import with_owner
from tallybook.facts.period import resolve
from tallybook.facts.priors import model_of
from tallybook.facts.status import is_aside, is_revised, settled, status_of
from tallybook.facts.stretches import Stretches
from tallybook.facts.subjects import subject_before
from tallybook.facts.syntax import Syntax, before_amount
from tallybook.facts.tables import TableRow, table_row
from tallybook.facts.time_roles import is_inserted, leading
from tallybook.facts.timex_cues import time_words
from tallybook.facts.when import find_when, lies_ahead
from tallybook.facts.wordlists import names
from tallybook.model import Kind, Measure, ObsStatus, PeriodSource
from tallybook.numbers.nouns import singular

if TYPE_CHECKING:
    from tallybook.facts.periods_iso import Period
    from tallybook.facts.phrases import Phrase
    from tallybook.facts.status_verbs import Status
    from tallybook.numbers.found import Mention

_NOTHING: Final = Claim("none")
# Between a change and the value that it is set against stand so many chunks at most.
_BASE_REACH: Final = 5
# The change before one stands so many amounts before it at most.
_NEIGHBOURS: Final = 6
# Claims about a subject, whose bare name may stand for a fuller one: "the index rose".
_DEFINITE: Final = ("change.", "level.reached", "level.stands", "level.object", "level.hollow", "level.ranges")


def _first_claim(a: Amount) -> Claim:
    """What the first rule that fits says of an amount; each is told in its own docstring."""
    return (
        rules_change.change_noun_behind(a)
        or rules_change.change_noun_is(a)
        or rules_spread.spread(a)
        or rules_change.compared_behind(a)
        or rules_change.particle_before(a)
        or rules_change.verb_of_change(a)
        or rules_change.change_noun_before(a)
        or rules_goal.came_from(a)
        or rules_goal.reached_by_change(a)
        or rules_parallel.compared_with(a)
        or rules_parallel.beaten(a)
        or rules_count.over_age(a)
        or rules_level.amount_of_noun(a)
        or rules_count.again(a)
        or rules_level.stands_at(a)
        or rules_place.of_place(a)
        or rules_parallel.in_brackets(a)
        or rules_parallel.coordinated(a)
        or rules_parallel.elsewhere(a)
        or rules_parallel.tolerance(a)
        or rules_parallel.gapped(a)
        or rules_count.fined(a)
        or rules_count.price_for(a)
        or rules_count.part_of(a)
        or rules_count.aged(a)
        or rules_count.counted(a)
        or rules_count.headless(a)
        or rules_parallel.of_which(a)
        or rules_count.purpose(a)
        or rules_beside.named_before(a)
        or rules_beside.nearest(a)
        or _NOTHING
    )


class SentenceReader:
    """Reads the amounts of one sentence in order; each may lean on those before it."""

    def __init__(self, s: Syntax, document: Document, mentions: list[Mention]) -> None:
        self.s = s
        self.document = document
        self.quantities = [m for m in mentions if m.number.kind is Kind.QUANTITY]
        self.pairs: list[tuple[Amount, Claim]] = []
        self.indicators: list[Indicator | None] = []
        self.whens: list[When] = []
        self.bases: list[BasisFound] = []
        self.statuses: list[Status] = []
        self.table_row: TableRow | None = None

    def rows(self) -> list[Row]:
        """The rows of the sentence; those of bare durations have nothing but their number."""
        self.document.enter(self.s)
        self.table_row = table_row(self.s, self.document.readings.parsed, self.document.memory.last)
        bare = [Row(mention) for mention in self.quantities if not self._claim(mention)]
        stretches = Stretches(self.s, [a for a, _ in self.pairs], [c for _, c in self.pairs])
        for k in range(len(self.pairs)):
            self._place(k, stretches)
        self.document.comparisons.share([claim for _, claim in self.pairs], self.whens)
        # Bases come after all periods, since the value that a change started from stands behind it.
        for k in range(len(self.pairs)):
            self._measure(k, stretches)
        rows = bare + [self._row(k) for k in range(len(self.pairs))]
        self.pairs.clear()  # it holds the amounts, and each of them holds it: apart they are freed at once
        return rows

    def _claim(self, mention: Mention) -> bool:
        """Find out what is said of a quantity; false if it is only a length of time ("two years ago")."""
        self.document.budget.step()
        s, at = self.s, self.s.piece_at(mention)
        if at < 0 or s.pieces[at].kind != ch.NUMBER:
            return False
        left, word = before_amount(s, at)
        amount = Amount(s, at, mention, left, word, self.pairs)
        claim = self.table_row.claim(mention) if self.table_row is not None else _first_claim(amount)
        has_noun = s.kind(at + 1) == ch.NOUN
        is_noun_behind = has_noun or amount.noun_behind() > at + 1 or claim.rule.startswith("level.aged")
        is_span = amount.unit_kind == "duration" and s.low(at + 1) in names()["spans"]  # "reached a six-month high"
        if is_span or (not is_noun_behind and is_bare_time(amount, claim)):
            return False
        claim = with_owner(amount, growth_stands(amount, self._in_comparison(amount, claim)))
        claim = with_deed(amount, claim)
        self.pairs.append((amount, claim))
        return True

    def _in_comparison(self, amount: Amount, claim: Claim) -> Claim:
        """The claim, marked as of another period where the amount is what the one before is compared with."""
        if claim.is_prior:
            return claim
        led_by = leading(self.s, amount.left)
        if not self.pairs:
            is_comparison = self.s.kind(led_by - 1) == ch.VERB and self.s.low(led_by - 1) in compare_verbs()
            is_than = self.s.low(amount.left) == "than" and self.s.low(amount.left - 1) != "rather"
            is_comparison = is_comparison or is_than  # "lower than last year's 3 mln"
            return replace(claim, is_prior=True) if is_comparison else claim  # "This compares with 3 pct in May"
        before = self.pairs[-1][1]
        is_than = (
            before.measure is Measure.CHANGE and before.cue[0] <= amount.word < before.cue[1]
        )  # "higher than 5 mln"
        is_hollow = claim.rule.startswith("level.hollow") and before.measure is Measure.CHANGE
        is_than = is_than or (is_hollow and self.s.low(self._joint(amount, claim)) in time_words("comparing_nouns"))
        if claim.measure is Measure.LEVEL and (is_than or self._is_base(led_by)):
            return replace(claim, is_prior=True, parallel=len(self.pairs) - 1)  # "a rise over March sales of 15 mln"
        if self.s.low(amount.left) != "from" and is_comparing(amount, amount.left):
            return replace(
                claim, is_prior=True, parallel=len(self.pairs) - 1
            )  # "after a restated 756 mln loss in 1985"
        is_compared = self.s.tag(amount.at + 1) & t.COMPARE  # "14 cts vs 31 in the quarter and 96 vs 79 in the year"
        if (
            before.is_prior
            and self.s.kind(self._joint(amount, claim)) == ch.CONJ
            and claim.verb < self.pairs[-1][0].at
            and not is_compared
        ):
            return replace(
                claim, is_prior=True, parallel=before.parallel
            )  # "against 3 pct in May and a 2 pct rise in April"
        return claim

    def _joint(self, amount: Amount, claim: Claim) -> int:
        """The chunk before an amount, past a phrase that says no more than its time: "and *a May level of* 3 mln"."""
        at = amount.left
        if claim.rule.startswith("level.hollow"):
            while self.s.kind(at) in (ch.PREP, ch.NOUN, ch.TIME) and at > amount.left - _BASE_REACH:
                at -= 1
        return at

    def _is_base(self, led_by: int) -> bool:
        """Whether the preposition at a chunk leads from a change, or a value it led to, to what that is set against."""
        s = self.s
        if led_by < 0:
            return False
        amount, claim = self.pairs[-1]
        is_resumed = s.kind(led_by - 1) == ch.PARTICLE  # "3 mln, down from a record 5 mln"
        reach = 2 * _BASE_REACH if is_resumed else _BASE_REACH
        is_near = 0 < led_by - amount.at <= reach and all(
            piece.kind != ch.STOP and (is_resumed or piece.kind != ch.COMMA)
            for piece in s.pieces[amount.at + 1 : led_by]
        )
        if not is_near or claim.is_prior:
            return False
        is_change = claim.measure is Measure.CHANGE or (claim.verb >= 0 and s.pieces[claim.verb].tag & t.CHANGES)
        is_against = s.tag(led_by) & t.COMPARE or s.low(led_by - 1) in compare_verbs()
        if is_resumed and s.low(led_by) == "on":
            return True  # "13,000 tonnes, up on 11,000 tonnes in 1986"
        return bool(is_against) or (bool(is_change or is_resumed) and s.low(led_by) in ("over", "from"))

    def _place(self, k: int, stretches: Stretches) -> None:
        """What amount `k` measures, whether it has happened, and when, as far as the text tells."""
        self.document.budget.step()
        amount, claim = self.pairs[k]
        indicator = self._indicator(amount, claim)
        self.indicators.append(indicator)
        head = indicator.head if indicator is not None else None
        status = status_of(amount, claim, self.statuses)
        self.statuses.append(status)
        is_to_come = lies_ahead(stretches, k, self.document.clock)
        is_ahead = self._is_ahead(amount, status, is_to_come=is_to_come)
        when = self._headed(amount) or find_when(stretches, k, self.document.clock, self.whens, is_ahead=is_ahead)
        if is_ahead and self._is_before_plan(status, when):
            when = When(compared=when.compared)
        is_open = is_ahead or not (claim.is_prior or is_to_come)
        if when.period is None and is_open:
            when = inherit(stretches, k, self.document, status.status, head).against(when.compared)
        foreseen = as_foreseen(stretches, k, when, self.whens, self.statuses)
        if foreseen is not None:
            when, self.statuses[k] = foreseen
        self.whens.append(when)
        if not is_aside(self.s, claim) and not is_inserted(self.s, amount.at, len(self.s.pieces)):
            self.document.clock.tell(when, claim, head, is_ahead=is_ahead)

    def _is_ahead(self, amount: Amount, status: Status, *, is_to_come: bool) -> bool:
        """Whether the times of an amount are those to come; not so in "the 3 mln that was expected"."""
        if status.status is ObsStatus.ESTIMATE:
            return is_to_come
        told_by = self.s.piece_of[status.word] if status.word >= 0 else -1
        piece = self.s.pieces[told_by]
        is_foreseen_behind = told_by > amount.at and piece.head == status.word and not piece.is_modal
        return status.status is not ObsStatus.ACTUAL and not is_foreseen_behind

    def _is_before_plan(self, status: Status, when: When) -> bool:
        """As in "plans to cut its capital to cover losses in 1986": no plan is for a time that is over."""
        told_by = self.s.piece_of[status.word] if status.word >= 0 else -1
        today = self.document.today
        is_plan = status.status is ObsStatus.TARGET and self.s.kind(told_by) == ch.VERB
        is_now = is_plan and not self.s.reading.tag[self.s.pieces[told_by].first] & (t.PAST | t.WAS)
        is_taken = is_plan and when.is_inferred
        return (is_now or is_taken) and today is not None and when.period is not None and when.period.end < today

    def _headed(self, amount: Amount) -> When | None:
        """The period that heads the column of an amount in a table."""
        time, before = self.table_row.times_of(amount.mention) if self.table_row is not None else (None, None)
        period = resolve(time, self.document.today, self.document.clock.told) if time is not None else None
        return When(period, PeriodSource.PARAGRAPH, compared=before) if period is not None else None

    def _measure(self, k: int, stretches: Stretches) -> None:
        """The basis of amount `k`, and with it the period of a value before that says none."""
        self.document.budget.step()
        amount, claim = self.pairs[k]
        if claim.is_prior and self.whens[k].period is None:
            section, status = self.document.sections.current, self.statuses[k].status
            self.whens[k] = infer_prior(stretches, k, self.whens, self.bases, section, status)
        model = model_of(stretches.claims, k) if claim.is_prior else -1
        beside = self.statuses[model] if model >= 0 else None
        self.statuses[k] = settled(self.statuses[k], self.whens[k].period, self.document.today, beside)
        period, before = self.whens[model].period if model >= 0 else None, self.whens[k].period
        if period is not None and before is not None:
            self.document.last_step = between(period, before) or self.document.last_step
        indicator = self.indicators[k]
        told = Told(
            amount=amount,
            claim=claim,
            when=self.whens[k],
            against=self._compared_with(k),
            stretch=stretches.owned(k),
            head=indicator.head if indicator is not None else None,
            status=self.statuses[k].status,
            beside=self._basis_beside(k),
        )
        self.bases.append(basis_of(told, self.bases, self.document))

    def _basis_beside(self, k: int) -> BasisFound | None:
        """The basis of the change before in the sentence, if it is of the same period."""
        for model in range(k - 1, max(-1, k - 1 - _NEIGHBOURS), -1):
            if self.pairs[model][1].measure is Measure.CHANGE:
                return self.bases[model] if self.whens[model].period == self.whens[k].period else None
        return None

    def _compared_with(self, k: int) -> Period | None:
        """The period of the value that the clause compares with: "fell 12% to 310, from 352 a year earlier"."""
        claim = self.pairs[k][1]
        for following in range(k + 1, min(len(self.pairs), k + 4)):
            other = self.pairs[following][1]
            if other.is_prior and self.whens[following].period is not None:
                return self.whens[following].period
            if other.verb != claim.verb:
                break
        return None

    def _row(self, k: int) -> Row:
        amount, claim = self.pairs[k]
        return Row(
            mention=amount.mention,
            claim=claim,
            syntax=self.s,
            indicator=self.indicators[k],
            when=self.whens[k],
            basis=self.bases[k],
            status=self.statuses[k],
            area=self.document.area_of(self.s, claim, amount),
            speaker=self.document.speaker_of(self.s),
            is_revised=is_revised(self.s, amount, claim),
        )

    def _indicator(self, amount: Amount, claim: Claim) -> Indicator | None:
        """The name of what is measured: in the claim's words, else of the amount beside it, else of the text before."""
        if self.table_row is not None:
            return self.table_row.indicator
        memory = self.document.memory
        own = indicator_of(self.s, claim)
        if claim.rule.startswith("level.aged"):
            return own
        if own is None and claim.rule == "level.yields":
            own = named_by_itself(self.s, claim)  # "it earned four dlrs"
            own = with_tail(self.s, own, claim.tail) if own is not None and claim.tail is not None else own
        if own is None:
            return self._taken(claim)
        if claim.rule == "level.predicate" and not amount.is_money:
            return self._predicated(own)
        if claim.rule.startswith(_DEFINITE) and self._is_bare(claim):
            own = memory.fuller(own, self.s.reading.sentence.index)
        memory.keep(self._by_itself(claim) or own, is_counted=amount.is_count)
        name = told(self.s, claim, own)
        memory.last = name if memory.last is own else memory.last
        return name

    def _taken(self, claim: Claim) -> Indicator | None:
        """The name that a claim without words of its own takes from the amount beside it or the text before."""
        is_beside = 0 <= claim.parallel < len(self.indicators)
        taken = self._beside(claim) if is_beside else self._stands_for(claim)
        if taken is not None and claim.hollow is not None:
            taken = of_another(self.s, taken, claim.hollow)
        if taken is not None and claim.tail is not None:
            taken = with_tail(self.s, taken, claim.tail)
        if taken is not None and claim.owner is not None:
            return owned_by(self.s, taken, claim.owner)
        if taken is None and claim.hollow is not None:
            return named_by_itself(self.s, claim)
        if taken is not None and claim.rule == "change.growth-stands" and claim.hollow is not None:
            return self._growing(taken, claim.hollow)
        return Indicator(taken.text, taken.head, is_inherited=True) if taken is not None else None

    def _beside(self, claim: Claim) -> Indicator | None:
        """The name of the amount that a claim is parallel to; what that is set against only if this one is, too."""
        bare = self._by_itself(self.pairs[claim.parallel][1]) if claim.rule != "parallel.spread" else None
        return bare or self.indicators[claim.parallel]

    def _by_itself(self, claim: Claim) -> Indicator | None:
        """Of "a river 3 feet below the limit" only the river; None for what is set against nothing."""
        return indicator_of(self.s, replace(claim, tail=None)) if claim.rule == "level.spread" else None

    def _predicated(self, own: Indicator) -> Indicator | None:
        """As in "two will be delivered": of the things told before; a lone verb names nothing."""
        things = self.document.memory.last_counted or self.document.memory.last
        if things is None:
            return own if " " in own.text else None
        return Indicator(f"{things.text} {own.text}", own.head, is_inherited=True)

    def _growing(self, taken: Indicator, hollow: Phrase) -> Indicator:
        """As in "growth quickened to 5 pct", said of GDP: the growth of what was told before."""
        word = self.s.low(hollow.head)
        text = taken.text if word in taken.text.lower() else f"{taken.text} {word}"
        return Indicator(text, taken.head, is_inherited=True)

    def _stands_for(self, claim: Claim) -> Indicator | None:
        """What a hollow phrase or none stands for: the subject before "when it rose", else what was told before."""
        hollow = claim.hollow
        if hollow is not None and self.indicators and self.s.low(hollow.head) in names()["demonstratives"]:
            return self.indicators[-1]  # "a loss of 4 mln, and this was equal to 2 cents a share"
        if hollow is not None and self.s.kind(hollow.head) == ch.PRONOUN:
            subject = subject_before(self.s, hollow.head)
            found = phrase_indicator(self.s, subject) if subject is not None else None
            if found is not None:
                return found
        return self.document.memory.antecedent(self._hollow_head(claim))

    def _hollow_head(self, claim: Claim) -> str:
        """The main word of the phrase that stands for something told before, empty for a pronoun or none."""
        if claim.hollow is None or self.s.kind(claim.hollow.head) != ch.NOUN:
            return ""
        return singular(self.s.low(claim.hollow.head))

    def _is_bare(self, claim: Claim) -> bool:
        """Whether the claim's phrase is only "the index" or "prices", with no time or possessor that restricts it."""
        if claim.phrase is None:
            return False
        head = self.s.pieces[claim.phrase.head]
        is_restricted = self.s.kind(claim.phrase.head - 1) in (ch.TIME, ch.NOUN)
        return not is_restricted and not self.s.reading.tag[head.first] & t.OWN
