"""Phrases across paragraphs: told apart by module, page, command and API, with the same figures, and never missing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.analysis import Analysis
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.build.pipeline import build, update
from searchui import Corpus, Filters, open_corpus
from searchui.cli.group import commands
from searchui.web import create_app
from tests.oracle import OracleEngine

FILES = {
    "a.md": (
        "---\ntitle: 在农业工作会议上的讲话\ndate: 2031-03-05\nspeaker: 常青\n---\n"
        "我们要推进城乡融合发\n\n展和区域协调工作。\n\n下面讲两点，一是抓好春耕备\n\n耕，二是抓好防汛。\n\n"
        "一、抓好水利\n\n建设\n\n水利建设是大事。\n\n各地要抓好\n\n防\n\n汛\n\n抗旱工作\n"
    ),
    "b.md": (
        "---\ntitle: 在水利会议上的讲话\ndate: 2032-04-06\nspeaker: 林晓\noccasion: 水利会议\n---\n"
        "城乡融合发展很重要，水利\n\n建设很重要。\n\n他说：“要抓好春耕，\n\n备耕”。\n\n防汛\n\n抗旱不能松。\n"
    ),
    "c.md": "---\ntitle: 在防汛会议上的讲话\nspeaker: 林晓\n---\n要做好防汛抗旱工作。\n\n水利\n\n建设。\n",
}
PHRASES = ("城乡融合发展", "春耕备耕", "水利建设", "防汛抗旱", "防汛", "没有的话", "建设水利", "水利建設", "工作。下面")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crossing")
    seeds = folder / "seeds"
    seeds.mkdir()
    for name, text in FILES.items():
        (seeds / name).write_text(text, encoding="utf-8")
    build(seeds, folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def torn(index: Path) -> Iterator[Corpus]:
    with open_corpus(index) as corpus:
        yield corpus


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def run(index: Path, *words: str) -> tuple[Any, int]:
    done = CliRunner().invoke(commands, [*words, "--json", "--index", str(index)])
    return json.loads(done.stdout), done.exit_code


def got(client: FlaskClient, path: str, **asked: str) -> Any:
    return client.get(path, query_string=asked).json


@pytest.mark.parametrize("loose", [False, True])
@pytest.mark.parametrize("phrase", PHRASES)
def test_every_way_tells_the_figure_of_brute_force(
    torn: Corpus, client: FlaskClient, index: Path, analysis: Analysis, phrase: str, loose: bool
) -> None:
    options = MatchOptions(loose=loose)
    oracle = OracleEngine([torn.speech(entry.id) for entry in torn.speeches()], analysis)
    expected = len(oracle.crossings(phrase, options).paragraphs)
    within = int(oracle.occurrences(phrase, options).counts.sum())
    quoted, asked = f"“{phrase}”", {"loose": "on"} if loose else {}
    flags = ["--loose"] if loose else []
    assert torn.count(phrase, match_options=options).crossing == expected
    assert torn.card(phrase, match_options=options).crossing == expected
    assert torn.search(quoted, match_options=options).crossing == expected
    assert torn.kwic(phrase, match_options=options).crossing == expected
    assert torn.crossings(phrase, match_options=options).total == expected
    assert len(list(torn.crossing_lines(phrase, match_options=options))) == expected
    for path in ("count", "card", "kwic"):
        assert got(client, f"/api/{path}", phrase=phrase, **asked)["crossing"] == expected
    assert got(client, "/api/search", q=quoted, **asked)["crossing"] == expected
    assert got(client, "/api/crossings", phrase=phrase, **asked)["total"] == expected
    nothing = 0 if expected or within else 1
    assert run(index, "count", phrase, *flags)[0]["crossing"] == expected
    assert run(index, "search", quoted, *flags)[0]["crossing"] == expected
    for words in (["count", phrase], ["search", quoted], ["kwic", phrase]):
        assert run(index, *words, *flags)[1] == nothing, words
    listed, status = run(index, "kwic", phrase, "--crossing", *flags)
    assert (len(listed["lines"]), status) == (expected, 0 if expected else 1)
    page = client.get("/search", query_string={"q": quoted, **asked}).text
    assert (f"另有 {expected} 处跨段" in page) is (expected > 0)
    lines = client.get("/kwic", query_string={"phrase": phrase, "crossing": "on", **asked}).text
    assert len(BeautifulSoup(lines, "html.parser").select("li.hit")) == expected


def test_counts_of_paragraphs_are_what_they_were(torn: Corpus) -> None:
    count = torn.count("水利建设")
    assert (count.occurrences, count.paragraphs, count.speeches, count.crossing) == (1, 1, 1, 3)
    assert [line.url for line in torn.kwic("水利建设").lines] == [count.first.url if count.first else ""]
    assert torn.search("“水利建设”").total == 1


def test_the_first_place_of_all_may_be_one_that_crosses(torn: Corpus) -> None:
    """When a phrase was first used is a promise: what may be earlier is told beside it."""
    count = torn.count("城乡融合发展")
    assert (str(count.first.date) if count.first else "") == "2032-04-06"
    assert (str(count.crossing_first.date) if count.crossing_first else "") == "2031-03-05"
    assert count.as_json()["crossing_first"]["text"] == "我们要推进城乡融合发"
    assert torn.count("抗旱工作水利").crossing_first is None


@pytest.mark.parametrize(
    ("filters", "crossing"),
    [
        (Filters(), 3),
        (Filters(year=[2031]), 1),
        (Filters(year=[2032]), 1),
        (Filters(speaker=["林晓"]), 2),
        (Filters(speaker=["林晓"], year=[2031]), 0),
        (Filters(occasion=["水利会议"]), 1),
    ],
)
def test_filters_go_by_the_paragraph_that_it_begins_in(torn: Corpus, filters: Filters, crossing: int) -> None:
    assert torn.card("水利建设", filters=filters).crossing == crossing
    assert torn.search("水利建设", filters=filters).crossing == crossing
    assert torn.kwic("水利建设", filters=filters).crossing == crossing
    assert torn.crossings("水利建设", filters=filters).total == crossing


@pytest.mark.parametrize(
    ("query", "crossing"),
    [
        ("水利建设", 3),  # without quotes too, as it is written
        ("“水利建设” year:2032", 1),
        ("水利建设 speaker:林晓", 2),
        ("水利建设 title:农业", 1),
        ("水利建设 -year:2032", 2),
        ("“水利建设” NOT 大事", 3),
        ("水利建设 防汛", None),  # which of the two?
        ("水利建设 或 防汛", None),
        ("year:2031", None),
        ("水?建设", None),
    ],
)
def test_a_query_of_one_text_tells_its_crossing_places(torn: Corpus, query: str, crossing: int | None) -> None:
    assert torn.search(query).crossing == crossing


def test_lines_within_a_query_leave_the_phrase_itself_out_of_it(torn: Corpus, client: FlaskClient) -> None:
    """No paragraph has a phrase that goes on in the next: what else the query asks for must hold in one of them."""
    assert torn.kwic("水利建设", query="“水利建设” year:2032").crossing == 1
    assert torn.kwic("水利建设", query="很重要").crossing == 1
    assert torn.kwic("水利建设", query="抓好").crossing == 1
    assert torn.kwic("水利建设", query="防汛").crossing == 0
    page = BeautifulSoup(client.get("/search", query_string={"q": "“水利建设” year:2032"}).text, "html.parser")
    link = page.select_one(".crossing a")
    assert link is not None
    assert "共" not in link.text
    assert len(BeautifulSoup(client.get(str(link["href"])).text, "html.parser").select("li.hit")) == 1


def test_a_line_has_all_its_paragraphs(torn: Corpus) -> None:
    lines = torn.crossings("抓好防汛抗旱工作").lines
    (line,) = lines
    assert [piece.text for piece in line.pieces] == ["抓好", "防", "汛", "抗旱工作"]
    assert (line.left, line.match, line.right) == ("各地要", "抓好¶防¶汛¶抗旱工作", "")
    assert (str(line.date), line.speaker, line.speech.id) == ("2031-03-05", "常青", "a.md")
    assert line.url.endswith(f"#{line.pieces[0].paragraph.anchor}")
    speech = torn.speech("a.md")
    places = [speech.paragraphs.index(piece.paragraph) for piece in line.pieces]
    assert places == list(range(places[0], places[0] + 4))


def test_lines_come_the_oldest_first_page_by_page(torn: Corpus) -> None:
    every = [line.url for line in torn.crossing_lines("水利建设")]
    assert [line.split("#")[0] for line in every] == ["/speech/a.md", "/speech/b.md", "/speech/c.md"]
    pages = [torn.crossings("水利建设", page=page, per_page=2) for page in (1, 2)]
    assert [line.url for page in pages for line in page.lines] == every
    assert [(page.total, page.pages) for page in pages] == [(3, 2)] * 2
    assert [row["match"] for row in pages[0].to_dicts()] == ["水利¶建设"] * 2


def test_what_is_found_only_across_paragraphs_is_not_called_missing(client: FlaskClient, index: Path) -> None:
    page = client.get("/search", query_string={"q": "“春耕备耕”"}).text
    assert "另有 1 处跨段" in page
    assert "段内没有找到" in page
    lines = client.get("/kwic", query_string={"phrase": "春耕备耕"}).text
    assert "另有 1 处跨段" in lines
    done = CliRunner().invoke(commands, ["search", "“春耕备耕”", "--index", str(index)])
    assert "另有 1 处跨段" in done.stderr
    assert done.exit_code == 0
    assert "另有" not in client.get("/search", query_string={"q": "“没有的话”"}).text


def test_tables_take_the_places_away(client: FlaskClient, index: Path) -> None:
    asked = {"phrase": "水利建设", "crossing": "on"}
    lines = [json.loads(line) for line in client.get("/export/kwic.jsonl", query_string=asked).text.splitlines()]
    assert lines[0]["provenance"]["found"] == {"crossing": 3}
    assert [line["match"] for line in lines[1:]] == ["水利¶建设"] * 3
    done = CliRunner().invoke(commands, ["kwic", "水利建设", "--crossing", "--format", "jsonl", "--index", str(index)])
    assert [json.loads(line)["match"] for line in done.stdout.splitlines()[1:]] == ["水利¶建设"] * 3


def test_an_update_answers_as_a_new_build(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name, text in FILES.items():
        (seeds / name).write_text(text, encoding="utf-8")
    update(seeds, tmp_path / "index")
    (seeds / "a.md").unlink()
    (seeds / "b.md").write_text(FILES["b.md"].replace("水利\n\n建设很重要", "水利\n\n建设，很重要"), encoding="utf-8")
    (seeds / "d.md").write_text(FILES["a.md"].replace("2031-03-05", "2033-01-01"), encoding="utf-8")
    update(seeds, tmp_path / "index")
    build(seeds, tmp_path / "new")
    with open_corpus(tmp_path / "index") as one, open_corpus(tmp_path / "new") as other:
        for phrase in PHRASES:
            for options in (PLAIN, MatchOptions(loose=True)):
                counts = [corpus.count(phrase, match_options=options).as_json() for corpus in (one, other)]
                assert counts[0] == counts[1]
                lines = [corpus.crossings(phrase, match_options=options).as_json() for corpus in (one, other)]
                assert lines[0] == lines[1]
        assert one.count("水利建设").crossing == 3


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/crossings", 400),
        ("/api/crossings?phrase=a&page=9", 404),
        ("/api/crossings?phrase=a&sort=date", 400),
        ("/kwic?phrase=a&crossing=maybe", 400),
    ],
)
def test_what_cannot_be_asked(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_copy_is_not_counted_twice(tmp_path: Path) -> None:
    """One speech in two files has its places once, as it has its paragraphs."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    body = FILES["a.md"] + "".join(f"\n第{number}条措施要落实到位，责任到人，按时完成。\n" for number in range(20))
    for name in ("x.md", "y.md"):
        (seeds / name).write_text(body, encoding="utf-8")
    build(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        assert len(corpus.speeches()) == 1
        assert corpus.count("春耕备耕").crossing == 1


def test_of_several_texts_those_that_are_torn_are_named(torn: Corpus, client: FlaskClient, index: Path) -> None:
    """Where a search finds nothing, no text is said to be nowhere that goes on from one paragraph to the next."""
    page = torn.search("“春耕备耕” “没有的话”")
    assert (page.total, page.crossing) == (0, None)
    assert page.as_json()["explanation"]["torn"] == ({"text": "春耕备耕", "crossing": 1},)
    assert "“春耕备耕”另有 1 处跨段" in client.get("/search", query_string={"q": "“春耕备耕” “没有的话”"}).text
    done = CliRunner().invoke(commands, ["search", "“春耕备耕” “没有的话”", "--index", str(index)])
    assert "“春耕备耕”另有 1 处跨段" in done.stderr


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ({"q": "“抓好防汛抗旱工作”"}, ["抓好", "防", "汛", "抗旱工作"]),
        ({"q": "水利建设"}, ["水利", "建设", "水利建设"]),
        ({"q": "“城乡融合发展” 或 “防汛”"}, ["城乡融合发", "展", "防汛", "防", "汛"]),
    ],
)
def test_the_speech_marks_both_parts(client: FlaskClient, query: dict[str, str], marked: list[str]) -> None:
    page = BeautifulSoup(client.get("/speech/a.md", query_string=query).text, "html.parser")
    assert [mark.text for mark in page.select("mark")] == marked
