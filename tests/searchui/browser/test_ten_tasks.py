"""Ten tasks from the first page on, as who has never used it would do them; each takes five steps at most.

A step is a text typed, a click, or a choice of files. TASK_PICTURES names a folder for a picture of each end.
"""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from indexer.build.pipeline import build
from tests.conftest import SEEDS
from tests.searchui.browser.conftest import fits
from tests.searchui.server.server_process import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST = 5
DRAFT = SEEDS.parent / "docs" / "sample-draft.txt"
RIVERS = "东南西北中甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人"
SCRIPT = """
import searchui

with searchui.open_corpus({index!r}) as corpus:
    for phrase in ("绿水青山就是金山银山", "新质生产力"):
        count = corpus.count(phrase)
        print(phrase, count.occurrences, count.speeches, count.first.date, count.first.speech.speaker)
        for hit in corpus.hits(f"“{{phrase}}”"):
            print(hit.speech.date, hit.paragraph.text[:40])
"""


class Steps:
    """What is done with a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taken = 0

    def search(self, text: str) -> None:
        self.taken += 1
        self.page.locator("#q").fill(text)
        self.page.locator("#q").press("Enter")

    def click(self, what: Locator) -> None:
        self.taken += 1
        what.first.click()

    def save(self, what: Locator, into: Path) -> Path:
        """Click on what is downloaded then."""
        with self.page.expect_download() as waiting:
            self.click(what)
        saved = into / waiting.value.suggested_filename
        waiting.value.save_as(saved)
        return saved

    def end(self, task: str) -> None:
        assert 0 < self.taken <= MOST
        assert fits(self.page)
        if folder := os.environ.get("TASK_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{task}-{self.taken}.png")


@pytest.fixture
def at(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def steps(at: Page, site: str) -> Steps:
    at.goto(site)
    return Steps(at)


def link(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=name)


def test_a_first_search(steps: Steps) -> None:
    page = steps.page
    steps.search("基层治理")
    steps.click(page.locator(".hit .path a"))
    expect(page.locator("article mark").first).to_be_in_viewport()
    steps.end("1-first-search")


def test_whether_a_phrase_is_right_and_who_said_it_first(steps: Steps) -> None:
    page = steps.page
    steps.search("新质生产力，")  # with a mark that was copied along
    expect(page.locator(".verbatim")).to_contain_text("12 次")
    expect(page.locator("dl.card")).to_contain_text("2024年5月 · 鍾毓琪")
    steps.click(link(page, "2024年5月 · 鍾毓琪"))
    expect(page.locator("article mark").first).to_be_in_viewport()
    steps.end("2-who-said-it-first")


def test_a_draft_is_proofread_and_taken_home(steps: Steps, tmp_path: Path) -> None:
    page, draft = steps.page, docx.Document()
    for line in DRAFT.read_text(encoding="utf-8").splitlines():
        draft.add_paragraph(line)
    draft.save(str(tmp_path / "文稿.docx"))
    steps.click(link(page, "核对文稿"))
    steps.taken += 1
    page.get_by_label("或选择文件").set_input_files(tmp_path / "文稿.docx")
    back = steps.save(page.get_by_role("button", name="存为 Word 批注"), tmp_path)
    told = " ".join(comment.text for comment in docx.Document(str(back)).comments)
    assert "划" in told
    assert "2,309.8" in told
    steps.end("3-a-draft")


def test_two_years_side_by_side(steps: Steps) -> None:
    page = steps.page
    steps.click(link(page, "政府工作报告"))
    steps.click(page.get_by_role("link", name="与上一年对照"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("对照")
    expect(page.locator("main")).to_contain_text("2025")
    expect(page.locator("main ins").first).to_be_visible()
    steps.end("4-two-years")


def test_where_a_passage_was_first_said(steps: Steps) -> None:
    page = steps.page
    steps.click(link(page, "政府工作报告"))
    steps.click(page.get_by_role("link", name="注出沿用之处"))
    steps.click(page.get_by_role("link", name="语料里最早见于 2024-01-14"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("政府工作报告")
    expect(page.locator("main")).to_contain_text("2024年1月14日")
    steps.end("5-first-said")


def test_the_lineage_of_a_wording(steps: Steps) -> None:
    page = steps.page
    steps.search("一件事一次办")
    steps.click(page.get_by_role("link", name="相近的提法"))
    expect(page.locator("main")).to_contain_text("高效办成一件事")
    expect(page.locator("main")).to_contain_text("2024年1月14日")
    steps.end("6-lineage")


def test_passages_of_a_year_into_word_with_their_sources(steps: Steps, tmp_path: Path) -> None:
    page = steps.page
    steps.search("“新质生产力”")
    steps.click(page.locator("main").get_by_role("link", name="2026"))
    page.wait_for_url("**2026**")
    steps.click(page.get_by_text("下载、引用结果"))
    saved = steps.save(page.get_by_role("link", name="Word", exact=True), tmp_path)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(saved)).paragraphs)
    assert "新质生产力" in text
    assert "2026年1月11日" in text
    assert "苏映棠" in text
    steps.end("7-into-word")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[str]:
    build(Path(shutil.copytree(SEEDS, tmp_path / "seeds")), tmp_path / "index")
    with running(tmp_path / "index", "--log-format", "none", watches=True) as server:
        yield server.url


def test_thirty_files_are_dropped_and_ten_dates_corrected(at: Page, archive: str, tmp_path: Path) -> None:
    at.goto(archive)
    steps = Steps(at)
    steps.click(at.get_by_role("link", name="收录情况"))
    at.wait_for_url("**/files")
    files = []
    for river in RIVERS[:30]:
        document = docx.Document()
        for line in (f"在{river}江会议上的讲话", "省长 高远", "同志们：", f"{river}江的工程要抓实。"):
            document.add_paragraph(line)
        document.save(str(tmp_path / f"{river}江.docx"))
        files.append((f"{river}江.docx", base64.b64encode((tmp_path / f"{river}江.docx").read_bytes()).decode()))
    steps.taken += 1
    at.evaluate(
        """(files) => {
            const moved = new DataTransfer();
            for (const [name, data] of files)
                moved.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
            document.querySelector("form.upload").dispatchEvent(new DragEvent("drop", { dataTransfer: moved, bubbles: true }));
        }""",
        files,
    )
    expect(at.locator(".result")).to_contain_text("已添加 30")
    steps.click(at.locator(".result").get_by_role("link", name="重新列出"))
    steps.click(at.locator(".fact.date.doubtful input[type=text]"))
    for day in range(1, 11):  # Enter leads from one to the next
        at.keyboard.type(f"2031年5月{day}日")
        at.keyboard.press("Enter")
    steps.taken += 1
    at.keyboard.press("Control+Enter")
    expect(at.locator(".made .change")).to_have_count(10)
    expect(at.locator(".followed")).to_be_visible()
    steps.end("8-thirty-files")
    assert at.request.get(f"{archive}/api/search?q=工程 year:2031").json()["total"] == 10


def test_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    page.goto(site)
    steps = Steps(page)
    steps.search("绿水青山就是金山银山")
    expect(page.locator("dl.card")).to_contain_text("2018年1月20日")
    steps.click(page.locator(".hit .path a"))
    expect(page.locator("article mark").first).to_be_in_viewport()
    steps.end("9-a-phone")
    context.close()


def test_a_script_of_ten_lines(sample_index: Path) -> None:
    script = SCRIPT.format(index=str(sample_index)).strip()
    assert len(script.splitlines()) <= 10
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "绿水青山就是金山银山 7 7 2018-01-20" in done.stdout
    assert "新质生产力 12 6 2024-05" in done.stdout
    assert len(done.stdout.splitlines()) == 2 + 7 + 10
