"""Lines on the page, from the address and from the command: the same as from Python, and as they are asked for."""

import csv
import io
import json
from pathlib import Path
from unicodedata import east_asian_width
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui import Corpus, MatchOptions
from searchui.cli.group import commands
from searchui.search import Filters
from searchui.web import create_app
from searchui.web.request.links import concordance_url
from searchui.web.request.search_state import SearchState

ASKED: tuple[dict[str, object], ...] = (
    {"phrase": "发展"},
    {"phrase": "发展", "sort": "right", "page": 3, "per_page": 17},
    {"phrase": "发展", "sort": "left", "year": [2024, 2023]},
    {"phrase": "的", "sort": "newest", "per_page": 100, "width": 3},
    {"phrase": "2024", "numbers": "on"},
    {"phrase": "发展", "q": "基层 OR 经济", "sort": "right"},
    {"phrase": "没有这样的话"},
)
KEYWORDS = {"year": "filters", "q": "query", "numbers": "match_options"}


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def soup(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "lxml")


def one(found: BeautifulSoup | Tag, selector: str) -> Tag:
    tag = found.select_one(selector)
    assert tag is not None, selector
    return tag


def run(index: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["kwic", *words, "--index", str(index)], catch_exceptions=False)


def of_python(corpus: Corpus, asked: dict[str, object]) -> dict[str, object]:
    options = {KEYWORDS.get(name, name): value for name, value in asked.items()}
    if "filters" in options:
        options["filters"] = Filters(year=options["filters"])  # type: ignore[arg-type]
    if "match_options" in options:
        options["match_options"] = MatchOptions(numbers=True)
    return corpus.kwic(**options).as_json()  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", ASKED)
def test_the_same_from_python_address_page_and_command(
    corpus: Corpus, client: FlaskClient, sample_index: Path, asked: dict[str, object]
) -> None:
    expected = of_python(corpus, asked)
    parameters = urlencode(asked, doseq=True)
    assert json.loads(client.get(f"/api/kwic?{parameters}").data) == json.loads(json.dumps(expected))
    shown = soup(client, f"/kwic?{parameters}")
    assert (
        f"{expected['total']:,} 处，在 {expected['paragraphs']} 段、{expected['speeches']} 篇里"
        in one(shown, "h1").text
    )
    lines = expected["lines"]
    assert isinstance(lines, tuple | list)
    assert [one(line, ".match").text for line in shown.select(".line")] == [line["match"] for line in lines]
    for line, told in zip(shown.select(".line"), lines, strict=True):
        assert one(line, ".left").text.endswith(told["left"])
        assert one(line, ".right").text.startswith(told["right"])
        assert str(one(line, ".match")["href"]).split("#")[1] == told["anchor"]
    options = [word for name, value in asked.items() if name in ("sort", "width") for word in (f"--{name}", str(value))]
    options += [word for year in asked.get("year", ()) for word in ("--year", str(year))]  # type: ignore[attr-defined]
    options += ["--numbers"] if "numbers" in asked else []
    options += ["--query", str(asked["q"])] if "q" in asked else []
    done = run(sample_index, str(asked["phrase"]), "--format", "json", *options)
    told = json.loads(done.stdout)
    every = told["lines"]
    assert len(every) == told["total"] == expected["total"]
    assert done.exit_code == (0 if every else 1)
    size, number = int(str(asked.get("per_page", 50))), int(str(asked.get("page", 1)))
    assert every[(number - 1) * size : number * size] == json.loads(json.dumps(lines))


def test_csv_has_every_line(corpus: Corpus, sample_index: Path) -> None:
    done = run(sample_index, "发展", "--format", "csv", "--sort", "left")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    lines = list(corpus.kwic_lines("发展", sort="left"))
    assert [(row["前文"], row["词句"], row["后文"], row["地址"]) for row in rows] == [
        (line.left, line.match, line.right, line.url) for line in lines
    ]
    assert [row["日期"] for row in rows] == [str(line.date or "") for line in lines]
    assert [row["标题"] for row in rows] == [line.speech.title for line in lines]


def test_csv_is_no_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    (seeds / "a.txt").write_text(
        "在会议上的讲话\n（2024年3月5日）\n\n我们算一笔账：甲=HYPERLINK(乙)，请大家看。\n", encoding="utf-8"
    )
    build(seeds, index)
    kwic = run(index, "=HYPERLINK", "--format", "csv")
    assert [row["词句"] for row in csv.DictReader(io.StringIO(kwic.stdout))] == ["'=HYPERLINK"]
    trend = CliRunner().invoke(commands, ["trend", "=HYPERLINK", "--csv", "--index", str(index)])
    assert {row["词句"] for row in csv.DictReader(io.StringIO(trend.stdout))} == {"'=HYPERLINK"}


def test_text_stands_in_one_column(sample_index: Path) -> None:
    done = run(sample_index, "新质生产力", "--width", "8")
    assert "“新质生产力”：" in done.stderr
    places = {width(line.split("【")[0]) for line in done.stdout.splitlines()}
    assert len(places) == 1
    assert run(sample_index, "没有这样的话").exit_code == 1
    assert run(sample_index, "党", "--sort", "x").exit_code == 2
    assert run(sample_index, "").exit_code == 2


