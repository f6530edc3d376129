"""A run without the orchestrator, which tells wherever it has come to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tallybook import pipeline, resources
from tallybook.settings import load_settings
from tallybook.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallybook.outcome import Outcome
    from tallybook.settings import Settings

RAW, STORE = Path("raw"), Path("data")
STAGES = ("started", "read", "extracted", "loaded", "audited", "published", "finished", "ended")
BATCH_SIZE = 8

# What changes a file system, as Python's audit events name it; each comes just before it happens.
_TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree"}


def settings_of(workers: int = 1) -> Settings:
    """Settings of a run in the working directory, with batches so small that there are several."""
    return load_settings(raw=(RAW,), store=STORE, workers=workers, batch_size=BATCH_SIZE)


def run_stages(settings: Settings, reached: Callable[[str], None]) -> Outcome:
    """The stages in their order, as the flow calls them; `reached` is told the name of each that has ended."""
    with pipeline.start(settings) as run, Processes(settings.processes) as pool:
        reached("started")
        batches = pipeline.read(run, pool)
        reached("read")
        for batch in batches:
            parts = pipeline.extract(run, batch, pool)
            reached("extracted")
            pipeline.load(run, batch, parts)
            reached("loaded")
        result = pipeline.audit(run)
        reached("audited")
        release = pipeline.publish(run, result)
        reached("published")
        outcome = pipeline.finish(run, result, release)
        reached("finished")
    reached("ended")
    return outcome


def tell_touches(reached: Callable[[str], None]) -> None:
    """Tell, from now on, whenever this process is about to touch the store or to begin a file of SQL.

    DuckDB touches the disk unseen; the SQL before and after it is seen. There is no way to stop it: for processes that
    end soon.
    """
    store, sql = os.path.abspath(STORE), os.path.abspath(str(resources.resource("sql")))  # noqa: PTH100

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _TOUCHES and isinstance(arguments[0], str | os.PathLike):
            path = os.path.abspath(arguments[0])  # noqa: PTH100
            if path.startswith((store, sql)):
                reached(f"{event} {os.path.basename(path)}")  # noqa: PTH119

    sys.addaudithook(hook)
