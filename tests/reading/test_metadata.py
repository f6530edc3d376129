"""Front matter and sidecars."""

from __future__ import annotations

from datetime import date

import pytest

from tallybook.model import Reason
from tallybook.reading.metadata import Metadata, read_sidecar, split_front_matter
from tallybook.reading.refusals import RefusedError

LATEST = date(2026, 1, 1)
ROOM = 10_000


def split(text: str) -> tuple[Metadata, str]:
    return split_front_matter(text, LATEST, ROOM)


def test_values_are_taken_and_the_body_is_the_text() -> None:
    text = "---\ntitle: Prices in  March\ndate: 2024-04-05\nlanguage: en-GB\nsynthetic: true\n---\n\nPrices rose 2%.\n"
    assert split(text) == (Metadata("Prices in March", date(2024, 4, 5), "en"), "\nPrices rose 2%.\n")


@pytest.mark.parametrize("key", ["date", "published", "published_on", "Date"])
@pytest.mark.parametrize("value", ["2024-04-05", "5 April 2024", "'2024-04-05T09:30:00Z'", "April 5, 2024"])
def test_dates_by_any_key_and_form(key: str, value: str) -> None:
    assert split(f"---\n{key}: {value}\n---\nText")[0].published_on == date(2024, 4, 5)


@pytest.mark.parametrize("value", ["soon", "2024", "2024-13-45", "1066-10-14", "2999-01-01", "[2024-01-01x]", ""])
def test_dates_that_are_none_do_no_harm(value: str) -> None:
    metadata, body = split(f"---\ntitle: T\ndate: {value}\n---\nText")
    assert (metadata, body) == (Metadata(title="T"), "Text")


def test_scalars_stay_strings() -> None:
    assert split("---\ntitle: 2021\nlanguage: no\n---\nText")[0] == Metadata(title="2021", language="no")


@pytest.mark.parametrize(
    "text",
    [
        "---\nPrices rose 2%.\n---\nText",
        "---\nNote: prices rose 2%\n---\nText",
        "---\ntitle: [unclosed\n---\nText",
        "---\n- title\n---\nText",
        "---\ntitle: never closed\nText",
        "--- \n" + "title: T\n" + "# filler\n" * 5_000 + "---\nText",
        "---\n" + "[" * 5_000 + "\n---\nText",
        "Text\n---\ntitle: T\n---\n",
        "----\ntitle: T\n----\n",
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert split(text) == (Metadata(), text)


def test_aliases_do_not_blow_up() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    text = "---\ntitle: T\n" + "\n".join(lines) + "\nlanguage: en\n---\nText"
    assert split(text)[0] == Metadata(title="T", language="en")


def test_an_alias_bomb_for_a_date_or_language_is_not_printed_out() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    text = "---\n" + "\n".join(lines) + "\ndate: *a59\nlanguage: *a59\ntitle: *a59\n---\nText"
    assert split(text) == (Metadata(), "Text")


def test_sidecars() -> None:
    assert read_sidecar(b"title: T\ndate: 2024-04-05\n", LATEST) == Metadata("T", date(2024, 4, 5))
    assert read_sidecar(b" \n", LATEST) == Metadata()


@pytest.mark.parametrize("data", [b"just words", b"title: [", b"- a"])
def test_a_sidecar_that_is_no_mapping_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        read_sidecar(data, LATEST)
    assert caught.value.reason is Reason.UNREADABLE


def test_own_values_go_over_others() -> None:
    own, other = Metadata(title="own"), Metadata("other", date(2024, 1, 1), "en")
    assert own.over(other) == Metadata("own", date(2024, 1, 1), "en")
