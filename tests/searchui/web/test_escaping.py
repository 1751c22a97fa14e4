"""Whatever a speech, a file's name or an address says, a page shows it as text, and its links lead where they say."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.build.pipeline import build
from indexer.readers.lines import clean
from searchui.web import create_app
from tests.indexer.readers.test_hostile_files import calls

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</mark></p></article></body><h1>",
    "{{7*7}}{% include 'x' %}${7*7}#{7*7}",
    "&lt;b&gt;&amp;&#60;b&#62;&#x0;&nbsp;",
    "\u202e反的\u202c\u2066隔\u2069",
    "javascript:alert(1)//",
    "<!--",
    "]]>",
    "<mark>假</mark>",
    "\\\"'`",
    "%00%2e%2e%2f",
)
TEXT = st.lists(
    st.sampled_from(NASTY) | st.text("党建<>&\"'/=%#?{}\x00\x0b\ufffe🙂 \u202e", max_size=8), min_size=1, max_size=4
).map("".join)
FIELDS = ("title", "speaker", "office", "occasion")


def visible(text: str) -> str:
    """A text as a page can show it: a browser runs white space together, and shows a zero byte as a sign for one."""
    return "".join(clean(text).replace("\ufffd", "").split())


def names(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Every element with each of its attributes."""
    for element in page.find_all(True):
        yield element.name, ""
        for name in element.attrs:
            yield element.name, name


def parsed(client: FlaskClient, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return BeautifulSoup(answer.text, "lxml")


def site(folder: Path, text: str, fields: dict[str, str], name: str = "a.jsonl") -> FlaskClient:
    """The site over one speech that says a text in two paragraphs, the second time in a heading's place."""
    folder.mkdir()
    body = f"同志们：\n一、治理{text}\n发展{text}甲。\n附件{text}\n"
    (folder / name).write_text(json.dumps({"text": body, **fields}, ensure_ascii=False) + "\n", encoding="utf-8")
    build(folder, folder / ".index")
    return create_app(folder / ".index").test_client()


def only_link(page: BeautifulSoup) -> str:
    (link,) = page.select(".list a")
    return str(link["href"])


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """The elements and attributes that pages of harmless speeches have."""
    client = site(tmp_path_factory.mktemp("plain") / "seeds", "好", dict.fromkeys(FIELDS, "好"))
    link = only_link(parsed(client, "/"))
    pages = (
        "/",
        "/speeches",
        "/search?q=发展",
        "/search?q=无此语甲乙",
        f"{link}?q=发展",
        f"{link}?q=发展&hit=2&script=zh-Hant",
        f"/cite/{link.removeprefix('/speech/')}",
        "/search?q=发展&speaker=好&year=2024",
        "/search?q=饕餮 发展",
        "/search?q=一、治理坏。发展好的甲。发展甲。同志们好，治理得好，发展好甲乙丙丁。",
    )
    return {name for url in pages for name in names(parsed(client, url))} | {
        ("p", "class"),
        ("details", ""),
        ("summary", ""),
    }


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, field=TEXT)
@example(text="".join(NASTY), field="".join(NASTY))
def test_what_a_speech_says_is_text_on_every_page(
    tmp_path_factory: pytest.TempPathFactory, shapes: set[tuple[str, str]], text: str, field: str
) -> None:
    text, field = " ".join(text.split()), " ".join(field.split())
    client = site(tmp_path_factory.mktemp("hostile") / "seeds", text, dict.fromkeys(FIELDS, field))
    home = parsed(client, "/")
    link = only_link(home)
    speech = parsed(client, f"{link}?q=" + quote("发展"))
    results = parsed(client, "/search?q=" + quote("发展"))
    cited = parsed(client, "/cite/" + link.removeprefix("/speech/"))
    for page in (
        home,
        speech,
        cited,
        results,
        parsed(client, "/speeches"),
        parsed(client, "/search?q=" + quote(f"“{text.replace('”', '')}甲龘”")),
    ):
        assert set(names(page)) <= shapes
    assert f"发展{visible(text)}甲。" in visible(speech.text)
    if visible(field):
        assert visible(field) in visible(home.text)
    found = client.get("/api/search?q=" + quote("发展")).get_json()
    assert any(visible(text) in visible(hit["text"]) for hit in found["hits"])
    for hit in found["hits"]:
        for start, end in hit["highlights"]:
            assert hit["text"][start:end]


