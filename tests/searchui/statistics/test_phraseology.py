"""Words around a phrase, what marks a part of the corpus, what is said again: held against brute force."""

import json
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.build.pipeline import build
from indexer.engine.answers import Numbers
from indexer.engine.forward_index import ForwardIndex, WordRun
from indexer.errors import CallError, QueryError
from indexer.tables import load_table
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.search.filters.filters import NO_FILTERS, Filters, read_filters, write_filters
from searchui.search.statistics.words.collocation import Beside, Collocations
from searchui.search.statistics.words.function_words import NUMBER, OPENING, FunctionWords
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


def surely_differ(own: int, own_total: int, other: int, other_total: int) -> bool:
    """Whether the log-likelihood of four numbers is at least 3.84, worked out by its definition."""
    total = own_total + other_total
    cells = [
        (count, size * part / total)
        for size, some in ((own_total, own), (other_total, other))
        for count, part in ((some, own + other), (size - some, total - own - other))
    ]
    return 2 * sum(count * math.log(count / expected) for count, expected in cells if count) >= 3.84


def check(found: Collocations, expected: Around, minimum: int) -> None:
    """The same words, those that differ significantly from what is usual, and of each the same numbers."""
    around_, all_ = expected.joint.total(), expected.frequency.total()
    joint = {
        word: times
        for word, times in expected.joint.items()
        if times >= minimum and surely_differ(times, around_, expected.frequency[word] - times, all_ - around_)
    }
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


@cache
def is_function_word(word: str) -> bool:
    table = load_table("searchui.search.statistics.words", "function_words", dict[str, str])
    return any(word in map(fold, some.split()) for some in table.values()) or NUMBER.fullmatch(word) is not None


@cache
def may_open(word: str) -> bool:
    table = load_table("searchui.search.statistics.words", "function_words", dict[str, str])
    return any(word in map(fold, table[kind].split()) for kind in OPENING)


def begins_well(key: str, times: int, rest: Mapping[str, int]) -> bool:
    """Whether the first word is no function word, or the `rest` has what follows it hardly without it."""
    first, _, following = key.partition("\x00")
    if not is_function_word(first):
        return True
    return "\x00" in following and may_open(first) and 10 * times >= 9 * rest[following]


def stands_alone(key: str, times: int, rest: Mapping[str, int], function_words: bool) -> bool:
    """Whether a run of words is one by its ends."""
    return function_words or (begins_well(key, times, rest) and not is_function_word(key.rpartition("\x00")[2]))


def parts_of(key: str) -> set[str]:
    """All shorter runs in a run of words."""
    words = key.split("\x00")
    return {
        "\x00".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if end - start < len(words)
    }


def maximal_of(
    listable: dict[str, int], beyond: dict[str, int], longest: int, rest: Mapping[str, int], function_words: bool
) -> dict[str, int]:
    """Those that no longer one stands around nine times of ten, nor one that goes on before a longest one.

    `rest` has how often every run of the longest stands.
    """
    around: dict[str, int] = {}
    for key, times in listable.items():
        for part in parts_of(key):
            around[part] = max(around.get(part, 0), times)
    for key, times in beyond.items():
        if function_words or begins_well(key, times, rest):
            following = key.partition("\x00")[2]
            around[following] = max(around.get(following, 0), times)
    assert all(key.count("\x00") < longest for key in listable)
    return {key: times for key, times in listable.items() if 10 * around.get(key, 0) < 9 * times}


