"""The words that dates and times are made of, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tallybook.lexicons import load


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """`lexicons/<language>/dates.toml` compiled; every key is in lower case.

    `cardinals` and `ordinals` come from the number words, whole numbers below a hundred only; `starters` are all the
    words that a date or a time may begin with, `followers` those that may go on with one behind one or two digits.
    """

    months: dict[str, int]
    seasons: dict[str, int]
    divisions: dict[str, int]
    letters: dict[str, int]
    decades: dict[str, int]
    zones: dict[str, str]
    named: dict[str, str]
    words: dict[str, frozenset[str]]
    year: dict[str, frozenset[str]]
    cardinals: dict[str, int]
    tens: dict[str, int]
    ordinals: dict[str, int]
    starters: frozenset[str]
    followers: frozenset[str]


@cache
def date_lexicon(language: str = "en") -> DateLexicon:
    """The compiled lexicon of dates.

    >>> date_lexicon().months["february"]
    2
    """
    data = load("dates", language)
    numerals = load("numerals", language)
    words = {name: frozenset(values) for name, values in data["words"].items()}
    cardinals = {word: int(value) for word, value in numerals["cardinals"].items()}
    tens = {word: int(value) for word, value in numerals["tens"].items()}
    ordinals = {word: int(value) for word, value in numerals["ordinals"].items() if int(value) < 100}
    starters = frozenset(
        [
            *data["months"], *data["seasons"], *data["letters"], *data["decades"], *cardinals, *tens, *ordinals,
            *words["edges"], *words["firsts"], *words["apostrophes"], "week", "w", "fy", "cy",
        ]
    )  # fmt: skip
    followers = frozenset([*data["months"], "of", "a", "p"]).union(
        *(words[name] for name in ("and", "to", "am", "pm", "noon", "midnight", "oclock", "eras_before", "eras_after"))
    )
    return DateLexicon(
        data["months"],
        data["seasons"],
        data["divisions"],
        data["letters"],
        data["decades"],
        data["zones"],
        data["named"],
        words,
        {name: frozenset(values) for name, values in data["year"].items()},
        cardinals,
        tens,
        ordinals,
        starters,
        followers,
    )
