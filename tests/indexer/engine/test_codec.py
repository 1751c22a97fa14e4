"""Plain Whoosh over our codec: one thing at a time."""

import pickle
from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import LockError, create_in, open_dir
from whoosh.matching.mcore import ReadTooFar
from whoosh.qparser.default import QueryParser
from whoosh.query.compound import AndNot
from whoosh.query.qcore import Every
from whoosh.query.terms import Term
from whoosh.reading import TermNotFound
from whoosh.sorting import FieldFacet
from whoosh.writing import IndexingError

from indexer.analysis import Analysis
from indexer.engine.embedded.whoosh import whoosh_index as index_module
from indexer.engine.embedded.whoosh.codec import ColumnarSegment
from indexer.engine.embedded.whoosh.matcher import ArrayMatcher
from indexer.engine.embedded.whoosh.whoosh_index import ColumnarIndex, create, open_index

EVERY = Every()  # type: ignore[no-untyped-call]
TEXTS = [
    "坚持党的建设，推进乡村振兴战略。",
    "全面推进乡村振兴，乡村要美。",
    "𠮷野家 的乡村 Hello World hello",
    "党的建设，党的建设",
]


def add(index: ColumnarIndex, texts: Sequence[str], first: int = 0, **commit: Any) -> None:
    """Add paragraphs, two a speech, numbered from `first`."""
    writer = index.writer()
    for number, text in enumerate(texts, first):
        writer.add_document(**fields(number, text))
    writer.commit(**commit)  # type: ignore[no-untyped-call]


def fields(number: int, text: str) -> dict[str, Any]:
    return {
        "speech": f"s{number // 2}",
        "anchor": f"p{number}",
        "title": "在大会上的讲话",
        "date": "2024-01-02",
        "speaker": None if number % 2 else "习近平",
        "year": str(2020 + number),
        "kind": "body",
        "text": text,
        "section_path": ("一、总体要求",),
    }


def ids(index: Any, query: Any = EVERY, **options: Any) -> list[str]:
    with index.searcher() as searcher:
        return [hit["id"] for hit in searcher.search(query, limit=None, **options)]


@pytest.fixture
def index(analysis: Analysis, tmp_path: Path) -> ColumnarIndex:
    made = create(tmp_path, analysis)
    add(made, TEXTS)
    return made


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("words", "乡村振兴", {0, 1}),
        ("words", "HELLO", {2}),
        ("words", '"党的建设"', {0, 3}),
        ("words", "党*", {0, 3}),
        ("words", "乡村 NOT 战略", {1, 2}),
        ("characters", "的建设", {0, 3}),
        ("characters", "設，推", {0}),
        ("characters", "𠮷野", {2}),
        ("characters", "建设党", set()),
        ("headings", "要求", {0, 1, 2, 3}),
        ("title_words", "大会", {0, 1, 2, 3}),
        ("speech", "s1", {2, 3}),
        ("year", "[2021 TO 2022]", {1, 2}),
        ("speaker", "习近平", {0, 2}),
        ("id", "s0#p1", {1}),
        ("words", "没有", set()),
    ],
)
def test_the_parser_of_plain_whoosh_finds(
    index: ColumnarIndex, tmp_path: Path, field: str, text: str, expected: set[int]
) -> None:
    for opened in (index, open_dir(str(tmp_path))):
        query = QueryParser(field, opened.schema).parse(text)
        assert set(ids(opened, query)) == {f"s{number // 2}#p{number}" for number in expected}


def test_what_is_stored_comes_back(index: ColumnarIndex) -> None:
    with index.searcher() as searcher:
        assert searcher.document(id="s0#p1") == {
            "id": "s0#p1",
            "speech": "s0",
            "title": "在大会上的讲话",
            "date": "2024-01-02",
            "year": "2021",
            "kind": "body",
            "text": TEXTS[1],
        }


