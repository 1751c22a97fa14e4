"""Only clauses are segmented to find what to mark; held against the words of whole paragraphs."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analysis, Vocabulary, fold, occurrences, read_dictionary
from indexer.engine.query import And, Leaf, Not, Or, Phrase, Query, Words
from indexer.model import Span, Speech
from searchui.search.highlighting.highlight_terms import highlight_terms
from searchui.search.highlighting.highlighter import highlights, highlights_of

# Pieces that make words with what stands beside them, and every kind of break between.
PIECES = (
    *(
        "发展",
        "发展中国家",
        "中国",
        "国家",
        "党的建设",
        "建设",
        "建设路",
        "基层",
        "基层治理",
        "治理",
        "理论",
        "的",
        "人民",
    ),
    *(
        "中华人民共和国",
        "共和",
        "哈哈",
        "哈",
        "建設",
        "黨",
        "ＧＤＰ",
        "gdp",
        "3.5%",
        "2024年",
        "年",
        "é",
        "𠮷",
        "の",
        "·",
        "-",
    ),
    *(
        "，",
        "。",
        "；",
        "！",
        "？",
        "、",
        "：",
        "“",
        "”",
        " ",
        "　",
        "\n",
        "\t",
        "\r\n",
        "\x00",
        ",",
        ".",
        "(",
        "》",
        "…",
        "—",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
LEAVES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
QUERIES = st.recursive(
    st.builds(Words, LEAVES) | st.builds(Phrase, LEAVES),
    lambda part: (
        st.lists(part, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(lambda parts: st.sampled_from([And(parts), Or(parts), Not(parts[0])]))
    ),
    max_leaves=4,
)


def plain(text: str, query: Query, analysis: Analysis) -> tuple[Span, ...]:
    """Highlights from all the words of the whole text."""
    spans = {span for leaf in query.positive_leaves() for span in of_leaf(leaf, text, analysis)}
    return tuple(
        span
        for span in sorted(spans)
        if not any(other.start <= span.start and span.end <= other.end for other in spans if other != span)
    )


def of_leaf(leaf: Leaf, text: str, analysis: Analysis) -> Iterator[Span]:
    assert isinstance(leaf, Words | Phrase)
    phrase = fold(leaf.text)
    yield from (Span(start, start + len(phrase)) for start in occurrences(phrase, fold(text)))
    if isinstance(leaf, Words):
        words = analysis.query_words(leaf.text)
        telling = {word for word in words if len(word) > 1} or set(words)
        yield from (Span(word.start, word.end) for word in analysis.words(text) if word.text in telling)


@given(text=TEXTS, query=QUERIES)
@example(text="发展中国家的发展，中国家家户户", query=Words("发展国家中国"))
@example(text="哈哈哈哈，哈哈", query=Words("哈哈的"))
def test_clauses_give_the_words_of_the_whole_text(analysis: Analysis, text: str, query: Query) -> None:
    assert highlights(text, query, analysis) == plain(text, query, analysis)


@given(texts=st.lists(TEXTS, max_size=6), query=QUERIES)
@example(texts=["人民", "建设路"], query=And((Phrase("人民 建设"), Words("建设路基层治理"), Words("建设的"))))
@example(texts=["人民", "建设要实"], query=And((Phrase("人民 建设"), Words("建设的"))))
@example(texts=["党", "的建设"], query=Phrase("党\n的"))
def test_texts_together_are_marked_as_each_alone(analysis: Analysis, texts: list[str], query: Query) -> None:
    together = highlights_of(texts, highlight_terms(query, analysis), analysis)
    assert together == [plain(text, query, analysis) for text in texts]


OWN = Analysis(Vocabulary(read_dictionary(["人民 建设", "路,基层", "建设要实", "T+0", "a b"], "x")))


@pytest.mark.slow
@given(texts=st.lists(TEXTS | st.text("人民 建设路,基层要实t+0ab。", max_size=24), max_size=6), query=QUERIES)
@example(texts=["人民", "建设路"], query=Words("建设"))
@example(texts=["人民 建设路，基层", "路,", "基层"], query=Words("基层"))
@example(texts=["", "发展"], query=Words("\x00发展"))
def test_words_with_breaks_in_them_are_marked_as_by_whole_texts(texts: list[str], query: Query) -> None:
    together = highlights_of(texts, highlight_terms(query, OWN), OWN)
    assert together == [plain(text, query, OWN) for text in texts]


def test_every_sample_speech_is_marked_as_by_whole_paragraphs(
    sample_speeches: list[Speech], analysis: Analysis
) -> None:
    queries = [Words("基层社会治理"), Words("高质量发展经济"), Words("人民的生活水平"), Words("中国国家建设和发展")]
    queries += [Words("在是了有不"), Words("工作一个年"), Words("现代化产业，体系2024年")]
    for speech in sample_speeches:
        texts = [paragraph.text for paragraph in speech.paragraphs]
        for query in queries:
            expected = [plain(text, query, analysis) for text in texts]
            assert highlights_of(texts, highlight_terms(query, analysis), analysis) == expected
            assert [highlights(text, query, analysis) for text in texts[:5]] == expected[:5]


@given(seed=st.integers(0, 2**32), length=st.integers(2, 12))
def test_any_piece_of_a_speech_marks_the_same(
    sample_speeches: list[Speech], analysis: Analysis, seed: int, length: int
) -> None:
    texts = [paragraph.text for paragraph in sample_speeches[seed % len(sample_speeches)].paragraphs]
    text = texts[seed // 31 % len(texts)]
    start = seed // 977 % len(text)
    query = Words(text[start : start + length])
    assert highlights_of(texts, highlight_terms(query, analysis), analysis) == [
        plain(t, query, analysis) for t in texts
    ]
