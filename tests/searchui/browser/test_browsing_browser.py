"""Whole tasks of people who browse: to follow a speaker, and to read hits in their context beside the list."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.searchui.browser.conftest import fits
from tests.searchui.browser.test_accessibility import problems

pytestmark = pytest.mark.browser
QUERY = "/search?q=“高质量发展”"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A wide screen."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def test_a_speaker_is_followed_from_the_home_page(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="浏览全部讲话").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("全部 30 篇讲话")
    page.get_by_role("link", name="最早").click()
    page.locator(".speeches").get_by_role("link", name="顾明澜").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("顾明澜")
    expect(page.locator(".profile header")).to_contain_text("4 篇讲话")
    assert fits(page)
    feed = page.get_by_role("link", name="订阅新的讲话").get_attribute("href")
    assert page.request.get(f"{site}{feed}").text().count("<entry>") == 4
    page.locator(".beside .bars.year a").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 篇讲话")
    page.locator("#q").fill("发展")  # the box searches what the list is narrowed to
    page.locator("#q").press("Enter")
    expect(page.locator(".chips")).to_contain_text("顾明澜")
    page.get_by_role("link", name="顾明澜：何时").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("顾明澜")


def test_on_a_wide_screen_hits_are_read_beside_the_list(desk: Page, site: str) -> None:
    desk.goto(site + QUERY)
    preview, hits = desk.get_by_role("complementary", name="上下文"), desk.locator(".hit")
    here = preview.locator(".here")
    expect(here.locator("mark").first).to_have_text("高质量发展")
    first = here.inner_text()
    hits.nth(1).locator(".text").click(position={"x": 300, "y": 8})
    expect(hits.nth(1)).to_have_class("hit previewed")
    expect(here).not_to_have_text(first)
    hits.nth(2).locator(".path a").focus()
    expect(hits.nth(2)).to_have_class("hit previewed")
    assert fits(desk)
    assert problems(desk) == []
    preview.get_by_role("link", name="在全文里看").click()
    expect(desk.locator("article :target")).to_be_in_viewport()
    expect(desk.get_by_role("link", name="回到结果")).to_be_visible()


def test_where_there_is_no_room_nothing_more_is_asked_for(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + QUERY)
    page.locator(".hit .text").first.click()
    page.locator(".hit .path a").nth(1).focus()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/context/" in url]
    expect(page.locator(".preview")).to_have_count(0)


def test_on_a_phone_a_paragraph_shows_its_sign_when_it_is_pressed(browser: Browser, site: str) -> None:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    phone = context.new_page()
    phone.goto(site)
    last = phone.locator(".latest li:visible").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 740, "home is one screen"
    phone.goto(site + QUERY)
    first = phone.locator(".hit").first.bounding_box()
    assert first is not None
    assert first["y"] < 500
    phone.locator(".hit .path a").first.click()
    sign, paragraph = phone.locator("article .self").nth(6), phone.locator("article > [id]").nth(6)
    expect(sign).to_have_css("opacity", "0")
    paragraph.tap(position={"x": 40, "y": 10})
    expect(sign).to_have_css("opacity", "1")
    sign.tap()
    expect(phone.get_by_role("dialog", name="引用本段")).to_be_visible()
    context.close()
