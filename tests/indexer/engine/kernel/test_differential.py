"""The kernel beside numpy: the same paragraphs, counts, places, texts and scores, whatever happened to an index."""

import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Frame, Matches, RunUses
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.inverted_index import frequent_words
from indexer.engine.embedded.kernel.compiling import OFF, VARIABLE
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.segment.segment_builder import Document
from indexer.engine.embedded.whoosh.whoosh_index import create
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Proximity, Query, Synonyms, Wildcard, Words
from indexer.errors import CallError
from tests.indexer.engine.test_codec_differential import CHARACTERS_USED, History, histories, our_fields

HISTORIES = int(os.environ.get("KERNEL_HISTORIES", "40"))
QUERIES = 8  # of each history

pytestmark = pytest.mark.skipif(shared_library() is None, reason="no kernel here")


@contextmanager
def off() -> Iterator[None]:
    """What is opened meanwhile is read without the kernel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, OFF)
        shared_library.cache_clear()
        try:
            yield
        finally:
            shared_library.cache_clear()


@contextmanager
def frequent_from(least: int) -> Iterator[None]:
    """What is written meanwhile has words that are frequent in a few documents."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frequent_words, "LEAST", least)
        yield


def readers(folder: Path, analysis: Analysis, paragraphs: int) -> tuple[EmbeddedReader, EmbeddedReader]:
    """One with the kernel, and one without."""
    with off():
        plain = EmbeddedReader(folder, analysis, paragraphs)
    return EmbeddedReader(folder, analysis, paragraphs), plain


words = st.text(CHARACTERS_USED + "無", min_size=1, max_size=7)
leaves = st.one_of(
    words.filter(str.strip).map(Words),
    st.builds(Phrase, words, st.just(PLAIN) | st.builds(MatchOptions, exact=st.booleans(), loose=st.booleans())),
    st.sampled_from(["党?建", "乡*振", "人*", "?设"]).filter(lambda text: text != "人*").map(Wildcard),
    st.builds(Proximity, st.lists(st.sampled_from("党建人民乡"), min_size=2, max_size=3).map(tuple), st.integers(0, 9)),
    st.lists(st.integers(0, 16), min_size=2, max_size=4, unique=True).map(
        lambda bounds: DocRanges(tuple(zip(sorted(bounds)[::2], sorted(bounds)[1::2], strict=False)))
    ),
)
trees: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda below: st.one_of(
        below.map(Not),
        st.tuples(below, below).map(lambda both: Synonyms(*both)),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


def same_matches(one: Matches, other: Matches, query: Query) -> None:
    assert one.paragraphs.tolist() == other.paragraphs.tolist(), query
    np.testing.assert_allclose(one.scores, other.scores, rtol=1e-6, atol=1e-9, err_msg=repr(query))
    assert np.asarray(one.scores).dtype == np.asarray(other.scores).dtype or not len(one.paragraphs)


def same_runs(one: EmbeddedReader, other: EmbeddedReader, text: str, options: MatchOptions) -> None:
    """What runs of paragraphs, of one to three each, have of a phrase."""
    runs = np.repeat(np.arange(one.size), np.arange(one.size) % 3 + 1)[: one.size]
    ours, true = one.uses_by_run(text, runs, options), other.uses_by_run(text, runs, options)
    for name in RunUses.__struct_fields__:
        assert getattr(ours, name).tolist() == getattr(true, name).tolist(), (text, name)


def same_answers(one: EmbeddedReader, other: EmbeddedReader, text: str, options: MatchOptions = PLAIN) -> None:
    """What is known of a phrase."""
    ours, true = one.occurrences(text, options), other.occurrences(text, options)
    assert (ours.paragraphs.tolist(), ours.counts.tolist()) == (true.paragraphs.tolist(), true.counts.tolist()), text
    same_runs(one, other, text, options)
    some = np.arange(one.size)[::-1]
    assert one.stands_alone(text, some).tolist() == other.stands_alone(text, some).tolist(), text
    standing, known = one.spans(text, options), other.spans(text, options)
    for name in ("paragraphs", "starts", "ends"):
        assert getattr(standing, name).tolist() == getattr(known, name).tolist(), (text, name)


def same_bulk(one: EmbeddedReader, other: EmbeddedReader, texts: Sequence[str], frames: Sequence[Frame]) -> None:
    """Many short questions at once."""
    assert one.totals_of(texts).tolist() == other.totals_of(texts).tolist()
    assert one.fillers_of(frames) == other.fillers_of(frames)


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), history=histories())
@pytest.mark.slow
def test_the_kernel_answers_as_numpy(analysis: Analysis, data: st.DataObject, history: History) -> None:
    with tempfile.TemporaryDirectory() as folder, frequent_from(data.draw(st.sampled_from((1, 3, 2048)))):
        history.enact(create(Path(folder), analysis), our_fields)
        with_kernel, plain = readers(Path(folder), analysis, len(history.outcome()))
        for query in data.draw(st.lists(trees, min_size=QUERIES, max_size=QUERIES)):
            found, known = with_kernel.match(query), plain.match(query)
            same_matches(found, known, query)
        for text in data.draw(st.lists(words, min_size=QUERIES, max_size=QUERIES)):
            same_answers(with_kernel, plain, text)
        frames = data.draw(st.lists(st.builds(Frame, *2 * [words.map(lambda text: fold(text)[:3])]), max_size=QUERIES))
        same_bulk(with_kernel, plain, [frame.before for frame in frames], frames)
        numbers = data.draw(st.lists(st.integers(0, with_kernel.size - 1), max_size=9)) if with_kernel.size else []
        assert with_kernel.paragraphs(numbers) == plain.paragraphs(numbers)
        assert with_kernel.folded_texts(numbers) == (plain.folded_texts(numbers) if numbers else [])


