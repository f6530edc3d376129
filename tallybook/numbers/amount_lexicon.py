"""The small words around an amount, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tallybook.lexicons import load


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


@cache
def amount_lexicon(language: str = "en") -> AmountLexicon:
    """The compiled lexicon of the words around amounts.

    >>> amount_lexicon().adverbs["annually"]
    'year'
    """
    data = load("amounts", language)
    age, per, partitive, symbols = data["age"], data["per"], data["partitive"], data["symbols"]
    rates = dict(per["rates"])
    rate_words = rates.pop("words")
    return AmountLexicon(
        signs=frozenset(data["signs"]),
        below_zero=data["below_zero"],
        possessives=frozenset(data["tens"]["possessives"]),
        cohorts=frozenset(data["tens"]["cohorts"]),
        tens_parts=frozenset(data["tens"]["parts"]),
        thermal=frozenset(data["tens"]["thermal"]),
        terms=frozenset(partitive["terms"]),
        strong=frozenset(partitive["strong"]),
        crowds=frozenset(partitive["crowds"]),
        not_crowds=frozenset(partitive["not_crowds"]),
        between=frozenset(data["between"]["words"]),
        between_kinds=frozenset(data["between"]["kinds"]),
        spans=frozenset(data["between"]["spans"]),
        sizes=frozenset(data["sizes"]["kinds"]),
        age_before=frozenset(age["before"]),
        age_joints=frozenset(age["joints"]),
        age_alone=frozenset(age["alone"]),
        age_behind=frozenset(age["behind"]),
        persons=frozenset(age["persons"]),
        being=frozenset(age["being"]),
        whose=frozenset(age["whose"]),
        age_units=frozenset(age["units"]),
        old=frozenset(age["old"]),
        per=frozenset(per["words"]),
        per_loose=frozenset(per["loose"]),
        per_nouns=frozenset(per["loose_nouns"]),
        per_kinds=frozenset(per["kinds"]),
        not_per=frozenset(per["not_behind"]),
        no_per=frozenset(per["none"]),
        exchange=frozenset(per["exchange"]),
        in_dollars=frozenset(per["in_dollars"]),
        adverbs=per["adverbs"],
        latin=per["latin"],
        rates=rates,
        rate_words=frozenset(rate_words),
        part_of=frozenset(partitive["of"]),
        half_of=frozenset(partitive["half"]),
        choice=frozenset(partitive["choice"]),
        odd=frozenset(partitive["odd"]),
        one=frozenset(partitive["one"]),
        before_scale=frozenset(partitive["before_scale"]),
        code_scales=data["code_scales"],
        apart=frozenset(symbols["apart"]),
        apart_scaled=frozenset(symbols["apart_scaled"]),
        times=frozenset(symbols["times"]),
        extents=frozenset(symbols["extents"]),
        quotes=frozenset(symbols["quotes"]),
        quote_units=frozenset(symbols["quote_units"]),
        compounds={(entry["whole"], entry["part"]): entry["size"] for entry in data["compound"]},
    )
