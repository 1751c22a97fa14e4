"""A run: the corpus, the indexes, the queries, and what came of it."""

import os
import platform
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec.structs import replace

from benchmarks.corpus.paragraphs import extent, parse_files, read_back
from benchmarks.corpus.speeches import write_speeches
from benchmarks.engines import engine
from benchmarks.engines.port import Engine, Source
from benchmarks.measure.building import PARSING, Built, built
from benchmarks.measure.oracle import Oracle
from benchmarks.measure.query import QueryClass
from benchmarks.measure.query_sample import draw_classes
from benchmarks.measure.searching import searching_memory
from benchmarks.measure.timing import opening_ms, time_class
from benchmarks.report.results import Results, Size, Timing

OURS = "ours"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to run.

    `folder` holds speeches; None for a synthetic corpus of about `paragraphs` paragraphs. Times are
    given relative to the engine `baseline`. `searching`: look at the memory that searching takes, too.
    """

    engines: Sequence[str]
    paragraphs: int
    queries: int
    seed: int = 1
    rounds: int = 3
    folder: Path | None = None
    baseline: str = "tantivy"
    searching: bool = False


def run(settings: Settings, tell: Tell) -> Results:
    """Run everything in a temporary folder; `tell` is called with a line for every step."""
    with TemporaryDirectory(prefix="benchmarks-") as work:
        return _Run(settings, Path(work), tell).results()


class _Asked(NamedTuple):
    oracle: Oracle
    classes: list[QueryClass]


class _Run:
    def __init__(self, settings: Settings, work: Path, tell: Tell) -> None:
        self._settings = settings
        self._work = work
        self._tell = tell
        self._source = Source(settings.folder or work / "speeches", work / "paragraphs.jsonl")
        self._extent = cache(partial(extent, self._source.paragraphs))

    def results(self) -> Results:
        """Run the steps one after another; every index is built before any is asked."""
        names = [name for name in self._settings.engines if self._is_there(name)]
        builds = self._prepared(OURS in names)
        builds |= {name: self._built(name) for name in names if name not in builds}
        parsing = self._built(PARSING)
        with ExitStack() as closing:
            engines = {name: engine(name, self._work / name) for name in names}
            sizes = {name: self._size(engines[name], builds[name], closing) for name in names}
            asked = self._asked()
            classes = self._classes(asked, engines)
        if self._settings.searching:
            sizes = {name: self._searching(name, size, asked) for name, size in sizes.items()}
        return Results(self._about(classes), self._settings.baseline, parsing.seconds, sizes, classes)

    def _prepared(self, ours: bool) -> dict[str, Built]:
        """Make the file of paragraphs. A folder may hold versions of a speech: our index, if wanted, knows which to take."""
        if self._settings.folder is None:
            self._tell("writing the speeches")
            write_speeches(self._source.speeches, self._settings.paragraphs, self._settings.seed)
        elif ours:
            build = self._built(OURS)
            read_back(self._work / OURS, self._source.paragraphs)
            return {OURS: build}
        self._tell("parsing the speeches for the other engines and the oracle")
        parse_files(self._source.speeches, self._source.paragraphs)
        return {}

    def _is_there(self, name: str) -> bool:
        try:
            engine(name, self._work / name)
        except ImportError as error:
            self._tell(f"without {name}: {error}")
            return False
        return True

    def _built(self, name: str) -> Built:
        self._tell(f"building: {name}")
        return built(name, self._work / name, self._source)

    def _size(self, engine: Engine, build: Built, closing: ExitStack) -> Size:
        opening = opening_ms(engine)
        closing.callback(engine.close)
        paragraphs, text = self._extent(engine.limit)
        return Size(paragraphs, text, build.seconds, build.peak, engine.size(), opening)

    def _asked(self) -> _Asked:
        self._tell("preparing the oracle and the queries")
        oracle = Oracle(self._source.paragraphs)
        return _Asked(oracle, draw_classes(oracle, self._settings.queries, self._settings.seed))

    def _classes(self, asked: _Asked, engines: dict[str, Engine]) -> dict[str, dict[str, Timing]]:
        found = {}
        for one in asked.classes:
            self._tell(f"asking: {one.name}")
            found[one.name] = time_class(one, engines, asked.oracle, self._settings.rounds)
        return found

    def _searching(self, name: str, size: Size, asked: _Asked) -> Size:
        self._tell(f"memory of searching: {name}")
        return replace(size, searching=searching_memory(name, self._work / name, asked.classes))

    def _about(self, classes: dict[str, dict[str, Timing]]) -> dict[str, str]:
        settings = self._settings
        return {
            "corpus": "a folder" if settings.folder else f"synthetic, seed {settings.seed}",
            "queries": f"{settings.queries} of each of {len(classes)} classes, {settings.rounds} rounds, seed {settings.seed}",
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            **{name: _version(name) for name in ("whoosh3", "tantivy", "numpy", "rjieba")},
        }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
