"""Processes that belong to another one: a run to the process that serves it, a server to the process that needs it."""

from __future__ import annotations

import multiprocessing
import os
import threading

from flows.quiet import end_quietly


def belong_to_parent() -> None:
    """Let this process end with the one that started it by multiprocessing, and leave Ctrl-C and the last word to it.

    Nothing happens in a process that was started otherwise.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        os.setpgrp()  # a terminal sends Ctrl-C to the whole group
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()
        end_quietly()


def _exit_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
