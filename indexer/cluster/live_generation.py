"""Which generation of a cluster is live, and what it says of itself.

speeches                 an alias of the live index, moved from one to the next in one step
speeches-000002          the paragraphs of a generation
speeches-000002-files    what stays beside them: manifest, catalogue, words, headings; see the engine
speeches-lock            held by the one who writes
"""

import re
from typing import Any, NamedTuple

import msgspec

from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError, nothing_built
from indexer.errors import IndexMissingError, IndexStaleError, IndexUnusableError

FORMAT = 3  # of what stays beside a cluster
_NUMBERED = re.compile(r"-(\d{6,})")


class LiveGeneration(msgspec.Struct, frozen=True):
    """A generation in a cluster: its index, the seal of its manifest there, and that of the folder that it came from."""

    index: str
    seal: str
    source: str
    format: int = FORMAT

    @property
    def files(self) -> str:
        """The index of its files."""
        return files_index(self.index)


class Layout(NamedTuple):
    """Into how many shards an index is divided, and how many copies of each there are besides."""

    shards: int
    replicas: int


def layout_of(cluster: Cluster, index: str) -> Layout:
    """Raises ClusterError."""
    found = cluster.get(f"/{index}/_settings?filter_path=*.settings.index.number_of_*")
    settings = found[index]["settings"]["index"]
    return Layout(int(settings["number_of_shards"]), int(settings["number_of_replicas"]))


def files_index(index: str) -> str:
    return f"{index}-files"


def lock_index(name: str) -> str:
    return f"{name}-lock"


def live_generation(cluster: Cluster) -> LiveGeneration:
    """The live one. Raises IndexMissingError where nothing was built, IndexStaleError where another version of the program
    did, and ClusterError where the cluster does not answer.
    """
    return readable(_live(cluster))


def readable(generation: LiveGeneration) -> LiveGeneration:
    """The same. Raises IndexStaleError where another version of the program made it."""
    if generation.format != FORMAT:
        raise IndexStaleError.of_another_version()
    return generation


def live_or_none(cluster: Cluster) -> LiveGeneration | None:
    """The live one, also where another version made it; None where nothing was built."""
    try:
        return _live(cluster)
    except IndexMissingError:
        return None


def _live(cluster: Cluster) -> LiveGeneration:
    name = cluster.address.name
    try:
        found = cluster.get(f"/{name}/_mapping?filter_path=*.mappings._meta")
    except ClusterError as error:
        if error.is_missing:
            raise nothing_built(name) from error
        raise
    if not found or len(found) > 1:
        raise IndexUnusableError.damaged(name)
    ((index, said),) = found.items()
    return described(index, said)


def described(index: str, said: Any) -> LiveGeneration:
    """What an index says of itself."""
    meta = said.get("mappings", {}).get("_meta", {})
    return LiveGeneration(index, meta.get("seal", ""), meta.get("source", ""), meta.get("format", 0))


def generations(cluster: Cluster) -> list[str]:
    """The indices of all generations that are there, oldest first, those that are not whole too."""
    name = cluster.address.name
    found = cluster.get(f"/{name}-*/_settings?filter_path=*.settings.index.uuid&expand_wildcards=all") or {}
    numbered = {index: match for index in found if (match := _NUMBERED.fullmatch(index.removeprefix(name)))}
    return sorted(numbered, key=lambda index: int(numbered[index][1]))


def next_index(cluster: Cluster) -> str:
    """The index of the generation that comes after all that are there."""
    name = cluster.address.name
    last = generations(cluster)[-1:]
    number = int(last[0].rpartition("-")[2]) if last else 0
    return f"{name}-{number + 1:06d}"