@settings(max_examples=20)
@given(
    query=TEXT | st.text(max_size=40),
    name=st.sampled_from(
        [
            "q",
            "speaker",
            "year",
            "sort",
            "page",
            "per_page",
            "back",
            "lang",
            "hit",
            "size",
            "script",
            "keys",
            "synonyms",
            "phrase",
        ]
    ),
)
def test_what_an_address_says_is_text_on_every_page(sample: FlaskClient, query: str, name: str) -> None:
    for path in ("/search", "/", "/nowhere", "/speech/x"):
        answer = sample.get(path, query_string={"q": "发展", name: query})
        assert answer.status_code in {200, 400, 404}
        page = BeautifulSoup(answer.text, "lxml")
        assert all(str(script["src"]).startswith("/static/") and not script.text for script in page.select("script"))
        assert not page.select("img, svg[onload], iframe, [onerror], [onload], [style]")
        assert all(
            str(link["href"]).startswith(("/", "?", "#")) and not str(link["href"]).startswith("//")
            for link in page.select("[href]")
        )
    for path in ("/api/search", "/api/count", "/api/suggest"):
        answer = sample.get(path, query_string={"q": "发展", "phrase": "发展", name: query})
        assert answer.status_code in {200, 400}
        assert answer.mimetype == "application/json"
        assert answer.get_json() is not None


@pytest.fixture(scope="module")
def sample(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


FILES = (
    "a..txt",  "a%2e%2e%2fb.txt", "%2e%2e.txt", "a#b.txt", "a?b=c.txt", "a b.txt", "a&b.txt", "a;b.txt", "a+b.txt", "a:b.txt",
    "<img src=x onerror=alert(1)>.txt", "\"quoted'.txt", "a\\b.txt", "javascript:alert(1).txt", "讲话　全.txt", "a=b.txt", "@.txt", "~.txt",
    "{{7*7}}.txt", "\u202etxt.exe.txt", "%.txt", "%zz.txt", "%00.txt",  "sub/a#/b?.txt", "static/paper.css.txt", "api/search.txt",
)  # fmt: skip


@pytest.fixture(scope="module")
def oddly_named(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("names") / "seeds"
    for number, name in enumerate(FILES):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(f"同志们：\n讲第{number}号事，办好它。\n", encoding="utf-8")
    report = build(folder, folder.parent / "index")
    assert report.speeches == len(FILES)
    return create_app(folder.parent / "index").test_client()


def test_the_link_of_an_oddly_named_file_leads_to_its_speech(oddly_named: FlaskClient) -> None:
    for number, name in enumerate(FILES):
        page = parsed(oddly_named, "/search?q=" + quote(f"“讲第{number}号事”"))
        (link,) = page.select(".hit .path a")
        # As a browser takes it: dots in the path are resolved before anything is asked for.
        target = urlsplit(urljoin("http://localhost/search", str(link["href"])))
        assert (target.scheme, target.netloc) == ("http", "localhost")
        speech = parsed(oddly_named, f"{target.path}?{target.query}")
        assert [mark.text for mark in speech.select("article mark")] == [f"讲第{number}号事"]
        assert f"来源文件：{name}" in speech.text
        assert not speech.select("img")
        anchor = str(speech.select("article .self")[-1]["href"])
        cite = oddly_named.get(target.path + anchor, follow_redirects=True)
        assert f"讲第{number}号事" in cite.text
        told = oddly_named.get(target.path.replace("/speech/", "/api/speech/", 1)).get_json()
        assert told["id"] == name
        assert isinstance(one_heading(speech), Tag)


def one_heading(page: BeautifulSoup) -> Tag | None:
    return page.select_one("h1")


@pytest.mark.parametrize(
    "id_", ["..", "../..", "a/../b", ".", "/a", "a//b", "a/", "%2e%2e", "a\nb", "a\x00b", "a?b#c", "\ud800"]
)
def test_an_id_that_is_declared_is_linked_or_replaced(tmp_path: Path, id_: str) -> None:
    client = site(tmp_path / "seeds", "好", {"id": id_} if id_ != "\ud800" else {"id": "\ufffd"})
    target = urlsplit(urljoin("http://localhost/", only_link(parsed(client, "/"))))
    assert target.netloc == "localhost"
    assert "发展好甲" in parsed(client, target.path).text


def test_templates_escape_by_themselves() -> None:
    """Nothing in a template is said to be safe, and no script or style stands in one."""
    files = list((Path(__file__).parents[3] / "searchui" / "web" / "templates").rglob("*.html"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|<style|style=|\son\w+=|javascript:", text), file.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), file.name


@pytest.mark.slow
def test_twice_as_long_a_speech_is_twice_the_work(tmp_path: Path) -> None:
    for size in (10, 400, 800):
        lines = [f"{number}. 治理要点{number}" for number in range(1, size + 1)]
        (tmp_path / f"{size}.md").write_text(
            "同志们：\n" + "".join(f"## {line}\n治理正文。\n" for line in lines), encoding="utf-8"
        )
    build(tmp_path, tmp_path / ".index")
    client = create_app(tmp_path / ".index").test_client()
    assert parsed(client, "/speech/10.md?q=治理").select("h3, h2")
    work = {size: calls(lambda: client.get(f"/speech/{size}.md?q=治理")) for size in (400, 800)}  # noqa: B023 - called at once
    assert work[800] < 3 * work[400]
