"""Readers against a writer that never rests: no error, no wrong count, nothing that goes back in time.

What each generation holds is a function of its number, which stands in its text: so all that one answer says has to
be of one generation. `SOAK_SECONDS=60 pytest tests/searchui/test_soak.py` runs it for a minute (`make soak`).
"""

import json
import multiprocessing
import os
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.synchronize import Event, Semaphore
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import pytest

from indexer.build.pipeline import build, update
from searchui import Corpus, open_corpus
from tests.searchui.server.server_process import running

SECONDS = float(os.environ.get("SOAK_SECONDS", "6"))
LEAST = 5  # generations, however slow the machine is
OVER_HTTP, DIRECT, PROCESSES = 12, 4, 2  # readers
ENOUGH = 120.0
NAME, MARK = "本稿是第", "甲类标记"
EITHER = quote(f"“{NAME}” 或 “{MARK}”")


@dataclass(frozen=True)
class Holding:
    """What a generation holds: paragraphs with one mark and with two, and whether there is a third speech."""

    number: int

    @property
    def twice(self) -> int:
        return 1 + self.number % 37

    @property
    def once(self) -> int:
        return 1 + self.number % 11

    @property
    def third(self) -> int:
        return self.number % 2

    @property
    def paragraphs(self) -> int:
        return self.twice + self.once + self.third

    @property
    def occurrences(self) -> int:
        return 2 * self.twice + self.once + self.third

    @property
    def speeches(self) -> int:
        return 2 + self.third

    def write(self, seeds: Path) -> None:
        marks = "".join(f"第{place}处要写{MARK}，又写{MARK}。\n" for place in range(self.twice))
        (seeds / "a.txt").write_text(f"甲稿\n（2023年1月5日）\n{NAME}{self.number}代。\n{marks}", encoding="utf-8")
        marks = "".join(f"另一稿说到第{place}件事，记作{MARK}。\n" for place in range(self.once))
        (seeds / "b.txt").write_text(f"乙稿\n（2024年1月5日）\n{marks}", encoding="utf-8")
        third = seeds / "c.txt"
        third.unlink(missing_ok=True)
        if self.third:
            third.write_text(f"丙稿\n（2025年1月5日）\n有时才有的一稿，也有{MARK}。\n", encoding="utf-8")


def write_generation(holding: Holding, seeds: Path, index: Path) -> None:
    """The one writer, which mostly updates."""
    holding.write(seeds)
    write = build if holding.number % 5 == 1 else update
    write(seeds, index)


def number_in(text: str) -> int:
    (number,) = re.findall(rf"{NAME}(?:</mark>)?(\d+)代", text)
    return int(number)


def check_api_search(told: str) -> int:
    found = json.loads(told)
    holding = Holding(number_in(found["hits"][0]["text"]))
    years = {"2023": holding.twice + 1, "2024": holding.once} | ({"2025": 1} if holding.third else {})
    assert (found["total"], found["speeches"]) == (holding.paragraphs + 1, holding.speeches)
    assert found["facets"]["year"] == years
    return holding.number


def check_search_page(page: str) -> int:
    holding = Holding(number_in(page))
    assert f"找到 {holding.paragraphs + 1} 段，出自 {holding.speeches} 篇" in page
    assert f"/speech/{'c' if holding.third else 'b'}.txt" in page
    return holding.number


def check_api_speech(told: str) -> int:
    holding = Holding(number_in(told))
    assert told.count(MARK) == 2 * holding.twice
    return holding.number


def check_speech_page(page: str) -> int:
    holding = Holding(number_in(page))
    assert len(re.findall(rf"<mark[^>]*>{MARK}</mark>", page)) == 2 * holding.twice
    return holding.number


SORTED = "sort=oldest&per_page=100"
ADDRESSES: list[tuple[str, Callable[[str], int]]] = [
    (f"/api/search?q={EITHER}&{SORTED}", check_api_search),
    (f"/search?q={EITHER}&{SORTED}", check_search_page),
    ("/api/speech/a.txt", check_api_speech),
    (f"/speech/a.txt?q={quote(f'“{MARK}”')}", check_speech_page),
]


def check_corpus(corpus: Corpus) -> int:
    (hit,) = corpus.search(f"“{NAME}”").hits
    holding = Holding(number_in(hit.paragraph.text))
    count = corpus.count(MARK)
    assert (count.occurrences, count.paragraphs) == (holding.occurrences, holding.paragraphs)
    assert count.speeches == len(corpus.speeches()) == holding.speeches
    assert corpus.search(f"“{MARK}”", sort="newest").total == holding.paragraphs
    assert len(corpus.speech("a.txt").paragraphs) == holding.twice + 3  # title, date, name
    return holding.number


