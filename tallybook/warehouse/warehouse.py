"""The warehouse: loads what the engine found, applies the row rules, and hands out copies for readers."""

from __future__ import annotations

import secrets
import threading
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tallybook import resources
from tallybook.dictionary import SCHEMA_VERSION, parquet_tables
from tallybook.durable import force_to_disk
from tallybook.warehouse import arrow, copying, memory
from tallybook.warehouse.connection import (
    WarehouseDamaged,
    attached_readers_copy,
    bound,
    find_failing,
    open_for_reading,
    open_readers_copy,
    open_warehouse,
    opening_alone,
    run_file,
    transaction,
    utc_now,
)
from tallybook.warehouse.damage import set_aside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from tallybook.verdict import AuditResult
    from tallybook.warehouse.arrow import BatchTables

FILE_NAME = "warehouse.duckdb"


class Loaded(NamedTuple):
    """How many rows a batch brought; `duplicates` are documents that the run had loaded already."""

    documents: int
    numbers: int
    observations: int
    rejects: int
    duplicates: int


class Known(NamedTuple):
    """What an object held while its tag was this: its sources with their documents, None for one that was refused."""

    tag: str
    sources: list[tuple[str, str | None]]


class Warehouse:
    """The private database of a store, open for writing; also the lock that keeps a second run out.

    Used as a context manager. Its methods may be called from several threads; they take turns. `damage` says what was
    wrong with the file that was found, if that had to be set aside.

    >>> with Warehouse.open(Path("data")) as warehouse:  # doctest: +SKIP
    ...     run_id = warehouse.start_run("0.1.0+3f9a1c2b")
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, damage: str | None = None) -> None:
        self._connection = connection
        self._turn = threading.RLock()
        self.path = path
        self.damage = damage

    @classmethod
    def open(cls, store: Path, *, keep_removed: bool = False) -> Self:
        """The warehouse of a store, created and migrated if need be; one that is damaged is set aside for a new one.

        With `keep_removed` documents whose files are gone are published all the same.

        Raises WarehouseLocked if another process has it open, WarehouseError if it cannot be used.
        """
        path = store / FILE_NAME
        with opening_alone(store):
            try:
                warehouse = cls(open_warehouse(path), path)
            except WarehouseDamaged as damage:
                kept = set_aside(path)
                warehouse = cls(open_warehouse(path), path, f"{damage}. It is kept in {kept}")
        while warehouse.forget_again():
            warehouse = cls(open_warehouse(path), path, warehouse.damage)
        warehouse.run_sql("publish/policy.sql", keep_removed=keep_removed)
        return warehouse

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others have it."""
        self._connection.close()

    def run_sql(self, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Run a file below `sql/`, such as `transform/known_documents.sql`; returns the rows of its last statement."""
        with self._turn:
            rows: list[tuple[Any, ...]] = run_file(self._connection, f"sql/{name}", **parameters).fetchall()
            return rows

    def start_run(self, engine_version: str) -> str:
        """Note that a run has started; returns its id, which sorts by time."""
        now = utc_now()
        run_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        with self._turn, transaction(self._connection):
            self.run_sql("transform/start_run.sql", run_id=run_id, now=now, engine_version=engine_version)
        return run_id

    def follows_a_killed_run(self, run_id: str) -> bool:
        """Whether the run before this one was killed, or crashed, before it could note how it ended."""
        return bool(self.run_sql("transform/was_killed.sql", run_id=run_id)[0][0])

    def finish_run(
        self,
        run_id: str,
        status: str,
        counts: Mapping[str, int],
        *,
        seconds: Mapping[str, float],
        release: str | None = None,
        audit_outcome: str | None = None,
        error: str | None = None,
    ) -> None:
        """Note how a run ended (released, unchanged, blocked or failed), and how many seconds each stage took."""
        self.run_sql(
            "transform/finish_run.sql",
            run_id=run_id,
            now=utc_now(),
            status=status,
            count_names=list(counts),
            count_values=list(counts.values()),
            stage_names=list(seconds),
            stage_values=list(seconds.values()),
            error=error,
            release=release,
            audit_outcome=audit_outcome,
        )

    def bounds(self, least_share: float) -> dict[str, float]:
        """What the audit may expect of the next release, by name of parameter, learnt from the releases before it.

        Tables may shrink to `least_share` of the last release.
        """
        with self._turn:
            rows = run_file(self._connection, "sql/transform/bounds.sql", least_share=least_share)
            names = [column[0] for column in rows.description or ()]
            return dict(zip(names, rows.fetchall()[0], strict=True))

    def knows_release(self, release: str) -> bool:
        """Whether this warehouse remembers that a release was made of it."""
        return bool(self.run_sql("transform/known_release.sql", release=release)[0][0])

    def remember_release(self, release: str, run_id: str, engine_version: str, rows: Mapping[str, int]) -> None:
        """Note a release that its run did not come to note, or that was forgotten; `rows` are its rows by table."""
        with self._turn, transaction(self._connection):
            self.run_sql(
                "transform/remember_release.sql",
                release=release,
                run_id=run_id,
                now=utc_now(),
                engine_version=engine_version,
                count_names=list(rows),
                count_values=list(rows.values()),
            )

    def take_over(self, database: Path, run_id: str) -> None:
        """Take from the database of a release what this warehouse does not know any more.

        Sources and refusals become what the release says; its documents and runs are added where they are missing, and
        these documents are due to be read again when a run next meets them. `run_id` is the run that made the release.
        """
        names = [*(table.name for table in parquet_tables()), "runs"]
        with self._turn, open_for_reading(database) as released:
            rows = {f"released_{name}": released.cursor().table(name).to_arrow_reader() for name in names}
            with transaction(self._connection), _Registered(self._connection, rows):
                self.run_sql("transform/take_over.sql", run_id=run_id)

    def known_documents(self, engine_version: str) -> set[str]:
        """The ids of the documents that this engine version has already read: nothing is due for them."""
        return {row[0] for row in self.run_sql("transform/known_documents.sql", engine_version=engine_version)}

    def load_batch(self, run_id: str, batch_id: str, batch: BatchTables) -> Loaded:
        """Load a batch in one transaction: all of it is there afterwards, or nothing.

        Rows of documents that are there from earlier runs are replaced, so that loading twice changes nothing. Rejects
        of sources and documents replace what was refused of the same before.
        """
        incoming = {f"incoming_{name}": table for name, table in batch._asdict().items()}
        with self._turn, transaction(self._connection), _Registered(self._connection, incoming):
            return self._load(run_id, batch_id, batch)

    def _load(self, run_id: str, batch_id: str, batch: BatchTables) -> Loaded:
        now = utc_now()
        self.run_sql("transform/accept_documents.sql", run_id=run_id, now=now)
        accepted, known = self.run_sql("transform/count_accepted.sql")[0]
        if known:
            self.run_sql("transform/clear_documents.sql")
        if accepted:
            self.run_sql("transform/load_documents.sql", run_id=run_id, batch_id=batch_id, now=now)
        self.run_sql("transform/load_rejects.sql", run_id=run_id, now=now)
        return Loaded(
            accepted,
            batch.numbers.num_rows if accepted else 0,
            batch.observations.num_rows if accepted else 0,
            batch.rejects.num_rows,
            batch.documents.num_rows - accepted,
        )

    def known_sources(self) -> list[str]:
        """The URIs of all sources that count as present, or were refused, when a run last looked for them."""
        return [row[0] for row in self.run_sql("transform/known_sources.sql")]

    def known_objects(self, engine_version: str, read_by: str) -> dict[str, Known]:
        """What was found in each object, by URI: of those that were read as now, and whose documents are not due."""
        rows = self.run_sql("transform/known_objects.sql", engine_version=engine_version, read_by=read_by)
        known: dict[str, Known] = {}
        for uri, tag, source_uri, document_id in rows:
            known.setdefault(uri, Known(tag, [])).sources.append((source_uri, document_id))
        return known

    def record_objects(self, tags: Mapping[str, str], read_by: str) -> None:
        """Note the tags of the objects that a run listed. Call it after `record_sources`."""
        tables = {"listed": arrow.objects_table(tags)}
        with self._turn, transaction(self._connection), _Registered(self._connection, tables):
            self.run_sql("transform/record_objects.sql", read_by=read_by)

    def record_sources(self, run_id: str, seen: Sequence[tuple[str, str | None]], missing: Sequence[str]) -> None:
        """Note all sources that a run saw, as pairs of URI and document; None for a source that was refused.

        Call it once per run, after the last batch. The sources that the run looked for in vain, `missing`, count as
        absent from now on: their documents leave the next release. Of all others nothing is said.
        """
        tables = {"seen": arrow.sources_table(seen), "missing": arrow.missing_table(missing)}
        with self._turn, transaction(self._connection), _Registered(self._connection, tables):
            self.run_sql("transform/record_sources.sql", run_id=run_id, now=utc_now())

    def forgotten(self) -> dict[str, bool]:
        """The documents that were forgotten, and of each whether the old releases that hold it are to go."""
        return dict(self.run_sql("forget/forgotten.sql"))

    def forget(self, document_ids: Sequence[str], *, from_releases: bool) -> None:
        """Erase all that the warehouse has of some documents but their ids, which no run reads again; then close it.

        The file is written anew without them and takes the place of the old one in one step: whatever happens, the
        warehouse is the old one or the new one, and the new one has never held them.
        """
        forgotten = self.forgotten()
        asked = {document_id: from_releases or forgotten.get(document_id, False) for document_id in document_ids}
        memory.save(self.path.parent, memory.load(self.path.parent) | forgotten | asked)
        aside = self.path.with_name(f".{self.path.name}.new")
        parameters = {"document_ids": list(document_ids), "from_releases": from_releases, "now": utc_now()}
        with self._turn:
            for leftover in (aside, aside.with_name(f"{aside.name}.wal")):
                leftover.unlink(missing_ok=True)
            self.run_sql("forget/rebuild.sql", aside=str(aside), **parameters)
            force_to_disk(aside)
            aside.replace(self.path)
            force_to_disk(self.path.parent)
            self.close()

    def forget_again(self) -> bool:
        """Forget what a warehouse before this one had forgotten; returns whether it was, and this one is closed."""
        kept = memory.load(self.path.parent)
        missing = kept.keys() - self.forgotten().keys() if kept else set()
        for from_releases in (False, True):
            if alike := sorted(name for name in missing if kept[name] == from_releases):
                self.forget(alike, from_releases=from_releases)
                return True
        return False

    def remember(self, document_ids: Sequence[str]) -> None:
        """Let forgotten documents be read again."""
        self.run_sql("forget/remember.sql", document_ids=list(document_ids))
        memory.save(self.path.parent, self.forgotten())

    def reject_failing_rows(self, run_id: str) -> int:
        """Apply the row rules of `sql/audit/` to everything; returns how many rows they refuse.

        The engine's rows stay as they are: refused ones are left out of what is published, and come back by
        themselves when the rule that refused them is mended.
        """
        with self._turn:
            bound(self._connection)  # the run may have loaded longer texts than there were
        with self._turn, transaction(self._connection):
            find_failing(self._connection, "audit")
            self.run_sql("transform/audit_rejects.sql", run_id=run_id, now=utc_now())
            return int(self.run_sql("transform/count_failing.sql")[0][0])

    def copy_for_readers(self, target: Path) -> None:
        """Write the published tables and views to a new database at `target`, in a format that DuckDB 1.x reads."""
        with self._turn, attached_readers_copy(self._connection, target):
            copying.fill(self._connection)
        with open_readers_copy(target) as copy:
            with _Registered(copy, {"incoming": arrow.units_table()}):
                copy.table("incoming").create("units")
            run_file(copy, "sql/publish/audit_table.sql")
            run_file(copy, "sql/transform/series.sql")
            run_file(copy, "sql/transform/rounding.sql")
            run_file(copy, "sql/publish/comments.sql")
            run_file(copy, "sql/publish/checkpoint.sql")

    def record_audit(self, run_id: str, result: AuditResult) -> None:
        """Keep the verdict of a run, and put it into the readers' database that it is about."""
        table = arrow.audit_table(result.expectations)
        with self._turn:
            with transaction(self._connection), _Registered(self._connection, {"incoming_audit": table}):
                self.run_sql("transform/record_audit.sql", run_id=run_id, now=utc_now())
            query = resources.read("sql/publish/audit.sql")
            verdict = self._connection.sql(query, params={"run_id": run_id}).to_arrow_table()
            with open_readers_copy(result.audited) as copy, _Registered(copy, {"incoming_audit": verdict}):
                run_file(copy, "sql/publish/fill_audit.sql")

    def state_digest(self) -> str:
        """SHA-256 of all that shapes a release: documents, sources, engine, rejects, rules and schema.

        Two equal digests mean that a release made now would say the same as one made before.
        """
        state = " ".join(map(str, self.run_sql("publish/state.sql")[0]))
        return sha256(f"{state} {resources.rules_digest()} {SCHEMA_VERSION}".encode()).hexdigest()


class _Registered:
    """Arrow tables under names that SQL can use, for the length of a block."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any]) -> None:
        self._connection = connection
        self._tables = tables

    def __enter__(self) -> None:
        for name, table in self._tables.items():
            self._connection.register(name, table)

    def __exit__(self, *_: object) -> None:
        for name in self._tables:
            self._connection.unregister(name)
