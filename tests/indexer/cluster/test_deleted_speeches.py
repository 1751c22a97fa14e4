"""A speech is deleted, and what stays beside the cluster still has its junctions: the cluster is not asked for its texts."""

from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.corpus.speeches import write_speeches
from indexer.build.pipeline import build, update
from indexer.engine.embedded.segment.segment_table import read_table
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.side.gram_levels import SIZE
from indexer.store import Store
from searchui import open_corpus
from tests.indexer.cluster.test_publishing import address, publish

__all__ = ["address"]  # a fixture
pytestmark = pytest.mark.slow


def test_phrases_that_crossed_its_paragraphs_and_short_texts_are_counted_as_before(
    tmp_path: Path, address: Address
) -> None:
    seeds, index = tmp_path / "speeches", tmp_path / "index"
    seeds.mkdir()
    write_speeches(seeds, 800, seed=1)
    build(seeds, index)
    publish(index, address)
    with open_corpus(index) as corpus:
        before = {entry.id: [one.text for one in corpus.speech(entry.id).paragraphs] for entry in corpus.speeches()}
    (seeds / "000" / "000003.txt").unlink()
    update(seeds, index)
    with open_corpus(index) as corpus:
        (gone,) = before.keys() - {entry.id for entry in corpus.speeches()}
    meeting = {one[-1] + other[0] for one, other in pairwise(before[gone])}
    assert any(meta.deleted for meta in read_table(Store(index).current().folder).segments)
    publish(index, address)
    with open_corpus(index) as own, open_corpus(str(address)) as remote:
        for phrase in meeting:
            assert remote.count(phrase).occurrences == own.count(phrase).occurrences
            assert remote.crossings(phrase).total == own.crossings(phrase).total
        short = sorted(
            {
                text[at : at + size]
                for text in before[gone]
                for size in range(1, SIZE + 1)
                for at in range(len(text) - size + 1)
            }
        )
        counted, also = (corpus._snapshot.engine.totals_of(short).tolist() for corpus in (own, remote))
        assert 0 in counted
        assert also == counted
