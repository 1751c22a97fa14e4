"""The page of trends and the card above results, without a browser: what they say, and where they lead."""

import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from searchui import Corpus
from searchui.search import Filters
from searchui.search.query.match_options import MAX_PHRASES
from searchui.search.statistics.trend import Bucket
from searchui.web import create_app
from searchui.web.request.trend_state import MEASURES, is_of_texts, phrases_of
from searchui.web.views.trend_axis import Gap, rows_of, scale_of
from searchui.web.views.trend_chart import MARKS


@pytest.fixture
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def soup(client: FlaskClient, path: str, **args: object) -> BeautifulSoup:
    answer = client.get(path, query_string=urlencode(args, doseq=True) or None)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def found(client: FlaskClient, url: str) -> int:
    """How many paragraphs a link leads to."""
    title = soup(client, url).select_one("h1")
    assert title
    match = re.match(r"找到 (\d+) 段", title.text)
    assert match
    return int(match.group(1))


def cells(row: Tag) -> list[str]:
    return [" ".join(cell.text.split()) for cell in row.select("th, td")]


@pytest.mark.parametrize("by", ["year", "month", "speaker"])
def test_every_number_leads_to_its_lines(client: FlaskClient, corpus: Corpus, by: str) -> None:
    phrases = ["新质生产力", "发展"]
    page = soup(client, "/trend", phrase=phrases, by=by, genre="讲话")
    trend = corpus.trend(phrases, by, filters=Filters(genre=["讲话"]))
    links = {str(link["href"]) for link in page.select("tbody td a")}
    expected = set()
    for row in page.select("tbody tr:not(.gap-row)"):
        name = cells(row)[0]
        place = [bucket.name for bucket in trend.buckets].index(name)
        for course, cell in zip(trend.courses, row.select("td"), strict=False):
            point = course.points[place]
            assert cell.text.split()[0] == f"{point.per_10k:.2f}"
            assert (cell.a is not None) == bool(point.occurrences)
            if cell.a:
                years, speakers = [int(name)] if by == "year" else [], [name] if by == "speaker" else []
                query = f"“{course.phrase}”" + (f" date:{name}" if by == "month" else "")
                total = corpus.search(query, filters=Filters(genre=["讲话"], year=years, speaker=speakers)).total
                assert found(client, str(cell.a["href"])) == total
                expected.add(str(cell.a["href"]))
    assert links == expected
    drawn = {str(link["href"]) for link in page.select("svg.chart a")}
    assert links <= drawn


def test_the_picture_has_neither_script_nor_style(client: FlaskClient) -> None:
    for by in ("year", "month", "speaker"):
        page = soup(client, "/trend", phrase=["发展", "人民"], by=by)
        chart = page.select_one("svg.chart")
        assert chart
        assert not chart.select("style, script, [style], image, foreignObject")
        assert not re.search(r"<!--|pygal", str(chart))
        named = {str(chart["aria-labelledby"]), str(chart["aria-describedby"])}
        assert {each.name for each in chart.select("[id]") if each["id"] in named} == {"title", "desc"}
        assert all(link["tabindex"] == "-1" and link.select_one("title") for link in chart.select("a"))


def test_texts_are_escaped_and_cannot_break_the_picture(client: FlaskClient) -> None:
    for phrase in ("<script>", "发展\x00\x01\x0b", '"“「『', "\ufffe\U0010ffff"):
        for by in ("year", "speaker"):
            page = soup(client, "/trend", phrase=[phrase, "发展"], by=by)
            assert not page.select("figure script")


def test_as_many_marks_as_phrases() -> None:
    assert len(MARKS) == MAX_PHRASES


