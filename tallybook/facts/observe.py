"""Rows → observations with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts.document import Row
from tallybook.facts.keys import indicator_key
from tallybook.model import Direction, Flag, Measure, Observation, ObsStatus

if TYPE_CHECKING:
    from tallybook.facts.clock import When
    from tallybook.numbers.found import Mention


class Reason(NamedTuple):
    """Why a field has its value: the rule, and the words of the text [start, end) that decided (0, 0 if none did)."""

    rule: str
    start: int = 0
    end: int = 0


@dataclass(slots=True, init=False)
class Derivation:
    """An observation and the row it was made from."""

    observation: Observation
    row: Row

    def __init__(
        self,
        observation: Observation,
        row: Row,
    ) -> None:
        self.observation = observation
        self.row = row

    @property
    def mention(self) -> Mention:
        """The quantity."""
        return self.row.mention

    def reasons(self) -> dict[str, Reason]:
        """For each field that something decided, the rule and the words; made on demand: linking does not pay."""
        row = self.row
        if row.claim is None or row.syntax is None:
            return {"indicator": Reason("bare")}
        reading = row.syntax.reading

        def reason(rule: str, words: tuple[int, int]) -> Reason:
            first, last = words
            if not first < last <= reading.size:
                return Reason(rule)
            return Reason(rule, reading.start[first], reading.end[last - 1])

        found = {"measure": reason(row.claim.rule, row.claim.cue)}
        if row.claim.phrase is not None:
            pieces = row.syntax.pieces
            found["indicator"] = reason(
                row.claim.rule, (pieces[row.claim.phrase.first].first, pieces[row.claim.phrase.last - 1].last)
            )
        elif row.claim.name is not None:
            found["indicator"] = reason(row.claim.rule, row.claim.name)
        elif row.indicator is not None:
            found["indicator"] = Reason("inherited")
        if row.when is not None and row.when.source is not None:
            found["time_period"] = reason(f"period.{row.when.source}", row.when.words)
        if row.basis is not None and row.basis.rule:
            found["basis"] = Reason(row.basis.rule)
        if row.status is not None and row.status.word >= 0:
            found["obs_status"] = reason("status.cue", (row.status.word, row.status.word + 1))
        return found


def observe(row: Row) -> Derivation:
    """The observation of a row; of a bare duration ("two years ago") only its number is known."""
    claim, indicator = row.claim, row.indicator
    # "Last year" of a text without a date names no period, so that nothing can be said about where it was found.
    when = row.when if row.when is not None and row.when.period is not None else None
    period = when.period if when is not None else None
    is_change = claim is not None and claim.measure is Measure.CHANGE
    key = indicator_key(indicator.text) if indicator is not None else ""
    # In the order of the fields: with their names the call takes three times as long.
    observation = Observation(
        row.mention.number.number_id,
        indicator.text if indicator is not None and key else None,
        key or None,
        claim.measure if claim is not None else Measure.LEVEL,
        _direction(row) if is_change else None,
        row.basis.basis if row.basis is not None else None,
        period.iso if period is not None else None,
        period.start if period is not None else None,
        period.end if period is not None else None,
        period.freq if period is not None else None,
        when.source if when is not None else None,
        row.area.code if row.area is not None else None,
        row.area.text if row.area is not None else None,
        row.status.status if row.status is not None else ObsStatus.ACTUAL,
        row.speaker,
        _flags(row, when),
    )
    return Derivation(observation, row)


def _direction(row: Row) -> Direction | None:
    """The direction of a change; a change of nothing is flat."""
    if row.mention.number.value == 0:
        return Direction.FLAT
    return row.claim.direction if row.claim is not None else None


def _flags(row: Row, when: When | None) -> tuple[Flag, ...]:
    flags = list(row.mention.flags)
    if when is not None and when.is_inferred:
        flags.append(Flag.PERIOD_INHERITED)
    if row.indicator is not None and row.indicator.is_inherited:
        flags.append(Flag.INDICATOR_INHERITED)
    if row.is_repeated:
        flags.append(Flag.REPEATED)
    if row.is_revised:
        flags.append(Flag.REVISED)
    return tuple(flags) if len(flags) < 2 else tuple(dict.fromkeys(flags))
