"""One writer at a time: a document that only one can make, and that its holder touches as long as it lives."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from indexer.cluster.live_generation import lock_index
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError, held_by

BEAT = 10.0  # seconds
DEAD = 120.0  # seconds without a beat: who held it is gone; clocks of machines may differ a little


@contextmanager
def hold_lock(cluster: Cluster) -> Iterator[None]:
    """Hold it. Raises IndexLockedError where another one lives that does."""
    path = f"/{lock_index(cluster.address.name)}"
    own = {"holder": f"{socket.gethostname()}, {os.getpid()}"}
    _take(cluster, path, own)
    ended = Event()

    def beat() -> None:
        while not ended.wait(BEAT):
            try:
                cluster.put(f"{path}/_doc/lock?refresh=true", {**own, "beat": time.time()})
            except ClusterError:
                continue  # what is written meanwhile will say so

    beating = Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()
        with suppress(ClusterError):  # then it is taken for dead in a while; what was done is done
            cluster.delete(f"{path}/_doc/lock?refresh=true")


def _take(cluster: Cluster, path: str, own: dict[str, str]) -> None:
    try:
        cluster.put(f"{path}/_create/lock?refresh=true", {**own, "beat": time.time()})
    except ClusterError as error:
        if not error.is_conflict:
            raise
        found = cluster.get(f"{path}/_doc/lock")
        if found["_source"]["beat"] > time.time() - DEAD:
            raise held_by(found["_source"]["holder"]) from error
        condition = f"if_seq_no={found['_seq_no']}&if_primary_term={found['_primary_term']}"
        cluster.put(f"{path}/_doc/lock?refresh=true&{condition}", {**own, "beat": time.time()})
