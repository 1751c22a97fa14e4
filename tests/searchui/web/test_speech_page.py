"""The speech page as it is answered, without a script: steps from mark to mark, sizes, either script, citations."""

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from indexer.model import Span
from searchui import Corpus
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.script import in_script, script_of
from searchui.web import create_app
from searchui.web.fragments.marks import mark, mark_with_lead

QUERIES = ("发展", "“新质生产力”", "“发展”", "基层 治理", "党?建设", '"党 建设"~20')


@pytest.fixture
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def soup(client: FlaskClient, url: str) -> BeautifulSoup:
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == 200, url
    return BeautifulSoup(answer.text, "lxml")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def address(speech_id: str, **query: str) -> str:
    return f"/speech/{quote(speech_id)}?" + "&".join(f"{name}={quote(value)}" for name, value in query.items())


@pytest.mark.parametrize("query", QUERIES)
def test_marks_are_numbered_one_by_one_and_their_number_is_told(
    client: FlaskClient, corpus: Corpus, query: str
) -> None:
    for entry in corpus.speeches():
        texts = [paragraph.text for paragraph in corpus.speech(entry.id).paragraphs]
        expected = [text[s.start : s.end] for text in texts for s in merge_spans(corpus.highlights(text, query))]
        page = soup(client, address(entry.id, q=query))
        marks = page.select("article mark[id]")
        assert [mark["id"] for mark in marks] == [f"hit-{number}" for number in range(1, len(expected) + 1)]
        assert "".join(mark.text for mark in page.select("article mark")) == "".join(expected)
        assert f"本篇有 {len(expected)} 处" in one(page, ".marks").text
        assert bool(page.select(".steps")) == bool(expected)


def test_a_phrase_is_stepped_through_as_often_as_it_occurs(client: FlaskClient, corpus: Corpus) -> None:
    counted = 0
    for entry in corpus.speeches():
        texts = [paragraph.text for paragraph in corpus.speech(entry.id).paragraphs]
        marks = len(soup(client, address(entry.id, q="“发展”")).select("article mark[id]"))
        assert marks == sum(text.count("发展") + text.count("發展") for text in texts)
        counted += marks
    assert counted == corpus.count("发展").occurrences


def test_steps_go_round_without_a_script(client: FlaskClient, corpus: Corpus) -> None:
    entry = corpus.search("“发展”").hits[0].speech
    url, told = address(entry.id, q="“发展”", back="q=发展&year=2024"), []
    page = soup(client, url)
    count = len(page.select("article mark[id]"))
    assert one(page, ".steps .at").text == f"共 {count} 处"
    for _ in range(count + 1):
        link = urlsplit(str(one(page, ".steps [rel=next]")["href"]))
        assert page.select(f"#{link.fragment}")
        assert parse_qs(link.query)["back"] == ["q=发展&year=2024"], "the way back is kept"
        page = soup(client, f"/speech/{quote(entry.id)}?{link.query}")
        told.append(one(page, ".steps .at").text)
    assert told == [f"第 {number} / {count} 处" for number in [*range(1, count + 1), 1]]
    assert str(one(page, ".steps [rel=prev]")["href"]).endswith(f"#hit-{count}")
    assert one(soup(client, address(entry.id, q="“发展”", hit="9999")), ".steps .at").text == f"第 {count} / {count} 处"
    assert client.get(address(entry.id, q="“发展”", hit="x")).status_code == 400


@pytest.mark.parametrize(
    ("back", "led"),
    [
        ("", ""),
        ("year=2024&sort=newest", "&year=2024&sort=newest"),
        ("q=%E5%8F%91%E5%B1%95&sort=newest", None),  # as it was written before
    ],
)
def test_the_way_back_is_to_the_same_results(client: FlaskClient, corpus: Corpus, back: str, led: str | None) -> None:
    entry = corpus.search("“发展”").hits[0].speech
    page = soup(client, address(entry.id, q="“发展”", back=back))
    (link,) = (str(each["href"]) for each in page.select(".marks > a") if each.text == "回到结果")
    assert link == "/search?" + (back if led is None else f"q={quote('“发展”')}{led}")


