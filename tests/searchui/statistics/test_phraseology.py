"""Words around a phrase, what marks a part of the corpus, what is said again: held against brute force."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.build.pipeline import build
from indexer.errors import CallError, QueryError
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.search.filters.filters import NO_FILTERS, Filters, read_filters, write_filters
from searchui.search.statistics.collocation import Beside, Collocations
from searchui.web import create_app
from tests.searchui.api_schema import errors_of
from tests.searchui.statistics.word_walk import Around, Said, around, runs, said_in

EVERY = 10_000
PHRASES = ("发展", "党的建设", "的", "的建", "新质生产力", "是", "。我们", "绿水青山就是金山银山", "龘龘", "2024", "，")
NARROWINGS = (NO_FILTERS, Filters(year=(2023, 2024)), Filters(genre=("讲话",)), Filters(year=(1900,)))
MANNERS = (
    MatchOptions(loose=True),
    MatchOptions(exact=True),
    MatchOptions(numbers=True),
    MatchOptions(loose=True, numbers=True),
)


@pytest.fixture(scope="module")
def everything(corpus: Corpus, analysis: Analysis) -> dict[Filters, list[Said]]:
    return {narrowing: list(said_in(corpus, analysis, narrowing)) for narrowing in NARROWINGS}


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def check(found: Collocations, expected: Around, minimum: int) -> None:
    """The same words, and of each the same numbers."""
    joint = {word: times for word, times in expected.joint.items() if times >= minimum}
    assert found.occurrences == expected.occurrences
    assert (found.around, found.words) == (expected.joint.total(), expected.frequency.total())
    assert found.total == len(joint)
    assert {row.word: row.joint for row in found.rows} == joint
    for row in found.rows:
        assert row.frequency == expected.frequency[row.word]
        assert row.expected == pytest.approx(found.around * row.frequency / found.words, abs=1e-4)


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("narrowing", NARROWINGS)
def test_words_around_a_phrase(
    corpus: Corpus, everything: dict[Filters, list[Said]], phrase: str, narrowing: Filters
) -> None:
    for window, minimum in ((1, 1), (5, 3), (20, 2)):
        found = corpus.collocations(phrase, filters=narrowing, window=window, minimum=minimum, limit=EVERY)
        check(found, around(everything[narrowing], phrase, window), minimum)
        order = [(-row.log_likelihood, -row.joint, row.word) for row in found.rows]
        assert order == sorted(order)
        counted = corpus.collocations(
            phrase, filters=narrowing, window=window, minimum=minimum, limit=EVERY, sort="count"
        )
        assert [-row.joint for row in counted.rows] == sorted(-row.joint for row in counted.rows)
        assert set(counted.rows) == set(found.rows)


@pytest.mark.parametrize("match_options", MANNERS)
@pytest.mark.parametrize("phrase", ["发展", "党，的建设", "二〇二四年", "5%", "同志们"])
def test_words_around_a_phrase_in_any_manner(
    corpus: Corpus, everything: dict[Filters, list[Said]], phrase: str, match_options: MatchOptions
) -> None:
    found = corpus.collocations(phrase, match_options=match_options, minimum=1, limit=EVERY)
    check(found, around(everything[NO_FILTERS], phrase, 5, match_options), 1)
    assert found.occurrences == corpus.count(phrase, match_options=match_options).occurrences


def test_paragraphs_with_a_word_around_a_phrase(corpus: Corpus, everything: dict[Filters, list[Said]]) -> None:
    for phrase in ("党的建设", "发展", "的"):
        expected = around(everything[NO_FILTERS], phrase, 5).beside
        for word in [*list(expected)[:20], "龘龘"]:
            pages: list[Beside] = []
            page = 1
            while not pages or page <= pages[-1].pages:
                pages.append(corpus.beside(phrase, word, page=page))
                page += 1
            mentions = [mention for one in pages for mention, _ in one.mentions]
            found = [f"{mention.speech.id}#{mention.paragraph.anchor}" for mention in mentions]
            assert (len(found), set(found)) == (pages[0].total, expected.get(word, set()))
            dates = [mention.date.key if mention.date else 0 for mention in mentions]
            assert dates == sorted(dates, reverse=True)
            for one in pages:
                for mention, spans in one.mentions:
                    marked = {fold(mention.paragraph.text[span.start : span.end]) for span in spans}
                    assert marked == {phrase, word}


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Filters(year=(2024,)), NO_FILTERS),
        (Filters(year=(2024,)), Filters(year=(2023,))),
        (Filters(genre=("讲话",)), Filters(year=(2023, 2024))),
        (Filters(year=(1900,)), Filters(year=(2023,))),
        (NO_FILTERS, NO_FILTERS),
    ],
)
def test_what_marks_a_part(corpus: Corpus, analysis: Analysis, a: Filters, b: Filters, size: int) -> None:
    own = list(said_in(corpus, analysis, a))
    places = {(one.entry.id, one.paragraph.anchor) for one in own}
    other = [one for one in said_in(corpus, analysis, b) if (one.entry.id, one.paragraph.anchor) not in places]
    here, there = ({key.replace("\x00", ""): n for key, n in runs(side, size).items()} for side in (own, other))
    found = corpus.keyness(a, b, size=size, minimum=2, limit=EVERY)
    assert (found.a.paragraphs, found.b.paragraphs) == (len(own), len(other))
    assert (found.a.words, found.b.words) == (runs(own, size).total(), runs(other, size).total())
    for rows, sign in ((found.more, 1), (found.less, -1)):
        assert [row.log_likelihood for row in rows] == sorted((row.log_likelihood for row in rows), reverse=True)
        for row in rows:
            assert max(row.count, row.other) >= 2
            assert sign * (row.count * found.b.words - row.other * found.a.words) > 0
            if size == 1:  # two rows of words may make the same text
                assert (row.count, row.other) == (here.get(row.text, 0), there.get(row.text, 0))
    if size == 1 and max(len(found.more), len(found.less)) < EVERY:
        frequent = {text for text in {*here, *there} if max(here.get(text, 0), there.get(text, 0)) >= 2}
        even = {t for t in frequent if here.get(t, 0) * found.b.words == there.get(t, 0) * found.a.words}
        assert {row.text for row in (*found.more, *found.less)} == frequent - even


@pytest.mark.parametrize("narrowing", NARROWINGS)
@pytest.mark.parametrize("minimum", [2, 4])
def test_what_is_said_again(
    corpus: Corpus, everything: dict[Filters, list[Said]], narrowing: Filters, minimum: int
) -> None:
    every = everything[narrowing]
    by_size = {size: runs(every, size) for size in range(2, 7)}
    speeches = {one.entry.id: [each for each in every if each.entry is one.entry] for one in every}
    by_speech = [runs(some, size) for some in speeches.values() for size in by_size]
    inside = {
        part
        for size in range(3, 7)
        for long, times in by_size[size].items()
        for part in (long.rpartition("\x00")[0], long.partition("\x00")[2])
        if by_size[size - 1][part] == times
    }
    expected = [
        (key.replace("\x00", ""), size, times, sum(key in some for some in by_speech))
        for size, some in by_size.items()
        for key, times in some.items()
        if times >= minimum and key not in inside
    ]
    found = corpus.ngrams(filters=narrowing, shortest=2, longest=6, minimum=minimum, limit=EVERY)
    assert found.total == len(expected)
    assert (found.paragraphs, found.words) == (len(every), sum(len(one.words) for one in every))
    rows = [(row.text, row.words, row.count, row.speeches) for row in found.rows]
    assert rows == sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))
    assert sorted(rows) == sorted(sorted(expected, key=lambda row: (-row[2], -row[1], row[0]))[:EVERY])
    assert corpus.ngrams(filters=narrowing, shortest=2, longest=6, minimum=minimum, limit=7).rows == found.rows[:7]


@pytest.mark.slow
def test_of_texts_beside_the_project(shared: Path, analysis: Analysis, tmp_path: Path) -> None:
    """In real reports, and still so when some of them are gone and others were added."""
    reports = sorted((shared / "corpora" / "provincial-reports-2025").glob("*.txt"))[:6]
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for report in reports[:5]:
        (seeds / report.name).write_bytes(report.read_bytes())
    build(seeds, tmp_path / "index")
    _check_all(tmp_path / "index", analysis)
    (seeds / reports[1].name).unlink()
    (seeds / reports[5].name).write_bytes(reports[5].read_bytes())
    build(seeds, tmp_path / "index")
    _check_all(tmp_path / "index", analysis)


def _check_all(index: Path, analysis: Analysis) -> None:
    with open_corpus(index) as corpus:
        every = list(said_in(corpus, analysis, NO_FILTERS))
        for phrase in ("发展", "高质量发展", "的"):
            found = corpus.collocations(phrase, minimum=4, limit=EVERY)
            expected = around(every, phrase, 5)
            assert (found.occurrences, found.around) == (expected.occurrences, expected.joint.total())
            assert [row.joint for row in found.rows] == [expected.joint[row.word] for row in found.rows]
        for row in corpus.ngrams(shortest=4, longest=4, minimum=5, limit=20).rows:
            assert row.count == sum(n for key, n in runs(every, 4).items() if key.replace("\x00", "") == row.text)


def test_what_cannot_be_asked(corpus: Corpus) -> None:
    around, compare, again = partial(corpus.collocations, "发展"), partial(corpus.keyness, NO_FILTERS), corpus.ngrams
    wrong: list[tuple[Callable[..., object], dict[str, Any]]] = [
        *((around, {name: value}) for name, value in (("window", 0), ("window", 21), ("minimum", 0), ("sort", "x"))),
        *((compare, {name: value}) for name, value in (("size", 0), ("size", 5), ("minimum", 0))),
        *((again, {name: value}) for name, value in (("shortest", 1), ("longest", 13), ("minimum", 1))),
        *((ask, {"limit": limit}) for ask in (around, compare, again) for limit in (0, 10_001)),
    ]
    for ask, named in wrong:
        with pytest.raises(CallError):
            ask(**named)
    with pytest.raises(CallError):
        corpus.collocations("")
    with pytest.raises(QueryError):
        corpus.collocations("，", match_options=MatchOptions(loose=True))
    assert corpus.ngrams(shortest=6, longest=2) == corpus.ngrams(shortest=6, longest=6)


def test_choices_as_they_are_written() -> None:
    chosen = read_filters(["year:2024", "年份：2023", "speaker:唐某", "场合:a:b", "genre: 讲话"])
    assert chosen == Filters(year=(2024, 2023), speaker=("唐某",), occasion=("a:b",), genre=("讲话",))
    assert read_filters(list(write_filters(chosen))) == chosen
    for wrong in ("2024", "year:", "year:二〇二四", "month:5", ":x", "year:" + "9" * 50):
        with pytest.raises(CallError):
            read_filters([wrong])


def test_how_all_paragraphs_are_spread(corpus: Corpus) -> None:
    assert sum(corpus.spread()["genre"].values()) == corpus.manifest.paragraphs
    narrowing = Filters(year=(2024,))
    page = corpus.search("“发展”", filters=Filters(year=[2024]))
    assert corpus.spread(narrowing, "发展", PLAIN) == page.facets


ASKED = (
    ("collocations", {"phrase": "党的建设"}, ["around", "党的建设"]),
    ("collocations", {"phrase": "发展", "year": "2024", "minimum": "2", "window": "3", "sort": "count", "loose": "on"},
     ["around", "发展", "--year", "2024", "--minimum", "2", "--window", "3", "--sort", "count", "--loose"]),
    ("keyness", {"year": "2024", "b_year": "2023"}, ["compare", "--a", "year:2024", "--b", "年份:2023"]),
    ("keyness", {"genre": "讲话", "size": "2", "minimum": "3"},
     ["compare", "--a", "genre:讲话", "--size", "2", "--minimum", "3"]),
    ("ngrams", {"minimum": "3"}, ["ngrams", "--minimum", "3"]),
    ("ngrams", {"speaker": "叶舒禾", "shortest": "2", "minimum": "2", "limit": "5"},
     ["ngrams", "--speaker", "叶舒禾", "--shortest", "2", "--minimum", "2", "--limit", "5"]),
)  # fmt: skip


@pytest.mark.parametrize(("name", "args", "command"), ASKED)
def test_the_same_from_api_and_command(
    sample_index: Path, client: FlaskClient, name: str, args: dict[str, str], command: list[str]
) -> None:
    answer = client.get(f"/api/{name}", query_string=args)
    assert answer.status_code == 200
    assert not errors_of(name.capitalize(), answer.json)
    done = CliRunner().invoke(commands, [*command, "--index", str(sample_index), "--json"], catch_exceptions=False)
    assert json.loads(done.stdout) == answer.json
    shown = CliRunner().invoke(commands, [*command, "--index", str(sample_index)], catch_exceptions=False)
    rows = answer.json.get("rows") or [*answer.json["more"], *answer.json["less"]]
    assert [done.exit_code, shown.exit_code] == [0, 0]
    for row in rows:
        assert row.get("word", row.get("text")) in shown.stdout


def test_the_same_on_the_page(client: FlaskClient) -> None:
    args = {"year": "2023", "minimum": "2"}
    page = BeautifulSoup(client.get("/around", query_string={**args, "q": "“党的建设”"}).text, "lxml")
    api = client.get("/api/collocations", query_string={**args, "phrase": "党的建设"}).json
    assert api is not None
    shown = [[cell.text for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    assert shown == [
        [
            row["word"],
            str(row["joint"]),
            f"{row['expected']:.1f}",
            f"{row['log_likelihood']:.1f}".replace("-", "−"),
            str(row["frequency"]),
        ]
        for row in api["rows"]
    ]
    assert page.select_one(".chips") is not None


def test_every_link_leads_to_what_it_says(client: FlaskClient) -> None:
    for url in ("/around?phrase=发展", "/around?phrase=发展&word=的", "/ngrams?minimum=3", "/compare?year=2024&size=2"):
        page = BeautifulSoup(client.get(url).text, "lxml")
        links = {str(link["href"]) for link in page.select("main a[href]")}
        assert links
        for link in sorted(links)[:25]:
            assert (
                client.get(link.partition("#")[0] if not link.startswith("?") else "/around" + link).status_code == 200
            )


def test_pages_that_are_asked_for_nothing_or_too_much(client: FlaskClient) -> None:
    assert "写一个词句" in client.get("/around").text
    assert client.get("/compare").status_code == 200
    assert client.get("/around?q=基层 治理").status_code == 400
    refused = client.get("/api/collocations?phrase=%E5%85%9A&word=x")
    assert (refused.status_code, "word" in refused.text) == (400, True)
    assert client.get("/around?phrase=龘龘").status_code == 200
    assert CliRunner().invoke(commands, ["compare", "--a", "2024"]).exit_code != 0


def test_a_part_of_a_set_phrase_is_beside_the_other(corpus: Corpus) -> None:
    row = next(row for row in corpus.collocations("发展", minimum=1, limit=EVERY).rows if row.word == "高质量")
    whole = corpus.count("高质量发展")
    assert row.joint >= whole.occurrences
    assert corpus.beside("发展", "高质量").total >= whole.paragraphs
