"""The engine's face: text in, numbers and observations out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from tallybook import compiled
from tallybook.facts.comparators import comparators
from tallybook.facts.link import link
from tallybook.model import Number, Observation
from tallybook.numbers import Budget, find
from tallybook.numbers.rows import bounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from importlib.resources.abc import Traversable

    from tallybook.model import Document
    from tallybook.numbers import Found

_ENGINE_FOLDERS: Final = ("facts", "lexicons", "numbers")
_NAMELESS: Final = 16


@dataclass(slots=True, init=False)
class Extraction:
    """What one text holds: its numbers and observations in reading order, and its sentences as (start, end) offsets."""

    numbers: list[Number]
    observations: list[Observation]
    sentences: list[tuple[int, int]]

    def __init__(
        self, numbers: list[Number], observations: list[Observation], sentences: list[tuple[int, int]]
    ) -> None:
        self.numbers = numbers
        self.observations = observations
        self.sentences = sentences


def extract(text: str, *, published_on: date | None = None, language: str = "en") -> Extraction:
    """All numbers of a text, and an observation for each that is a quantity.

    `published_on` resolves relative dates such as "last year". The `document_id` in the ids is derived from the text.
    Raises LexiconError if there is no lexicon for the language.

    >>> extract("Revenue rose 8% to 1.47 trillion yuan.").observations[0].direction
    <Direction.UP: 'up'>
    """
    return _extract(text, nameless_id(text), published_on, language, Budget())


def nameless_id(text: str) -> str:
    """The id of a text that comes from no file: 16 hex digits, derived from the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_NAMELESS]


def extract_document(document: Document, budget: Budget | None = None) -> Extraction:
    """The same for a document that was read, under its own id and date.

    Raises OverBudgetError, too, if the document asks for more work than `budget` allows.
    """
    return _extract(document.text, document.document_id, document.published_on, document.language, budget or Budget())


def _extract(text: str, document_id: str, published_on: date | None, language: str, budget: Budget) -> Extraction:
    found = read_numbers(text, document_id, published_on, language, budget)
    observations = link(found, published_on=published_on, language=language, budget=budget)
    return Extraction(
        [mention.number for mention in found.mentions],
        observations,
        [(sentence.start, sentence.end) for sentence in found.sentences],
    )


def read_numbers(
    text: str, document_id: str, published_on: date | None, language: str, budget: Budget | None = None
) -> Found:
    """The numbers of a text, with the comparators that only a whole sentence shows."""
    found = find(text, published_on=published_on, language=language, document_id=document_id, budget=budget)
    for index, comparator in comparators(found, language).items():
        mention = found.mentions[index]
        mention.number = bounded(mention.number, comparator)
    return found


@cache
def engine_version() -> str:
    """Package version and a digest of everything that decides what the engine finds.

    Documents are extracted again when it changes. Raises StaleEngineError if what runs was compiled from other sources.
    """
    compiled.check()
    digest = hashlib.sha256()
    for folder in _ENGINE_FOLDERS:
        for name, content in sorted(_sources(files(__package__).joinpath(folder), folder)):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return f"{version('tallybook')}+{digest.hexdigest()[:8]}"


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _sources(entry, name)
        elif entry.name.endswith((".py", ".toml")):
            yield name, entry.read_bytes()
