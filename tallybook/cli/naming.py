"""Names on the command line that a shell can complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from pathlib import Path


class ReleaseName(click.ParamType):
    """The name of a release: `current`, `previous`, an id, or the start of one."""

    name = "release"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The names that start so, the ids with the newest first; none where settings cannot be read."""
        from tallybook.settings import SettingsError

        try:
            names = _release_names(ctx.params.get("store"))
        except SettingsError:
            return []  # the command itself will tell; here it would be written into the line
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _release_names(store: Path | None) -> list[str]:
    from tallybook.choosing import CURRENT, PREVIOUS
    from tallybook.publishing import releases
    from tallybook.settings import load_settings

    place = load_settings(store=store).store
    return [CURRENT, PREVIOUS, *(path.name for path in reversed(releases(place)))]
