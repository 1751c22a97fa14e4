"""Patterns mark the whole match, texts near each other only themselves; held against every way in which they stand."""

from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.engine.query import And, Not, Phrase, Proximity, Query, Wildcard
from indexer.model import Span
from searchui.search.highlighting.highlight_terms import highlight_terms
from searchui.search.highlighting.highlighter import highlights, highlights_of
from tests.oracle import hull, matching, placements, smallest_windows

TEXTS = st.text("党建設的，。", max_size=16)


def slices(text: str, query: Query, analysis: Analysis) -> list[str]:
    return [text[span.start : span.end] for span in highlights(text, query, analysis)]


@given(texts=st.lists(TEXTS, max_size=4), pattern=st.sampled_from(["党?设", "党*设", "建?*的", "党＊建？设"]))
def test_matches_of_a_pattern_are_marked_whole(analysis: Analysis, texts: list[str], pattern: str) -> None:
    found = highlights_of(texts, highlight_terms(Wildcard(pattern), analysis), analysis)
    for text, marks in zip(texts, found, strict=True):
        spans = matching(pattern, fold(text))
        assert list(marks) == [
            span for span in spans if not any(o != span and o.start <= span.start and span.end <= o.end for o in spans)
        ]


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=3),
    sought=st.lists(st.sampled_from("党建的"), min_size=2, max_size=3).map(tuple),
    distance=st.integers(0, 6),
)
@example(texts=["党", "建"], sought=("党", "建"), distance=6)
def test_texts_near_each_other_are_marked_there_only(
    analysis: Analysis, texts: list[str], sought: tuple[str, ...], distance: int
) -> None:
    found = highlights_of(texts, highlight_terms(Proximity(sought, distance), analysis), analysis)
    for text, marks in zip(texts, found, strict=True):
        windows = smallest_windows(sought, distance, fold(text))
        ways = [spans for spans in placements(sought, distance, fold(text)) if hull(spans) in windows]
        assert set(marks) <= {span for spans in ways for span in spans}
        for window in windows:
            assert any(hull(spans) == window and set(spans) <= set(marks) for spans in ways)


def test_marks_as_a_reader_sees_them(analysis: Analysis) -> None:
    text = "加强基层治理，治理要在基层。治理、治理，都要在很远很远的地方说起基层。"
    assert slices(text, Proximity(("基层", "治理"), 3), analysis) == ["基层", "治理", "治理", "基层", "治理"]
    assert slices("社会主义现代化建设和社会主义。建设", Wildcard("社会主*建设"), analysis) == ["社会主义现代化建设"]
    assert slices("黨的建設", Wildcard("党?建设"), analysis) == ["黨的建設"]
    assert slices("党的建设", Not(Wildcard("党?建设")), analysis) == []
    both = And((Wildcard("党?建"), Phrase("的建设")))
    assert highlights("党的建设", both, analysis) == (Span(0, 3), Span(1, 4))
