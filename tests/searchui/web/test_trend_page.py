"""The page of trends and the card above results, without a browser: what they say, and where they lead."""

import re
import struct
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from lxml import etree

from searchui import Corpus
from searchui.search import Filters
from searchui.search.query.match_options import MAX_PHRASES
from searchui.search.statistics.trend import Bucket
from searchui.web import create_app
from searchui.web.request.trend_state import MEASURES, is_of_texts, phrases_of
from searchui.web.views.trend import file as trend_file
from searchui.web.views.trend.axis import LABELLED, Gap, Label, labels_of, place_of, rows_of
from searchui.web.views.trend.chart import MARKS


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
    assert links <= drawn or by == "speaker"  # of whom those are not drawn that have too little text for a rate


def test_the_picture_has_neither_script_nor_style(client: FlaskClient) -> None:
    for by in ("year", "month", "speaker"):
        page = soup(client, "/trend", phrase=["发展", "人民"], by=by, measure="occurrences")
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
        ({"phrase": "党", "year": "x"}, "2018..2022 这样的年份"),
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


@pytest.mark.parametrize(("first", "last"), [("0900", "2999"), ("1949", "2025"), ("2018", "2018"), ("1999", "2001")])
def test_years_are_written_where_they_are(first: str, last: str) -> None:
    labels = labels_of(place_of(first, "year"), place_of(last, "year"), "year")
    assert all(int(first) <= label.place == int(label.text) <= int(last) for label in labels)
    check_distances(labels)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1957-06", "2022-10"),
        ("2024-03", "2024-03"),
        ("2023-11", "2024-02"),
        ("2023-01", "2024-12"),
        ("1001-01", "2999-12"),
    ],
)
def test_months_are_written_where_they_are(first: str, last: str) -> None:
    labels = labels_of(place_of(first, "month"), place_of(last, "month"), "month")
    for label in labels:
        assert place_of(first, "month") <= label.place <= place_of(last, "month")
        assert label.place == place_of(label.text if "-" in label.text else f"{label.text}-01", "month")
    check_distances(labels)


def check_distances(labels: list[Label]) -> None:
    """There are some, evenly apart, and no more than fit side by side."""
    assert labels
    assert len({after.place - before.place for before, after in pairwise(labels)}) <= 1
    assert sum(len(label.text) for label in labels) <= LABELLED


def dots(chart: Tag, course: int) -> dict[str, tuple[float, float]]:
    """Where the marks of a phrase are, by the year or month that is said of each."""
    found = {}
    for link in chart.select(f".course-{course} a"):
        mark, title = link.select_one(".mark"), link.select_one("title")
        assert mark
        assert title
        x, y = re.findall(r"-?[\d.]+", str(mark["transform"]))[:2]
        found[title.text.split(" · ")[0]] = (float(x), float(y))
    return found


@pytest.mark.parametrize("by", ["year", "month"])
def test_times_are_to_scale_and_lines_break_at_gaps(client: FlaskClient, corpus: Corpus, by: str) -> None:
    chart = soup(client, "/trend", phrase="发展", by=by).select_one("svg.chart")
    assert chart
    marks = dots(chart, 0)
    assert list(marks) == [bucket.name for bucket in corpus.trend(["发展"], by).buckets]
    places = {name: place_of(name, by) for name in marks}
    (first, (left, _)), (last, (right, _)) = next(iter(marks.items())), list(marks.items())[-1]
    unit = (right - left) / (places[last] - places[first])
    for name, (x, _) in marks.items():
        assert x == pytest.approx(left + unit * (places[name] - places[first]), abs=0.2)
    joined = [after - before == 1 for before, after in pairwise(places.values())]
    runs = sum(here and not before for before, here in pairwise([False, *joined]))
    assert len(chart.select(".course-0 path.line")) == runs


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("phrases", [["发展"], ["发展", "人民", "的"]])
def test_bars_are_in_the_order_of_what_they_draw(client: FlaskClient, measure: str, phrases: list[str]) -> None:
    page = soup(client, "/trend", phrase=phrases, by="speaker", measure=measure)
    figures = []
    for row in page.select("tbody tr"):
        shown = cells(row)
        base = int(shown[-2].replace(",", "")) >= 3 and int(shown[-1].replace(",", "")) >= 10_000
        sums = sum(float(cell.split()[0].replace(",", "").rstrip("%")) for cell in shown[1:-2])
        figures.append((not base and measure != "occurrences", -sums))
    assert figures
    assert all(before[0] <= after[0] for before, after in pairwise(figures))
    for before, after in pairwise(figures):
        assert before[0] != after[0] or before[1] <= after[1] + 0.1 * len(phrases)  # figures are rounded
    chart = page.select_one("svg.chart")
    drawn = len(chart.select(".course-0 rect.block")) if chart else 0
    assert drawn == min(12, sum(not few for few, _ in figures))


