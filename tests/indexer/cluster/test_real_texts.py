"""Random pieces of real texts, counted in a cluster and by hand."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from indexer.analysis import fold
from indexer.build.pipeline import BuildOptions, build
from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.store import Store
from searchui import open_corpus
from tests.oracle import overlapping

SUBSTRINGS = int(os.environ.get("CLUSTER_SUBSTRINGS", "200"))
LONGEST = 60  # characters
AT_ONCE = 50


@pytest.mark.slow
def test_random_pieces_stand_as_often_as_counted_by_hand(
    shared: Path, remote_index: Callable[[], Address], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "cache"))
    folder = "corpora" if SUBSTRINGS > 200 else "corpora/congress-report-2022"
    build(shared / folder, tmp_path / "index", BuildOptions(keep_versions=True))
    address, random = remote_index(), Random(7)
    publish_to_cluster(Cluster(address), Store(tmp_path / "index").current(), shards=3)
    with open_corpus(str(address)) as corpus:
        paragraphs = [one.text for entry in corpus.speeches() for one in corpus.speech(entry.id).paragraphs]
        texts = [fold(text) for text in paragraphs]
        for _ in range(0, SUBSTRINGS, AT_ONCE):
            pieces = [_piece(random.choice(texts), random) for _ in range(AT_ONCE)]
            for piece in pieces:
                count = corpus.count(piece)
                times = [overlapping(piece, text) for text in texts]
                assert (count.occurrences, count.paragraphs) == (sum(times), sum(map(bool, times))), piece


def _piece(text: str, random: Random) -> str:
    start = random.randrange(len(text))
    return text[start : start + random.randint(1, LONGEST)]
