"""What the benchmarks read: the sample bulletins, as articles and as sentences."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.numbers.sentences import split_sentences
from tallybook.reading import Limits, Source, list_sources, read_batch

if TYPE_CHECKING:
    from tallybook.model import Document

RAW = Path(__file__).parent.parent / "raw"


@cache
def articles() -> tuple[Document, ...]:
    """The documents of raw/."""
    sources = [found for found in list_sources([RAW], Limits()) if isinstance(found, Source)]
    documents, _ = read_batch(sources, Limits())
    return tuple(documents)


def texts_of(path: Path) -> tuple[str, ...]:
    """The texts of a file of JSON lines."""
    return tuple(json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of raw/ that hold a digit."""
    found = []
    for document in articles():
        for sentence in split_sentences(document.text):
            text = document.text[sentence.start : sentence.end]
            if any(character.isdigit() for character in text):
                found.append(text)
    return tuple(found)
