"""The words that make names of the numbers beside them, ready for look-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tallybook.lexicons import load


@dataclass(frozen=True, slots=True)
class LabelLexicon:
    """`lexicons/<language>/labels.toml` compiled: words that make a name of the number beside them.

    `names` has the names of indices and groups as their words, keyed by the last one; those of `small_names` are names
    in small letters, too.
    """

    before: frozenset[str]
    not_before: frozenset[str]
    digits_only: frozenset[str]
    names_if_capitalised: frozenset[str]
    versioned: frozenset[str]
    names: dict[str, list[tuple[str, ...]]]
    small_names: frozenset[tuple[str, ...]]
    generations: frozenset[str]
    generation_digits: frozenset[str]
    not_names: frozenset[str]
    prefixes: frozenset[str]
    plans: frozenset[str]
    short_names: frozenset[str]
    streets: frozenset[str]
    small_in_headlines: frozenset[str]
    before_models: frozenset[str]


@cache
def label_lexicon(language: str = "en") -> LabelLexicon:
    """The compiled lexicon of labels.

    >>> "section" in label_lexicon().before
    True
    """
    data = load("labels", language)
    before, glued = data["before"], data["glued"]
    names: dict[str, list[tuple[str, ...]]] = {}
    for words in map(_words_of, (*before["names"], *before["small_names"])):
        names.setdefault(words[-1], []).append(words)
    return LabelLexicon(
        before=frozenset(before["words"]),
        not_before=frozenset(before["not_before"]),
        digits_only=frozenset(before["digits_only"]),
        names_if_capitalised=frozenset(before["if_capitalised"]),
        versioned=frozenset(before["versioned"]),
        names=names,
        small_names=frozenset(map(_words_of, before["small_names"])),
        generations=frozenset(glued["generations"]),
        generation_digits=frozenset(glued["generation_digits"]),
        not_names=frozenset(glued["not_names"]),
        prefixes=frozenset(data["prefixes"]["words"]),
        plans=frozenset(data["plans"]["words"]),
        short_names=frozenset(data["short_names"]["words"]),
        streets=frozenset(data["streets"]["words"]),
        small_in_headlines=frozenset(data["headlines"]["small"]),
        before_models=frozenset(data["models"]["before"]),
    )


def _words_of(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+|[^\w\s]", name))
