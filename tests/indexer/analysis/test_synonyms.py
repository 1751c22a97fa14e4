"""Lists of synonyms: groups as they are written, or an error that tells the line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, Vocabulary, key_of, read_synonyms
from indexer.analysis.synonyms import Group, shipped_synonyms, synonyms_by_member
from indexer.build.word_lists import read_vocabulary
from indexer.errors import WordListError


@pytest.mark.parametrize(
    ("line", "group"),
    [
        (
            "二十大, 党的二十大,中国共产党第二十次全国代表大会",
            ("二十大", "党的二十大", "中国共产党第二十次全国代表大会"),
        ),
        ("二十大，黨的二十大", ("二十大", "黨的二十大")),
        ("WTO, World Trade  Organization,", ("WTO", "World Trade Organization")),
        ("双碳, 碳达峰、碳中和", ("双碳", "碳达峰、碳中和")),
        (" “十四五”规划 ,, 十四五规划 ", ("“十四五”规划", "十四五规划")),
    ],
)
def test_a_line(line: str, group: Group) -> None:
    assert read_synonyms(["# 同义词", "", line], "x") == (group,)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("二十大", "只有一个说法"),
        ("二十大、党的二十大", "逗号"),
        ("二十大, 二十大", "只有一个说法"),
        ("習近平, 习近平", "只有一个说法"),
        ("二十大 => 党的二十大, 大会", "=>"),
        ("二十大, ！！", "只有符号"),
        ("二十大, " + "字" * 41, "最多 40"),
    ],
)
def test_a_bad_line_is_an_error_that_names_it(line: str, says: str) -> None:
    with pytest.raises(WordListError, match=says) as caught:
        read_synonyms(["国企, 国有企业", line], "synonyms.txt")
    assert (caught.value.file, caught.value.line) == ("synonyms.txt", 2)


@given(groups=st.lists(st.lists(st.sampled_from("ABab甲乙丙丁"), min_size=2, max_size=4).map(tuple), max_size=5))
def test_each_member_has_all_others_of_its_groups(groups: list[Group]) -> None:
    found = synonyms_by_member(groups)
    assert set(found) == {key_of(member) for group in groups for member in group}
    for key, others in found.items():
        expected = {key_of(other) for group in groups if key in map(key_of, group) for other in group} - {key}
        assert {key_of(other) for other in others} == expected
        assert len(others) == len(expected)


def test_what_ships_is_well_made(analysis: Analysis) -> None:
    groups = shipped_synonyms()
    members = [key_of(member) for group in groups for member in group]
    assert len(members) == len(set(members)), "no expression is in two groups"
    assert analysis.synonyms["二十大"] == ("党的二十大", "中国共产党第二十次全国代表大会")


def test_files(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_bytes("\ufeff# 组\r\n市委, 中共市委\r\n".encode())
    (tmp_path / "同义词.txt").write_bytes("区委，中共区委\n".encode("gbk"))
    groups = read_vocabulary(tmp_path).synonyms
    assert groups == (("市委", "中共市委"), ("区委", "中共区委"))
    other = tmp_path / "other.txt"
    other.write_text("县委, 中共县委", encoding="utf-8")
    assert read_vocabulary(tmp_path, synonyms=other).synonyms == (("县委", "中共县委"),)
    own = Analysis(read_vocabulary(tmp_path)).synonyms
    assert own["市委"] == ("中共市委",)
    assert "二十大" in own


def test_synonyms_and_words_are_in_the_fingerprint(analysis: Analysis) -> None:
    prints = {
        analysis.fingerprint,
        Analysis(Vocabulary(synonyms=(("甲", "乙"),))).fingerprint,
        Analysis(Vocabulary(synonyms=(("甲", "丙"),))).fingerprint,
    }
    assert len(prints) == 3
    assert Analysis().fingerprint == analysis.fingerprint
