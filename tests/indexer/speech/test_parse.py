"""Parsing: the golden outlines, no text lost (invariant 4), stable anchors (invariant 9)."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli.outline_report import outline_json
from indexer.model import Kind, LeftOut, Line, RawText, Speech
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.readers.markdown import read_markdown
from indexer.readers.plain import read_plain
from indexer.speech import parse
from indexer.speech.cleaning.reflow import split_one_line
from indexer.speech.compilation import speeches_of
from tests.conftest import ROOT, SEEDS

GOLDEN = ROOT / "tests" / "golden" / "outlines"
SAMPLES = [path for path, _ in corpus_files(SEEDS)]


@pytest.mark.parametrize("path", SAMPLES)
def test_golden_outline(path: str) -> None:
    """Golden files are written by hand or copied with open eyes; a missing one is a failure."""
    golden = json.loads((GOLDEN / f"{path}.json").read_text(encoding="utf-8"))
    found = [outline_json(parse(raw), "zh") for raw in speeches_of(read_one(SEEDS / path, path))]
    for gap in (gap for outline in found for gap in outline["gaps"]):
        del gap["after"]  # an anchor; tested for itself below
    assert found == (golden if isinstance(golden, list) else [golden])


def described(section: dict[str, Any]) -> Iterator[list[Any]]:
    """Level, label, length and hash of each heading, for texts that are not ours to quote."""
    heading = section["heading"]
    digest = None if heading is None else hashlib.sha256(heading.encode()).hexdigest()[:12]
    yield [section["level"], section["label"], len(heading or ""), digest, section["paragraphs"]]
    for below in section["sections"]:
        yield from described(below)


def test_outline_of_the_users_own_speech(shared: Path) -> None:
    (file,) = (shared / "seeds").glob("*.txt")
    outline = outline_json(parse(read_one(file, file.name)), "zh")
    assert outline["title"] == "在全区2024年度党建工作会议上的讲话"
    assert (outline["date"], outline["salutation"]) == ("2024", "同志们")
    assert (outline["opening"], outline["closing"], outline["announced"]) == (3, 1, 5)
    assert [gap["kind"] for gap in outline["gaps"]] == ["paywall"]
    assert outline["warnings"] == ["预告 5 点，找到 2 点，缺失 1 处"]
    golden = json.loads((ROOT / "tests/golden/user-speech.json").read_text(encoding="utf-8"))
    assert [row for section in outline["sections"] for row in described(section)] == golden


# --- no text is lost -------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def check_nothing_is_lost(raw: RawText, speech: Speech) -> None:
    """What was read, without what the speech lists as left out, is what its paragraphs and gaps say, in their order."""
    own = list(speech.left_out)
    for item in raw.left_out:
        own.remove(item)
    pieces = [(paragraph.line, paragraph.text) for paragraph in speech.paragraphs]
    pieces += [(gap.line, gap.text) for gap in speech.gaps]
    made = squeezed("".join(text for _, text in sorted(pieces, key=lambda piece: piece[0])))
    assert made == squeezed("".join(_without(line, own) for line in split_one_line(raw.lines)))
    assert not own


def _without(line: Line, left_out: list[LeftOut]) -> str:
    text = line.text
    for item in [item for item in left_out if item.line == line.number]:
        before, found, after = text.partition(item.text)
        if found:  # else in another part of the line; what is in none is still there at the end
            text = before + after
            left_out.remove(item)
    return text


LINES = st.sampled_from(
    [
        "政府工作报告",
        "——2018年1月20日在市第九届人民代表大会第二次会议上",
        "（2019年3月5日）",
        "市长　顾某某",
        "（根据录音整理，未经本人审阅）",
        "同志们：",
        "各位代表！",
        "同志们，面对新的形势，我们要努力。",
        "同志们：今天我们开会。",
        "一、提高认识",
        "二、狠抓落实",
        "三、",
        "（一）经济运行稳中向好。全年增长。",
        "（二）改革",
        "1. 防范风险",
        "（1）产业到户。发展产业。",
        "一要抓紧。抓好。",
        "二要抓实。",
        "四要抓细。",
        "一是甲；二是乙。",
        "一、二、三司令部统一起来",
        "我讲四点意见：",
        "隐藏内容",
        "此处内容需要权限查看",
        "此处隐藏5120个字。VIP会员可见",
        "（热烈的掌声）",
        "谢谢大家！",
        "顾某某",
        "2025年1月24日",
        "　　\u200b一段普通的话，讲了一件普通的事。",
        "",
        "x",
    ]
)


@given(st.lists(LINES, max_size=40))
def test_parsing_loses_no_text(lines: list[str]) -> None:
    raw = read_plain("\n".join(lines).encode(), "a.txt")
    speech = parse(raw)
    check_nothing_is_lost(raw, speech)
    check_structure(speech)


@given(st.text(alphabet="一二三、（）12.要是第，。：！同志们年月日\n　讲点", max_size=300))
def test_parsing_any_text_loses_nothing(text: str) -> None:
    raw = read_plain(text.encode(), "a.txt")
    speech = parse(raw)
    check_nothing_is_lost(raw, speech)
    check_structure(speech)


@pytest.mark.parametrize("path", SAMPLES)
def test_sample_speeches_lose_no_text(path: str) -> None:
    raw = read_one(SEEDS / path, path)
    speech = parse(raw)
    check_nothing_is_lost(raw, speech)
    check_structure(speech)


def test_real_speeches_lose_no_text(shared: Path) -> None:
    files = corpus_files(shared / "corpora")
    assert len(files) > 100
    for path, file in files:
        raw = read_one(file, path)
        speech = parse(raw)
        check_nothing_is_lost(raw, speech)
        check_structure(speech)


def check_structure(speech: Speech) -> None:
    """Sections nest, each within the bounds of the one above, and anchors are unique."""
    anchors = [paragraph.anchor for paragraph in speech.paragraphs]
    assert len(set(anchors)) == len(anchors)
    for top in speech.sections:
        for section in top.walk():
            assert 0 <= section.start < section.end <= len(speech.paragraphs)
            assert section.anchor == anchors[section.start]
            starts = [below.start for below in section.sections]
            assert starts == sorted(starts)
            for below in section.sections:
                assert section.start <= below.start
                assert below.end <= section.end
                assert below.level == section.level + 1
    for paragraph in speech.paragraphs:
        assert 0 <= paragraph.lead <= len(paragraph.text)


# --- anchors and gaps ------------------------------------------------------------------------------


def parsed(*lines: str) -> Speech:
    return parse(read_plain("\n".join(lines).encode(), "a.txt"))


def test_a_paragraph_keeps_its_anchor_when_others_come_and_go() -> None:
    before = parsed("题", "同志们：", "第一段话，讲一件事。", "第二段话，讲另一件事。")
    after = parsed("题", "同志们：", "新加的一段话。", "第二段话，讲另一件事。")
    assert before.paragraphs[-1].anchor == after.paragraphs[-1].anchor


def test_repeated_paragraphs_have_anchors_of_their_own() -> None:
    speech = parsed("题", "同志们：", "掌声。", "掌声。", "掌声。")
    first, second, third = (paragraph.anchor for paragraph in speech.paragraphs[-3:])
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_a_gap_stands_after_the_paragraph_before_it() -> None:
    speech = parsed("题", "同志们：", "前面的话，讲一件事。", "隐藏内容", "此处内容需要权限查看", "后面的话。")
    (gap,) = speech.gaps
    assert gap.after == speech.paragraphs[gap.position - 1].anchor
    assert speech.paragraphs[gap.position].text == "后面的话。"
    assert gap.text == "隐藏内容\n此处内容需要权限查看"


def test_signature_at_the_end_gives_no_paragraph_of_the_body() -> None:
    speech = parsed("题", "各位同事：", "过去的一年，大家很辛苦。", "韩某某", "2025年1月24日")
    assert [paragraph.kind for paragraph in speech.paragraphs[-2:]] == [Kind.SIGNATURE] * 2


def test_a_file_without_a_head_is_named_after_the_file() -> None:
    speech = parse(read_plain("同志们：\n现在我代表委员会向大会作报告，请审议。".encode(), "2022/报告.txt"))
    assert (speech.title, speech.origins["title"]) == ("报告", "file name")
    assert speech.salutation == "同志们"


def test_false_numbering_opens_no_section() -> None:
    speech = parsed("题", "同志们：", "先讲一段开头的话。", "一是只有这一点，后面没有二是。", "第一书记要亲自抓工业。")
    assert speech.sections == ()


def with_front_matter(front: str) -> Speech:
    return parse(read_markdown(f"---\n{front}\n---\n同志们：\n讲一件事，说一句话。\n".encode(), "a/b.md"))


def test_ids_come_from_the_file_or_its_path() -> None:
    assert with_front_matter("title: 题").id == "a/b.md"
    assert with_front_matter("id: 2024/第一号").id == "2024/第一号"


@pytest.mark.parametrize("bad", ["../x", "a//b", "/a", "a/./b", "a/"])
def test_ids_that_cannot_stand_in_an_address_are_not_used(bad: str) -> None:
    speech = with_front_matter(f"id: {bad}")
    assert speech.id == "a/b.md"
    assert bad in str(speech.warnings[-1])


def test_other_fields_are_kept() -> None:
    assert with_front_matter("title: 题\nkind: 致辞\n来源: 校报").extras == {"kind": "致辞", "来源": "校报"}
