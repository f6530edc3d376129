"""Tallybook turns raw prose into tables of numbers that people can query and trust.

This is the public face of the engine: `extract` is pure, imports neither the orchestrator nor the warehouse, and never
changes the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tallybook.engine import Extraction, engine_version, extract, extract_document
from tallybook.explaining import Explanation, explain

if TYPE_CHECKING:
    from tallybook.publishing import Release, load_release

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


def __getattr__(name: str) -> Any:
    """The readers' face, which needs pandas and is therefore imported on first use."""
    if name in {"Release", "load_release"}:
        from tallybook import publishing

        return getattr(publishing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
