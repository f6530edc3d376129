"""What the values of a text are compared with, where it is told once and meant again.

As in "Deposits rose to 5 mln from 4 mln in May and 3 mln a year earlier. Loans rose to 9 mln from 8 mln and 6 mln."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.facts.clock import When
from tallybook.facts.priors import model_of
from tallybook.model import PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.claims import Claim
    from tallybook.facts.periods_iso import Period


class Comparisons:
    """For the period of a value, and how many it is compared with, the periods of these."""

    def __init__(self) -> None:
        self._told: dict[tuple[Period, int], list[Period]] = {}

    def share(self, claims: Sequence[Claim], whens: list[When]) -> None:
        """Keep what a sentence tells of the values it compares with; fill in `whens` where it tells nothing."""
        groups: dict[int, list[int]] = {}
        for k, claim in enumerate(claims):
            model = model_of(claims, k) if claim.is_prior else -1
            if model >= 0:
                groups.setdefault(model, []).append(k)
        for model, group in groups.items():
            period = whens[model].period
            if period is not None:
                self._share(period, group, whens)

    def _share(self, period: Period, group: list[int], whens: list[When]) -> None:
        told = (whens[k] for k in group)
        periods = [when.period for when in told if when.period is not None and not when.is_inferred]
        key = (period, len(group))
        if len(periods) == len(group):
            self._told[key] = periods
        elif not periods:
            for k, known in zip(group, self._told.get(key, ()), strict=False):
                if whens[k].period is None:
                    whens[k] = When(known, PeriodSource.DOCUMENT, is_inferred=True)
