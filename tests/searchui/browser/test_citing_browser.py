"""Copying and citing in a real browser, where a result or a line stands."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from searchui import Corpus
from tests.searchui.browser.conftest import copied, fits

pytestmark = pytest.mark.browser
PAGES = [("search", "q", ".hit"), ("kwic", "phrase", ".line")]


@pytest.mark.parametrize(("view", "name", "selector"), PAGES)
def test_a_passage_is_copied_and_cited_where_it_stands(
    copying: Page, site: str, corpus: Corpus, view: str, name: str, selector: str
) -> None:
    copying.goto(f"{site}/{view}?" + urlencode({name: "新质生产力"}))
    place = copying.locator(selector).nth(1)
    place.scroll_into_view_if_needed()
    acts = place.locator(".acts")
    expect(acts).to_have_css("opacity", "0")
    before = [each.bounding_box() for each in place.locator(":scope > *").all()]
    place.hover()
    expect(acts).to_have_css("opacity", "1")
    assert [each.bounding_box() for each in place.locator(":scope > *").all()] == before, "nothing moved"
    anchor = (acts.locator("a").get_attribute("href") or "").split("paragraph=")[1]
    texts = {p.anchor: p.text for entry in corpus.speeches() for p in corpus.speech(entry.id).paragraphs}
    acts.get_by_role("button", name="抄录").click()
    assert copied(copying, f"{texts[anchor]}\n——《").endswith("）")
    expect(copying.get_by_text("已复制")).to_be_visible()
    acts.get_by_role("link", name="引用").click()
    dialog = copying.get_by_role("dialog", name="引用本段")
    expect(dialog.locator("#quotation")).to_contain_text(texts[anchor][:20])
    assert fits(copying)
    dialog.get_by_role("button", name="关闭").click()
    expect(acts.get_by_role("link", name="引用")).to_be_focused()


@pytest.mark.parametrize(("view", "name", "selector"), PAGES)
def test_by_keyboard_and_without_a_script_it_is_a_link(
    browser: Browser, site: str, view: str, name: str, selector: str
) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{view}?" + urlencode({name: "新质生产力"}))
    link = page.locator(f"{selector} .acts a").nth(1)
    link.focus()
    expect(link.locator("xpath=..")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="引用本段")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("view", "name", "selector"), PAGES)
def test_where_there_is_nothing_to_hover_with_it_is_always_there(
    browser: Browser, site: str, view: str, name: str, selector: str
) -> None:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{site}/{view}?" + urlencode({name: "新质生产力"}))
    expect(page.locator(f"{selector} .acts").first).to_have_css("opacity", "1")
    page.locator(f"{selector} .acts a").first.tap()
    expect(page.get_by_role("dialog", name="引用本段")).to_be_visible()
    assert fits(page)
    context.close()
