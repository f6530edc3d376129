"""The log of a run as JSON lines: one object per event, for programs and for the morning after.

Each has `timestamp` (UTC), `level`, `run_id`, `logger`, `message`, and what the event brings besides: `due`, `done`,
`seconds`, `exc_info`. The file is written line by line, so that it ends where a killed run ended.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "logs"
# Of a nightly job a season, in some hundred kilobytes.
_KEPT = 100

_LOGGER = "tallybook"


@contextmanager
def written_log(store: Path, run_id: str) -> Iterator[Path]:
    """Write what the package logs to `logs/<run_id>.jsonl` of a store for the length of a block; yields the path.

    >>> with written_log(Path("data"), "20260131T060502Z-3f9a1c"):  # doctest: +SKIP
    ...     logging.getLogger("tallybook").info("read: 12 sources")
    """
    path = store / FOLDER / f"{run_id}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    _retire(path.parent)
    logger = logging.getLogger(_LOGGER)
    level = logger.level
    handler = _handler(path, run_id)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if level == logging.NOTSET else min(level, logging.INFO))
    try:
        yield path
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)
        handler.close()


class _ForgivingFile(logging.FileHandler):
    """A log that ends where the disk does: the run meets the full disk by itself and says so once."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Let the line go."""


def _handler(path: Path, run_id: str) -> logging.Handler:
    from pythonjsonlogger.json import JsonFormatter  # 20 ms, for nothing where no run starts

    handler = _ForgivingFile(path, encoding="utf-8")
    handler.setFormatter(
        JsonFormatter(
            ("levelname", "name", "message"),
            timestamp=True,
            rename_fields={"levelname": "level", "name": "logger"},
            static_fields={"run_id": run_id},
        )
    )
    return handler


def _retire(folder: Path) -> None:
    for path in sorted(folder.glob("*.jsonl"))[: 1 - _KEPT]:
        path.unlink(missing_ok=True)
