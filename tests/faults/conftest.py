from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.jobs import Runs
from tests.faults.scenes import Scene, first_run, later_run
from tests.faults.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_tallies: list[Tally] = []


@pytest.fixture(scope="session")
def runs() -> Iterator[Runs]:
    with Runs() as server:
        yield server


@pytest.fixture(scope="session")
def first(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return first_run(runs, tmp_path_factory.mktemp("first") / "scene")


@pytest.fixture(scope="session")
def later(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return later_run(runs, tmp_path_factory.mktemp("later") / "scene")


@pytest.fixture
def tally() -> Callable[[str], Tally]:
    """Make a count that is printed at the end."""

    def make(kind: str) -> Tally:
        _tallies.append(Tally(kind))
        return _tallies[-1]

    return make


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _tallies:
        terminalreporter.section("faults")
    for line in _tallies:
        terminalreporter.line(str(line))
