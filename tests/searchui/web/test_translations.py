"""The words of the interface: the same in every language, and 繁體 without a simplified character."""

import re
from pathlib import Path

import opencc
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.i18n.extraction import extract
from searchui import Corpus
from searchui.web import create_app
from searchui.web.i18n.translations import in_traditional

PATHS = ("/", "/search?q=“新质生产力”", "/search?q=龘龘龘", "/search?q=(", "/speech/none", "/none")


def test_traditional_words_have_no_simplified_character() -> None:
    again = opencc.OpenCC("s2tw").convert
    for message in extract():
        outside = re.sub("“[^”]*”", "", in_traditional(message.id if isinstance(message.id, str) else message.id[0]))
        assert again(outside) == outside, message.id


def test_what_somebody_wrote_stays_as_it_is() -> None:
    assert in_traditional("没有“发展”这种排序，可用最新") == "沒有“发展”這種排序，可用最新"
    assert in_traditional("来源文件") == "來源檔案"


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("chosen", "tag"), [("zh", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("en", "en")])
def test_every_page_is_in_each_language(client: FlaskClient, path: str, chosen: str, tag: str) -> None:
    answer = client.get(path, query_string=None if "?" in path else {})
    page = BeautifulSoup(client.get(path + ("&" if "?" in path else "?") + f"lang={chosen}").text, "lxml")
    assert answer.status_code in {200, 400, 404}
    html = page.select_one("html")
    assert html is not None
    assert html["lang"] == tag
    assert [link["lang"] for link in page.select(".languages a[aria-current]")] == [tag]
    assert len(page.select(".languages a")) == 3


def test_a_language_is_kept_and_sentences_of_errors_come_in_it(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    client.get("/?lang=zh-Hant")
    assert "講話稿檢索" in client.get("/").text
    assert "第 1 個字的 （ 沒有配對" in client.get("/search?q=(党").text
    assert "没有编号为“发展”" in client.get("/speech/发展?lang=zh").text
    assert "沒有編號為“发展”的講話" in client.get("/speech/发展?lang=zh-Hant").text
    told = client.get("/api/count?phrase=").json
    assert told is not None
    assert told["error"]["message"].startswith("請在網址裡寫上")
    assert "讀作：一字不差含“发展”" in client.get("/search?q=“发展”").text
    assert "講話稿檢索" in client.get("/?lang=xx").text


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("", "zh-Hans"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,de;q=0.8,en;q=0.5,zh;q=0.1", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK,en", "zh-Hant"),
        ("fr", "zh-Hans"),
        ("*", "zh-Hans"),
    ],
)
def test_without_a_choice_a_page_follows_the_browser(sample_index: Path, wanted: str, tag: str) -> None:
    client = create_app(sample_index).test_client()
    headers = {"Accept-Language": wanted} if wanted else {}
    answer = client.get("/", headers=headers)
    assert f'<html lang="{tag}"' in answer.text
    assert {"accept-language", "cookie"} <= {name.lower() for name in answer.vary}
    assert '<html lang="zh-Hans"' in client.get("/?lang=zh", headers=headers).text
    assert '<html lang="zh-Hans"' in client.get("/", headers=headers).text, "the choice stays"


def test_numbers_have_their_plural(sample_index: Path, corpus: Corpus) -> None:
    client = create_app(sample_index).test_client()
    texts = [paragraph.text[:12] for paragraph in corpus.speech(corpus.speeches()[0].id).paragraphs]
    once = next(text for text in texts if len(text) == 12 and corpus.count(text).paragraphs == 1)
    assert "1 paragraph in 1 speech<" in client.get("/search", query_string={"q": f"“{once}”", "lang": "en"}).text
    assert "10 paragraphs in 6 speeches<" in client.get("/search?q=“新质生产力”&lang=en").text
