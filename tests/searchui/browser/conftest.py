"""One browser and one site for all tests of this package: starting them takes longer than most of the tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.searchui.server.server_process import served

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW = (
    "no browser found for the browser tests. Debian: apt install chromium fonts-noto-cjk; macOS: install Chromium or"
    " Google Chrome; or set SPEECHSEARCH_CHROMIUM to the browser's path"
)
ENOUGH = 60_000.0  # milliseconds, after which what is expected will never come, however busy the machine is
WINDOWS = [pytest.param((1366, 800), id="wide"), pytest.param((390, 844), id="narrow")]


def browser_path() -> str | None:
    candidates = [os.environ.get("SPEECHSEARCH_CHROMIUM"), *map(shutil.which, NAMES), *MAC]
    return next((path for path in candidates if path and Path(path).exists()), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW)
        pytest.skip(HOW)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        expect.set_options(timeout=ENOUGH)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def site(sample_index: Path) -> Iterator[str]:
    with served(sample_index) as url:
        yield url


@pytest.fixture(params=WINDOWS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert problems == []


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def copying(browser: Browser) -> Iterator[Page]:
    """A page that may read what was copied."""
    context = browser.new_context(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def copied(page: Page, beginning: str) -> str:
    """What was copied, as soon as it begins as expected."""
    for _ in range(200):
        text = str(page.evaluate("navigator.clipboard.readText()"))
        if text.startswith(beginning):
            return text
        page.wait_for_timeout(50)
    pytest.fail(f"{text} does not begin with {beginning}")
