"""What a count knows, when it finds it out, and that it keeps it."""

import copy
import pickle
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.answers import Occurrences
from indexer.engine.run_uses import uses_by_run
from indexer.model import Kind, Paragraph
from indexer.store.speech_catalogue import Entry
from searchui import Corpus, open_corpus
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.statistics.count import Uses
from tests.oracle import OracleEngine
from tests.searchui.catalogues import entries
from tests.searchui.snapshots import snapshot_of


class Numbered(OracleEngine):
    """An engine whose paragraphs say their number."""

    def __init__(self) -> None:
        self.read = 0

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        self.read += len(numbers)
        return [Paragraph(str(number), "字", Kind.BODY, 1) for number in numbers]


@given(catalogue=entries(), data=st.data())
def test_uses_are_those_of_a_walk_over_the_paragraphs(catalogue: list[Entry], data: st.DataObject) -> None:
    owner = [number for number, entry in enumerate(catalogue) for _ in range(entry.paragraphs)]
    numbers = sorted(data.draw(st.sets(st.sampled_from(range(len(owner)))))) if owner else []
    engine = Numbered()
    snapshot = snapshot_of(catalogue, engine)
    found = Occurrences(np.array(numbers, dtype=np.int64), np.ones(len(numbers), dtype=np.int64))
    uses = Uses(uses_by_run(found, snapshot.columns.run_of), snapshot, CrossingPlaces(snapshot, "字"))
    assert engine.read == 0
    speeches = {owner[number] for number in numbers}
    assert uses.speeches == len(speeches)
    assert uses.dated == sum(catalogue[speech].date is not None for speech in speeches)
    assert uses.undated == sum(catalogue[speech].date is None for speech in speeches)
    times = [(date.key, number) for number in numbers if (date := catalogue[owner[number]].date)]
    for mention, expected in ((uses.first, min(times, default=None)), (uses.last, max(times, default=None))):
        if expected is None:
            assert mention is None
        else:
            assert mention is not None
            assert mention.paragraph.anchor == str(expected[1])
            assert mention.speech is catalogue[owner[expected[1]]]


def test_a_count_outlives_its_corpus(corpus: Corpus, sample_index: Path) -> None:
    with open_corpus(sample_index) as opened:
        count, nothing = opened.count("发展"), opened.count("没有这样的话")
    assert count == corpus.count("发展") != corpus.count("建设")
    assert hash(count) == hash(corpus.count("发展"))
    assert repr(count) == repr(corpus.count("发展"))
    assert count.as_json() == corpus.count("发展").as_json()
    assert nothing == corpus.count("没有这样的话")
    assert count != "发展"


def test_a_count_is_a_value(corpus: Corpus) -> None:
    count = corpus.count("发展")
    assert count == pickle.loads(pickle.dumps(count)) == copy.deepcopy(count)
    for name in ("phrase", "occurrences", "speeches", "first"):
        with pytest.raises(FrozenInstanceError):
            setattr(count, name, None)
    assert list(count.as_json()) == [
        "phrase",
        "occurrences",
        "paragraphs",
        "speeches",
        "first",
        "last",
        "dated",
        "undated",
        "crossing",
        "crossing_first",
        "machine_read",
    ]
