"""`tallybook run`: the main job."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallybook.cli import options
from tallybook.cli.errors import BLOCKED, told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.terminal import print_json, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from tallybook.outcome import Outcome
    from tallybook.reading import Place
    from tallybook.settings import Settings

EXAMPLES = (
    "tallybook run",
    "tallybook run bulletins/ more.zip --store /srv/numbers",
    "tallybook run s3://bucket/bulletins",
    "tallybook run raw --json 2> progress.log",
)


@click.command("run", cls=CommandWithExamples, examples=EXAMPLES)
@options.work
@options.least_share
@options.telling
@click.pass_context
def command(
    context: click.Context,
    raw: tuple[Place, ...],
    store: Path | None,
    releases: str | None,
    workers: int | None,
    runner: str | None,
    least_share: float | None,
    config: Path | None,
    *,
    verbose: bool,
    as_json: bool,
) -> None:
    """Read the files and folders RAW (default: raw), find their numbers, audit them, publish a release.

    RAW may be the URL of objects, too, such as s3://bucket/raw.

    Files that were read before are not read again. Exit codes: 0 released or nothing new, 1 failed, 2 usage,
    3 the audit stopped the release; the previous release stays current.
    """
    with told_plainly(verbose=verbose):
        settings = settings_of(
            config, raw=raw, store=store, releases=releases, workers=workers, runner=runner, least_share=least_share
        )
    run_and_tell(context, settings, config, verbose=verbose, as_json=as_json)


def run_and_tell(
    context: click.Context, settings: Settings, config: Path | None, *, verbose: bool, as_json: bool
) -> None:
    """Run the flow and say how it ended, to a person or to a program; ends the command with 3 if it was stopped."""
    with told_plainly(verbose=verbose):
        outcome = _run(settings, config, verbose=verbose)
        if as_json:
            print_json(outcome.as_json())
        else:
            _print(outcome, settings.store)
    if outcome.status == "blocked":
        context.exit(BLOCKED)


def settings_of(config: Path | None, **chosen: Any) -> Settings:
    """Load the settings of a run, some of them chosen on the command line.

    Raises SettingsError, and a usage error if there is nothing where they say that files are.
    """
    from tallybook.settings import load_settings

    settings = load_settings(config, **chosen)
    missing = [str(path) for path in settings.raw if isinstance(path, Path) and not path.exists()]
    if missing:
        raise click.UsageError(f"there is no {', '.join(missing)}: name the files and folders to read")
    return settings


def flow_parameters(
    settings: Settings,
    config: Path | None,
    *,
    runner: str | None,
    workers: int | None,
    least_share: float | None,
) -> dict[str, Any]:
    """Give the flow's parameters; where one of the last three is None, a run asks its own settings for it."""
    return {
        "raw": [str(place) for place in settings.raw],
        "store": str(settings.store),
        "releases": str(settings.releases) if settings.releases else None,
        "runner": runner,
        "workers": workers,
        "least_share": least_share,
        "config": str(config) if config else None,
    }


def _run(settings: Settings, config: Path | None, *, verbose: bool) -> Outcome:
    """Run the flow; what the audit stopped is an outcome like the others here."""
    from flows.quiet import end_quietly

    end_quietly()
    signal.signal(signal.SIGTERM, _end_orderly)
    if verbose:
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "INFO"
    if not os.environ.get("PREFECT_API_URL"):
        say("start: Prefect for this run alone, which takes some seconds", err=True)
    from flows.pipeline import pipeline
    from tallybook.cli.progress import reported
    from tallybook.pipeline import ReleaseBlockedError

    parameters = flow_parameters(
        settings, config, runner=settings.runner, workers=settings.workers, least_share=settings.least_share
    )
    with nullcontext() if verbose else reported():
        try:
            outcome: Outcome = pipeline(**parameters)
        except ReleaseBlockedError as blocked:
            return blocked.outcome
    return outcome


def _end_orderly(number: int, _: FrameType | None) -> None:
    """End a run that was told to, with the customary code: Prefect's server for this run would outlive a sudden end."""
    sys.exit(128 + number)


def _print(outcome: Outcome, store: Path) -> None:
    totals, parts = outcome.contents.totals, outcome.contents
    say()
    say(f"documents     {totals['documents']:>9,}   {outcome.new_documents:,} new or changed")
    say(f"numbers       {totals['numbers']:>9,}   {_listed(parts.numbers)}")
    say(f"observations  {totals['observations']:>9,}   {_listed(parts.observations)}")
    say(f"rejects       {totals['rejects']:>9,}   {_listed(parts.rejects)}")
    say()
    for line in outcome.warnings:
        say(f"warning: {line}")
    for line in outcome.failures:
        say(f"failed: {line}", fg="red")
    say(_conclusion(outcome))
    if outcome.delivered_to:
        say(f"Current there, too: {outcome.delivered_to}")
    say(_next_step(outcome, store))


def _listed(parts: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {rows:,}" for name, rows in parts.items())


def _conclusion(outcome: Outcome) -> str:
    where = os.path.relpath(outcome.path) if outcome.path else "no release"
    if outcome.status == "released":
        return f"Audit {outcome.audit}. Released: {where}"
    if outcome.status == "unchanged":
        return f"Nothing new: all of it is in the current release, {where}"
    return f"The audit stopped the release. Current is still: {where}"


def _next_step(outcome: Outcome, store: Path) -> str:
    option = "" if store == Path("data") else f" --store {shlex.quote(str(store))}"
    if outcome.status == "blocked":
        return f"Next: mend what failed and run again; nothing is extracted twice. See: {_program()} status{option}"
    query = "SELECT indicator, value, unit, time_period FROM observations LIMIT 20"
    return f'Next: {_program()} report --open{option}\n  or: {_program()} sql{option} "{query}"'


def _program() -> str:
    """Name the command as it can be typed here: `make run` leaves it in .venv/bin."""
    called = Path(sys.argv[0])
    is_on_path = called.name != "tallybook" or shutil.which("tallybook") is not None
    return "tallybook" if is_on_path else shlex.quote(str(called))
