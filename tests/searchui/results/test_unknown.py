"""Unknown is a value: facets add up to what was found, and every figure is that of the search that it leads to."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.build.pipeline import build
from indexer.engine.answers import Matches
from indexer.errors import QueryError
from indexer.store.speech_catalogue import Entry
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.search import Filters
from searchui.search.filters.columns import Columns
from searchui.search.filters.facet import FACETS, write_value
from searchui.search.filters.facets import FilteredMatches
from searchui.search.query.parser import read_query
from searchui.web import create_app
from tests.searchui.catalogues import entries

PHRASES = ("发展", "水利", "三农工作", "的", "没有这样的话")
SENTENCES = (
    "今年水利稳步发展。",
    "做好三农工作。",
    "我们的工作有新的发展。",
    "发展要靠大家。",
    "先把水利办好",
    "再做三农工作，",
)
FILTERS = (Filters(), Filters(speaker=[None]), Filters(year=[None, 2021]), Filters(occasion=["座谈会"], genre=["讲话"]))
UNKNOWABLE = ("year", "speaker", "occasion")


def write_corpus(folder: Path, seed: int) -> None:
    """Two dozen speeches of which this and that is not known, some of them conversations, some published twice."""
    chance = Random(seed)
    folder.mkdir()
    for number in range(24):
        facts = {"title": f"在第{number}次会上的讲话" if chance.random() < 0.7 else f"第{number}次会的纪要"}
        if chance.random() < 0.6:
            facts["date"] = chance.choice(["2019", "2020-03", "2021-05-06", "2021-11-02", "2024-01-08"])
        if chance.random() < 0.6:
            facts["speaker"] = chance.choice(["陆知衡", "苏映棠"])
        if chance.random() < 0.5:
            facts["occasion"] = chance.choice(["座谈会", "工作会议"])
        lines = [chance.choice(SENTENCES) for _ in range(chance.randrange(1, 9))]
        if chance.random() < 0.2:
            lines = [f"{chance.choice(['记者', '陆知衡', '魏某某'])}：{line}" for line in lines * 3]
        head = "\n".join(f"{name}: {value}" for name, value in facts.items())
        (folder / f"{number}.md").write_text(f"---\n{head}\n---\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", params=[1, 2, 3])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unknown")
    write_corpus(folder / "seeds", request.param)
    build(folder / "seeds", folder / "index_data")
    return folder / "index_data"


@pytest.fixture
def partly(index: Path) -> Iterator[Corpus]:
    with open_corpus(index) as opened:
        yield opened


@given(catalogue=entries(), data=st.data())
def test_facets_add_up_to_all_matches(catalogue: list[Entry], data: st.DataObject) -> None:
    total = sum(entry.paragraphs for entry in catalogue)
    numbers = sorted(data.draw(st.sets(st.sampled_from(range(total))))) if total else []
    matches = Matches(np.array(numbers, dtype=np.int64), np.zeros(len(numbers)))
    found = FilteredMatches(matches, Columns(catalogue), Filters())
    for facet, counts in found.facets.items():
        assert sum(counts.values()) == len(numbers), facet
        assert all(counts.values()), "no value has nothing"
    owner = [entry for entry in catalogue for _ in range(entry.paragraphs)]
    assert found.undated == sum(owner[number].date is None for number in numbers)
    assert found.facets["year"].get(None, 0) == found.undated


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("phrase", PHRASES)
def test_every_count_of_a_facet_is_that_of_its_link(partly: Corpus, phrase: str, filters: Filters) -> None:
    query = f"“{phrase}”"
    page, lines = partly.search(query, filters=filters), partly.kwic(phrase, filters=filters)
    for facet in FACETS:
        others = filters.without(facet)
        assert sum(page.facets[facet].values()) == partly.search(query, filters=others).total
        assert sum(lines.facets[facet].values()) == partly.kwic(phrase, filters=others).total
        for value, count in page.facets[facet].items():
            chosen = others.toggled(facet, value)
            assert partly.search(query, filters=chosen).total == count
            assert partly.kwic(phrase, filters=chosen).total == lines.facets[facet][value]
    assert page.undated == sum(hit.speech.date is None for hit in partly.hits(query, filters=filters, collapse=False))
    assert lines.undated == sum(line.date is None for line in partly.kwic_lines(phrase, filters=filters))


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("phrase", PHRASES)
def test_first_use_tells_what_it_rests_on(partly: Corpus, phrase: str, filters: Filters) -> None:
    for told in (partly.card(phrase, filters=filters), partly.count(phrase) if not filters else None):
        if told is None:
            continue
        query = f"“{phrase}”"
        assert told.undated == partly.search(f"{query} year:none", filters=filters).speeches
        assert told.dated == partly.search(f"{query} NOT year:none", filters=filters).speeches
        assert bool(told.first) == bool(told.dated)


@pytest.mark.parametrize("by", ["year", "month", "speaker"])
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_trend_and_what_it_leaves_out_are_all(partly: Corpus, by: str, filters: Filters) -> None:
    trend = partly.trend(PHRASES, by, filters=filters)
    for course in trend.courses:
        assert sum(point.occurrences for point in course.points) + course.left_out == course.whole.occurrences
        assert course.whole.occurrences == partly.kwic(course.phrase, filters=filters).total
        if by != "month":
            unknown = f"{by}:none"
            assert partly.kwic(course.phrase, filters=filters, query=unknown).total == course.left_out


@pytest.mark.parametrize("facet", UNKNOWABLE)
def test_unknown_is_asked_for_in_any_way(partly: Corpus, index: Path, facet: str) -> None:
    expected = partly.search("NOT 没有这样的话", filters=Filters(**{facet: [None]}), per_page=100)
    assert expected.total, "there are such speeches"
    known = {entry.id for entry in partly.speeches() if not entry.turns and FACETS[facet].of_speech(entry) is not None}
    assert not known & {hit.speech.id for hit in expected.hits}
    for written in (f"{facet}:none", f"{FACETS[facet].title}：不详", f"{facet}:NONE", f"{FACETS[facet].title}:不詳"):
        assert partly.search(written, per_page=100).total == expected.total, written
        counted = partly.search(f"{written} 发展").total
        done = CliRunner().invoke(
            commands, ["search", "--json", "--index", str(index), f"--{facet}", "none", "--", "发展"]
        )
        assert json.loads(done.stdout)["total"] == counted
    client = create_app(index).test_client()
    assert client.get(f"/api/search?q=发展&{facet}=none").json == client.get(f"/api/search?q=发展&{facet}=不详").json


def test_without_a_date_in_words_of_dates(partly: Corpus) -> None:
    assert partly.search("日期:不详").total == partly.search("date:none").total == partly.search("year:none").total > 0
    every = partly.search("NOT 没有这样的话").total
    assert partly.search("NOT year:none").total + partly.search("year:none").total == every
    assert partly.search('speaker:"none"').total == 0, "in quotes it is a name"


@pytest.mark.parametrize("query", ["year:none..2024", "date:2020..none", "date:>none", "日期:不详..2024"])
def test_a_range_from_unknown_is_explained(query: str) -> None:
    with pytest.raises(QueryError, match=r"year:none OR date:2020\.\.2024"):
        read_query(query)


def test_pages_end_each_facet_with_what_is_unknown(index: Path, partly: Corpus) -> None:
    client = create_app(index).test_client()
    for address, facets in (
        ("/search?q=发展", partly.search("发展").facets),
        ("/kwic?phrase=发展", partly.kwic("发展").facets),
    ):
        page = BeautifulSoup(client.get(address).text, "lxml")
        for facet in UNKNOWABLE:
            rows = {link.select_one(".name"): link for link in page.select(f'.filters a[href*="{facet}="]')}
            texts = [(name.text, link) for name, link in rows.items() if name is not None]
            name, last = texts[-1]
            assert name == "不详", facet
            assert f"{facet}=none" in str(last["href"])
            assert last.select(".count")[0].text == f"{facets[facet][None]:,}"
            chosen = BeautifulSoup(client.get(str(last["href"])).text, "lxml")
            assert "不详" in chosen.select(".chips")[0].text
    english = BeautifulSoup(client.get("/search?q=发展&year=none&lang=en").text, "lxml")
    assert "unknown" in english.select(".chips")[0].text
    for address in (
        "/speeches?lang=en",
        "/kwic?phrase=发展&lang=en",
        "/trend?phrase=发展&lang=en",
        "/search?q=发展&lang=en",
    ):
        names = [name.text for name in BeautifulSoup(client.get(address).text, "lxml").select(".bars .name")]
        assert "unknown" in names, address
        assert "不详" not in names, address


def test_cards_tell_what_first_use_rests_on(index: Path, partly: Corpus) -> None:
    client = create_app(index).test_client()
    card = partly.card("发展")
    said = BeautifulSoup(client.get("/search?q=“发展”").text, "lxml").select(".card .undated")[0]
    assert f"在有日期的 {card.dated} 篇里最早" in said.text
    assert f"另有 {card.undated} 篇日期不详，可能更早" in said.text
    assert "many" in (said["class"] or ()), "more than one in twenty"
    link = str(said.select("a")[0]["href"])
    assert shown_total(client, link) == partly.search("“发展” year:none").total
    nothing_dated = client.get("/search?q=“发展”&year=none").text
    assert "日期不详，不知最早见于何时" in nothing_dated
    done = CliRunner().invoke(commands, ["count", "--index", str(index), "发展"])
    assert f"只在有日期的 {card.dated} 篇里比；另有 {card.undated} 篇日期不详，可能更早" in done.stdout


def shown_total(client: FlaskClient, address: str) -> int:
    heading: Any = BeautifulSoup(client.get(address).text, "lxml").select_one("h1")
    return int("".join(filter(str.isdigit, heading.text.partition("段")[0])))


def test_lines_by_date_tell_how_many_have_none(index: Path, partly: Corpus) -> None:
    client = create_app(index).test_client()
    lines = partly.kwic("发展")
    for address, shown in (("/kwic?phrase=发展", True), ("/kwic?phrase=发展&sort=left", False)):
        notes = BeautifulSoup(client.get(address).text, "lxml").select(".hits > .undated")
        assert bool(notes) == shown
        if shown:
            assert notes[0].text.strip() == f"其中 {lines.undated} 处日期不详，排在最后?", "the sign leads to help"


def test_values_are_written_and_read_again() -> None:
    for facet in FACETS.values():
        assert facet.read(write_value(None)) is None


@pytest.mark.parametrize("by", ["year", "speaker"])
def test_trends_lead_to_what_they_leave_out(index: Path, partly: Corpus, by: str) -> None:
    client = create_app(index).test_client()
    page = BeautifulSoup(client.get(f"/trend?phrase=发展&by={by}").text, "lxml")
    (note,) = page.select(".undated")
    (course,) = partly.trend(["发展"], by).courses
    assert f"其中 {course.left_out} 次" in note.text
    assert ("many" in note["class"]) == (course.left_out * 20 > course.whole.occurrences)
    assert shown_total(client, str(note.select("a")[0]["href"])) == partly.search(f"“发展” {by}:none").total


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_what_stands_to_the_letter_is_counted_where_its_link_leads(partly: Corpus, filters: Filters) -> None:
    for phrase in PHRASES:
        found = partly.search(phrase, filters=filters).verbatim
        times = partly.kwic(phrase, filters=filters).total
        assert (found.occurrences if found else 0) == times


@pytest.mark.parametrize("word", ["不详", "None", "不詳", "无", "N/A", "未知", "-"])
def test_what_a_file_calls_unknown_is_no_value(word: str, tmp_path: Path) -> None:
    fields = "".join(f"{name}: {word!r}\n" for name in ("speaker", "office", "occasion", "date"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text(f"---\n{fields}---\n同志们：要抓好落实。\n", encoding="utf-8")
    (tmp_path / "seeds" / "b.txt").write_text(
        "在座谈会上的讲话\n讲话人：" + word + "\n同志们：要抓好落实。\n", encoding="utf-8"
    )
    build(tmp_path / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        assert [(entry.speaker, entry.office, entry.date) for entry in corpus.speeches()] == [(None, None, None)] * 2
        assert corpus.search("落实 speaker:none").total == corpus.search("落实").total == 2


def test_commands_name_what_is_unknown(index: Path) -> None:
    done = CliRunner().invoke(
        commands, ["search", "--index", str(index), "--speaker", "none", "--year", "1900", "发展"]
    )
    assert "讲话人 不详" in done.stderr
    assert "none" not in done.stderr
