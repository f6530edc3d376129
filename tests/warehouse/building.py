"""Documents, numbers and observations made by hand: the warehouse's tests need no engine."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tallybook.model import (
    Basis,
    Comparator,
    Document,
    Kind,
    Measure,
    Number,
    Observation,
    ObsStatus,
    PeriodSource,
    PublishedOnSource,
)
from tallybook.warehouse import batch_tables

if TYPE_CHECKING:
    from tallybook.model import Reject
    from tallybook.warehouse import Loaded, Warehouse

ENGINE = "0.1.0+00000000"
TELECOMS = "Revenue reached 1.47 trillion yuan in 2021. Operators opened 654,000 stations — 🤦🏼‍♂️ “é” 8% more."
PRICES = "Prices rose 3.5% in May. The index stood at 102.5."

_SURFACE = re.compile(r"\d[\d,.]*\d(?: trillion yuan)?%?|\d%?")


@dataclass(frozen=True)
class Made:
    """What an engine would have made of some texts."""

    documents: list[Document]
    numbers: list[Number]
    observations: list[Observation]
    sentences: dict[str, list[tuple[int, int]]]


def document(text: str, uri: str = "raw/a.txt", **changes: Any) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    values: dict[str, Any] = {
        "document_id": digest[:16],
        "sha256": digest,
        "source_uri": uri,
        "byte_size": len(text.encode()),
        "encoding": "utf-8",
        "language": "en",
        "title": None,
        "published_on": date(2022, 1, 21),
        "published_on_source": PublishedOnSource.DATELINE,
        "text": text,
    }
    return Document(**(values | changes))


def number(of: Document, start: int, end: int, **changes: Any) -> Number:
    surface = of.text[start:end]
    is_year = re.fullmatch(r"20\d\d", surface) is not None
    digits = re.sub(r"[^\d.]", "", surface)
    scale = 10**12 if "trillion" in surface else 1
    values: dict[str, Any] = {
        "number_id": f"{of.document_id}:{start}",
        "document_id": of.document_id,
        "sentence_index": 0,
        "start": start,
        "end": end,
        "surface": surface,
        "kind": Kind.DATE if is_year else Kind.QUANTITY,
        "value": None if is_year else float(digits) * scale,
        "value_exact": None if is_year else f"{float(digits) * scale:.10f}".rstrip("0").rstrip("."),
        "lower": None,
        "upper": None,
        "resolution": "10000000000" if scale > 1 else ("0.1" if "." in digits else None),
        "iso": surface if is_year else None,
        "comparator": Comparator.EQUAL,
        "unit": "percent" if surface.endswith("%") else ("CNY" if scale > 1 else None),
        "unit_code": "%" if surface.endswith("%") else ("CNY" if scale > 1 else None),
        "unit_kind": "percent" if surface.endswith("%") else ("currency" if scale > 1 else None),
        "rule": "test.rule",
    }
    return Number(**(values | changes))


def observation(of: Number, **changes: Any) -> Observation:
    is_change = of.unit == "percent"
    values: dict[str, Any] = {
        "observation_id": of.number_id,
        "indicator": "revenue",
        "indicator_key": "revenue",
        "measure": Measure.CHANGE if is_change else Measure.LEVEL,
        "direction": None,
        "basis": Basis.YEAR_ON_YEAR if is_change else None,
        "time_period": "2021",
        "period_start": date(2021, 1, 1),
        "period_end": date(2021, 12, 31),
        "freq": "A",
        "period_source": PeriodSource.PHRASE,
        "ref_area": "CN",
        "ref_area_text": "China",
        "obs_status": ObsStatus.ACTUAL,
        "attributed_to": None,
        "flags": (),
    }
    return Observation(**(values | changes))


def make(*documents: Document) -> Made:
    """Read the documents as a very plain engine would: one sentence, one number per numeral."""
    numbers = [number(d, m.start(), m.end()) for d in documents for m in _SURFACE.finditer(d.text)]
    observations = [observation(n) for n in numbers if n.kind is Kind.QUANTITY]
    return Made(list(documents), numbers, observations, {d.document_id: [(0, len(d.text))] for d in documents})


def load(
    warehouse: Warehouse, run_id: str, made: Made, rejects: tuple[Reject, ...] = (), *, batch: str = "batch-0"
) -> Loaded:
    """Load what was made, and record its sources as all that the run found."""
    tables = batch_tables(made.documents, made.numbers, made.observations, rejects, made.sentences)
    loaded = warehouse.load_batch(run_id, batch, tables)
    seen: list[tuple[str, str | None]] = [(d.source_uri, d.document_id) for d in made.documents]
    refused: list[tuple[str, str | None]] = [(r.source_uri, None) for r in rejects if r.source_uri]
    missing = sorted(set(warehouse.known_sources()) - {uri for uri, _ in seen + refused})
    warehouse.record_sources(run_id, seen + refused, missing)
    return loaded
