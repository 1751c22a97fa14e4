"""Evaluation by whole arrays, beside plain Whoosh over our codec and over its stock codec: one answer, one score."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import qcore
from whoosh.query.compound import And as AllOf
from whoosh.query.compound import AndMaybe
from whoosh.query.compound import Or as AnyOf
from whoosh.query.positional import Phrase as Adjacent
from whoosh.query.terms import Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from indexer.analysis import Analysis
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.read import nearest
from indexer.engine.embedded.read.scorer import HEADING_WEIGHT, TITLE_WEIGHT
from indexer.engine.embedded.whoosh.schema import CHARACTERS, HEADINGS, TITLE, WORDS
from indexer.engine.embedded.write import EmbeddedWriter
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Proximity, Query, Wildcard, Words
from indexer.model import Speech
from tests.indexer.engine.test_codec_differential import ANALYSIS, History, histories, indexes
from tests.oracle import OracleEngine

Scored = dict[str, float]
# Each is one word of a query, of so many characters that its postings tell where its text stands too.
words = st.sampled_from(["乡村", "振兴", "建设", "人民", "乡村振兴", "没有"])


def ranked() -> st.SearchStrategy[Query]:
    """Trees whose scores are sums of BM25F: a text that is no word of the dictionary is scored as a phrase too."""
    return st.recursive(
        words.map(Words),
        lambda below: st.one_of(
            st.lists(below, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(below, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=5,
    )


def plainly(query: Query) -> qcore.Query:
    """The same question in Whoosh's own queries: a word where it is a word or merely stands, more for headings and title."""
    match query:
        case And(parts):
            return AllOf([plainly(part) for part in parts])
        case Or(parts):
            return AnyOf([plainly(part) for part in parts])
        case Words(text):
            grams = [text[at : at + 2] for at in range(len(text) - 1)]
            standing = Adjacent(CHARACTERS, grams, boost=0.0) if len(grams) > 1 else Term(CHARACTERS, text, boost=0.0)
            above = AnyOf([Term(HEADINGS, text, boost=HEADING_WEIGHT), Term(TITLE, text, boost=TITLE_WEIGHT)])
            return AndMaybe(AnyOf([Term(WORDS, text), standing]), above)
    raise TypeError(query)


def found_plainly(searcher: Searcher, query: Query) -> Scored:
    hits = searcher.search(plainly(query), limit=None)
    return {hit["id"]: hit.score for hit in hits}


@contextmanager
def arrays_of(history: History) -> Iterator[tuple[EmbeddedReader, Searcher, list[str]]]:
    """Arrays, Whoosh over them, and the ids of all documents, deleted ones too."""
    with indexes(history) as (ours, _), open_dir(str(ours)).searcher() as plain:
        ids = [plain.stored_fields(number)["id"] for number in range(plain.doc_count_all())]
        yield EmbeddedReader(ours, ANALYSIS, plain.doc_count()), plain, ids


@contextmanager
def plainly_searched(history: History) -> Iterator[tuple[Searcher, Searcher]]:
    """Whoosh over our codec and over its stock one."""
    with (
        indexes(history) as (ours, stock),
        open_dir(str(ours)).searcher(weighting=BM25F()) as plain,
        stock.searcher(weighting=BM25F()) as stocked,
    ):
        yield plain, stocked


