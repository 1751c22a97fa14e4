"""The nearest sentences: exact only to the letter, what was altered is restored, and differences give both texts back."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.errors import CallError
from indexer.model import Speech
from searchui import Corpus
from searchui.search.nearest.alignment import DifferenceKind, differences, nearest_stretch
from searchui.search.nearest.nearest_sentence import Verdict
from searchui.search.nearest.sentences import core, sentences
from searchui.search.query import MAX_QUERY_LENGTH

TEXTS = st.text("党的建设，。；！？”“\n ab5%", max_size=40)
SHORT = st.text("党的建设要", max_size=9)


@given(TEXTS)
def test_sentences_together_are_the_text(text: str) -> None:
    spans = list(sentences(text))
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(one.end == other.start for one, other in pairwise(spans))


def test_closing_quotes_belong_to_the_sentence_before() -> None:
    text = "他说：“要抓好落实！”我们记住了；要干起来……好"
    assert [text[span.start : span.end] for span in sentences(text)] == [
        "他说：“要抓好落实！”",
        "我们记住了；",
        "要干起来……",
        "好",
    ]


@pytest.mark.parametrize(("text", "inside"), [("“增长5%。”", "增长5%"), ("，、。", ""), ("  -5℃ ", "5℃"), ("党", "党")])
def test_marks_at_both_ends_are_not_compared(text: str, inside: str) -> None:
    own = core(text)
    assert text[own.start : own.end] == inside


@given(SHORT, st.lists(SHORT, max_size=4))
def test_the_stretch_has_the_fewest_edits_of_all(sentence: str, texts: list[str]) -> None:
    found = nearest_stretch(sentence, texts)
    if found is None:
        assert not texts
        return
    place, stretch = found
    fewest = [min(edits(sentence, one) for one in stretches(text)) for text in texts]
    assert (place, stretch.edits) == (fewest.index(min(fewest)), min(fewest))
    assert edits(sentence, texts[place][stretch.start : stretch.end]) == stretch.edits


def stretches(text: str) -> list[str]:
    return [text[start:end] for start in range(len(text) + 1) for end in range(start, len(text) + 1)]


def edits(one: str, other: str) -> int:
    """The edit distance, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        before, row = row, [number]
        for place, own in enumerate(other, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (character != own)))
    return row[-1]


@given(SHORT, SHORT)
def test_differences_give_both_texts_back(said: str, source: str) -> None:
    found = differences(said, source, fold(said), fold(source))
    assert "".join(piece.said for piece in found) == said
    assert "".join(piece.source for piece in found) == source
    assert all((piece.said == piece.source) is (piece.kind is DifferenceKind.SAME) for piece in found)


def test_exact_is_what_stands_there_to_the_letter(corpus: Corpus, sample_speeches: list[Speech]) -> None:
    texts = [fold(paragraph.text) for speech in sample_speeches for paragraph in speech.paragraphs]
    chance = random.Random(1)
    said = [one for text in chance.sample(texts, 40) for one in (text, f"{text[:-4]}甲{text[-4:]}")]
    for text in said:
        for one in corpus.nearest(text[:MAX_QUERY_LENGTH]).sentences:
            folded = fold(one.text)
            own = core(folded)
            expected = sum(text.count(folded[own.start : own.end]) for text in texts) if own.start < own.end else None
            assert expected is None or (one.verdict is Verdict.EXACT) is (expected > 0)


@pytest.mark.parametrize("change", ["drop", "add", "replace", "swap"])
def test_an_altered_sentence_is_restored(corpus: Corpus, sample_speeches: list[Speech], change: str) -> None:
    """The last and first characters stay, for where a sentence begins is not known else."""
    chance = random.Random(change)
    texts = [paragraph.text for speech in sample_speeches for paragraph in speech.paragraphs]
    whole = [text[s.start : s.end].strip() for text in texts for s in sentences(text) if 15 <= s.end - s.start <= 80]
    restored = 0
    chosen = chance.sample(sorted(set(whole)), 40)
    for one in chosen:
        at = chance.randrange(3, len(one) - 4)
        altered = {
            "drop": one[:at] + one[at + 1 :],
            "add": one[:at] + "甲" + one[at:],
            "replace": one[:at] + "甲" + one[at + 1 :],
            "swap": one[:at] + one[at + 1] + one[at] + one[at + 2 :],
        }[change]
        (found, *others) = corpus.nearest(altered).sentences
        own = core(one)
        restored += found.verdict is Verdict.EXACT or found.source_text == one[own.start : own.end] or bool(others)
    assert restored >= 38


def test_what_only_differs_in_marks_or_order_is_told(corpus: Corpus, sample_speeches: list[Speech]) -> None:
    texts = [paragraph.text for speech in sample_speeches for paragraph in speech.paragraphs]
    sentence = next(
        text[s.start : s.end] for text in texts for s in sentences(text) if text[s.start : s.end].count("，") == 2
    )
    assert corpus.nearest(sentence.replace("，", "、")).sentences[0].verdict is Verdict.MARKS
    first, second, third = sentence.rstrip("。！？；").split("，")
    moved = corpus.nearest(f"{second}，{first}，{third}").sentences[0]
    assert moved.verdict in (Verdict.ORDER, Verdict.NEAR)


def test_what_is_not_like_anything_is_said_to_be_none(corpus: Corpus) -> None:
    (found,) = corpus.nearest("龘靐齉爩麤灪龖厵").sentences
    assert (found.verdict, found.mention, found.source, found.differences) == (Verdict.NONE, None, None, ())


def test_a_text_may_have_2000_characters_and_no_more(corpus: Corpus) -> None:
    text = "要把发展放在第一位。" * 200
    assert len(corpus.nearest(text).sentences) == 200
    with pytest.raises(CallError, match="2,001"):
        corpus.nearest(text + "好")
    with pytest.raises(CallError):
        corpus.nearest(" \n")
