"""Print the benchmark table: `python -m benchmarks [suite …] [--texts FILE] [--sizes N,N]`.

`scale` takes half an hour and ten gigabytes of disk for half a million documents, so it has to be named.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks import commands, engine, hostile, report, runs, scale, stages
from tallybook.cli.terminal import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.row import Row

USUAL = ("engine", "stages", "runs", "commands", "report", "hostile")
SUITES = (*USUAL, "scale")


def main(arguments: list[str]) -> int:
    """Run the named suites, all if none is named; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Print the benchmark table.")
    parser.add_argument(
        "suites", nargs="*", metavar="suite", help=f"one of {', '.join(SUITES)}; all but scale if none is named"
    )
    parser.add_argument(
        "--texts", type=Path, help='JSON lines, each with a "text": further rows of the engine, and what runs read'
    )
    parser.add_argument(
        "--sizes",
        type=_sizes,
        default=scale.SIZES,
        help="how many documents scale reads, such as 5000,50000: the default takes half an hour and ten gigabytes",
    )
    options = parser.parse_args(arguments)
    unknown = [name for name in options.suites if name not in SUITES]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}. There are: {', '.join(SUITES)}")
    suites: dict[str, Callable[[], Iterator[Row]]] = {
        "engine": partial(engine.rows, options.texts),
        "stages": partial(stages.rows, options.texts),
        "runs": partial(runs.rows, options.texts),
        "commands": commands.rows,
        "report": partial(report.rows, options.texts),
        "hostile": hostile.rows,
        "scale": partial(scale.rows, options.texts, options.sizes),
    }
    table = Table("what", "measured", "against", "ratio", title="Benchmarks", title_justify="left")
    try:
        for name in options.suites or USUAL:
            if name in USUAL:
                print(f"{name}: takes a minute or two", file=sys.stderr)
            for row in suites[name]():
                table.add_row(*row)
            table.add_section()
    finally:  # what was measured before something failed, or somebody lost patience, is worth its time
        console().print(table)
    return 0


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
