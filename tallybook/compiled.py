"""Whether the engine runs compiled, and whether what was compiled is what the sources say.

`compile_engine.py` puts a binary beside each module of the engine, and a manifest of the sources that it read. Python
prefers the binary, so that a source edited afterwards would be ignored in silence: the manifest tells.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files(__package__)))
# One line a source, as `sha256sum` writes them; absent where the engine runs as plain Python.
MANIFEST = PACKAGE / "compiled.sha256"
_MODULE = "engine.py"
_FOLDERS = ("lexicons", "numbers", "facts")


class StaleEngineError(RuntimeError):
    """The compiled engine was made from other sources than those beside it."""


def sources() -> list[Path]:
    """The modules that are compiled, in a fixed order."""
    folders = (sorted(PACKAGE.joinpath(folder).glob("*.py")) for folder in _FOLDERS)
    return [PACKAGE / _MODULE] + [path for folder in folders for path in folder]


def manifest() -> str:
    """The digests of the sources as they are now."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(PACKAGE).as_posix()}\n"
        for path in sources()
    )


def is_compiled() -> bool:
    """Whether the engine runs compiled here."""
    return MANIFEST.exists()


def is_stale() -> bool:
    """Whether the engine is compiled, and from other sources than those beside it."""
    return is_compiled() and MANIFEST.read_text(encoding="utf-8") != manifest()


def check() -> None:
    """Raises StaleEngineError if the sources were edited since they were compiled."""
    if is_stale():
        raise StaleEngineError(
            "the engine was compiled from other sources than those in this folder: "
            "compile it again (make compile) or go back to plain Python (make plain)"
        )
