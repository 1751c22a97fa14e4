"""Somebody new: what does this figure mean, and how is a query written? By keyboard alone, and without a script."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_a_figure_leads_to_what_it_means_and_an_example_to_its_results(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/search?q=" + quote("“新质生产力”"))
    page.locator(".glance summary").press("Enter")
    page.get_by_role("link", name="Help: Per 10,000 characters (每万字)").first.press("Enter")
    meaning = page.get_by_role("heading", name="Per 10,000 characters (每万字)")
    expect(meaning).to_be_in_viewport()
    bar, box = page.locator("header.bar").bounding_box(), meaning.bounding_box()
    assert bar is not None
    assert box is not None
    assert box["y"] >= bar["y"] + bar["height"], "the bar at the top does not hide it"
    page.get_by_role("navigation", name="Help").get_by_role("link", name="Searching").press("Enter")
    page.get_by_role("link", name='"基层 治理"~20').press("Enter")
    expect(page.locator("#q")).to_have_value('"基层 治理"~20')
    expect(page.locator(".hit").first).to_be_visible()
    context.close()
