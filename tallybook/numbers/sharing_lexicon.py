"""The words that tell that two numbers share a unit, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from tallybook.lexicons import load


@dataclass(frozen=True, slots=True)
class SharingLexicon:
    """`lexicons/<language>/sharing.toml` compiled: the words that tell that two numbers share a unit."""

    conjunctions: frozenset[str]
    even: frozenset[str]
    oppositions: frozenset[str]
    contrasts: frozenset[str]
    level_contrasts: frozenset[str]
    index_contrasts: frozenset[str]
    rate_contrasts: frozenset[str]
    definite: frozenset[str]
    leads: frozenset[str]
    parallels: frozenset[str]
    moves: frozenset[str]
    more: frozenset[str]
    of_these: frozenset[str]
    of_which: frozenset[str]
    for_every: frozenset[str]
    numbers: frozenset[str]
    amounts_to: frozenset[str]
    sums: frozenset[str]
    shares: frozenset[str]
    crowds: frozenset[str]
    clauses: frozenset[str]
    of_what: frozenset[str]
    determiners: frozenset[str]
    flows: frozenset[str]
    goods: frozenset[str]
    change_columns: frozenset[str]
    before_heading_units: frozenset[str]
    people: frozenset[str]
    not_people: frozenset[str]


@cache
def sharing_lexicon(language: str = "en") -> SharingLexicon:
    """The compiled lexicon of shared units.

    >>> "from" in sharing_lexicon().contrasts
    True
    """
    data = load("sharing", language)
    return SharingLexicon(**{field.name: frozenset(data[field.name]) for field in fields(SharingLexicon)})
