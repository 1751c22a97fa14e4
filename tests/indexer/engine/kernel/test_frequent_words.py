"""Frequent words: what a segment keeps of them is true, and what is ranked by it is what a look at all matches gives."""

import random
from itertools import pairwise

import numpy as np
import pytest

from indexer.analysis import Analysis
from indexer.engine.answers import Matches, Numbers
from indexer.engine.bm25 import bm25, norms
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.encoding.array_names import FREQUENT
from indexer.engine.embedded.inverted_index import frequent_words
from indexer.engine.embedded.inverted_index.frequent_words import BLOCK, MOST, STEPS, frequent_arrays, units_of
from indexer.engine.embedded.inverted_index.postings import PostingsLists, pack_postings
from indexer.engine.embedded.kernel.kernel_ranking import KernelRanking, rank
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.read import kernel_reader
from indexer.engine.embedded.whoosh.whoosh_index import create
from indexer.engine.query import Words
from indexer.engine.ranking import FacetColumn, RankingColumns
from tests.indexer.engine.kernel.test_differential import document, readers
from tests.indexer.engine.test_codec_differential import our_fields

Pair = tuple[EmbeddedReader, EmbeddedReader]

PARAGRAPHS = 4000
WORDS = ("人民", "建设", "乡村振兴", "振兴", "乡村", "没有")


def lists_of(draw: random.Random, documents: int, words: int) -> tuple[PostingsLists, list[dict[int, int]]]:
    """Postings lists of random words, and of each how often its documents have it; some never as a token, some very often."""
    having = []
    for _ in range(words):
        some = sorted(draw.sample(range(documents), draw.randint(1, documents)))
        having.append({one: draw.choice((0, 1, 1, 2, 3, 9, 2047, 2048, 70_000)) for one in some})
    keys = [word << 20 | one for word, own in enumerate(having) for one in own]
    frequencies = np.array([count for own in having for count in own.values()], dtype=np.int64)
    lengths = np.array([draw.choice((1, 5, 40, 300, 90_000)) for _ in range(documents)], dtype=np.int64)
    alone = np.array([draw.random() < 0.8 for _ in keys], dtype=np.bool_)
    terms = [f"{word:02d}" for word in range(words)]
    return pack_postings(terms, np.array(keys, dtype=np.uint64), frequencies, alone, lengths), having


