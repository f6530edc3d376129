"""A Prefect server of our own, for as long as this process needs one.

It is a process that belongs to this one, keeps its history in Prefect's home, and listens on loopback only.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from flows.belonging import belong_to_parent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import SpawnProcess

_HOST = "127.0.0.1"
# Where Prefect's documents look for a server, so that a bookmark stays good; another one if it is taken.
_PORT = 4200
# A server in a fresh home makes its database first, which takes some 20 s.
_STARTS_WITHIN = 180.0
_ENDS_WITHIN = 20.0
_LOOK_AGAIN = 0.2


class ServerError(RuntimeError):
    """A Prefect server cannot be used; the message says what to do."""


class Server:
    """A server that runs: `page` is what a browser shows, `api` what PREFECT_API_URL is set to."""

    def __init__(self, process: SpawnProcess, port: int) -> None:
        self._process = process
        self.page = f"http://{_HOST}:{port}"
        self.api = f"{self.page}/api"

    def wait_until_it_answers(self) -> None:
        """Return as soon as it can be used; raises ServerError if it ends before, or takes too long."""
        deadline = time.monotonic() + _STARTS_WITHIN
        while not answers(self.api):
            if not self._process.is_alive() or time.monotonic() > deadline:
                raise ServerError(
                    "Prefect's server does not start: see what `prefect server start` says, "
                    "or name a server that runs with PREFECT_API_URL"
                )
            time.sleep(_LOOK_AGAIN)

    def end(self) -> None:
        """End it, by force if it takes too long."""
        self._process.terminate()
        self._process.join(_ENDS_WITHIN)
        self._process.kill()
        self._process.join()


def answers(api: str) -> bool:
    """Whether a server of this machine can be used.

    >>> answers("http://127.0.0.1:9/api")
    False
    """
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.HTTPError:
        return False


@contextmanager
def own_server() -> Iterator[Server]:
    """A server that ends with the block, and with this process even if that is killed. Raises ServerError.

    >>> with own_server() as server:  # doctest: +SKIP
    ...     print(server.page)
    http://127.0.0.1:4200
    """
    port = _free_port()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(port,), name="Prefect's server")
    process.start()
    server = Server(process, port)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        server.end()


def _free_port() -> int:
    for port in (_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerError(f"there is no free port on {_HOST}: end a program that listens, and start again")


def _serve(port: int) -> None:
    belong_to_parent()
    os.environ |= {"PREFECT_SERVER_API_HOST": _HOST, "PREFECT_SERVER_API_PORT": str(port)}
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # its banner; errors go to standard error
    sys.argv = ["prefect", "server", "start"]
    from prefect.cli import app

    app()
