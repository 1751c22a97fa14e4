"""What is in a cluster under a name: which generation is live, which could be, how whole it is, who writes."""

import msgspec

from indexer.cluster.live_generation import (
    described,
    generations,
    layout_of,
    live_generation,
    lock_index,
    readable,
)
from indexer.cluster.lock import hold_lock
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.errors import IndexMissingError
from indexer.i18n import _


class ClusterState(msgspec.Struct, frozen=True):
    """`index` is the live one, `kept` those that could be made live again, the newest first; sizes are in bytes.

    `health` is green where every shard has all its copies, yellow where one has fewer, red where one cannot be read.
    `holder` is the machine and the process of who writes; None where nobody does.
    """

    name: str
    index: str
    kept: tuple[str, ...]
    paragraphs: int
    bytes: int
    shards: int
    replicas: int
    health: str
    nodes: int
    holder: str | None


def cluster_state(cluster: Cluster) -> ClusterState:
    """Raises IndexMissingError where nothing was built, ClusterError where the cluster does not answer."""
    live = live_generation(cluster)
    health = cluster.get(f"/_cluster/health/{live.index}")
    total = cluster.get(f"/{live.index}/_stats/store,docs")["_all"]["primaries"]
    layout = layout_of(cluster, live.index)
    return ClusterState(
        name=cluster.address.name,
        index=live.index,
        kept=tuple(reversed(_older(cluster, live.index))),
        paragraphs=int(total["docs"]["count"]),
        bytes=int(total["store"]["size_in_bytes"]),
        shards=layout.shards,
        replicas=layout.replicas,
        health=health["status"],
        nodes=int(health["number_of_data_nodes"]),
        holder=_holder(cluster),
    )


def roll_back(cluster: Cluster) -> str:
    """Make the generation before the live one live again, and say which that is. Raises IndexMissingError where there is none."""
    with hold_lock(cluster):
        live = live_generation(cluster)
        older = _older(cluster, live.index)
        if not older:
            raise IndexMissingError(_("集群里没有更早的一代可以换回"))
        said = cluster.get(f"/{older[-1]}/_mapping?filter_path=*.mappings._meta")
        before = readable(described(older[-1], said.get(older[-1], {})))
        name = cluster.address.name
        swap = [
            {"remove": {"index": live.index, "alias": name}},
            {"add": {"index": before.index, "alias": name}},
        ]
        cluster.post("/_aliases", {"actions": swap})
        return before.index


def _older(cluster: Cluster, live: str) -> list[str]:
    """The generations before the live one, oldest first."""
    there = generations(cluster)
    return there[: there.index(live)] if live in there else []


def _holder(cluster: Cluster) -> str | None:
    try:
        found = cluster.get(f"/{lock_index(cluster.address.name)}/_doc/lock")
    except ClusterError as error:
        if error.is_missing:
            return None
        raise
    holder: str = found["_source"]["holder"]
    return holder
