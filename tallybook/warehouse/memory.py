"""The ids of forgotten documents, kept beside the warehouse: one that is built anew must not bring them back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tallybook.durable import force_to_disk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "forgotten.json"


def load(store: Path) -> dict[str, bool]:
    """The documents that were forgotten, and of each whether the old releases that hold it are to go.

    Raises ValueError if the file was tampered with.

    >>> load(Path("nowhere"))
    {}
    """
    path = store / FILE_NAME
    if not path.is_file():
        return {}
    forgotten: dict[str, bool] = json.loads(path.read_text(encoding="ascii"))
    return forgotten


def save(store: Path, forgotten: Mapping[str, bool]) -> None:
    """Keep the documents that were forgotten: the file holds what it held, or these, at any moment."""
    aside = store / f".{FILE_NAME}.new"
    aside.write_text(json.dumps(forgotten, indent=1), encoding="ascii")
    force_to_disk(aside)
    aside.replace(store / FILE_NAME)
    force_to_disk(store)
