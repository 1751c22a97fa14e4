"""Every page as axe-core sees it: nothing to be mended by WCAG 2.2 AA or its good practice, in both themes, wide and narrow.

A new page adds its address to `PAGES`, and what only shows after a press to `AFTER`.
"""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SPEECH = "/speech/" + quote("2024-全省经济工作会议.txt")
GAPPED = "/speech/" + quote("2018-澜滨市政府工作报告.txt")
PASSAGE = "2021-全省经济工作会议.txt#ptb5sc5wn"
PAGES: Mapping[str, str] = {
    "home": "/",
    "results": "/search?q=" + quote("发展 基层") + "&year=2024&year=2025",
    "phrase": "/search?q=" + quote("“新质生产力”"),
    "all years": "/search?facet=year&q=" + quote("发展"),
    "by speech": "/search?group=speech&q=" + quote("发展"),
    "lines": "/kwic?q=" + quote("“新质生产力”"),
    "across paragraphs": "/kwic?crossing=on&phrase=" + quote("工作回顾刚刚过去"),
    "lines to choose from": "/kwic?q=" + quote("“发展” “基层”"),
    "trend": "/trend?phrase=" + quote("发展") + "&phrase=" + quote("人民"),
    "trend of one": "/trend?phrase=" + quote("新质生产力"),
    "trend by speaker": "/trend?by=speaker&phrase=" + quote("发展"),
    "words around": "/around?q=" + quote("“发展”"),
    "similar wordings": "/variants?phrase=" + quote("高质量发展"),
    "said before": "/reuse",
    "all speeches": "/speeches?year=2024&year=2025",
    "a speaker": "/speaker?name=" + quote("顾明澜"),
    "an occasion": "/occasion?name=" + quote("全省经济工作会议"),
    "compared": "/compare?year=2024&b_year=2018",
    "said again": "/ngrams",
    "two speeches to be chosen": "/diff",
    "two speeches": "/diff?a=" + quote("2023-澜滨市政府工作报告.txt") + "&b=" + quote("2025-澜滨市政府工作报告.html"),
    "API": "/api",
    "help": "/help",
    "help with searching": "/help/searching",
    "help with reading": "/help/reading",
    "files": "/files",
    "log of changes": "/files/log",
    "trash": "/files/trash",
    "a draft to be pasted": "/proof",
    "nearest sentences": "/search?q="
    + quote("新质生产力已经是推动高质量发展的强劲动力，要因地制宜地加快发展。今天我们吃什么？"),
    "a query with an error": "/search?q=" + quote("(发展 OR"),
    "nothing": "/search?q=" + quote("“新制生产力”"),
    "speech": SPEECH + "?q=" + quote("发展") + "&hit=2",
    "a paragraph in its context": "/context/" + SPEECH.removeprefix("/speech/") + "?q=" + quote("发展"),
    "other script": SPEECH + "?script=zh-Hant&size=large",
    "gaps": GAPPED,
    "citations": "/cite/" + SPEECH.removeprefix("/speech/"),
    "a query that cannot be read": "/search?q=" + quote("党的“建设"),
    "no page": "/none",
    "saved searches": "/saved",
    "passages to be picked": "/search?pick=on&q=" + quote("“新质生产力”"),
    "lines to be picked": "/kwic?pick=on&q=" + quote("“新质生产力”"),
    "an empty basket": "/basket",
    "a basket": "/basket?place=" + quote("2024-全省经济工作会议.txt#p00000000") + "&place=" + quote(PASSAGE),
}


def _citations(page: Page) -> None:
    page.locator("article .self").nth(5).click()
    page.locator("dialog[open] .cites").wait_for()


def _gathered(page: Page) -> None:
    page.evaluate(
        "place => { localStorage.basket = JSON.stringify([{place, asked: 'q=发展', note: '备注'}]); }", PASSAGE
    )
    page.reload()
    page.locator(".passage .acts").wait_for()


def _saved(page: Page) -> None:
    page.evaluate("localStorage.saved = JSON.stringify([{asked: 'q=发展', seen: ''}, {asked: 'q=人民', seen: '?'}])")
    page.reload()
    page.locator(".passage .acts").first.wait_for()


AFTER: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    "keys": ("/none", lambda page: page.keyboard.press("?")),
    "citations of a paragraph": (SPEECH, _citations),
    "a basket of one's own": ("/basket", _gathered),
    "saved searches of one's own": ("/saved", _saved),
    "suggestions": ("/", lambda page: page.locator("#q").press_sequentially("新质")),
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS = {"wide": (1366, 800), "narrow": (360, 740), "very wide": (2560, 1200)}
LANGUAGES = ("zh", "zh-Hant", "en")


@pytest.fixture(params=[("wide", "light"), ("wide", "dark"), ("narrow", "light")], ids=" ".join)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    window, theme = request.param
    width, height = WINDOWS[window]
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height}, color_scheme=theme)
    yield context.new_page()
    context.close()


def problems(page: Page) -> list[str]:
    """What axe finds, each with the element that has it."""
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def test_axe_finds_nothing(page: Page, site: str) -> None:
    found = {}
    for name, path in PAGES.items():
        page.goto(site + path)
        found[name] = problems(page)
    for name, (path, press) in AFTER.items():
        page.goto(site + path)
        press(page)
        found[name] = problems(page)
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_wider_than_the_window(browser: Browser, site: str, window: str, language: str) -> None:
    width, height = WINDOWS[window]
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    context.close()


def test_every_stop_of_the_tab_key_is_seen(page: Page, site: str) -> None:
    """From the top to the end, each element has an outline, and is not hidden by what is fixed above or below."""
    for path in ("/search?q=" + quote("“新质生产力”"), SPEECH + "?q=" + quote("发展")):
        page.goto(site + path)
        page.evaluate("document.activeElement.blur()")
        seen = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            told = page.evaluate(FOCUSED)
            if told is None:
                break
            seen.add(told["html"])
            assert told["outline"] >= 1, told
            assert told["uncovered"], told
        assert len(seen) > 20


FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getClientRects()[0], style = getComputedStyle(element);
  const at = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
  const uncovered = at && (element.contains(at) || at.contains(element) || at.closest(".acts"));
  return {html: element.outerHTML.slice(0, 200), uncovered: Boolean(uncovered),
          outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)};
}"""
