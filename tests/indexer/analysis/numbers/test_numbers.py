"""The written forms of numbers: every form of a value finds every other, and different values share none."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.numbers import MAX_FORMS, forms

# Of each value, forms that people write; all of them mean it.
VALUES = [
    ["100%", "百分之百", "百分之一百", "百分之100", "百分百", "100 %"],
    ["5%", "百分之五", "百分之5"],
    ["0.5%", "百分之零点五", "百分之0.5"],
    ["120%", "百分之一百二十", "百分之120"],
    ["5‰", "千分之五", "千分之5"],
    ["3‱", "万分之三"],
    ["1.2万亿", "一点二万亿", "12000亿", "12,000亿", "一万二千亿", "1万2千亿", "1.2兆", "一点二兆"],
    ["3.5亿", "3亿5千万", "3亿5000万", "三亿五千万", "三点五亿", "35000万", "350,000,000", "350000000", "叁亿伍仟万"],
    ["2万", "20000", "20,000", "二万", "两万"],
    ["5千", "5000", "5,000", "五千", "伍仟"],
    ["3百万", "300万", "三百万", "3000000", "3,000,000"],
    ["3.5万", "3万5千", "3万5000", "三万五千", "35,000", "三点五万"],
    ["25", "二十五", "廿五", "贰拾伍"],
    ["31", "三十一", "卅一"],
    ["150", "一百五十", "壹佰伍拾"],
    ["105", "一百零五", "一百〇五"],
    ["2200", "两千两百", "两千二百", "二千二百", "2,200"],
    ["2024", "二〇二四", "二零二四"],
    ["5.2", "五点二"],
    ["第20条", "第二十条", "第廿条"],
    ["0.5个百分点", "零点五个百分点"],
    [
        "2024年5月1日",
        "2024年5月1号",
        "2024年05月01日",
        "二〇二四年五月一日",
        "二零二四年五月一号",
        "2024-05-01",
        "2024.5.1",
        "2024/5/1",
    ],
    ["2024年12月31日", "2024-12-31", "2024.12.31", "二〇二四年十二月三十一日"],
    ["5月1日", "5月1号", "五月一日", "五月一号", "05月01日"],
    ["10月21日", "十月二十一日", "十月廿一日", "10月21号"],
    ["2024年5月", "二〇二四年五月", "2024年05月"],
    ["2024年", "二〇二四年", "二零二四年"],
    ["三分之一", "3分之1", "1/3"],
    ["三分之二", "2/3"],
    ["3—5%", "3%—5%", "百分之三至百分之五", "百分之三到五", "3%-5%", "3~5%", "3%至5%"],
    ["5—10岁", "5-10岁", "五至十岁", "五到十岁", "5~10岁"],
    ["2023—2024年", "2023-2024年", "二〇二三至二〇二四年", "2023年"[:4] + "至2024年"],
]


@pytest.mark.parametrize("ways", VALUES, ids=lambda ways: ways[0])
def test_any_form_finds_any_other(ways: list[str]) -> None:
    for one in ways:
        assert forms(one)[0] == one
        assert not set(ways) - set(forms(one)), one


def test_different_values_share_no_form() -> None:
    for ways, others in combinations(VALUES, 2):
        assert not set(forms(ways[0])) & set(forms(others[0])), (ways[0], others[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一百", "100%"),
        ("100", "百分之百"),
        ("5%", "5‰"),
        ("一百五", "105"),
        ("三万五", "30005"),
        ("5月1日", "1月5日"),
        ("2024.13.1", "2024年13月1日"),
        ("3/1", "1/3"),
        ("1,2", "12"),
        ("十分之一", "百分之一"),
        ("万一", "10001"),
        ("2024年5月1日", "2024年5月11日"),
    ],
)
def test_what_is_not_the_same(one: str, other: str) -> None:
    assert other not in forms(one)
    assert one not in forms(other)


@given(st.integers(1, 10**15), st.sampled_from(["{}", "{}%", "{}‰", "第{}条", "增长{}倍", "约{}人次"]))
def test_every_form_finds_every_form(number: int, frame: str) -> None:
    """But for digits that are read out one by one, which need not be a number, and a form that is a number of its own."""
    phrase = frame.format(number)
    expected = set(forms(phrase))
    for form in expected:
        assert phrase in forms(form), form
        assert set(forms(form)) == expected, form


@given(st.decimals(min_value=1, max_value=9999, places=2), st.sampled_from(["万", "亿", "万亿"]))
def test_amounts_with_decimals(number: object, unit: str) -> None:
    phrase = f"{number}{unit}".replace(".00", "").replace("0" + unit, unit) if "." in str(number) else f"{number}{unit}"
    expected = set(forms(phrase)) - {phrase}
    for form in expected:
        assert expected <= set(forms(form)), form


@given(st.dates())
def test_days_in_all_forms(day: object) -> None:
    year, month, date = map(int, str(day).split("-"))
    expected = set(forms(f"{year}年{month}月{date}日"))
    if 1000 <= year < 3000:
        assert {str(day), f"{year}.{month}.{date}", f"{year}年{month}月{date}号"} <= expected
        assert all(set(forms(form)) == expected for form in expected)


def test_many_numbers_are_too_many() -> None:
    with pytest.raises(ValueError, match=str(MAX_FORMS)):
        forms("1、2、3、4、5、6、7、8、9、10")
    assert len(forms("2035年12月增长5%")) <= MAX_FORMS


@given(st.text("零〇一二两三十百千万亿兆廿点分之%‰0123456789,.年月日号至到—-/~成 ", max_size=14))
def test_anything_is_read(text: str) -> None:
    try:
        found = forms(text)
    except ValueError:
        return
    assert found[0] == text


SIGNS = [*"910一百万亿点.,%‰至—-/年月日号 十〇壹", "分之", "百分之", "2024"]


@given(
    unit=st.lists(st.sampled_from(SIGNS), min_size=1, max_size=4).map("".join),
    times=st.sampled_from([1, 20, 700]),
    end=st.sampled_from(SIGNS),
)
@example(unit="9", times=700, end="点")  # a number that could be parted in any way took time without end
@example(unit="亿亿", times=700, end="一")
def test_any_run_of_signs_is_read_or_left(unit: str, times: int, end: str) -> None:
    """Whatever is pasted: an answer, or a ValueError for too many forms, and soon."""
    phrase = unit * times + end
    with suppress(ValueError):
        assert forms(phrase)[0] == phrase
