"""What ranks before what, and why: small corpora in which one thing differs."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.search.describe import PARTS

Texts = Callable[[str, Sequence[str]], list[str]]


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    """The texts of the hits of a query, in their order, in a corpus of one speech of these lines."""

    def of(query: str, lines: Sequence[str]) -> list[str]:
        opening = ["在工作会议上的讲话", "（2020年3月1日）", "同志们："]
        (tmp_path / "speech.txt").write_text("\n".join([*opening, *lines]), encoding="utf-8")
        build(tmp_path, tmp_path / "index")
        with open_corpus(tmp_path / "index") as opened:
            return [hit.paragraph.text for hit in opened.search(query, per_page=100).hits]

    return of


def test_overlapping_words_do_not_hide_each_other(texts: Texts) -> None:
    found = texts("金砖国家", ["金砖国家领导人来了。", "这里没有。", "金砖国家合作。"])
    assert set(found) == {"金砖国家领导人来了。", "金砖国家合作。"}  # case 2


def test_a_word_inside_a_longer_one_is_found(texts: Texts) -> None:
    assert texts("人民共和国", ["中华人民共和国万岁！", "人民万岁！"]) == ["中华人民共和国万岁！"]  # case 3


def test_a_word_that_is_only_inside_others_ranks_below(texts: Texts) -> None:
    inside, real = "中华人民共和国万岁。", "海外的华人很多，各行各业都有，大家都说好，年年回乡看看。"
    assert texts("华人", [inside, real, "华人是海外的华人。", inside + inside])[:2] == [
        "华人是海外的华人。",
        real,
    ]  # case 5
    assert len(texts("华人", [inside, real, inside + inside])) == 3


def test_a_heading_with_the_words_lifts_what_stands_under_it(texts: Texts) -> None:
    one, other = "各地要抓好治理，久久为功。", "各地要抓好治理，务求实效。"
    for above, below in ((one, other), (other, one)):
        lines = ["一、加强保护", "种树种草。", above, "二、加强治理", "这件事不小。", below]
        found = texts("治理", lines)
        assert found.index(below) < found.index(above)


@pytest.mark.parametrize("query", ["基层治理", "基层 治理"])
def test_words_that_stand_together_come_before_words_apart(texts: Texts, query: str) -> None:
    close = "抓好基层治理，年年要有新的样子才行。"
    near = "抓好基层的治理，年年要有新的样子才行。"
    turned = "抓好治理的基层，年年要有新的样子才行。"
    apart = "治理要抓好，年年要有新的样子才行啊基层。"
    assert texts(query, [apart, turned, near, close]) == [close, near, turned, apart]


@pytest.mark.parametrize(
    "query", ["发展", "高质量 发展", "推动高质量发展", "“发展” 改革", "饕餮 发展 改革", "发展 或 改革"]
)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_the_parts_of_a_score_add_up_to_it(corpus: Corpus, query: str, sort: str) -> None:
    plain = corpus.search(query, per_page=60, sort=sort)
    page = corpus.search(query, per_page=60, sort=sort, explain=True)
    assert page.hits
    for hit, same in zip(page.hits, plain.hits, strict=True):
        assert hit.parts is not None
        assert same.parts is None
        assert list(hit.parts) == list(PARTS)
        assert sum(hit.parts.values()) == pytest.approx(hit.score, abs=1e-4)
        assert (hit.score, hit.anchor) == (same.score, same.anchor)
        assert all(part >= 0 for part in hit.parts.values())


def test_closeness_is_a_part_of_several_words_and_wholeness_of_a_single_one(corpus: Corpus) -> None:
    def part(name: str, query: str) -> float:
        return max(hit.parts[name] for hit in corpus.search(query, explain=True).hits if hit.parts)

    assert part("closeness", "高质量 发展") > 0 == part("wholeness", "高质量 发展")
    assert part("closeness", "发展") == 0 < part("wholeness", "发展")
    assert part("closeness", "“高质量发展”") == part("wholeness", "“高质量发展”") == 0


def test_the_command_explains(sample_index: Path) -> None:
    call = ["search", "高质量 发展", "--explain", "--index", str(sample_index)]
    shown = CliRunner().invoke(commands, call)
    assert "得分" in shown.stdout
    assert "相近" in shown.stdout
    hits = json.loads(CliRunner().invoke(commands, [*call, "--json"]).stdout)["hits"]
    assert all(sum(hit["parts"].values()) == pytest.approx(hit["score"], abs=1e-4) for hit in hits)
