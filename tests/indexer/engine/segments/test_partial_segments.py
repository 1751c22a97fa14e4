"""Speeches that are left out or renamed when partial segments are merged: the index is that of the others alone."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.whoosh.whoosh_index import open_index
from indexer.engine.embedded.write import ParallelWriter
from indexer.engine.query import Words
from indexer.model import Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.oracle import OracleEngine

LINES = st.lists(st.text("党建設的哈A5%。，", min_size=1, max_size=20), min_size=1, max_size=5)


class Item:
    """A work item of speeches under names that are not their ids."""

    def __init__(self, speeches: list[tuple[str, Speech]]) -> None:
        self._speeches = speeches

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        return iter(self._speeches)

    def result(self) -> int:
        return len(self._speeches)


@pytest.mark.parametrize("part", [300, 5_000, 1 << 20])
def test_one_segment_is_the_same_however_it_was_divided(
    analysis: Analysis, sample_speeches: list[Speech], tmp_path: Path, part: int
) -> None:
    """Its name is that of its bytes."""
    for folder, size in (("whole", 1 << 24), ("divided", part)):
        (tmp_path / folder).mkdir()
        writer = ParallelWriter(tmp_path / folder, 1, 0, part=size, segment=1 << 24, analysis=analysis)
        for speech in sample_speeches:
            writer.add(speech)
        writer.finish()
    (whole,), (divided,) = ([file.name for file in tmp_path.glob(f"{name}/*.seg")] for name in ("whole", "divided"))
    assert whole == divided


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(LINES, st.booleans()), min_size=1, max_size=6),
    st.integers(1, 6),
    st.integers(1, 40),
    st.integers(0, 80),
)
@pytest.mark.slow
def test_speeches_without_an_id_are_left_out(
    analysis: Analysis, texts: list[tuple[list[str], bool]], item: int, part: int, segment: int
) -> None:
    speeches = [parse(read_plain("\n".join(lines).encode(), f"{n}.txt")) for n, (lines, _) in enumerate(texts)]
    named = [(f"name {speech.id}", speech) for speech in speeches]
    items = [named[first : first + item] for first in range(0, len(named), item)]
    kept = [speech for speech, (_, keep) in zip(speeches, texts, strict=True) if keep]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = ParallelWriter(folder, 1, 0, part=part, segment=segment)
        assert list(writer.index(map(Item, items))) == list(map(len, items))
        writer.finish({f"name {speech.id}": speech.id for speech in kept})
        assert not list(folder.glob("part-*"))
        oracle = OracleEngine(kept, analysis)
        engine = EmbeddedReader(folder, analysis, oracle.size)
        assert engine.paragraphs(list(range(oracle.size))) == [oracle.paragraph(n) for n in range(oracle.size)]
        for text in ("党", "的", "党建", "哈哈", "5%"):
            assert engine.match(Words(text)).paragraphs.tolist() == oracle.match(Words(text)).paragraphs.tolist()
            assert engine.occurrences(text).counts.tolist() == oracle.occurrences(text).counts.tolist()
        engine.close()
        with open_index(folder, analysis).searcher() as searcher:
            ids = [fields["speech"] for fields in searcher.reader().all_stored_fields()] if kept else []
        assert ids == [speech.id for speech in kept for _ in speech.paragraphs]
