"""A run: the corpus, the indexes, the queries, and what came of it."""

import os
import platform
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.building import PARSING, Built, built
from benchmarks.corpus import write_speeches
from benchmarks.drawing import draw_classes
from benchmarks.engines import engine
from benchmarks.engines.port import Engine, Source
from benchmarks.oracle import Oracle
from benchmarks.paragraphs import parse_files, read_back, read_paragraphs, text_bytes
from benchmarks.results import Results, Size, Timing
from benchmarks.timing import opening_ms, time_class
from benchmarks.words import word_cutter

OURS = "ours"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to run.

    `folder` holds speeches; None for a synthetic corpus of about `paragraphs` paragraphs. Times are
    given relative to the engine `baseline`.
    """

    engines: Sequence[str]
    paragraphs: int
    queries: int
    seed: int = 1
    rounds: int = 3
    folder: Path | None = None
    baseline: str = "tantivy"


def run(settings: Settings, tell: Tell) -> Results:
    """Run everything in a temporary folder; `tell` is called with a line for every step."""
    with TemporaryDirectory(prefix="benchmarks-") as work:
        return _Run(settings, Path(work), tell).results()


class _Run:
    def __init__(self, settings: Settings, work: Path, tell: Tell) -> None:
        self._settings = settings
        self._work = work
        self._tell = tell
        self._source = Source(settings.folder or work / "speeches", work / "paragraphs.jsonl")

    def results(self) -> Results:
        """Run the steps one after another; every index is built before any is asked."""
        settings = self._settings
        if settings.folder is None:
            self._tell("writing the speeches")
            write_speeches(self._source.speeches, settings.paragraphs, settings.seed)
        names = [name for name in settings.engines if self._is_there(name)]
        if settings.folder is None:
            self._tell("parsing the speeches")
            parse_files(self._source.speeches, self._source.paragraphs)
        builds = {name: self._built(name) for name in names}
        parsing = self._built(PARSING)
        with ExitStack() as closing:
            engines = {name: engine(name, self._work / name) for name in names}
            sizes = {name: self._size(engines[name], builds[name], closing) for name in names}
            classes = self._classes(engines)
        return Results(self._about(classes), settings.baseline, parsing.seconds, sizes, classes)

    def _is_there(self, name: str) -> bool:
        try:
            engine(name, self._work / name)
        except ImportError as error:
            self._tell(f"without {name}: {error}")
            return False
        return True

    def _built(self, name: str) -> Built:
        self._tell(f"building: {name}")
        result = built(name, self._work / name, self._source)
        if name == OURS and self._settings.folder is not None:
            read_back(self._work / OURS, self._source.paragraphs)
        return result

    def _size(self, engine: Engine, build: Built, closing: ExitStack) -> Size:
        opening = opening_ms(engine)
        closing.callback(engine.close)
        return Size(
            paragraphs=sum(1 for _ in read_paragraphs(self._source.paragraphs, engine.limit)),
            text=text_bytes(self._source.paragraphs, engine.limit),
            seconds=build.seconds,
            peak=build.peak,
            index=engine.size(),
            open_ms=opening,
        )

    def _classes(self, engines: dict[str, Engine]) -> dict[str, dict[str, Timing]]:
        self._tell("preparing the oracle and the queries")
        oracle = Oracle(read_paragraphs(self._source.paragraphs), word_cutter())
        found = {}
        for asked in draw_classes(oracle, self._settings.queries, self._settings.seed):
            self._tell(f"asking: {asked.name}")
            found[asked.name] = time_class(asked, engines, oracle, self._settings.rounds)
        return found

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
