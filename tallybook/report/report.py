"""From a release's database to its page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import duckdb

from tallybook import datapackage
from tallybook.comparison import count_changes
from tallybook.report.excerpt import ROOM, excerpt
from tallybook.report.page import page
from tallybook.report.summary import summary
from tallybook.warehouse import bound, run_file, scratch

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.comparison import Changes

log = logging.getLogger(__name__)

FILE_NAME = datapackage.REPORT


def render(release: Path, about: dict[str, Any], previous: Path | None = None, *, room: int = ROOM) -> str:
    """The report of a release as HTML.

    `release` is the directory of its database, `about` its manifest, with or without the files; `previous` the release
    to say the changes from. Of the documents as many are in it as fit into `room` bytes. Raises duckdb.Error if the
    database cannot be read.

    >>> path = Path("data/current").resolve()  # doctest: +SKIP
    >>> render(path, datapackage.load(path)).startswith("<!doctype html>")  # doctest: +SKIP
    True
    """
    with scratch() as connection:
        run_file(connection, "sql/report/attach.sql", release=str(release / datapackage.DATABASE))
        bound(connection)
        told = summary(connection)
        shown = excerpt(connection, room)
    return page(about, told, shown, previous.name if previous else None, _changes(previous, release))


def write(release: Path, about: dict[str, Any], previous: Path | None = None) -> None:
    """Write the report of a release into its directory."""
    (release / FILE_NAME).write_text(render(release, about, previous), encoding="utf-8")


def _changes(previous: Path | None, release: Path) -> dict[str, Changes] | None:
    """What changed; None if there is no release before, or it is too damaged to say."""
    if previous is None:
        return None
    try:
        return count_changes(previous, release)
    except duckdb.Error as error:  # this one has its report all the same
        log.warning("the report cannot say what changed since %s: %s", previous.name, error)
        return None
