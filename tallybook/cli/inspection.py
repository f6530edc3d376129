"""`tallybook inspect`: one document, its numbers and its observations, without Prefect."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tallybook.cli import options
from tallybook.cli.errors import Failure, told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_json, print_styled, print_table, say
from tallybook.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tallybook.cli.inspected import Inspected
    from tallybook.model import Number, Observation
    from tallybook.reading import Place

_SHOWN_SURFACES = 12


EXAMPLES = (
    "tallybook inspect raw/telecoms/british-telecom-third-quarter.txt",
    'tallybook inspect --text "Revenue rose 8% to 1.47 trillion yuan in 2021."',
    "tallybook inspect 9f86d081884c7d65 --kind date --kind time",
    "curl -s https://example.org/release.txt | tallybook inspect - --published-on 2022-01-20 --json",
)


@click.command("inspect", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("file", required=False, type=click.Path(allow_dash=True))
@click.option("--text", help="The text itself instead of a file.")
@click.option(
    "--published-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of publication: 'last year' counts from it."
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([kind.value for kind in Kind]),
    metavar="KIND",
    multiple=True,
    help="Only numbers of this kind; more than one may be given.",
)
@options.store
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON, with all columns.")
def command(
    file: str | None,
    text: str | None,
    published_on: datetime | None,
    kinds: tuple[str, ...],
    store: Place | None,
    *,
    as_json: bool,
) -> None:
    """Show what the engine finds in one document: FILE, - for standard input, or --text.

    FILE may be the id of a document, too: its text and its rows are those of the current release. A terminal shows the
    text first, each number in the colour of its kind.
    """
    if (file is None) == (text is None):
        raise click.UsageError("give one of FILE, - (standard input) and --text")
    with told_plainly():
        found = _inspected(file, text, published_on.date() if published_on else None, store)
        shown = found.of_kinds(kinds or tuple(Kind))
        if as_json:
            _print_json(shown)
        else:
            _print(shown)


def _inspected(file: str | None, text: str | None, published_on: date | None, store: Place | None) -> Inspected:
    from tallybook.cli.inspected import from_file, from_release, from_text, is_document_id

    if file is None:
        return from_text(text or "", published_on)
    if not is_document_id(file):
        return from_file(file, published_on)
    if published_on is not None:
        raise click.UsageError("--published-on is for a text that is read now; the rows of a release have their dates")
    return from_release(store, file)


def _print_json(found: Inspected) -> None:
    from dataclasses import asdict

    print_json(
        {
            "numbers": [asdict(number) for number in found.numbers],
            "observations": [asdict(observation) for observation in found.observations],
        }
    )


def _print(found: Inspected) -> None:
    if not found.numbers:
        raise Failure("there is no number in this text, or none of this kind")
    if sys.stdout.isatty():
        _print_marked(found)
        _print_observations(found)
    else:
        _print_observations(found)
        print_table(("kind", "count", "numbers"), _by_kind(found.numbers), right=("count",))


def _print_marked(found: Inspected) -> None:
    from tallybook.cli.marking import legend, marked

    print_styled(marked(found.text.rstrip(), found.numbers))
    say()
    print_styled(legend(found.numbers))
    say()


def _print_observations(found: Inspected) -> None:
    numbers = {number.number_id: number for number in found.numbers}
    rows = [_row(numbers[row.observation_id], row) for row in found.observations]
    if rows:
        filled = [column for column in rows[0] if any(row[column] for row in rows)]
        print_table(filled, [[row[column] for column in filled] for row in rows], right=("value",))
        say()


def _row(number: Number, row: Observation) -> dict[str, str | None]:
    return {
        "value": _amount(number),
        "unit": number.unit,
        "indicator": row.indicator,
        "measure": f"{row.measure} {row.direction}" if row.direction else row.measure,
        "basis": row.basis,
        "period": row.time_period,
        "area": row.ref_area,
        "status": row.obs_status,
        "stated by": row.attributed_to,
        "flags": " ".join(row.flags),
    }


def _amount(number: Number) -> str:
    """Write the value as the comparator bounds it: `1470000000000`, `> 8000000000`, `4 to 6`."""
    if number.comparator == "range":
        return f"{_plain(number.lower)} to {_plain(number.upper)}"
    value = number.value_exact or _plain(number.value)  # one third ends nowhere
    return value if number.comparator == "=" else f"{number.comparator} {value}"


def _plain(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:.15g}"


def _by_kind(numbers: Sequence[Number]) -> list[tuple[str, int, str]]:
    surfaces: dict[str, list[str]] = {}
    for number in numbers:
        surfaces.setdefault(number.kind, []).append(number.surface)
    return [(kind, len(found), _some(found)) for kind, found in sorted(surfaces.items())]


def _some(surfaces: list[str]) -> str:
    more = len(surfaces) - _SHOWN_SURFACES
    return " · ".join(surfaces[:_SHOWN_SURFACES]) + (f" · and {more} more" if more > 0 else "")
