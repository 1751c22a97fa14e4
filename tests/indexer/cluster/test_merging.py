"""What a cluster keeps of a generation: everything once, and of an update little more than what has changed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.build.pipeline import build
from indexer.engine.opensearch.connection import client
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from tests.indexer.cluster.test_interrupted_publishing import add
from tests.indexer.cluster.test_publishing import address, publish, seeds

__all__ = ["address", "seeds"]  # fixtures
pytestmark = pytest.mark.slow


def segments(address: Address, index: str) -> list[int]:
    """The paragraphs of each segment of an index of one shard; all of them are searched, and none is kept beside these."""
    found = Cluster(address).get(f"/{index}/_segments")["indices"][index]["shards"]["0"][0]["segments"]
    assert all(one["search"] and one["committed"] for one in found.values())
    return sorted(one["num_docs"] for one in found.values())


def test_nothing_is_kept_twice_and_an_update_copies_nothing(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, real = tmp_path / "index", Cluster._bulk

    def bulk(self: Cluster, index: str, lines: Sequence[bytes]) -> None:
        real(self, index, lines)
        self.post(f"/{index}/_refresh")  # as much as makes a segment of its own

    build(seeds, index)
    with monkeypatch.context() as slowly:
        slowly.setattr(client, "BULK", 200_000)
        slowly.setattr(Cluster, "_bulk", bulk)
        first = publish(index, address)
    (loaded,) = segments(address, first.index)
    add(seeds, index, 1)
    few, many = segments(address, publish(index, address).index)
    assert (few, many) == (2, loaded)
