"""A bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from rich.console import Console

from tallybook.cli import progress

if TYPE_CHECKING:
    import pytest

log = logging.getLogger("tallybook.pipeline")


def reported(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool) -> str:
    """What a run writes while it works on the first half of its documents."""
    written = io.StringIO()
    screen = Console(file=written, force_terminal=is_terminal, width=120, color_system=None)
    monkeypatch.setattr(progress, "console", lambda **_: screen)
    with progress.reported():
        log.info("read: 1,200 sources, 1,200 new or changed", extra={"due": 1200})
        for part in range(6):
            log.info("extract: part-%05d, 100 documents", part, extra={"done": 100})
        log.info("audit: \x1b[2J")
    log.info("after")
    return written.getvalue()


def test_a_pipe_gets_a_line_for_each_event_and_each_tenth_of_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reported(monkeypatch, is_terminal=False).splitlines() == [
        "read: 1,200 sources, 1,200 new or changed",
        "extract: 200 of 1,200 documents",
        "extract: 300 of 1,200 documents",
        "extract: 400 of 1,200 documents",
        "extract: 500 of 1,200 documents",
        "extract: 600 of 1,200 documents",
        "audit: \\x1b[2J",
    ]


def test_a_terminal_gets_a_bar_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    output = reported(monkeypatch, is_terminal=True)
    assert " 600/1200 " in output
    assert "documents/s left: 0:00:0" in output
    assert "extract: part" not in output
    assert "of 1,200" not in output
    assert "audit: \\x1b[2J" in output
