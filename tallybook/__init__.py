"""Tallybook turns raw prose into tables of numbers that people can query and trust.

This is the public face of the engine: `extract` is pure, imports neither the orchestrator nor the warehouse, and never
changes the text.
"""

from __future__ import annotations

from tallybook.engine import Extraction, engine_version, extract, extract_document

__all__ = ["Extraction", "engine_version", "extract", "extract_document"]
