"""Numbers → observations: what each quantity measures, of when and where, level or change, and who says so."""

from __future__ import annotations

from tallybook.facts.link import Derivation, derive, link

__all__ = ["Derivation", "derive", "link"]
