"""Chromium, as Debian packages it, opens reports from disk. Nothing is downloaded, and the page must not try either."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tallybook import pipeline, report
from tallybook.choosing import choose_release
from tallybook.settings import load_settings
from tallybook.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page  # noqa: TC004 - a field's type is read by nobody

RAW = Path(__file__).parents[2] / "raw"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
HEADLESS = ("--disable-gpu", "--no-sandbox")


@dataclass
class Opened:
    """A report in a browser, and what went wrong there: errors of its script, and requests for anything but itself."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, route: str) -> None:
        self.page.goto(self.address + route)

    def heading(self) -> str:
        return self.page.locator("main h1:visible").inner_text()


@pytest.fixture(
    scope="module"
)  # as long as it is open there is a running event loop, which Prefect would take for its own
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one these tests are skipped, unless REQUIRE_BROWSER says that there must be one."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        advice = "there is no Chromium: apt-get install chromium"
        pytest.fail(advice) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(advice)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*QUIET, *HEADLESS])
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Browser, path: Path, *, width: int = 1360, height: int = 900) -> Iterator[Opened]:
    """A report in a fresh window; no error and no request is allowed by the end."""
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as context:
        shown = Opened(context.new_page(), path.as_uri())
        shown.page.on("pageerror", lambda error: shown.errors.append(str(error)))
        shown.page.on("console", lambda line: shown.errors.append(line.text) if line.type == "error" else None)
        shown.page.on("request", lambda request: shown.requests.append(request.url))
        shown.page.on("dialog", lambda dialog: shown.errors.append(f"a dialog: {dialog.message}"))
        yield shown
        assert shown.errors == []
        assert [url for url in shown.requests if url.split("#")[0] != shown.address] == []


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample in raw/."""
    return published(tmp_path_factory.mktemp("sample"), (RAW,))


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the first 500 texts in a folder that ARTICLES names."""
    folder = os.environ.get("ARTICLES")
    if folder is None:
        pytest.skip("ARTICLES names no folder with texts")
    texts = sorted(path for path in Path(folder).rglob("*.txt"))[:500]
    return published(tmp_path_factory.mktemp("articles"), tuple(texts))


def published(store: Path, raw: tuple[Path, ...]) -> Path:
    """The report that a run over these files publishes; the run is that of the flow, without Prefect."""
    settings = load_settings(raw=raw, store=store)
    with pipeline.start(settings) as run, Processes(settings.processes) as workers:
        for batch in pipeline.read(run, workers):
            pipeline.load(run, batch, pipeline.extract(run, batch, workers))
        result = pipeline.audit(run)
        pipeline.finish(run, result, pipeline.publish(run, result))
    return choose_release(store) / report.FILE_NAME
