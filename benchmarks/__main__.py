"""Print the benchmark table: `python -m benchmarks [engine|stages|hostile …]`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks import engine, hostile, stages
from tallybook.cli.terminal import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.row import Row

SUITES: dict[str, Callable[[], Iterator[Row]]] = {
    "engine": engine.rows,
    "stages": stages.rows,
    "hostile": hostile.rows,
}


def main(names: list[str]) -> int:
    """Run the named suites, all if none is named; returns the exit code."""
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}. There are: {', '.join(SUITES)}", file=sys.stderr)
        return 2
    table = Table("what", "measured", "against", "ratio", title="Benchmarks", title_justify="left")
    for name in names or SUITES:
        print(f"{name}: takes a minute or two", file=sys.stderr)
        for row in SUITES[name]():
            table.add_row(*row)
        table.add_section()
    console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
