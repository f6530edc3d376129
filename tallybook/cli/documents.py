"""One document for `inspect` and `explain`, from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli.errors import Failure

if TYPE_CHECKING:
    from tallybook.model import Document


def standard_input() -> str:
    """Read standard input to its end as UTF-8; raises Failure if it is something else."""
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise Failure("standard input is not UTF-8: save it to a file, whose encoding is detected") from None


def read_one(file: str) -> Document:
    """Read a file that holds one document; raises Failure with the reason if it is refused or holds several."""
    from tallybook.model import Reject
    from tallybook.reading import list_sources, read_source
    from tallybook.settings import load_settings

    if not Path(file).is_file():
        raise click.UsageError(f"there is no file {file}")
    limits = load_settings().limits
    found = list(list_sources([Path(file)], limits))
    if len(found) != 1:
        raise Failure(f"{file} holds {len(found)} documents: use 'tallybook run {file}', or unpack it")
    document = found[0] if isinstance(found[0], Reject) else read_source(found[0], limits)
    if isinstance(document, Reject):
        raise Failure(f"{file}: {document.reason}: {document.detail}")
    return document
