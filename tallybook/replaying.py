"""Documents that are to be read again although neither they nor the engine changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.reading import lies_below
from tallybook.warehouse import Warehouse

if TYPE_CHECKING:
    from tallybook.model import Reason
    from tallybook.settings import Settings


def make_due(
    settings: Settings, *, reason: Reason | None = None, file: str | None = None, everything: bool = False
) -> int:
    """Let the next run read again the documents of which something was refused, or everything; returns how many.

    Only documents that lie below the settings' `raw` are chosen, which that run will meet: of those with the reason, in
    files that match the pattern. What was found in them before is published until then. Files that could not be read
    are tried by every run anyway, and refused objects by this one. Raises WarehouseLocked if a run holds the store.

    >>> make_due(load_settings(), file="*/prices/*", everything=True)  # doctest: +SKIP
    12
    """
    with Warehouse.open(settings.store) as warehouse:
        found = warehouse.run_sql(
            "transform/replayable.sql", reason=reason and reason.value, file=file, everything=everything
        )
        chosen = sorted({document_id for document_id, uri in found if lies_below(uri, settings.raw)})
        warehouse.run_sql("transform/make_due.sql", document_ids=chosen)
        warehouse.run_sql("transform/read_refused_again.sql")
    return len(chosen)
