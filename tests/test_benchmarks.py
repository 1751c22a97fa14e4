"""The benchmarks run: every class is asked and checked. Times are not looked at."""

from pathlib import Path

import msgspec
import pytest

from benchmarks.engines.fts5 import available
from benchmarks.results import Results, Timing
from benchmarks.run import Settings, run
from benchmarks.table import as_markdown, as_text

CLASSES = [
    "common word",
    "rare word",
    "AND of 2",
    "OR of 3",
    *(f"phrase of {length}" for length in (1, 2, 4, 8, 20)),
    "phrase of 2 in a year",
    "page 50",
    "newest first",
    *(f"count only, {length}" for length in (2, 4, 8, 20)),
]
ENGINES = ["ours", "scan", *(["fts5"] if available() else [])]


@pytest.fixture(scope="module")
def results() -> Results:
    return run(Settings(ENGINES, paragraphs=300, queries=5, rounds=1), lambda _: None)


def timings(results: Results) -> list[Timing]:
    return [timing for by_engine in results.classes.values() for timing in by_engine.values()]


def test_every_class_is_asked_of_every_engine(results: Results) -> None:
    assert list(results.classes) == CLASSES
    assert all(list(by_engine) == ENGINES for by_engine in results.classes.values())
    assert all(timing.queries == 5 for timing in timings(results))


def test_totals_are_those_of_the_oracle(results: Results) -> None:
    assert not sum(timing.wrong for timing in timings(results))
    assert all(timing.samples == 5 and timing.p50 is not None for timing in timings(results))


def test_every_engine_has_the_whole_synthetic_corpus(results: Results) -> None:
    assert {size.paragraphs for size in results.engines.values()} == {320}
    assert all(size.index and size.peak for size in results.engines.values())


def test_results_survive_json(results: Results, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(msgspec.json.encode(results))
    assert msgspec.json.decode(file.read_bytes(), type=Results) == results


def test_tables_have_every_class(results: Results) -> None:
    for table in (as_text(results), as_markdown(results)):
        assert all(name in table for name in CLASSES)
