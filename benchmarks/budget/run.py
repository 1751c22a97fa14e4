"""A run: the corpus, a server that is asked for everything, the commands, and what came of it."""

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

import searchui
from benchmarks.budget.addresses import TOGETHER, addresses, commands, mixed
from benchmarks.budget.asking import Asked, Client, Memory, ask_all, memory_of, watching
from benchmarks.corpus.speeches import write_speeches
from benchmarks.desk import phrases_of
from benchmarks.http.serving import ROOT, Server, serving
from indexer.build.pipeline import build, update

AT_ONCE = 8  # that ask for repeated phrases at the same time
REPEATED = 0.2  # of the sentences
ASKED_FIRST = ("/search, a word", "/around", "/compare, words", "/compare, runs of four", "/ngrams")
Tell = Callable[[str], None]


class View(msgspec.Struct, frozen=True):
    """What a view took: the first answer, the median and the slowest of the others (ms), and private memory beside what
    the server had before (bytes).
    """

    name: str
    first: float
    usual: float
    slowest: float
    more: int


class Command(msgspec.Struct, frozen=True):
    """What a command took: seconds, seconds of the processor, and the most memory it had, mapped files too, in bytes."""

    name: str
    seconds: float
    processor: float
    memory: int


class Parallel(msgspec.Struct, frozen=True):
    """Many who ask for different repeated phrases at once: how they were answered, what it took, and a search meanwhile."""

    statuses: dict[int, int]
    private: int
    resident: int
    search: float


class Budget(msgspec.Struct, frozen=True):
    """All that was measured. `started` and `updated`: the first answer after that, in milliseconds, by view; `memory` of
    the server by the number of requests before.
    """

    about: dict[str, str]
    views: list[View]
    started: dict[str, float]
    updated: dict[str, float]
    commands: list[Command]
    parallel: Parallel
    memory: list[tuple[int, Memory]]
    refused: int


class Settings(msgspec.Struct, frozen=True):
    """About so many paragraphs; `each` address of a view; over how many requests memory is watched, by how many clients."""

    paragraphs: int
    each: int
    requests: int
    clients: int = 4
    seed: int = 1


def run(settings: Settings, tell: Tell) -> Budget:
    """Run everything in a temporary folder; `tell` is called with a line for every step."""
    with TemporaryDirectory(prefix="budget-") as work:
        return _Run(settings, Path(work), tell).results()


def names_in(corpus: searchui.Corpus) -> Mapping[str, Sequence[str]]:
    """The speakers and the occasions of a corpus, those with most speeches first."""
    facets = corpus.list_speeches().facets
    return {kind: [name for name in facets[kind] if name] for kind in ("speaker", "occasion")}


