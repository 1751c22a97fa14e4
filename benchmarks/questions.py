"""The command `python -m benchmarks.questions`: what a question of 20 words costs beside a search for two, in one run."""

import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

import click

import searchui
from benchmarks.corpus.speeches import write_speeches
from benchmarks.report.table import aligned
from indexer.analysis import Analysis, fold
from indexer.build.pipeline import build
from searchui import Corpus

WORDS = 20  # of a question, the half of them from each of two paragraphs, so that no paragraph has all
SPEECHES = 120  # that questions and words are taken from
SHORTEST = 100  # characters of a paragraph that is taken from
CLOCKS: dict[str, Callable[[], float]] = {"wall, ms": perf_counter, "processor, ms": thread_time}


def asked(corpus: Corpus, most: int, seed: int) -> Iterator[tuple[str, str]]:
    """Two words of a paragraph, and a question; no two are the same."""
    chance, analysis = random.Random(seed), Analysis()
    speeches = chance.sample(corpus.speeches(), min(SPEECHES, len(corpus.speeches())))
    texts = [one.text for entry in speeches for one in corpus.speech(entry.id).paragraphs if len(one.text) > SHORTEST]
    words = [[word for word in analysis.cut(fold(text)) if word.isalnum()] for text in texts]
    long = [one for one in words if len(one) >= WORDS]
    for _ in range(most):
        first, second = chance.sample(long, 2)
        pair = chance.sample([word for word in chance.choice(long) if len(word) > 1], 2)
        yield " ".join(pair), "".join((*first[: WORDS // 2], *second[: WORDS // 2]))


def times(corpus: Corpus, query: str) -> list[float]:
    """What a page of a query takes by each clock: ten hits and the counts by year."""
    started = [clock() for clock in CLOCKS.values()]
    page = corpus.search(query)
    assert len(page.facets["year"]) >= 0
    return [1000 * (clock() - start) for clock, start in zip(CLOCKS.values(), started, strict=True)]


@click.command()
@click.option("--paragraphs", type=click.IntRange(1000), default=100_000, show_default=True)
@click.option("--questions", type=click.IntRange(10), default=300, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(paragraphs: int, questions: int, seed: int) -> None:
    """Time fresh questions and fresh searches for two words by turns; the medians, and the one to the other."""
    with tempfile.TemporaryDirectory(prefix="questions-") as work:
        seeds, index = Path(work, "seeds"), Path(work, "index")
        seeds.mkdir()
        write_speeches(seeds, paragraphs, seed)
        build(seeds, index)
        with searchui.open_corpus(index) as corpus:
            every = list(asked(corpus, questions + 3, seed))
            measured = [[times(corpus, query) for query in both] for both in every][3:]  # the first ones load tables
    rows = [["median of fresh queries, by turns", "AND of 2", f"question of {WORDS} words", "ratio"]]
    for place, clock in enumerate(CLOCKS):
        two, many = (median(one[kind][place] for one in measured) for kind in (0, 1))
        rows.append([clock, f"{two:.2f}", f"{many:.2f}", f"{many / two:.2f}"])
    click.echo(aligned(rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(f"{paragraphs:,} paragraphs; peak memory of this process, the build included: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
