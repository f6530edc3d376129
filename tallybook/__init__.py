"""Tallybook turns raw prose into tables of numbers that people can query and trust.

This is the public face: `extract` and `explain` are pure, import neither the orchestrator nor the warehouse, and never
change the text; `load_release` reads what a run has published. Each is imported on first use, so that the command
answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tallybook import compiled

if TYPE_CHECKING:
    from tallybook.engine import Extraction, engine_version, extract, extract_document
    from tallybook.explaining import Explanation, explain
    from tallybook.loading import Release, load_release

__all__ = [
    "Explanation",
    "Extraction",
    "Release",
    "engine_version",
    "explain",
    "extract",
    "extract_document",
    "load_release",
]

_MODULES = {
    "Explanation": "explaining",
    "Extraction": "engine",
    "Release": "loading",
    "engine_version": "engine",
    "explain": "explaining",
    "extract": "engine",
    "extract_document": "engine",
    "load_release": "loading",
}

# What is published is read without the engine.
_RUNS_ENGINE = ("engine", "explaining")


def __getattr__(name: str) -> Any:
    """A name of the public face, from the module that it lives in.

    Raises StaleEngineError if the engine was compiled from other sources than those beside it.
    """
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = _MODULES[name]
    if module in _RUNS_ENGINE:
        compiled.check()
    value = getattr(import_module(f"tallybook.{module}"), name)
    globals()[name] = value
    return value
