"""The run: one generation, in a folder and in a cluster; both asked by turns, each question once."""

import gc
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import msgspec

import searchui
from benchmarks.cluster.questions import Ask, Asked, questions_of
from benchmarks.corpus.paragraphs import extent, parse_files
from benchmarks.corpus.speeches import write_speeches
from benchmarks.engines.port import folder_bytes
from benchmarks.measure.oracle import Oracle
from benchmarks.measure.query import QueryClass
from benchmarks.measure.query_sample import draw_classes
from indexer.build.pipeline import BuildOptions, build, update
from indexer.cluster.mirror import CACHE, mirrored
from indexer.cluster.publishing import publish_to_cluster
from indexer.cluster.state import cluster_state
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.read.remote_reader import RemoteReader
from indexer.store import Store
from searchui import Corpus

REPEATED = 0.2  # of the sentences
Tell = Callable[[str], None]


class Timed(msgspec.Struct, frozen=True):
    """Milliseconds that each question of a class took, by the embedded engine and by the cluster; how many requests went
    to the cluster for each, and how many answers were `differing`.
    """

    name: str
    embedded: list[float]
    cluster: list[float]
    requests: list[int]
    differing: int


class Costs(msgspec.Struct, frozen=True):
    """What the index took: seconds, and bytes; the last are those of the cluster's copy, and of what stays beside it."""

    paragraphs: int
    text: int
    build: float
    publish: float
    update: float
    publish_update: float
    index: int
    in_cluster: int
    beside: int


class Measured(msgspec.Struct, frozen=True):
    about: dict[str, str]
    costs: Costs
    classes: list[Timed]


class Requests:
    """How many requests went to clusters so far."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Meanwhile they are."""
        real = Cluster.request

        def request(cluster: Cluster, *asked: Any, **options: Any) -> Any:
            self.count += 1
            return real(cluster, *asked, **options)

        with patch.object(Cluster, "request", request):
            yield


def run(address: Address, work: Path, paragraphs: int, queries: int, seed: int, tell: Tell) -> Measured:
    """Everything, in a folder that is to be removed, and in a cluster under an address where nothing is yet."""
    os.environ[CACHE] = str(work / "mirrors")
    seeds, index, cluster = work / "seeds", work / "index", Cluster(address)
    (found,) = cluster.get("/_cat/nodes?format=json&h=version,heap.max")
    costs, classes = _prepared(cluster, seeds, index, paragraphs, queries, seed, tell)
    timed = []
    with searchui.open_corpus(index) as own, searchui.open_corpus(str(address)) as remote:
        for asked in questions_of(classes):
            timed.append(time_class(asked, own, remote))
            tell(f"{asked.name}: {len(asked.questions)} asked, {timed[-1].differing} not the same")
    about = {
        "corpus": f"synthetic, about {paragraphs:,} paragraphs, a fifth of the sentences repeated, seed {seed}",
        "cluster": f"one node, OpenSearch {found['version']}, heap {found['heap.max']}, on the same machine",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
    }
    return Measured(about, costs, timed)


def _prepared(
    cluster: Cluster, seeds: Path, index: Path, paragraphs: int, queries: int, seed: int, tell: Tell
) -> tuple[Costs, list[QueryClass]]:
    """One generation in the folder and in the cluster, and what is to be asked of it."""
    seeds.mkdir()
    write_speeches(seeds, paragraphs, seed, REPEATED)
    jobs = BuildOptions(jobs=os.cpu_count() or 1)
    built = _seconds(lambda: build(seeds, index, jobs))
    tell(f"built: {built:.0f} s")
    published = _seconds(lambda: publish_to_cluster(cluster, Store(index).current()))
    tell(f"published: {published:.0f} s")
    changed = sorted(seeds.rglob("*.txt"))[0]
    changed.write_text(changed.read_text(encoding="utf-8") + "\n又添了一段。\n", encoding="utf-8")
    updated = _seconds(lambda: update(seeds, index, jobs))
    again = _seconds(lambda: publish_to_cluster(cluster, Store(index).current()))
    tell(f"updated: {updated:.1f} s, published: {again:.1f} s")
    state = cluster_state(cluster)
    cluster.put(
        f"/{state.index}/_settings", {"index.requests.cache.enable": False}
    )  # of answers that were given before
    texts = index.parent / "paragraphs.jsonl"
    parse_files(seeds, texts)
    _number, size = extent(texts)
    beside = folder_bytes(Store(mirrored(str(cluster.address))).current().folder)
    own = folder_bytes(Store(index).current().folder)
    costs = Costs(state.paragraphs, size, built, published, updated, again, own, state.bytes, beside)
    return costs, draw_classes(Oracle(texts), queries, seed)


def time_class(asked: Asked, own: Corpus, remote: Corpus) -> Timed:
    """Each question once to both, who comes first changes; nothing that was asked before is remembered."""
    requests = Requests()
    times: tuple[list[float], list[float]] = [], []
    counts, differing = [], 0
    gc.collect()
    with requests.counted():
        for place, ask in enumerate(asked.questions):
            answers = [None, None]
            before = requests.count
            for side in (place % 2, 1 - place % 2):
                answers[side] = _timed(ask, (own, remote)[side], times[side])
            counts.append(requests.count - before)
            differing += answers[0] != answers[1]
    return Timed(asked.name, *times, counts, differing)


def _timed(ask: Ask, corpus: Corpus, times: list[float]) -> Any:
    forget(corpus)
    started = perf_counter()
    answer = ask(corpus)
    times.append((perf_counter() - started) * 1000)
    return answer


def forget(corpus: Corpus) -> None:
    """What was asked before is not known any more, postings and texts neither."""
    engine = corpus._snapshot.engine
    engine.close()
    if isinstance(engine, RemoteReader):
        for source in (engine._postings, engine._texts):
            source._kept.clear()
            source._size = 0


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