def test_highlights(index: ColumnarIndex) -> None:
    with index.searcher() as searcher:
        for field in ("words", "characters"):
            query = QueryParser(field, index.schema).parse("乡村振兴")
            marked = {hit.highlights(field, text=hit["text"]) for hit in searcher.search(query)}
            assert len(marked) == 2
            assert all('term0">乡村振兴</b>' in text for text in marked)


def test_more_like_this(index: ColumnarIndex) -> None:
    with index.searcher() as searcher:
        hit = searcher.search(Term("id", "s0#p0"))[0]
        assert next(other["id"] for other in hit.more_like_this("words", text=hit["text"])) in {"s0#p1", "s1#p3"}


def test_sorting_and_facets(index: ColumnarIndex) -> None:
    assert ids(index, sortedby=FieldFacet("year", reverse=True))[0] == "s1#p3"
    with index.searcher() as searcher:
        found = searcher.search(EVERY, groupedby="speaker")
        assert found.groups() == {"习近平": [0, 2], "": [1, 3]}


def test_terms(index: ColumnarIndex) -> None:
    with index.reader() as reader:
        assert sorted(reader.all_terms()) == list(reader.all_terms())
        assert list(reader.expand_prefix("words", "乡")) == ["乡村".encode(), "乡村振兴".encode()]
        assert [term.decode() for term in reader.lexicon("year")] == ["2020", "2021", "2022", "2023"]
        assert list(reader.terms_within("words", "乡存", 1)) == ["乡村"]
        assert next(iter(reader.terms_from("words", "乡村".encode()[:4]))) == ("words", "乡村".encode())
        assert ("words", b"hello") in reader
        assert ("words", b"\xff") not in reader
        assert reader.frequency("words", "hello") == 2
        assert (reader.frequency("words", "没有"), reader.doc_frequency("words", "没有")) == (0, 0)
        with pytest.raises(TermNotFound):
            reader.term_info("words", "没有")


def test_a_cursor_walks_the_terms_of_a_field(index: ColumnarIndex) -> None:
    with index.reader() as reader:
        cursor: Any = reader.cursor("year")
        assert (cursor.text(), cursor.next(), cursor.find("20225")) == ("2020", "2021", "2023")
        assert cursor.term_info().doc_frequency() == 1
        assert (cursor.next(), cursor.text(), cursor.term_info(), cursor.is_valid()) == (None, None, None, False)
        assert cursor.first() == "2020"


def test_a_matcher_walks_its_postings(index: ColumnarIndex) -> None:
    with index.reader() as reader:
        walk: Any = reader.postings("words", "乡村")
        assert isinstance(reader.postings("words", "乡村"), ArrayMatcher)
        assert list(walk.all_ids()) == [0, 1, 2]
        walk.next()
        assert (walk.id(), walk.weight(), walk.value_as("frequency"), type(walk.id())) == (1, 2.0, 2, int)
        assert walk.format.decode_positions(walk.value()) == walk.value_as("positions")
        assert [span.start for span in walk.spans()] == walk.value_as("positions")
        other = walk.copy()
        walk.skip_to(2)
        assert (walk.id(), other.id()) == (2, 1)
        walk.next()
        assert not walk.is_active()
        assert not walk.replace().is_active()
        assert walk.id() > 2  # AndNotMatcher asks
        with pytest.raises(ReadTooFar):
            walk.next()
        with pytest.raises(ReadTooFar):
            walk.skip_to(9)
        walk.reset()
        assert walk.id() == 0


def test_positions_follow_the_analysis(index: ColumnarIndex, analysis: Analysis) -> None:
    with index.reader() as reader:
        for number, text in enumerate(TEXTS):
            words = [word.text for word in analysis.words(text)]
            for word in words:
                walk = reader.postings("words", word)
                walk.skip_to(number)
                assert walk.value_as("positions") == [place for place, other in enumerate(words) if other == word]


