"""Paragraphs in which a person has labelled every number: `labelled/*.toml`.

A `[[paragraph]]` has an `id`, the day it was `published_on`, its `text`, and its `numbers` in reading order. A number
has

- `at`: the numeral as it stands in the text, with its scale and without its unit; found behind the number before it;
- `kind`: as in the data dictionary; `quantity` where it is left out.

A quantity has besides

- `value`, or `lower` and `upper` for a range (an open bound has its `value` and its end);
- `comparator`: if left out, `=`, or `range` where there is no value;
- `unit`: readable canonical singular, none if left out;
- `indicator`: what it measures, in the text's words; `must`: the words without which an indicator would be wrong;
- `direction`: given for changes only, so that a number without one is a level (`measure` says it where readers differ);
- `basis`, `period`, `area`: none if left out; `status`, `actual` if left out.

A list holds all the answers that careful readers may give, and "" among them is none. `usual` holds the `period` and
the `area` of the quantities of a paragraph that have an indicator, so that only those that differ need to say theirs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "labelled"
JUDGED = ("value", "lower", "upper", "comparator", "unit", "measure", "direction", "basis", "period", "status", "area")
KEYS = frozenset({"at", "kind", "indicator", "must", *JUDGED})


class LabelError(ValueError):
    """A label that does not fit its text; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled number: its place, and for each field all the answers that are right."""

    start: int
    end: int
    surface: str
    kinds: tuple[str, ...]
    right: Mapping[str, tuple[Any, ...]]
    indicator: str | None
    must: tuple[str, ...]

    @property
    def is_quantity(self) -> bool:
        """Whether all careful readers take it for a quantity, so that its observation is judged."""
        return self.kinds == ("quantity",)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text and its labels, in reading order."""

    name: str
    published_on: date
    text: str
    labels: tuple[Label, ...]


def answers(value: Any) -> tuple[Any, ...]:
    """What a label accepts; the empty text stands for none."""
    return tuple(None if item == "" else item for item in (value if isinstance(value, list) else [value]))


def label_of(row: dict[str, Any], start: int, usual: dict[str, Any]) -> Label:
    """A label from its row, with what the row leaves out filled in."""
    inherited = usual if "indicator" in row else {}
    plain = {
        "comparator": "=" if "value" in row else "range",
        "measure": "change" if row.get("direction") else "level",
        "status": "actual",
    }
    full = {**plain, **inherited, **row}
    return Label(
        start=start,
        end=start + len(row["at"]),
        surface=row["at"],
        kinds=answers(row.get("kind", "quantity")),
        right={key: answers(full.get(key, "")) for key in JUDGED},
        indicator=row.get("indicator"),
        must=tuple(row.get("must", "").split()),
    )


def place_of(surface: str, text: str, behind: int) -> int | None:
    """Where a numeral stands next, never inside a longer word."""
    before = r"(?<![^\W\d_])" if surface[0].isalpha() else ""
    after = r"(?![^\W\d_])" if surface[-1].isalpha() else ""
    found = re.compile(f"{before}{re.escape(surface)}{after}").search(text, behind)
    return found.start() if found else None


def paragraph_of(entry: dict[str, Any]) -> Paragraph:
    """A paragraph with its labels put in their places.

    Raises LabelError if a label is not found in the text, has an unknown key, or a run of digits has no label.
    """
    text, labels, behind = entry["text"].strip(), [], 0
    for row in entry["numbers"]:
        start = place_of(row["at"], text, behind)
        if start is None:
            raise LabelError(
                f"{entry['id']}: no {row['at']!r} behind offset {behind}; write the labels in reading order"
            )
        if unknown := row.keys() - KEYS:
            raise LabelError(
                f"{entry['id']}: {row['at']!r} has unknown keys {sorted(unknown)}; known are {sorted(KEYS)}"
            )
        labels.append(label_of(row, start, entry.get("usual", {})))
        behind = labels[-1].end
    for digits in re.finditer(r"\d+", text):
        if not any(label.start <= digits.start() and digits.end() <= label.end for label in labels):
            around = text[max(0, digits.start() - 20) : digits.end() + 20]
            raise LabelError(f"{entry['id']}: {digits[0]!r} in {around!r} has no label; add one")
    return Paragraph(entry["id"], entry["published_on"], text, tuple(labels))


def files() -> list[Path]:
    """The labelled files in a stable order."""
    return sorted(FOLDER.glob("*.toml"))


def paragraphs() -> Iterator[Paragraph]:
    """All labelled paragraphs."""
    for path in files():
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["paragraph"]:
            yield paragraph_of(entry)
