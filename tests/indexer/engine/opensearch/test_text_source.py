"""Texts from a cluster: what cannot be read now is not taken for damage."""

from typing import Any

import pytest

from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.errors import IndexUnusableError

THERE = {"_id": "0", "found": True, "fields": {"text": ["发展"]}}
GONE = {"_id": "1", "found": False}
UNREADABLE = {"_id": "1", "error": {"type": "no_shard_available_action_exception", "reason": "no shard"}}


def source(answer: object, monkeypatch: pytest.MonkeyPatch) -> TextSource:
    def post(*_: Any, **__: Any) -> Any:
        return {"docs": [THERE, answer]}

    monkeypatch.setattr(Cluster, "post", post)
    return TextSource(Cluster(Address(("http://nowhere",), "a")), "a-000001", lambda number: number)


def test_a_shard_that_cannot_be_read_now_is_an_error_of_the_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = source(UNREADABLE, monkeypatch)
    for _ in range(2):  # nothing of it is kept
        with pytest.raises(ClusterError, match="用不了"):
            texts.of([0, 1])


def test_a_paragraph_that_is_not_there_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(IndexUnusableError, match="损坏"):
        source(GONE, monkeypatch).of([0, 1])