def width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def test_pages_reach_the_last_line(corpus: Corpus, client: FlaskClient) -> None:
    url, seen = "/kwic?" + urlencode({"q": "“我们”", "sort": "right", "per_page": 20}), []
    while True:
        shown = soup(client, url)
        seen += [(one(line, ".left").text, one(line, ".right").text) for line in shown.select(".line")]
        following = shown.select_one(".pager a[rel=next]")
        if following is None:
            break
        url = str(following["href"])
    lines = list(corpus.kwic_lines("我们", sort="right", width=45))
    assert seen == [(line.left, line.right) for line in lines]
    assert len(lines) > 40


def test_a_query_tells_its_phrase(client: FlaskClient, corpus: Corpus) -> None:
    total = corpus.count("发展").occurrences
    for q in ("发展", "“发展”", " “發展” "):
        assert f"：{total} 处" in one(soup(client, "/kwic?" + urlencode({"q": q})), "h1").text
    within = soup(client, "/kwic?" + urlencode({"q": "“发展” 基层"}))
    assert f"：{corpus.kwic('发展', query='“发展” 基层').total} 处" in one(within, "h1").text
    assert "只列这些段落里的" in one(within, ".told").text
    everywhere = one(within, ".told p a")
    assert f"：{total} 处" in one(soup(client, str(everywhere["href"])), "h1").text


def test_of_several_one_is_chosen(client: FlaskClient, corpus: Corpus) -> None:
    which = soup(client, "/kwic?" + urlencode({"q": "基层 治理", "year": 2024}))
    links = which.select(".which a")
    assert [link.text for link in links] == ["基层", "治理"]
    asked = parse_qs(urlsplit(str(links[0]["href"])).query)
    assert asked == {"q": ["基层 治理"], "phrase": ["基层"], "year": ["2024"]}
    total = corpus.kwic("基层", query="基层 治理", filters=Filters(year=[2024])).total
    assert f"“基层”：{total} 处" in one(soup(client, str(links[0]["href"])), "h1").text
    assert [link.text for link in soup(client, "/kwic?" + urlencode({"q": "“基层 治理”~20"})).select(".which a")] == [
        "基层",
        "治理",
    ]
    assert "没有可以逐条列出的词句" in soup(client, "/kwic?" + urlencode({"q": "党?建设"})).text


def test_nothing_asked_nothing_found_and_mistakes(client: FlaskClient) -> None:
    asking = soup(client, "/kwic")
    for link in asking.select(".examples a"):
        assert soup(client, str(link["href"])).select(".line")
    nothing = soup(client, "/kwic?" + urlencode({"q": "“新制生产力”", "year": 2024}))
    assert "没有找到" in nothing.text
    assert soup(client, str(one(nothing, ".nothing p a")["href"])).select(".line")
    for parameters in (
        {"q": "“党"},
        {"q": "党", "sort": "relevance"},
        {"q": "党", "width": 121},
        {"q": "党", "page": 0},
    ):
        assert one(soup(client, "/kwic?" + urlencode(parameters), 400), "h1").text
    soup(client, "/kwic?" + urlencode({"q": "党", "page": 999}), 404)
    assert client.get("/api/kwic").status_code == 400


def test_in_english(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()  # a cookie keeps the language
    shown = soup(client, "/kwic?" + urlencode({"q": "“新质生产力” 发展", "sort": "left", "lang": "en"}))
    assert "places in" in one(shown, "h1").text
    assert shown.select(".line")
    for q in ("", "基层 治理", "党?建设", "“新制生产力”"):
        assert soup(client, "/kwic?" + urlencode({"q": q})).select("h1")


def test_filters_tell_occurrences_and_lead_to_them(client: FlaskClient) -> None:
    shown = soup(client, "/kwic?" + urlencode({"q": "“发展”", "sort": "right", "width": 40}))
    rows = shown.select(".filters .bars a")
    assert len(rows) > 8
    for row in rows[::3]:
        narrowed = soup(client, str(row["href"]))
        assert f"：{one(row, '.count').text} 处" in one(narrowed, "h1").text
        assert one(narrowed, ".chips")
        assert one(narrowed, ".order strong").text == "按后文"


def test_of_many_names_the_first_are_listed(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(45):
        name = "甲乙丙丁戊己庚辛壬"[number // 5] + "子丑寅卯辰"[number % 5]
        text = f"---\ntitle: 讲话{number}\nspeaker: {name}\n---\n\n要发展{'，再发展' * (number % 3)}。\n"
        (seeds / f"{number}.md").write_text(text, encoding="utf-8")
    build(seeds, tmp_path / "index")
    shown = soup(create_app(tmp_path / "index").test_client(), "/kwic?q=" + quote("“发展”"))
    counts = [int(count.text) for count in shown.select(".filters .count")][:40]
    assert counts == sorted(counts, reverse=True)
    assert "另有 5 个，可在查询里写 speaker:" in one(shown, ".filters").text


def test_a_search_leads_to_its_lines_and_back(client: FlaskClient) -> None:
    state = SearchState(q="“发展” 基层", match_options=MatchOptions(loose=True)).toggled("year", 2024)
    with client.application.test_request_context():
        url = concordance_url(state)
    back = next(link for link in soup(client, url).select(".told a") if link.text == "段落")
    assert parse_qs(urlsplit(str(back["href"])).query) == parse_qs(state.query_string())
    assert soup(client, str(back["href"])).select(".hit")


def test_nothing_of_a_query_is_markup(client: FlaskClient) -> None:
    for q in ("“<script>alert(1)</script>”", "“<i>” “<b>”"):
        shown = client.get("/kwic?" + urlencode({"q": q})).text
        assert not any(sign in shown for sign in ("<script>a", "<i>", "<b>"))
