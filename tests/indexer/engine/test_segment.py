"""Segments of arrays, held against what can be counted in the texts themselves."""

import pickle
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.engine.embedded.encoding import alphabet
from indexer.engine.embedded.encoding.alphabet import Alphabet, points_of
from indexer.engine.embedded.encoding.arrays import Arrays, open_arrays, write_arrays
from indexer.engine.embedded.inverted_index import substring_postings
from indexer.engine.embedded.inverted_index.inversion_by_arrays import invert_by_arrays
from indexer.engine.embedded.inverted_index.inverter import invert
from indexer.engine.embedded.inverted_index.tokens import Texts, tokenize
from indexer.engine.embedded.segment.segment_builder import Document, SegmentBuilder
from indexer.engine.embedded.segment.segment_merger import MergeSource, merged_arrays
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.substring_index import suffix_array
from indexer.errors import CorpusError, IndexUnusableError, PageError, SpeechsearchError
from indexer.i18n import _
from tests.oracle import overlapping

CHARACTERS = "党建设設的哈農农A5%。，“”〇𠮷 中华人民共和国"
texts = st.text(CHARACTERS, max_size=40)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return Document(
        speech=f"s{draw(st.integers(0, 3))}",
        anchor=f"p{draw(st.integers(0, 99))}",
        title=draw(st.sampled_from(["党的建设", "农业", "", "中华人民共和国"])),
        date=draw(st.sampled_from([None, "2024", "2024-05-01"])),
        speaker=draw(st.sampled_from([None, "甲", "乙"])),
        year=draw(st.sampled_from([None, "2024"])),
        kind=draw(st.sampled_from(["body", "title", "turn"])),
        text=draw(texts),
        section_path=draw(st.sampled_from([(), ("一、农业",), ("一、农业", "（一）党建")])),
        line=draw(st.integers(0, 100_000)),
        lead=draw(st.integers(0, 300)),
        own_speaker=draw(st.sampled_from([None, "甲"])),
    )


@st.composite
def sources(draw: st.DrawFn) -> list[tuple[list[Document], list[bool] | None]]:
    """Batches of documents, of some of which only some are taken."""
    batches = draw(st.lists(st.lists(documents(), min_size=1, max_size=12), min_size=1, max_size=4))
    return [
        (batch, draw(st.none() | st.lists(st.booleans(), min_size=len(batch), max_size=len(batch))))
        for batch in batches
    ]


def batch_of(some: Sequence[Document], analysis: Analysis) -> SegmentBuilder:
    batch = SegmentBuilder(analysis)
    for document in some:
        batch.add(document)
    return batch


def segment_of(some: Sequence[Document], analysis: Analysis) -> SegmentReader:
    return SegmentReader(merged_arrays([MergeSource(batch_of(some, analysis).arrays())]))


@cache
def print_alone(text: str, analysis: Analysis) -> int:
    """The print of a text that is alone in a segment."""
    return int(segment_of([Document("s", "p", "", None, None, None, "body", text)], analysis).text_hashes[0])


def check(segment: SegmentReader, expected: Sequence[Document], analysis: Analysis) -> None:
    """A segment holds exactly these documents, and finds in them what is there."""
    folded = [fold(document.text) for document in expected]
    assert segment.documents == len(expected)
    for number, document in enumerate(expected):
        paragraph = segment.paragraph(number)
        assert (paragraph.anchor, paragraph.text, paragraph.kind) == (document.anchor, document.text, document.kind)
        assert (paragraph.line, paragraph.lead) == (document.line, document.lead)
        assert (paragraph.section_path, paragraph.speaker) == (document.section_path, document.own_speaker)
        stored = segment.stored(number)
        assert stored["id"] == f"{document.speech}#{document.anchor}"
        assert [stored.get(name) for name in ("title", "date", "speaker", "year")] == [
            document.title,
            document.date,
            document.speaker,
            document.year,
        ]
    words = [[word.text for word in analysis.words(document.text)] for document in expected]
    assert segment.words.lengths.tolist() == [len(some) for some in words]
    for term in {word for some in words for word in some}:
        having, frequencies = segment.words.of(term)
        tokens = [(number, some.count(term)) for number, some in enumerate(words) if term in some]
        assert [pair for pair in zip(having.tolist(), frequencies.tolist(), strict=True) if pair[1]] == tokens
        if substring_postings.SHORTEST <= len(term) <= alphabet.DEPTH:
            assert having.tolist() == [number for number, text in enumerate(folded) if term in text]
        alone = [term in analysis.cut(text) for text in folded]
        assert segment.words.stands_alone(term, np.arange(len(expected))).tolist() == alone
    assert segment.text_hashes.tolist() == [print_alone(document.text, analysis) for document in expected]
    check_shared(segment, expected, analysis)


