"""Found → observations: sentence by sentence in reading order, headings last, since the body explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.facts.document import Document, Row
from tallybook.facts.observe import Derivation, observe
from tallybook.facts.repeats import explain_headings, flag_repeats
from tallybook.facts.sentence import SentenceReader
from tallybook.model import Kind
from tallybook.numbers.budget import Budget

if TYPE_CHECKING:
    from datetime import date

    from tallybook.model import Observation
    from tallybook.numbers.found import Found


def link(
    found: Found, *, published_on: date | None, language: str = "en", budget: Budget | None = None
) -> list[Observation]:
    """One observation per quantity, in reading order.

    `published_on` resolves "last year" and "in January"; without it only dates that say their year are told.
    Raises OverBudgetError if the text asks for more work than `budget` allows.
    """
    derivations = derive(found, published_on=published_on, language=language, budget=budget)
    return [derivation.observation for derivation in derivations]


def derive(
    found: Found, *, published_on: date | None, language: str = "en", budget: Budget | None = None
) -> list[Derivation]:
    """The observations with their reasons: for each field the rule and the words that decided."""
    document = Document(found, published_on, language, budget or Budget())
    rows: list[Row] = []
    headings: list[Row] = []
    for index, mentions in document.readings.by_sentence.items():
        if all(mention.number.kind is not Kind.QUANTITY for mention in mentions):
            continue
        s = document.readings.parsed(index)
        if s is not None:
            target = headings if s.reading.sentence.is_heading else rows
            target.extend(SentenceReader(s, document, mentions).rows())
    if headings:
        explain_headings(headings, rows)
        rows.extend(headings)
    rows.sort(key=lambda row: row.mention.number.start)
    if len(rows) > 1:
        flag_repeats(rows)
    return [observe(row) for row in rows]
