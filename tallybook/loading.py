"""A release as data frames: what `tallybook.load_release` gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from tallybook import datapackage, parquet
from tallybook.choosing import choose_release
from tallybook.dictionary import parquet_tables


@dataclass(frozen=True, slots=True)
class Release:
    """One published version of the dataset: a data frame per table.

    Dates and times are datetime64, whole numbers that may be missing are Int32 or Int64, flags are lists of strings.
    """

    release_id: str
    path: Path
    datapackage: dict[str, Any]
    observations: pd.DataFrame
    numbers: pd.DataFrame
    documents: pd.DataFrame
    sources: pd.DataFrame
    rejects: pd.DataFrame


def load_release(store: Path | str = "data") -> Release:
    """The current release of a store, or below a URL such as `s3://bucket/numbers`, as data frames.

    The pointer is followed once: a release that is published meanwhile does not mix in. From a URL its tables are
    fetched into the cache first, unless they are there already. Raises NoRelease if there is none, and OSError.

    >>> load_release("data").observations["value"].max()  # doctest: +SKIP
    1470000000000.0
    """
    path = choose_release(store, wanted=_is_table)
    frames = {table.name: parquet.read(path / table.name) for table in parquet_tables()}
    return Release(path.name, path, datapackage.load(path), **frames)


def _is_table(name: str) -> bool:
    return name.endswith(".parquet")