@pytest.mark.parametrize("seed", range(12))
def test_what_is_kept_is_true(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a count by hand; and no document scores above the peak of its block, whatever the average length."""
    monkeypatch.setattr(frequent_words, "LEAST", 30)
    draw = random.Random(seed)
    documents = draw.randint(40, 900)
    several = draw.choice((9, documents // 2))
    lists, having = lists_of(draw, documents, 6)
    starts = [np.array([0, *sorted(draw.sample(range(1, documents), some))], dtype=np.uint32) for some in (3, several)]
    units = units_of(*starts, documents=documents)
    edges = [*units.tolist(), documents]
    assert {*starts[0].tolist(), *starts[1].tolist()} <= {*edges}
    assert all(0 < end - start <= 255 for start, end in pairwise(edges))
    kept = frequent_arrays(lists, units)
    frequent = [word for word, own in enumerate(having) if len(own) >= max(30, len(units))]
    assert kept.get(FREQUENT, np.zeros(0)).tolist() == frequent
    for row, word in enumerate(frequent):
        own = having[word]
        by_hand = [sum(start <= one < end for one in own) for start, end in pairwise(edges)]
        assert kept["frequent.counts"].reshape(len(frequent), -1)[row].tolist() == by_hand
        assert kept["frequent.tokens"][row] == sum(count > 0 for count in own.values())
        first, last = kept["frequent.peaks.bounds"][row : row + 2].tolist()
        assert_below_peaks(own, lists.lengths, kept["frequent.peaks"][first:last].tolist())


def assert_below_peaks(own: dict[int, int], lengths: Numbers, peaks: list[int]) -> None:
    """As the kernel bounds scores by peaks: ../../../../indexer/engine/embedded/kernel/word_best.c."""
    documents, counts = np.array([*own]), np.array([*own.values()])
    assert len(peaks) == -(-len(own) // BLOCK)
    for average in (0.01, 1, 37.5, 1e5):
        scores = bm25(3.0, counts, norms(lengths[documents], average))
        for block, peak in enumerate(peaks):
            often, length = peak >> 16, (peak & MOST) / STEPS
            below = (0 if often == MOST else 1.2 * 0.25 / max(often, 1)) + 1.2 * 0.75 * length / average
            bound = 3.0 * 2.2 / (1 + below) if often else 0
            assert scores[block * BLOCK : (block + 1) * BLOCK].max() <= bound * 1.000002


def test_a_unit_that_is_long_is_cut() -> None:
    assert units_of(np.array([0, 600]), documents=601).tolist() == [0, 255, 510, 600]
    assert units_of(np.array([0]), documents=255).tolist() == [0]


@pytest.fixture(scope="module")
def many(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Paragraphs of four segments, some deleted: in one the words are not frequent, and one is as older versions made them."""
    folder, draw = tmp_path_factory.mktemp("many"), random.Random(1)
    parts = ["人民", "建设", "乡村振兴", "党的建设", "振兴", "人民的乡村", "的", "，", "A"]
    texts = ["".join(draw.choices(parts, k=draw.choice((1, 3, 20, 90)))) for _ in range(PARAGRAPHS)]
    texts[777] = "人民 " * 2100
    gone = {*draw.sample(range(PARAGRAPHS), 300), *range(1200, 1300)} - {777}
    with pytest.MonkeyPatch.context() as patch:
        index = create(folder, analysis)
        for start, end, least in ((0, 2500, 20), (2500, 3600, 20), (3600, 3990, PARAGRAPHS), (3990, PARAGRAPHS, 1)):
            patch.setattr(frequent_words, "LEAST", least)
            writer = index.writer()
            for number in range(start, end):
                writer.add_document(**our_fields(document(number, texts[number])))
            writer.commit(merge=False)  # type: ignore[no-untyped-call]
        writer = index.writer()
        for number in gone:
            writer.delete_by_term("id", f"讲话/{number // 10}#p{number}")
        writer.commit(merge=False)  # type: ignore[no-untyped-call]
    return readers(folder, analysis, PARAGRAPHS - len(gone))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[KernelRanking]:
    """What the kernel answers."""
    noted: list[KernelRanking] = []

    def note(*asked: object) -> KernelRanking:
        noted.append(rank(*asked))  # type: ignore[arg-type]
        return noted[-1]

    monkeypatch.setattr(kernel_reader, "rank", note)
    return noted


def drawn_columns(draw: random.Random) -> RankingColumns:
    """Any: of runs as speeches have them, or across these; of dates in any order; with duplicates, few or very many."""
    bounds = [*range(0, PARAGRAPHS, 10)]
    if draw.random() < 0.4:
        bounds = sorted({0, *draw.sample(range(PARAGRAPHS), draw.choice((30, 300)))})
    count, sizes = len(bounds), np.diff([*bounds, PARAGRAPHS])
    order = np.array(draw.sample(range(count), count))
    places = np.empty(count, dtype=np.int64)
    places[order] = np.cumsum(sizes[order]) - sizes[order]
    speeches = np.arange(count) // draw.choice((1, 2))
    groups = np.full(PARAGRAPHS, -1, dtype=np.int32)
    several = draw.choice((0, 3, 60, 3500))
    groups[draw.sample(range(PARAGRAPHS), several)] = [draw.randrange(several // 3 + 1) for _ in range(several)]
    if draw.random() < 0.2:  # nearly all speeches say the same
        copies = np.array([draw.random() < 0.95 for _ in range(PARAGRAPHS // 10)])
        groups = np.where(np.repeat(copies, 10), np.arange(PARAGRAPHS) % 10, -1).astype(np.int32)

    def mask() -> np.ndarray[tuple[int], np.dtype[np.bool_]] | None:
        return None if draw.random() < 0.5 else np.array([draw.random() < 0.6 for _ in range(count)])

    facets = {
        str(values): FacetColumn(np.array([draw.randrange(values) for _ in range(count)]), values, mask())
        for values in (3, 40)
    }
    return RankingColumns(
        runs=np.repeat(np.arange(count), sizes),
        speeches=speeches,
        mains=np.maximum(speeches - np.array([draw.randint(0, 1) for _ in range(count)]), 0),
        shifts=places - np.array(bounds),
        facets=facets,
        groups=groups if draw.random() < 0.7 else None,
        mask=mask(),
        by_date=draw.random() < 0.4,
    )


def by_hand(matches: Matches, columns: RankingColumns, wanted: int) -> tuple[object, ...]:
    """What a ranking says, of all matches and one after another."""
    runs = columns.runs[matches.paragraphs].tolist()
    counts = {
        name: np.bincount([one.codes[run] for run in runs if one.mask is None or one.mask[run]], minlength=one.values)
        for name, one in columns.facets.items()
    }
    scores = np.zeros(len(runs)) if columns.by_date else matches.scores.astype(np.float64).round(9)
    rows = sorted(
        (-score, paragraph + columns.shifts[run], paragraph, run)
        for score, paragraph, run in zip(scores.tolist(), matches.paragraphs.tolist(), runs, strict=True)
        if columns.mask is None or columns.mask[run]
    )
    heads: dict[int, int] = {}
    shown = []
    for _, _, paragraph, run in rows:
        group = -1 if columns.groups is None else int(columns.groups[paragraph])
        speech = int(columns.speeches[run])
        if group < 0 or heads.setdefault(group, speech) == speech:
            shown.append(paragraph)
    speeches = len({int(columns.mains[run]) for *_, run in rows})
    facets = {name: count.tolist() for name, count in counts.items()}
    return len(runs), len(rows), speeches, len(rows) - len(shown), facets, shown[:wanted]


@pytest.mark.skipif(shared_library() is None, reason="no kernel here")
@pytest.mark.parametrize("seed", range(10))
def test_a_frequent_word_is_ranked_as_by_hand(many: Pair, seed: int) -> None:
    with_kernel, plain = many
    draw = random.Random(seed)
    for _ in range(10):
        columns = drawn_columns(draw)
        for word in WORDS:
            wanted = draw.choice((0, 1, 10, 100, PARAGRAPHS))
            found = with_kernel.best(Words(word), columns, wanted)
            known = plain.match(Words(word))
            assert found is not None
            said = (found.total, found.left, found.speeches, found.hidden)
            facets = {name: counts.tolist() for name, counts in found.facets.items()}
            assert (*said, facets, found.best.paragraphs.tolist()) == by_hand(known, columns, wanted), (word, wanted)
            if not columns.by_date:
                places = known.paragraphs.searchsorted(found.best.paragraphs)
                np.testing.assert_allclose(found.best.scores, known.scores[places], rtol=1e-6)


@pytest.mark.skipif(shared_library() is None, reason="no kernel here")
@pytest.mark.parametrize(("by_date", "wanted", "share"), [(False, 3, 0.9), (True, 3, 0.3), (False, 0, 0.2)])
def test_not_all_matches_are_looked_at(
    many: Pair, looked_at: list[KernelRanking], by_date: bool, wanted: int, share: float
) -> None:
    """But those of the segment in which no word is frequent; blocks are few in so small a corpus."""
    runs = np.arange(PARAGRAPHS) // 10
    speeches = np.arange(PARAGRAPHS // 10)
    columns = RankingColumns(runs, speeches, speeches, -20 * speeches, by_date=by_date)
    for word in ("人民", "乡村振兴"):
        found = many[0].best(Words(word), columns, wanted)
        assert found is not None
        assert looked_at[-1].looked_at < found.total * share
