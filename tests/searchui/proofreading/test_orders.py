"""Items in another order than the corpus has them: odd between few; between many only where the corpus is sure of theirs."""

from collections.abc import Iterator

import pytest

from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.search.proofreading.proof import NoticeKind

SHORT = [f"第{number}件事，是讲团结、讲担当、讲奉献。" for number in range(5)]
RARE = [f"第{number}回，请来茶农、渔民、木匠、裁缝、铁匠。" for number in range(5)]
SET = [f"第{number}条，是春耕、夏耘、秋收、冬藏、岁修。" for number in range(12)]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("orders")
    (folder / "a.txt").write_text("在会议上的讲话\n\n" + "\n".join([*SHORT, *RARE, *SET]), encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as corpus:
        yield corpus


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("老街坊们如今逢人就说讲担当、讲团结、讲奉献的好处。", ["讲担当、讲团结"]),
        ("今年开春村里头一个上门的是渔民、茶农、木匠、裁缝、铁匠。", []),
        ("老话常讲的庄稼人的本分无非是春耕、秋收、夏耘、冬藏、岁修。", ["秋收、夏耘"]),
    ],
)
def test_of_many_items_the_order_is_set_where_the_corpus_has_it_often(
    own: Corpus, draft: str, expected: list[str]
) -> None:
    notices = own.proof(draft, slips=False).notices
    assert [one.said for one in notices if one.kind is NoticeKind.ORDER] == expected