def test_long_paragraphs_score_by_their_true_lengths(analysis: Analysis, tmp_path: Path) -> None:
    """The stock codec rounds lengths to a byte; BM25F is worked out by hand here."""
    texts = ["乡村振兴" * 97 + "党的建设", "推进党的建设" * 53, "党的建设", "人民" * 211]
    index = create(tmp_path, analysis)
    add(index, texts)
    writer = index.writer()
    writer.delete_by_term("id", "s1#p2")  # until it is merged away, it counts in the averages
    writer.commit(merge=False)  # type: ignore[no-untyped-call]
    words = [[word.text for word in analysis.words(text)] for text in texts]
    average = sum(map(len, words)) / len(texts)
    idf = log(len(texts) / (3 + 1)) + 1
    with index.searcher() as searcher:
        scores = {hit.docnum: hit.score for hit in searcher.search(Term("words", "党的建设"))}
    assert scores.keys() == {0, 1}
    for number, score in scores.items():
        frequency, length = words[number].count("党的建设"), len(words[number])
        expected = idf * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length / average))
        assert score == pytest.approx(expected, rel=1e-9)


def test_deleting_updating_and_optimizing(index: ColumnarIndex, analysis: Analysis, tmp_path: Path) -> None:
    add(index, ["新的一段", "又一段"], first=4, merge=False)
    assert len(index.segments()) == 2
    writer = index.writer()
    assert writer.delete_by_term("speech", "s1") == 2
    writer.update_document(**fields(1, "改过的文字"))
    writer.commit(merge=False)  # type: ignore[no-untyped-call]
    there = ["s0#p0", "s2#p4", "s2#p5", "s0#p1"]
    assert ids(index) == there
    assert ids(open_dir(str(tmp_path)), Term("words", "文字")) == ["s0#p1"]
    index.optimize()  # type: ignore[no-untyped-call]
    assert ids(index) == there
    (segment,) = index.segments()
    assert (segment.doc_count(), segment.has_deletions()) == (4, False)  # type: ignore[no-untyped-call]
    assert {file.name for file in tmp_path.glob("*.seg")} == {segment.file(index.storage).name}


def test_what_plain_whoosh_deletes_only_plain_whoosh_sees(index: ColumnarIndex, tmp_path: Path) -> None:
    """It writes its own table of contents, a pickle, which we never read."""
    plain = open_dir(str(tmp_path))
    writer = plain.writer()
    writer.delete_by_term("words", "hello")
    writer.commit(merge=False)
    assert ids(plain) == ["s0#p0", "s0#p1", "s1#p3"]
    assert ids(index) == ["s0#p0", "s0#p1", "s1#p2", "s1#p3"]


def test_everything_deleted(index: ColumnarIndex) -> None:
    writer = index.writer()
    writer.delete_by_query(EVERY)
    writer.commit(optimize=True)  # type: ignore[no-untyped-call]
    assert (ids(index), index.segments()) == ([], [])


def test_small_segments_are_merged(analysis: Analysis, tmp_path: Path) -> None:
    index = create(tmp_path, analysis)
    for number in range(12):
        add(index, [f"第{number}段"], first=number)
    assert len(index.segments()) < 7
    assert len(ids(index)) == 12


def test_a_full_batch_becomes_a_segment(analysis: Analysis, tmp_path: Path) -> None:
    index = create(tmp_path, analysis)
    writer = index.writer(most_characters=20)
    for number in range(10):
        writer.add_document(**fields(number, f"乡村振兴第{number}段。"))
    writer.commit(merge=False)  # type: ignore[no-untyped-call]
    assert [segment.doc_count_all() for segment in index.segments()] == [3, 3, 3, 1]
    assert ids(index) == [f"s{number // 2}#p{number}" for number in range(10)]
    index.optimize()  # type: ignore[no-untyped-call]
    assert ids(index) == [f"s{number // 2}#p{number}" for number in range(10)]


