"""Invariant 1: folding maps one character to one character."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold, occurrences
from tests.oracle import overlapping


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_looks_at_one_character_at_a_time(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_every_character_there_is_becomes_exactly_one() -> None:
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert len(fold(everything)) == len(everything)


def test_every_han_character_folds_as_opencc_simplifies_it() -> None:
    convert = opencc.OpenCC("t2s").convert
    codes = [*range(0x3400, 0xA000), *range(0x20000, 0x32400)]
    zero = {"〇"}  # kept by both; its look-alikes are folded to it
    wrong = [chr(code) for code in codes if fold(chr(code)) != convert(chr(code)) and chr(code) not in zero]
    assert wrong == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("習近平發展幹部乾淨後來頭髮臺灣", "习近平发展干部干净后来头发台湾"),
        ("ＧＤＰ增长５％", "gdp增长5%"),
        ("“四个意识”", "「四个意识」"),
        ("『两个确立』", '"两个确立"'),
        ("一九六○年", "一九六〇年"),
        ("同志们：", "同志们:"),
        ("Ａ股　Ｃ９１９", "a股 c919"),
        ("\u00a0党\u2003建", " 党 建"),
        ("豈\uf900", "岂岂"),
    ],
)
def test_forms_that_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("text", ["𠮷野家", "㐂", "𪚥", "①", "㈠", "ß", "İ"])
def test_rare_characters_and_those_that_would_grow_stay(text: str) -> None:
    assert fold(text) == text


@given(st.text(alphabet="哈嘿a", min_size=1, max_size=4), st.text(alphabet="哈嘿a", max_size=40))
def test_occurrences_overlap(phrase: str, text: str) -> None:
    starts = list(occurrences(phrase, text))
    assert len(starts) == overlapping(phrase, text)
    assert all(text.startswith(phrase, start) for start in starts)
