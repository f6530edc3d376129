"""How well the engine reads the labelled paragraphs, field by field.

A label is held against the number that overlaps it most. In percent:

- `kind`: labelled numbers of the right kind;
- `found`: labelled quantities that we have as quantities; `clean`: our quantities that are labelled as such;
- `value` … `area`: of the quantities found; `direction` of those that both sides call changes;
- `fact`: labelled quantities with value, unit, comparator, measure, direction and indicator all right;
  `fact+when`: these with the period right, too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tallybook import extract
from tallybook.model import Number, Observation
from tests.eval.labels import Label, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable


FACT = ("value", "unit", "comparator", "measure", "direction", "indicator")
FIELDS = (
    *("kind", "found", "clean", "value", "unit", "comparator", "measure", "direction", "basis"),
    *("period", "status", "indicator", "area", "fact", "fact+when"),
)
CLOSED_CLASS = frozenset(
    {
        *("a", "an", "and", "as", "at", "by", "for", "from", "her", "his", "in", "its", "of", "on", "or", "per"),
        *("that", "the", "their", "these", "this", "to", "which", "with"),
    }
)
PLURALS = ((r"ies$", "y"), (r"es$", ""), (r"s$", ""), (r"men$", "man"), (r"^people$", "person"))


@dataclass(frozen=True, slots=True)
class Miss:
    """One field of one label that the engine reads otherwise."""

    field: str
    paragraph: Paragraph
    start: int
    end: int
    label: Label | None
    number: Number | None
    observation: Observation | None


@dataclass(slots=True)
class Score:
    """Counts by field, and every miss."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def figure(self, name: str) -> float:
        """Percent right, rounded down to one decimal so that a floor is never above what was measured."""
        return math.floor(1000 * self.right[name] / self.total[name]) / 10 if self.total[name] else 100.0

    def tally(self, name: str, is_right: bool, miss: Miss) -> None:
        """Count one judgement."""
        self.total[name] += 1
        self.right[name] += is_right
        if not is_right:
            self.misses.append(miss)


def words(phrase: str | None) -> list[str]:
    """The words of a phrase that carry meaning, in lower case."""
    found = re.findall(r"[a-z0-9][a-z0-9&.'’-]*", (phrase or "").lower())
    return [word for word in (item.strip(".'’-") for item in found) if word and word not in CLOSED_CLASS]


def forms(word: str) -> set[str]:
    """A word and the singulars that it may have."""
    bare = re.sub(r"['’]s$", "", word)
    return {word, bare, *(re.sub(plural, singular, bare) for plural, singular in PLURALS)}


def same_value(right: object, ours: object) -> bool:
    """Equal numbers, or both none."""
    if isinstance(right, int | float) and isinstance(ours, int | float):
        return math.isclose(right, ours, rel_tol=1e-6, abs_tol=1e-9)
    return right is None and ours is None


def same_unit(right: str | None, number: Number) -> bool:
    """Equal names; for counted nouns the head noun is enough."""
    if right is None or number.unit is None:
        return right is number.unit
    theirs, ours = right.lower().split(" per "), number.unit.lower().split(" per ")
    if theirs == ours:
        return True
    heads_agree = bool(forms(theirs[0].split()[-1]) & forms(ours[0].split()[-1]))
    return number.unit_kind == "count" and theirs[1:] == ours[1:] and heads_agree


def names_it(label: Label, indicator: str | None) -> bool:
    """The words that matter are there, and not half the paragraph with them."""
    if not label.must:
        return True
    ours = words(indicator)
    have = {form for word in ours for form in forms(word)}
    room = 2 * len(words(label.indicator)) + 3
    return len(ours) <= room and all(forms(word) & have for word in label.must)


def right_value(label: Label, number: Number) -> bool:
    """The value, or both ends of a range."""
    if "range" in label.right["comparator"]:
        return same_value(label.right["lower"][0], number.lower) and same_value(label.right["upper"][0], number.upper)
    return any(same_value(value, number.value) for value in label.right["value"])


def verdicts(label: Label, number: Number, observation: Observation) -> dict[str, bool]:
    """Whether each field of a quantity is right."""
    right = label.right
    found = {
        "value": right_value(label, number),
        "unit": any(same_unit(unit, number) for unit in right["unit"]),
        "comparator": number.comparator in right["comparator"],
        "measure": observation.measure in right["measure"],
        "basis": observation.basis in right["basis"],
        "period": observation.time_period in right["period"],
        "status": observation.obs_status in right["status"],
        "indicator": names_it(label, observation.indicator),
        "area": observation.ref_area in right["area"],
    }
    if observation.measure == "change" and "change" in right["measure"]:
        found["direction"] = observation.direction in right["direction"]
    found["fact"] = all(found.get(name, True) for name in FACT)
    found["fact+when"] = found["fact"] and found["period"]
    return found


def best_match(label: Label, numbers: Iterable[Number]) -> Number | None:
    """The number that overlaps a label most."""
    overlaps = [(min(n.end, label.end) - max(n.start, label.start), -n.start, n) for n in numbers]
    best = max(overlaps, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def judged(label: Label, number: Number | None, observation: Observation | None) -> dict[str, bool]:
    """Whether each field of a label is right; those that cannot be judged are left out."""
    found = {"kind": number is not None and number.kind in label.kinds}
    if not label.is_quantity:
        return found
    if number is None or observation is None:
        return {**found, "found": False, "fact": False, "fact+when": False}
    return {**found, "found": True, **verdicts(label, number, observation)}


def judge(score: Score, paragraph: Paragraph) -> None:
    """Hold the engine's reading of one paragraph against its labels."""
    extraction = extract(paragraph.text, published_on=paragraph.published_on)
    observations = {observation.observation_id: observation for observation in extraction.observations}
    for label in paragraph.labels:
        number = best_match(label, extraction.numbers)
        observation = observations.get(number.number_id) if number else None
        for name, is_right in judged(label, number, observation).items():
            score.tally(name, is_right, Miss(name, paragraph, label.start, label.end, label, number, observation))
    judge_clean(score, paragraph, extraction.numbers)


def judge_clean(score: Score, paragraph: Paragraph, numbers: Iterable[Number]) -> None:
    """Count the engine's quantities that no label calls one."""
    quantities = [label for label in paragraph.labels if "quantity" in label.kinds]
    for number in numbers:
        if number.kind == "quantity":
            is_right = any(label.start < number.end and number.start < label.end for label in quantities)
            score.tally("clean", is_right, Miss("clean", paragraph, number.start, number.end, None, number, None))


def scored(paragraphs: Iterable[Paragraph]) -> Score:
    """The figures of the engine on labelled paragraphs."""
    score = Score()
    for paragraph in paragraphs:
        judge(score, paragraph)
    return score
