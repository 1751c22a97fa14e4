"""The two layers: true offsets, nothing lost, and the same words from either build of jieba."""

from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.jiebas import PlainJieba, Rjieba, jieba_name
from indexer.analysis.words import Segmenter
from indexer.model import Speech

speech_text = st.text(alphabet="党的建设高质量发展農村 5%。，A股GDP“”〇\n𠮷", max_size=60)


@given(text=speech_text)
def test_words_are_slices_of_the_text(analysis: Analysis, text: str) -> None:
    for word in analysis.words(text):
        assert fold(text[word.start : word.end]) == word.text


@given(text=speech_text)
def test_each_character_opens_one_gram(analysis: Analysis, text: str) -> None:
    grams = analysis.grams(text)
    assert "".join(gram[0] for gram in grams) == fold(text)
    assert all(fold(text).startswith(gram, place) for place, gram in enumerate(grams[:-1]))


def test_stop_words_and_single_characters_are_words(analysis: Analysis) -> None:
    assert {"党", "的", "领导"} <= {word.text for word in analysis.words("党 的 领导")}
    assert "二〇三五" in "".join(word.text for word in analysis.words("二〇三五"))


@pytest.mark.slow
def test_rjieba_and_jieba_give_the_same_words(sample_speeches: list[Speech]) -> None:
    assert jieba_name().startswith("rjieba"), "without rjieba nothing is compared"
    compiled, plain = Segmenter(Rjieba()), Segmenter(PlainJieba())
    for speech in sample_speeches[:6]:
        for paragraph in speech.paragraphs:
            folded = fold(paragraph.text)
            assert list(compiled.words(folded, "search")) == list(plain.words(folded, "search"))


def test_the_fingerprint_names_the_segmenter(analysis: Analysis) -> None:
    assert "jieba" in analysis.fingerprint


def test_the_version_of_the_words_is_that_of_the_installed_library() -> None:
    """The fingerprint has it, and the quick way must give what the standard library does."""
    assert jieba_name() == f"rjieba {version('rjieba')}"