def test_of_speakers_with_too_little_text_no_rate_is_drawn(client: FlaskClient) -> None:
    page = soup(client, "/trend", phrase="发展", by="speaker", measure="per_10k", year=2023)
    assert "没有一位讲话人够 3 篇、10,000 字" in page.text
    assert not page.select("svg.chart")
    counted = soup(client, "/trend", phrase="发展", by="speaker", measure="occurrences")
    assert counted.select("svg.chart")
    assert "3 篇、10,000 字" not in counted.text


def test_what_is_nowhere_is_said_to_be(client: FlaskClient) -> None:
    for by in ("year", "month", "speaker"):
        page = soup(client, "/trend", phrase="绝无此语", by=by)
        assert "没有“绝无此语”" in page.text
        assert not page.select("svg.chart, main table")
        both = soup(client, "/trend", phrase=["绝无此语", "发展"], by=by, measure="occurrences")
        assert "没有“绝无此语”" in both.text
        assert "没有“发展”" not in both.text
        assert both.select("svg.chart")
    narrowed = soup(client, "/trend", phrase="发展", year="1900..1910")
    assert "没有“发展”" in narrowed.text
    assert narrowed.select_one(".nothing a")


def test_narrowed_to_some_years(client: FlaskClient, corpus: Corpus) -> None:
    page = soup(client, "/trend", phrase="发展", year="2021..2023")
    names = [cells(row)[0] for row in page.select("tbody tr")]
    assert names == [bucket.name for bucket in corpus.trend(["发展"], filters=Filters(year=[2021, 2022, 2023])).buckets]
    box = page.select_one(".years-form input[name=year]")
    assert box
    assert box["value"] == "2021..2023"
    assert page.select(".chips a")[0].text.strip().startswith("2021–2023")
    assert client.get("/trend?phrase=x&year=2023..2021").status_code == 400
    api = client.get("/api/trend?phrase=发展&year=2021..2023").json
    assert api
    assert api == corpus.trend(["发展"], filters=Filters(year=["2021..2023"])).as_json() | {
        "buckets": api["buckets"],
        "courses": api["courses"],
    }
    assert [bucket["name"] for bucket in api["buckets"]] == names


@pytest.mark.parametrize("by", ["year", "month", "speaker"])
def test_the_picture_as_a_file(client: FlaskClient, by: str) -> None:
    args = urlencode({"phrase": ["发展", "<&人民"], "by": by, "measure": "occurrences"}, doseq=True)
    svg = client.get(f"/export/trend.svg?{args}")
    assert (svg.status_code, svg.mimetype) == (200, "image/svg+xml")
    assert "filename*=UTF-8''" in svg.headers["Content-Disposition"]
    root = etree.fromstring(svg.data)
    texts = [text.text for text in root.iter("{*}text")]
    assert {"发展、<&人民的趋势", "发展", "<&人民"} <= set(texts)
    assert not list(root.iter("{*}a"))
    assert b"var(--" not in svg.data
    assert b"href" not in svg.data
    png = client.get(f"/export/trend.png?{args}")
    assert (png.status_code, png.mimetype) == (200, "image/png")
    size = struct.unpack(">II", png.data[16:24])
    assert png.data.startswith(b"\x89PNG")
    assert size == tuple(2 * round(float(root.get(name))) for name in ("width", "height"))


def test_any_text_can_stand_in_a_file(client: FlaskClient) -> None:
    for phrase in ("发展\x00\x01\x0b", "<script>", "\ufffe\U0010ffff", "党" * 2000, "]]>&"):
        args = urlencode({"phrase": [phrase, "发展"], "measure": "occurrences"}, doseq=True)
        svg = client.get(f"/export/trend.svg?{args}")
        assert svg.status_code == 200
        assert max(len(text.text) for text in etree.fromstring(svg.data).iter("{*}text") if text.text) < 100


def test_a_picture_of_nothing_is_refused(client: FlaskClient) -> None:
    answer = client.get("/export/trend.svg?phrase=绝无此语")
    assert answer.status_code == 400
    assert "绝无此语" in answer.text


def test_colours_of_files_are_those_of_the_page() -> None:
    css = Path(trend_file.__file__).parents[2].joinpath("static", "paper.css").read_text(encoding="utf-8")
    light = css.partition("prefers-color-scheme: dark")[0] if "course" in css.partition("prefers-color")[0] else css
    for number, colour in enumerate(trend_file.COLOURS):
        assert f".course-{number} {{ color: {colour}; }}" in light
    assert len(trend_file.COLOURS) == len(trend_file.DASHES) == MAX_PHRASES
