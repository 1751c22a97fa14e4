"""Patterns, in a text and in a segment, held against the interpreter's regular expressions at every place."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.wildcard import closing_part, matches
from indexer.engine.embedded.read.wildcard import wildcard_postings
from indexer.engine.embedded.segment.segment_builder import Document
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.model import Span
from tests.indexer.engine.test_segment import segment_of
from tests.oracle import matching

LETTERS = "党建建設A。？;，"
TEXTS = st.text(LETTERS, max_size=40)
PATTERNS = st.text(LETTERS[:6] + "??**？＊", min_size=1, max_size=9).filter(lambda text: set(text) & set("党建設A"))


def segment(texts: Sequence[str], analysis: Analysis) -> SegmentReader:
    return segment_of(
        [Document("s", f"p{at}", "", None, None, None, "body", text) for at, text in enumerate(texts)], analysis
    )


@given(text=TEXTS, pattern=PATTERNS)
@example(text="党" * 30 + "建", pattern="党*党*党*建")
@example(text="党建。建设", pattern="党建*建设")
@example(text="怎么办？党建", pattern="怎么办？党建")
@example(text="党" + "一" * 10 + "建" + "一" * 11 + "设", pattern="党*建*设")
def test_every_match_is_found_and_nothing_else(text: str, pattern: str) -> None:
    assert list(matches(pattern, fold(text))) == matching(pattern, fold(text))


@pytest.mark.slow
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), pattern=PATTERNS)
@example(texts=["建党建", "党", "建"], pattern="党*建")
@example(texts=["党", "建"], pattern="?党??建")
@example(texts=["一党建"], pattern="?党")
@example(texts=["设一建" + "一" * 11 + "党建设"], pattern="设*建*设")
def test_a_segment_has_as_many_matches_as_its_texts(analysis: Analysis, texts: list[str], pattern: str) -> None:
    counts = [len(matching(pattern, fold(text))) for text in texts]
    documents, found = wildcard_postings(segment(texts, analysis), pattern)
    assert documents.tolist() == [number for number, count in enumerate(counts) if count]
    assert found.tolist() == [count for count in counts if count]


@given(text=TEXTS, start=st.integers(0, 39), size=st.integers(2, 9))
def test_a_text_with_such_signs_of_its_own_is_found_as_it_stands(text: str, start: int, size: int) -> None:
    written = text[start : start + size]
    if "党" in written and "。" not in written:
        assert start in [span.start for span in matches(written, fold(text))]


def test_a_long_text_of_one_character_takes_few_steps() -> None:
    """Each place of a text is looked at once for each piece: all ways through 10,000 characters would take hours."""
    text = "党" * 10_000
    assert list(matches("党*党*党*党*建", text)) == []
    assert len(list(matches("党*党*党*党*党", text))) == 10_000 - 4


@pytest.mark.parametrize(
    ("text", "closing"), [("怎么办？！", "？！"), ("怎么办", ""), ("好！", ""), ("？", "？"), ("党?建??", "??")]
)
def test_question_marks_that_close_a_text(text: str, closing: str) -> None:
    assert closing_part(text) == closing
    assert closing_part("!?" * 50_000 + "党") == ""


def test_a_match_is_the_shortest_from_where_it_starts() -> None:
    assert list(matches("党*建", "党党的建建")) == [Span(0, 4), Span(1, 4)]
