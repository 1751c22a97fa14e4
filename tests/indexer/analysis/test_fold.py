"""Invariant 1: folding maps one character to one character, and none to another without a source."""

import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold, occurrences
from indexer.analysis.fold import fold_each
from tests.oracle import overlapping


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_looks_at_one_character_at_a_time(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


EVERYTHING = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
CHANGED = [(one, folded) for one, folded in zip(EVERYTHING, fold(EVERYTHING), strict=True) if one != folded]
HAN = frozenset(chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFAE0), *range(0x20000, 0x32400)))
RADICALS = [chr(code) for code in (*range(0x2E80, 0x2FE0), *range(0x31C0, 0x31F0))]
SIMPLIFIED, HONG_KONG, TAIWAN = (opencc.OpenCC(name).convert for name in ("t2s", "hk2s", "tw2s"))


def test_what_is_folded_sign_by_sign_is_as_all_together() -> None:
    """A short text is folded by what its characters are, a long one by the table of all."""
    some = "".join(one for one, _folded in CHANGED) + EVERYTHING[:: len(EVERYTHING) // 20_000]
    assert "".join(map(fold, some)) == fold(some)


def is_in_gb2312(character: str) -> bool:
    return bool(character.encode("gb2312", "ignore"))


def test_every_character_there_is_becomes_exactly_one_and_is_done_once() -> None:
    folded = fold(EVERYTHING)
    assert len(folded) == len(EVERYTHING)
    assert fold(folded) == folded
    assert "".join(map(fold, EVERYTHING)) == folded  # by the table and by the array


def test_every_han_character_folds_as_opencc_simplifies_it() -> None:
    """Its own table first, then those of Hong Kong and Taiwan; an ideograph that is there twice, as its other one."""
    wrong = []
    for one in HAN:
        plain = unicodedata.normalize("NFKC", one)
        simplified = SIMPLIFIED(SIMPLIFIED(plain))  # 薴 → 苧 → 苎: folding is done once
        shapes = {HONG_KONG(plain), TAIWAN(plain)} - {plain}
        may = {simplified} if simplified != plain or is_in_gb2312(plain) or not shapes else shapes
        if fold(one) not in may:
            wrong.append((one, fold(one), may))
    assert wrong == []


def test_characters_of_simplified_texts_are_never_taken_for_another() -> None:
    """着 and 著, 么 and 幺, 后 and 後: both stand in simplified texts, or only one does."""
    simplified = [one for one in HAN if is_in_gb2312(one) and SIMPLIFIED(one) == one]
    assert len(simplified) > 6_000
    assert fold("".join(simplified)) == "".join(simplified)


def test_radicals_are_the_ideographs_that_unicode_says_they_equal() -> None:
    for one in RADICALS:
        form = unicodedata.normalize("NFKC", one)
        if form != one:  # all of Kangxi's, and two more: known to Python too
            assert fold(one) == fold(form)
        assert fold(one) == one or unicodedata.name(fold(one)).startswith("CJK UNIFIED IDEOGRAPH")
        assert (
            fold(one) != one or unicodedata.category(one) == "Cn" or one in "⺀㇀㇁㇂㇃㇄㇅㇇㇈㇉㇊㇋㇌㇍㇎㇢㇣㇤㇥㇯"
        ), one


def test_what_folds_is_a_letter_an_ideograph_white_space_or_a_sign() -> None:
    """Everything that changes has a reason; signs become signs, digits digits, letters letters."""
    wrong = []
    for one, folded in CHANGED:
        form = unicodedata.normalize("NFKC", one)
        if one in RADICALS or (one in HAN and folded in HAN) or one in "○◯":
            continue
        if one.isspace() and folded == " ":
            continue
        if folded in {one.lower(), fold(form)} or fold(one.lower()) == folded:
            continue
        if {unicodedata.category(one)[0], unicodedata.category(folded)[0]} <= {"P", "S"} or one == "\uf8e7":
            continue
        wrong.append((one, folded))
    assert wrong == []


@pytest.mark.parametrize(
    ("kept", "signs"),
    [("—", "―─━︱﹘"), ("-", "－‐‑−﹣"), ("·", "•・‧･∙⋅·"), (":", "：∶︰﹕"), ("，", ",﹐"), ("〈", "〈")],
)
def test_signs_that_look_alike_are_one(kept: str, signs: str) -> None:
    assert fold(signs) == fold(kept) * len(signs)


def test_signs_of_different_meaning_stay_apart() -> None:
    apart = "—-–_~=·.。,、;:!?%‰+/\\|…'\"()[]{}<>《》〈〉【】〔〕〇0O一"
    assert len(set(fold(apart))) == len(apart)


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
        ("⼈⺠⾄上，⽴⾜⻓远", "人民至上，立足长远"),
        ("衞生署敍述，枱燈、屋簷、痲痺、裹糭", "卫生署叙述，台灯、屋檐、痲痹、裹粽"),
        ("实事求是──这是灵魂", "实事求是——这是灵魂"),
        ("卡尔•马克思、卡尔‧马克思", "卡尔·马克思、卡尔・马克思"),
        ("﹁提案﹂︱︱甲﹑乙﹐丙﹔丁﹖", "「提案」——甲、乙，丙；丁？"),
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


@given(st.lists(st.text(max_size=80)))
def test_several_texts_fold_as_each_does(texts: list[str]) -> None:
    assert fold_each(texts) == [*map(fold, texts)]
