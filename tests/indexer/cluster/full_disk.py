"""A node whose disk is nearly full by its own watermarks takes nothing more: that is told, and what was live goes on answering."""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.cluster.nodes import Nodes, running
from indexer.cluster.live_generation import generations, live_generation
from indexer.engine.opensearch.connection.client import Cluster
from searchui import open_corpus
from searchui.cli.group import commands
from tests.conftest import SEEDS

pytestmark = pytest.mark.slow

MINUTES = 3  # until a node has looked at its disk, which it does every 10 s
WATERMARKS = [f"cluster.routing.allocation.disk.watermark.{name}" for name in ("low", "high", "flood_stage")]
DISK = "cluster.routing.allocation.disk.threshold_enabled"
EVERY = "cluster.info.update.interval"
NEVER_SO_FREE, ALWAYS_FREE = "1000000gb", "1kb"


@pytest.fixture
def own_node(node: str) -> Iterator[Nodes]:
    """A node of this test alone: what is refused is refused for all of a node."""
    nodes = Nodes(1, random.randrange(31_000, 32_000), "512m")
    with running(nodes):
        yield nodes


def want(cluster: Cluster, free: str) -> None:
    """So much must be free on the disk."""
    cluster.put("/_cluster/settings", {"persistent": {DISK: True, EVERY: "10s", **dict.fromkeys(WATERMARKS, free)}})


def await_block(cluster: Cluster, *, there: bool) -> None:
    end = time.monotonic() + 60 * MINUTES
    while bool(cluster.get("/_all/_settings?filter_path=*.settings.index.blocks.read_only_allow_delete")) != there:
        assert time.monotonic() < end
        time.sleep(0.5)


def test_what_is_live_stays_where_the_disk_is_full(
    own_node: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "cache"))
    address = own_node.address("speeches")
    cluster = Cluster(address)
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    shutil.copytree(SEEDS, seeds)

    def run(what: str) -> Result:
        return CliRunner().invoke(commands, [what, str(seeds), "--index", str(index), "--engine", str(address)])

    assert run("build").exit_code == 0
    live = live_generation(cluster)
    with open_corpus(str(address)) as corpus:
        before = corpus.search("发展").as_json()
    want(cluster, NEVER_SO_FREE)
    await_block(cluster, there=True)
    (seeds / "2026-01-02-张明-新的讲话.txt").write_text("新的讲话\n\n发展是第一要务。\n", encoding="utf-8")
    failed = run("update")
    assert failed.exit_code == 3
    assert "磁盘快满了" in failed.stderr
    assert live_generation(cluster) == live
    with open_corpus(str(address)) as corpus:
        assert corpus.search("发展").as_json() == before
    want(cluster, ALWAYS_FREE)
    await_block(cluster, there=False)
    end = time.monotonic() + 60 * MINUTES
    while (again := run("update")).exit_code:  # it lets new indices in when it has looked at its disk once more
        assert "磁盘快满了" in again.stderr
        assert time.monotonic() < end
    assert len(generations(cluster)) == 2
    with open_corpus(str(address)) as corpus, open_corpus(index) as own:
        assert corpus.search("发展").as_json() == own.search("发展").as_json() != before
