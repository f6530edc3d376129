"""The same fact told twice: title and body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.model import ObsStatus, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.document import Row

_Kind = tuple[str | None, str | None, str | None]
_Key = tuple[float | None, float | None, float | None, str | None, str, str | None]


def _key(row: Row) -> _Key | None:
    """What two rows of the same fact agree in."""
    if row.claim is None or row.indicator is None:
        return None
    n = row.mention.number
    return (n.value, n.lower, n.upper, n.unit, row.claim.measure, row.claim.direction)


def explain_headings(headings: Sequence[Row], body: Sequence[Row]) -> None:
    """Give amounts of headings the period, basis and status that the body tells of the same fact.

    A rounded one ("ASSETS EXCEED 200 MLN DLRS") takes the period of the first amount of its kind in the body.
    """
    known: dict[_Key, Row] = {}
    kin: dict[_Kind, Row] = {}
    for row in body:
        if row.claim is not None and not row.claim.is_prior:
            kin.setdefault(_kind(row), row)
        key = _key(row)
        if key is not None:
            known.setdefault(key, row)
    for row in headings:
        key = _key(row)
        twin = known.get(key) if key is not None else None
        if twin is None:
            alike = kin.get(_kind(row))
            if alike is not None and alike.when is not None and (row.when is None or row.when.period is None):
                row.when = alike.when.found_in(PeriodSource.DOCUMENT, is_inferred=True)
            continue
        if row.status is None or row.status.status is ObsStatus.ACTUAL:
            row.status = twin.status
        if twin.when is None or twin.when.period is None:
            continue
        if (
            row.when is None
            or row.when.period is None
            or (row.when.period.start <= twin.when.period.start and twin.when.period.end <= row.when.period.end)
        ):
            row.when = twin.when.found_in(PeriodSource.DOCUMENT, is_inferred=True)
        is_told = row.basis is not None and row.basis.basis is not None and row.basis.rule != "basis.period"
        if not is_told:
            row.basis = twin.basis


def _kind(row: Row) -> _Kind:
    """What rows of a kind agree in: the unit, level or change, and whether it happened."""
    measure = row.claim.measure if row.claim is not None else None
    return row.mention.number.unit, measure, row.status.status if row.status is not None else None


def flag_repeats(rows: Sequence[Row]) -> None:
    """Mark every telling of a fact but the first: same value, unit, change, period and head of the indicator."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = _key(row)
        if key is None or row.indicator is None:
            continue
        period = row.when.period if row.when is not None else None
        full = (key, row.indicator.head, period.iso if period is not None else None)
        row.is_repeated = full in seen
        seen.add(full)
