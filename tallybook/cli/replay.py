"""`tallybook replay`: reading again what was refused, or everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.rejects import REASON
from tallybook.cli.running import run_and_tell, settings_of
from tallybook.cli.terminal import say
from tallybook.model import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.reading import Place

EXAMPLES = (
    "tallybook replay",
    "tallybook replay --reason extraction_failed",
    "tallybook replay bulletins/ --all --file '*/prices/*' --store /srv/numbers",
)


@click.command("replay", cls=CommandWithExamples, examples=EXAMPLES)
@click.option("--reason", type=REASON, metavar="REASON", help="Only documents with a reject of this reason.")
@click.option("--file", metavar="GLOB", help="Only documents in files whose path matches, such as '*/prices/*.txt'.")
@click.option("--all", "everything", is_flag=True, help="All documents, whether something was refused or not.")
@options.work
@options.telling
@click.pass_context
def command(
    context: click.Context,
    raw: tuple[Place, ...],
    reason: str | None,
    file: str | None,
    store: Path | None,
    releases: str | None,
    workers: int | None,
    runner: str | None,
    config: Path | None,
    *,
    everything: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Run on RAW (default: raw), and read the documents again of which something was refused.

    What can be read now is audited and released as in any run, with the same exit codes. Files that could not be read
    are tried again by every run, and a new engine reads everything again by itself.
    """
    if everything and reason:
        raise click.UsageError("--all and --reason exclude each other: all documents, or those with a reason")
    with told_plainly(verbose=verbose):
        from tallybook.cli.release import warehouse_of
        from tallybook.replaying import make_due

        settings = settings_of(config, raw=raw, store=store, releases=releases, workers=workers, runner=runner)
        warehouse_of(settings.store)
        due = make_due(settings, reason=Reason[reason.upper()] if reason else None, file=file, everything=everything)
        say(f"replay: {due:,} documents to read again", err=True)
    run_and_tell(context, settings, config, verbose=verbose, as_json=as_json)
