"""A draft in a real browser: pasted or chosen, its marks and their evidence, narrowed by the style sheet, taken away."""

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from searchui import open_corpus
from searchui.search.nearest.sentences import sentences
from tests.searchui.browser.conftest import fits

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def draft(sample_index: Path) -> str:
    """Sentences of the samples, one of them with a character too much."""
    with open_corpus(sample_index) as corpus:
        texts = [one.text for entry in corpus.speeches() for one in corpus.speech(entry.id).paragraphs]
    whole = [
        text[span.start : span.end] for text in texts for span in sentences(text) if 25 < span.end - span.start < 60
    ]
    return "\n".join([*whole[:5], f"{whole[6][:12]}甲{whole[6][12:]}"])


def test_a_draft_is_pasted_and_its_evidence_narrowed(page: Page, site: str, draft: str) -> None:
    page.goto(site)
    page.get_by_role("contentinfo").get_by_role("link", name="核对文稿").click()
    assert fits(page)
    page.get_by_label("粘贴文稿").fill(draft)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对文稿")
    assert fits(page)
    evidence = page.locator(".evidence li:visible")
    expect(evidence).to_have_count(1)  # what differs is listed first
    expect(evidence.locator("del")).to_have_text("甲")
    page.get_by_label("一致", exact=False).check()
    expect(evidence).to_have_count(5)
    page.get_by_label("全部", exact=False).check()
    expect(evidence).to_have_count(6)
    evidence.last.locator(".back").click()
    expect(page.locator(".draft .unit.altered").first).to_be_in_viewport()
    evidence.last.locator(".source a").click()
    expect(page.locator("article mark").first).to_be_visible()


def test_a_word_file_is_chosen_and_comes_back(page: Page, site: str, draft: str, tmp_path: Path) -> None:
    document = docx.Document()
    for line in draft.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "draft.docx"))
    page.goto(f"{site}/proof")
    page.get_by_label("或选择文件").set_input_files(tmp_path / "draft.docx")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="存为 Word 批注").click()
    assert waiting.value.suggested_filename == "draft-核对文稿.docx"
    waiting.value.save_as(tmp_path / "back.docx")
    (comment,) = docx.Document(str(tmp_path / "back.docx")).comments
    assert "多字：原文没有“甲”" in comment.text


def test_it_works_without_a_script(browser: Browser, site: str, draft: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/proof")
    page.get_by_label("粘贴文稿").fill(draft)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator(".evidence li:visible")).to_have_count(1)
    page.get_by_label("全部", exact=False).check()
    expect(page.locator(".evidence li:visible")).to_have_count(6)
    context.close()
