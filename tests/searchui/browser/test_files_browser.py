"""The files of an archive in a real browser, from the first document to the last correction, with nothing but the page."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.build.pipeline import build
from tests.searchui.server.server_process import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COUNT = 30
PLACES = "东南西北中甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "已有.txt").write_text(
        "在老会议上的讲话\n2030年1月2日\n市长 白玉泉\n同志们：\n老的话。\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    """Speeches as Word files, none of which tells its day."""
    made = []
    for place in PLACES[:COUNT]:
        document = docx.Document()
        for line in (
            f"在{place}江流域治理会议上的讲话",
            "省长 高远",
            "同志们：",
            f"{place}江两岸的{place}字号工程要抓实抓好。",
        ):
            document.add_paragraph(line)
        made.append(tmp_path / f"{place}江.docx")
        document.save(str(made[-1]))
    return made


@pytest.fixture
def archive(seeds: Path, tmp_path: Path) -> Iterator[str]:
    build(seeds, tmp_path / "index")
    with running(tmp_path / "index", "--log-format", "none", watches=True) as server:
        yield server.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    problems: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert problems == []


def test_thirty_documents_come_in_ten_dates_are_corrected_two_leave_and_one_comes_back(
    page: Page, archive: str, documents: list[Path], seeds: Path
) -> None:
    page.goto(archive)
    page.get_by_role("link", name="收录情况").click()
    page.wait_for_url("**/files")  # with its script, which sends one file after the other
    page.locator("form.upload input[name=file]").set_input_files(documents)
    page.get_by_role("button", name="添加").click()
    expect(page.locator(".result")).to_contain_text(f"已添加 {COUNT}")
    page.locator(".result").get_by_role("link", name="重新列出").click()
    expect(page.get_by_text(f"{COUNT + 1} 个文件")).to_be_visible()

    page.locator("#q").fill("“甲字号工程”")
    page.locator("#q").press("Enter")
    expect(page.locator(".hits")).to_contain_text("甲江流域治理会议")

    page.goto(f"{archive}/files?show=date")
    dates = page.locator(".fact.date.doubtful input[type=text]")
    dates.first.focus()
    for day in range(1, 11):  # Enter leads from one to the next
        page.keyboard.type(f"2031年5月{day}日")
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".made .change")).to_have_count(10)
    expect(page.locator(".followed")).to_be_visible()
    expect(page.get_by_text(f"{COUNT - 10} 个文件")).to_be_visible()
    page.locator(".made").get_by_role("button").nth(3).click()
    page.locator(".followed").get_by_role("link").click()
    expect(page.get_by_text(f"{COUNT - 9} 个文件")).to_be_visible()
    page.goto(f"{archive}/search?q=字号工程+year:2031")
    expect(page.locator(".told h1")).to_contain_text("9 篇")

    page.goto(f"{archive}/files?name=江")
    for name in ("甲江.docx", "乙江.docx"):
        page.get_by_label(f"选中 {name}").check()
    page.get_by_role("button", name="选中的移到回收站").click()
    expect(page.get_by_text(f"{COUNT - 2} 个文件")).to_be_visible()
    assert not (seeds / "甲江.docx").exists()
    page.get_by_role("link", name="回收站").click()
    page.get_by_role("button", name="放回 甲江.docx").click()
    expect(page.get_by_text("放回 甲江.docx")).to_be_visible()
    expect(page.locator(".followed")).to_be_visible()
    page.goto(f"{archive}/search?q=“甲字号工程”")
    expect(page.locator(".hits")).to_contain_text("甲江流域治理会议")
    assert page.request.get(f"{archive}/api/count?phrase=乙字号工程").json()["occurrences"] == 0


def test_files_are_dropped_and_a_name_that_exists_is_asked_about(page: Page, archive: str, seeds: Path) -> None:
    page.goto(f"{archive}/files")
    page.evaluate(
        """() => {
            const moved = new DataTransfer();
            for (const [name, text] of [["已有.txt", "另一篇"], ["新.txt", "在新会议上的讲话\\n同志们：\\n新的话。"]])
                moved.items.add(new File([text], name));
            document.querySelector("form.upload").dispatchEvent(new DragEvent("drop", { dataTransfer: moved, bubbles: true }));
        }"""
    )
    expect(page.locator(".asked")).to_contain_text("已有.txt")
    assert "老的话" in (seeds / "已有.txt").read_text(encoding="utf-8")
    page.get_by_role("button", name="都替换，旧的进回收站").click()
    expect(page.locator(".result")).to_contain_text("已替换 1")
    assert (seeds / "已有.txt").read_text(encoding="utf-8") == "另一篇"
    assert (seeds / "新.txt").exists()
    assert "老的话" in next((seeds / "回收站").rglob("已有.txt")).read_text(encoding="utf-8")
    page.get_by_role("button", name="撤销这次上传").last.click()
    expect(page.locator(".made .change")).to_have_count(1)
    assert "老的话" in (seeds / "已有.txt").read_text(encoding="utf-8")
