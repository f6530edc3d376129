"""`tallybook sql`: questions to the current release."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tallybook.cli import options
from tallybook.cli.errors import Failure, told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_csv, print_json, print_table

if TYPE_CHECKING:
    from tallybook.cli.release import Rows
    from tallybook.reading import Place


EXAMPLES = (
    'tallybook sql "SELECT indicator, value, unit, time_period FROM observations LIMIT 10"',
    'tallybook sql "SELECT kind, count(*) FROM numbers GROUP BY kind" --csv',
    "tallybook sql - --json < question.sql",
)


@click.command("sql", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("query")
@options.store
@click.option("--json", "shape", flag_value="json", help="A list of objects.")
@click.option(
    "--csv",
    "shape",
    flag_value="csv",
    help="Comma-separated, with a header.",
)
def command(query: str, store: Place | None, shape: str | None) -> None:
    """Query the current release: one SELECT in DuckDB's SQL, read-only.

    The tables are documents, sources, numbers, observations and rejects. QUERY may be - for standard input. It can
    neither write nor read other files. In the CSV an apostrophe stands before texts that a spreadsheet would take for
    formulas.
    """
    with told_plainly():
        from tallybook.cli.release import ask

        text = sys.stdin.read() if query == "-" else query
        _print(ask(store, text), shape)


def _print(rows: Rows, shape: str | None) -> None:
    if shape == "json":
        print_json(rows.objects)
    elif shape == "csv":
        print_csv(rows.columns, rows.values)
    elif rows.columns:
        print_table(rows.columns, rows.values, right=rows.numeric)
    else:
        raise Failure("the query gives no rows: ask with a SELECT")
