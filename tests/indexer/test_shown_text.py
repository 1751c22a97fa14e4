"""What prints nothing parts no phrase: not in a file, and not in what is asked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.shown_text import as_shown

EVERYTHING = [chr(code) for code in range(0x110000)]
SHOWN = "字aé，0 \t\n　·—"
SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]


def test_all_that_unicode_calls_a_control_or_format_sign_is_gone() -> None:
    ends = "\t\n\v\f\r\x85"
    hidden = [one for one in EVERYTHING if unicodedata.category(one) in {"Cc", "Cf"} and one not in ends]
    assert len(hidden) > 200
    assert [one for one in (*hidden, *map(chr, SELECTORS)) if as_shown(f"稳中{one}求进") != "稳中求进"] == []


def test_what_is_printed_stays() -> None:
    """Every letter, digit, sign, space and line end, but for accents that join a letter and dashes that print as two."""
    kept = {"L", "N", "P", "S", "Z"}
    blank = "\u115f\u1160\u3164\uffa0\ufffc"  # fillers, and the place of a picture
    changed = [one for one in EVERYTHING if unicodedata.category(one)[0] in kept and as_shown(one) != one]
    assert set(changed) == {*blank, "\u2e3a", "\u2e3b", *map(chr, range(0xFB00, 0xFB07))}
    assert all(as_shown(end) == end for end in "\t\n\v\f\r\x85")


@given(st.text(st.sampled_from(SHOWN + "\u200b\u202a\u2066\u200d\ufe0f\U000e0101\u00ad\u0301\ue5e5\u2e3a\ud800")))
def test_it_is_done_once(text: str) -> None:
    assert as_shown(as_shown(text)) == as_shown(text)


@given(
    st.text(st.sampled_from(SHOWN)),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("\u200b\u2063\u202c\ufeff"))),
)
def test_nothing_else_is_touched(text: str, marks: list[tuple[int, str]]) -> None:
    marked = text
    for place, mark in marks:
        marked = marked[:place] + mark + marked[place:]
    assert as_shown(marked) == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("坚持\u202a稳中求进\u202c总基调", "坚持稳中求进总基调"),
        ("葛\U000e0100城、辻\ufe00", "葛城、辻"),
        ("落实\u2063责任制\u2062", "落实责任制"),
        ("cafe\u0301、Universita\u0308t、xi\u0304n", "café、Universität、xīn"),
        ("か\u3099", "が"),
        ("oﬃce、ﬁnal", "office、final"),
        ("实事求是⸺这是灵魂", "实事求是——这是灵魂"),
        ("\ue5e5\ue5e5各位代表", "　　各位代表"),
        ("co\u00adope\u00adration", "cooperation"),
        ("一半\ud83d", "一半\ufffd"),
    ],
)
def test_a_text_as_it_looks(written: str, shown: str) -> None:
    assert as_shown(written) == shown


def test_white_space_of_any_width_is_a_space_for_matching() -> None:
    spaces = [one for one in EVERYTHING if unicodedata.category(one) == "Zs"]
    assert len(spaces) > 15
    assert {fold(as_shown(one)) for one in spaces} == {" "}
