"""The parameters of the flow: their types and bounds, which Prefect's form holds its fields against, and what they set.

What the form says of each stands in the docstring of the flow, where Prefect looks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from tallybook.settings import Settings, load_settings

WorkerCount = Annotated[int | None, Field(ge=0)]
Share = Annotated[float | None, Field(ge=0, le=1)]


def settings_of(
    *,
    raw: list[str] | None = None,
    store: str | None = None,
    releases: str | None = None,
    runner: str | None = None,
    workers: int | None = None,
    least_share: float | None = None,
    config: str | None = None,
) -> Settings:
    """The settings of a flow run with these parameters; raises SettingsError if they cannot be used.

    >>> settings_of(store="/srv/numbers", workers=2).processes
    2
    """
    file = Path(config) if config else None
    return load_settings(
        file,
        raw=tuple(raw or ()),
        store=store,
        releases=releases,
        runner=runner,
        workers=workers,
        least_share=least_share,
    )
