"""Files that are part of Tallybook but no Python: SQL and expectations.

In a checkout they lie in top-level folders, in an installed wheel inside the package; callers need not know.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

# What shapes a release; the other SQL only asks.
RULES = ("expectations", "sql/schema", "sql/transform", "sql/audit", "sql/publish")


class ResourceMissing(FileNotFoundError):  # noqa: N818 - reads as what it says
    """A file that belongs to Tallybook is not where it was installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing from the installation: install tallybook again")


def resource(name: str) -> Traversable:
    """The file or folder `name`, such as `sql/schema/0001_tables.sql`.

    Raises ResourceMissing if there is none.

    >>> resource("sql/schema").is_dir()
    True
    """
    package = files("tallybook")
    # The wheel carries the folders inside the package; a checkout has them beside it.
    for root in (package, package.joinpath("..")):
        found = root.joinpath(*name.split("/"))
        if found.is_file() or found.is_dir():
            return found
    raise ResourceMissing(name)


def read(name: str) -> str:
    """The text of the file `name`. Raises ResourceMissing if there is none."""
    return resource(name).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> list[str]:
    """Full names of the files with a suffix directly in a folder, sorted.

    >>> names("sql/schema", ".sql")[0]
    'sql/schema/0001_tables.sql'
    """
    return sorted(f"{folder}/{entry.name}" for entry in resource(folder).iterdir() if entry.name.endswith(suffix))


@cache
def rules_digest() -> str:
    """SHA-256 over the SQL and the expectations that shape a release: changes whenever they do."""
    digest = hashlib.sha256()
    for folder in RULES:
        for name, content in _walk(resource(folder), folder):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, path)
        elif entry.name.endswith((".sql", ".json")):
            yield path, entry.read_bytes()
