"""What is told to a web hook about the end of a run: one small JSON object, in a form that chats show as well.

Slack, Mattermost and Teams show the field `text` and leave the others alone; programs read the others.
"""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from html import escape
from typing import Any

from tallybook.escaping import for_terminal

log = logging.getLogger(__name__)

_TIME_OUT = 10.0
# Seconds to wait after a try that failed, before the next one.
_PAUSES = (1.0, 5.0)


class Event(StrEnum):
    """How a run ended, for those who are told: it failed, the audit stopped its release, or it made one."""

    FAILED = "failed"
    BLOCKED = "blocked"
    RELEASED = "released"


_SAID = {
    Event.FAILED: "The run failed",
    Event.BLOCKED: "The audit stopped the release",
    Event.RELEASED: "There is a new release",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """The end of a run: `failures` are the audit's findings, `release` is current now; `at` is in UTC.

    `run_id` is null where the run did not come to its end, `flow_run` is its name in Prefect.
    """

    event: Event
    store: str
    message: str
    at: datetime
    flow_run: str | None = None
    run_id: str | None = None
    release: str | None = None
    failures: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        r"""Give the same as plain values, with `text` for chats.

        >>> from datetime import UTC, datetime
        >>> Notice(Event.FAILED, "/srv/data", "disk full", datetime(2026, 1, 31, tzinfo=UTC)).as_json()["text"]
        'Tallybook, /srv/data: The run failed\n`disk full`'
        """
        told = asdict(self) | {"at": self.at.isoformat(), "text": self._text()}
        return (
            told
            | {name: _sendable(value) for name, value in told.items() if isinstance(value, str)}
            | {"failures": tuple(map(_sendable, self.failures))}
        )

    def _text(self) -> str:
        found = self.failures or (self.message,)
        return "\n".join([f"Tallybook, {_shown(self.store)}: {_SAID[self.event]}", *map(_quoted, found)])


def _sendable(text: str) -> str:
    """The text with lone surrogates, as in names of files that are no UTF-8, as escapes: JSON cannot carry them."""
    return text.encode("utf-8", "backslashreplace").decode()


def _shown(text: str) -> str:
    return escape(for_terminal(" ".join(text.split())), quote=False)


def _quoted(text: str) -> str:
    """The text as code: what a finding quotes calls nobody, links nowhere and formats nothing."""
    return f"`{_shown(text).replace('`', chr(39))}`"


def send(notice: Notice, url: str) -> bool:
    """Tell a web hook of the end of a run; returns whether it took the notice.

    It is tried three times. That nobody could be told is a line in the log and nothing else: it is no fault of the run.
    The address is left out of it, as whoever knows it may write there.

    >>> send(notice, "https://chat.example/hooks/1f2e")  # doctest: +SKIP
    True
    """
    import httpx  # 0.1 s, for nothing where nobody is to be told

    for pause in (*_PAUSES, None):
        try:
            httpx.post(url, json=notice.as_json(), timeout=_TIME_OUT).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            told = str(error).replace(url, "the address")
            log.warning("the web hook could not be told: %s: %s", type(error).__name__, told.partition("\n")[0])
        else:
            return True
        if pause is not None:
            time.sleep(pause)
    return False
