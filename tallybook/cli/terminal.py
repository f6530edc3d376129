"""What a person sees: tables that fit a terminal, and in a file or a pipe one line per row."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from tallybook.escaping import for_json, for_sheet, for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

# Files and pipes have no width of their own.
_PLAIN_WIDTH = 120
# A table whose columns would be narrower than this on average is written row by row instead.
_READABLE = 8


def console(*, stderr: bool = False) -> Console:
    """A console on standard output, or on standard error for what is not the result."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else _PLAIN_WIDTH, highlight=False, soft_wrap=False)


def say(text: str = "", *, err: bool = False, fg: str | None = None) -> None:
    """Write lines to standard output, or to standard error; all that commands say goes through here.

    Nothing that a file brought along steers the terminal: its control characters are shown, not obeyed.
    """
    shown = for_terminal(text)
    click.echo(click.style(shown, fg=fg) if fg else shown, err=err)


def print_styled(parts: Iterable[tuple[str, str]]) -> None:
    """Write a text on a terminal part by part, each with its style in Rich's words, such as `underline #007bc0`."""
    from rich.text import Text

    console().print(Text.assemble(*((for_terminal(part), style) for part, style in parts)))


def print_json(value: Any) -> None:
    """Write one JSON value to standard output, for programs; dates and decimals as text."""
    click.echo(for_json(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write comma-separated rows with a header to standard output; null is an empty cell.

    An apostrophe stands before a text that a spreadsheet would take for a formula.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(map(for_sheet, columns))
    writer.writerows(map(for_sheet, row) for row in rows)
    click.echo(for_terminal(written.getvalue()) if sys.stdout.isatty() else written.getvalue(), nl=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[str] = ()) -> None:
    """Write a table to standard output; the columns named in `right` are right-aligned, null is an empty cell.

    More columns than a terminal has room for are written one below the other, a block for each row.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        _print_lines(columns, cells, right)
    elif len(columns) * _READABLE > (screen := console()).width:
        _print_blocks(columns, cells)
    else:
        _print_folded(screen, columns, cells, right)


def _print_lines(columns: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[str]) -> None:
    """One line for each row, however long: nothing is folded that another program may search."""
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    aligned = [">" if column in right else "<" for column in columns]
    for row in (columns, *cells):
        line = "  ".join(f"{c:{a}{w}}" for c, a, w in zip(row, aligned, widths, strict=True))
        say(line.rstrip())


def _print_blocks(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    width = max(map(len, columns))
    for row in cells:
        for column, cell in zip(columns, row, strict=True):
            say(f"{column:<{width}}  {cell}".rstrip())
        say()


def _print_folded(
    screen: Console, columns: Sequence[str], cells: Iterable[Sequence[str]], right: Sequence[str]
) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    screen.print(table)


def _cell(value: Any) -> str:
    """A value on one line; a sentence may hold line ends."""
    return "" if value is None else for_terminal(" ".join(str(value).split()))
