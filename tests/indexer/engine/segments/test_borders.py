"""Borders that only a corpus of millions of characters would reach: made small, so that a small one crosses each.

Answers are those of a plain search of all text, at every border and beside it.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.analysis import Analysis, fold
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.encoding.array_names import MOST_CHARACTERS
from indexer.engine.embedded.segment.segment_builder import SegmentBuilder
from indexer.engine.embedded.segment.segment_merger import MergeSource, write_merged
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.segment.segment_records import SpeechRecord
from indexer.engine.embedded.segment.segment_table import SegmentMeta, open_segments, write_table
from indexer.engine.embedded.write import ParallelWriter, SegmentReuse
from indexer.engine.embedded.write.merge_policy import segments_to_merge
from indexer.engine.query import Phrase
from indexer.model import Kind, Paragraph, Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.oracle import OracleEngine, overlapping

PHRASES = [
    "把基层治理的工作",
    "工作做好做实",
    "治理",
    "工",
    "基层治理的工作做好做实，一件一件",
    "做好做实。做好",
    "没有的词语啊",
]
WITH_MOST_DOCUMENTS = [
    "indexer.engine.embedded.segment.segment_builder.MOST_DOCUMENTS",
    "indexer.engine.embedded.write.parallel_writer.MOST_DOCUMENTS",
    "indexer.engine.embedded.write.merge_policy.MOST_DOCUMENTS",
    "indexer.engine.embedded.segment.segment_table.MOST_DOCUMENTS",
]


def paragraph(number: int) -> Paragraph:
    text = f"第{number}处，把基层治理的工作做好做实，一件一件。" + "做好做实。" * (number % 3)
    return Paragraph(f"p{number}", text, Kind.BODY, number)


def speech(number: int, paragraphs: int) -> Speech:
    texts = [paragraph(number * 100 + place).text for place in range(1, paragraphs)]
    parsed = parse(read_plain("\n".join(["在会上的讲话", *texts]).encode(), f"{number}.txt"))
    assert len(parsed.paragraphs) == paragraphs
    return parsed


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory, analysis: Analysis) -> SegmentReader:
    """A segment of 40 paragraphs."""
    builder = SegmentBuilder(analysis)
    for number in range(40):
        builder.add_paragraph(SpeechRecord(f"s{number // 4}", "题目", None, None), None, paragraph(number))
    file = tmp_path_factory.mktemp("borders") / "x.seg"
    write_merged([MergeSource(builder.arrays())], file)
    return SegmentReader.open(file)


@pytest.mark.parametrize("chunk", [1, 2, 3, 39, 40, 41, 79, 80, 81])
@pytest.mark.parametrize("phrase", PHRASES)
def test_candidates_are_compared_in_chunks(
    segment: SegmentReader, monkeypatch: pytest.MonkeyPatch, chunk: int, phrase: str
) -> None:
    """40 of most phrases; also where the last chunk is full, has one, or lacks one."""
    for name, value in (("CHUNK", chunk), ("FEW", 0), ("SOME", chunk)):
        monkeypatch.setattr(f"indexer.engine.embedded.substring_index.phrase_index.{name}", value)
    encoded = segment.alphabet.encode(fold(phrase))
    counts = [overlapping(fold(phrase), fold(segment.text(number))) for number in range(40)]
    if encoded is None:
        assert sum(counts) == 0
        return
    documents, found = segment.phrases.occurrences(encoded)
    assert documents.tolist() == [number for number in range(40) if counts[number]]
    assert found.tolist() == [count for count in counts if count]


@pytest.mark.parametrize("worth", [1, 7, 1 << 16])
def test_positions_are_sorted_in_pieces(
    segment: SegmentReader, analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth: int
) -> None:
    monkeypatch.setattr("indexer.engine.embedded.substring_index.suffix_array.WORTH", worth)
    builder = SegmentBuilder(analysis)
    for number in range(40):
        builder.add_paragraph(SpeechRecord(f"s{number // 4}", "题目", None, None), None, paragraph(number))
    write_merged([MergeSource(builder.arrays())], tmp_path / "x.seg")
    again = SegmentReader.open(tmp_path / "x.seg")
    assert all(np.array_equal(again.arrays[name], array) for name, array in segment.arrays.items())


def engine_of(folder: Path, analysis: Analysis, speeches: list[Speech]) -> tuple[EmbeddedReader, OracleEngine]:
    oracle = OracleEngine(speeches, analysis)
    return EmbeddedReader(folder, analysis, oracle.size), oracle


def assert_same(engine: EmbeddedReader, oracle: OracleEngine) -> None:
    for phrase in PHRASES:
        mine, its = engine.occurrences(phrase), oracle.occurrences(phrase)
        assert (mine.paragraphs.tolist(), mine.counts.tolist()) == (its.paragraphs.tolist(), its.counts.tolist()), (
            phrase
        )
        assert engine.match(Phrase(phrase)).paragraphs.tolist() == its.paragraphs.tolist()
        spans, others = engine.spans(phrase), oracle.spans(phrase)
        assert sorted(zip(spans.paragraphs.tolist(), spans.starts.tolist(), strict=True)) == sorted(
            zip(others.paragraphs.tolist(), others.starts.tolist(), strict=True)
        )
    texts = [oracle.paragraph(number).text for number in range(oracle.size)]
    assert [one.text for one in engine.paragraphs(range(oracle.size))] == texts


def documents_in(folder: Path) -> list[int]:
    return [SegmentReader.open(file).documents for file in folder.glob("*.seg")]


@pytest.mark.parametrize("most", [3, 4, 5, 12, 13])
def test_no_segment_has_more_documents_than_it_holds(
    analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Built of three speeches of four, and added to: a merge has to leave room for what is added."""
    for name in WITH_MOST_DOCUMENTS:
        monkeypatch.setattr(name, most)
    speeches = [speech(number, 4) for number in range(6)]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    writer = ParallelWriter(tmp_path / "one", 1, 0, part=1 << 24, segment=1 << 24, analysis=analysis)
    for one in speeches[:3]:
        writer.add(one)
    writer.finish()
    assert_same(*engine_of(tmp_path / "one", analysis, speeches[:3]))
    assert max(documents_in(tmp_path / "one")) <= most
    reused = SegmentReuse(tmp_path / "one", [], added=10_000)
    writer = ParallelWriter(tmp_path / "two", 1, 0, part=1 << 24, segment=1 << 24, analysis=analysis)
    for one in speeches[3:]:
        writer.add(one)
    writer.finish(None, reused, lambda file: (tmp_path / "two" / file.name).hardlink_to(file))
    assert max(documents_in(tmp_path / "two")) <= most
    assert_same(*engine_of(tmp_path / "two", analysis, speeches))


