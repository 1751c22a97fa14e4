"""Highlights are true slices (invariant 1); snippets show them."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from indexer.analysis import Analysis, fold
from indexer.engine.query import And, Not, Or, Phrase, Words
from indexer.model import Span
from searchui.search.highlighting.highlight_terms import highlight_terms
from searchui.search.highlighting.highlighter import highlights, highlights_of, merge_spans
from searchui.search.highlighting.snippet import MAX_LENGTH, pieces, snippet
from searchui.web.fragments.marks import mark, mark_snippet
from tests.oracle import overlapping

TEXT = st.text(alphabet="党的建設设。，哈 “”A<&𠮷", max_size=60)


def slices(text: str, query: Phrase | Words | And | Or | Not, analysis: Analysis) -> list[str]:
    return [text[span.start : span.end] for span in highlights(text, query, analysis)]


@given(text=TEXT, phrase=st.text(alphabet="党的建设哈A", min_size=1, max_size=4))
def test_every_occurrence_of_a_phrase_is_marked_and_nothing_else(analysis: Analysis, text: str, phrase: str) -> None:
    marks = slices(text, Phrase(phrase), analysis)
    assert all(fold(mark) == fold(phrase) for mark in marks)
    assert len(marks) == overlapping(fold(phrase), fold(text))


@given(text=TEXT, words=st.text(alphabet="党的建设哈A", min_size=1, max_size=6))
def test_marks_of_words_lie_in_no_other(analysis: Analysis, text: str, words: str) -> None:
    spans = highlights(text, Words(words), analysis)
    assert list(spans) == sorted(spans)
    assert not any(
        other.start <= span.start and span.end <= other.end for span in spans for other in spans if span != other
    )
    if fold(words) in fold(text):
        start = fold(text).index(fold(words))
        assert any(span.start <= start and start + len(words) <= span.end for span in spans)


def test_a_phrase_marks_only_itself(analysis: Analysis) -> None:
    text = "党的建设是关键，党要管党，建设要实。"
    assert slices(text, Phrase("党的建设"), analysis) == ["党的建设"]  # case 9
    assert slices(text, Not(Phrase("党的建设")), analysis) == []


def test_the_whole_word_is_marked(analysis: Analysis) -> None:
    assert slices("学习马克思主义。", Words("马克思"), analysis) == ["马克思"]  # case 8


def test_forms_are_marked_as_they_stand(analysis: Analysis) -> None:
    assert slices("　𠮷　習近平指出，ＧＤＰ增長", Or((Phrase("习近平"), Phrase("gdp"))), analysis) == [
        "習近平",
        "ＧＤＰ",
    ]


def test_beside_longer_words_a_particle_is_not_marked(analysis: Analysis) -> None:
    assert slices("人民的事业，大家的建设。", Words("人民的建设"), analysis) == ["人民", "建设"]
    assert slices("你的我的", Words("的"), analysis) == ["的", "的"]


def test_words_of_a_question_are_marked_anywhere_but_single_characters(analysis: Analysis) -> None:
    text = "这是重要成就，要保护好耕地。"
    terms = highlight_terms(Words("要怎样保护耕地"), analysis, ["要", "保护", "耕地"])
    (spans,) = highlights_of([text], terms, analysis)
    assert [text[span.start : span.end] for span in spans] == ["保护", "耕地"]


def test_markup_is_escaped_and_whole() -> None:
    assert mark("a<b>党</b>", [Span(4, 5)]) == "a&lt;b&gt;<mark>党</mark>&lt;/b&gt;"
    assert mark("哈哈哈", [Span(0, 2), Span(1, 3)]) == "<mark>哈哈哈</mark>"
    assert merge_spans([Span(0, 1), Span(1, 2)]) == [Span(0, 1), Span(1, 2)]


@given(text=TEXT, spans=st.lists(st.tuples(st.integers(0, 59), st.integers(1, 5)), max_size=5))
def test_marked_text_is_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [Span(start, min(start + size, len(text))) for start, size in spans if start < len(text)]
    html = mark(text, inside)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


@given(
    sentences=st.lists(st.integers(1, 120), min_size=1, max_size=30),
    place=st.integers(0, 2000),
)
def test_a_snippet_holds_a_mark_and_is_short(sentences: list[int], place: int) -> None:
    text = "".join("字" * length + "。" for length in sentences)
    mark = Span(min(place, len(text) - 1), min(place, len(text) - 1) + 1)
    part = snippet(text, [mark])
    assert part.start <= mark.start
    assert mark.end <= part.end
    assert part.end - part.start <= MAX_LENGTH


def test_a_hit_far_into_a_long_text_is_shown() -> None:
    text = "字" * 40_000 + "党建" + "字" * 100  # case 11
    html = mark_snippet(text, [Span(40_000, 40_002)])
    assert "<mark>党建</mark>" in html
    assert len(html) < 500


WRITTEN = st.lists(
    st.sampled_from(["字字字", "党建", "基层", "，", "。", "；", "！”", "……", " ", "𠮷"]), max_size=60
).map("".join)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span], int]:
    """A text, what is marked of it, and the longest snippet; the marks are apart and may lie across sentences."""
    text = draw(WRITTEN)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=16)))
    marks = [Span(start, min(end, start + 9)) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return text, marks, draw(st.integers(10, 80))


def worth(part: Span, text: str, marks: list[Span]) -> tuple[int, int]:
    inside = [text[mark.start : mark.end] for mark in marks if part.start <= mark.start and mark.end <= part.end]
    return len(set(map(fold, inside))), len(inside)


@given(marked_texts())
def test_no_other_part_shows_more_different_matches(drawn: tuple[str, list[Span], int]) -> None:
    text, marks, longest = drawn
    cut = pieces(text, marks, longest)
    parts = [
        Span(first.start, last.end)
        for at, first in enumerate(cut)
        for last in cut[at:]
        if first == last or last.end - first.start <= longest
    ]
    part = snippet(text, marks, longest)
    if len(text) <= longest:
        assert part == Span(0, len(text))
    else:
        assert part in parts
        assert worth(part, text, marks) == max(worth(other, text, marks) for other in parts)


@given(marked_texts())
def test_pieces_are_the_text_and_cut_no_match(drawn: tuple[str, list[Span], int]) -> None:
    text, marks, longest = drawn
    cut = pieces(text, marks, longest)
    assert "".join(text[piece.start : piece.end] for piece in cut) == text
    assert all(piece.end - piece.start <= longest for piece in cut)
    for each in marks:
        assert sum(piece.start < each.end and each.start < piece.end for piece in cut) == 1


@given(st.lists(st.integers(1, 60), min_size=5, max_size=30), st.integers(0, 2000))
def test_sentences_that_are_not_long_stay_whole(sentences: list[int], place: int) -> None:
    text = "".join("字" * length + "，字。" for length in sentences)
    start = min(place, len(text) - 1)
    part = snippet(text, [Span(start, start + 1)])
    assert part.start == 0 or text[part.start - 1] == "。"
    assert part.end == len(text) or text[part.end - 1] == "。"


def test_both_words_are_worth_more_than_one_of_them_thrice() -> None:
    text = "基层，基层，基层。" + "字" * 300 + "。" + "党建抓基层。" + "字" * 300
    spans = [Span(start, start + 2) for start in range(len(text)) if text[start : start + 2] in ("基层", "党建")]
    part = snippet(text, spans)
    assert "党建抓基层" in text[part.start : part.end]