def test_hits_say_their_script_where_it_is_not_that_of_the_page(client: FlaskClient, corpus: Corpus) -> None:
    hits, said = corpus.search("经济", per_page=50).hits, set()
    for language in ("zh", "zh-Hant", "en"):
        page = soup(client, f"/search?q=经济&per_page=50&lang={language}")
        for hit, shown in zip(hits, page.select(".hit .text"), strict=True):
            script, of_page = script_of(hit.paragraph.text), one(page, "html")["lang"]
            assert shown.get("lang", of_page) == script
            assert shown.has_attr("lang") == (script != of_page)
            said.add((language, script))
    assert said >= {("zh", "zh-Hans"), ("zh-Hant", "zh-Hans"), ("en", "zh-Hans")}


def test_a_mark_that_crosses_a_run_in_heading_is_one() -> None:
    text, spans = "抓好落实。一要快。", [Span(3, 6), Span(7, 8)]
    page = BeautifulSoup(mark_with_lead(text, 5, spans, 4), "lxml")
    assert [(mark.get("id"), mark.text) for mark in page.select("mark")] == [
        ("hit-4", "实。"),
        (None, "一"),
        ("hit-5", "快"),
    ]
    assert page.text == text
    assert "id=" not in mark(text, spans)


@pytest.mark.slow
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("query", ["“发展”", "基层"])
def test_either_script_shows_the_same_marks_and_numbers(
    sample_index: Path, corpus: Corpus, query: str, script: str
) -> None:
    client = create_app(sample_index).test_client()
    for entry in corpus.speeches():
        speech = corpus.speech(entry.id)
        plain = soup(client, address(entry.id, q=query, script="original"))
        own = str(one(plain, "article")["lang"])
        page = soup(client, address(entry.id, q=query, script=script))
        assert one(page, ".marks").text == one(plain, ".marks").text
        assert bool(page.select(".script-note")) == (own != script)
        shown = (lambda text: text) if own == script else (lambda text: in_script(text, script))  # type: ignore[arg-type]
        for paragraph in speech.paragraphs:
            element = one(page, f"[id='{paragraph.anchor}']")
            assert element.text.replace("¶", "").split() == shown(paragraph.text).split()
            expected = [shown(paragraph.text)[s.start : s.end] for s in corpus.highlights(paragraph.text, query)]
            assert [mark.text for mark in element.select("mark")] == expected


def test_size_and_script_are_kept(client: FlaskClient, corpus: Corpus) -> None:
    url = "/speech/" + quote(corpus.speeches()[0].id)
    assert one(soup(client, url), "article")["class"] == ["medium"]
    assert "quoting.js" in client.get(url).text
    soup(client, url + "?size=large&script=zh-Hant&keys=off&quoting=off")
    page = soup(client, url)
    assert one(page, "article")["class"] == ["large"]
    assert "按繁体显示，原文为简体" in one(page, ".script-note").text
    assert one(page, "body")["data-keys"] == "off"
    assert [link.text for link in page.select(".manners [aria-current]")] == ["大", "繁体", "不附"]
    assert "quoting.js" not in client.get(url).text
    assert one(soup(client, url + "?size=huge"), "article")["class"] == ["large"]


def test_in_a_conversation_it_is_said_who_speaks_and_who_is_cited(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    said = "".join(
        f"### {name}：\n{text}\n\n"
        for name, text in [("甲明", "先说第一点意见。"), ("乙华", "再说第二点意见。")] * 3
        + [("甲明", "又说第三点意见。")]
    )
    (seeds / "a.md").write_text(f"# 2024-05-03 座谈\n\n{said}", encoding="utf-8")
    build(seeds, tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    page = soup(client, "/speech/a.md")
    assert [turn.text.replace("¶", "").strip("：") for turn in page.select("article .turn")] == [
        *["甲明", "乙华"] * 3,
        "甲明",
    ]
    told = client.get("/speech/a.md" + str(page.select("article .body .self")[1]["href"]), follow_redirects=True).text
    assert "——《座谈》（2024年5月3日，乙华）" in told
    assert "甲明，乙华. 座谈[Z]" in told
