"""Real nodes on this machine alone, started and killed by `.ci/opensearch.py`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engine.opensearch.connection.address import Address, parse_address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError

SCRIPT = Path(__file__).parents[2] / ".ci" / "opensearch.py"
WAITS = 12  # times that a cluster is asked whether it is whole again
WAIT = 50  # seconds each time: less than a client waits for an answer


class Nodes:
    """So many nodes of a cluster of their own, numbered from 0; the first listens at `port`."""

    def __init__(self, count: int, port: int, heap: str) -> None:
        self.count, self._port, self._heap = count, port, heap

    def address(self, name: str) -> Address:
        """Where an index is in this cluster; every node may be asked."""
        hosts = ",".join(f"127.0.0.1:{self._port + node}" for node in range(self.count))
        return parse_address(f"opensearch+http://{hosts}/{name}")

    def start(self, node: int | None = None) -> None:
        """All, or one of them again."""
        only = [] if node is None else ["--node", str(node)]
        self._run("start", "--nodes", str(self.count), "--heap", self._heap, *only)

    def kill(self, node: int) -> None:
        """`kill -9`: its data stays."""
        self._run("stop", "--node", str(node), "--kill")

    def stop(self) -> None:
        """All, and remove what they had."""
        self._run("stop", "--kill")

    def _run(self, *words: str) -> None:
        subprocess.run([sys.executable, SCRIPT, *words, "--port", str(self._port)], check=True)


@contextmanager
def running(nodes: Nodes) -> Iterator[None]:
    """Meanwhile they run, and nothing of them stays."""
    nodes.stop()
    try:
        nodes.start()
        yield
    finally:
        nodes.stop()


def elected(cluster: Cluster) -> int:
    """The node that is the elected cluster manager."""
    (found,) = cluster.get("/_cat/cluster_manager?format=json")
    return number_of(found["node"])


def number_of(name: str) -> int:
    """The number of a node, by its name."""
    return int(name.removeprefix("node"))


def await_whole(cluster: Cluster, nodes: int) -> None:
    """Wait until all nodes are there, and all copies of everything. Raises ClusterError where that does not come."""
    for left in reversed(range(WAITS)):
        try:
            cluster.get(f"/_cluster/health?wait_for_status=green&wait_for_nodes={nodes}&timeout={WAIT}s")
        except ClusterError:
            if not left:
                raise
        else:
            return