@pytest.mark.parametrize("function_words", [False, True])
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
def test_what_marks_a_part(
    corpus: Corpus, analysis: Analysis, a: Filters, b: Filters, size: int, function_words: bool
) -> None:
    own = list(said_in(corpus, analysis, a))
    places = {(one.entry.id, one.paragraph.anchor) for one in own}
    other = [one for one in said_in(corpus, analysis, b) if (one.entry.id, one.paragraph.anchor) not in places]
    found = corpus.keyness(a, b, size=size, minimum=2, function_words=function_words, limit=EVERY)
    for side, some in ((found.a, own), (found.b, other)):
        characters = sum(len("".join(one.paragraph.text.split())) for one in some)
        known = (len(some), len({one.entry.id for one in some}), characters, runs(some, size).total())
        assert (side.paragraphs, side.speeches, side.characters, side.words) == known
    expected, beyond = {}, {}
    shorter: Counter[str] = Counter()
    for words in (1,) if size == 1 else range(2, size + 2):
        here, there = runs(own, words), runs(other, words)
        rest, shorter = shorter, here + there
        sizes = here.total(), there.total()
        for key in {*here, *there}:
            if words > size and here[key] + there[key] >= 2:
                beyond[key] = here[key] + there[key]
            elif (
                max(here[key], there[key]) >= 2
                and stands_alone(key, here[key] + there[key], rest, function_words)
                and surely_differ(here[key], sizes[0], there[key], sizes[1])
            ):
                expected[key] = (here[key], there[key], here[key] * sizes[1] > there[key] * sizes[0])
    if size > 1:
        kept = maximal_of({key: n[0] + n[1] for key, n in expected.items()}, beyond, size, rest, function_words)
        expected = {key: expected[key] for key in kept}
    rows = [(row, rows is found.more) for rows in (found.more, found.less) for row in rows]
    assert sorted((row.text, row.count, row.other, more) for row, more in rows) == sorted(
        (key.replace("\x00", ""), *numbers) for key, numbers in expected.items()
    )
    for side_rows in (found.more, found.less):
        order = [(-row.log_likelihood, row.text) for row in side_rows]
        assert order == sorted(order)
    few = corpus.keyness(a, b, size=size, minimum=2, function_words=function_words, limit=3)
    assert (few.more, few.less) == (found.more[:3], found.less[:3])


@pytest.mark.parametrize("function_words", [False, True])
@pytest.mark.parametrize("narrowing", NARROWINGS)
@pytest.mark.parametrize(("minimum", "longest"), [(2, 6), (4, 6), (2, 3), (2, 2)])
def test_what_is_said_again(
    corpus: Corpus,
    everything: dict[Filters, list[Said]],
    narrowing: Filters,
    minimum: int,
    longest: int,
    function_words: bool,
) -> None:
    every = everything[narrowing]
    by_size = {size: runs(every, size) for size in range(2, longest + 2)}
    listable = {
        key: times
        for size in range(2, longest + 1)
        for key, times in by_size[size].items()
        if times >= minimum and stands_alone(key, times, by_size.get(size - 1, {}), function_words)
    }
    beyond = {key: times for key, times in by_size[longest + 1].items() if times >= minimum}
    speeches = {one.entry.id: [each for each in every if each.entry is one.entry] for one in every}
    by_speech = [set().union(*(runs(some, size) for size in range(2, longest + 1))) for some in speeches.values()]
    expected = [
        (key.replace("\x00", ""), key.count("\x00") + 1, times, sum(key in some for some in by_speech))
        for key, times in maximal_of(listable, beyond, longest, by_size[longest], function_words).items()
    ]
    ask = partial(
        corpus.ngrams,
        filters=narrowing,
        shortest=2,
        longest=longest,
        minimum=minimum,
        function_words=function_words,
    )
    found = ask(limit=EVERY)
    assert found.total == len(expected)
    assert (found.paragraphs, found.words) == (len(every), sum(len(one.words) for one in every))
    rows = [(row.text, row.words, row.count, row.speeches) for row in found.rows]
    assert rows == sorted(expected, key=lambda row: (-row[2], -row[1], row[0]))[:EVERY]
    assert ask(limit=7).rows == found.rows[:7]


