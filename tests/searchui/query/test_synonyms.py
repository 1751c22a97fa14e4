"""Synonyms in a search: what is found beside the words themselves, ranked below, marked, told, and switched off."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis, Vocabulary, key_of
from indexer.build.pipeline import build
from indexer.engine.query import And, Field, Not, Or, Phrase, Query, Synonyms, Words
from searchui import Corpus, open_corpus
from searchui.search.describe import describe
from searchui.search.query.parser import read_query
from searchui.search.query.synonyms import MAX_EXPRESSIONS, with_synonyms
from tests.indexer.engine.test_contract import opened_embedded, speech_of
from tests.oracle import OracleEngine

ANALYSIS = Analysis(
    Vocabulary(synonyms=(("市委", "中共市委"), ("大桥", "跨江通道", "过江通道"), ("OPEC", "Oil Exporters Club")))
)
BRIDGES = (Phrase("跨江通道"), Phrase("过江通道"))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("发展", Words("发展")),
        ("市委", Synonyms(Words("市委"), Or((Words("市委"), Phrase("中共市委"))))),
        ("“市委”", Phrase("市委")),
        ("NOT 市委", Not(Words("市委"))),
        ("title:市委", Field("title", "市委")),
        (
            "建设大桥",
            Synonyms(Words("建设大桥"), And((Words("建设"), Or((Words("大桥"), *BRIDGES))))),
        ),
        (
            "大桥的发展",
            Synonyms(Words("大桥的发展"), And((Or((Words("大桥"), *BRIDGES)), Words("的发展")))),
        ),
        (
            "基层 中共市委",
            And((Words("基层"), Synonyms(Words("中共市委"), Or((Words("中共市委"), Phrase("市委")))))),
        ),
        ("Oil Exporters Club", Synonyms(And(tuple(map(Words, ["Oil", "Exporters", "Club"]))), Phrase("OPEC"))),
        (
            "甲 oil exporters club 乙",
            And(
                (
                    Words("甲"),
                    Synonyms(And(tuple(map(Words, ["oil", "exporters", "club"]))), Phrase("OPEC")),
                    Words("乙"),
                )
            ),
        ),
        ("过江 通道", Synonyms(And((Words("过江"), Words("通道"))), Or((Phrase("大桥"), Phrase("跨江通道"))))),
        ("甲 OR opec", Or((Words("甲"), Synonyms(Words("opec"), Or((Words("opec"), Phrase("Oil Exporters Club"))))))),
    ],
)
def test_trees(query: str, tree: Query) -> None:
    assert with_synonyms(read_query(query), ANALYSIS) == tree


texts = st.lists(
    st.sampled_from(["市委", "中共市委", "大桥", "跨江", "通道", "过江通道", "建设", "的", "，", "OPEC"]),
    min_size=1,
    max_size=6,
)
paragraphs = st.lists(texts.map("".join), min_size=1, max_size=5)


@given(paragraphs=paragraphs, query=texts.map("".join) | texts.map(" ".join))
def test_never_less_than_without_and_all_that_is_promised(paragraphs: list[str], query: str) -> None:
    tree = read_query(query)
    wide = with_synonyms(tree, ANALYSIS)
    oracle = OracleEngine([speech_of(0, paragraphs)], ANALYSIS)
    found, all_found = (set(oracle.match(one).paragraphs.tolist()) for one in (tree, wide))
    assert found <= all_found
    for other in ANALYSIS.synonyms.get(key_of(query), ()):
        assert set(oracle.match(Phrase(other)).paragraphs.tolist()) <= all_found


@settings(max_examples=40, deadline=None)
@given(paragraphs=paragraphs, query=texts.map("".join))
def test_what_has_the_words_is_above_what_has_only_synonyms(paragraphs: list[str], query: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = opened_embedded(ANALYSIS, [speech_of(0, paragraphs)], Path(folder))
        own = engine.match(Words(query))
        found = engine.match(with_synonyms(Words(query), ANALYSIS))
        engine.close()
    has_words = np.isin(found.paragraphs, own.paragraphs[own.scores > 0])
    only_alike = ~np.isin(found.paragraphs, own.paragraphs)
    assert found.scores[has_words].min(initial=np.inf) > found.scores[only_alike].max(initial=0)


def test_a_hostile_text_stays_small() -> None:
    members = [f"{a}{b}" for a in "甲乙丙丁戊" for b in "子丑寅卯辰"]
    analysis = Analysis(Vocabulary(synonyms=tuple((member, f"同{member}") for member in members)))
    tree = with_synonyms(Words("，".join(members)), analysis)
    assert sum(isinstance(leaf, Phrase) for leaf in tree.positive_leaves()) == MAX_EXPRESSIONS


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ("市委", "含“市委”各词（也找 中共市委）", "the words of “市委” (also 中共市委)"),
        (
            "建设大桥 基层",
            "含“建设大桥”各词（也找 跨江通道、过江通道），且含“基层”各词",
            "the words of “建设大桥” (also 跨江通道, 过江通道), and the words of “基层”",
        ),
        (
            "过江 通道",
            "（含“过江”各词，且含“通道”各词）（也找 大桥、跨江通道）",
            "(the words of “过江”, and the words of “通道”) (also 大桥, 跨江通道)",
        ),
    ],
)
def test_what_is_also_found_is_told(query: str, zh: str, en: str) -> None:
    tree = with_synonyms(read_query(query), ANALYSIS)
    assert (describe(tree), describe(tree, "en")) == (zh, en)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("alike")
    (folder / "seeds").mkdir()
    lines = [
        "跨江通道通车了。",
        "过江通道，过江通道。",
        "我们要把大桥这件关系群众的事情办好、办实、办到群众心里。",
        "别的事情。",
    ]
    for number, line in enumerate(lines):
        (folder / "seeds" / f"{number}.txt").write_text(f"同志们：\n{line}\n", encoding="utf-8")
    (folder / "seeds" / "synonyms.txt").write_text("大桥, 跨江通道, 过江通道", encoding="utf-8")
    build(folder / "seeds", folder / "index")
    with open_corpus(folder / "index") as opened:
        yield opened


def test_synonyms_come_below_and_are_marked(corpus: Corpus) -> None:
    page = corpus.search("大桥")
    assert (page.total, page.speeches) == (3, 3)
    marked = [{hit.paragraph.text[span.start : span.end] for span in hit.highlights} for hit in page.hits]
    assert marked == [{"大桥"}, {"过江通道"}, {"跨江通道"}]
    assert corpus.search("大桥 NOT 群众").total == 2
    text = "大桥就是跨江通道"
    assert [text[span.start : span.end] for span in corpus.highlights(text, "大桥")] == ["大桥", "跨江通道"]


def test_without_synonyms_and_for_what_is_exact(corpus: Corpus) -> None:
    assert corpus.search("大桥", synonyms=False).total == 1
    assert corpus.search("“大桥”").total == 1
    assert corpus.count("大桥").paragraphs == 1
    text = "大桥就是跨江通道"
    assert len(corpus.highlights(text, "大桥", synonyms=False)) == 1
