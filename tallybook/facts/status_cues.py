"""The words that tell whether a value happened, is estimated, foreseen or aimed at; see the lexicon `status`."""

from __future__ import annotations

from functools import cache
from typing import Final

from tallybook.lexicons import load
from tallybook.model import ObsStatus

# The surer a cue is about the future, the sooner it decides.
ORDER: Final = (ObsStatus.TARGET, ObsStatus.FORECAST, ObsStatus.ESTIMATE)


@cache
def cues(
    language: str = "en",
) -> tuple[dict[str, ObsStatus], dict[str, ObsStatus], dict[str, ObsStatus], frozenset[str]]:
    """Cue nouns, cue verbs and words right before an amount with their status, and the words of revision."""
    data = load("status", language)
    nouns: dict[str, ObsStatus] = {}
    verbs: dict[str, ObsStatus] = {}
    for status in reversed(ORDER):
        nouns |= dict.fromkeys(data[status]["nouns"], status)
        verbs |= dict.fromkeys(data[status]["verbs"], status)
    verbs |= dict.fromkeys(data["forecast"]["modals"], ObsStatus.FORECAST)
    before = {word: ObsStatus(status) for status, words in data["before_amount"].items() for word in words}
    return nouns, verbs, before, frozenset(data["revised"]["words"])


@cache
def phrases(language: str = "en") -> dict[str, ObsStatus]:
    """Verbs that are cues only with the preposition behind them: "calls for"."""
    data = load("status", language)
    return {words: status for status in (ObsStatus.TARGET, ObsStatus.FORECAST) for words in data[status]["phrases"]}


@cache
def ahead_before_to(language: str = "en") -> frozenset[str]:
    """Words that look ahead before an infinitive."""
    return frozenset(load("status", language)["forecast"]["before_to"])


@cache
def plans_to(language: str = "en") -> frozenset[str]:
    """Nouns that tell a plan before an infinitive: "an agreement to buy"."""
    return frozenset(load("status", language)["target"]["before_to"])


@cache
def limits(language: str = "en") -> frozenset[str]:
    """Cue nouns of limits, which are in force where another value is set against them."""
    return frozenset(load("status", language)["target"]["limits"])


@cache
def passives(language: str = "en") -> frozenset[str]:
    """Cues only where something is done to the subject."""
    return frozenset(load("status", language)["forecast"]["passives"])


@cache
def placing(language: str = "en") -> frozenset[str]:
    """Verbs that tell an estimate before "at"."""
    return frozenset(load("status", language)["estimate"]["placing"])


@cache
def foreseeing(language: str = "en") -> frozenset[str]:
    """The verbs that tell a plan or a forecast: "expected", "planned"."""
    return frozenset(word for word, status in cues(language)[1].items() if status is not ObsStatus.ESTIMATE)


def revising_words(language: str = "en") -> frozenset[str]:
    """The words that tell a revision."""
    return cues(language)[3]


@cache
def first_told(language: str = "en") -> frozenset[str]:
    """The words for a value that is told anew: "the *previously* reported 3 pct"."""
    return frozenset(load("status", language)["revised"]["first_told"])


@cache
def past_perfect(language: str = "en") -> frozenset[str]:
    """The auxiliaries of the past perfect."""
    words = load("words", language)
    return frozenset(words["have"]) & frozenset(words["past_auxiliary"])
