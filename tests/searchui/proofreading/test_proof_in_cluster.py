"""A draft against a corpus in a cluster: what the embedded engine answers, to the last byte, in a few requests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.store import Store
from searchui import Corpus, open_corpus
from tests.searchui.proofreading.test_long_drafts import draft_of

LENGTH = 1_200  # characters of the draft
MOST = 120  # requests: none is made for a single sentence, piece or character


@pytest.mark.slow
def test_a_cluster_proofreads_as_the_embedded_engine(
    sample_index: Path,
    corpus: Corpus,
    remote_index: Callable[[], Address],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "cache"))
    address = remote_index()
    publish_to_cluster(Cluster(address), Store(sample_index).current(), shards=2)
    requests = 0
    real = Cluster.request

    def counted(self: Cluster, *asked: Any, **options: Any) -> Any:
        nonlocal requests
        requests += 1
        return real(self, *asked, **options)

    monkeypatch.setattr(Cluster, "request", counted)
    draft = draft_of(corpus)[:LENGTH]
    own = corpus.speeches()[0].id
    with open_corpus(str(address)) as remote:
        for options in ({"suggestions": "loose"}, {"exclude": [own]}):
            requests = 0
            found = remote.proof(draft, **options)
            assert requests < MOST
            known = corpus.proof(draft, **options)
            assert found.as_json() == known.as_json()
            assert {one.verdict for one in found.sentences} > {"new"}
            assert found.notices
