"""Indicators → keys, so that the same thing said differently falls into one group."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from tallybook.lexicons import load
from tallybook.numbers.nouns import singular

_WORD: Final = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*")


@cache
def _stop(language: str = "en") -> frozenset[str]:
    return frozenset(load("words", language)["key_stop"])


@lru_cache(maxsize=65536)
def indicator_key(indicator: str) -> str:
    """Lower-case singulars without stop words, in alphabetical order: case, number, word order and "of" do not matter.

    >>> indicator_key("The number of new base stations") == indicator_key("new base station number")
    True
    """
    words = {
        singular(word.replace("’", "'").removesuffix("'s").removesuffix("'"))
        for word in _WORD.findall(indicator.lower())
    }
    return " ".join(sorted(words - _stop()))
