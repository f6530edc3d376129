"""`tallybook rejects`: what was refused, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples

EXAMPLES = (
    "tallybook rejects",
    "tallybook rejects --reason undecodable --json",
)


@click.command("rejects", cls=CommandWithExamples, examples=EXAMPLES)
@click.option("--store", type=click.Path(path_type=Path), help="The store; default: data.")
@click.option("--reason", help="Only rejects with this reason.")
@click.option("--json", "as_json", is_flag=True, help="All columns, as JSON.")
def command(store: Path | None, reason: str | None, *, as_json: bool) -> None:
    """List the files and rows of the current release that were refused, by reason."""
    with told_plainly():
        from tallybook.cli import terminal
        from tallybook.cli.release import ask
        from tallybook.resources import read

        rows = ask(store, read("sql/command/rejects.sql"), {"reason": reason})
        if as_json:
            terminal.print_json(rows.objects)
        elif not rows.values:
            click.echo("Nothing was refused." if reason is None else f"Nothing was refused as '{reason}'.")
        else:
            shown = [(row["reason"], row["stage"], _place(row), row["detail"]) for row in rows.objects]
            terminal.print_table(("reason", "stage", "where", "detail"), shown)


def _place(row: dict[str, Any]) -> str:
    """Say where the refused file or row stands, as exactly as is known."""
    place = row["row_id"] or row["source_uri"] or row["document_id"] or ""
    return place if row["row_id"] or row["start"] is None else f"{place}[{row['start']}:{row['end']}]"