class _Run:
    def __init__(self, settings: Settings, work: Path, tell: Tell) -> None:
        self._settings, self._tell = settings, tell
        self._seeds, self._index = work / "seeds", work / "index"
        tell("writing the speeches")
        write_speeches(self._seeds, settings.paragraphs, settings.seed, REPEATED)
        tell("building")
        build(self._seeds, self._index)
        with searchui.open_corpus(self._index) as corpus:
            drawn = phrases_of(corpus, 4 * (settings.each + TOGETHER + 1), settings.seed)
            self._phrases = [phrase for phrase in drawn if phrase.isalnum() and len(phrase) > 1]
            self._speeches = [entry.id for entry in corpus.speeches()]
            names = names_in(corpus)
        self._views = addresses(self._phrases, self._speeches, settings.each, names=names)

    def results(self) -> Budget:
        settings = self._settings
        parallel = self._parallel()
        with self._serving() as server:
            views = self._every_view(server)
        with self._serving() as server:
            memory, refused = self._memory(server)
        return Budget(
            about={
                "corpus": f"synthetic, about {settings.paragraphs:,} paragraphs, seed {settings.seed}",
                "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
                "python": platform.python_version(),
            },
            views=views,
            started={name: self._first_after_start(name) for name in ASKED_FIRST},
            updated={name: self._first_after_update(name) for name in ASKED_FIRST},
            commands=self._commands(),
            parallel=parallel,
            memory=memory,
            refused=refused,
        )

    def _serving(self) -> AbstractContextManager[Server]:
        return serving("searchui", "serve", "--no-watch", "--processes=1", "--port=0", f"--index={self._index}")

    def _every_view(self, server: Server) -> list[View]:
        """Each view, one address after another, on a server that has been asked for a search before."""
        with closing(Client(server)) as client:
            client.ask(self._views["/search, a word"][0])
            return [self._view(server, client, name, some) for name, some in self._views.items()]

    def _view(self, server: Server, client: Client, name: str, some: Sequence[str]) -> View:
        self._tell(name)
        before = memory_of(server).private
        with watching(server) as highest:
            first, *others = [_answered(client.ask(address), address) for address in some]
        times = others or [first]
        return View(name, first, median(times), max(times), highest.private - before)

    def _first_after_start(self, name: str) -> float:
        self._tell(f"first after a start: {name}")
        with self._serving() as server, closing(Client(server)) as client:
            return _answered(client.ask(self._views[name][0]), name)

    def _first_after_update(self, name: str) -> float:
        self._tell(f"first after an update: {name}")
        with self._serving() as server, closing(Client(server)) as client:
            for one in ASKED_FIRST:
                client.ask(self._views[one][0])
            (self._seeds / "new.txt").write_text(f"关于更新的讲话\n\n{name}之前改了这一篇。\n", encoding="utf-8")
            update(self._seeds, self._index)
            return _answered(client.ask(self._views[name][0]), name)

    def _parallel(self) -> Parallel:
        """So many at once, and somebody who searches as long as they wait."""
        self._tell(f"{AT_ONCE} at once")
        asked = [f"/ngrams?minimum={times}" for times in range(2, 2 + AT_ONCE)]
        with self._serving() as server, ThreadPoolExecutor(AT_ONCE) as pool, closing(Client(server)) as searcher:
            searcher.ask(self._views["/search, a word"][0])
            with watching(server) as highest:
                waiting = [pool.submit(ask_all, server, [address], 1) for address in asked]
                times = [_answered(searcher.ask(address), address) for address in self._views["/search, two words"]]
                statuses = [answer.status for one in waiting for answer in one.result()]
            counted = {status: statuses.count(status) for status in sorted(set(statuses))}
            return Parallel(counted, highest.private, highest.private + memory_of(server).mapped, max(times))

    def _memory(self, server: Server) -> tuple[list[tuple[int, Memory]], int]:
        """The memory after each tenth of the requests, and how many were asked to come again."""
        settings = self._settings
        every = mixed(self._views, settings.requests)
        step = max(settings.requests // 10, 1)
        seen, refused = [(0, memory_of(server))], 0
        for done in range(0, settings.requests, step):
            self._tell(f"memory: {done} requests")
            answers = ask_all(server, every[done : done + step], settings.clients)
            refused += sum(one.status == 503 for one in answers)
            if wrong := {one.status for one in answers} - {200, 503}:
                raise RuntimeError(f"answered with {wrong}")
            seen.append((done + step, memory_of(server)))
        return seen, refused

    def _commands(self) -> list[Command]:
        every = commands(self._phrases, self._speeches[0], str(self._index), str(self._seeds))
        return [self._command(name, words) for name, words in every.items()]

    def _command(self, name: str, words: Sequence[str]) -> Command:
        self._tell(f"speechsearch {name}")
        return run_command(name, words)


# A small process starts a command and asks the system what it took: the memory of what is started by this one, which has
# the whole corpus, would be counted to it from its first moment on.
_STARTER = """
import resource, subprocess, sys, time
started = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
took, used = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, took, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def run_command(name: str, words: Sequence[str]) -> Command:
    """Run one command to its end, and ask the system what it took. Raises RuntimeError where it fails."""
    call = [sys.executable, "-m", "searchui", *words]
    done = subprocess.run([sys.executable, "-c", _STARTER, *call], cwd=ROOT, capture_output=True, text=True, check=True)
    code, seconds, processor, memory = done.stdout.split()
    if code not in ("0", "1"):
        raise RuntimeError(f"speechsearch {' '.join(words)}: {code}")
    return Command(name, float(seconds), float(processor), int(memory) * (1 if sys.platform == "darwin" else 1024))


def _answered(asked: Asked, address: str) -> float:
    """How long an answer took. Raises RuntimeError where it is none."""
    if asked.status != 200:
        raise RuntimeError(f"{address}: {asked.status}")
    return asked.milliseconds
