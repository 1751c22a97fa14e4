"""Where a variant begins and ends: no mark or particle, no quotation left open, no window that is only moved along."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.search.variants.wordings import in_script, is_shifted

SENTENCES = (
    "我们高质量完成“十四五”规划，开好了局。",
    "我们编制实施“十五五”规划，谋好了篇。",
    "全面推进乡村振兴，农民的日子好起来了。",
    "推进乡村全面振兴，农民的日子好起来了。",
    "要办实事、抓就业、稳就业，像就业这样的大事一件也不能放。",
    "构建有竞争力的现代产业体系，构建有特色的现代产业体系。",
    "優化消費環境，优化营商环境大家都有责任。",
    "优化营商环境，改善营商环境。",
    "各县要持续优化营商环境，服务企业发展。",
    "各县要持续营商环境改革，服务企业发展。",
    "这是全面建成小康社会的时期，这是全面建设社会主义现代化国家的时期。",
    "全面建设小康社会，要靠大家。",
)


@pytest.fixture(scope="module")
def variants_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[str]]]:
    folder = tmp_path_factory.mktemp("edges")
    (folder / "speeches").mkdir()
    for year in (2021, 2023, 2025):
        lines = [f"{year}年工作报告", "", *SENTENCES]
        (folder / "speeches" / f"{year}-01-10-张明-{year}年工作报告.txt").write_text(
            "\n\n".join(lines), encoding="utf-8"
        )
    build(folder / "speeches", folder / "index")
    with open_corpus(folder / "index") as corpus:
        yield cache(lambda phrase: _texts(corpus, phrase))


def _texts(corpus: Corpus, phrase: str) -> list[str]:
    return [one.text for one in corpus.variants(phrase).variants]


def test_a_quotation_is_whole_and_as_it_is_written(variants_of: Callable[[str], list[str]]) -> None:
    texts = variants_of("“十四五”规划")
    assert "“十五五”规划" in texts
    assert all(text.count("“") == text.count("”") == 1 for text in texts)


def test_two_characters_may_stand_elsewhere(variants_of: Callable[[str], list[str]]) -> None:
    assert "推进乡村全面振兴" in variants_of("全面推进乡村振兴")


@pytest.mark.parametrize("phrase", ["稳就业", "现代产业体系", "优化营商环境"])
def test_no_variant_begins_or_ends_with_a_mark_or_a_particle(
    variants_of: Callable[[str], list[str]], phrase: str
) -> None:
    texts = variants_of(phrase)
    assert texts or phrase == "现代产业体系"
    assert not [text for text in texts if not (text[0] + text[-1]).isalnum() or text[0] == "的"]


def test_what_only_begins_later_is_none(variants_of: Callable[[str], list[str]]) -> None:
    texts = variants_of("优化营商环境")
    assert "改善营商环境" in texts
    assert not {"营商环境大", "营商环境改革"} & {*texts}


def test_no_variant_cuts_a_word_inside_a_longer_one(variants_of: Callable[[str], list[str]]) -> None:
    texts = variants_of("全面建成小康社会")
    assert not {"全面建设社会", "全面建成小康社会的"} & {*texts}
    assert "全面建设小康社会" in texts


@pytest.mark.parametrize(
    ("phrase", "text", "shifted"),
    [
        ("优化营商环境", "营商环境大", True),
        ("营商环境大", "优化营商环境", True),
        ("优化营商环境", "营商环境优化", False),
        ("优化营商环境", "改善营商环境", False),
        ("优化营商环境", "优化营商环境水平", False),
        ("优化营商环境", "营商环境", False),
        ("建设数字中国", "数字中国建设", False),
    ],
)
def test_a_window_that_is_moved_along(phrase: str, text: str, shifted: bool) -> None:
    assert is_shifted(phrase, text) is shifted


def test_a_text_is_shown_in_the_script_that_is_compared() -> None:
    assert in_script('"创新"ai行动', "「創新」AI行動") == "「创新」AI行动"
