"""Programs run in a process of their own, with the engine from its sources or as it is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[1]
# Keeps Python from the binaries that stand beside the sources of this house.
_SOURCES_ONLY = """
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader

def sources_only(path, house=sys.argv[1]):
    if not path.startswith(house):
        raise ImportError
    return FileFinder(path, (SourceFileLoader, SOURCE_SUFFIXES))

sys.path_hooks.insert(0, sources_only)
sys.path_importer_cache.clear()
"""


def run(program: str, *, plain: bool) -> list[str]:
    """The lines that a program prints; its first argument is this house. `plain` is the engine from its sources."""
    start = "import sys; sys.path.insert(0, sys.argv[1])\n"
    whole = start + (_SOURCES_ONLY if plain else "") + program
    answer = subprocess.run(
        [sys.executable, "-c", whole, str(HOUSE)], capture_output=True, text=True, check=True, cwd=HOUSE
    )
    return answer.stdout.splitlines()
