"""Errors on the command line: one clear sentence and an exit code, never a traceback for what a user can mend."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tallybook.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASED = 0
FAILED = 1
USAGE = 2
BLOCKED = 3


class Failure(click.ClickException):
    """Something failed; the message says what, and what to do next."""

    exit_code = FAILED

    def __init__(self, message: str) -> None:
        super().__init__(for_terminal(message))


@contextmanager
def told_plainly(*, verbose: bool = False) -> Iterator[None]:
    """Turn errors that a user can mend into a sentence on standard error and the exit code that belongs to them.

    Settings that cannot be used are usage errors (2), the others failures (1). Faults of Tallybook itself keep their
    traceback, and with `verbose` all errors do.
    """
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
        raise  # a pipe is closed by a reader that has seen enough, such as `head`: Click ends without a word
    except Exception as error:
        if verbose or not _is_mendable(error):
            raise
        raise _as_click(error) from error


def _is_mendable(error: Exception) -> bool:
    """Tell a full disk or a wrong path from a fault of ours, without importing DuckDB for it."""
    return isinstance(error, OSError | ValueError | RuntimeError) or type(error).__module__ in ("duckdb", "_duckdb")


def _as_click(error: Exception) -> click.ClickException:
    from tallybook.settings import SettingsError

    return click.UsageError(for_terminal(str(error))) if isinstance(error, SettingsError) else Failure(str(error))
