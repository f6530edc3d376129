from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tallybook.notices import Event, Notice, send
from tests.flows.hooking import listening

if TYPE_CHECKING:
    import pytest

AT = datetime(2026, 1, 31, 6, 5, 2, tzinfo=UTC)


def notice(*failures: str, message: str = "disk full") -> Notice:
    return Notice(Event.FAILED, "/srv/data", message, AT, failures=failures)


def test_what_a_finding_quotes_is_no_markup_and_calls_nobody() -> None:
    told = notice("observations: `<!channel>` [x](http://bad.example)\x1b[2J\n@all & more").as_json()
    assert told["text"].splitlines()[1:] == [
        "`observations: '&lt;!channel&gt;' [x](http://bad.example)\\x1b[2J @all &amp; more`"
    ]
    assert told["at"] == "2026-01-31T06:05:02+00:00"


def test_a_name_that_is_no_utf_8_can_be_told() -> None:
    with listening() as hook:
        assert send(notice("raw/\udcff.txt", message="raw/\udcff.txt"), hook.url)
        assert (hook.told[0]["message"], hook.told[0]["failures"]) == ("raw/\\udcff.txt", ["raw/\\udcff.txt"])


def test_a_web_hook_is_tried_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallybook.notices._PAUSES", (0.0, 0.0))
    with listening(500, 502) as hook:
        assert send(notice(), hook.url)
        assert (hook.asked, len(hook.told)) == (3, 1)


def test_the_log_does_not_give_the_address_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tallybook.notices._PAUSES", ())
    with listening(404) as hook:
        assert not send(notice(), hook.url)
        assert "404" in caplog.text
        assert hook.url not in caplog.text
    assert not send(notice(), "http://127.0.0.1:1/secret")
    assert "secret" not in caplog.text
