"""A whole task in a real browser, by keyboard: a search is saved, speeches come in, and a day later only these are listed."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, HttpCredentials, Page, expect

from indexer.build.pipeline import build, update
from searchui.web.security.passwords import password_line
from tests.searchui.browser.conftest import fits
from tests.searchui.server.server_process import served

pytestmark = pytest.mark.browser
SPEECH = "在{}上的讲话\n（{}年5月3日）\n同志们：\n我们要把{}这件事情做好，一件一件做到位。\n"


def add(seeds: Path, name: str, year: int, word: str) -> None:
    seeds.mkdir(exist_ok=True)
    (seeds / f"{name}.txt").write_text(SPEECH.format(name, year, word), encoding="utf-8")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=False).first.focus()
    page.keyboard.press("Enter")


def test_who_comes_back_sees_what_came_in_since(page: Page, tmp_path: Path) -> None:
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    add(seeds, "第一次会议", 2024, "水利")
    build(seeds, index)
    with served(index) as site:
        for query in ("水利", "“桥梁”"):  # the second finds nothing yet
            page.goto(f"{site}/search?" + urlencode({"q": query}))
            press(page, "记下这个查询")
            expect(page.get_by_role("button", name="已记下")).to_be_focused()
        page.get_by_role("link", name="记下的查询").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".passage")).to_have_count(2)
        expect(page.locator(".new")).to_have_count(0)
        add(seeds, "旧档案", 1998, "水利")
        add(seeds, "第二次会议", 2025, "桥梁")
        update(seeds, index)
        page.reload()
        expect(page.locator(".new")).to_have_count(2)
        expect(page.locator(".arrived li")).to_have_count(2)
        expect(page.locator(".arrived a").first).to_have_text("在旧档案上的讲话")
        assert fits(page)
        press(page, "看过了")
        expect(page.locator(".new")).to_have_count(1)
        page.reload()
        expect(page.locator(".new")).to_have_count(1)
        press(page, "看过了")
        expect(page.locator(".new")).to_have_count(0)
        press(page, "不再记")
        expect(page.locator(".passage")).to_have_count(1)


def test_who_logs_in_has_them_in_every_browser(browser: Browser, tmp_path: Path) -> None:
    seeds, index, passwords = tmp_path / "seeds", tmp_path / "index", tmp_path / "passwords.txt"
    add(seeds, "第一次会议", 2024, "水利")
    build(seeds, index)
    passwords.write_text(password_line("wang", "secret"), encoding="utf-8")
    with served(index, "--password-file", str(passwords)) as site:
        login: HttpCredentials = {"username": "wang", "password": "secret"}
        one = browser.new_context(locale="zh-CN", http_credentials=login)
        page = one.new_page()
        page.goto(f"{site}/search?" + urlencode({"q": "水利"}))
        press(page, "记下这个查询")
        expect(page.get_by_role("button", name="已记下")).to_be_focused()
        assert page.evaluate("localStorage.length") == 0
        one.close()
        add(seeds, "第二次会议", 2025, "水利")
        update(seeds, index)
        other = browser.new_context(locale="zh-CN", http_credentials=login, java_script_enabled=False)
        page = other.new_page()
        page.goto(f"{site}/saved")
        expect(page.locator(".new")).to_contain_text("新收 1 段")
        press(page, "看过了")
        expect(page.locator(".new")).to_have_count(0)
        expect(page.locator(".passage")).to_have_count(1)
        other.close()
