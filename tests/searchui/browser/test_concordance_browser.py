"""Lines in a real browser: in one column, in every order, with and without JavaScript."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from searchui import Corpus
from tests.searchui.browser.conftest import fits

pytestmark = pytest.mark.browser


def test_lines_in_a_browser(page: Page, site: str) -> None:
    page.goto(site + "/kwic?" + urlencode({"q": "“发展”"}))
    expect(page.get_by_role("heading", level=1)).to_contain_text("“发展”：")
    assert fits(page)
    page.get_by_role("link", name="按后文").click()
    expect(page.locator(".order").first.locator("strong")).to_have_text("按后文")
    places = [match.bounding_box() for match in page.locator(".line .match").all()[:20]]
    assert len({round(place["x"]) for place in places if place}) == 1, "the phrase stands in one column"
    for line in page.locator(".line").all()[:20]:
        left, match, right = (line.locator(f".{name}").bounding_box() for name in ("left", "match", "right"))
        assert left
        assert match
        assert right
        assert left["x"] + left["width"] <= match["x"] + 1
        assert match["x"] + match["width"] <= right["x"] + 1
        assert abs(left["width"] - right["width"]) < 2
    expect(page.locator(".line .right").first).to_be_in_viewport()
    page.get_by_role("link", name="80 字").click()
    expect(page.locator(".wide strong")).to_have_text("80 字")
    assert fits(page)
    page.get_by_role("link", name="一行").click()
    expect(page.locator(".wide strong")).to_have_text("一行")
    page.goto(page.url + "&per_page=20")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pager strong")).to_have_text("2")
    link = page.locator(".line .match").first
    anchor = (link.get_attribute("href") or "").split("#")[1]
    link.click()
    target = page.locator(f"[id='{anchor}']")
    expect(target).to_be_in_viewport()
    expect(target.locator("mark").first).to_have_text("发展")


def test_another_phrase_keeps_the_order(page: Page, site: str) -> None:
    page.goto(site + "/kwic?" + urlencode({"q": "“发展”", "sort": "left", "year": 2024}))
    page.get_by_role("combobox").fill("新质生产力")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kwic?*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("“新质生产力”：")
    expect(page.locator(".order").first.locator("strong")).to_have_text("按前文")
    expect(page.locator(".chips a").first).to_contain_text("2024")
    assert fits(page)


def test_lines_without_javascript(browser: Browser, site: str, corpus: Corpus) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    opened = context.new_page()
    opened.goto(site + "/kwic")
    opened.get_by_role("searchbox").fill("新质生产力")
    opened.get_by_role("button", name="查找").click()
    expect(opened.locator(".line")).to_have_count(corpus.count("新质生产力").occurrences)
    context.close()
