"""A hyphen at the end of a line: gone where it only parts a word, kept where it is the word's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.hyphenation import Hyphens


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("for coope-", "ration and", "for cooperation and"),
        ("the govern-", "ment", "the government"),
        ("an inter-", "national", "an international"),
        ("a well-", "known name", "a well-known name"),
        ("of high-", "quality growth", "of high-quality growth"),
        ("a market-", "oriented way", "a market-oriented way"),
        ("a win-", "win deal", "a win-win deal"),
        ("soft\u00ad", "ware", "software"),
        ("Sino-", "foreign", "Sino-foreign"),
    ],
)
def test_words_are_joined(left: str, right: str, joined: str) -> None:
    assert Hyphens([left, right]).joined(left, right) == joined


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("COVID-", "19"),
        ("Asia-", "Pacific"),
        ("增长-", "ration"),
        ("a -", "b"),
        ("word", "word"),
        ("", "x"),
        ("x-", ""),
    ],
)
def test_other_lines_are_none_of_its_business(left: str, right: str) -> None:
    assert Hyphens([left, right]).joined(left, right) is None


def test_the_text_itself_knows_best() -> None:
    assert Hyphens(["a cross-", "strait view", "the cross-strait trade"]).joined("cross-", "strait") == "cross-strait"
    assert Hyphens(["the non-", "sense", "is nonsense"]).joined("the non-", "sense") == "the nonsense"


@given(st.text(st.sampled_from("ab-\u00adé 字"), max_size=12), st.text(st.sampled_from("ab-é 字"), max_size=12))
def test_no_letter_is_lost(left: str, right: str) -> None:
    joined = Hyphens([left, right]).joined(left, right)
    assert joined in {None, left + right, left[:-1] + right}
