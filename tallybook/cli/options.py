"""Options that several commands share, so that they are spelt and explained alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _together(*decorators: Decorator) -> Decorator:
    """Several decorators as one; the help lists the first one first."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


class _Place(click.Path):
    """A file or folder that exists, or the URL of objects, which are looked for when they are read."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from tallybook.objects import NoPlace, is_url, parse

        if not is_url(str(value)):
            return super().convert(value, param, ctx)
        try:
            return parse(str(value))
        except NoPlace as error:
            self.fail(str(error), param, ctx)


store = click.option("--store", type=_Place(path_type=Path), help="The store, or a URL; default: data.")
"""The store that a command reads, as `store`."""

same_as_json = click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
"""Whether a program reads what the command says, as `as_json`."""

work = _together(
    click.argument("raw", nargs=-1, type=_Place(exists=True, path_type=Path)),
    click.option("--store", type=click.Path(file_okay=False, path_type=Path), help="The store; default: data."),
    click.option(
        "--releases", metavar="URL", help="Deliver the release to this URL, too, such as s3://bucket/numbers."
    ),
    click.option("--workers", type=click.IntRange(min=0), help="Processes that extract; default: one per core."),
    click.option(
        "--runner", help="Who extracts: local, processes (default), dask, or dask:tcp://host:8786, a cluster."
    ),
)
"""What a run works on, where to, and who does it: `raw`, `store`, `releases`, `workers`, `runner`."""

least_share = click.option(
    "--least-share",
    type=click.FloatRange(0, 1),
    help="Share of the last release's rows below which the audit stops the release; default 0.5, 0 lets it shrink.",
)
"""How much a release may shrink, as `least_share`."""

config = click.option(
    "--config", type=click.Path(path_type=Path), help="Settings; default: tallybook.toml, if there is one."
)
"""Where the settings of a run are, as `config`."""

telling = _together(
    config,
    click.option("--verbose", is_flag=True, help="Prefect's lines too, and tracebacks."),
    click.option("--json", "as_json", is_flag=True, help="The outcome as JSON on standard output."),
)
"""Where a run's settings are and how it tells what it does: `config`, `verbose`, `as_json`."""
