"""`tallybook status`: whether the current release is good, and how the last runs went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tallybook.cli.errors import Failure, told_plainly
from tallybook.cli.examples import CommandWithExamples

EXAMPLES = ("tallybook status", "tallybook status --store /srv/numbers --json")


@click.command("status", cls=CommandWithExamples, examples=EXAMPLES)
@click.option("--store", type=click.Path(path_type=Path), help="The store; default: data.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(store: Path | None, *, as_json: bool) -> None:
    """Show the current release and the last runs of a store."""
    with told_plainly():
        from tallybook.cli.terminal import print_json
        from tallybook.settings import load_settings

        place = load_settings(store=store).store
        state = {"release": _release(place), "runs": _runs(place)}
        if as_json:
            print_json(state)
        else:
            _print(state)


def _release(store: Path) -> dict[str, Any] | None:
    from tallybook.outcome import Contents
    from tallybook.publishing import DATABASE, current_release

    current = current_release(store)
    if current is None:
        return None
    return {"id": current.name, "path": str(current), **Contents.of(current / DATABASE).totals}


def _runs(store: Path) -> list[dict[str, Any]] | None:
    """The last runs, or None while one is at work: it has the warehouse to itself."""
    import duckdb

    from tallybook.cli.release import query
    from tallybook.resources import read
    from tallybook.warehouse import FILE_NAME

    path = store / FILE_NAME
    if not path.is_file():
        raise Failure(f"there is no store in {store}: make one with 'tallybook run RAW --store {store}'")
    try:
        return query(path, read("sql/command/runs.sql")).objects
    except duckdb.IOException:
        return None


def _print(state: dict[str, Any]) -> None:
    from tallybook.cli.terminal import print_table

    release, runs = state["release"], state["runs"]
    if release is None:
        click.echo("There is no release yet.")
    else:
        counts = ", ".join(f"{release[name]:,} {name}" for name in ("documents", "numbers", "observations", "rejects"))
        click.echo(f"Current release: {release['id']}\n  {release['path']}\n  {counts}")
    click.echo()
    if runs is None:
        click.echo("A run is at work.")
        return
    columns = ("started_at", "status", "audit_outcome", "release")
    rows = [(run["started_at"].strftime("%Y-%m-%d %H:%M:%S"), *(run[name] for name in columns[1:])) for run in runs]
    print_table(("run started (UTC)", "outcome", "audit", "released"), rows)