def check_shared(segment: SegmentReader, expected: Sequence[Document], analysis: Analysis) -> None:
    """The words of headings and titles, which runs of documents share."""
    fields = (
        (segment.headings, segment.passages, [analysis.words("\n".join(one.section_path)) for one in expected]),
        (segment.titles, segment.speeches, [analysis.words(one.title) for one in expected]),
    )
    for field, runs, words in fields:
        for term in {word.text for some in words for word in some}:
            found, frequencies = field.of(term)
            times = np.zeros(len(runs), dtype=np.int64)
            times[found] = frequencies
            assert times[runs.by_document].tolist() == [sum(w.text == term for w in some) for some in words]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(data=st.data(), given_sources=sources())
def test_a_segment_of_batches_and_of_segments(
    analysis: Analysis, data: st.DataObject, given_sources: list[tuple[list[Document], list[bool] | None]]
) -> None:
    taken = [
        document
        for batch, live in given_sources
        for document, kept in zip(batch, live or [True] * len(batch), strict=True)
        if kept
    ]
    if not taken:
        return
    made = [
        MergeSource(batch_of(batch, analysis).arrays(), None if live is None else np.array(live))
        for batch, live in given_sources
    ]
    segment = SegmentReader(merged_arrays(made))
    check(segment, taken, analysis)
    live = data.draw(st.lists(st.booleans(), min_size=len(taken), max_size=len(taken)))
    again = [document for document, kept in zip(taken, live, strict=True) if kept] + taken
    check(
        SegmentReader(merged_arrays([MergeSource(segment.arrays, np.array(live)), MergeSource(segment.arrays)])),
        again,
        analysis,
    )


@settings(max_examples=60, deadline=None)
@given(some=st.lists(documents(), min_size=1, max_size=30), phrases=st.lists(texts.filter(bool), max_size=8))
def test_phrases_stand_where_they_stand(analysis: Analysis, some: list[Document], phrases: list[str]) -> None:
    segment = segment_of(some, analysis)
    folded = [fold(document.text) for document in some]
    parts = [text[at : at + length] for text in folded for at in (0, 1, 5) for length in (1, 2, 3, 4, 5, 9, 30)]
    for phrase in {*map(fold, phrases), *filter(None, parts)}:
        codes = segment.alphabet.encode(phrase)
        having, counts = ([], []) if codes is None else map(np.ndarray.tolist, segment.phrases.occurrences(codes))
        expected = [(number, times) for number, text in enumerate(folded) if (times := overlapping(phrase, text))]
        assert list(zip(having, counts, strict=True)) == expected, phrase


def test_phrases_by_whole_arrays(analysis: Analysis) -> None:
    """More occurrences than are looked at one by one, more than four bits count, in many paragraphs and in one."""
    some = ["哈" * 40, "党的建设，" * 30, "国家" * 20, *(f"第{number}件是党的建设大事" for number in range(600)), "国"]
    segment = segment_of(
        [Document("s", f"p{n}", "题", None, None, None, "body", t) for n, t in enumerate(some)], analysis
    )
    for phrase in (
        "哈",
        "哈哈",
        "哈哈哈哈",
        "哈" * 17,
        "的",
        "党",
        "党的建设",
        "是党的建设大事",
        "党的建设，党的",
        "件",
        "国",
        "事件",
    ):
        codes = segment.alphabet.encode(fold(phrase)) or b""
        having, counts = segment.phrases.occurrences(codes)
        expected = [(number, times) for number, text in enumerate(some) if (times := overlapping(phrase, text))]
        assert list(zip(having.tolist(), counts.tolist(), strict=True)) == expected, phrase


