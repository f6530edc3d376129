"""`tallybook verify`: whether a release is what it says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tallybook.cli import options
from tallybook.cli.errors import FAILED, told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.naming import complete_release
from tallybook.cli.terminal import print_json, say

if TYPE_CHECKING:
    from tallybook.reading import Place
    from tallybook.shelves import Shelf
    from tallybook.verification import Verification

EXAMPLES = (
    "tallybook verify",
    "tallybook verify previous",
    "tallybook verify --all --json",
)


@click.command("verify", cls=CommandWithExamples, examples=EXAMPLES)
@click.argument("release", default="current", shell_complete=complete_release)
@click.option("--all", "everything", is_flag=True, help="All releases of the store.")
@options.store
@options.same_as_json
@click.pass_context
def command(context: click.Context, release: str, store: Place | None, *, everything: bool, as_json: bool) -> None:
    """Prove RELEASE against its manifest, its tables against each other, and every number against its text.

    RELEASE is current (the default), previous, an id, or the start of one. Below a URL what lies there now is proven:
    all its files are downloaded. Exit codes: 0 proven, 1 not.
    """
    with told_plainly():
        from tallybook.cli.release import place_of
        from tallybook.shelves import shelf_of

        shelf = shelf_of(place_of(store))
        verified = [shelf.verified(meant) for meant in _meant(shelf, release, everything=everything)]
        if as_json:
            print_json([_as_json(found) for found in verified])
        else:
            current = shelf.current()
            for found in verified:
                _print(found, is_current=found.release_id == current)
    if not all(found.proven for found in verified):
        context.exit(FAILED)


def _meant(shelf: Shelf, name: str, *, everything: bool) -> list[str]:
    from tallybook.choosing import choose_id
    from tallybook.publishing import NoRelease

    if not everything:
        return [choose_id(shelf, name)]
    ids = shelf.ids()
    if not ids:
        raise NoRelease(shelf.place)
    return ids


def _as_json(found: Verification) -> dict[str, Any]:
    from dataclasses import asdict

    return {"proven": found.proven} | asdict(found) | {"path": str(found.path)}


def _print(found: Verification, *, is_current: bool) -> None:
    if found.proven:
        rows = ", ".join(f"{count:,} {table}" for table, count in found.rows.items())
        say(f"proven: {found.release_id}: {found.files} files, {rows}")
        return
    say(f"not proven: {found.release_id}", fg="red")
    for finding in found.findings:
        say(f"  {finding.check}: {finding.place} {finding.problem}")
    say(f"  {_advice(found, is_current=is_current)}")


def _advice(found: Verification, *, is_current: bool) -> str:
    from tallybook.objects import Object

    if not is_current:
        return f"Next: bring {found.path} back from a copy, or remove it"
    if isinstance(found.path, Object):
        return "Next: remove these files there; the next run of the store that delivers there uploads them again"
    return "Next: tallybook run, which replaces a damaged release even if nothing else is new"
