"""What the same bytes cost without any understanding: `python -m benchmarks.floor RAW RELEASE`; prints the seconds.

The files are read and hashed and scanned once with a regular expression; the same rows are inserted into a new database
and written as the same Parquet. One process, the imports left out.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

TABLES = ("documents", "numbers", "observations")


def main(raw: Path, release: Path) -> None:
    """Do it, and print what it took."""
    tables = {name: pq.read_table(release / name) for name in TABLES}
    digits = re.compile(r"\d+")
    started = time.perf_counter()
    for path in sorted(raw.rglob("*.txt")):
        content = path.read_bytes()
        hashlib.sha256(content).hexdigest()
        digits.findall(content.decode("utf-8"))
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(Path(folder, "floor.duckdb")) as connection:
        for name, rows in tables.items():
            connection.register("rows", rows)
            connection.execute(f"CREATE TABLE {name} AS FROM rows")
            connection.execute(f"COPY {name} TO '{folder}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
        print(time.perf_counter() - started)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
