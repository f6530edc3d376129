"""What `tallybook inspect` shows: a text and its rows, from the engine or from the current release."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.cli.documents import read_one, standard_input
from tallybook.cli.errors import Failure
from tallybook.model import Number, Observation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from tallybook.reading import Place

_LIST = "list them with 'tallybook sql \"SELECT document_id, title FROM documents\"'"
_DOCUMENT_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class Inspected:
    """A text with its numbers and its observations, both in reading order."""

    text: str
    numbers: list[Number]
    observations: list[Observation]

    def of_kinds(self, kinds: Collection[str]) -> Inspected:
        """The same text with the numbers of these kinds only, and their observations."""
        numbers = [number for number in self.numbers if number.kind in kinds]
        kept = {number.number_id for number in numbers}
        return Inspected(self.text, numbers, [row for row in self.observations if row.observation_id in kept])


def is_document_id(name: str) -> bool:
    """Whether a name is meant as the id of a document: it looks like one, and no file has it.

    >>> is_document_id("9f86d081884c7d65"), is_document_id("release.txt")
    (True, False)
    """
    return _DOCUMENT_ID.fullmatch(name) is not None and not Path(name).exists()


def from_release(store: Place | None, document_id: str) -> Inspected:
    """A document as the current release has it; raises NoRelease, and Failure if it is not in there."""
    from tallybook.cli.release import database_of, query
    from tallybook.resources import read

    database = database_of(store)
    chosen = {"document_id": document_id}
    texts, numbers, observations = (
        query(database, read(f"sql/command/document_{part}.sql"), chosen).objects
        for part in ("text", "numbers", "observations")
    )
    if not texts:
        raise Failure(f"there is no file {document_id}, and no such document in {database.parent.name}: {_LIST}")
    return Inspected(
        texts[0]["text"],
        [Number(**{field.name: row[field.name] for field in fields(Number)}) for row in numbers],
        [Observation(**{field.name: row[field.name] for field in fields(Observation)}) for row in observations],
    )


def from_file(file: str, published_on: date | None) -> Inspected:
    """What the engine finds in a file, or in standard input if it is `-`; raises Failure if it cannot be read.

    A date of publication that is given counts more than the one that the file gives.
    """
    import tallybook

    if file == "-":
        return from_text(standard_input(), published_on)
    document = read_one(file)
    dated = replace(document, published_on=published_on or document.published_on)
    found = tallybook.extract_document(dated)
    return Inspected(document.text, found.numbers, found.observations)


def from_text(text: str, published_on: date | None) -> Inspected:
    """What the engine finds in a text."""
    import tallybook

    found = tallybook.extract(text, published_on=published_on)
    return Inspected(text, found.numbers, found.observations)
