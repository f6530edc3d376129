"""What a page carries, unpacked as its script does."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

Rows = list[dict[str, Any]]


def unpacked(page: str) -> dict[str, Rows]:
    """The tables in a page, row by row."""
    packed = re.search(r'<script type="application/octet-stream" id="data">(.*?)</script>', page)
    assert packed
    tables = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return {name: _rows(columns) for name, columns in tables.items()}


def _rows(columns: dict[str, Any]) -> Rows:
    values = [_values(column) for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _values(column: Any) -> list[Any]:
    if isinstance(column, list):
        return column
    return [None if code is None else column["values"][code] for code in column["codes"]]
