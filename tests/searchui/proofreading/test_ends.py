"""What is wrong at the end of a sentence is told as that; what only stands beside a sentence of the corpus alters nothing."""

from collections.abc import Iterator

import pytest

from indexer.build.pipeline import build
from indexer.model import Span
from searchui import Corpus, open_corpus
from searchui.search.proofreading.ends import with_ends
from searchui.search.proofreading.proof import NoticeKind, Verdict

LINES = """（三）弘扬求真务实的好作风。
清清河水就是金色粮仓的理念深入人心。
这几条意见怎么分享给大家，还要再商量。
粮食总产45万吨、增长2.5%，农民收入增长6%。
谢谢大家。"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("ends")
    (folder / "a.txt").write_text(f"在会议上的讲话\n\n同志们：\n\n{LINES}\n", encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as corpus:
        yield corpus


@pytest.mark.parametrize(
    ("draft", "said", "source"),
    [
        ("清清河水就是金色粮昌。", "昌", "仓"),  # the source goes on: 粮仓的理念
        ("青清河水就是金色粮仓的理念深入人心。", "青", "清"),
        ("谢谢大加。", "加", "家"),
    ],
)
def test_another_character_at_an_end_is_not_one_too_many(own: Corpus, draft: str, said: str, source: str) -> None:
    (one,) = own.proof(draft, slips=False).sentences
    assert one.verdict is Verdict.ALTERED
    assert [(edit.said, edit.source, edit.how) for edit in one.edits] == [(said, source, "replaced")]


@pytest.mark.parametrize(
    ("said", "text", "source", "expected"),
    [
        ("就是金色粮昌", "就是金色粮仓的理念", Span(0, 5), Span(0, 5)),  # of so few characters it may be chance
        ("就是金色粮昌", "就是金色粮仓。", Span(0, 5), Span(0, 6)),
        ("清水就是金色粮昌", "清水就是金色粮仓的", Span(0, 7), Span(0, 8)),
        ("清水就是金色粮昌", "清水就是金色粮，", Span(0, 7), Span(0, 7)),
        ("青水就是金色粮仓", "有清水就是金色粮仓", Span(2, 9), Span(1, 9)),
        ("青水就是", "清水就是", Span(1, 4), Span(0, 4)),
        ("青水就是", "有清水就是", Span(2, 5), Span(2, 5)),
        ("青水就是", "水就是", Span(0, 3), Span(0, 3)),
        ("清水就是金色粮仓", "清水就是金色粮仓的", Span(0, 8), Span(0, 8)),
    ],
)
def test_a_source_grows_by_what_stands_in_place_of_an_end(said: str, text: str, source: Span, expected: Span) -> None:
    assert with_ends(said, text, source) == expected


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("同志们，弘扬求真务实的好作风。", Verdict.NEAR),
        ("三要弘扬求真务实的好作风。", Verdict.NEAR),
        ("四是弘扬求真务实的好作风。", Verdict.NEAR),
        ("怎么分开？", Verdict.NEAR),  # it goes on otherwise there: 怎么分享给大家
        ("清清河水就是金色粮仓大事。", Verdict.NEAR),
        ("三要弘扬求真务实好作风。", Verdict.ALTERED),
        ("三要弘扬求真务实的新作风。", Verdict.ALTERED),
        ("谢谢大家啊。", Verdict.ALTERED),  # the sentence of the corpus ends there
    ],
)
def test_what_stands_beside_alters_nothing(own: Corpus, draft: str, verdict: Verdict) -> None:
    (one,) = own.proof(draft, slips=False).sentences
    assert one.verdict is verdict, one.edits


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("粮食总产45万吨、增长2.5%，农民收入增长7%。", ["7"]),
        ("粮食总产45万吨、增长3.5%，农民收入增长7%。", ["3.5", "7"]),
        ("粮食总产50万吨、增长3.5%，农民收入增长7%。", []),
    ],
)
def test_where_all_of_several_numbers_differ_another_year_is_told_of(
    own: Corpus, draft: str, expected: list[str]
) -> None:
    notices = own.proof(draft, slips=False).notices
    assert [one.said for one in notices if one.kind is NoticeKind.NUMBER] == expected
