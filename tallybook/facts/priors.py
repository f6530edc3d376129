"""The periods of values that others are compared with: "from 5 mln last year", "against 3 mln in the same period"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts.clock import When
from tallybook.facts.period import resolve
from tallybook.facts.periods_iso import Period, moved
from tallybook.facts.time_roles import is_year
from tallybook.model import Measure, PeriodSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.claims import Claim
    from tallybook.facts.stretches import Stretches
    from tallybook.facts.timex_model import Timex

# A value is compared with another over so many amounts at most.
_NEIGHBOURS: Final = 12


def model_of(claims: Sequence[Claim], k: int) -> int:
    """The amount that prior amount `k` is compared with in the end, -1 if there is none."""
    model = claims[k].parallel
    for _ in range(_NEIGHBOURS):
        if not 0 <= model < len(claims) or not claims[model].is_prior:
            break
        model = claims[model].parallel
    return model if 0 <= model < len(claims) and not claims[model].is_prior else -1


def beside(period: Period, time: Timex, told: Period) -> Period | None:
    """The period of an amount that another one, of the period `told`, is compared with."""
    if period == told and time.sense == "pointer" and time.unit in "AQSMW":
        return moved(told, time.unit, -1)  # "compared with 16.6 pct last month", told a month later
    if period == told and time.sense == "same":
        return moved(told, "A", -1)  # "rose to 5 mln from 4 mln in the same period"
    is_year = period.freq == "A" and "/" not in period.iso
    if is_year and told.freq != "A" and (told.grain in "QSMW" or told.start < told.end):
        return moved(told, "A", period.start.year - told.start.year)  # "from 176.1 last year", said of a month
    return period


def is_whole(claim: Claim, time: Timex) -> bool:
    """As in "8 pct in February, after a rise of 11 pct in 1986": a change in a year that is named is of all of it."""
    return claim.measure is Measure.CHANGE and time.sense == "iso" and is_year(time)


def as_compared(stretches: Stretches, k: int, found: Sequence[When]) -> When | None:
    """What the amount it is compared with was itself compared with: "up 3 pct from a year earlier, to 5 mln from 4"."""
    model = model_of(stretches.claims, k)
    if model < 0:
        return None
    period, compared = found[model].period, found[model].compared
    seen = resolve(compared, None, period) if compared is not None and period is not None else None
    if seen is None or compared is None:
        return None
    return When(seen, PeriodSource.SENTENCE, (compared.first, compared.last), is_inferred=True)


def joined(stretches: Stretches, k: int, found: Sequence[When]) -> When | None:
    """As in "against 26 barrels of oil and 78 barrels of gas in 1985": another thing at the same time."""
    is_other = k > 0 and stretches.claims[k - 1].is_prior and stretches.claims[k].phrase is not None
    if not is_other or stretches.s.kind(stretches.amounts[k].left) != ch.CONJ or found[k - 1].period is None:
        return None
    return When(found[k - 1].period, PeriodSource.SENTENCE, found[k - 1].words, is_inferred=True)
