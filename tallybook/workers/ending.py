"""When a process ends by itself: when it hangs at its work, and when the one that started it is gone.

What hangs is ended by a thread in C, even where no Python runs any more. There is one such timer in a process: it must
not work on two jobs at the same time.
"""

from __future__ import annotations

import faulthandler
import math
import os
import threading
import time
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from tallybook.workers.handing import Job, Result

# Where the last words of a process that hangs go; open only in processes that may be ended.
_nowhere: int | None = None
# Each setting of the timer starts a thread, which takes as long as a short document does: it is set for so many seconds
# more than asked for, and left alone while it is not off by more.
_SLACK = 1.0
_ends_at = math.inf


@cache
def may_die_of_silence() -> None:
    """Let `die_if_silent` end this process from now on."""
    global _nowhere
    _nowhere = os.open(os.devnull, os.O_WRONLY)


def die_if_silent(seconds: float) -> None:
    """End this process, if it may, unless this is called again or the job is done in so many seconds.

    A hang becomes a job that kills its process, at most a second later.
    """
    global _ends_at
    asked_for = time.monotonic() + seconds
    if _nowhere is not None and not asked_for <= _ends_at <= asked_for + _SLACK:
        faulthandler.dump_traceback_later(seconds + _SLACK, exit=True, file=_nowhere)
        _ends_at = asked_for + _SLACK


def work(function: Callable[[Job], Result], job: Job) -> Result:
    """Apply a function to a job: only silence at work kills."""
    global _ends_at
    try:
        return function(job)
    finally:
        faulthandler.cancel_dump_traceback_later()
        _ends_at = math.inf


def end_when_let_go(leash: Connection) -> None:
    """End this process as soon as the other end of a pipe is closed, or the process that holds it is killed."""
    threading.Thread(target=_exit_when_let_go, args=(leash,), daemon=True).start()


def _exit_when_let_go(leash: Connection) -> None:
    leash.poll(None)
    os._exit(1)
