"""Found → observations: sentence by sentence in reading order, headings last, since the body explains them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tallybook.facts import rules_change, rules_level, rules_parallel
from tallybook.facts import tags as t
from tallybook.facts.chunks import Chunk
from tallybook.facts.claims import Amount, Claim, growth_stands, is_comparing
from tallybook.facts.document import Document, Row
from tallybook.facts.indicator import Indicator, indicator_of
from tallybook.facts.observe import Derivation, bare, observe
from tallybook.facts.repeats import explain_headings, flag_repeats
from tallybook.facts.status import Status, is_revised, status_of
from tallybook.facts.syntax import Syntax, before_amount
from tallybook.facts.when import Times, When, find_when, infer_prior, inherit
from tallybook.facts.basis import Found as FoundBasis
from tallybook.facts.basis import basis_of
from tallybook.model import Kind, ObsStatus

if TYPE_CHECKING:
    from datetime import date

    from tallybook.model import Observation
    from tallybook.numbers.found import Found, Mention

# The first rule that fits decides; each is told in its own docstring.
RULES = (
    rules_change.change_noun_behind,
    rules_change.compared_behind,
    rules_change.particle_before,
    rules_change.verb_of_change,
    rules_change.change_noun_before,
    rules_level.came_from,
    rules_level.reached_by_change,
    rules_parallel.compared_with,
    rules_level.amount_of_noun,
    rules_level.stands_at,
    rules_parallel.in_brackets,
    rules_parallel.coordinated,
    rules_level.part_of,
    rules_level.aged,
    rules_level.counted,
    rules_level.headless,
    rules_level.purpose,
    rules_level.named_before,
    rules_level.nearest,
)
_NOTHING = Claim("none")
# Claims about a subject, whose bare name may stand for a fuller one: "the index rose".
_DEFINITE = ("change.", "level.reached", "level.stands", "level.object", "level.hollow", "level.ranges")


def link(found: Found, *, published_on: date | None, language: str = "en") -> list[Observation]:
    """One observation per quantity, in reading order.

    `published_on` resolves "last year" and "in January"; without it only dates that say their year are told.
    """
    return [d.observation for d in derive(found, published_on=published_on, language=language)]


def derive(found: Found, *, published_on: date | None, language: str = "en") -> list[Derivation]:
    """The observations with their reasons: for each field the rule and the words that decided."""
    document = Document(found, published_on, language)
    rows: list[Row] = []
    headings: list[Row] = []
    for index, mentions in document.by_sentence.items():
        if all(m.number.kind is not Kind.QUANTITY for m in mentions):
            continue
        s = document.parsed(index)
        if s is None:
            continue
        if mentions[0].sentence.is_heading:
            headings.extend(_sentence(s, document, mentions))
        else:
            rows.extend(_sentence(s, document, mentions))
    explain_headings(headings, rows)
    rows.extend(headings)
    rows.sort(key=lambda row: row.mention.number.start)
    flag_repeats(rows)
    return [observe(row) for row in rows]


def _sentence(s: Syntax, document: Document, mentions: list[Mention]) -> list[Row]:
    """The rows of one sentence."""
    document.enter(s)
    rows = [bare(m) for m in mentions if m.number.kind is Kind.QUANTITY and not _stands_alone(s, m)]
    amounts, claims = _claims(s, mentions)
    times = Times(s, amounts, claims)
    indicators: list[Indicator | None] = []
    whens: list[When] = []
    bases: list[FoundBasis] = []
    statuses: list[Status] = []
    for k, (amount, claim) in enumerate(zip(amounts, claims, strict=True)):
        indicator = _indicator(s, claim, indicators, document)
        indicators.append(indicator)
        head = indicator.head if indicator is not None else None
        status = status_of(amount, claim, statuses)
        statuses.append(status)
        when = find_when(
            times, k, document.clock, whens, is_ahead=status.status in (ObsStatus.FORECAST, ObsStatus.TARGET)
        )
        if when.period is None:
            when = (
                infer_prior(times, k, whens, bases)
                if claim.is_prior
                else inherit(times, k, document, status.status, head)
            )
        whens.append(when)
        basis = basis_of(amount, claim, when, times.owned(k), head, status.status, bases, document)
        bases.append(basis)
        document.clock.tell(when, claim, head, amount.mention.number.unit)
        rows.append(
            Row(
                mention=amount.mention,
                claim=claim,
                syntax=s,
                indicator=indicator,
                when=when,
                basis=basis,
                status=status,
                area=document.area_of(s, amount, claim),
                speaker=document.speaker_of(s),
                is_revised=is_revised(s, amount, claim),
            )
        )
    return rows


def _is_bare(s: Syntax, claim: Claim) -> bool:
    """Whether the claim's phrase is only "the index" or "prices", with no time or possessor that restricts it."""
    if claim.phrase is None:
        return False
    head = s.pieces[claim.phrase.head]
    return s.kind(claim.phrase.head - 1) not in (Chunk.TIME, Chunk.NOUN) and not s.reading.tag[head.first] & t.OWN


def _stands_alone(s: Syntax, mention: Mention) -> bool:
    """Whether a quantity is an amount of its own, not a part of "two years ago" or a bare duration."""
    at = s.piece_at(mention)
    if at < 0 or s.pieces[at].kind is not Chunk.NUMBER:
        return False
    if mention.number.unit_kind not in ("duration", "age"):
        return True
    return s.kind(at + 1) is Chunk.NOUN or s.low(at - 1) == "aged" or mention.number.unit_kind == "age"


def _claims(s: Syntax, mentions: list[Mention]) -> tuple[list[Amount], list[Claim]]:
    """The amounts of a sentence and what it says of each."""
    pairs: list[tuple[Amount, Claim]] = []
    for mention in mentions:
        if mention.number.kind is not Kind.QUANTITY or not _stands_alone(s, mention):
            continue
        at = s.piece_at(mention)
        left, word = before_amount(s, at)
        amount = Amount(s, at, mention, left, word, pairs)
        claim = next((claim for rule in RULES if (claim := rule(amount)) is not None), _NOTHING)
        if not claim.is_prior and pairs and s.low(left) != "from" and is_comparing(amount, left):
            claim = replace(claim, is_prior=True, parallel=len(pairs) - 1)  # "after a restated 756 mln loss in 1985"
        elif not claim.is_prior and pairs and pairs[-1][1].is_prior and s.kind(left) is Chunk.CONJ and claim.verb < 0:
            claim = replace(
                claim, is_prior=True, parallel=pairs[-1][1].parallel
            )  # "against 3 pct in May and a rise of 2 pct in April"
        pairs.append((amount, growth_stands(amount, claim)))
    return [amount for amount, _ in pairs], [claim for _, claim in pairs]


def _indicator(s: Syntax, claim: Claim, before: list[Indicator | None], document: Document) -> Indicator | None:
    """The name of what is measured: in the claim's words, else of the amount beside it, else of the text before."""
    own = indicator_of(s, claim)
    if own is not None:
        if claim.rule.startswith(_DEFINITE) and _is_bare(s, claim):
            own = document.memory.fuller(own, s.reading.sentence.index)
        document.memory.keep(own)
        return own
    taken = before[claim.parallel] if 0 <= claim.parallel < len(before) else document.memory.last
    return taken._replace(is_inherited=True) if taken is not None else None
