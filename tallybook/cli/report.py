"""`tallybook report`: the page that shows every number in the sentence it came from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.naming import complete_release
from tallybook.cli.terminal import say

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
def command(release: str, store: Path | None, output: Path | None, *, in_browser: bool) -> None:
    """Say where the report of RELEASE is.

    RELEASE is current (the default), previous, an id, or the start of one. For one without a report it is made, in the
    working directory: a release is never changed. It is one HTML file that asks the network for nothing.
    """
    with told_plainly():
        from tallybook.settings import load_settings

        path = _report(load_settings(store=store).store, release, output)
        say(str(path))
        if in_browser and click.launch(str(path)):
            say("no browser could be started: open the file with one", err=True)


def _report(store: Path, name: str, output: Path | None) -> Path:
    """The path of a release's report; it is made if there is none, or if it is to be somewhere else."""
    from tallybook.choosing import choose_release
    from tallybook.report import FILE_NAME

    release = choose_release(store, name)
    published = release / FILE_NAME
    if published.is_file() and output is None:
        return published
    path = output or Path(f"tallybook-report-{release.name}.html")
    if published.is_file():
        shutil.copyfile(published, path)
    else:
        path.write_text(_made(store, release), encoding="utf-8")
    return path


def _made(store: Path, release: Path) -> str:
    from tallybook import datapackage
    from tallybook.choosing import release_before
    from tallybook.report import render

    return render(release, datapackage.load(release), release_before(store, release))
