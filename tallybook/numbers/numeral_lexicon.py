"""The words of numbers, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tallybook.lexicons import load
from tallybook.numbers.numerals import ONE, VULGAR


@dataclass(frozen=True, slots=True)
class NumeralLexicon:
    """`lexicons/<language>/numerals.toml` compiled; every key is in lower case but for the glued and money scales.

    `denominators` are what a fraction may be counted in, `starters` all words that a numeral may begin with.
    """

    cardinals: dict[str, Decimal]
    tens: dict[str, Decimal]
    scales: dict[str, Decimal]
    glued_scales: dict[str, Decimal]
    money_scales: dict[str, Decimal]
    groups: dict[str, Decimal]
    ordinals: dict[str, Decimal]
    denominators: dict[str, Decimal]
    vague: dict[str, tuple[Decimal, Decimal]]
    few: dict[str, tuple[Decimal, Decimal]]
    starters: frozenset[str]
    ordinal_endings: frozenset[str]
    articles: frozenset[str]
    part_before: frozenset[str]
    period_before: frozenset[str]
    part_behind: frozenset[str]
    compared: frozenset[str]
    extent_behind: frozenset[str]
    scored_behind: frozenset[str]
    steps: frozenset[str]


@cache
def numeral_lexicon(language: str = "en") -> NumeralLexicon:
    """The compiled lexicon of number words.

    >>> numeral_lexicon().cardinals["seven"]
    Decimal('7')
    """
    data = load("numerals", language)

    def decimals(name: str) -> dict[str, Decimal]:
        return {word: Decimal(value) for word, value in data[name].items()}

    def powers(name: str) -> dict[str, Decimal]:
        return {word: Decimal(10) ** power for word, power in data["scales"][name].items()}

    def bounds(name: str) -> dict[str, tuple[Decimal, Decimal]]:
        return {word: (Decimal(low), Decimal(high)) for word, (low, high) in data[name].items()}

    cardinals, tens, ordinals, groups = (decimals(name) for name in ("cardinals", "tens", "ordinals", "groups"))
    scales = powers("words")
    denominators = decimals("fractions")
    for word, value in ordinals.items():
        if value > 2 and not word.endswith("ly"):
            denominators |= {word: value, f"{word}s": value}
    denominators |= {"firsts": ONE, "seconds": Decimal(2)}
    vague = bounds("vague")
    large = {word: value for word, value in scales.items() if len(word) > 3}
    starters = frozenset([*cardinals, *tens, *large, *groups, *ordinals, *vague, "half", "quarter", *VULGAR]) - {
        "score",
        "gross",
    }
    parts = data["parts"]
    return NumeralLexicon(
        cardinals=cardinals,
        tens=tens,
        scales=scales,
        glued_scales=powers("glued"),
        money_scales=powers("money"),
        groups=groups,
        ordinals=ordinals,
        denominators=denominators,
        vague=vague,
        few=bounds("few"),
        starters=starters,
        ordinal_endings=frozenset(data["endings"]["words"]),
        articles=frozenset(parts["articles"]),
        part_before=frozenset(parts["before"]),
        period_before=frozenset(parts["period_before"]),
        part_behind=frozenset(parts["behind"] + parts["compared"]),
        compared=frozenset(parts["compared"]),
        extent_behind=frozenset(parts["extent_behind"]),
        scored_behind=frozenset(parts["scored_behind"]),
        steps=frozenset(parts["steps"]),
    )
