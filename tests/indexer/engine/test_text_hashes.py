"""Text hashes: two texts have one hash exactly when they say the same, marks and white space apart."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.engine.answers import NO_TEXT_HASH, TextHashes
from indexer.engine.embedded.encoding.alphabet import END, Alphabet, distinct_points, joined_points
from indexer.engine.embedded.substring_index.text_hashes import SOME, hash_texts

# Texts in which marks, space and digits meet in every way, traditional and full-width forms among them.
TEXTS = st.lists(st.text("党黨建設设 　,，。.-5２%\x00", max_size=8), min_size=1, max_size=12)


def counting(text: str) -> str:
    """What counts of a text."""
    folded = fold(text)
    kept = ""
    for at, character in enumerate(folded):
        before, after = folded[at - 1 : at] if at else "", folded[at + 1 : at + 2]
        kind = unicodedata.category(character)
        inside = before.isdecimal() and after.isdecimal()
        signed = kind[0] == "P" and after.isdecimal()
        if kind[0] in "LMNS" or character in "%‰" or inside or signed:
            kept += character
    return kept


def hashes_of(texts: list[str], some: int = SOME) -> TextHashes:
    points, starts = joined_points(texts)
    alphabet = Alphabet.of(distinct_points(points))
    codes = alphabet.codes_of(points)
    codes[starts[1:] - 1] = END
    return hash_texts(alphabet.folds[codes], starts, alphabet, some)


@given(texts=TEXTS)
def test_hashes_are_equal_where_what_counts_is(texts: list[str]) -> None:
    found = hashes_of(texts).tolist()
    said = [counting(text) for text in texts]
    for own, text in zip(found, said, strict=True):
        assert (own == NO_TEXT_HASH) == (text == "")
        for other, another in zip(found, said, strict=True):
            assert (own == other) == (text == another)


@given(texts=TEXTS, share=st.integers(1, 9))
def test_a_hash_is_of_the_text_alone(texts: list[str], share: int) -> None:
    """Whatever stands beside it, in whatever alphabet, and however much is reckoned at a time."""
    alone = [int(hashes_of([text])[0]) for text in texts]
    assert hashes_of(texts, share).tolist() == alone
