"""Phrases meant exactly, loosely, or in any form of their numbers; and the forms of numbers."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.analysis.match_options import MatchOptions, find_occurrences
from indexer.analysis.numbers import MAX_FORMS, forms
from tests.oracle import counted_places, unmarked

TEXTS = st.text("党建設设绿水青山，、。“”《》 　\n5%五〇零.A-－", max_size=30)
PHRASES = st.text("党建設设绿水，。“5%五〇A-", min_size=1, max_size=4)
LOOSE, EXACT, NUMBERS = MatchOptions(loose=True), MatchOptions(exact=True), MatchOptions(numbers=True)


def found(phrase: str, text: str, match_options: MatchOptions) -> list[str]:
    return [text[start:end] for start, end in find_occurrences(phrase, text, match_options)]


@given(phrase=PHRASES, text=TEXTS, match_options=st.builds(MatchOptions, exact=st.booleans(), loose=st.booleans()))
def test_what_is_marked_is_the_phrase_as_it_is_meant(phrase: str, text: str, match_options: MatchOptions) -> None:
    def meant(one: str) -> str:
        written = one if match_options.exact else fold(one)
        return unmarked(written) if match_options.loose else written

    marked = found(phrase, text, match_options)
    assert all(meant(one) == meant(phrase) for one in marked)
    if match_options.loose:
        ends = [(counted_places(one)[0], counted_places(one)[-1] + 1) for one in marked]
        assert ends == [(0, len(one)) for one in marked], "marks at the ends are not its own"
    whole = meant(text)
    places = {start for start in range(len(whole)) if meant(phrase) and whole.startswith(meant(phrase), start)}
    assert len(marked) == len(places)


def test_loosely_a_comma_in_between_does_not_count() -> None:
    text = "绿水青山，就是金山银山。我们说“绿水青山”就是“金山银山”，绿水青山就是金山银山"
    assert found("绿水青山就是金山银山", text, LOOSE) == [
        "绿水青山，就是金山银山",
        "绿水青山”就是“金山银山",
        "绿水青山就是金山银山",
    ]
    assert found("绿水青山就是金山银山", text, MatchOptions()) == ["绿水青山就是金山银山"]
    assert found("绿水青山，就是金山银山", text, LOOSE) == found("绿水青山就是金山银山", text, LOOSE)
    assert found("52", "增长5.2%", LOOSE) == []


def test_loosely_a_hyphen_counts_only_where_it_is_a_minus_or_in_a_name() -> None:
    text = "绿水－－青山，绿水--青山，绿水 - 青山，绿水-青山；-5%，5%，－5%，C-919，C919，东-3，东3"
    assert len(found("绿水青山", text, LOOSE)) == 4
    assert found("绿水——青山", text, LOOSE) == found("绿水青山", text, LOOSE)
    assert found("-5%", text, LOOSE) == ["-5%", "－5%"]
    assert found("，5%", text, LOOSE) == ["5%"] * 3
    assert found("C919", text, LOOSE) == ["C919"]
    assert found("东3", text, LOOSE) == ["东3"]


def test_exactly_traditional_characters_and_width_count() -> None:
    text = "習近平、习近平，GDP、ＧＤＰ"
    assert found("习近平", text, EXACT) == ["习近平"]
    assert found("ＧＤＰ", text, EXACT) == ["ＧＤＰ"]
    assert found("ＧＤＰ", text, MatchOptions()) == ["GDP", "ＧＤＰ"]


def test_numbers_in_all_their_forms() -> None:
    text = "到2035年，二〇三五年，二○三五年，增长5%、５％、百分之五，投资12,345亿元、12345亿元，第二十条、第20条"
    assert found("2035年", text, NUMBERS) == ["2035年", "二〇三五年", "二○三五年"]
    assert found("二〇三五年", text, NUMBERS) == ["二〇三五年", "二○三五年", "2035年"]
    assert sorted(found("百分之五", text, NUMBERS)) == sorted(["5%", "５％", "百分之五"])
    assert sorted(found("12,345亿", text, NUMBERS)) == ["12,345亿", "12345亿"]
    assert sorted(found("第20条", text, NUMBERS)) == ["第20条", "第二十条"]


@given(st.integers(1, 10**12))
def test_every_form_of_a_number_leads_to_its_digits(number: int) -> None:
    written = forms(str(number))
    assert str(number) in written
    for form in written:
        if not re.fullmatch("[〇零一二三四五六七八九]+", form) or len(form) == 1:
            assert str(number) in forms(form), form


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_different_numbers_share_no_form(one: int, other: int) -> None:
    if one != other:
        assert not set(forms(str(one))) & set(forms(str(other)))


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("10", "十"),
        ("12", "十二"),
        ("110", "一百一十"),
        ("2035", "二〇三五"),
        ("10005", "一万零五"),
        ("100500", "十万零五百"),
        ("20000", "两万"),
        ("12345", "一万二千三百四十五"),
        ("120000000", "一亿二千万"),
        ("0.5%", "百分之零点五"),
        ("5.2", "五点二"),
        ("126万亿", "一百二十六万亿"),
    ],
)
def test_forms(number: str, form: str) -> None:
    assert form in forms(number)
    assert number in forms(form)


def test_many_numbers_are_too_many() -> None:
    with pytest.raises(ValueError, match=str(MAX_FORMS)):
        forms("1、2、3、4、5、6、7、8、9、10")
    assert all(one < other for one, other in pairwise(sorted(forms("2035年12月"))))
