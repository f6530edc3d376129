"""Found → observations: the stages in order, one sentence after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tallybook.facts import rules_change, rules_level, rules_parallel
from tallybook.facts.area import Area, find_areas
from tallybook.facts.attribution import speaker_of
from tallybook.facts.basis import basis_of
from tallybook.facts.chunks import Chunk
from tallybook.facts.claims import Amount, Claim
from tallybook.facts.indicator import Indicator, Memory, indicator_of
from tallybook.facts.keys import indicator_key
from tallybook.facts.status import is_revised, status_of
from tallybook.facts.syntax import Syntax, before_amount, parse
from tallybook.facts.when import Clock, Times, When, find_when
from tallybook.facts.words import vocabulary
from tallybook.model import Direction, Flag, Kind, Measure, Observation, ObsStatus

if TYPE_CHECKING:
    from datetime import date

    from tallybook.numbers.found import Found, Mention

_RULES = (
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
    rules_level.named_before,
    rules_level.nearest,
)


@dataclass(frozen=True, slots=True)
class Derivation:
    """An observation with the rules and words that gave it."""

    observation: Observation
    mention: Mention
    rules: dict[str, str]


@dataclass(slots=True)
class _Document:
    """What the sentences of a document hand on to each other."""

    today: date | None
    language: str
    clock: Clock
    memory: Memory = field(default_factory=Memory)
    place: Area | None = None
    speaker: str | None = None


def link(found: Found, *, published_on: date | None, language: str = "en") -> list[Observation]:
    """One observation per quantity, in reading order."""
    return [d.observation for d in derive(found, published_on=published_on, language=language)]


def derive(found: Found, *, published_on: date | None, language: str = "en") -> list[Derivation]:
    """The observations with their reasons."""
    table = vocabulary(language)
    by_sentence: dict[int, list[Mention]] = {}
    for m in found.mentions:
        by_sentence.setdefault(m.sentence.index, []).append(m)
    document = _Document(published_on, language, Clock(published_on))
    parsed: dict[int, Syntax] = {}
    for sentence in found.sentences[:6]:
        s = parsed[sentence.index] = parse(sentence, by_sentence.get(sentence.index, []), table, language)
        if document.place is None:
            areas = find_areas(s.reading, published_on.year if published_on else None)
            if areas:
                document.place = areas[0]
    out: list[Derivation] = []
    late: list[Syntax] = []
    for index, mentions in by_sentence.items():
        if not any(m.number.kind is Kind.QUANTITY for m in mentions):
            continue
        s = parsed.get(index) or parse(mentions[0].sentence, mentions, table, language)
        if mentions[0].sentence.is_heading:
            late.append(s)
            continue
        out.extend(_sentence(s, document))
    for s in late:
        out.extend(_sentence(s, document))
    out.sort(key=lambda d: d.mention.number.start)
    return out


def _claim(amount: Amount) -> Claim:
    """The claim of the first rule that fits."""
    for rule in _RULES:
        claim = rule(amount)
        if claim is not None:
            return claim
    return Claim("none")


def _sentence(s: Syntax, d: _Document) -> list[Derivation]:
    amounts: list[Amount] = []
    claims: list[Claim] = []
    pairs: list[tuple[Amount, Claim]] = []
    bare: list[Mention] = []
    d.clock.enter(s.reading.sentence.paragraph)
    for word in range(s.reading.size):
        m = s.reading.mention[word]
        if m is None or m.number.kind is not Kind.QUANTITY:
            continue
        at = s.piece_of[word]
        if s.pieces[at].kind is not Chunk.NUMBER or m.number.unit_kind == "duration" and s.kind(at + 1) is not Chunk.NOUN and s.low(at - 1) != "aged":
            bare.append(m)
            continue
        left, first = before_amount(s, at)
        amount = Amount(s, at, m, left, first, pairs)
        claim = _claim(amount)
        amounts.append(amount)
        claims.append(claim)
        pairs.append((amount, claim))
    times = Times(s, amounts, claims)
    areas = find_areas(s.reading, d.today.year if d.today else None)
    speaker = speaker_of(s)
    if speaker is not None and speaker.name is not None:
        d.speaker = speaker.name
    said_by = d.speaker if speaker is not None else None
    indicators: list[Indicator | None] = []
    whens: list[When] = []
    out = [_bare(m) for m in bare]
    for k, (amount, claim) in enumerate(pairs):
        ind = _indicator(s, claim, indicators, d.memory)
        indicators.append(ind)
        status = status_of(amount, claim)
        ahead = status.status in (ObsStatus.FORECAST, ObsStatus.TARGET)
        when = find_when(times, k, d.clock, whens, is_ahead=ahead)
        whens.append(when)
        if when.period is not None and not claim.is_prior:
            d.clock.tell(when.period)
        measure, direction = claim.measure, claim.direction
        basis = basis_of(amount, claim, when, times.owned(k), ind.head if ind else None, d.today)
        area = areas[0] if areas else d.place
        flags = list(amount.mention.flags)
        if ind is not None and ind.is_inherited:
            flags.append(Flag.INDICATOR_INHERITED)
        if is_revised(s, amount, claim):
            flags.append(Flag.REVISED)
        p = when.period
        out.append(
            Derivation(
                Observation(
                    amount.mention.number.number_id,
                    ind.text if ind else None,
                    indicator_key(ind.text) if ind else None,
                    measure,
                    direction if measure is Measure.CHANGE else None,
                    basis.basis,
                    p.iso if p else None,
                    p.start if p else None,
                    p.end if p else None,
                    p.freq if p else None,
                    when.source,
                    area.code if area else None,
                    area.text if area else None,
                    status.status,
                    said_by,
                    tuple(flags),
                ),
                amount.mention,
                {"claim": claim.rule},
            )
        )
    return out


def _bare(m: Mention) -> Derivation:
    return Derivation(
        Observation(m.number.number_id, None, None, Measure.LEVEL, None, None, None, None, None, None, None, None, None, ObsStatus.ACTUAL, None, m.flags), m, {}
    )


def _indicator(s: Syntax, claim: Claim, before: list[Indicator | None], memory: Memory) -> Indicator | None:
    ind = indicator_of(s, claim)
    if ind is not None:
        ind = memory.fuller(ind)
        memory.keep(ind)
        return ind
    ind = before[claim.parallel] if 0 <= claim.parallel < len(before) else None
    ind = ind or memory.last
    return ind._replace(is_inherited=True) if ind else None
