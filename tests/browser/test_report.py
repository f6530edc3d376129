"""People open the report, look, sort, filter, follow a point to its sentence and walk the numbers; axe looks, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Opened, opened
from tests.publishing.releasing import release
from tests.warehouse.building import document, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

SECTIONS = ("summary", "observations", "series", "documents", "rejects")


@pytest.fixture
def shown(browser: Browser, sample: Path) -> Iterator[Opened]:
    with opened(browser, sample) as window:
        yield window


def test_every_section_opens_by_its_link_and_the_back_button_returns(shown: Opened) -> None:
    shown.go("")
    for section in SECTIONS[1:]:
        shown.page.get_by_role("navigation", name="Sections").locator(f"a[href='#/{section}']").click()
        expect(shown.page.locator(f"#{section}")).to_be_visible()
        expect(shown.page.locator("main > section:visible")).to_have_count(1)
        expect(shown.page.locator("nav [aria-current]")).to_have_attribute("href", f"#/{section}")
    shown.page.go_back()
    expect(shown.page.locator("#documents")).to_be_visible()


def test_observations_are_filtered_and_sorted(shown: Opened) -> None:
    shown.go("#/observations")
    page = shown.page
    counted = page.locator(".pager [role=status]")
    expect(counted).to_contain_text("observations")
    before = counted.inner_text()
    page.get_by_label("Unit").fill("percent")
    expect(counted).not_to_have_text(before)
    units = set(page.locator("#observations tbody .unit").all_inner_texts())
    assert units
    assert all(unit.startswith("percent") for unit in units)
    page.get_by_role("button", name="value", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("value")
    rising = values(shown)
    assert rising == sorted(rising)
    page.get_by_role("button", name="value", exact=True).click()
    falling = values(shown)
    assert falling == sorted(falling, reverse=True)
    assert falling[0] > rising[0]


def values(shown: Opened) -> list[float]:
    """The values of the rows that are shown; of a range its lower end."""
    texts = shown.page.locator("#observations tbody td.figure").all_inner_texts()
    return [float(text.split("–")[0].split()[-1].replace(",", "")) for text in texts if text.strip()]


def test_the_address_holds_the_filter(shown: Opened) -> None:
    shown.go("#/observations?measure=change&sort=value&order=down")
    expect(shown.page.get_by_label("Measure")).to_have_value("change")
    expect(shown.page.locator("th[aria-sort=descending]")).to_have_text("value")
    shown.page.get_by_label("Indicator").fill("inflation")
    shown.page.wait_for_url("**#/observations?**indicator=inflation**")
    shown.page.get_by_role("button", name="Clear").click()
    shown.page.wait_for_url(lambda url: "indicator" not in url)


@pytest.mark.parametrize(
    "address", ["#/series/%E0%A4%A", "#/observations?page=-3&sort=none", "#/nothing", "#/documents/@"]
)
def test_an_address_that_leads_nowhere_shows_what_there_is(shown: Opened, address: str) -> None:
    shown.go(address)
    expect(shown.page.locator("main > section:visible h1")).to_have_count(1)
    expect(shown.page.get_by_text("Unpacking").locator("visible=true")).to_have_count(0)


def test_a_document_that_is_not_in_the_page_is_said_to_be_elsewhere(shown: Opened) -> None:
    shown.go("#/documents/0123456789abcdef@5")
    expect(shown.page.get_by_text("The document 0123456789abcdef is not in this page")).to_be_visible()


def test_a_row_opens_its_sentence_and_leads_to_the_document(shown: Opened) -> None:
    shown.go("#/observations?search=percent")
    button = shown.page.locator("#observations tbody .name button").first
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    quote = shown.page.locator(".opened blockquote")
    marked = quote.locator("mark").inner_text()
    assert marked in quote.inner_text()
    shown.page.locator(".opened .links a").first.click()
    expect(shown.page.locator(".number[aria-current]")).to_have_text(marked)
    expect(shown.page.locator(".number[aria-current]")).to_be_focused()
    shown.page.go_back()
    expect(shown.page.locator("#observations")).to_be_visible()


def test_a_point_of_a_chart_leads_to_its_sentence(shown: Opened) -> None:
    shown.go("#/series")
    symbols = shown.page.locator(".drawing [role='graphics-symbol'][tabindex]")
    symbols.first.wait_for()
    symbols.first.focus()
    told = shown.page.locator(".caption").inner_text()
    symbols.first.press("Enter")
    number = shown.page.locator(".number[aria-current]")
    expect(number).to_be_visible()
    assert shown.page.locator(".card .amount").inner_text() in told
    shown.page.go_back()
    symbols.last.click()
    expect(number).to_be_visible()


def test_every_series_is_drawn(shown: Opened) -> None:
    shown.go("#/series")
    links = shown.page.locator("#series .list a")
    links.first.wait_for()
    for link in links.all()[:25]:
        link.click()
        expect(link).to_have_attribute("aria-current", "true")
        expect(shown.page.locator(".drawing svg")).to_be_visible()
        points = shown.page.locator(".drawing [tabindex]")
        expect(points).to_have_count(shown.page.locator("#series .scroll tbody tr").count())
        assert "NaN" not in shown.page.locator(".drawing").inner_html()


def test_numbers_are_walked_by_keyboard(shown: Opened) -> None:
    shown.go("#/documents")
    page = shown.page
    expect(page.locator(".text")).to_be_visible()
    marks = page.locator(".number")
    page.keyboard.press("n")
    expect(marks.first).to_be_focused()
    page.keyboard.press("n")
    expect(marks.nth(1)).to_be_focused()
    expect(page.locator(".card .amount")).not_to_be_empty()
    page.keyboard.press("p")
    expect(marks.first).to_be_focused()
    page.keyboard.press("p")
    expect(marks.last).to_be_focused()


def test_kinds_can_be_left_out(shown: Opened) -> None:
    shown.go("#/documents")
    shown.page.locator(".kinds label", has_text="quantity").click()
    assert shown.page.locator(".number.kind-quantity:not(.dimmed)").count() == 0
    shown.page.keyboard.press("Escape")
    shown.page.locator(".text").click(position={"x": 1, "y": 1})
    shown.page.keyboard.press("n")
    expect(shown.page.locator(".number:focus")).not_to_have_class("kind-quantity")


def test_documents_and_series_are_found_by_words(shown: Opened) -> None:
    shown.go("#/documents")
    shown.page.get_by_label("Find a document").fill("norland consumer 2024-0")
    expect(shown.page.locator("#documents .list li")).not_to_have_count(52)
    assert all("consumer" in text.lower() for text in shown.page.locator("#documents .list li").all_inner_texts())


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_axe_finds_nothing(browser: Browser, sample: Path, colours: Any, width: int) -> None:
    with opened(browser, sample, width=width) as window:
        window.page.emulate_media(color_scheme=colours)
        for section in SECTIONS:
            window.go(f"#/{section}")
            settle(window, section)
            found = Axe().run(window.page)
            assert found.response["passes"]
            assert [
                (rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]
            ] == []


def settle(window: Opened, section: str) -> None:
    """Wait until a section has all that it shows, and open what it can open."""
    if section == "observations":
        window.page.locator("#observations tbody .name button").first.click()
    if section == "documents":
        if window.page.viewport_size and window.page.viewport_size["width"] < 800:
            window.page.locator("#documents .list a").first.click()
        window.page.locator(".text").wait_for()
        window.page.keyboard.press("n")
    if section == "series":
        if window.page.viewport_size and window.page.viewport_size["width"] < 800:
            window.page.locator("#series .list a").first.click()
        window.page.locator(".drawing svg").wait_for()


@pytest.mark.parametrize("width", [390, 768, 1360])
def test_the_page_never_scrolls_sideways(browser: Browser, sample: Path, width: int) -> None:
    with opened(browser, sample, width=width, height=844) as window:
        for section in SECTIONS:
            window.go(f"#/{section}")
            if section in ("observations", "series", "documents"):
                settle(window, section)
            assert window.page.evaluate("document.documentElement.scrollWidth") <= width, section


def test_a_phone_sees_the_number_above_what_is_known_of_it(browser: Browser, sample: Path) -> None:
    with opened(browser, sample, width=390, height=844) as window:
        window.go("#/documents")
        settle(window, "documents")
        for _ in range(6):
            window.page.keyboard.press("n")
        number = window.page.locator(".number[aria-current]").bounding_box()
        aside = window.page.locator(".aside").bounding_box()
        assert number
        assert aside
        assert number["y"] + number["height"] <= aside["y"] + 24


def test_without_javascript_the_summary_is_there(browser: Browser, sample: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample.as_uri())
    expect(page.locator("#summary h1")).to_contain_text("numbers in 52 documents")
    expect(page.locator("#rejects")).to_be_visible()
    context.close()


def test_a_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    text = f"{hostile}<img src=x onerror=alert(2)> Sales rose to 12 in 2021. 𝟙 🤦🏼‍♂️ 8% more."
    release(tmp_path, make(document(text, f"raw/{hostile}.txt", title=hostile)))
    with opened(browser, tmp_path / "current" / "report.html") as window:
        window.go("#/documents")
        expect(window.page.locator(".reading h2")).to_have_text(hostile)
        expect(window.page.locator(".text")).to_have_text(text)
        assert window.page.locator(".number").all_inner_texts()[-1] == "8%"
        window.go("#/observations")
        window.page.locator("#observations tbody .name button").first.click()
        expect(window.page.locator("blockquote")).to_have_text(text)
        assert window.page.locator("main img").count() == 0


def test_five_hundred_articles(browser: Browser, articles: Path) -> None:
    with opened(browser, articles) as window:
        for section in SECTIONS:
            window.go(f"#/{section}")
            if section in ("observations", "series", "documents"):
                settle(window, section)
            assert window.heading()
            found = Axe().run(window.page)
            assert found.response["violations"] == [], json.dumps(found.response["violations"])[:2000]
