"""Texts in the other script: character for character, and only to be shown."""

from collections import Counter
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from searchui import Corpus
from searchui.search.script import SCRIPTS, Script, in_script, script_of

scripts = pytest.mark.parametrize("script", SCRIPTS)


@scripts
@given(text=st.text("头发发展后面皇后干部干净里面公里为黨髮發裡裏台〇𠀀a，“”", max_size=30) | st.text(max_size=30))
def test_a_place_in_the_one_is_the_same_place_in_the_other(text: str, script: Script) -> None:
    assert len(in_script(text, script)) == len(text)


def test_words_tell_what_a_character_becomes() -> None:
    assert in_script("头发和发展，皇后在后面，干部很干净", "zh-Hant") == "頭髮和發展，皇后在後面，幹部很乾淨"
    assert in_script("頭髮和發展，軟體和網路", "zh-Hans") == "头发和发展，软体和网路"  # characters only, not words


@scripts
def test_real_texts_keep_their_length_and_their_words(shared: Path, script: Script) -> None:
    convert = opencc.OpenCC({"zh-Hans": "t2s", "zh-Hant": "s2tw"}[script]).convert
    for path, file in list(corpus_files(shared / "corpora"))[::10]:
        for line in read_one(file, path).lines:
            assert in_script(line.text, script) == convert(line.text)
            assert len(convert(line.text)) == len(line.text)


def test_what_is_shown_folds_back_to_what_is_searched(corpus: Corpus) -> None:
    """But for forms that another character shares (着 is shown as 著, which is a word of its own)."""
    texts = "".join(paragraph.text for entry in corpus.speeches() for paragraph in corpus.speech(entry.id).paragraphs)
    other = Counter(
        (one, back) for one, back in zip(fold(texts), fold(in_script(texts, "zh-Hant")), strict=True) if one != back
    )
    assert {one for one, _ in other} <= set("着了借复")
    assert sum(other.values()) < 0.005 * len(texts)


def test_the_script_of_a_text() -> None:
    assert script_of("全面推进中国式现代化") == "zh-Hans"
    assert script_of("全面推進中國式現代化") == "zh-Hant"
    assert script_of("") == "zh-Hans"


@given(st.text("头发展黨髮發裡裏台〇𠀀a，“”ＡⅢ", max_size=30) | st.text(max_size=30))
def test_the_script_is_told_by_the_share_of_characters_that_folding_changes(text: str) -> None:
    han = [one for one in text if "\u4e00" <= one <= "\u9fff"]
    changed = sum(one != fold(one) for one in han)
    assert script_of(text) == ("zh-Hant" if changed > 0.1 * max(len(han), 1) else "zh-Hans")
