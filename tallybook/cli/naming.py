"""Names on the command line that a shell can complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import click


def complete_release(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The names of releases that start so, the newest id first; none where the settings cannot be read."""
    from tallybook.settings import SettingsError

    try:
        names = _release_names(ctx.params.get("store"))
    except SettingsError:
        return []  # the command itself will tell; here it would be written into the line
    return [name for name in names if name.startswith(incomplete)]


def _release_names(store: Path | None) -> list[str]:
    from tallybook.choosing import CURRENT, PREVIOUS
    from tallybook.publishing import releases
    from tallybook.settings import load_settings

    place = load_settings(store=store).store
    return [CURRENT, PREVIOUS, *(path.name for path in reversed(releases(place)))]
