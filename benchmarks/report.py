"""The report: how long it takes to make, how large it is, and when a browser shows the first of it."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.material import spread, texts_of
from benchmarks.processes import run_job
from benchmarks.row import Row
from tallybook import datapackage, report
from tallybook.choosing import choose_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

_LIMIT = 5_000_000
_OPENINGS = 5
_FIRST_PAINT = """
() => new Promise((found) => {
  const look = (list) => list.getEntriesByName("first-contentful-paint").forEach((entry) => found(entry.startTime));
  new PerformanceObserver(look).observe({ type: "paint", buffered: true });
})
"""


def rows(texts: Path | None = None) -> Iterator[Row]:
    """Seconds, bytes and milliseconds, of the sample or the texts of a file."""
    with tempfile.TemporaryDirectory() as folder:
        raw, store = Path(folder, "raw"), Path(folder, "store")
        material = texts_of(texts)
        count = len(material)
        spread(raw, material, count)
        run_job(raw, store)
        release = choose_release(store)
        page = release / report.FILE_NAME
        size = page.stat().st_size
        report.render(release, datapackage.load(release))  # the imports of the first call are not what is measured
        started = time.perf_counter()
        report.render(release, datapackage.load(release))
        seconds = time.perf_counter() - started
        of = f"of {count:,} documents"
        yield Row(f"report {of}", f"{seconds:.2f} s", "", "")
        yield Row(f"    its size, {of}", f"{size:,} bytes", f"limit {_LIMIT:,}", f"{size / _LIMIT:.0%}")
        yield Row("    until the first of it shows", _first_paint(page), "", "")


def _first_paint(page: Path) -> str:
    """Median milliseconds until Chromium shows the first of a page from disk."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        return "there is no Chromium"
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as browser,
    ):
        taken = sorted(_opened(browser.new_page(), page) for _ in range(_OPENINGS))
    return f"{taken[_OPENINGS // 2]:.0f} ms"


def _opened(window: Page, page: Path) -> float:
    window.goto(page.as_uri())
    milliseconds: float = window.evaluate(_FIRST_PAINT)
    window.close()
    return milliseconds
