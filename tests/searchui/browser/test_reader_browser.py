"""The reading view in a real browser: keys, steps, what is beside a paragraph, and print."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from searchui import Corpus
from tests.searchui.browser.conftest import copied, fits

pytestmark = pytest.mark.browser
SPEECH = "/speech/" + quote("2024-全省经济工作会议.txt")
ASKED = SPEECH + "?q=" + quote("发展")


def test_n_and_p_go_from_mark_to_mark_and_round(page: Page, site: str) -> None:
    page.goto(site + ASKED)
    at = page.locator(".steps .at")
    expect(at).to_have_text("共 5 处")
    for expected in (1, 2, 3, 4, 5, 1):
        page.keyboard.press("n")
        expect(at).to_have_text(f"第 {expected} / 5 处")
        expect(page.locator(f"#hit-{expected}")).to_be_in_viewport()
    page.keyboard.press("p")
    expect(at).to_have_text("第 5 / 5 处")
    expect(page).to_have_url(re.compile("#hit-5$"))
    page.get_by_role("link", name="上一处").click()
    expect(at).to_have_text("第 4 / 5 处")
    assert fits(page)
    page.reload()
    expect(at).to_have_text("第 4 / 5 处")


def test_from_a_result_the_steps_begin_in_its_paragraph(page: Page, site: str, corpus: Corpus) -> None:
    hits = corpus.search("“发展”", sort="oldest", per_page=100, collapse=False).hits
    hit = [each for each in hits if each.speech.id == "2024-全省经济工作会议.txt"][-1]
    page.goto(f"{site}{ASKED}#{hit.anchor}")
    number = page.locator(f"[id='{hit.anchor}'] mark").first.get_attribute("id")
    assert number
    expect(page.locator(".steps .at")).to_have_text(f"第 {number.removeprefix('hit-')} / 5 处")


def test_j_and_k_go_from_paragraph_to_paragraph(page: Page, site: str, corpus: Corpus) -> None:
    anchors = [paragraph.anchor for paragraph in corpus.speech("2024-全省经济工作会议.txt").paragraphs]
    page.goto(f"{site}{SPEECH}#{anchors[5]}")
    for key, expected in (("j", 6), ("j", 7), ("k", 6), ("k", 5), ("k", 4)):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"#{anchors[expected]}$"))


def test_a_slash_leads_to_the_box_and_a_question_mark_to_the_keys(page: Page, site: str) -> None:
    page.goto(site + ASKED)
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="快捷键")
    expect(help_).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".steps .at")).to_have_text("共 5 处")  # keys of the page wait while the dialog is open
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("n?/")
    expect(page.locator("#q")).to_have_value("n?/")
    page.goto(site + ASKED + "&keys=off")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(help_).to_be_hidden()
    expect(page.locator(".steps .at")).to_have_text("共 5 处")


def test_a_paragraph_is_copied_where_it_stands(copying: Page, site: str, corpus: Corpus) -> None:
    paragraph = corpus.speech("2024-全省经济工作会议.txt").paragraphs[8]
    copying.goto(site + ASKED)
    place = copying.locator(f"[id='{paragraph.anchor}']")
    place.hover()
    before = place.bounding_box()
    link = f"{site.rstrip('/')}{SPEECH}#{paragraph.anchor}"
    copying.get_by_role("button", name="链接", exact=True).click()
    expect(copying.get_by_text("已复制")).to_be_visible()
    assert copied(copying, link) == link
    copying.get_by_role("button", name="抄录").click()
    assert copied(copying, f"{paragraph.text}\n——").endswith("）")
    assert place.bounding_box() == before, "nothing moved"
    copying.get_by_role("button", name="引用", exact=True).click()
    dialog = copying.get_by_role("dialog", name="引用本段")
    dialog.get_by_role("button", name="复制").nth(2).click()
    expect(dialog.get_by_role("button", name="已复制")).to_be_visible()
    cited = dialog.locator("#gbt7714").inner_text()
    assert copied(copying, cited) == cited
    dialog.get_by_role("button", name="关闭").click()
    expect(place.locator(".self")).to_be_focused()


def test_by_keyboard_a_paragraph_offers_the_same(page: Page, site: str) -> None:
    page.goto(site + ASKED)
    sign = page.locator("article .self").nth(4)
    sign.focus()
    expect(sign).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="引用本段")).to_be_visible()
    assert fits(page)
    page.keyboard.press("Escape")
    expect(sign).to_be_focused()


def test_another_size_keeps_the_place(page: Page, site: str, corpus: Corpus) -> None:
    anchor = corpus.speech("2024-全省经济工作会议.txt").paragraphs[12].anchor
    page.goto(f"{site}{SPEECH}#{anchor}")
    if (folded := page.locator(".showing > summary")).is_visible():
        folded.dispatch_event("click")
    page.locator(".manners").get_by_role("link", name="大").dispatch_event("click")
    page.wait_for_url("**size=large*")
    expect(page.locator("article")).to_have_class("large")
    expect(page).to_have_url(re.compile("#p"))
    assert fits(page)


def test_without_a_script_everything_is_a_link(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(site + ASKED)
    page.get_by_role("link", name="下一处").click()
    page.get_by_role("link", name="下一处").click()
    expect(page.locator(".steps .at")).to_have_text("第 2 / 5 处")
    expect(page.locator("#hit-2")).to_be_in_viewport()
    page.get_by_role("link", name="快捷键").click()
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.get_by_role("link", name="关闭").click()
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()
    page.locator("article .self").nth(3).click()
    expect(page.locator("#gbt7714")).to_contain_text("[Z]. 2024-12-20.")
    context.close()


def test_print_has_the_speech_and_its_source_and_nothing_else(page: Page, site: str) -> None:
    page.goto(site + ASKED)
    page.emulate_media(media="print")
    for gone in (".bar", ".aside", ".foot", "article .self >> nth=3", ".ticks"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".printed")).to_contain_text("[Z]")
    page.emulate_media(media="screen")
    expect(page.locator(".printed")).to_be_hidden()
