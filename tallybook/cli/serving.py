"""`tallybook serve`: the main job by schedule, or whenever there are new files."""

from __future__ import annotations

import os
import re
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from tallybook.cli import options
from tallybook.cli.errors import told_plainly
from tallybook.cli.examples import CommandWithExamples
from tallybook.cli.running import flow_parameters, settings_of
from tallybook.cli.terminal import say

if TYPE_CHECKING:
    from types import FrameType

    from tallybook.reading import Place
    from tallybook.settings import Settings

EXAMPLES = (
    'tallybook serve bulletins/ --cron "0 6 * * *" --timezone Europe/Vienna',
    "tallybook serve bulletins/ --every 1h --store /srv/numbers",
    "tallybook serve bulletins/ --watch --every 1d",
)

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SPAN = re.compile(r"(?P<number>[1-9]\d{0,8})(?P<unit>[smhd])")


class _Span(click.ParamType[timedelta]):
    """A time span: a whole number and its unit, as in 90s, 15m, 1h, 1d."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = _SPAN.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is no time span: give a number and its unit, as in 90s, 15m, 1h or 1d", param, ctx)
        return timedelta(**{_UNITS[found["unit"]]: int(found["number"])})


SPAN = _Span()


def _known_zone(_context: click.Context, _parameter: click.Parameter, zone: str) -> str:
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter(f"there is no time zone {zone!r}: name one as in Europe/Vienna, or UTC") from None


@click.command("serve", cls=CommandWithExamples, examples=EXAMPLES)
@click.option("--cron", metavar="CRON", help="Run at these times, five fields: minute hour day month weekday.")
@click.option("--every", type=SPAN, metavar="SPAN", help="Run now and at this interval: 90s, 15m, 1h, 1d.")
@click.option("--watch", is_flag=True, help="Run now and whenever files come, change or go.")
@click.option(
    "--settle", type=SPAN, default="10s", show_default=True, metavar="SPAN", help="Quiet before --watch runs."
)
@click.option(
    "--timezone",
    default="UTC",
    show_default=True,
    metavar="ZONE",
    callback=_known_zone,
    help="Of --cron, such as Europe/Vienna.",
)
@options.work
@options.least_share
@options.config
@click.option("--verbose", is_flag=True, help="Tracebacks of errors.")
def command(
    raw: tuple[Place, ...],
    cron: str | None,
    every: timedelta | None,
    settle: timedelta,
    timezone: str,
    store: Path | None,
    releases: str | None,
    workers: int | None,
    runner: str | None,
    least_share: float | None,
    config: Path | None,
    *,
    watch: bool,
    verbose: bool,
) -> None:
    """Run on RAW (default: raw) by schedule or when files change, until Ctrl-C or SIGTERM, one run at a time.

    The runs and their history are in a browser: on the Prefect server of PREFECT_API_URL, or on one that is started
    on this machine. What was due while nothing served is made up for by one run.
    """
    if not (cron or every or watch):
        raise click.UsageError('give at least one of --cron "0 6 * * *", --every 1h and --watch: when a run is due')
    _end_with_signals()
    # Of a service each run's lines are the log.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO")
    with told_plainly(verbose=verbose):
        settings = settings_of(
            config, raw=raw, store=store, releases=releases, workers=workers, runner=runner, least_share=least_share
        )
        watched = _folders(settings) if watch else ()
        say("serve: starting, which takes some seconds", err=True)
        from flows.serving import Plan, serve

        try:
            plan = Plan(cron, every, timezone, watched, settle.total_seconds())
        except ValueError as error:
            raise click.UsageError(f"--cron {cron!r}: {error}") from None
        parameters = flow_parameters(settings, config, runner=runner, workers=workers, least_share=least_share)
        serve(settings.store, plan, parameters, lambda page: say(f"serve: runs and their history: {page}", err=True))


def _end_with_signals() -> None:
    """End in order, as asked, also while the server is still starting: it is not to be left behind."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _folders(settings: Settings) -> tuple[Path, ...]:
    """Give the folders to watch; anything else that is to be read is a usage error."""
    folders = tuple(place for place in settings.raw if isinstance(place, Path) and place.is_dir())
    others = [str(place) for place in settings.raw if place not in folders]
    if others:
        raise click.UsageError(f"--watch needs folders of this machine, and {', '.join(others)} is none: use --every")
    return folders
