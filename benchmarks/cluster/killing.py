"""The trials: a node is killed while an index is loaded, changed and read, and then both nodes that have a shard."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.cluster.comparing import Pieces, differing, opened
from benchmarks.cluster.interrupting import Interrupted
from benchmarks.cluster.kill_results import Trial
from benchmarks.cluster.nodes import Nodes, await_whole, elected, number_of
from benchmarks.cluster.reading import Tally, reading, refusals
from benchmarks.corpus.speeches import write_speeches
from indexer.build.pipeline import build, update
from indexer.cluster.live_generation import live_generation
from indexer.cluster.mirror import CACHE
from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.clusters import cluster_of
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.errors import IndexMissingError, IndexUnusableError
from indexer.store import Store
from searchui import Corpus

SHARDS, OTHER_SHARDS, REPLICAS = 3, 6, 1
WHICH = ("another", "elected", "spoken to")  # node
STEPS = ("_clone", "_bulk", "_aliases")  # of an update: where each of the three nodes is killed
TRIES = 40
REST = 5.0  # seconds between tries, and of reading before a kill
READ = 20.0  # seconds of reading after a kill
REFUSED = 12  # phrases that are asked while a shard cannot be read
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes: about so many `paragraphs`, `threads` that read, `phrases` that are counted in the end of a trial."""

    paragraphs: int
    threads: int
    phrases: int
    seed: int = 1


