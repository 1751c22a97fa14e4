"""The number of a set phrase that is quoted: wrong where many speeches have it with another one, and else the draft's own."""

from collections.abc import Iterator

import pytest

from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.search.proofreading.proof import NoticeKind


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("set_phrases")
    for number in range(5):
        text = f"在第{number}次会议上的讲话\n\n第{number}件事，要做到“四个坚持”。" + "也要抓“三张清单”。" * (number < 4)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as corpus:
        yield corpus


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("乡亲们听完都记住了“五个坚持”这句话。", [("五", "四")]),
        ("乡亲们听完都记住了“四个坚持”这句话。", []),
        ("乡亲们听完都记住了“4个坚持”这句话。", []),  # the same number
        ("乡亲们听完都记住了“四个支持”这句话。", []),
        ("乡亲们听完都记住了“五张清单”这句话。", []),  # of four speeches: others may count otherwise
        ("第4件事，要做到“五个坚持”。", [("五", "四")]),  # and told once
    ],
)
def test_the_number_of_a_set_phrase(own: Corpus, draft: str, expected: list[tuple[str, str]]) -> None:
    notices = own.proof(draft, slips=False).notices
    assert [(one.said, one.suggestion) for one in notices if one.kind is NoticeKind.NUMBER] == expected
    assert all(one.source is not None for one in notices)
