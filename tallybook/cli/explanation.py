"""`tallybook explain`: which rule decided what."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_json, print_styled, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tallybook.explaining import Explanation


EXAMPLES = (
    'tallybook explain "An increase of 8% to 1.47 trillion yuan."',
    "tallybook explain raw/telecoms/british-telecom-third-quarter.txt",
    "tallybook explain - --json < release.txt",
)


@click.command("explain", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("text")
@click.option(
    "--published-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of publication: 'last year' counts from it."
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with all columns of the rows.")
def command(text: str, published_on: datetime | None, *, as_json: bool) -> None:
    """Show which rule decided what in TEXT: a sentence, a file, or - for standard input."""
    with told_plainly():
        import tallybook
        from tallybook.cli.documents import read_one, standard_input

        day = published_on.date() if published_on else None
        if text == "-":
            text = standard_input()
        elif os.path.isfile(text):  # noqa: PTH113 - a text is too long for Path.is_file, which raises
            document = read_one(text)
            text, day = document.text, day or document.published_on
        explanations = tallybook.explain(text, published_on=day)
        if as_json:
            from dataclasses import asdict

            print_json([asdict(explanation) for explanation in explanations])
        elif not explanations:
            say("There is no number in it.")
        elif sys.stdout.isatty():
            _print_styled(explanations)
        else:
            say("\n\n".join(map(str, explanations)))


def _print_styled(explanations: Sequence[Explanation]) -> None:
    """The same with a head in the colour of its number's kind."""
    from tallybook.cli.marking import STYLES

    for explanation in explanations:
        head, _, body = str(explanation).partition("\n")
        print_styled([(head, STYLES[explanation.number.kind]), (f"\n{body}\n", "")])
