"""A whole run by the command: without a network, and with nothing in the store that others may see."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
# Python reads this file at its start, in every process of the run: it notes whom a socket is to reach.
WATCH = """
import os, sys

HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None)

def note(event, arguments):
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    with open(os.environ["REACHED"], "a") as file:
        file.write("" if host in HERE else f"{event} {host}\\n")

sys.addaudithook(note)
"""


def without_a_network() -> list[str]:
    """The start of a command that has no network but the loopback; empty where that is not allowed."""
    apart = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    is_allowed = shutil.which("unshare") and subprocess.run([*apart, "true"], capture_output=True).returncode == 0
    return apart if is_allowed else []


@pytest.mark.parametrize("runner", ["processes", pytest.param("dask", marks=pytest.mark.slow)])
def test_a_run_needs_no_network_and_lets_nobody_in(tmp_path: Path, runner: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "may.txt").write_text("Output of the mines rose 5% in May 2022.", encoding="utf-8")
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    reached = tmp_path / "reached"
    environment = os.environ | {
        "PYTHONPATH": f"{tmp_path / 'watch'}{os.pathsep}{HOUSE}",
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "REACHED": str(reached),
    }
    run = [*without_a_network(), sys.executable, "-m", "tallybook", "run", "raw", "--runner", runner]
    answer = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, env=environment, umask=0o077)
    assert answer.returncode == 0, answer.stderr
    assert reached.read_text(encoding="utf-8") == ""  # the loopback was reached, so that the watch was on
    made = [path for path in (tmp_path / "data").rglob("*") if not path.is_symlink()]
    assert {path.name for path in made} >= {"warehouse.duckdb", "tallybook.duckdb", "datapackage.json", "logs"}
    assert [str(path) for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
