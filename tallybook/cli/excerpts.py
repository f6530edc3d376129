"""What was refused as it stands in its text, with the words around it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_AROUND = 40
_LONGEST = 80


class Excerpt(NamedTuple):
    """A span of a text and the characters before and behind it; of a long span its beginning."""

    before: str
    refused: str
    after: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Excerpt:
        """The excerpt around `text[start:end]`.

        >>> Excerpt.of("up 8% in May", 3, 5)
        Excerpt(before='up ', refused='8%', after=' in May')
        """
        refused = text[start:end] if end - start <= _LONGEST else f"{text[start : start + _LONGEST]}…"
        return cls(text[max(start - _AROUND, 0) : start], refused, text[end : end + _AROUND])

    def __str__(self) -> str:
        return f"{self.before}⟦{self.refused}⟧{self.after}"


def excerpts(database: Path, rejects: Sequence[dict[str, Any]]) -> list[Excerpt | None]:
    """The excerpt of each reject from the texts of a release; None for those without a span or without a text.

    Texts are fetched one after the other: only the excerpts stay in memory.
    """
    import duckdb

    from tallybook.resources import read

    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rejects):
        if row["document_id"] is not None and row["start"] is not None:
            places[row["document_id"]].append(index)
    found: list[Excerpt | None] = [None] * len(rejects)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(read("sql/command/texts.sql"), {"document_ids": list(places)})
        while (row := connection.fetchone()) is not None:
            document_id, text = row
            for index in places[document_id]:
                found[index] = Excerpt.of(text, rejects[index]["start"], rejects[index]["end"])
    return found
