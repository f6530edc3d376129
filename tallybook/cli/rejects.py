"""`tallybook rejects`: what was refused, why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_json, print_table, say
from tallybook.model import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tallybook.cli.excerpts import Excerpt
    from tallybook.reading import Place

EXAMPLES = (
    "tallybook rejects --summary",
    "tallybook rejects --reason undecodable",
    "tallybook rejects --file '*/prices/*' --json",
)

REASON = click.Choice([reason.value for reason in Reason])
"""A reason on the command line; what it is not is answered with the list."""


@click.command("rejects", cls=CommandWithExamples, examples=EXAMPLES)
@click.option("--reason", type=REASON, metavar="REASON", help="Only rejects with this reason.")
@click.option("--file", metavar="GLOB", help="Only rejects about files whose path matches, such as '*/prices/*.txt'.")
@click.option("--summary", is_flag=True, help="How many of each reason, what it means, and what to do.")
@options.store
@click.option("--json", "as_json", is_flag=True, help="All columns, as JSON.")
def command(reason: str | None, file: str | None, store: Place | None, *, summary: bool, as_json: bool) -> None:
    """List the files and rows that the current release refused, by reason, with the text around them.

    The refused part of a text stands in ⟦ ⟧. The data dictionary lists the reasons.
    """
    with told_plainly():
        from tallybook.cli.release import database_of, query
        from tallybook.resources import read

        database = database_of(store)
        rejects = query(database, read("sql/command/rejects.sql"), {"reason": reason, "file": file}).objects
        if summary:
            _show_summary(_counted(rejects), as_json=as_json)
        else:
            _show_all(rejects, database, as_json=as_json)


def _counted(rejects: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons with how often they are given, the most frequent first, and what is known about them."""
    from collections import Counter

    counts = Counter(row["reason"] for row in rejects).most_common()
    known = [Reason.of(code) for code, _ in counts]
    return [
        {
            "reason": code,
            "rejects": count,
            "meaning": reason and reason.meaning,
            "advice": reason and reason.advice,
        }
        for (code, count), reason in zip(counts, known, strict=True)
    ]


def _show_summary(counted: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(counted)
    elif not counted:
        say("Nothing was refused.")
    else:
        print_table(
            ("reason", "rejects", "meaning", "what to do"), [tuple(row.values()) for row in counted], right=("rejects",)
        )


def _show_all(rejects: Sequence[dict[str, Any]], database: Path, *, as_json: bool) -> None:
    from tallybook.cli.excerpts import excerpts

    found = excerpts(database, rejects)
    if as_json:
        print_json([row | {"text": _parts(text)} for row, text in zip(rejects, found, strict=True)])
    elif not rejects:
        say("Nothing was refused.")
    else:
        shown = [
            (row["reason"], row["stage"], _place(row), text, row["detail"])
            for row, text in zip(rejects, found, strict=True)
        ]
        print_table(("reason", "stage", "where", "text", "detail"), shown)


def _parts(text: Excerpt | None) -> dict[str, str] | None:
    return text and text._asdict()


def _place(row: dict[str, Any]) -> str:
    """Say where the refused file or row stands, as exactly as is known."""
    place = row["source_uri"] or row["document_id"] or ""
    return place if row["start"] is None else f"{place}[{row['start']}:{row['end']}]"
