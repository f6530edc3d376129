"""Explanations: for each number of a text, which rule decided what, and for each observation, which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.engine import nameless_id, read_numbers
from tallybook.facts import derive
from tallybook.model import Number, Observation
from tallybook.numbers.explain import Lost, lost_readings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tallybook.facts import Derivation

_FIELDS = ("indicator", "measure", "direction", "basis", "time_period", "ref_area", "obs_status", "attributed_to")


@dataclass(frozen=True, slots=True)
class Cause:
    """What decided one field of an observation: the rule, and the words that it rests on, "" if none."""

    field: str
    value: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number, the chain of rules that read it, the readings that lost, and the causes of its observation.

    `str()` of it is what `tallybook explain` prints.
    """

    number: Number
    rules: tuple[str, ...]
    lost: tuple[Lost, ...]
    observation: Observation | None
    causes: tuple[Cause, ...]

    def __str__(self) -> str:
        """The explanation, a line for each decision."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        number = self.number
        surface = " ".join(number.surface.split())
        yield f"{surface}  [{number.start}:{number.end}]  {number.kind.value}"
        stated = number.iso or number.value_exact or _bounds(number)
        if stated is not None:
            sign = "" if number.comparator.value in {"=", "range"} else f"{number.comparator.value} "
            yield f"  value        {sign}{stated}{f' {number.unit}' if number.unit else ''}"
        yield f"  rules        {' → '.join(self.rules)}"
        for lost in self.lost:
            yield f"  lost         {lost.rule} ({lost.kind} “{' '.join(lost.surface.split())}”)"
        for cause in self.causes:
            because = f", from “{' '.join(cause.words.split())}”" if cause.words else ""
            yield f"  {cause.field:<12} {cause.value}  ({cause.rule}{because})"
        if self.observation is not None and self.observation.flags:
            yield f"  flags        {', '.join(flag.value for flag in self.observation.flags)}"


def explain(text: str, *, published_on: date | None = None, language: str = "en") -> list[Explanation]:
    """The derivations of all numbers of a text, in reading order; the text is the same as for `extract`.

    Raises LexiconError if there is no lexicon for the language.

    >>> print(explain("5G")[0])
    5G  [0:2]  label
      rules        label.mobile-generation
      lost         quantity.bare (quantity “5”)
    """
    found = read_numbers(text, nameless_id(text), published_on, language)
    derived = {d.mention.number.start: d for d in derive(found, published_on=published_on, language=language)}
    explanations = []
    for mention in found.mentions:
        derivation = derived.get(mention.number.start)
        causes = _causes(text, derivation) if derivation is not None else ()
        lost = lost_readings(found, mention, published_on=published_on, language=language)
        observation = derivation.observation if derivation is not None else None
        explanations.append(Explanation(mention.number, mention.rules, tuple(lost), observation, tuple(causes)))
    return explanations


def _causes(text: str, derivation: Derivation) -> Iterator[Cause]:
    """The fields of an observation that something decided, in the order of the table."""
    reasons = derivation.reasons()
    for field in _FIELDS:
        value = getattr(derivation.observation, field)
        if value is None:
            continue
        reason = reasons.get(field)
        rule = reason.rule if reason is not None else "default"
        words = text[reason.start : reason.end] if reason is not None else ""
        yield Cause(field, str(value), rule, words)


def _bounds(number: Number) -> str | None:
    """A range's ends as text."""
    if number.lower is None and number.upper is None:
        return None
    return f"{number.lower:g} to {number.upper:g}" if number.lower is not None and number.upper is not None else None
