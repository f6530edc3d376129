"""What a run says while it works: a bar on a terminal, a few lines elsewhere; always on standard error."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tallybook.cli.terminal import console
from tallybook.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.progress import Progress, Task, TaskID

# Seconds that the rate is taken over: long, for a part with large documents may take a minute.
_RATE_OVER = 600
# Where there is no bar, so many lines say how far the extraction is.
_LINES = 10


class _Reporter(logging.Handler):
    """Shows the stages' log lines; a record with `due` or `done` documents moves the bar."""

    def __init__(self, bar: Progress) -> None:
        super().__init__(logging.INFO)
        self._bar = bar
        self._work: TaskID | None = None
        self._lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        due, done = getattr(record, "due", 0), getattr(record, "done", 0)
        if due:
            self._work = self._bar.add_task("extract", total=due)
            self._bar.advance(self._work, 0)  # the rate counts from here
        if done and self._work is not None:
            self._bar.advance(self._work, done)
            self._tell(self._bar.tasks[self._work])
        else:
            self._print(record.getMessage())

    def _tell(self, work: Task) -> None:
        lines = int(work.percentage * _LINES / 100)
        if lines > self._lines and not self._bar.console.is_terminal:
            self._print(f"extract: {work.completed:,.0f} of {work.total:,.0f} documents")
        self._lines = lines

    def _print(self, message: str) -> None:
        self._bar.console.print(for_terminal(message), markup=False)


@contextmanager
def reported() -> Iterator[None]:
    """Show the progress of what runs inside."""
    stages = logging.getLogger("tallybook")
    with _bar(console(stderr=True)) as bar:
        reporter = _Reporter(bar)
        stages.addHandler(reporter)
        stages.setLevel(logging.INFO)
        try:
            yield
        finally:
            stages.removeHandler(reporter)


def _bar(screen: Console) -> Progress:
    """Documents done and due, their rate, and the time left; nothing at all where it cannot be redrawn."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Documents a second, once there are some."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f} documents/s" if task.speed else "")

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}:"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=screen,
        transient=True,
        disable=not screen.is_terminal,
        speed_estimate_period=_RATE_OVER,
    )
