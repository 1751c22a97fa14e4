"""The command `python -m benchmarks.desk`: how long lines, cards, trends and words around a phrase take.

There is nothing to set them beside: no engine here has them. Phrases are pieces of the corpus, of one to eight characters.
"""

import gc
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter_ns
from typing import NamedTuple

import click
import numpy as np

import searchui
from benchmarks.corpus.speeches import write_speeches
from benchmarks.report.table import Row, aligned, piped
from indexer.build.pipeline import BuildOptions, build
from searchui import Corpus

LONGEST = 8
TOGETHER = 6  # phrases of one trend
BOUNDS = {"lines, first page": 20, "lines by what follows": 20, "card": 20, "trend of six": 50, "words around": 300}


class Times(NamedTuple):
    """What was asked, and how long each took, in milliseconds."""

    name: str
    milliseconds: list[float]


def measure(corpus: Corpus, phrases: Sequence[str]) -> Iterator[Times]:
    """Each kind of question, once with each phrase; the first is asked before, since much is worked out at first use."""
    sixes = [tuple(phrases[at : at + TOGETHER]) for at in range(len(phrases) - TOGETHER + 1)]
    kinds: dict[str, tuple[Callable[[int], object], int]] = {
        "lines, first page": (lambda at: corpus.kwic(phrases[at]), len(phrases)),
        "lines by what follows": (lambda at: corpus.kwic(phrases[at], sort="right"), len(phrases)),
        "card": (lambda at: corpus.card(phrases[at]).answer(), len(phrases)),
        "trend of six": (lambda at: corpus.trend(sixes[at]), len(sixes)),
        "words around": (lambda at: corpus.collocations(phrases[at]), len(phrases)),
    }
    for name, (ask, count) in kinds.items():
        ask(0)
        gc.collect()
        yield Times(name, [_milliseconds(ask, at) for at in range(count)])


def _milliseconds(ask: Callable[[int], object], at: int) -> float:
    started = perf_counter_ns()
    ask(at)
    return (perf_counter_ns() - started) / 1e6


def phrases_of(corpus: Corpus, count: int, seed: int) -> list[str]:
    """Different pieces of its paragraphs, of one character to LONGEST."""
    chance = np.random.default_rng(seed)
    speeches = corpus.speeches()
    found: dict[str, None] = {}
    while len(found) < count:
        speech = corpus.speech(speeches[int(chance.integers(len(speeches)))].id)
        text = speech.paragraphs[int(chance.integers(len(speech.paragraphs)))].text
        size = int(chance.integers(1, LONGEST + 1))
        start = int(chance.integers(max(len(text) - size, 0) + 1))
        piece = text[start : start + size]
        if len(piece) == size and piece.strip() == piece:
            found[piece] = None
    return list(found)


def table(measured: Sequence[Times]) -> list[Row]:
    """A row for each kind of question."""
    rows = [["ms", "asked", "p50", "p95", "p99", "wanted: p95 at most"]]
    for name, times in measured:
        p50, p95, p99 = (f"{one:.2f}" for one in np.percentile(times, [50, 95, 99]))
        rows.append([name, str(len(times)), p50, p95, p99, str(BOUNDS[name])])
    return rows


@click.command()
@click.option("--paragraphs", type=click.IntRange(40), default=100_000, show_default=True)
@click.option("--phrases", type=click.IntRange(TOGETHER), default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def main(paragraphs: int, phrases: int, seed: int, markdown: bool) -> None:
    """How long lines, cards, trends and words around a phrase take in a synthetic corpus."""
    with tempfile.TemporaryDirectory(prefix="desk-") as work:
        write_speeches(Path(work, "seeds"), paragraphs, seed)
        build(Path(work, "seeds"), Path(work, "index"), BuildOptions(jobs=2))
        with searchui.open_corpus(Path(work, "index")) as corpus:
            rows = table(list(measure(corpus, phrases_of(corpus, phrases, seed))))
    click.echo((piped if markdown else aligned)(rows))


if __name__ == "__main__":
    main()
