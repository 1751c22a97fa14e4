"""A draft against a corpus in a cluster: what the embedded engine answers, to the last byte, in a few requests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.answers import Numbers
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
        check_short_texts(remote, corpus, draft)


def check_short_texts(remote: Corpus, corpus: Corpus, draft: str) -> None:
    """What a draft asks in bulk: many texts in one search, of which a paragraph has several."""
    texts = sorted({draft[at : at + size] for size in range(1, 12) for at in range(0, len(draft) - size, 3)})
    one, other = remote._snapshot.engine, corpus._snapshot.engine
    assert one.totals_of(texts).tolist() == other.totals_of(texts).tolist()
    for least in (1, 2, 3):
        assert one.often(texts, least).tolist() == other.often(texts, least).tolist()
    for most in (1, 400):
        own, its = ([_listed(found) for found in each.paragraphs_of(texts, most)] for each in (one, other))
        assert own == its


def _listed(numbers: Numbers | None) -> list[int] | None:
    return None if numbers is None else numbers.tolist()
