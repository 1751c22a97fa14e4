"""Differences between a sentence and its source: each of the five kinds by its name, and none that changes anything else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchui.search.proofreading.edits import Change, edits_between

TEXTS = st.text("党的建设，、和5%三十", max_size=14)


@given(TEXTS, TEXTS, st.integers(0, 9))
def test_what_is_changed_back_is_the_source(said: str, source: str, offset: int) -> None:
    edits = edits_between(said, source, offset)
    restored = said
    for edit in reversed(edits):
        start, end = edit.span.start - offset, edit.span.end - offset
        assert said[start:end] == edit.said
        restored = restored[:start] + edit.source + restored[end:]
    assert restored == source
    assert all(one.span.end < other.span.start + 1 for one, other in pairwise(edits))


@pytest.mark.parametrize(
    ("said", "source", "expected"),
    [
        ("全面推进乡村振形", "全面推进乡村振兴", [("形", "兴", Change.REPLACED)]),
        ("全面地推进乡村振兴", "全面推进乡村振兴", [("地", "", Change.EXTRA)]),
        ("全面推乡村振兴", "全面推进乡村振兴", [("", "进", Change.MISSING)]),
        ("全面推进村乡振兴", "全面推进乡村振兴", [("村乡", "乡村", Change.ORDER)]),
        (
            "砥砺奋进、攻坚克难、开拓",
            "攻坚克难、砥砺奋进、开拓",
            [("砥砺奋进、攻坚克难", "攻坚克难、砥砺奋进", Change.ORDER)],
        ),
        ("推动工业、农业和服务业发展", "推动农业、工业和服务业发展", [("工业、农业", "农业、工业", Change.ORDER)]),
        ("推动农业与工业发展", "推动工业和农业发展", [("农业与工业", "工业和农业", Change.ORDER)]),
        (
            "支持上海市、江苏省、浙江省及安徽省发展",
            "支持江苏省、上海市、安徽省以及浙江省发展",
            [("上海市、江苏省、浙江省及安徽省", "江苏省、上海市、安徽省以及浙江省", Change.ORDER)],
        ),
        ("公正、公平和公开的监管", "公开、公平和公正的监管", [("公正、公平和公开", "公开、公平和公正", Change.ORDER)]),
        ("推动工业、农业发展", "推动工业和农业发展", [("、", "和", Change.REPLACED)]),
        ("局面缓和了", "局面和缓了", [("缓和", "和缓", Change.ORDER)]),
        ("实施“一三图”工程", "实施“一图三”工程", [("一三图", "一图三", Change.ORDER)]),
        ("守正，创新", "守正创新", [("，", "", Change.MARKS)]),
        ("守正、创新", "守正，创新", [("、", "，", Change.MARKS)]),
        ("增长5%左右", "增长5.5%左右", [("5", "5.5", Change.NUMBER)]),
        ("建成三百公里", "建成五百公里", [("三百", "五百", Change.NUMBER)]),
        ("全面推进乡村振兴", "全面推进乡村振兴", []),
    ],
)
def test_each_kind_has_its_name(said: str, source: str, expected: list[tuple[str, str, Change]]) -> None:
    assert [(edit.said, edit.source, edit.how) for edit in edits_between(said, source, 0)] == expected
