"""`tallybook diff`: what changed between two releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.naming import complete_release
from tallybook.cli.terminal import print_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tallybook.comparison import Comparison
    from tallybook.reading import Place

EXAMPLES = (
    "tallybook diff",
    "tallybook diff 20260130 current --limit 100",
    "tallybook diff previous current --json",
)


@click.command("diff", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("before", default="previous", shell_complete=complete_release)
@click.argument("after", default="current", shell_complete=complete_release)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Changes shown one by one.")
@options.store
@options.same_as_json
def command(before: str, after: str, limit: int, store: Place | None, *, as_json: bool) -> None:
    """Show what changed from the release BEFORE (default: previous) to the release AFTER (default: current).

    Both are current, previous, an id, or the start of one. Everything is counted; the first changes are shown.
    """
    with told_plainly():
        from tallybook.choosing import choose_release
        from tallybook.cli.release import place_of
        from tallybook.comparison import compare
        from tallybook.publishing import DATABASE

        old, new = (choose_release(place_of(store), name, DATABASE.__eq__) for name in (before, after))
        found = compare(old, new, limit)
        if as_json:
            print_json(_as_json(found))
        else:
            _print(found)


def _as_json(found: Comparison) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(found) | {
        "same": found.same,
        "tables": {table: changes._asdict() for table, changes in found.tables.items()},
        "documents": [document._asdict() for document in found.documents],
        "observations": [cell._asdict() for cell in found.observations],
    }


def _print(found: Comparison) -> None:
    before, after = found.before, found.after
    _print_section(
        ("", "before", "after"),
        [
            ("release", before.release_id, after.release_id),
            ("engine", before.engine_version, after.engine_version),
            ("schema", before.schema_version, after.schema_version),
            ("audit", before.audit, after.audit),
        ],
    )
    if found.same:
        say("Both say the same.")
        return
    counts = ("added", "removed", "changed")
    _print_section(("table", *counts), [(table, *rows) for table, rows in found.tables.items()], right=counts)
    _print_section(("change", "document", "source", "title"), found.documents)
    _print_rest(sum(found.tables["documents"][:2]) - len(found.documents))
    _print_section(("column of observations", "changed"), list(found.columns.items()), right=("changed",))
    _print_section(("observation", "number", "column", "before", "after"), found.observations)
    _print_rest(sum(found.columns.values()) - len(found.observations))


def _print_section(columns: Sequence[str], rows: Sequence[Iterable[Any]], *, right: Sequence[str] = ()) -> None:
    if rows:
        print_table(columns, [tuple(row) for row in rows], right=right)
        say()


def _print_rest(count: int) -> None:
    if count:
        say(f"… and {count:,} more: --limit shows more of them\n")
