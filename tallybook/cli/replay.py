"""`tallybook replay`: reading again what was refused, or everything."""

from __future__ import annotations

from pathlib import Path

import click

from tallybook.cli.errors import Failure, told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.rejects import REASON
from tallybook.cli.terminal import say
from tallybook.model import Reason

EXAMPLES = (
    "tallybook replay",
    "tallybook replay --reason extraction_failed",
    "tallybook replay bulletins/ --all --file '*/prices/*' --store /srv/numbers",
)


@click.command("replay", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("raw", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--reason", type=REASON, metavar="REASON", help="Only documents with a reject of this reason.")
@click.option("--file", metavar="GLOB", help="Only documents in files whose path matches, such as '*/prices/*.txt'.")
@click.option("--all", "everything", is_flag=True, help="All documents, whether something was refused or not.")
@click.option("--store", type=click.Path(file_okay=False, path_type=Path), help="The store; default: data.")
@click.option("--workers", type=click.IntRange(min=0), help="Processes that extract; default: one per core.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings; default: tallybook.toml, if there is one.")
@click.option("--verbose", is_flag=True, help="Prefect's lines too, and tracebacks.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON on standard output.")
@click.pass_context
def command(
    context: click.Context,
    raw: tuple[Path, ...],
    reason: str | None,
    file: str | None,
    store: Path | None,
    workers: int | None,
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
        from tallybook.cli.running import require_raw
        from tallybook.replaying import make_due
        from tallybook.settings import load_settings
        from tallybook.warehouse import FILE_NAME

        settings = load_settings(config, raw=raw, store=store, workers=workers)
        require_raw(settings)
        if not (settings.store / FILE_NAME).is_file():
            raise Failure(f"there is no store in {settings.store}: make one with 'tallybook run'")
        due = make_due(settings, reason=Reason[reason.upper()] if reason else None, file=file, everything=everything)
        say(f"replay: {due:,} documents to read again", err=True)
    from tallybook.cli.running import run_and_tell

    run_and_tell(context, settings, config, verbose=verbose, as_json=as_json)
