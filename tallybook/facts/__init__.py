"""Numbers → observations: what each quantity measures, of when and where, level or change, and who says so."""

from __future__ import annotations

from tallybook.facts.comparators import comparators
from tallybook.facts.link import derive, link
from tallybook.facts.observe import Derivation, Reason

__all__ = ["Derivation", "Reason", "comparators", "derive", "link"]
