"""The command `python -m benchmarks.relevance`: is what was meant among the first ten? Ours beside plain BM25."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import RR, Qrel, ScoredDoc, nDCG

import searchui
from benchmarks.relevance.baselines import PlainBM25, bigrams, words
from benchmarks.relevance.known_items import Items, KnownItems, Query
from benchmarks.relevance.questions import QuestionSet, question_sets
from benchmarks.report.table import NONE, Row, aligned, piped
from indexer.analysis import Analysis
from indexer.build.pipeline import build
from indexer.errors import QueryError
from searchui import Corpus
from searchui.search.results.hit import Hit

FIRST = 10
MEASURES = {"nDCG@10": nDCG @ FIRST, "MRR@10": RR @ FIRST}
RESAMPLED = 2000  # times, for the share in which ours is ahead
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpora"
REAL = SHARED if SHARED.is_dir() else ROOT / "seeds"
QUESTIONS = ROOT.parent / "shared" / "ranking"
OURS, BY_WORDS, BY_BIGRAMS = "ours", "BM25, jieba words", "BM25, bigrams"

Best = Callable[[str], Sequence[int]]
Values = npt.NDArray[np.float64]


class Score(NamedTuple):
    """One engine on one kind of query: for each measure its value for each query."""

    kind: str
    engine: str
    values: dict[str, Values]


def measure(corpus: Corpus, most: int, seed: int) -> Iterator[Score]:
    """All engines on all kinds of queries. Weights were tuned on even queries, so only the odd ones are measured."""
    items, analysis = Items.of(corpus), Analysis()
    engines = _engines(corpus, items, analysis)
    for kind, queries in KnownItems(items, analysis, 2 * most, seed).kinds().items():
        asked = queries[1::2]
        for name, best in engines.items():
            yield Score(kind, name, values_of(asked, best))


def measure_questions(asked: QuestionSet, most: int) -> Iterator[Score]:
    """All engines on a set of questions, whose passages are indexed for it. Both sets were looked at while the weights were chosen."""
    texts, analysis = [passage.text for passage in asked.passages], Analysis()
    by_words, by_bigrams = PlainBM25(texts, words(analysis)), PlainBM25(texts, bigrams)
    kind, queries = f"question, {asked.name}", asked.queries[:most]
    with tempfile.TemporaryDirectory(prefix="relevance-") as work:
        asked.write(Path(work, "seeds"))
        build(Path(work, "seeds"), Path(work, "index"))
        with searchui.open_corpus(Path(work, "index")) as corpus:

            def ours(query: str) -> list[int]:
                hits = _hits(corpus, query)
                return list(dict.fromkeys(int(hit.speech.id.removesuffix(".txt")) for hit in hits))

            yield Score(kind, OURS, values_of(queries, ours))
    yield Score(kind, BY_WORDS, values_of(queries, lambda query: by_words.best(query, FIRST)))
    yield Score(kind, BY_BIGRAMS, values_of(queries, lambda query: by_bigrams.best(query, FIRST)))


def _hits(corpus: Corpus, query: str) -> Sequence[Hit]:
    """The first hits; none where the query cannot be read."""
    try:
        return corpus.search(query, per_page=FIRST, collapse=False).hits
    except QueryError:
        return ()


def _engines(corpus: Corpus, items: Items, analysis: Analysis) -> dict[str, Best]:
    texts = [paragraph.text for paragraph in items.paragraphs]
    by_words, by_bigrams = PlainBM25(texts, words(analysis)), PlainBM25(texts, bigrams)

    def ours(query: str) -> list[int]:
        places = [(hit.speech.id, hit.anchor) for hit in _hits(corpus, query)]
        return [items.places[place] for place in places if place in items.places]  # what only a version has is no item

    return {
        OURS: ours,
        BY_WORDS: lambda query: by_words.best(query, FIRST),
        BY_BIGRAMS: lambda query: by_bigrams.best(query, FIRST),
    }


def values_of(queries: Sequence[Query], best: Best) -> dict[str, Values]:
    """Each measure of each query; of equal texts any will do, and one found is as good as the other."""
    wanted = [Qrel(str(at), str(one), 1) for at, query in enumerate(queries) for one in query.relevant]
    found = [
        ScoredDoc(str(at), str(one), -rank)
        for at, query in enumerate(queries)
        for rank, one in enumerate(best(query.text))
    ]
    values = {name: np.zeros(len(queries)) for name in MEASURES}
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), wanted, found):
        values[names[metric.measure]][int(metric.query_id)] = metric.value
    return values


def ahead(own: Values, other: Values, seed: int = 1) -> float:
    """In which share of samples of the queries, drawn with replacement, the mean of one is above that of the other."""
    places = np.random.default_rng(seed).integers(0, len(own), (RESAMPLED, len(own)))
    return float(((own - other)[places].mean(axis=1) > 0).mean())


def table(scores: Sequence[Score]) -> list[Row]:
    """A row for each kind of query and engine."""
    ours = {score.kind: score for score in scores if score.engine == OURS}
    rows = [["kind of query", "queries", "engine", *MEASURES, "ours ahead"]]
    for kind, engine, values in scores:
        own = ours[kind].values
        shares = [f"{ahead(own[name], value):.1%}" for name, value in values.items()]
        cells = [f"{value.mean():.3f} ± {value.std() / len(value) ** 0.5:.3f}" for value in values.values()]
        size = len(next(iter(values.values())))
        rows.append([kind, str(size), engine, *cells, NONE if engine == OURS else ", ".join(shares)])
    return rows


@click.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=REAL, help="Real speeches.")
@click.option("--questions", type=click.Path(path_type=Path), default=QUESTIONS, help="Sets of questions, if any.")
@click.option("--asked", type=click.IntRange(1), default=10_000, show_default=True, help="Of each set, at most.")
@click.option("--queries", type=click.IntRange(1), default=300, show_default=True, help="Of each kind, at most.")
@click.option("--seed", default=1, show_default=True)
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def main(folder: Path, questions: Path, asked: int, queries: int, seed: int, markdown: bool) -> None:
    """nDCG and MRR of known items of a folder of speeches and of questions, beside plain BM25 on words and on bigrams."""
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder {folder}; name one with real speeches: --folder DIR")
    with tempfile.TemporaryDirectory(prefix="relevance-") as work:
        build(folder, Path(work))
        with searchui.open_corpus(work) as corpus:
            scores = list(measure(corpus, queries, seed))
    scores += [score for one in question_sets(questions) for score in measure_questions(one, asked)]
    rows = table(scores)
    click.echo((piped if markdown else aligned)(rows))
    click.echo(
        "Known items: odd queries only, weights were tuned on the even ones; questions: all. ± is the standard error; “ours ahead” is the"
    )
    click.echo("share of 2,000 paired bootstrap samples in which ours has the higher mean, for each measure.")


if __name__ == "__main__":
    main()
