"""What is told of text that was pasted without quotes: that it stands there, its nearest sentences, what follows a heading."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from indexer.engine.query import Field, Words
from indexer.model import Kind
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.search.export.hit_table import arrival_table
from searchui.web.app import create_app

SPEECH = """在全市农村工作会议上的讲话
（2021年3月5日）
同志们：
一、抓好粮食安全
粮食安全是头等大事，要牢牢端稳饭碗。小标题：要写得醒目。
二、推进乡村治理
（一）坚持党建引领
基层治理要靠大家，高质量发展也要靠大家。他说：“把饭碗端在自己手里。”
"""
ALTERED = "粮食安全是头等大事，要牢牢端住饭碗。今天晚上我们吃什么好吃的东西呢？"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    seeds, index = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("index") / "index"
    (seeds / "a.txt").write_text(SPEECH, encoding="utf-8")
    build(seeds, index)
    return index


@pytest.fixture(scope="module")
def own(index: Path) -> Iterator[Corpus]:
    with open_corpus(index) as corpus:
        yield corpus


@pytest.fixture(scope="module")
def page(index: Path) -> FlaskClient:
    return create_app(index).test_client()


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("粮食安全", "粮食安全"),
        ("粮食\n安全", "粮食安全"),
        ("粮食安全，", "粮食安全"),
        ("饭碗。", "饭碗"),
        ("……饭碗？", "饭碗"),
        ("，", "，"),
        ("（一）坚持党建引领。", "（一）坚持党建引领"),
        ("3. 坚持党建引领：", "坚持党建引领"),
        ("• 粮食安全是头等大事", "粮食安全是头等大事"),
        ("粮 食 安 全 是 头 等 大 事", "粮食安全是头等大事"),
        ("他说：“把饭碗端在自己手里。”", "他说：“把饭碗端在自己手里。”"),
        ("小标题：要写得醒目", "小标题：要写得醒目"),
        ("粮食 大事", None),
        ("“粮食安全”", None),
        ("粮食 或 安全", None),
        ("-粮食", None),
    ],
)
def test_text_that_stands_there_is_told(own: Corpus, page: FlaskClient, query: str, text: str | None) -> None:
    found = own.search(query).verbatim
    assert (found.text if found else None) == text
    shown = BeautifulSoup(page.get("/search", query_string={"q": query}).text, "html.parser")
    assert bool(shown.select(".verbatim a")) is (text is not None)
    if found:
        assert shown.select("dl.card")
        assert found.occurrences == own.count(found.text).occurrences
        exact = own.search(found.query)
        assert exact.total == own.count(found.text).paragraphs
        assert exact.verbatim is None


def test_what_looks_like_a_field_is_text_where_only_that_is_found(own: Corpus) -> None:
    assert own.search("小标题：要写得醒目").query == Words("小标题：要写得醒目")
    assert own.search("小标题：粮食").query == Field("heading", "粮食")
    assert own.search("小标题：没有这样的").query == Field("heading", "没有这样的")
    assert [hit.anchor for hit in own.hits("小标题：要写得醒目")] == [
        hit.anchor for hit in own.search("小标题：要写得醒目").hits
    ]


def test_it_is_text_wherever_the_query_goes_along(own: Corpus, page: FlaskClient) -> None:
    query = "小标题：要写得醒目"
    (hit,) = own.search(query).hits
    assert own.highlights(hit.paragraph.text, query) == hit.highlights
    shown = BeautifulSoup(page.get(hit.url.partition("#")[0], query_string={"q": query}).text, "html.parser")
    assert [mark.text for mark in shown.select("mark")] == [query]
    assert [line.match for line in own.kwic("醒目", query=query).lines] == ["醒目"]
    arrived = arrival_table(own, query, own.arrivals(query, own.state), {}, datetime(2026, 1, 1, tzinfo=UTC))
    assert arrived.provenance.reading == "含“小标题：要写得醒目”各词"


def test_running_text_is_answered_by_its_nearest_sentences(own: Corpus, page: FlaskClient, index: Path) -> None:
    found = own.search(ALTERED)
    assert found.total == 0
    assert found.nearest
    assert [one.verdict.value for one in found.nearest.sentences] == ["near", "none"]
    assert found.nearest.sentences[0].source_text == "粮食安全是头等大事，要牢牢端稳饭碗"
    shown = BeautifulSoup(page.get("/search", query_string={"q": ALTERED}).text, "html.parser")
    assert [one.get_text() for one in shown.select(".nearest del")] == ["〔所查〕住"]
    assert [one.get_text() for one in shown.select(".nearest ins")] == ["〔原文〕稳"]
    assert all(one.find_parent("details") for one in shown.select(".hits mark"))
    api = page.get("/api/nearest", query_string={"text": ALTERED}).get_json()
    assert api == json.loads(json.dumps(own.nearest(ALTERED).as_json()))
    assert api == page.get("/api/search", query_string={"q": ALTERED}).get_json()["nearest"]
    done = CliRunner().invoke(commands, ["nearest", "-", "--index", str(index)], input=ALTERED)
    assert "端[-住-]{+稳+}饭碗" in done.stdout
    assert done.exit_code == 0
    assert CliRunner().invoke(commands, ["nearest", "龘靐齉爩", "--index", str(index)]).exit_code == 1


def test_a_long_phrase_that_is_not_there_has_its_nearest_sentence(own: Corpus) -> None:
    found = own.search("“粮食安全是头等大事，要牢牢端住饭碗”")
    assert found.nearest
    assert found.nearest.found == 1
    assert own.search("“粮食安全是头等大事，要牢牢端稳饭碗”").nearest is None
    assert own.search("粮食安全").nearest is None


def test_2000_characters_are_answered_and_more_are_refused(page: FlaskClient) -> None:
    long = ("要把粮食安全放在头等位置。" * 200)[:2000]
    assert page.get("/search", query_string={"q": long}).status_code == 200
    refused = page.get("/search", query_string={"q": long + "好"})
    assert refused.status_code == 400
    assert "分成几次" in refused.text


def test_a_heading_is_shown_with_what_follows(own: Corpus, page: FlaskClient) -> None:
    hits = {hit.paragraph.text: hit for hit in own.search("抓好粮食安全 或 推进乡村治理 或 党建引领 或 头等大事").hits}
    assert hits["一、抓好粮食安全"].following == "粮食安全是头等大事，要牢牢端稳饭碗。小标题：要写得醒目。"
    assert hits["二、推进乡村治理"].following is not None
    assert hits["二、推进乡村治理"].following.startswith("基层治理")
    assert all((hit.following is None) is (hit.paragraph.kind is not Kind.HEADING) for hit in hits.values())
    shown = BeautifulSoup(page.get("/search", query_string={"q": "抓好粮食安全"}).text, "html.parser")
    assert shown.select_one(".hit .below")


@pytest.mark.parametrize(
    ("query", "marked", "mended"),
    [("(乡村 OR", "▁", "(乡村)"), ("水 “党建", "“", "水 “党建”"), ("\u200b党）", "）", "党")],
)
def test_an_error_points_at_its_place_and_offers_a_query(
    page: FlaskClient, query: str, marked: str, mended: str
) -> None:
    shown = BeautifulSoup(page.get("/search", query_string={"q": query, "sort": "newest"}).text, "html.parser")
    (place,) = shown.select(".faulty mark")
    (link,) = shown.select("a.mended")
    assert (place.get_text(), link.get_text()) == (marked, mended)
    assert page.get(f"/search{link['href']}").status_code == 200
    assert "sort=newest" in str(link["href"])
    assert page.get("/api/search", query_string={"q": query}).get_json()["error"]["mended"] == mended
