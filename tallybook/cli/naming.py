"""Names on the command line that a shell can complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

    from tallybook.reading import Place


def complete_release(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The names of releases that start so, the newest id first; none where they cannot be read."""
    from tallybook.objects import NoPlace
    from tallybook.settings import SettingsError

    try:
        names = _release_names(ctx.params.get("store"))
    except (SettingsError, NoPlace, OSError):
        return []  # the command itself will tell; here it would be written into the line
    return [name for name in names if name.startswith(incomplete)]


def _release_names(store: Place | None) -> list[str]:
    from tallybook.choosing import CURRENT, PREVIOUS
    from tallybook.cli.release import place_of
    from tallybook.shelves import shelf_of

    return [CURRENT, PREVIOUS, *reversed(shelf_of(place_of(store)).ids())]
