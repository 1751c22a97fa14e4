"""What can be the name of a person."""

import pytest

from indexer.speech.header.byline import Byline, byline
from indexer.speech.person_name import is_chinese_name, is_common_word, is_latin_name


@pytest.mark.parametrize("name", ["常青", "宋河清", "丘 明 德", "欧阳修远", "林鄭月嬋", "艾热·吐尔松", "張 明"])
def test_a_family_name_and_a_given_name(name: str) -> None:
    assert is_chinese_name(name)


@pytest.mark.parametrize("text", ["各位", "加大", "全屏", "星期三", "註", "王", "常青同志们好", "议题一", "理由", ""])
def test_other_words_are_no_names(text: str) -> None:
    assert not is_chinese_name(text)


def test_names_in_letters_begin_with_a_capital() -> None:
    assert is_latin_name("Kim L. O’Hara")
    assert is_latin_name("Max")
    assert not is_latin_name("x市")
    assert not is_latin_name("5G")


@pytest.mark.parametrize("word", ["任务", "任務", "方法", "强调", "安排", "成效"])
def test_words_of_every_day_are_told_from_names(word: str) -> None:
    assert is_chinese_name(word)
    assert is_common_word(word)


def test_a_name_is_no_word_of_every_day() -> None:
    assert not any(map(is_common_word, ["常青", "宋河清", "丘明德", "王某"]))


@pytest.mark.parametrize("text", ["党建", "查看", "石阳县", "祝福", "高清图"])
def test_a_line_of_nothing_but_a_word_names_nobody(text: str) -> None:
    assert byline(text) is None


def test_an_office_or_a_label_tells_a_name_that_is_a_word_too() -> None:
    assert byline("市长 江山") == Byline("市长", "江山")
    assert byline("江山", labelled=True) == Byline(None, "江山")
    assert byline("江山") is None
