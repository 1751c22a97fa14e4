"""Clusters: the places of the corpus that share one passage of a text, however many, are one thing to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from searchui.search.reuse.chains import Chain

OVERLAP = 0.5  # of the shorter of two stretches, from which on they are one passage
AS_MUCH = 0.8  # of what the one that has most of a passage has of it: who has it first


@dataclass(slots=True)
class Cluster:
    """Letters `start` to `end` of a text, and the chains in which they stand elsewhere, the longest first."""

    start: int
    end: int
    chains: list[Chain] = field(default_factory=list)

    def overlap(self, start: int, end: int) -> float:
        """How much of the shorter of it and another stretch is in both, 0 to 1."""
        return (min(self.end, end) - max(self.start, start)) / min(self.end - self.start, end - start)

    def covers(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end

    @property
    def likest(self) -> list[Chain]:
        """The chains that have about as much of it as the one that has most."""
        return [chain for chain in self.chains if chain.matched >= AS_MUCH * self.chains[0].matched]


def clustered(chains: Sequence[Chain], known: Sequence[Cluster] = ()) -> list[Cluster]:
    """Clusters of chains, in the order of the text, without what is inside clusters that are known."""
    inside = sorted(known, key=lambda one: one.start)
    found: list[Cluster] = []
    for one in _by_place(chain for chain in chains if not _is_inside(inside, chain)):
        found += _clusters_of(one)
    return sorted(found, key=lambda one: (one.start, one.end))


def _by_place(chains: Iterable[Chain]) -> Iterable[list[Chain]]:
    """Chains in groups that have no letter of the text in common."""
    group: list[Chain] = []
    end = -1
    for chain in sorted(chains, key=lambda one: one.start):
        if chain.start >= end and group:
            yield group
            group = []
        group.append(chain)
        end = max(end, chain.end)
    if group:
        yield group


def _clusters_of(chains: Iterable[Chain]) -> list[Cluster]:
    found: list[Cluster] = []
    for chain in sorted(chains, key=lambda one: (-one.matched, one.start, one.paragraph)):
        best = max(found, key=lambda one: one.overlap(chain.start, chain.end), default=None)
        if best is None or best.overlap(chain.start, chain.end) < OVERLAP:
            best = Cluster(chain.start, chain.end)
            found.append(best)
        best.start, best.end = min(best.start, chain.start), max(best.end, chain.end)
        best.chains.append(chain)
    return found


def _is_inside(clusters: Sequence[Cluster], chain: Chain) -> bool:
    return any(one.covers(chain.start, chain.end) for one in clusters)
