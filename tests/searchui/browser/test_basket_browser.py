"""Whole tasks in a real browser: five passages of three searches into a Word file; copying with the source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from searchui import Corpus
from searchui.search.citation.plain import source_line
from searchui.search.export.quotations.styles import MARK, QUOTATION
from tests.searchui.browser.conftest import copied, fits

pytestmark = pytest.mark.browser
SEARCHES = [("search", {"q": "“新质生产力”"}, ".hit", 2), ("kwic", {"phrase": "人民"}, ".line", 2)]


@pytest.fixture
def keys_only(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 800}, accept_downloads=True)
    yield context.new_page()
    context.close()


def press(page: Page, selector: str, name: str, number: int = 0) -> None:
    """A button, by the keyboard."""
    button = page.locator(selector).nth(number).get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")


def test_five_passages_of_three_searches_into_word_by_keyboard(
    keys_only: Page, browser: Browser, site: str, corpus: Corpus, tmp_path: Path
) -> None:
    page = keys_only
    for view, asked, selector, wanted in SEARCHES:
        page.goto(f"{site}/{view}?{urlencode(asked)}")
        for number in range(wanted):
            press(page, selector, "入篮", number)
            expect(page.locator(selector).nth(number).get_by_role("button", name="已入篮")).to_be_focused()
    page.goto(f"{site}/search?" + urlencode({"q": "“基层”"}))
    page.locator(".hit .path a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/speech/**")  # with its script
    page.locator("article .self").nth(5).focus()
    press(page, "article .acts", "入篮")
    page.locator(".bar .basket").focus()
    page.keyboard.press("Enter")
    passages = page.locator(".passage")
    expect(passages).to_have_count(5)
    before = passages.evaluate_all("all => all.map((each) => each.dataset.place)")
    press(page, ".passage", "下移")
    expect(passages.nth(1).get_by_role("button", name="下移")).to_be_focused()
    expect(page.locator(".gathered > [role=status]")).to_have_text("第 2 段，共 5 段")
    page.locator(".passage textarea").nth(1).focus()
    page.keyboard.type("放在第二部分")
    page.reload()
    expect(page.locator(".passage textarea").nth(1)).to_have_value("放在第二部分")
    order = [before[1], before[0], *before[2:]]
    assert passages.evaluate_all("all => all.map((each) => each.dataset.place)") == order
    with page.expect_download() as download:
        press(page, ".taking", "存为 Word")
    download.value.save_as(tmp_path / "quoted.docx")
    _check(tmp_path / "quoted.docx", order, corpus)
    link = str(page.locator(".link a").get_attribute("href"))
    elsewhere = browser.new_context(locale="zh-CN", java_script_enabled=False, viewport={"width": 360, "height": 740})
    shared = elsewhere.new_page()
    shared.goto(site + link)
    assert shared.locator(".passage").evaluate_all("all => all.map((each) => each.dataset.place)") == order
    assert fits(shared)
    elsewhere.close()
    press(page, ".passage", "移出", 4)
    expect(passages).to_have_count(4)
    expect(page.locator(".bar .basket .count")).to_have_text("4")


def _check(file: Path, places: list[str], corpus: Corpus) -> None:
    paragraphs: list[Any] = list(Document(str(file)).paragraphs)
    texts = [one.text for one in paragraphs]
    quoted = [one for one in paragraphs if one.style.style_id == QUOTATION]
    for place, one in zip(places, quoted, strict=True):
        speech, _, anchor = place.rpartition("#")
        [found] = [each for each in corpus.speech(speech).paragraphs if each.anchor == anchor]
        assert one.text == found.text
        assert source_line(corpus.entry(speech), found) == texts[paragraphs.index(one) + 1]
    marked = [run.text for one in quoted for run in one.runs if run.style.style_id == MARK]
    assert {"新质生产力", "人民"} <= set(marked)
    assert "放在第二部分" in texts


def test_a_shared_basket_can_be_taken_over(keys_only: Page, site: str, corpus: Corpus) -> None:
    hits = list(corpus.hits("“新质生产力”"))[:2]
    places = [("place", f"{hit.speech.id}#{hit.anchor}") for hit in hits]
    keys_only.goto(f"{site}/basket?" + urlencode([*places, ("place", "没有这一篇#p00000000")]))
    press(keys_only, ".taking", "全部放进我的摘录篮")
    expect(keys_only.locator(".passage")).to_have_count(3)
    expect(keys_only.locator(".passage .gone")).to_have_count(1)
    keys_only.on("dialog", lambda dialog: dialog.accept())
    press(keys_only, ".taking", "清空")
    expect(keys_only.locator(".gathered")).to_contain_text("还没有摘录")


def test_what_is_copied_of_a_speech_has_its_source_until_that_is_switched_off(
    copying: Page, site: str, corpus: Corpus
) -> None:
    hit = next(iter(corpus.hits("“新质生产力”")))
    quotation = f"{hit.paragraph.text}\n{source_line(hit.speech, hit.paragraph)}"
    copying.goto(site + hit.url)
    copying.keyboard.press("Control+c")  # the paragraph that the address names
    assert copied(copying, quotation) == quotation
    paragraph = copying.locator(f"#{hit.anchor}")
    paragraph.click(click_count=3, position={"x": 60, "y": 12})
    copying.evaluate("navigator.clipboard.writeText('')")
    copying.keyboard.press("Control+c")
    assert copied(copying, quotation) == quotation
    copying.locator(".manners").get_by_role("link", name="不附").click()
    copying.goto(site + hit.url)  # it is remembered
    paragraph.click(click_count=3, position={"x": 60, "y": 12})
    copying.keyboard.press("Control+c")
    assert "——《" not in copied(copying, hit.paragraph.text[:20])


def test_hits_and_lines_are_picked_without_a_script_on_a_phone(
    browser: Browser, site: str, corpus: Corpus, tmp_path: Path
) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    for view, asked, selector, _wanted in SEARCHES:
        page.goto(f"{site}/{view}?{urlencode(asked)}")
        assert page.locator(".picking").count() == 0
        page.locator(".takes > summary").click()
        page.get_by_role("link", name="挑几段").click()
        assert fits(page)
        boxes = page.locator(f"{selector} .pick input")
        for number in (2, 1):
            boxes.nth(number).press("Space")
        places = [str(boxes.nth(number).get_attribute("value")) for number in (1, 2)]
        with page.expect_download() as download:
            page.get_by_role("button", name="存为 Word").press("Enter")
        download.value.save_as(tmp_path / f"{view}.docx")
        paragraphs: list[Any] = list(Document(str(tmp_path / f"{view}.docx")).paragraphs)
        quoted = {one.text for one in paragraphs if one.style.style_id == QUOTATION}
        chosen = [place.rpartition("#") for place in places]
        assert quoted == {
            each.text for id_, _, anchor in chosen for each in corpus.speech(id_).paragraphs if each.anchor == anchor
        }
    page.get_by_role("button", name="放在一起看").click()
    assert page.locator(".passage").evaluate_all("all => all.map((each) => each.dataset.place)") == places
    context.close()
