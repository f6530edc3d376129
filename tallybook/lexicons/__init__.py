"""The data that the engine reads: units, currencies, scales and cues, as TOML, one folder per language.

A lexicon is loaded once per process, on first use, and never changed afterwards.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class LexiconError(ValueError):
    """A lexicon that cannot be used: names the file, the entry and what to do."""

    def __init__(self, lexicon: str, entry: str, advice: str) -> None:
        super().__init__(f"lexicons/{lexicon}.toml: {entry}: {advice}")


def load(name: str, language: str = "en") -> dict[str, Any]:
    """One lexicon as plain data.

    Raises LexiconError if there is none of that name for the language or if it is not valid TOML.

    >>> "unit" in load("units")
    True
    """
    return _read(name, language)


@cache
def _read(name: str, language: str) -> dict[str, Any]:
    """The file, once: a default that is left out and one that is spelled out are the same language here."""
    path = files(__package__).joinpath(language, f"{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LexiconError(f"{language}/{name}", "file", "there is none: add it, or use another language") from None
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{language}/{name}", "syntax", str(error)) from error


@cache
def languages() -> frozenset[str]:
    """The languages that have a lexicon, as ISO 639-1 codes.

    >>> "en" in languages()
    True
    """
    return frozenset(
        folder.name for folder in files(__package__).iterdir() if folder.is_dir() and len(folder.name) == 2
    )
