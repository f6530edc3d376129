"""Errors on the command line: one clear sentence and an exit code, never a traceback for what a user can mend."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASED = 0
FAILED = 1
USAGE = 2
BLOCKED = 3


class Failure(click.ClickException):
    """Something failed; the message says what, and what to do next."""

    exit_code = FAILED


@contextmanager
def told_plainly(*, verbose: bool = False) -> Iterator[None]:
    """Turn errors into a sentence on standard error and the exit code that belongs to them.

    Settings that cannot be used are usage errors (2), everything else is a failure (1). With `verbose` the traceback
    stays, for those who mend the program.
    """
    try:
        yield
    except click.exceptions.Exit:
        raise
    except click.ClickException:
        raise
    except Exception as error:
        if verbose:
            raise
        raise _as_click(error) from error


def _as_click(error: Exception) -> click.ClickException:
    from tallybook.settings import SettingsError

    if isinstance(error, SettingsError):
        return click.UsageError(str(error))
    if isinstance(error, OSError | ValueError | RuntimeError | LookupError):
        return Failure(str(error))
    return Failure(f"{type(error).__name__}: {error} (run again with --verbose to see where)")
