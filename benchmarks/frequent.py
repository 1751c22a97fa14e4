"""The command `python -m benchmarks.frequent`: what very frequent words cost as a corpus grows.

One index is opened as if it were several times as large: its segments again and again, under other numbers, with speeches
and duplicates of their own. Both ways are asked in turn, fresh each time, by the processor's time of the thread: with what is kept of
frequent words, and without, which is the pass over all that match.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from time import thread_time_ns
from typing import Any
from unittest.mock import patch

import click
import msgspec
import numpy as np
import numpy.typing as npt

from benchmarks.corpus.speeches import LAST_YEAR, write_speeches
from benchmarks.report.table import Row, aligned, piped
from indexer.analysis import Analysis, analysis_of
from indexer.build.pipeline import BuildOptions, build
from indexer.engine.answers import Numbers
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.kernel import kernel_index
from indexer.engine.embedded.kernel.kernel_ranking import KernelRanking, rank
from indexer.engine.embedded.read import kernel_reader
from indexer.engine.embedded.segment.segment_table import open_segments, read_table, write_table
from indexer.engine.query import Words
from indexer.engine.ranking import FacetColumn, RankingColumns
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.store import Store
from searchui import Corpus, Filters, open_corpus
from searchui.search.ranking.ordering import RERANKED, Sort
from searchui.search.ranking.ranked_page import PageColumns

Call = Callable[[], object]

MOST_FREQUENT = 3  # words
COMMON = 1 / 20  # of the paragraphs have the word that is asked for besides
ORDERS = {
    "relevance": (Sort.RELEVANCE, Filters()),
    "newest": (Sort.NEWEST, Filters()),
    "of a year": (Sort.RELEVANCE, Filters(year=(LAST_YEAR,))),
}
HEAD = [
    "µs, p50",
    *("word", "paragraphs with it", "order", "kernel", "without", "ratio", "looked at", "page", "without", "ratio"),
]
NONE = "–"


def repeated(folder: Path, to: Path, times: int) -> None:
    """An index of the segments of another, so many times over; their files are shared."""
    to.mkdir()
    segments = []
    for time, meta in product(range(times), read_table(folder).segments):
        name = f"{Path(meta.file).stem}_{time}.seg"
        os.link(folder / meta.file, to / name)
        segments.append(msgspec.structs.replace(meta, file=name))
    write_table(to, segments, 1)


def tiled(columns: RankingColumns, times: int) -> RankingColumns:
    """The columns of such an index: each time with speeches of its own, later than those before."""
    paragraphs, runs, speeches = len(columns.runs), len(columns.speeches), int(columns.speeches.max()) + 1

    def again(values: Any) -> Any:
        return None if values is None else np.tile(values, times)

    def apart(values: Numbers, step: int) -> Numbers:
        return np.concatenate([values + step * time for time in range(times)])

    newest_first = [columns.shifts + paragraphs * (times - 1 - 2 * time) for time in range(times)]
    return RankingColumns(
        runs=apart(columns.runs, runs),
        speeches=apart(columns.speeches, speeches),
        mains=apart(columns.mains, speeches),
        shifts=np.concatenate(newest_first),
        facets={
            name: FacetColumn(again(one.codes), one.values, again(one.mask)) for name, one in columns.facets.items()
        },
        groups=None if columns.groups is None else _groups(columns.groups, times),
        mask=again(columns.mask),
        by_date=columns.by_date,
    )


def _groups(groups: npt.NDArray[np.signedinteger[Any]], times: int) -> npt.NDArray[np.signedinteger[Any]]:
    """Duplicates are those of one time alone: else everything would have some."""
    step = int(groups.max()) + 1
    return np.concatenate([np.where(groups < 0, groups, groups + step * time) for time in range(times)]).astype("i4")


def chosen(folder: Path, analysis: Analysis) -> list[str]:
    """The words that most paragraphs of the first segment have, and a common one."""
    _, segment = next(open_segments(folder))
    field = segment.words
    sizes = np.array([field.size(number) for number in range(len(field.dictionary))])
    order = np.argsort(-sizes, kind="stable")
    names = [next(field.dictionary.between(number, number + 1)) for number in order[:500].tolist()]
    whole = [name for name in names if len(name) > 1 and analysis.query_words(name) == [name]]
    common = min(whole, key=lambda name: abs(field.size(field.find(name)) / segment.documents - COMMON))
    return list(dict.fromkeys([*whole[:MOST_FREQUENT], common]))


def in_both_ways(open_one: Callable[[], EmbeddedReader]) -> list[EmbeddedReader]:
    """A reader as it is, and one that knows nothing of frequent words."""
    found = [open_one(), open_one()]
    ask(found[0])
    with patch.object(kernel_index, "FREQUENT", "none"):
        ask(found[1])
    return found


def ask(reader: EmbeddedReader) -> None:
    """Ask anything, so that the kernel is opened."""
    reader.match(Words("一"))


def times_of(calls: Sequence[Call], rounds: int) -> list[float]:
    """The middle of what each takes, in microseconds; who comes first changes."""
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(rounds):
        for way in range(len(calls)) if turn % 2 else reversed(range(len(calls))):
            started = thread_time_ns()
            calls[way]()
            taken[way].append((thread_time_ns() - started) / 1000)
    return [median(one) for one in taken]


class Sizes:
    """An index, so many times over, asked both ways."""

    def __init__(self, index: Path, work: Path, times: int) -> None:
        live = Store(index).current()
        self._analysis = analysis_of(load_vocabulary(live.folder))
        self.paragraphs, self._times, self._index = times * live.manifest.paragraphs, times, index
        self._folder = live.folder if times == 1 else work / f"times-{times}"
        if times > 1:
            repeated(live.folder, self._folder, times)
        self.words = chosen(live.folder, self._analysis)

    def rows(self, rounds: int, collapse: bool) -> Iterator[Row]:
        readers = in_both_ways(partial(EmbeddedReader, self._folder, self._analysis, self.paragraphs))
        with ExitStack() as opened:
            corpora = [opened.enter_context(open_corpus(self._index)) for _ in readers]
            in_both_ways(iter([_engine(one) for one in corpora]).__next__)
            for name, (sort, filters) in ORDERS.items():
                columns = corpora[0]._snapshot.shared(PageColumns).of(filters, sort, collapse)
                columns = tiled(columns, self._times) if self._times > 1 else columns
                for word in self.words:
                    asked = [partial(_page, one, word, sort, filters) for one in corpora] if self._times == 1 else []
                    yield self._row(word, name, columns, readers, asked, rounds)

    def _row(
        self,
        word: str,
        order: str,
        columns: RankingColumns,
        readers: Sequence[EmbeddedReader],
        pages: Sequence[Call],
        rounds: int,
    ) -> Row:
        found = [_noted(one, word, columns) for one in readers]
        assert found[0][0] == found[1][0], word
        asked = times_of([partial(_best, one, word, columns) for one in readers], rounds)
        whole = times_of(pages, rounds) if pages else []
        having = readers[0].best(Words(word), columns, 0)
        share = f"{having.total if having else 0:,}"
        cells = [*_compared(asked), f"{found[0][1]:,}", *(_compared(whole) if whole else [NONE] * 3)]
        return [f"{self.paragraphs:,}", word, share, order, *cells]


def _compared(ways: Sequence[float]) -> list[str]:
    return [*(f"{one:,.0f}" for one in ways), f"{ways[0] / ways[1]:.2f}"]


def _engine(corpus: Corpus) -> EmbeddedReader:
    engine = corpus._snapshot.engine
    assert isinstance(engine, EmbeddedReader)
    return engine


def _best(reader: EmbeddedReader, word: str, columns: RankingColumns) -> object:
    reader.close()
    return reader.best(Words(word), columns, 10 if columns.by_date else RERANKED)


def _noted(reader: EmbeddedReader, word: str, columns: RankingColumns) -> tuple[object, int]:
    """All that is answered, and how many matches were looked at one by one."""
    noted: list[KernelRanking] = []

    def note(*asked: Any) -> KernelRanking:
        noted.append(rank(*asked))
        return noted[-1]

    with patch.object(kernel_reader, "rank", note):
        _best(reader, word, columns)
    one = noted[-1]
    facets = {name: counts.tolist() for name, counts in one.facets.items()}
    totals = (one.total, one.left, one.speeches, one.hidden)
    return (one.paragraphs.tolist(), one.scores.tolist(), totals, facets), one.looked_at


def _page(corpus: Corpus, word: str, sort: Sort, filters: Filters) -> object:
    _engine(corpus).close()
    page = corpus.search(word, sort=sort.value, filters=filters)
    return [(hit.paragraph.text, hit.highlights) for hit in page.hits], page.facets["year"]


@click.command()
@click.option("--paragraphs", type=click.IntRange(1000), multiple=True, default=(10_000, 100_000, 1_000_000))
@click.option("--times", type=click.IntRange(1), default=10, show_default=True, help="The last, so many times over.")
@click.option("--rounds", type=click.IntRange(1), default=21, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--collapse/--all", default=True, help="Whether the kernel hides duplicates, as a page does.")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def main(paragraphs: Sequence[int], times: int, rounds: int, seed: int, collapse: bool, markdown: bool) -> None:
    """Pages of very frequent words in synthetic corpora, and in the last of them many times over."""
    rows = [HEAD]
    with tempfile.TemporaryDirectory(prefix="frequent-") as work:
        for size in paragraphs:
            folder = Path(work) / str(size)
            write_speeches(folder / "speeches", size, seed)
            build(folder / "speeches", folder / "index", BuildOptions(jobs=os.cpu_count() or 1))
            gc.disable()
            for repeats in (1, times) if size == paragraphs[-1] and times > 1 else (1,):
                rows += Sizes(folder / "index", folder, repeats).rows(rounds, collapse)
            gc.enable()
    click.echo((piped if markdown else aligned)(rows))


if __name__ == "__main__":
    main()
