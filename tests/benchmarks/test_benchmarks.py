"""The benchmarks run: every class is asked and checked. Times are not looked at."""

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import searchui
from benchmarks import desk
from benchmarks.corpus.paragraphs import extent, parse_files, read_back, read_paragraphs
from benchmarks.corpus.speeches import write_speeches
from benchmarks.engines.fts5 import available
from benchmarks.measure import oracle
from benchmarks.measure.oracle import Meaning, Oracle
from benchmarks.measure.query import Kind, Query
from benchmarks.measure.run import Settings, run
from benchmarks.measure.scale import grow, scale_markdown, scale_text
from benchmarks.report.results import Results, Size, Timing, as_json
from benchmarks.report.table import as_markdown, as_text
from indexer.build.pipeline import build

pytestmark = pytest.mark.slow

CLASSES = [
    "common word",
    "rare word",
    "AND of 2",
    "OR of 3",
    *(f"phrase of {length}" for length in (1, 2, 4, 8, 20)),
    "phrase of 2 in a year",
    "page 50",
    "newest first",
    "wildcard",
    "near each other",
    *(f"count only, {length}" for length in (2, 4, 8, 20)),
]
ENGINES = ["ours", "ours-defaults", "scan", *(["fts5"] if available() else [])]


@pytest.fixture(scope="module")
def results() -> Results:
    return run(Settings(ENGINES, paragraphs=300, queries=5, rounds=1), lambda _: None)


@pytest.fixture(scope="module")
def runs() -> list[Results]:
    """Of two engines, where there are two: one of them cannot answer all that is asked."""
    engines = ENGINES[2:]
    return list(grow(Settings(engines, paragraphs=0, queries=2, rounds=1, baseline="scan"), [80, 40], lambda _: None))


@pytest.fixture(scope="module")
def speeches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("speeches")
    write_speeches(folder, 120, seed=1)
    return folder


@pytest.fixture(scope="module")
def paragraphs(speeches: Path) -> Path:
    file = speeches.with_suffix(".jsonl")
    parse_files(speeches, file)
    return file


UNASKED = {("wildcard", "fts5"), ("near each other", "fts5")}  # it cannot


def timings(results: Results) -> list[Timing]:
    return [
        timing
        for name, by_engine in results.classes.items()
        for engine, timing in by_engine.items()
        if (name, engine) not in UNASKED
    ]


def test_every_class_is_asked_of_every_engine(results: Results) -> None:
    assert list(results.classes) == CLASSES
    assert all(list(by_engine) == ENGINES for by_engine in results.classes.values())
    assert all(timing.queries == 5 for timing in timings(results))


def test_totals_are_those_of_the_oracle(results: Results) -> None:
    assert not sum(timing.wrong for timing in timings(results))
    assert all(timing.samples == 5 and timing.p50 is not None for timing in timings(results))


def test_defaults_may_find_more_and_never_less(paragraphs: Path) -> None:
    oracle_ = Oracle(paragraphs)
    query = Query(Kind.ALL, (next(iter(oracle_.postings)),))
    least = oracle_.total(query, Meaning.TOKEN_OR_TEXT)
    assert least > 0
    assert [oracle_.is_right(least + more, query, Meaning.MORE) for more in (-1, 0, 1)] == [False, True, True]
    assert [oracle_.is_right(least + more, query, Meaning.TOKEN_OR_TEXT) for more in (-1, 0, 1)] == [False, True, False]


def test_every_engine_has_the_whole_synthetic_corpus(results: Results) -> None:
    assert {size.paragraphs for size in results.engines.values()} == {320}
    assert all(size.index and size.peak for size in results.engines.values())


def test_results_survive_json(results: Results) -> None:
    assert msgspec.json.decode(as_json(results), type=Results) == results


def test_json_has_the_ratios_to_every_peer(results: Results) -> None:
    ratios = msgspec.json.decode(as_json(results))["ratios"]["ours"]
    assert list(ratios) == ENGINES[1:]
    ours, scan = (results.classes["common word"][name].p50 for name in ("ours", "scan"))
    assert ours
    assert scan
    assert ratios["scan"]["common word"]["p50"] == pytest.approx(ours / scan)


def test_tables_have_every_class_with_times_and_ratios(results: Results) -> None:
    for table in (as_text(results), as_markdown(results)):
        assert all(table.count(name) >= 2 for name in CLASSES)


def test_an_engine_that_was_wrong_has_no_ratio() -> None:
    size = Size(paragraphs=1, text=10, seconds=1.0, peak=1, index=1, open_ms=1.0)
    timed, wrong = Timing(1, 0, 1, 1.0, 2.0, 3.0), Timing(1, 1)
    results = Results({}, "b", 0.0, {"a": size, "b": size}, {"c": {"a": timed, "b": wrong}})
    assert results.relative("c", "a") is None
    assert results.ratio("c", "a", "a").p95 == 1
    assert "–" in as_text(results)