def document(number: int, text: str) -> Document:
    """A paragraph of a speech of ten, under headings that change every four."""
    return Document(
        speech=f"讲话/{number // 10}",
        anchor=f"p{number}",
        title=("在人民大会上的讲话", "乡村建设")[number // 10 % 2],
        date=None,
        speaker=None,
        year=None,
        kind="body",
        text=text,
        section_path=(("一、乡村振兴", "（二）党的建设", "人民")[number // 4 % 3],),
    )


LONG = "党" * 40 + "人民 " * 2100  # more of one than a posting has room for, and than four bits
FREQUENT = ("的", "党", "人民", "建设", "乡村振兴", "，", "A", "b1", "党的建设", "人民的乡村", "𠮷", "哈，。")


@pytest.fixture(scope="module")
def many(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> tuple[EmbeddedReader, EmbeddedReader]:
    """Two thousand paragraphs in three segments, some deleted: enough for every way of counting and sorting."""
    folder = tmp_path_factory.mktemp("many")
    draw = random.Random(7)
    parts = [*FREQUENT, *CHARACTERS_USED, "振兴"]
    texts = ["".join(draw.choices(parts, k=draw.randint(2, 40))) for _ in range(2000)]
    texts[777] = LONG
    index = create(folder, analysis)
    gone = set(draw.sample(range(2000), 60)) - {777}
    for start, end in ((0, 900), (900, 1990), (1990, 2000)):
        writer = index.writer()
        for number in range(start, end):
            writer.add_document(**our_fields(document(number, texts[number])))
        with frequent_from(200):
            writer.commit(merge=False)  # type: ignore[no-untyped-call]
    writer = index.writer()
    for number in gone:
        writer.delete_by_term("id", f"讲话/{number // 10}#p{number}")
    writer.commit(merge=False)  # type: ignore[no-untyped-call]
    return readers(folder, analysis, 2000 - len(gone))


def queries(draw: random.Random) -> Iterator[Query]:
    """What people ask, and what nobody would."""
    for text in FREQUENT:
        yield Words(text)
        yield Phrase(text)
    for _ in range(60):
        one, other, third = (Words("".join(draw.choices(FREQUENT, k=draw.randint(1, 3)))) for _ in range(3))
        yield from (And((one, other)), Or((one, other, third)), And((one, Not(third))))
        yield And((Synonyms(one, other), DocRanges(((3, 950), (1200, 1995)))))
        yield Or((And((one, Phrase(other.text[:2]))), Not(Or((third, other)))))


def test_common_words_are_counted_and_scored_as_by_numpy(many: tuple[EmbeddedReader, EmbeddedReader]) -> None:
    with_kernel, plain = many
    sizes = set()
    for query in queries(random.Random(3)):
        found, known = with_kernel.match(query), plain.match(query)
        sizes.add(len(found.paragraphs))
        same_matches(found, known, query)
    assert len(sizes) > 50
    assert max(sizes) > 1500


def test_scores_that_are_asked_for_later_are_the_same(
    many: tuple[EmbeddedReader, EmbeddedReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_kernel, plain = many
    monkeypatch.setattr("indexer.engine.embedded.read.kernel_reader.AT_ONCE", 3)
    for query in queries(random.Random(4)):
        found, known = with_kernel.match(query), plain.match(query)
        places = np.array(sorted({0, len(found.paragraphs) // 2, len(found.paragraphs) - 1}, reverse=True))
        if len(found.paragraphs) > 3:
            np.testing.assert_allclose(found.at(places).scores, known.scores[places], rtol=1e-6, atol=1e-9)
        same_matches(found, known, query)


def test_phrases_are_found_as_by_numpy(many: tuple[EmbeddedReader, EmbeddedReader]) -> None:
    draw = random.Random(5)
    texts = many[1].folded_texts(draw.sample(range(2000), 300))
    assert many[0].folded_texts(range(2000)) == many[1].folded_texts(range(2000))
    assert many[0].paragraphs(range(2000)) == many[1].paragraphs(range(2000))
    for text in texts:
        start = draw.randrange(len(text))
        same_answers(*many, text[start : start + draw.choice((1, 2, 3, 4, 5, 8, 20))])
    alone = [many[1].stands_alone(text, np.arange(2000)).sum() for text in FREQUENT]
    assert max(alone) > 100  # so there is something to compare
    for text in (*FREQUENT, "無", "人民 人民 人民", "党" * 30):
        same_answers(*many, text)
        same_answers(*many, text, MatchOptions(loose=True))
        same_answers(*many, text, MatchOptions(exact=True))


def test_bulk_answers_are_those_of_numpy(
    many: tuple[EmbeddedReader, EmbeddedReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(8)
    texts = [text for text in many[1].folded_texts(draw.sample(range(2000), 300)) if len(text) > 9]
    frames = []
    for text in texts:
        place, before, after = draw.randrange(4, len(text) - 4), draw.randint(0, 4), draw.randint(0, 4)
        frames.append(Frame(text[place - before : place], text[place + 1 : place + 1 + after or None]))
    asked = [text[draw.randrange(4) :][: draw.randint(1, 9)] for text in texts] + ["無", "党" * 30, "的"]
    frames = [frame for frame in frames if any(frame)]
    same_bulk(*many, asked, frames)
    assert sum(len(own) > 1 for own in many[0].fillers_of(frames)) > len(frames) / 2
    for module in ("index_reader", "bulk_lookup"):  # so that frequent texts are looked at in part
        monkeypatch.setattr(f"indexer.engine.embedded.read.{module}.LOOKED_AT", 30)
    same_bulk(*many, asked, frames)
    monkeypatch.setattr("indexer.engine.embedded.kernel.kernel_index.MOST_DEAD", 30)  # that are known by their texts
    left_out = [range(30, 40), range(880, 930)]
    same_bulk(many[0].apart(left_out), many[1].apart(left_out), asked, frames)
    monkeypatch.undo()
    same_bulk(many[0].apart(left_out), many[1].apart(left_out), asked, frames)


def test_the_kernel_answers_many_threads_at_once(many: tuple[EmbeddedReader, EmbeddedReader]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with_kernel, plain = many
    asked: Sequence[Query] = list(queries(random.Random(6)))[:120]
    known = [plain.match(query).paragraphs.tolist() for query in asked]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            with_kernel.close()
            assert [found.paragraphs.tolist() for found in threads.map(with_kernel.match, asked)] == known


def test_a_library_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other.so"
    other.write_bytes(b"no library")
    monkeypatch.setenv(VARIABLE, str(other))
    shared_library.cache_clear()
    try:
        with pytest.raises(CallError, match=r"other\.so"):
            shared_library()
    finally:
        shared_library.cache_clear()


def test_switched_off_it_is_not_used() -> None:
    with off():
        assert shared_library() is None
    assert shared_library() is not None
