"""Suggestions: what is in the corpus, counted exactly."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.build.pipeline import build
from indexer.errors import QueryError
from indexer.model import Speech
from searchui import Corpus, open_corpus
from searchui.search.query.parser import read_query
from searchui.search.query.serializer import to_query_string
from searchui.search.suggest.pinyin import homophones, patterns, readings


@pytest.fixture(scope="module")
def folded(sample_speeches: list[Speech]) -> list[str]:
    return [fold(paragraph.text) for speech in sample_speeches for paragraph in speech.paragraphs]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_suggestions_are_there_and_counted_exactly(corpus: Corpus, folded: list[str], data: st.DataObject) -> None:
    paragraph = data.draw(st.sampled_from(folded))
    start = data.draw(st.integers(0, max(len(paragraph) - 2, 0)))
    typed = paragraph[start : start + data.draw(st.integers(1, 6))].strip()
    found = corpus.suggest(typed, 8)
    assert len(found) <= 8
    assert len({fold(suggestion.text) for suggestion in found}) == len(found)
    for suggestion in found:
        assert suggestion.paragraphs == corpus.search(suggestion.query).total > 0
        if suggestion.kind in ("phrase", "heading"):
            assert suggestion.paragraphs == sum(fold(suggestion.text) in text for text in folded)
    literal = [fold(suggestion.text).find(fold(typed).strip("“”\"'‘’")) for suggestion in found]
    if not typed.isascii():
        assert min(literal, default=0) >= 0
        begins = [place == 0 for place in literal]
        assert begins == sorted(begins, reverse=True), "what begins with it is first"


def test_what_has_the_text_twice_begins_with_it(corpus: Corpus) -> None:
    """It is no phrase that only contains it, after others that do."""
    places = [suggestion.text.find("过") for suggestion in corpus.suggest("过", 8)]
    assert len(places) == 8
    assert [place > 0 for place in places] == sorted(place > 0 for place in places)


def test_phrases_recur_and_end_where_words_do(corpus: Corpus) -> None:
    found = [suggestion.text for suggestion in corpus.suggest("新质")]
    assert found[0] == "新质生产力"
    assert "新质生产" not in found
    assert "党的" not in [suggestion.text for suggestion in corpus.suggest("党")]
    assert "新质生产力" in [suggestion.text for suggestion in corpus.suggest("生产力")]


def test_what_is_typed_is_folded(corpus: Corpus) -> None:
    assert corpus.suggest("黨的") == corpus.suggest("党的") == corpus.suggest(" “党的") != []
    assert [suggestion.text for suggestion in corpus.suggest("gd")][:1] == ["ＧＤＰ"]


def test_headings_titles_and_speakers(corpus: Corpus) -> None:
    kinds = {
        suggestion.text: suggestion.kind for text in ("陆知", "培育", "在全市党") for suggestion in corpus.suggest(text)
    }
    assert kinds["培育新质生产力"] == "heading"
    assert kinds["在全市党的建设工作会议上的讲话"] == "title"


@pytest.mark.parametrize("typed", ["", " ", "“", "的" * 500, "龘龘龘", "\x00", "[", "\\", "(", "year:2024", "^"])
def test_nothing_sensible_typed(corpus: Corpus, typed: str) -> None:
    for suggestion in corpus.suggest(typed):
        assert suggestion.paragraphs == corpus.search(suggestion.query).total


@pytest.mark.parametrize("typed", ["xzsc", "xinzhi", "xinzhis", "XinZhi", "xin zhi", "xin'zhi"])
def test_pinyin(corpus: Corpus, typed: str) -> None:
    assert "新质生产力" in [suggestion.text for suggestion in corpus.suggest(typed)]


def test_letters_are_read_in_every_way() -> None:
    assert [len(pattern) for pattern in patterns("xian")][:2] == [1, 2]
    assert any(
        "银" in pattern[0] and "行" in pattern[1] for pattern in patterns("yinhang") if pattern[0] and pattern[1]
    )
    assert "绿" in (patterns("lvse")[0][0] or ())
    assert patterns("iiuu") == patterns("党") == patterns("a" * 500) == []
    assert {"中", "重"} <= homophones("中")
    assert readings()["行"][:2] == ("xing", "hang")


def test_without_pinyin_there_are_still_suggestions_by_characters(sample_index: Path) -> None:
    program = f"""
import sys
sys.modules["pypinyin"] = None
import searchui
with searchui.open_corpus({str(sample_index)!r}) as corpus:
    assert corpus.suggest("xzsc") == []
    assert corpus.suggest("新质")[0].text == "新质生产力"
    assert [near.how for near in corpus.search("“新制生产力”").nearby] == ["changed"]
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_phrase_that_stands_once_is_none(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("题目\n同志们：\n治水的事要讲，治水的人也要讲；修路的事以后讲。\n", encoding="utf-8")
    build(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as opened:
        assert [(found.text, found.paragraphs) for found in opened.suggest("治")] == [("治水", 1)]
        assert opened.suggest("修路") == []


WRITTEN = [
    "党",
    "建设",
    " ",
    "　",
    "“",
    "”",
    '"',
    "「",
    "」",
    "'",
    "(",
    ")",
    "-",
    "NOT ",
    " OR ",
    "或",
    "title:",
    "year:",
    "2024",
    "：",
    "~",
    "｜",
    "Ａ",
]


@given(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=12).map("".join))
@example("：(党)")
@example("(党) 或 -(：)")
@example("“党” (-)")
@example("党 -2024建设党")
@example("title:党 ~建设")
def test_what_is_written_is_read_as_the_same_tree(query: str) -> None:
    try:
        tree = read_query(query)
    except QueryError:
        return
    text = to_query_string(tree)
    assert text is None or read_query(text) == tree
