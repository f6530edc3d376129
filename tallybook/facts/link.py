"""Found → observations: the stages in order, one sentence after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.facts import rules_change, rules_level, rules_parallel
from tallybook.facts.chunks import Chunk
from tallybook.facts.claims import Amount, Claim
from tallybook.facts.indicator import Indicator, Memory, indicator_of
from tallybook.facts.keys import indicator_key
from tallybook.facts.syntax import Syntax, before_amount, parse
from tallybook.facts.words import vocabulary
from tallybook.model import Flag, Kind, ObsStatus, Observation

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
    rules_level.counted,
    rules_level.named_before,
    rules_level.nearest,
)


@dataclass(frozen=True, slots=True)
class Derivation:
    """An observation with the rules and words that gave it."""

    observation: Observation
    mention: Mention
    rules: dict[str, str]


def claim_for(amount: Amount) -> Claim:
    """The claim of the first rule that fits."""
    for rule in _RULES:
        claim = rule(amount)
        if claim is not None:
            return claim
    return Claim("none")


def link(found: Found, *, published_on: date | None, language: str = "en") -> list[Observation]:
    """One observation per quantity, in reading order."""
    return [d.observation for d in derive(found, published_on=published_on, language=language)]


def derive(found: Found, *, published_on: date | None, language: str = "en") -> list[Derivation]:
    table = vocabulary(language)
    by_sentence: dict[int, list[Mention]] = {}
    for m in found.mentions:
        by_sentence.setdefault(m.sentence.index, []).append(m)
    memory = Memory()
    out: list[Derivation] = []
    for index, mentions in by_sentence.items():
        if not any(m.number.kind is Kind.QUANTITY for m in mentions):
            continue
        s = parse(mentions[0].sentence, mentions, table, language)
        out.extend(_sentence(s, memory))
    return out


def _sentence(s: Syntax, memory: Memory) -> list[Derivation]:
    out = []
    earlier: list[tuple[Amount, Claim]] = []
    indicators: list[Indicator | None] = []
    for word in range(s.reading.size):
        m = s.reading.mention[word]
        if m is None or m.number.kind is not Kind.QUANTITY:
            continue
        at = s.piece_of[word]
        if s.pieces[at].kind is not Chunk.NUMBER:
            out.append(Derivation(Observation(m.number.number_id, None, None, "level", None, None, None, None, None, None, None, None, None, ObsStatus.ACTUAL, None), m, {}))
            continue
        left, first = before_amount(s, at)
        amount = Amount(s, at, m, left, first, list(earlier))
        claim = claim_for(amount)
        ind = indicator_of(s, claim)
        if ind is None:
            if claim.parallel >= 0:
                ind = indicators[claim.parallel]
            if ind is None:
                ind = memory.last
            if ind is not None:
                ind = ind._replace(is_inherited=True)
        else:
            ind = memory.fuller(ind)
            memory.keep(ind)
        earlier.append((amount, claim))
        indicators.append(ind)
        out.append(Derivation(Observation(m.number.number_id, ind.text if ind else None, indicator_key(ind.text) if ind else None, claim.measure, claim.direction, None, None, None, None, None, None, None, None, ObsStatus.ACTUAL, None), m, {"claim": claim.rule}))
    return out