def test_a_query_becomes_phrases(client: FlaskClient) -> None:
    assert phrases_of('"党的建设" 基层 year:2024 -脱贫 "党的建设"') == ("党的建设", "基层")
    assert is_of_texts('"党的建设" OR 基层')
    assert not is_of_texts('"党的建设" year:2024')
    page = soup(client, "/trend", q='"党的建设" 基层 year:2024')
    assert [str(box["value"]) for box in page.select("input[name=phrase]")][:3] == ["党的建设", "基层", ""]
    assert "其他条件没有用上" in page.text


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"phrase": ["党"] * 3 + list("一二三四五六")}, "1 到 6 个"),
        ({"phrase": "党", "by": "week"}, "没有“week”"),
        ({"phrase": "党", "measure": "x"}, "没有“x”"),
        ({"phrase": "党", "year": "x"}, "写成数字"),
        ({"q": '"党'}, "没有配对"),
    ],
)
def test_what_cannot_be_answered(client: FlaskClient, args: dict[str, object], says: str) -> None:
    answer = client.get("/trend", query_string=urlencode(args, doseq=True))
    assert answer.status_code == 400
    assert says in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_state_has_a_page(client: FlaskClient, lang: str) -> None:
    for by in ("year", "month", "speaker"):
        for measure in MEASURES:
            for more in ({}, {"year": 2024}, {"year": 1900}, {"loose": "on"}):
                soup(client, "/trend", phrase=["发展", "没有这样的话"], by=by, measure=measure, lang=lang, **more)
    assert soup(client, "/trend", lang=lang).select("input[name=phrase]")


def test_the_address_holds_the_whole_state(client: FlaskClient) -> None:
    args = {"phrase": ["发展", "人民"], "by": "month", "measure": "share", "speaker": "苏映棠", "loose": "on"}
    page = soup(client, "/trend", **args)
    for link in page.select(".ways a, .chips a"):
        assert "phrase=" in str(link["href"])
        assert "loose=on" in str(link["href"])
    kept = {(str(box["name"]), str(box["value"])) for box in page.select(".compare input") if box["value"]}
    assert kept == {
        (name, one) for name, value in args.items() for one in ([value] if isinstance(value, str) else value)
    }


def test_gaps_are_no_zeros() -> None:
    buckets = [Bucket(name, 1, 1) for name in ("2019-11", "2020-02", "2020-03")]
    assert rows_of(buckets, "month") == [buckets[0], Gap("2019-12", "2020-01"), *buckets[1:]]
    assert scale_of(buckets, "month") == [
        buckets[0],
        Gap("2019-12", "2019-12"),
        Gap("2020-01", "2020-01"),
        *buckets[1:],
    ]
    far = [Bucket("1001", 1, 1), Bucket("2999", 1, 1)]
    assert scale_of(far, "year") == [far[0], Gap("1002", "2998"), far[1]]
    assert rows_of([], "year") == []


def test_the_card_stands_above_one_phrase_and_nothing_else(client: FlaskClient, corpus: Corpus) -> None:
    page = soup(client, "/search", q="“新质生产力”", year=2024)
    card, told = page.select_one(".card"), corpus.card("新质生产力", filters=Filters(year=[2024]))
    assert card
    assert f"{told.occurrences} 次，每万字 {told.per_10k:.2f} 次 所选的 3 篇" in " ".join(card.text.split())
    assert card.select("mark")
    (trend,) = [link for link in card.select("a") if link.text == "看趋势"]
    assert str(trend["href"]) == "/trend?" + urlencode({"phrase": "新质生产力", "year": 2024})
    soup(client, str(trend["href"]))
    for query in ("新质生产力", "“新质生产力” 发展", "“没有这样的话”", "“新质生产力” year:2024"):
        assert not soup(client, "/search", q=query).select(".card"), query
    english = soup(client, "/search?q=" + quote("“发展”") + "&lang=en").select_one(".card")
    assert english
    assert "per 10,000 characters" in english.text


def test_of_very_many_points_only_those_that_no_line_shows_are_drawn(
    client: FlaskClient, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = soup(client, "/trend", phrase="发展", by="month").select_one("svg.chart")
    monkeypatch.setattr("searchui.web.views.trend_chart.MAX_DOTS", 10)
    many = soup(client, "/trend", phrase="发展", by="month").select_one("svg.chart")
    assert few
    assert many
    assert few.select(".mark")
    buckets = scale_of(corpus.trend(["发展"], "month").buckets, "month")
    around = [Gap("", ""), *buckets, Gap("", "")]
    alone = [
        one.name
        for before, one, after in zip(around, buckets, around[2:], strict=False)
        if isinstance(before, Gap) and isinstance(after, Gap) and isinstance(one, Bucket)
    ]
    assert len(many.select(".mark")) == len(alone) < len(few.select(".mark"))
    assert [link.text.split(" ")[0] for link in many.select("a")] == alone
    assert len(many.select(".line")) == len(few.select(".line"))