class Startable(Protocol):
    """A thread or a process."""

    def start(self) -> None: ...

    def join(self) -> None: ...


class Number(Protocol):
    """A number that processes share."""

    value: int


def read_over_http(url: str, stop: Event) -> Iterator[int]:
    """Numbers of the generations that answers came from."""
    turn = 0
    while not stop.is_set():
        address, check = ADDRESSES[turn % len(ADDRESSES)]
        with urllib.request.urlopen(url + address, timeout=ENOUGH) as answer:
            yield check(answer.read().decode("utf-8"))
        turn += 1


def read_directly(index: Path, stop: Event, published: Number) -> Iterator[int]:
    """The same of corpora that are opened one after another; the first stays open, whatever becomes of its files."""
    with open_corpus(index) as first:
        number = check_corpus(first)
        while not stop.is_set():
            least = published.value
            with open_corpus(index) as corpus:
                found = check_corpus(corpus)
            assert found >= least, "what was published was not seen"
            yield found
        assert check_corpus(first) == number


def never_back(numbers: Iterator[int], begun: Semaphore) -> int:
    """How many there are; each is no smaller than the one before. `begun` is released at the first."""
    last, read = 0, 0
    for number in numbers:
        assert number >= last, "an older generation answered after a newer one"
        last, read = number, read + 1
        if read == 1:
            begun.release()
    return read


def process(index: Path, stop: Event, published: Number, read: Any, begun: Semaphore) -> None:
    read.put(never_back(read_directly(index, stop, published), begun))


class Reader(threading.Thread):
    """A thread that keeps what it came to: how much it read, or its error."""

    def __init__(self, numbers: Iterator[int], begun: Semaphore) -> None:
        super().__init__()
        self._numbers = numbers
        self._begun = begun
        self.read = 0
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.read = never_back(self._numbers, self._begun)
        except BaseException as error:
            self.error = error


def generations_held(process: int) -> set[str]:
    """The generations whose files a process has mapped."""
    maps = Path(f"/proc/{process}/maps")
    return set(re.findall(r"generation-\d+", maps.read_text(encoding="utf-8"))) if maps.exists() else set()


@pytest.mark.slow
def test_readers_against_a_writer_that_never_rests(tmp_path: Path) -> None:
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    seeds.mkdir()
    write_generation(Holding(1), seeds, index)
    context = multiprocessing.get_context("spawn")
    stop, published, read = context.Event(), context.Value("q", 1), context.Queue()
    begun = context.Semaphore(0)
    with running(index, "--log-format", "none") as server, ExitStack() as ending:
        asked = (index, stop, published, read, begun)
        processes = [context.Process(target=process, args=asked) for _ in range(PROCESSES)]
        threads = [Reader(read_over_http(server.url, stop), begun) for _ in range(OVER_HTTP)]
        threads += [Reader(read_directly(index, stop, published), begun) for _ in range(DIRECT)]
        readers: list[Startable] = [*processes, *threads]
        for reader in readers:
            reader.start()
            ending.callback(reader.join)
        ending.callback(stop.set)
        number, end, latest = 1, time.monotonic() + SECONDS, time.monotonic() + SECONDS + ENOUGH
        waiting = len(readers)
        while time.monotonic() < end or number < LEAST or (waiting and time.monotonic() < latest):
            number += 1
            write_generation(Holding(number), seeds, index)
            published.value = number
            while waiting and begun.acquire(block=False):
                waiting -= 1  # a busy machine takes its time to start them all
        ending.close()
        assert [reader.error for reader in threads if reader.error] == []
        assert [each.exitcode for each in processes] == [0] * PROCESSES
        counts = [reader.read for reader in threads] + [read.get(timeout=ENOUGH) for _ in processes]
        assert all(counts)
        assert next(read_over_http(server.url, context.Event())) == number
        with urllib.request.urlopen(server.url + "/healthz") as answer:
            assert json.load(answer)["status"] == "ok"
        end = time.monotonic() + ENOUGH
        while len(generations_held(server.process.pid)) > 1 and time.monotonic() < end:
            time.sleep(0.05)  # an answer may be read before its request has let go
        assert len(generations_held(server.process.pid)) == 1
        assert not server.log
    print(f"{number} generations; answers read: {sum(counts)}, by each reader {min(counts)} to {max(counts)}")  # noqa: T201
