"""What is kept of the words of a corpus is what is counted, and is made again where another version made it."""

import shutil
from dataclasses import astuple
from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer.build.pipeline import update
from indexer.engine.embedded.encoding.arrays import open_arrays, write_arrays
from indexer.engine.embedded.encoding.derived_arrays import FOLDER
from indexer.engine.embedded.write import merge_policy
from indexer.engine.forward_index import ForwardIndex
from searchui import Corpus, open_corpus
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.statistics.words import vocabulary
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.subcorpus import Subcorpora, Subcorpus
from searchui.search.statistics.words.vocabulary import COUNTS, KEPT, Vocabulary

functions_of = FunctionWords.of


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    shutil.copytree(sample_index, folder, ignore=shutil.ignore_patterns(FOLDER))
    return folder


def known_in(index: Path, *, prepared: bool = False) -> Vocabulary:
    with open_corpus(index) as corpus:
        if prepared:
            corpus.prepare_statistics()
        return corpus._snapshot.shared(Subcorpora).vocabulary


def counted(corpus: Corpus) -> tuple[list[int], list[bool], list[bool]]:
    """The same from all words themselves."""
    parts = corpus._snapshot.shared(Subcorpora)
    whole = Subcorpus(parts.of(NO_FILTERS).paragraphs, parts.forward_index)
    found = FunctionWords.of(parts.forward_index)
    return whole.counts.tolist(), found.every.tolist(), found.opening.tolist()


def lists_of(kept: Vocabulary) -> tuple[list[int], list[bool], list[bool]]:
    every, opening = astuple(kept.function_words)
    return kept.counts.tolist(), every.tolist(), opening.tolist()


def test_who_comes_next_counts_nothing_of_the_whole_corpus(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_corpus(index) as corpus:
        expected = counted(corpus)
    assert lists_of(known_in(index)) == expected
    assert all(any(known) for known in expected)
    assert not [*(index / FOLDER).glob(f"*.{KEPT}")], "who asks waits for nothing to be kept"
    assert lists_of(known_in(index, prepared=True)) == expected
    monkeypatch.setattr(ForwardIndex, "count_in", None)
    monkeypatch.setattr(FunctionWords, "of", None)
    assert lists_of(known_in(index)) == expected


def test_after_updates_only_what_is_new_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was taken out is no longer counted."""
    monkeypatch.setattr(merge_policy, "SMALL", 0)
    monkeypatch.setattr(merge_policy, "GROWTH", 0)
    seeds, index, draw = tmp_path / "seeds", tmp_path / "index", Random(1)
    seeds.mkdir()
    speech = "关于{topic}的讲话\n\n同志们，我们要在2035年以前抓好{topic}，{topic}是第{number}件大事。\n"
    looked_at: list[int] = []

    def functions(forward_index: ForwardIndex) -> FunctionWords:
        looked_at.append(forward_index.size)
        return functions_of(forward_index)

    monkeypatch.setattr(FunctionWords, "of", functions)
    for number in range(6):
        for topic in draw.sample(["粮食", "教育", "海洋", "交通", "健康"], 2):
            (seeds / f"{number}-{topic}.txt").write_text(speech.format(topic=topic, number=number), encoding="utf-8")
        if number > 1:
            draw.choice(sorted(seeds.iterdir())).unlink()
        update(seeds, index)
        with open_corpus(index) as corpus:
            looked_at.clear()
            assert lists_of(known_in(index)) == lists_of(known_in(index, prepared=True)) == counted(corpus)
            segments = corpus._snapshot.engine.forward_index.runs
        *made, whole = looked_at
        assert made == [len(segments[-1].words)] * 2, "for who asks, and to be kept"
        assert whole == sum(len(segment.words) for segment in segments)
    assert len(segments) > 3


def test_what_another_version_made_is_made_again(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(vocabulary, "digest_of_table", lambda: bytes(32))
        known_in(index, prepared=True)
    (file,) = (index / FOLDER).glob(f"*.seg.{KEPT}")
    other = dict(open_arrays(file))
    file.unlink()
    write_arrays(file, {**other, COUNTS: np.zeros_like(other[COUNTS])})
    with open_corpus(index) as corpus:
        expected = counted(corpus)
    assert lists_of(known_in(index)) == expected
