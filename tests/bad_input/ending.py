"""What a run made of its input: documents and rejects by source, and whether they fit together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tallybook import pipeline
from tallybook.model import Stage
from tallybook.settings import Settings
from tallybook.warehouse import Warehouse
from tallybook.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Callable

STORE = Path("data")


class Ending(NamedTuple):
    """The reasons why sources were refused, and those that are documents."""

    refused: dict[str, set[str]]
    documents: set[str]

    def fate_of(self, source: str) -> str | None:
        """The reason why a source is no document, or none of whose numbers is trusted; None for a good one."""
        reasons = self.refused.get(source, set())
        assert len(reasons) <= 1, reasons
        assert reasons or source in self.documents, f"nothing became of {source}"
        return next(iter(reasons), None)


def run(limits: dict[str, Any] | None = None, *, between: Callable[[str], None] = lambda _: None) -> Ending:
    """Read, extract and load `raw`; `between` is called with the name of each stage that is over."""
    settings = Settings(store=STORE, **{"workers": 1, **(limits or {})})
    with pipeline.start(settings) as started, Processes(settings.processes) as pool:
        batches = pipeline.read(started, pool)
        between("read")
        parts = [pipeline.extract(started, batch, pool) for batch in batches]
        between("extract")
        for batch, paths in zip(batches, parts, strict=True):
            pipeline.load(started, batch, paths)
        pipeline.record_sources(started)
    return ending()


def ending() -> Ending:
    """What the store now says. What it says of sources and of documents fits together."""
    with Warehouse.open(STORE) as warehouse:
        warehouse.reject_failing_rows("test")
        documents = {row[0] for row in warehouse.run_sql("publish/documents.sql")}
        sources = {row[0]: row[1] for row in warehouse.run_sql("publish/sources.sql") if row[4]}
        rejects = warehouse.run_sql("publish/rejects.sql")
    assert set(sources.values()) == documents
    refused: dict[str, set[str]] = {}
    for stage, uri, document_id, *_, reason, detail, _, _ in rejects:
        assert stage != Stage.AUDIT, detail
        assert detail
        assert document_id is None or document_id in documents
        refused.setdefault(uri, set()).add(reason)
    return Ending(refused, set(sources))
