"""The small lists of words that the rules ask for, as sets."""

from __future__ import annotations

from functools import cache

from tallybook.facts.morphology import gerund, past, third_person
from tallybook.lexicons import load


def _forms(bases: list[str]) -> frozenset[str]:
    """The forms of regular verbs and of those whose past is like their base."""
    return frozenset(form for base in bases for form in (base, third_person(base), past(base), gerund(base)))


@cache
def names(language: str = "en") -> dict[str, frozenset[str]]:
    """The small word lists that the rules ask for."""
    change, words = load("change", language), load("words", language)
    years = ("fiscal", "financial", "calendar", "full")  # of time wherever they stand, and no name of a thing
    return {
        "keeps_name": frozenset(change["noun"]["keeps_name"]),
        "rate_nouns": frozenset(change["noun"]["rate_nouns"]),
        "change_modifiers": frozenset(change["noun"]["modifiers"]),
        "balance": frozenset(words["balance"]),
        "manner": frozenset(words["manner"]),
        "plain_units": frozenset(words["plain_units"]),
        "deciding": frozenset(words["deciding"]),
        "causes": frozenset(words["causes"]),
        "sitting": frozenset(words["sitting"]),
        "results": frozenset(words["results"]),
        "benchmarks": frozenset(words["benchmarks"]),
        "standing": frozenset(change["noun"]["standing"]),
        "booked": frozenset(change["noun"]["booked"]),
        "empty_adjectives": frozenset(words["hollow"]["adjectives"]),
        "unmoved": frozenset(words["unmoved"]),
        "copulas": frozenset(words["copulas"]),
        "eras": frozenset(words["hollow"]["eras"]),
        "fiscal": frozenset(load("periods", language)["fiscal"]) - frozenset(years),
        "spans": frozenset(words["hollow"]["spans"]),
        "telling": frozenset(words["telling"]["participles"]),
        "demonstratives": frozenset(words["demonstratives"]),
        "deals": frozenset(words["deals"]["words"]),
        "handling_verbs": _forms(words["handling"]["verbs"]),
        "share_verbs": frozenset(words["share"]["verbs"]),
        "compare_verbs": frozenset(words["comparison"]["verbs"]),
        "beating": frozenset(words["comparison"]["beating"]),
    }