def test_no_segment_ends_within_a_sentence(analysis: Analysis, tmp_path: Path) -> None:
    """A phrase may go on in the next paragraph of the speech, and is looked for segment by segment."""
    index = create(tmp_path, analysis)
    writer = index.writer(most_characters=20)
    for number in range(10):
        writer.add_document(**fields(number, f"乡村振兴第{number}段"))
    writer.commit(merge=False)  # type: ignore[no-untyped-call]
    assert [segment.doc_count_all() for segment in index.segments()] == [4, 4, 2]  # speeches have two paragraphs each


def test_no_segment_has_too_many_documents(analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "MOST_DOCUMENTS", 5)
    index = create(tmp_path, analysis)
    for first in range(0, 12, 4):
        add(index, TEXTS, first=first, merge=False)
    add(index, TEXTS, first=12, optimize=True)
    assert [segment.doc_count_all() for segment in index.segments()] == [4, 4, 4, 4]
    assert ids(index) == [f"s{number // 2}#p{number}" for number in range(16)]


def test_giving_up_leaves_the_index_as_it_was(index: ColumnarIndex, tmp_path: Path) -> None:
    before = sorted(file.name for file in tmp_path.iterdir())
    writer = index.writer(most_characters=1)
    writer.delete_by_term("speech", "s0")
    writer.add_document(**fields(9, "不要了"))
    writer.cancel()
    assert len(ids(index)) == 4
    assert sorted(file.name for file in tmp_path.iterdir()) == before


def test_one_writer_at_a_time(index: ColumnarIndex) -> None:
    writer = index.writer()
    with pytest.raises(LockError):
        index.writer()
    writer.cancel()
    with pytest.raises(ValueError, match="processes"):
        index.writer(procs=2)
    with pytest.raises(TypeError), index.writer() as another:
        another.add_document(nothing="of ours")


def test_segments_of_another_codec_are_refused(index: ColumnarIndex, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = create_in(str(tmp_path / "other"), index.schema)
    with other.writer() as writer:
        writer.add_document(id="x#y", words="党")
    with index.writer() as ours, other.searcher() as searcher, pytest.raises(IndexingError):
        ours.add_reader(searcher.reader())  # type: ignore[no-untyped-call]
    assert len(ids(index)) == 4


def test_a_refreshed_searcher_sees_deletions(index: ColumnarIndex) -> None:
    searcher = index.searcher()
    with index.writer() as writer:
        writer.delete_by_term("id", "s0#p0")
    with searcher.refresh() as fresh:  # type: ignore[no-untyped-call]
        assert fresh.doc_count() == 3
        assert [hit["id"] for hit in fresh.search(Term("words", "党的建设"))] == ["s1#p3"]


def test_andnot_may_ask_an_exhausted_matcher(index: ColumnarIndex) -> None:
    query = AndNot(Term("words", "党的建设"), Term("words", "乡村"))
    with index.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(query, limit=1)] == ["s1#p3"]


def test_the_table_of_contents_keeps_little_of_a_segment(index: ColumnarIndex) -> None:
    (segment,) = index.segments()
    segment.opened(index.storage)
    segment.delete_document(2)
    segment.delete_document(3)
    segment.delete_document(3, delete=False)
    again = pickle.loads(pickle.dumps(segment))
    assert isinstance(again, ColumnarSegment)
    assert again == segment
    assert (again.doc_count_all(), list(again.deleted_docs()), again.is_deleted(3)) == (4, [2], False)
    assert len(pickle.dumps(segment)) < 200


def test_readers_of_one_segment_share_what_is_open(index: ColumnarIndex) -> None:
    (segment,) = index.segments()
    first = segment.opened(index.storage)
    assert segment.opened(index.storage) is first


def test_a_segment_that_is_gone_is_looked_for_again(index: ColumnarIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whoosh.index.sleep", lambda _: None)
    (segment,) = index.segments()
    segment.file(index.storage).unlink()
    with pytest.raises(FileNotFoundError):
        index.reader()


def test_the_index_opens_by_its_folder(index: ColumnarIndex, analysis: Analysis, tmp_path: Path) -> None:
    assert ids(open_index(tmp_path, analysis)) == ids(index)
