"""The benchmark over HTTP runs: every address is asked for and answered. Times are not looked at."""

import os
from pathlib import Path

import msgspec
import pytest

from benchmarks.http.addresses import Address
from benchmarks.http.generator import Answered, Load, is_there, load
from benchmarks.http.results import LoadResults, Memory, growth, level
from benchmarks.http.run import Settings, run
from benchmarks.http.serving import serving
from benchmarks.http.table import load_markdown, load_text

pytestmark = pytest.mark.slow

KINDS = {
    "a word",
    "two words",
    "a phrase",
    "a phrase in a year",
    "a word, newest first",
    "a word, JSON",
    "a count, JSON",
    "a suggestion, JSON",
    "a speech",
}


@pytest.fixture(scope="module")
def results() -> LoadResults:
    needs_the_generator()
    settings = Settings(300, 4, clients=[1, 3], parts=2, watched=60, step=20, watched_clients=2)
    return run(settings, lambda _: None)


def needs_the_generator() -> None:
    if not is_there():
        if os.environ.get("CI") == "true":
            pytest.fail("h2load is missing")
        pytest.skip("needs h2load (nghttp2-client)")


def test_every_address_is_answered_by_both_servers(results: LoadResults) -> None:
    for site, hello in zip(results.site, results.hello, strict=True):
        assert site.errors == hello.errors == 0
        assert site.times.requests == hello.times.requests > 0
        assert set(site.kinds) == KINDS
        assert sum(one.requests for one in site.kinds.values()) == site.times.requests
    assert [one.clients for one in results.site] == [1, 3]


def test_memory_is_watched(results: LoadResults) -> None:
    assert [one.requests for one in results.memory] == [0, 20, 40, 60]
    assert results.memory_errors == 0
    if Path("/proc/self/status").exists():
        assert all(one.resident > one.anonymous > 0 for one in results.memory)


def test_tables_have_everything(results: LoadResults) -> None:
    for table in (load_text(results), load_markdown(results)):
        assert all(kind in table for kind in KINDS)
        assert "hello" in table
    assert msgspec.json.decode(msgspec.json.encode(results), type=LoadResults) == results


def test_what_is_not_answered_with_a_page_is_an_error(tmp_path: Path) -> None:
    needs_the_generator()
    asked = [Address("there", "/"), Address("not there", "/nothing"), Address("there", "/")]
    with serving("benchmarks.http.hello") as hello:
        found = load(hello.url, asked, 2, tmp_path, 60)
    assert sorted((one.kind, one.status) for one in found.answered) == [
        ("not there", 404),
        ("there", 200),
        ("there", 200),
    ]
    assert found.errors == 1
    gone = load(hello.url, asked, 1, tmp_path, 60)  # the server has ended
    assert gone.errors == 3


def test_numbers_are_those_of_the_requests() -> None:
    answered = [Answered("a", sent=1_000_000 * place, status=200, microseconds=1000 * place) for place in range(1, 102)]
    found = level(2, [Load(103, tuple(answered))])
    assert (found.times.p50, found.times.p95, found.times.p99) == (51.0, 96.0, 100.0)
    assert found.errors == 2
    assert found.per_second == pytest.approx(101 / 100.101, rel=1e-6)


def test_growth_is_that_of_the_second_half() -> None:
    seen = [Memory(number, 0, 5_000_000 if number < 500 else number * 7) for number in range(0, 1001, 100)]
    assert growth(seen) == pytest.approx(7)
