"""The command `python -m benchmarks.kernel`: pages, counts and matches with the kernel and without it, in one run.

Both are open on one index and asked query by query in turn, fresh each time, by the processor's time of the thread.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import thread_time_ns
from typing import TypeVar

import click

from benchmarks.corpus.paragraphs import parse_files
from benchmarks.corpus.speeches import write_speeches
from benchmarks.engines.ours import Ours, written
from benchmarks.measure.oracle import Oracle
from benchmarks.measure.query import Query, QueryClass
from benchmarks.measure.query_sample import draw_classes
from benchmarks.report.table import Row, aligned, piped
from indexer.build.pipeline import BuildOptions, build
from indexer.engine.embedded.kernel.compiling import OFF, VARIABLE
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.query import Query as Tree
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.interpretation import Interpretation
from searchui.search.snapshot import Snapshot

Asked = TypeVar("Asked")

HEAD = ["µs, p50 of fresh queries", "page", "by numpy", "ratio", "matches and scores", "by numpy", "ratio"]


class Pair:
    """An index opened twice: with the kernel, and without."""

    def __init__(self, folder: Path) -> None:
        if shared_library() is None:
            raise click.ClickException(
                "there is no kernel here; `pip install -e .` compiles it where there is a compiler"
            )
        self.engines = [Ours(folder), Ours(folder)]
        self.engines[0].open()
        os.environ[VARIABLE] = OFF
        shared_library.cache_clear()
        self.engines[1].open()
        del os.environ[VARIABLE]
        shared_library.cache_clear()

    def page(self, query: Query, *, counting: bool) -> list[Callable[[], object]]:
        """What asks for a page, or a count, of each."""
        return [self._fresh(one, one.count if counting else one.page, query) for one in self.engines]

    def match(self, query: Query) -> list[Callable[[], object]]:
        """What asks each engine alone for all paragraphs with their scores."""
        snapshots = [one.corpus._snapshot for one in self.engines]
        asked = Interpretation(written(query), synonyms=False)
        tree = snapshots[0].shared(FieldResolver).resolve(asked.expand(asked.parse(), snapshots[0].analysis))

        pairs = zip(self.engines, snapshots, strict=True)
        return [self._fresh(one, partial(_matches, own), tree) for one, own in pairs]

    @staticmethod
    def _fresh(engine: Ours, ask: Callable[[Asked], object], asked: Asked) -> Callable[[], object]:
        def call() -> object:
            engine.forget()
            return ask(asked)

        return call


def _matches(snapshot: Snapshot, tree: Tree) -> object:
    return snapshot.engine.match(tree).scores


def times(asked: Sequence[list[Callable[[], object]]], rounds: int) -> list[float]:
    """The middle of the least that each query takes each way, in microseconds; who comes first changes."""
    least = [[float("inf")] * 2 for _ in asked]
    for turn in range(rounds):
        for place, calls in enumerate(asked):
            for way in (turn % 2, 1 - turn % 2):
                started = thread_time_ns()
                calls[way]()
                least[place][way] = min(least[place][way], (thread_time_ns() - started) / 1000)
    return [median(one[way] for one in least) for way in (0, 1)]


def measured(pair: Pair, classes: Sequence[QueryClass], rounds: int) -> Iterator[Row]:
    """A row for each class of queries."""
    for one in classes:
        pages = times([pair.page(query, counting=one.counting) for query in one.queries], rounds)
        matches = times([pair.match(query) for query in one.queries], rounds)
        cells = [[f"{own:.0f}", f"{other:.0f}", f"{own / other:.2f}"] for own, other in (pages, matches)]
        yield [one.name, *cells[0], *cells[1]]


@click.command()
@click.option("--paragraphs", type=click.IntRange(1000), default=100_000, show_default=True)
@click.option("--queries", type=click.IntRange(1), default=60, show_default=True, help="Of each class.")
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def main(paragraphs: int, queries: int, rounds: int, seed: int, markdown: bool) -> None:
    """What the kernel saves in a synthetic corpus."""
    with tempfile.TemporaryDirectory(prefix="kernel-") as work:
        folder = Path(work)
        write_speeches(folder / "speeches", paragraphs, seed)
        build(folder / "speeches", folder / "index", BuildOptions(jobs=2))
        parse_files(folder / "speeches", folder / "paragraphs.jsonl")
        classes = draw_classes(Oracle(folder / "paragraphs.jsonl"), queries, seed)
        pair = Pair(folder / "index")
        gc.disable()
        rows = [HEAD, *measured(pair, classes, rounds)]
    click.echo((piped if markdown else aligned)(rows))


if __name__ == "__main__":
    main()
