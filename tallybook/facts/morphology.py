"""The forms of English verbs, made from their base."""

from __future__ import annotations

from functools import cache
from typing import Final

from tallybook.lexicons import load

_VOWELS: Final = frozenset("aeiou")


def past(base: str) -> str:
    """The regular past form.

    >>> past("total"), past("rate"), past("carry")
    ('totalled', 'rated', 'carried')
    """
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def gerund(base: str) -> str:
    """The form in -ing.

    >>> gerund("rise"), gerund("slip"), gerund("see"), gerund("lie")
    ('rising', 'slipping', 'seeing', 'lying')
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def third_person(base: str) -> str:
    """The form of the third person singular; for nouns the same makes the plural.

    >>> third_person("rise"), third_person("push"), third_person("carry")
    ('rises', 'pushes', 'carries')
    """
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


@cache
def _doubling(language: str = "en") -> frozenset[str]:
    return frozenset(load("verbs", language)["doubling"])


def _doubled(base: str) -> str:
    """The base with its last consonant doubled, if it is one that doubles."""
    return base + base[-1] if base in _doubling() else base
