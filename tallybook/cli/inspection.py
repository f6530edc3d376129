"""`tallybook inspect`: the engine on one document, without Prefect and without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tallybook.cli.errors import Failure, told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_json, print_table, say

if TYPE_CHECKING:
    from datetime import date, datetime

    from tallybook import Extraction
    from tallybook.model import Number, Observation

_SHOWN_SURFACES = 12


EXAMPLES = (
    "tallybook inspect raw/telecoms/british-telecom-third-quarter.txt",
    'tallybook inspect --text "Revenue rose 8% to 1.47 trillion yuan in 2021."',
    "curl -s https://example.org/release.txt | tallybook inspect - --published-on 2022-01-20 --json",
)


@click.command("inspect", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("file", required=False, type=click.Path(allow_dash=True))
@click.option("--text", help="The text itself instead of a file.")
@click.option(
    "--published-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of publication: 'last year' counts from it."
)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON, with all columns.")
def command(file: str | None, text: str | None, published_on: datetime | None, *, as_json: bool) -> None:
    """Show what the engine finds in one document: FILE, - for standard input, or --text."""
    if (file is None) == (text is None):
        raise click.UsageError("give one of FILE, - (standard input) and --text")
    with told_plainly():
        extraction = _extraction(file, text, published_on.date() if published_on else None)
        if as_json:
            _print_json(extraction)
        else:
            _print_tables(extraction)


def _extraction(file: str | None, text: str | None, published_on: date | None) -> Extraction:
    import tallybook
    from tallybook.cli.documents import read_one, standard_input

    if file is None or file == "-":
        return tallybook.extract(text if text is not None else standard_input(), published_on=published_on)
    document = read_one(file)
    if published_on is not None:
        return tallybook.extract(document.text, published_on=published_on, language=document.language)
    return tallybook.extract_document(document)


def _print_json(extraction: Extraction) -> None:
    from dataclasses import asdict

    print_json(
        {
            "numbers": [asdict(number) for number in extraction.numbers],
            "observations": [asdict(observation) for observation in extraction.observations],
        }
    )


def _print_tables(extraction: Extraction) -> None:
    if not extraction.numbers:
        raise Failure("there is no number in this text")
    numbers = {number.number_id: number for number in extraction.numbers}
    rows = [_row(numbers[row.observation_id], row) for row in extraction.observations]
    if rows:
        filled = [column for column in rows[0] if any(row[column] for row in rows)]
        print_table(filled, [[row[column] for column in filled] for row in rows], right=("value",))
        say()
    print_table(("kind", "count", "numbers"), _by_kind(extraction.numbers), right=("count",))


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


def _by_kind(numbers: list[Number]) -> list[tuple[str, int, str]]:
    surfaces: dict[str, list[str]] = {}
    for number in numbers:
        surfaces.setdefault(number.kind, []).append(number.surface)
    return [(kind, len(found), _some(found)) for kind, found in sorted(surfaces.items())]


def _some(surfaces: list[str]) -> str:
    more = len(surfaces) - _SHOWN_SURFACES
    return " · ".join(surfaces[:_SHOWN_SURFACES]) + (f" · and {more} more" if more > 0 else "")
