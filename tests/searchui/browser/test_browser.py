"""The main job in a real browser, in a wide and a narrow window, with and without JavaScript."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.searchui.browser.conftest import fits

pytestmark = pytest.mark.browser


def search(page: Page, site: str, query: str) -> None:
    page.goto(site)
    assert fits(page)
    page.get_by_role("combobox").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")


def test_type_a_phrase_follow_it_and_land_on_the_marked_paragraph(page: Page, site: str) -> None:
    search(page, site, "“新质生产力”")
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 10 段，出自 6 篇")
    hits = page.locator(".hit")
    expect(hits).to_have_count(10)
    expect(hits.first.locator("mark").first).to_have_text("新质生产力")
    assert fits(page)
    link = hits.nth(3).locator(".path a")
    anchor = (link.get_attribute("href") or "").split("#")[1]
    link.click()
    target = page.locator(f"[id='{anchor}']")
    expect(target).to_be_in_viewport()
    expect(target.locator("mark").first).to_be_in_viewport()
    expect(target.locator("mark").first).to_have_text("新质生产力")
    box = page.locator(".bar").bounding_box()
    place = target.bounding_box()
    assert box is not None
    assert place is not None
    assert place["y"] >= box["y"] + box["height"] - 1, "the paragraph is not hidden under the bar"
    assert fits(page)
    page.get_by_role("link", name="回到结果").click()
    expect(page.locator(".hit")).to_have_count(10)


def test_narrow_down_sort_and_turn_pages(page: Page, site: str) -> None:
    search(page, site, "发展")
    total = page.get_by_role("heading", level=1).inner_text()
    if page.viewport_size and page.viewport_size["width"] < 600:
        page.locator(".filters summary").first.click()
    page.locator(".filters").get_by_role("link", name="2024").click()
    expect(page.locator(".chips a").first).to_contain_text("2024")
    for facts in page.locator(".facts").all_inner_texts():
        assert facts.startswith("2024年")
    page.get_by_role("link", name="去掉“2024”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(total)
    page.get_by_role("link", name="最早").click()
    expect(page.locator(".facts").first).to_contain_text("2018年")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pager strong")).to_have_text("2")
    assert fits(page)


def test_the_outline_leads_to_sections_and_follows(page: Page, site: str) -> None:
    search(page, site, "“防范化解重大风险”")
    page.locator(".hit .path a").first.click()
    expect(page.locator("article mark").first).to_be_in_viewport()
    link = page.locator(".outline").get_by_role("link", name="二、2018年总体要求和主要任务")
    if not link.is_visible():  # on a narrow window the outline is folded away
        page.locator(".outline summary").click()
    link.click()
    expect(page.locator("h2", has_text="二、2018年总体要求和主要任务")).to_be_in_viewport()
    expect(page.locator(".outline a[aria-current]")).to_have_count(1)
    assert fits(page)


def test_mistakes_in_the_box_are_explained(browser: Browser, site: str) -> None:
    page = browser.new_page(locale="zh-CN")
    search(page, site, "党的“建设")
    expect(page.get_by_role("heading", level=1)).to_have_text("查询看不懂")
    expect(page.get_by_role("combobox")).to_have_value("党的“建设")
    page.close()


def test_everything_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("searchbox").fill("“新质生产力”")
    page.get_by_role("button", name="查找").click()
    page.locator(".hit .path a").first.click()
    expect(page.locator("article mark").first).to_have_text("新质生产力")
    context.close()


def test_suggestions_by_keyboard(page: Page, site: str) -> None:
    page.goto(site)
    box = page.get_by_role("combobox")
    options = page.get_by_role("option")
    box.press_sequentially("新质")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_have_text("新质生产力10 段")
    assert fits(page)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(box).to_have_value("“新质生产力”")
    box.press("ArrowUp")
    expect(box).to_have_value("新质")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("新质")
    box.press_sequentially("生")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 10 段，出自 6 篇")


def test_a_suggestion_can_be_pointed_at(page: Page, site: str) -> None:
    page.goto(site + "/search?q=x")
    box = page.get_by_role("combobox")
    box.fill("在全市党")
    option = page.get_by_role("option").filter(has_text="标题")
    count = option.locator(".count").inner_text()
    option.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"找到 {count}")
    box.fill("绿水")
    expect(page.get_by_role("option").first).to_be_visible()
    box.blur()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_what_is_nearby_is_a_click_away(page: Page, site: str) -> None:
    search(page, site, "“新制生产力”")
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 0 段，出自 0 篇")
    assert fits(page)
    page.get_by_role("link", name="新质生产力").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 10 段，出自 6 篇")
    search(page, site, "新质生产力 龘龘")
    page.get_by_role("link", name="去掉“龘龘”有 10 段").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("找到 10 段")


def test_results_by_speech_and_taking_them_away(page: Page, site: str) -> None:
    search(page, site, "发展")
    page.get_by_role("link", name="按篇").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 53 段，出自 21 篇")
    expect(page.locator(".hit")).to_have_count(10)
    expect(page.locator(".hit").first).to_contain_text("这一篇里的 3 段")
    assert fits(page)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".hit")).to_have_count(10)
    page.get_by_text("下载、引用结果").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    assert started.value.suggested_filename.startswith("讲话稿检索-查找结果-发展-")
    assert len(Path(started.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 22
    page.get_by_role("link", name="这一篇里的 1 段").first.click()
    expect(page.locator("article mark").first).to_be_attached()


def test_the_description_of_the_api_can_be_read(page: Page, site: str) -> None:
    page.goto(f"{site}/api")
    assert fits(page)
    page.locator(".manual nav").get_by_role("link", name="/api/count").click()
    expect(page.get_by_role("heading", name="数一个词句")).to_be_in_viewport()
    example = page.locator("#count").get_by_role("link", name="/api/count").get_attribute("href")
    assert page.request.get(f"{site}{example}").json()["occurrences"] > 0


def test_a_phrase_at_a_glance_leads_to_its_trend_and_back_to_its_lines(page: Page, site: str) -> None:
    search(page, site, "“新质生产力”")
    if (folded := page.locator(".glance > summary")).is_visible():  # a line of it, on a phone
        folded.click()
    card = page.locator(".card")
    expect(card).to_contain_text("12 次，每万字 2.46 次")
    expect(card.locator("mark").first).to_have_text(re.compile("新[质質]生[产產]力"))
    card.get_by_role("link", name="看趋势").click()
    expect(page.locator("svg.chart")).to_be_visible()
    assert fits(page)
    boxes = page.get_by_role("textbox")
    boxes.nth(1).fill("发展")
    boxes.nth(1).press("Enter")
    expect(page.locator(".keys li")).to_have_count(2)
    page.get_by_role("link", name="按讲话人").click()
    expect(page.locator("svg.chart a").first).to_be_attached()
    assert fits(page)
    page.get_by_role("link", name="按年").click()
    page.locator("svg.chart .course-0 a .mark").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("找到")
    expect(page.locator(".chips a").first).to_contain_text("2026")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_of_trends_are_coloured_by_the_style_sheet(
    page: Page, site: str, scheme: Literal["light", "dark"]
) -> None:
    """Each phrase has a colour, dashes and marks of its own, on paper of either kind."""
    page.emulate_media(color_scheme=scheme)
    phrases = ("发展", "人民", "建设", "工作", "改革", "经济")
    page.goto(site + "/trend?" + "&".join(f"phrase={phrase}" for phrase in phrases))
    looks = page.locator("svg.chart .plot:not(.overlay) .course").evaluate_all(
        "all => all.map(one => { const s = getComputedStyle(one.querySelector('.line'));"
        " return [s.stroke, s.strokeDasharray, s.fill] })"
    )
    assert len(looks) == len({stroke for stroke, _, _ in looks}) == len({dashes for _, dashes, _ in looks}) == 6
    assert {fill for _, _, fill in looks} == {"none"}
    assert fits(page)


def test_words_around_a_phrase(page: Page, site: str) -> None:
    page.goto(site + "/around")
    page.get_by_label("词句", exact=True).fill("党的建设")
    page.get_by_role("button", name="列出").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("“党的建设”前后的词")
    expect(page.locator(".figures tbody tr")).to_have_count(10)
    assert fits(page)
    page.get_by_role("link", name="前后", exact=True).click()
    expect(page.locator(".figures tbody tr").first).to_contain_text("工作")
    page.get_by_role("link", name="落实").click()
    expect(page.locator("#lines h2")).to_be_in_viewport()
    expect(page.locator("#lines mark").filter(has_text="落实").first).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="收起这些段落").click()
    expect(page.locator("#lines")).to_have_count(0)


def test_two_parts_compared_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + "/compare")
    first, second = page.locator("fieldset").nth(0), page.locator("fieldset").nth(1)
    first.get_by_label("年份").select_option("2024")
    second.get_by_label("年份").select_option("2023")
    page.get_by_role("button", name="比较").click()
    expect(page).to_have_url(re.compile(r"[?&]year=2024&(.*&)?b_year=2023"))
    expect(page.get_by_role("heading", name="2024更常用的词")).to_be_visible()
    page.locator(".figures tbody th a").first.click()
    expect(page.locator(".hit mark").first).to_be_visible()
    context.close()


def test_what_is_said_again(page: Page, site: str) -> None:
    page.goto(site + "/ngrams?minimum=8&function_words=on")
    assert fits(page)
    if page.viewport_size and page.viewport_size["width"] < 600:
        page.locator(".filters summary").first.click()
    page.locator(".filters").get_by_role("link", name="讲话").click()
    expect(page.locator(".chips a").first).to_contain_text("讲话")
    page.get_by_role("link", name="去掉“讲话”").click()
    page.get_by_role("link", name="为人民服务").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("找到")
