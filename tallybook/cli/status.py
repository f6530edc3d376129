"""`tallybook status`: whether the current release is good, and how the last runs went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_json, print_table, say

if TYPE_CHECKING:
    from pathlib import Path

    from tallybook.reading import Place

EXAMPLES = ("tallybook status", "tallybook status --store /srv/numbers --json")

_TABLES = ("documents", "numbers", "observations", "rejects")


@click.command("status", cls=CommandWithExamples, examples=EXAMPLES)
@options.store
@options.same_as_json
def command(store: Place | None, *, as_json: bool) -> None:
    """Show the current release, what it refused, how the last runs went and how long their stages took.

    While a run is at work it has the warehouse to itself: the runs that are shown then, and those below a URL, are
    those that the current release tells of.
    """
    with told_plainly():
        from tallybook.cli.release import place_of

        place = place_of(store)
        database = _database(place)
        release = _release(database) if database else None
        at_work, runs = _runs(place, database)
        if as_json:
            print_json({"release": release, "at_work": at_work, "runs": runs})
        else:
            _print_release(release)
            _print_runs(at_work, runs)


def _database(place: Place) -> Path | None:
    """The database of the current release: of one, whatever is published while its parts are shown."""
    from tallybook.cli.release import database_of
    from tallybook.publishing import NoRelease

    try:
        return database_of(place)
    except NoRelease:
        return None


def _release(database: Path) -> dict[str, Any]:
    from tallybook.cli.release import query
    from tallybook.outcome import Contents
    from tallybook.resources import read

    return {
        "id": database.parent.name,
        "path": str(database.parent),
        **Contents.of(database).totals,
        "refused": dict(query(database, read("sql/command/refused.sql")).values),
        "unmet": query(database, read("sql/command/verdict.sql")).objects,
    }


def _runs(place: Place, database: Path | None) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What the run that is at work logged last, if one is; and the last runs."""
    import duckdb

    from tallybook.cli.release import query, warehouse_of
    from tallybook.objects import Object
    from tallybook.resources import read

    if isinstance(place, Object):
        return None, _runs_of_release(database)
    try:
        return None, query(warehouse_of(place), read("sql/command/runs.sql")).objects
    except duckdb.IOException:
        return _last_line(place), _runs_of_release(database)


def _runs_of_release(database: Path | None) -> list[dict[str, Any]]:
    """The runs that the current release tells of."""
    from tallybook.cli.release import query
    from tallybook.resources import read

    return query(database, read("sql/command/runs.sql")).objects if database else []


def _last_line(store: Path) -> dict[str, Any]:
    """The last line of the newest log; without one a run has only just begun."""
    from tallybook.runlog import FOLDER

    newest = max((store / FOLDER).glob("*.jsonl"), default=None)
    lines = newest.read_text(encoding="utf-8").splitlines() if newest else []
    entry: dict[str, Any] = json.loads(lines[-1]) if lines else {"message": "starting"}
    return entry


def _print_release(release: dict[str, Any] | None) -> None:
    if release is None:
        say("There is no release yet.")
        return
    say(f"Current release: {release['id']}\n  {release['path']}")
    say("  " + ", ".join(f"{release[name]:,} {name}" for name in _TABLES))
    if release["refused"]:
        say("  rejected: " + ", ".join(f"{reason} {rows:,}" for reason, rows in release["refused"].items()))
    for row in release["unmet"]:
        place = f"{row['table']}.{row['column']}" if row["column"] else row["table"]
        say(f"  {row['severity']}: {place}: {row['observed'] or 'not met'}. {row['note']}")


def _print_runs(at_work: dict[str, Any] | None, runs: list[dict[str, Any]]) -> None:
    say()
    if at_work:
        say(f"A run is at work: {at_work['message']}")
    if not runs:
        return
    headings = ("run started (UTC)", "outcome", "audit", "released", "seconds", "of which")
    print_table(headings, [_row(run) for run in runs], right=("seconds",))
    last = runs[0]
    if last["error"]:
        say(f"\nThe last run failed: {last['error']}")


def _row(run: dict[str, Any]) -> tuple[Any, ...]:
    seconds = None if run["seconds"] is None else f"{run['seconds']:.1f}"
    stages = ", ".join(f"{stage} {taken:.1f}" for stage, taken in (run["stage_seconds"] or {}).items())
    started = run["started_at"].strftime("%Y-%m-%d %H:%M:%S")
    return (started, run["status"], run["audit_outcome"], run["release"], seconds, stages)
