"""The same fact told twice: title and body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.model import ObsStatus, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.document import Row

_Key = tuple[float | None, float | None, float | None, str | None, str, str | None]


def _key(row: Row) -> _Key | None:
    """What two rows of the same fact agree in."""
    if row.claim is None or row.indicator is None:
        return None
    n = row.mention.number
    return (n.value, n.lower, n.upper, n.unit, row.claim.measure, row.claim.direction)


def explain_headings(headings: Sequence[Row], body: Sequence[Row]) -> None:
    """Give amounts of headings the period, basis and status that the body tells of the same fact."""
    known: dict[_Key, Row] = {}
    for row in body:
        key = _key(row)
        if key is not None:
            known.setdefault(key, row)
    for row in headings:
        key = _key(row)
        twin = known.get(key) if key is not None else None
        if twin is None:
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
        if row.basis is None or row.basis.basis is None:
            row.basis = twin.basis


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