def as_if_new(history: History) -> History:
    """What is there in the end, as if nothing else had ever been: Whoosh counts what is deleted until it is merged."""
    return History((tuple(history.outcome()),)) if history.outcome() else History(())


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), queries=st.lists(ranked(), min_size=1, max_size=4))
def test_one_score_by_arrays_by_plain_whoosh_and_by_its_stock_codec(history: History, queries: list[Query]) -> None:
    with arrays_of(history) as (arrays, _, ids), plainly_searched(as_if_new(history)) as (plain, stock):
        for query in queries:
            matches = arrays.match(query)
            scored = {ids[number]: score for number, score in zip(matches.paragraphs, matches.scores, strict=True)}
            assert scored == pytest.approx(found_plainly(plain, query), abs=1e-5), query
            assert scored == pytest.approx(found_plainly(stock, query), abs=1e-5), query


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), query=ranked(), phrase=st.text("乡村建设", min_size=1, max_size=3))
def test_the_parts_of_a_score_add_up_to_it(history: History, query: Query, phrase: str) -> None:
    with arrays_of(history) as (arrays, _, _):
        for asked in (query, Phrase(phrase), Words(phrase), And((Or((query, Words(phrase))), Not(Phrase("。"))))):
            matches = arrays.match(asked)
            found = arrays.score_parts(asked, matches.paragraphs)
            assert sum(found.values()) == pytest.approx(matches.scores, abs=1e-4)
            assert all((scores >= 0).all() for scores in found.values())


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(), data=st.data())
def test_what_is_deleted_is_not_found(history: History, data: st.DataObject) -> None:
    """In several segments, by every kind of query: what is found are the living documents that match."""
    living = history.outcome()
    texts = {f"{document.speech}#{document.anchor}": document.text for document in living}
    with arrays_of(history) as (arrays, plain, ids):
        live = {number for number in range(arrays.size) if number in set(plain.reader().all_doc_ids())}
        assert sorted(ids[number] for number in live) == sorted(texts)
        phrase = data.draw(st.text("党的建设乡村振兴人民", min_size=1, max_size=3))
        having = {number for number in live if phrase in texts[ids[number]]}
        half = DocRanges(((0, arrays.size // 2),)) if arrays.size > 1 else DocRanges(())
        first = {number for number in live if number < arrays.size // 2}
        assert set(arrays.match(Phrase(phrase)).paragraphs.tolist()) == having
        assert set(arrays.match(Not(Phrase(phrase))).paragraphs.tolist()) == live - having
        assert set(arrays.match(And((half, Not(Phrase(phrase))))).paragraphs.tolist()) == first - having
        assert set(arrays.match(Or((half, Phrase(phrase)))).paragraphs.tolist()) == first | having
        assert set(arrays.match(Words(phrase)).paragraphs.tolist()) >= having
        if len(phrase) > 2:
            assert set(arrays.match(Wildcard(f"{phrase[0]}?{phrase[2]}")).paragraphs.tolist()) >= having
            assert set(arrays.match(Proximity((phrase[2], phrase[:2]), 0)).paragraphs.tolist()) >= having
            assert set(arrays.match(Proximity((phrase[2], phrase[:2]), 0)).paragraphs.tolist()) <= live
        found = arrays.occurrences(phrase)
        assert set(found.paragraphs.tolist()) == having
        for number, paragraph in zip(having, arrays.paragraphs(list(having)), strict=True):
            assert paragraph.text == texts[ids[number]]


def test_many_threads_get_the_same_answers(
    analysis: Analysis, sample_speeches: list[Speech], sample_engine: EmbeddedReader
) -> None:
    oracle = OracleEngine(sample_speeches, analysis)
    queries: list[Query] = [
        Words("发展"),
        Phrase("的"),
        Or((Words("改革"), Phrase("党的"))),
        Not(Words("经济社会发展")),
    ]
    queries += [And((Words(word), Not(Phrase("。")))) for word in ("创新", "人民", "工作", "绿色发展")]
    expected = [oracle.match(query).paragraphs.tolist() for query in queries]

    def ask(turn: int) -> bool:
        place = turn % len(queries)
        numbers = sample_engine.match(queries[place]).paragraphs
        texts = [paragraph.text for paragraph in sample_engine.paragraphs(numbers[:5].tolist())]
        return numbers.tolist() == expected[place] and texts == [oracle.paragraph(n).text for n in numbers[:5]]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(800)))


@pytest.fixture
def sample_engine(analysis: Analysis, sample_speeches: list[Speech], tmp_path: Path) -> EmbeddedReader:
    writer = EmbeddedWriter(tmp_path, analysis)
    for speech in sample_speeches:
        writer.add(speech)
    writer.finish()
    return EmbeddedReader(tmp_path, analysis, sum(len(speech.paragraphs) for speech in sample_speeches))


@given(st.lists(st.lists(st.integers(0, 9), max_size=40), min_size=1, max_size=3), st.integers(1, 4))
def test_the_bound_of_the_nearest_is_the_score_of_the_last_that_is_wanted(scores: list[list[int]], wanted: int) -> None:
    ordered = sorted((one for own in scores for one in own), reverse=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nearest, "COLUMNS", 2)  # as in a segment of very many paragraphs
        least = nearest._least([np.array(own, dtype=np.float32) for own in scores], wanted)
    assert least == (ordered[wanted - 1] if len(ordered) >= wanted else 0)
