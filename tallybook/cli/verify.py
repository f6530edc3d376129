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
    from pathlib import Path

    from tallybook.reading import Place
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

    RELEASE is current (the default), previous, an id, or the start of one. Exit codes: 0 proven, 1 not.
    """
    with told_plainly():
        from tallybook.cli.release import place_of
        from tallybook.shelves import shelf_of
        from tallybook.verification import verify

        place = place_of(store)
        verified = [verify(path) for path in _meant(place, release, everything=everything)]
        if as_json:
            print_json([_as_json(found) for found in verified])
        else:
            current = shelf_of(place).current()
            for found in verified:
                _print(found, is_current=found.release_id == current)
    if not all(found.proven for found in verified):
        context.exit(FAILED)


def _meant(place: Place, name: str, *, everything: bool) -> list[Path]:
    from tallybook.choosing import choose_release
    from tallybook.publishing import NoRelease
    from tallybook.shelves import shelf_of

    if not everything:
        return [choose_release(place, name)]
    shelf = shelf_of(place)
    found = [shelf.path(release) for release in shelf.ids()]
    if not found:
        raise NoRelease(place)
    return found


def _as_json(found: Verification) -> dict[str, Any]:
    from dataclasses import asdict

    return {"proven": found.proven} | asdict(found)


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
    if is_current:
        return "Next: tallybook run, which replaces a damaged release even if nothing else is new"
    return f"Next: bring {found.path} back from a copy, or remove it"
