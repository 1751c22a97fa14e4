"""The cluster that a mirror belongs to: one pool of connections for each."""

from functools import lru_cache
from pathlib import Path

from indexer.engine.opensearch.connection.address import Address, parse_address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.errors import IndexUnusableError

ADDRESS = "ADDRESS"  # a file beside the generations of a mirror


def cluster_at(folder: Path) -> Cluster:
    """The cluster of the mirror in a folder. Raises IndexUnusableError where it is none."""
    try:
        return cluster_of(parse_address((folder / ADDRESS).read_text(encoding="utf-8")))
    except OSError as error:
        raise IndexUnusableError.damaged(ADDRESS) from error


@lru_cache(maxsize=8)
def cluster_of(address: Address) -> Cluster:
    """The cluster at an address."""
    return Cluster(address)
