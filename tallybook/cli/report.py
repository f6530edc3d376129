"""`tallybook report`: the page that shows every number in the sentence it came from."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.naming import complete_release
from tallybook.cli.terminal import say

if TYPE_CHECKING:
    from tallybook.reading import Place

EXAMPLES = (
    "tallybook report",
    "tallybook report --open",
    "tallybook report previous --output report.html",
)


@click.command("report", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("release", default="current", shell_complete=complete_release)
@options.store
@click.option("--open", "in_browser", is_flag=True, help="Open it in the browser.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
def command(release: str, store: Place | None, output: Path | None, *, in_browser: bool) -> None:
    """Say where the report of RELEASE is.

    RELEASE is current (the default), previous, an id, or the start of one. For one without a report it is made, in the
    working directory: a release is never changed. It is one HTML file that asks the network for nothing.
    """
    with told_plainly():
        from tallybook.cli.release import place_of

        path = _report(place_of(store), release, output)
        say(str(path))
        if in_browser and click.launch(str(path)):
            say("no browser could be started: open the file with one", err=True)


def _report(place: Place, name: str, output: Path | None) -> Path:
    """The path of a release's report; it is made if there is none, or if it is to be somewhere else."""
    from tallybook.choosing import choose_release
    from tallybook.report import FILE_NAME

    release = choose_release(place, name, FILE_NAME.__eq__)
    published = release / FILE_NAME
    if published.is_file() and output is None:
        return published
    path = output or Path(f"tallybook-report-{release.name}.html")
    if published.is_file():
        shutil.copyfile(published, path)
    else:
        path.write_text(_made(place, release.name), encoding="utf-8")
    return path


def _made(place: Place, name: str) -> str:
    from tallybook import datapackage
    from tallybook.choosing import choose_release, release_before
    from tallybook.publishing import DATABASE
    from tallybook.report import render

    release = choose_release(place, name, DATABASE.__eq__)
    return render(release, datapackage.load(release), release_before(place, name, DATABASE.__eq__))
