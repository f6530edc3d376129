"""`tallybook forget`: erasing what somebody wants gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_table, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tallybook.forgetting import Forgotten

EXAMPLES = (
    "tallybook forget 9f86d081884c7d65",
    "tallybook forget 9f86d081884c7d65 --from-releases --yes",
    "tallybook forget --undo 9f86d081884c7d65",
)


@click.command("forget", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.option("--from-releases", is_flag=True, help="Also remove the old releases that hold one of them.")
@click.option("--undo", is_flag=True, help="Let the next run read them again, if their files are still there.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.store
def command(documents: tuple[str, ...], store: Path | None, *, from_releases: bool, undo: bool, yes: bool) -> None:
    """Erase the documents with these ids: their texts and all rows, from the warehouse and from the next release on.

    Their ids are remembered, so that files that are still there do not bring them back; the same text with one
    character changed is another document. Older releases that hold them go in time, or with --from-releases now; the
    current one when a run has made the next. Raw files are left alone: remove them yourself.
    """
    if undo and from_releases:
        raise click.UsageError("--undo and --from-releases exclude each other")
    with told_plainly():
        from tallybook.cli.release import warehouse_of
        from tallybook.settings import load_settings

        settings = load_settings(store=store)
        place = settings.store
        warehouse_of(place)
        chosen = list(dict.fromkeys(documents))
        if undo:
            _remember(place, chosen)
        else:
            _forget(place, chosen, from_releases=from_releases, yes=yes)
            if settings.releases and from_releases:
                say(f"What was delivered to {settings.releases} and holds it goes with the next run.")


def _remember(store: Path, documents: Sequence[str]) -> None:
    from tallybook.forgetting import remember

    remember(store, documents)
    say(f"No longer forgotten: {', '.join(documents)}. The next run reads them if their files are there.")


def _forget(store: Path, documents: Sequence[str], *, from_releases: bool, yes: bool) -> None:
    from tallybook.forgetting import forget, look_up

    if found := look_up(store, documents):
        print_table(("document", "source", "title", "numbers"), found, right=("numbers",))
    if not yes:
        click.confirm(f"Erase {', '.join(documents)} for good?", abort=True)
    _print(forget(store, documents, from_releases=from_releases), documents, from_releases=from_releases)


def _print(done: Forgotten, documents: Sequence[str], *, from_releases: bool) -> None:
    say(f"Forgotten: {', '.join(done.documents)}.")
    if done.removed:
        say(f"Removed releases: {', '.join(done.removed)}.")
    if done.holding:
        say(f"Older releases still hold it: {', '.join(done.holding)}.")
        say("They go as keep_releases and keep_days say; or now and for good, with")
        say(f"  tallybook forget --from-releases {' '.join(documents)}")
    if done.current:
        then = ", and removes this one" if from_releases else ""
        say(f"The current release still holds it: {done.current}.")
        say(f"Next: tallybook run, which makes one without it{then}.")
