"""What the benchmarks read: the sample bulletins, as articles, as sentences, and as files with small edits."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.numbers.sentences import split_sentences
from tallybook.reading import Limits, Source, list_sources, read_batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.model import Document

RAW = Path(__file__).parent.parent / "raw"
_FILES_PER_FOLDER = 1_000


@cache
def articles() -> tuple[Document, ...]:
    """The documents of raw/."""
    sources = [found for found in list_sources([RAW], Limits()) if isinstance(found, Source)]
    documents, _ = read_batch(sources, Limits())
    return tuple(documents)


@cache
def texts_of(path: Path | None) -> tuple[str, ...]:
    """The texts of a file of JSON lines, or the articles of raw/."""
    if path is None:
        return tuple(document.text for document in articles())
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


def spread(raw: Path, texts: Sequence[str], count: int) -> None:
    """Write `count` files in folders of a thousand below `raw`: the texts, again and again, each time edited a little.

    No two files have the same content, so each is a document of its own.
    """
    for number in range(count):
        edition, which = divmod(number, len(texts))
        folder = raw / f"{number // _FILES_PER_FOLDER:04}"
        folder.mkdir(parents=True, exist_ok=True)
        text = f"{texts[which]}\n\nEdition {_in_letters(edition)} of {_in_letters(which)}\n"
        (folder / f"{number:07}.txt").write_text(text, encoding="utf-8")


def _in_letters(number: int) -> str:
    """A number without a digit, for the edit is to add none to the text."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def revise(raw: Path, one_in: int, edition: int) -> None:
    """Give one file in so many another last line, each edition other files."""
    for path in sorted(raw.rglob("*.txt"))[edition::one_in]:
        path.write_text(f"{path.read_text(encoding='utf-8')}\nRevised {_in_letters(edition)}\n", encoding="utf-8")
