"""Before a generation is published to a cluster: both are asked the same, and must answer the same."""

from pathlib import Path
from random import Random

import numpy as np

from indexer.engine.embedded import EmbeddedReader
from indexer.engine.opening import analysis_in
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.engine.opensearch.read.remote_reader import RemoteReader
from indexer.i18n import _
from indexer.store import Generation

SAMPLED = 20  # paragraphs: each is read, and a piece of it is counted
LONGEST = 12  # characters of a piece


def ask_both(cluster: Cluster, generation: Generation, side: Path) -> None:
    """Raises ClusterError where the cluster answers otherwise than the generation that it was loaded from."""
    analysis, paragraphs = analysis_in(generation.folder), generation.manifest.paragraphs
    embedded = EmbeddedReader(generation.folder, analysis, paragraphs)
    remote = RemoteReader(cluster, side, analysis, paragraphs)
    random = Random(generation.manifest.seal)  # noqa: S311 - a sample, not a secret
    live = np.flatnonzero(embedded.live)
    sampled = sorted(random.sample(live.tolist(), min(SAMPLED, len(live))))
    own = embedded.paragraphs(sampled)
    pieces = []
    for paragraph in own:
        start = random.randrange(max(len(paragraph.text), 1))
        pieces.append(paragraph.text[start : start + random.randint(1, LONGEST)] or "的")
    if remote.paragraphs(sampled) != own:
        raise _differs()
    for one, other in zip(embedded.occurrences_of(pieces), remote.occurrences_of(pieces), strict=True):
        if not (np.array_equal(one.paragraphs, other.paragraphs) and np.array_equal(one.counts, other.counts)):
            raise _differs()


def _differs() -> ClusterError:
    return ClusterError(_("集群的回答与本机的索引不一样；没有发布，原来的索引不变。请用 build 重新放一遍。"))
