"""A run under load: the corpus, the two servers, the clients, and what came of it."""

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import searchui
from benchmarks.corpus.paragraphs import read_back
from benchmarks.corpus.speeches import write_speeches
from benchmarks.http.addresses import Address, draw_addresses
from benchmarks.http.generator import Load, load
from benchmarks.http.results import Level, LoadResults, Memory, level
from benchmarks.http.serving import Server, serving
from benchmarks.measure.memory import of_process
from benchmarks.measure.oracle import Oracle
from indexer.build.pipeline import build

HELLO = (Address("hello", "/"),)
WARMING = 300  # requests before anything is measured
LONGEST = 600.0  # seconds for a part of a run

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to run: about so many paragraphs; `each` addresses of a kind; the numbers of clients; in how many `parts`,
    between which the servers take turns; how many requests memory is watched over, in steps of so many, by so many
    clients. `options` are for the command `serve`.
    """

    paragraphs: int
    each: int
    clients: Sequence[int]
    parts: int
    watched: int
    step: int
    watched_clients: int
    seed: int = 1
    options: Sequence[str] = ()


def run(settings: Settings, tell: Tell) -> LoadResults:
    """Run everything in a temporary folder; `tell` is called with a line for every step."""
    with TemporaryDirectory(prefix="benchmarks-") as work:
        return _Run(settings, Path(work), tell).results()


class _Run:
    def __init__(self, settings: Settings, work: Path, tell: Tell) -> None:
        self._settings = settings
        self._work = work
        self._tell = tell

    def results(self) -> LoadResults:
        settings = self._settings
        addresses = self._addresses()
        site = serving(
            "searchui", "serve", "--no-watch", "--port=0", f"--index={self._work / 'index'}", *settings.options
        )
        with site as ours, serving("benchmarks.http.hello") as hello:
            for server, warming in ((ours, addresses), (hello, HELLO)):
                self._load(server, list(islice(cycle(warming), WARMING)), 1)
            levels = [self._level(clients, ours, hello, addresses) for clients in settings.clients]
            memory, errors = self._memory(ours, addresses)
        return LoadResults(
            about=self._about(addresses),
            site=[one for one, _ in levels],
            hello=[one for _, one in levels],
            memory=memory,
            memory_clients=settings.watched_clients,
            memory_errors=errors,
        )

    def _addresses(self) -> list[Address]:
        """Build the index, and draw from what it has."""
        speeches, index, file = self._work / "speeches", self._work / "index", self._work / "paragraphs.jsonl"
        self._tell("writing the speeches")
        write_speeches(speeches, self._settings.paragraphs, self._settings.seed)
        self._tell("building")
        build(speeches, index)
        self._tell("drawing the addresses")
        read_back(index, file)
        with searchui.open_corpus(index) as corpus:
            ids = [entry.id for entry in corpus.speeches()]
        return draw_addresses(Oracle(file), ids, self._settings.each, self._settings.seed)

    def _level(self, clients: int, ours: Server, hello: Server, addresses: Sequence[Address]) -> tuple[Level, Level]:
        """Every address once, and the bare page as often; the two take turns."""
        self._tell(f"asking: {clients} at once")
        of_site: list[Load] = []
        of_hello: list[Load] = []
        for part in range(self._settings.parts):
            some = addresses[part :: self._settings.parts]
            of_site.append(self._load(ours, some, clients))
            of_hello.append(self._load(hello, HELLO * len(some), clients))
        return level(clients, of_site), level(clients, of_hello)

    def _memory(self, ours: Server, addresses: Sequence[Address]) -> tuple[list[Memory], int]:
        """The memory after each step, and how many requests failed."""
        settings = self._settings
        self._tell(f"memory over {settings.watched} requests")
        asked = cycle(addresses)
        seen, errors = [Memory(0, *of_process(ours.process))], 0
        for done in range(settings.step, settings.watched + 1, settings.step):
            errors += self._load(ours, list(islice(asked, settings.step)), settings.watched_clients).errors
            seen.append(Memory(done, *of_process(ours.process)))
        return seen, errors

    def _load(self, server: Server, addresses: Sequence[Address], clients: int) -> Load:
        return load(server.url, addresses, clients, self._work, LONGEST)

    def _about(self, addresses: Sequence[Address]) -> dict[str, str]:
        return {
            "corpus": f"synthetic, about {self._settings.paragraphs:,} paragraphs, seed {self._settings.seed}",
            "addresses": f"{len(addresses):,} different ones",
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, shared by servers and clients",
            "python": platform.python_version(),
            **{name: version(name) for name in ("waitress", "flask", "numpy")},
            "serve": " ".join(self._settings.options),
        }
