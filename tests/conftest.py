from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tallybook import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

REVENUE = (
    "The scale of revenue came to 1.47 trillion yuan, a rise of 8% year-on-year, "
    "and its growth rate rose by 4.4 percentage points year-on-year."
)


def pytest_configure() -> None:
    """A compiled engine that is older than its sources would be tested in their place."""
    try:
        compiled.check()
    except compiled.StaleEngineError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One temporary server for all tests that run the flow: it takes ten seconds to start."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    import flows  # noqa: F401 - sets the environment that Prefect reads when it is imported

    # Without heartbeats a flow ends at once instead of waiting a second for their thread.
    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield
