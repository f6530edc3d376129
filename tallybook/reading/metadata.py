"""What a document says about itself: front matter at its top, or a sidecar beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from tallybook.model import Reason
from tallybook.reading.dates import find_date
from tallybook.reading.decoding import decode
from tallybook.reading.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATE_KEYS = ("published_on", "published", "date")
_KNOWN_KEYS = frozenset({*_DATE_KEYS, "title", "language", "source", "issuer", "synthetic"})
_FENCE = re.compile(r"---[ \t]*\n")
_CLOSING_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, publication date and language (ISO 639-1) as the document gives them; None where it does not."""

    title: str | None = None
    published_on: date | None = None
    language: str | None = None

    @classmethod
    def from_mapping(cls, values: Mapping[str, object], latest: date) -> Self:
        """The metadata in a mapping; a value that is no string or cannot be read counts as not given."""
        given = {key: value for key, value in values.items() if isinstance(value, str)}
        dates = (find_date(given[key], latest) for key in _DATE_KEYS if key in given)
        language = _LANGUAGE.fullmatch(given.get("language", ""))
        return cls(
            title=" ".join(given.get("title", "").split()) or None,
            published_on=next((found for found in dates if found), None),
            language=language.group(1).lower() if language else None,
        )

    def over(self, other: Metadata) -> Metadata:
        """These values, and the other's where there are none."""
        return Metadata(
            self.title or other.title, self.published_on or other.published_on, self.language or other.language
        )


def split_front_matter(text: str, latest: date, max_length: int) -> tuple[Metadata, str]:
    """The metadata between two `---` lines at the top of the text, and the body behind them.

    The front matter is no part of `documents.text`: it describes the document, and its digits are no numbers of it.
    What is longer than `max_length` characters, is not YAML, or holds none of the keys we know is text, not metadata.
    """
    opening = _FENCE.match(text)
    closing = _CLOSING_FENCE.search(text, opening.end(), opening.end() + max_length) if opening else None
    if not opening or not closing:
        return Metadata(), text
    values = _mapping(text[opening.end() : closing.start()])
    if values is None or _KNOWN_KEYS.isdisjoint(values):
        return Metadata(), text
    return Metadata.from_mapping(values, latest), text[closing.end() :]


def read_sidecar(data: bytes, latest: date) -> Metadata:
    """The metadata in a sidecar.

    Raises RefusedError (unreadable) if it is no YAML mapping: its file must not be dated or titled wrongly in silence.
    """
    values = _mapping(decode(data)[0]) if data.strip() else {}
    if values is None:
        raise RefusedError(Reason.UNREADABLE, "its sidecar is no YAML mapping: correct it, or remove it")
    return Metadata.from_mapping(values, latest)


def _mapping(source: str) -> dict[str, object] | None:
    """A YAML mapping with all scalars as the strings they are; None if it is something else."""
    import yaml

    try:
        # BaseLoader makes nothing but strings, lists and mappings: `language: no` is Norwegian and not false.
        values = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return None
    return {str(key).lower(): value for key, value in values.items()} if isinstance(values, dict) else None
