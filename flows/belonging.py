"""Processes that belong to another one: a run to the process that serves it, a server to the process that needs it."""

from __future__ import annotations

import multiprocessing
import os

from flows.quiet import end_quietly
from tallybook.workers import end_with_parent


def belong_to_parent() -> None:
    """Let this process end with the one that started it by multiprocessing, and leave Ctrl-C and the last word to it.

    Nothing happens in a process that was started otherwise.
    """
    if multiprocessing.parent_process() is not None:
        os.setpgrp()  # a terminal sends Ctrl-C to the whole group
        end_with_parent()
        end_quietly()