def test_the_files_give_the_paragraphs_of_an_index_in_its_order(speeches: Path, paragraphs: Path) -> None:
    index, file = speeches.with_suffix(".index"), speeches.with_suffix(".back")
    build(speeches, index)
    read_back(index, file)
    assert list(read_paragraphs(file)) == list(read_paragraphs(paragraphs))


def test_a_larger_corpus_begins_with_a_smaller_one(tmp_path: Path, speeches: Path) -> None:
    write_speeches(tmp_path, 40, seed=1)
    assert [file.read_text("utf-8") for file in tmp_path.rglob("*.txt")] == [
        (speeches / "000" / "000000.txt").read_text("utf-8")
    ]


def test_paragraphs_are_as_long_as_real_ones(paragraphs: Path) -> None:
    count, size = extent(paragraphs)
    assert count == 120
    assert 400 < size / count < 500
    assert extent(paragraphs, 10)[0] == 10


def test_parts_are_whole_lines(paragraphs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = paragraphs.read_bytes()
    for size in (1, 1000, 10_000, len(whole)):
        monkeypatch.setattr(oracle, "PART", size)
        parts = oracle._parts(paragraphs)
        assert b"".join(whole[start : start + length] for _, start, length in parts) == whole
        assert all(whole[start - 1 : start] in {b"", b"\n"} for _, start, _ in parts)
        assert all(start + length == following for (_, start, length), (_, following, _) in pairwise(parts))


def test_the_oracle_counts_by_brute_force(paragraphs: Path) -> None:
    found = list(read_paragraphs(paragraphs))
    counting = Oracle(paragraphs)
    year = found[0].year
    assert counting.total(Query(Kind.PHRASE, ("的",)), Meaning.TOKEN) == sum("的" in one.folded for one in found)
    assert counting.total(Query(Kind.PHRASE, ("的",)), Meaning.TEXT, 50) == sum(
        "的" in one.folded for one in found[:50]
    )
    assert counting.total(Query(Kind.PHRASE, ("。",), year=year), Meaning.TEXT) == sum(
        "。" in one.folded and one.year == year for one in found
    )
    both = sum("的" in one.folded and "在" in one.folded for one in found)
    either = sum("的" in one.folded or "在" in one.folded for one in found)
    assert counting.total(Query(Kind.ALL, ("的", "在")), Meaning.TEXT) == both
    assert counting.total(Query(Kind.ANY, ("的", "在")), Meaning.TEXT) == either


def test_the_oracle_tells_words_from_characters(paragraphs: Path) -> None:
    counting = Oracle(paragraphs)
    word = max((word for word in counting.postings if len(word) == 2), key=lambda word: len(counting.postings[word]))
    query = Query(Kind.ALL, (word,))
    cut, text, either = (
        counting.total(query, meaning) for meaning in (Meaning.TOKEN, Meaning.TEXT, Meaning.TOKEN_OR_TEXT)
    )
    assert cut == len(counting.postings[word]) > 0
    assert max(cut, text) <= either <= cut + text


def test_growing_runs_every_size_and_looks_at_searching(runs: list[Results]) -> None:
    assert [run.paragraphs for run in runs] == [40, 80]
    assert all(size.searching and size.searching.peak for run in runs for size in run.engines.values())


def test_growing_tables_have_a_column_for_every_size(runs: list[Results]) -> None:
    assert "scan: paragraphs" in scale_text(runs)
    assert "| scan: paragraphs | 40 | 80 |" in scale_markdown(runs)


def test_growing_is_one_picture(runs: list[Results], tmp_path: Path) -> None:
    from benchmarks.report.growth import draw_growth

    draw_growth(runs, tmp_path / "scale.svg")
    picture = (tmp_path / "scale.svg").read_text("utf-8")
    assert all(name in picture for name in [*CLASSES, "opening", "paragraphs", "ms", "MB"])


def test_the_desk_is_measured(sample_index: Path) -> None:
    with searchui.open_corpus(sample_index) as corpus:
        phrases = desk.phrases_of(corpus, 12, seed=1)
        assert len(set(phrases)) == 12
        rows = desk.table(list(desk.measure(corpus, phrases)))
    assert [row[0] for row in rows[1:]] == list(desk.BOUNDS)
    assert [int(row[1]) for row in rows[1:]] == [12, 12, 12, 7, 12]
    assert all(float(row[2]) <= float(row[3]) for row in rows[1:])
