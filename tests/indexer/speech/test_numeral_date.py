"""Numerals, dates (row 11) and enumerators (rows 1, 7–10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import SpeechDate
from indexer.speech.enumerator import enumerator
from indexer.speech.header.date import declared_date, find_dates
from indexer.speech.numeral import numeral


def written(number: int) -> str:
    """1–999 as Chinese writes it."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = digits[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@given(st.integers(1, 999))
def test_numerals_are_read_back(number: int) -> None:
    assert numeral(written(number)) == number
    assert numeral(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"), [("二〇二六", 2026), ("一九六○", 1960), ("拾貳", 12), ("１２", 12), ("", None), ("要", None)]
)
def test_other_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("——2025年1月19日在省第十四届人民代表大会第三次会议上", "2025-01-19"),
        ("（2022年10月16日）", "2022-10-16"),
        ("——１９８８年３月２５日在会上", "1988-03-25"),
        ("二〇二六年一月二十七日", "2026-01-27"),
        ("一九六○年", "1960"),
        ("1955年7月5日至6日", "1955-07-05"),
        ("中華民國101年10月22日", "2012-10-22"),
        ("民国三十八年", "1949"),
        ("2025.1.24", "2025-01-24"),
        ("2024年度党建工作会议", "2024"),
        ("2024 年 5 月", "2024-05"),
        ("2024-02-30", None),
        ("2023年13月", None),
        ("增长2.5%，12345户", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    found = [str(found) for found, _ in find_dates(text)]
    assert found == ([date] if date else [])


@pytest.mark.parametrize(
    ("text", "date"), [("2024", "2024"), ("2024-05", "2024-05"), ("2021-01-29", "2021-01-29"), ("2023年3月", "2023-03")]
)
def test_declared_dates(text: str, date: str) -> None:
    assert str(declared_date(text)) == date


def test_dates_are_written_and_read_back_and_sorted() -> None:
    dates = [SpeechDate(2024), SpeechDate(2024, 5), SpeechDate(2024, 5, 3), SpeechDate(2025)]
    assert [declared_date(str(date)) for date in dates] == dates
    assert sorted(dates, key=lambda date: date.key) == dates
    assert [date.precision for date in dates] == ["year", "month", "day", "year"]


@pytest.mark.parametrize(
    ("text", "form", "ordinal", "label"),
    [
        ("一、提高认识", "han", 1, "一、"),
        ("一．风浪里", "han", 1, "一．"),
        ("十二、其他", "han", 12, "十二、"),
        ("（三）改革", "han-brackets", 3, "（三）"),
        ("(三)改革", "han-brackets", 3, "(三)"),
        ("1. 培育", "arabic", 1, "1."),
        ("２、培育", "arabic", 2, "２、"),
        ("（4）把人", "arabic-brackets", 4, "（4）"),
        ("壹、回顧", "formal", 1, "壹、"),
        ("貳、對策", "formal", 2, "貳、"),
        ("甲、看清", "stem", 1, "甲、"),
        ("B、读出", "letter", 2, "B、"),
        ("Ⅲ．下一个", "roman", 3, "Ⅲ．"),
        ("㈡撂荒的田", "han-circled", 2, "㈡"),
        ("③抓落实", "arabic-circled", 3, "③"),
        ("一要抓", "shall", 1, "一要"),
        ("二是抓", "is", 2, "二是"),
        ("第一，人", "ordinal", 1, "第一，"),
        ("第二点：环境", "ordinal-thing", 2, "第二点："),
        ("第三个问题，说说", "ordinal-thing", 3, "第三个问题，"),
        ("其二，善", "of-these", 2, "其二，"),
        ("其次，要", "in-turn", 2, "其次，"),
    ],
)
def test_enumerators(text: str, form: str, ordinal: int, label: str) -> None:
    found = enumerator(text)
    assert found is not None
    assert (found.form, found.ordinal, found.label) == (form, ordinal, label)


@pytest.mark.parametrize(
    "text",
    [
        "一、二、三司令部统一起来",
        "第一书记要亲自抓工业。",
        "第二次全体会议",
        "1.5%的增长",
        "一年来，我们",
        "一要素市场",
        "一些地方",
        "12345户",
        "A股上市",
        "最后，我想说",
    ],
)
def test_what_only_looks_like_numbering(text: str) -> None:
    assert enumerator(text) is None