def test_nine_times_out_of_ten(tmp_path: Path) -> None:
    """A run that a longer one stands around in nine of ten places is none; in eight of ten it is."""
    lines = [
        *["加强环境保护工作协调。"] * 9,
        "加强环境保护工作。",
        *["提高教育质量水平标准。"] * 8,
        *["提高教育质量水平。"] * 2,
    ]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("在会上的讲话\n\n" + "\n".join(lines), encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        found = {row.text: row.count for row in corpus.ngrams(shortest=2, minimum=5).rows}
        assert found == {"加强环境保护工作协调": 9, "提高教育质量水平": 10, "提高教育质量水平标准": 8}
        beginning = {row.text: row.count for row in corpus.ngrams(shortest=2, longest=3, minimum=5).rows}
        assert beginning == {"加强环境保护工作": 10, "提高教育质量": 10}


class ListedTerms(list[str]):
    """Words, ascending, as those of a part of a forward index."""

    term = list.__getitem__

    def number(self, term: str) -> int:
        return self.index(term) if term in self else -1

    def place_of(self, start: str) -> int:
        return bisect_left(self, start)

    def lines(self, first: int, end: int) -> tuple[str, Numbers]:
        lines = [f"{term}\n" for term in self[first:end]]
        return "".join(lines), np.cumsum([0, *map(len, lines)])[:-1]


def known_as_function_words(words: Sequence[str]) -> list[bool]:
    """Which of some words are function words, if they are the vocabulary of a corpus."""
    terms = ListedTerms(sorted(set(words)))
    numbers = np.arange(len(terms), dtype=np.uint32)
    run = WordRun(terms, numbers, numbers)
    index = ForwardIndex([run], np.array([0, len(terms)]), [np.zeros(-(-len(terms) // 8), dtype=np.uint8)])
    every = FunctionWords.of(index).every
    return [bool(every[index.number(word)]) for word in words]


def test_function_words() -> None:
    """The small words and numbers that compare is full of; no names, no set phrases with a number in them."""
    small = "的 了 和 们 各 不 再 到 月 日 个 年 2024 5.5% 二〇三五 三十 百分之三 三 一个 因此"
    large = "发展 十四五 两个维护 一带一路 五四 八一 三农 人民 中国 基层 三中全会 一体化 百年 万众一心"
    assert all(known_as_function_words(small.split()))
    assert not any(known_as_function_words(large.split()))


@given(words=st.lists(st.text("的发展0९９日〇两十万亿百分之%.,年", min_size=1, max_size=5), min_size=1, max_size=20))
def test_function_words_are_found_in_their_order(words: list[str]) -> None:
    assert known_as_function_words(words) == [is_function_word(word) for word in words]


def test_a_set_phrase_may_begin_with_a_small_word(tmp_path: Path) -> None:
    """为人民服务: its rest hardly stands without 为; 在广场集合: its rest does; 的…: never."""
    lines = [
        *["牢记为人民服务宗旨。", "践行为人民服务承诺。", "把为人民服务落实。"] * 3,
        *["大家在广场集合出发。", "队伍在广场集合完毕。", "请到广场集合列队。", "全体广场集合就位。"] * 3,
        *["坚持原则的基础工作甲。", "打牢人民的基础工作乙。"] * 4,
    ]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("在会上的讲话\n\n" + "\n".join(lines), encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        found = {row.text: row.count for row in corpus.ngrams(shortest=2, minimum=6).rows}
    assert found["为人民服务"] == 9
    assert "人民服务" not in found
    assert found["广场集合"] == 12
    assert not [text for text in found if text.startswith(("在", "的"))]


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
        (again, {"shortest": 9, "longest": 3}),
        *((ask, {"limit": limit}) for ask in (around, compare, again) for limit in (0, 10_001)),
    ]
    for ask, named in wrong:
        with pytest.raises(CallError):
            ask(**named)
    with pytest.raises(CallError):
        corpus.collocations("")
    with pytest.raises(QueryError):
        corpus.collocations("，", match_options=MatchOptions(loose=True))


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
