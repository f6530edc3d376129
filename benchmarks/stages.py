"""The stages of a run, called directly, against the floor: what the same bytes cost without any understanding.

The floor reads and hashes the files, scans them once with a regular expression, inserts the same rows and writes the
same Parquet. Fixed costs, such as imports and the audit of a small store, are not taken out.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.material import articles
from benchmarks.row import Row
from tallybook import pipeline, publishing
from tallybook.settings import load_settings
from tallybook.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

COPIES = 20


def rows() -> Iterator[Row]:
    """Seconds of each stage over the sample, copied with small edits, as a multiple of the floor."""
    with tempfile.TemporaryDirectory() as folder:
        raw, store = Path(folder, "raw"), Path(folder, "store")
        documents = _spread(raw)
        taken = _run(raw, store)
        floor = _floor(raw, store)
    for stage, seconds in taken.items():
        yield Row(
            f"{stage}, {documents:,} documents", f"{seconds:.2f} s", f"floor {floor:.2f} s", f"{seconds / floor:.1f} ×"
        )


def _spread(raw: Path) -> int:
    """Write the articles several times, each time with another first line; returns how many files there are."""
    raw.mkdir()
    for copy in range(COPIES):
        for number, document in enumerate(articles()):
            Path(raw, f"{copy:03}-{number:03}.txt").write_text(f"Edition {copy}\n\n{document.text}", encoding="utf-8")
    return COPIES * len(articles())


def _run(raw: Path, store: Path) -> dict[str, float]:
    """Wall seconds of each stage of one full run."""
    settings = load_settings(raw=(raw,), store=store)
    taken: dict[str, float] = {}
    with pipeline.start(settings) as run, Workers(settings.processes) as workers:
        start = time.perf_counter()
        batches = pipeline.read(run)
        taken["read (list, hash)"] = time.perf_counter() - start
        start = time.perf_counter()
        parts = [pipeline.extract(run, batch, workers) for batch in batches]
        taken["extract (decode, find, link)"] = time.perf_counter() - start
        start = time.perf_counter()
        for batch, paths in zip(batches, parts, strict=True):
            pipeline.load(run, batch, paths)
        taken["load"] = time.perf_counter() - start
        start = time.perf_counter()
        result = pipeline.audit(run)
        taken["audit"] = time.perf_counter() - start
        start = time.perf_counter()
        release = pipeline.publish(run, result)
        taken["publish"] = time.perf_counter() - start
        pipeline.finish(run, result, release)
    return taken


def _floor(raw: Path, store: Path) -> float:
    """Wall seconds of the work that no pipeline can do without."""
    release = publishing.current_release(store)
    if release is None:
        raise RuntimeError("the benchmark's run released nothing: its audit failed, see the log above")
    numbers = duckdb.sql(f"SELECT * FROM '{release}/numbers/*.parquet'").to_arrow_table()  # noqa: S608 - our own path
    digits = re.compile(r"\d+")
    start = time.perf_counter()
    for path in sorted(raw.iterdir()):
        content = path.read_bytes()
        hashlib.sha256(content).hexdigest()
        digits.findall(content.decode("utf-8"))
    with duckdb.connect() as connection:
        connection.register("rows", numbers)
        connection.execute("CREATE TABLE numbers AS SELECT * FROM rows")
        connection.execute(f"COPY numbers TO '{store}/floor.parquet' (FORMAT parquet, COMPRESSION zstd)")
    return time.perf_counter() - start