def test_a_word_more_often_than_an_entry_holds(analysis: Analysis) -> None:
    some = [
        Document("s", "p0", "题", None, None, None, "body", "发展，" * 5000),
        Document("s", "p1", "题", None, None, None, "body", "发展"),
    ]
    once = segment_of(some, analysis)
    twice = SegmentReader(merged_arrays([MergeSource(once.arrays), MergeSource(once.arrays, np.array([True, False]))]))
    assert once.words.of("发展").frequencies.tolist() == [5000, 1]
    assert twice.words.of("发展").frequencies.tolist() == [5000, 1, 5000]


@settings(max_examples=40, deadline=None)
@given(some=st.lists(st.text(CHARACTERS + "\r\x85", max_size=30), max_size=8), by_arrays=st.booleans())
def test_words_are_those_of_the_analysis(analysis: Analysis, some: list[str], by_arrays: bool) -> None:
    """For texts cut together as for each by itself, and where the segmenter would not keep them apart."""
    folded = [fold(text) for text in some]
    alphabet = Alphabet.of(points_of("".join(folded) + "题"))
    words = [sorted(word.text for word in analysis.words(text)) for text in some]
    texts = Texts.of(folded, alphabet)
    tokens = tokenize(texts, analysis.cut)
    inversion = (invert_by_arrays if by_arrays else invert)(texts, tokens, alphabet, analysis).lists
    long = [set(analysis.cut(text)) for text in folded]
    back: list[list[str]] = [[] for _ in some]
    for number, term in enumerate(inversion.terms):
        for entry in inversion.entries[inversion.bounds[number] : inversion.bounds[number + 1]].tolist():
            back[entry & 0xFFFFF] += [term] * (entry >> 20 & 0x7FF)
            assert (entry >> 31 == 1) == (term not in long[entry & 0xFFFFF])
    assert [sorted(one) for one in back] == words
    assert inversion.lengths.tolist() == [len(one) for one in words]


@settings(max_examples=60, deadline=None)
@given(
    codes=st.lists(st.integers(0, 9), min_size=1, max_size=200),
    wide=st.booleans(),
    worth=st.sampled_from([0, 1, 8, 1 << 16]),
)
def test_positions_ascend_by_what_follows(codes: list[int], wide: bool, worth: int) -> None:
    """Whatever the number of characters, and of positions sorted in one go; 0: by the kernel, where there is one."""
    folded = np.array([code * (7000 if wide else 1) for code in codes], dtype=np.uint16)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as beside:
        if worth:
            patch.setattr(suffix_array, "shared_library", lambda: None)
            patch.setattr(suffix_array, "WORTH", worth)
        ordered = suffix_array.sorted_positions(folded, beside)
    padded = [*folded.tolist(), 0, 0, 0]
    expected = sorted((at for at in range(len(codes)) if codes[at]), key=lambda at: (padded[at : at + 4], at))
    assert ordered.positions.tolist() == expected
    assert (np.diff(ordered.keys.astype(object)) >= 0).all()


def test_arrays_come_back_and_damage_is_told(tmp_path: Path) -> None:
    arrays: Arrays = {"a": np.arange(5, dtype=np.uint16), "b": np.zeros(0, np.int64), "c": np.array([b"x", b"yz"])}
    file = tmp_path / "arrays"
    write_arrays(file, arrays)
    back = open_arrays(file)
    assert {name: array.tolist() for name, array in back.items()} == {n: a.tolist() for n, a in arrays.items()}
    with pytest.raises(ValueError, match="read-only"):
        back["a"][0] = 1
    whole = file.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        file.write_bytes(whole[:length])
        with pytest.raises(IndexUnusableError):
            open_arrays(file)
    with tempfile.TemporaryDirectory() as folder, pytest.raises(IndexUnusableError):
        open_arrays(Path(folder) / "none")


def test_more_characters_than_any_writing_has(analysis: Analysis) -> None:
    every = "".join(chr(point) for point in range(0x3400, 0x3400 + 70_000) if not 0xD800 <= point < 0xE000)
    with pytest.raises(CorpusError, match="不像是讲话稿"):
        batch_of([Document("s", "p", "题", None, None, None, "body", every)], analysis).arrays()


@pytest.mark.parametrize(
    "error", [CorpusError(_("甲")), PageError(_("乙{n}", n=1), last=3), IndexUnusableError.damaged()]
)
def test_errors_come_back_from_another_process(error: SpeechsearchError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))