@dataclass
class Trials:
    """The cluster, and beside it the corpus and its index on this machine."""

    nodes: Nodes
    work: Path
    settings: Settings
    tell: Tell
    _numbers: "count[int]" = field(default_factory=count)

    def all(self) -> Iterator[Trial]:
        """One after another; between them the cluster is whole."""
        self._prepare()
        for which in WHICH:
            yield self._reading(which)
        yield self._shard_gone()
        for which, step in zip(WHICH, STEPS, strict=True):
            yield self._publishing(f"updating ({step})", which, step, 1)
        for place, which in enumerate(WHICH):
            yield self._publishing("loading", which, "_bulk", 5 + place)

    def _prepare(self) -> None:
        os.environ[CACHE] = str(self.work / "mirrors")
        self.address = self.nodes.address("kills")
        self.cluster = cluster_of(self.address)
        self.seeds, self.index = self.work / "seeds", self.work / "index"
        self.seeds.mkdir()
        write_speeches(self.seeds, self.settings.paragraphs, self.settings.seed, repeated=0.2)
        build(self.seeds, self.index)
        self._shards = SHARDS
        self._publish(self.cluster)
        await_whole(self.cluster, self.nodes.count)

    def _publishing(self, when: str, which: str, step: str, place: int) -> Trial:
        """The corpus has changed; a node is killed while that goes into the cluster, and others read what was live."""
        self.tell(f"{when}: {which}")
        with opened(self.index) as before, opened(self.address) as remote:
            self._change()
            if when == "loading":  # another number of shards is loaded anew
                self._shards = SHARDS if self._shards == OTHER_SHARDS else OTHER_SHARDS
            victim, live = self._victim(which), live_generation(self.cluster).index
            killed: list[float] = []
            cluster = Interrupted(self.address, step, place, lambda: self._kill(victim, killed))
            cluster._first = self.cluster._first
            with self._readers(before, remote) as tally:
                interrupted, kept = "went on", True
                try:
                    self._publish(cluster)
                except IndexUnusableError as error:
                    self.tell(f"  {error}")
                    interrupted = "failed"
                    kept = self._live() == live
                if not cluster.done():
                    raise RuntimeError(f"{step} did not come")
                tries, ended = self._again(), perf_counter()
        return self._ended(victim, when, which, interrupted, tally, kept, tries, ended - killed[0])

    def _reading(self, which: str) -> Trial:
        self.tell(f"reading: {which}")
        with opened(self.index) as truth, opened(self.address) as remote:
            victim = self._victim(which)
            with self._readers(truth, remote) as tally:
                sleep(REST)
                self._kill(victim, [])
                sleep(READ)
        return self._ended(victim, "reading", which, "", tally)

    def _shard_gone(self) -> Trial:
        """Until one of both nodes is back, what that shard has cannot be known: no count is given."""
        self.tell("reading: both that have a shard")
        index = live_generation(self.cluster).index
        shards = self.cluster.get(f"/_cat/shards/{index}?format=json")
        victims = {number_of(one["node"]) for one in shards if one["shard"] == "0"}
        with (
            opened(self.index) as truth,
            opened(self.address) as remote,
            opened(self.address) as fresh,
            self._readers(truth, remote) as tally,
        ):
            for victim in victims:
                self._kill(victim, [])
            answered = REFUSED - refusals(truth, fresh, REFUSED, self.settings.seed)
            for victim in victims:
                self.nodes.start(victim)
            await_whole(self.cluster, self.nodes.count)
        tally.wrong += answered
        return self._ended(None, "reading", "both of a shard", "", tally)

    def _ended(
        self,
        victim: int | None,
        when: str,
        which: str,
        interrupted: str,
        tally: Tally,
        kept: bool = True,
        tries: int = 0,
        seconds: float = 0.0,
    ) -> Trial:
        """The node comes back, and all is compared by one who remembers nothing, on a machine that has nothing yet."""
        if victim is not None:
            self.nodes.start(victim)
            await_whole(self.cluster, self.nodes.count)
        os.environ[CACHE] = str(self.work / f"mirrors-{next(self._numbers)}")
        with opened(self.index) as truth, opened(self.address) as remote:
            phrases = [*islice(Pieces(truth, self.settings.seed + next(self._numbers)), self.settings.phrases)]
            compared, wrong = differing(truth, remote, phrases)
        for message, times in tally.errors.most_common(5):
            self.tell(f"  {times} × {message}")
        errors, longest = tally.errors.total(), tally.longest
        return Trial(
            *(when, which, interrupted, kept, tries, seconds),
            *(tally.right, errors, tally.wrong, longest, compared, wrong),
        )

    def _readers(self, truth: Corpus, remote: Corpus) -> AbstractContextManager[Tally]:
        return reading(truth, remote, self.settings.threads, 1000 * (1 + next(self._numbers)))

    def _victim(self, which: str) -> int:
        """The number of a node: the elected one, the one that the client speaks to, or the other; these are three."""
        manager = elected(self.cluster)
        spoken, another = [node for node in range(self.nodes.count) if node != manager][:2]
        self.cluster._first = spoken
        return {"elected": manager, "spoken to": spoken, "another": another}[which]

    def _kill(self, node: int, when: list[float]) -> None:
        when.append(perf_counter())
        self.nodes.kill(node)
        self.tell(f"  node {node} killed")

    def _publish(self, cluster: Cluster) -> None:
        publish_to_cluster(cluster, Store(self.index).current(), shards=self._shards, replicas=REPLICAS)

    def _again(self) -> int:
        """Publish, as often as it takes; how often that was, beside the first time."""
        for tries in range(TRIES):
            try:
                self._publish(Cluster(self.address))
            except IndexUnusableError as error:
                self.tell(f"  {error}")
                sleep(REST)
            else:
                return tries + 1
        raise RuntimeError("it could not be published again")

    def _live(self) -> str:
        """The index that is live, as soon as the cluster says."""
        for _ in range(TRIES):
            try:
                return live_generation(self.cluster).index
            except IndexMissingError:
                return ""
            except ClusterError:
                sleep(REST)
        return ""

    def _change(self) -> None:
        """A speech goes, one changes, one comes."""
        gone, changed = sorted(self.seeds.rglob("*.txt"))[:2]
        gone.unlink()
        number = next(self._numbers)
        text = changed.read_text(encoding="utf-8")
        changed.with_name(f"new-{number}.txt").write_text(f"{text}\n第{number}次修改。\n", encoding="utf-8")
        changed.write_text(f"{text}\n又添了一段，这是第{number}次。\n", encoding="utf-8")
        update(self.seeds, self.index)