@pytest.mark.parametrize("most", [30, 100, 260, 1 << 24])
def test_a_segment_ends_where_it_has_most_characters(
    analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.MOST_CHARACTERS", most)
    speeches = [speech(number, 4) for number in range(6)]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    writer = ParallelWriter(tmp_path / "one", 1, 0, part=most, segment=most, analysis=analysis)
    for one in speeches[:4]:
        writer.add(one)
    writer.finish()
    assert (len(documents_in(tmp_path / "one")) == 1) == (most == 1 << 24)
    assert_same(*engine_of(tmp_path / "one", analysis, speeches[:4]))
    added = sum(one.characters for one in speeches[4:])
    reused = SegmentReuse(tmp_path / "one", [(0, 4)], added)
    if most < 1 << 24:
        assert added + sum(one.characters for one in reused.merged) <= most or not reused.merged
    writer = ParallelWriter(tmp_path / "two", 1, 0, part=most, segment=most, analysis=analysis)
    for one in speeches[4:]:
        writer.add(one)
    writer.finish(None, reused, lambda file: (tmp_path / "two" / file.name).hardlink_to(file))
    found = list(_live_texts(tmp_path / "two", analysis))
    assert sorted(found) == sorted(one.text for other in speeches[1:] for one in other.paragraphs)


def _live_texts(folder: Path, analysis: Analysis) -> Iterator[str]:
    """The texts of an index whose first documents may be deleted."""
    for meta, one in open_segments(folder):
        yield from (one.text(int(number)) for number in np.flatnonzero(meta.live))


def test_nothing_is_merged_beyond_what_a_segment_holds() -> None:
    half = MOST_CHARACTERS // 2
    assert segments_to_merge([(half, 1, 1)], half) == {0}
    assert segments_to_merge([(half + 1, 1, 1)], half) == set()
    assert segments_to_merge([(half, 1, 1), (half, 1, 1)], half) == {1}


def test_places_beyond_the_first_65536_characters(analysis: Analysis, tmp_path: Path) -> None:
    """Of a place the lower 16 bits stand in one array and the rest in another."""
    builder = SegmentBuilder(analysis)
    texts = [f"第{number}段：" + "同样的话说了又说，" * 8 + f"这里是{number}号。" for number in range(1200)]
    for number, text in enumerate(texts):
        own = Paragraph(f"p{number}", text, Kind.BODY, number)
        builder.add_paragraph(SpeechRecord("s", "题目", None, None), None, own)
    assert builder.characters > 1 << 16
    write_merged([MergeSource(builder.arrays())], tmp_path / "MAIN_x.seg")
    write_table(tmp_path, [SegmentMeta("MAIN_x.seg", len(texts))], 1)
    engine = EmbeddedReader(tmp_path, analysis, len(texts))
    assert engine.occurrences("同样的话说了又说").counts.sum() == 8 * len(texts)
    for number in (0, 700, 800, 820, 1199):
        found = engine.occurrences(f"这里是{number}号")
        assert (found.paragraphs.tolist(), found.counts.tolist()) == ([number], [1])
