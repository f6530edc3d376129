"""The small words around an amount, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from tallybook.lexicons import load

# Where the lists of words stand: table and key.
_SETS: Final = {
    "possessives": ("tens", "possessives"),
    "cohorts": ("tens", "cohorts"),
    "tens_parts": ("tens", "parts"),
    "thermal": ("tens", "thermal"),
    "terms": ("partitive", "terms"),
    "strong": ("partitive", "strong"),
    "crowds": ("partitive", "crowds"),
    "not_crowds": ("partitive", "not_crowds"),
    "between": ("between", "words"),
    "between_kinds": ("between", "kinds"),
    "spans": ("between", "spans"),
    "sizes": ("sizes", "kinds"),
    "age_before": ("age", "before"),
    "age_joints": ("age", "joints"),
    "age_alone": ("age", "alone"),
    "age_behind": ("age", "behind"),
    "persons": ("age", "persons"),
    "peoples": ("age", "peoples"),
    "age_bounds": ("age", "bounds"),
    "being": ("age", "being"),
    "whose": ("age", "whose"),
    "age_units": ("age", "units"),
    "old": ("age", "old"),
    "per": ("per", "words"),
    "per_loose": ("per", "loose"),
    "per_nouns": ("per", "loose_nouns"),
    "per_kinds": ("per", "kinds"),
    "not_per": ("per", "not_behind"),
    "no_per": ("per", "none"),
    "exchange": ("per", "exchange"),
    "in_dollars": ("per", "in_dollars"),
    "part_of": ("partitive", "of"),
    "half_of": ("partitive", "half"),
    "choice": ("partitive", "choice"),
    "odd": ("partitive", "odd"),
    "one": ("partitive", "one"),
    "before_scale": ("partitive", "before_scale"),
    "apart": ("symbols", "apart"),
    "apart_scaled": ("symbols", "apart_scaled"),
    "times": ("symbols", "times"),
    "extents": ("symbols", "extents"),
    "quotes": ("symbols", "quotes"),
    "quote_units": ("symbols", "quote_units"),
}


@dataclass(frozen=True, slots=True)
class AmountLexicon:
    """`lexicons/<language>/amounts.toml` compiled; every word is in lower case, symbols are as written."""

    signs: frozenset[str]
    below_zero: list[str]
    possessives: frozenset[str]
    cohorts: frozenset[str]
    tens_parts: frozenset[str]
    thermal: frozenset[str]
    terms: frozenset[str]
    strong: frozenset[str]
    crowds: frozenset[str]
    not_crowds: frozenset[str]
    between: frozenset[str]
    between_kinds: frozenset[str]
    spans: frozenset[str]
    sizes: frozenset[str]
    age_before: frozenset[str]
    age_joints: frozenset[str]
    age_alone: frozenset[str]
    age_behind: frozenset[str]
    persons: frozenset[str]
    peoples: frozenset[str]
    age_bounds: frozenset[str]
    being: frozenset[str]
    whose: frozenset[str]
    age_units: frozenset[str]
    old: frozenset[str]
    per: frozenset[str]
    per_loose: frozenset[str]
    per_nouns: frozenset[str]
    per_kinds: frozenset[str]
    not_per: frozenset[str]
    no_per: frozenset[str]
    exchange: frozenset[str]
    in_dollars: frozenset[str]
    adverbs: dict[str, str]
    latin: dict[str, str]
    rates: dict[str, str]
    rate_words: frozenset[str]
    part_of: frozenset[str]
    half_of: frozenset[str]
    choice: frozenset[str]
    odd: frozenset[str]
    one: frozenset[str]
    before_scale: frozenset[str]
    code_scales: dict[str, int]
    apart: frozenset[str]
    apart_scaled: frozenset[str]
    times: frozenset[str]
    extents: frozenset[str]
    quotes: frozenset[str]
    quote_units: frozenset[str]
    compounds: dict[tuple[str, str], int]
    compound_letters: dict[tuple[str, str], int]


@cache
def amount_lexicon(language: str = "en") -> AmountLexicon:
    """The compiled lexicon of the words around amounts.

    >>> amount_lexicon().adverbs["annually"]
    'year'
    """
    data = load("amounts", language)
    per = data["per"]
    sets = {name: frozenset(data[table][key]) for name, (table, key) in _SETS.items()}
    return AmountLexicon(
        signs=frozenset(data["signs"]),
        below_zero=data["below_zero"],
        adverbs=per["adverbs"],
        latin=per["latin"],
        rates={word: unit for word, unit in per["rates"].items() if word != "words"},
        rate_words=frozenset(per["rates"]["words"]),
        code_scales=data["code_scales"],
        compounds={(entry["whole"], entry["part"]): entry["size"] for entry in data["compound"]},
        compound_letters={
            (entry["whole"], entry["letter"]): entry["size"] for entry in data["compound"] if "letter" in entry
        },
        **sets,
    )
