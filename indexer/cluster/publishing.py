"""A generation of a folder → one of a cluster. What was live there stays so until the new one is whole, and was asked."""

import shutil
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import msgspec

from indexer.cluster.generation_files import read_manifest_of, read_small, upload
from indexer.cluster.live_generation import (
    FORMAT,
    Layout,
    LiveGeneration,
    files_index,
    generations,
    layout_of,
    live_or_none,
    next_index,
)
from indexer.cluster.lock import ClusterLock, hold_lock
from indexer.cluster.mirror import mirror_made, take_mirrored
from indexer.cluster.trial import ask_both
from indexer.engine.embedded.segment.segment_table import FILE as TABLE
from indexer.engine.embedded.segment.segment_table import decode_table
from indexer.engine.opensearch import RECORD
from indexer.engine.opensearch.connection.client import SECONDS, Cluster
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.engine.opensearch.side.side_index import decode_record
from indexer.engine.opensearch.wire.mapping import files_settings, index_settings
from indexer.engine.opensearch.write.loading import Loaded, load, write_side_index
from indexer.i18n import _
from indexer.store import Generation
from indexer.store.manifest import FILE as MANIFEST
from indexer.store.manifest import Manifest, checksum, seal_manifest

HEALTH_SECONDS = 120
LONG = 3600.0  # seconds that a cluster may merge
_ENGINES_OWN = (".seg", ".toc")  # files of the embedded engine; the side index has its own of the same names


@dataclass(frozen=True, slots=True)
class Publication:
    """The index that is live now, and whether it is another than before."""

    index: str
    changed: bool


def publish_to_cluster(
    cluster: Cluster,
    generation: Generation,
    *,
    shards: int | None = None,
    replicas: int | None = None,
    anew: bool = False,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _what: None,
) -> Publication:
    """Make a cluster answer as a generation does, by what has changed since the one that is live there.

    `shards` and `replicas` stay as they are there where they are None; of a first index, 1 and 0. Other shards take
    loading all anew, as does what another version of the program made; `anew` does so whatever is there, as what somebody
    has changed there would stay so. Raises IndexLockedError where another one writes
    there, IndexUnusableError where the generation is damaged, and ClusterError where the cluster does not take it whole;
    what was live stays so.
    """
    with hold_lock(cluster) as lock, tempfile.TemporaryDirectory(prefix="speechsearch-") as work:
        live = live_or_none(cluster)
        own = Layout(1, 0) if live is None else layout_of(cluster, live.index)
        layout = Layout(own.shards if shards is None else shards, own.replicas if replicas is None else replicas)
        known = live is not None and live.format == FORMAT and layout.shards == own.shards and not anew
        if live is not None and known and live.source == generation.manifest.seal:
            if layout != own:
                _change_copies(cluster, live.index, own.replicas, layout.replicas)
            return Publication(live.index, changed=layout != own)
        index = next_index(cluster)
        base = live if known else None
        try:
            made = _publish(cluster, lock, generation, live, base, index, Path(work), layout, progress)
        except BaseException:
            _withdraw(cluster, index)
            raise
        mirror_made(cluster.address, Path(work))
        _prune(cluster, {made.index} if live is None else {made.index, live.index})
        return made


def _publish(
    cluster: Cluster,
    lock: ClusterLock,
    generation: Generation,
    live: LiveGeneration | None,
    base: LiveGeneration | None,
    index: str,
    side: Path,
    layout: Layout,
    progress: Callable[[int, int, str], None],
) -> Publication:
    """`base`: the live one, or None where nothing of it can be kept."""
    before, there = _make_indices(cluster, base, index, layout.shards)
    if there is not None:
        take_mirrored(cluster.address, there, before.numbers.keys() & generation.manifest.checksums.keys(), side)
    record = write_side_index(generation.folder, side, index, before)
    manifest = _seal(generation, side)
    load(cluster, generation.folder, record, before, progress)
    ask_both(cluster, generation, side)
    generation.check_whole()  # the checksums made here would call whole what is damaged
    upload(cluster, files_index(index), side, manifest, there)
    _merge(cluster, index, anew=not before.numbers)
    _settle(cluster, index, layout.replicas)
    meta = {"format": FORMAT, "seal": manifest.seal, "source": generation.manifest.seal}
    cluster.put(f"/{index}/_mapping", {"_meta": meta})
    actions = [{"add": {"index": index, "alias": cluster.address.name}}]
    if live is not None:
        actions.insert(0, {"remove": {"index": live.index, "alias": cluster.address.name}})
    lock.check()
    cluster.post("/_aliases", {"actions": actions})
    return Publication(index, changed=True)


def _make_indices(
    cluster: Cluster, live: LiveGeneration | None, index: str, shards: int
) -> tuple[Loaded, Manifest | None]:
    """New indices, of paragraphs and of files: clones of the live ones, or empty ones. What they have, and its manifest."""
    if live is None:
        cluster.put(f"/{index}", index_settings(shards))
        cluster.put(f"/{files_index(index)}", files_settings())
        return Loaded.nothing(), None
    manifest = read_manifest_of(cluster, live.files, live.seal)
    record = decode_record(read_small(cluster, live.files, RECORD))
    table = decode_table(read_small(cluster, live.files, TABLE))
    _clone(cluster, live.index, index)
    _clone(cluster, live.files, files_index(index))
    return Loaded(record.segments, {meta.file: meta for meta in table.segments}), manifest


def _clone(cluster: Cluster, source: str, index: str) -> None:
    """Make an index that shares the files of another, which must not be written any more."""
    cluster.put(f"/{source}/_block/write")
    cluster.post(
        f"/{source}/_clone/{index}?wait_for_active_shards=1",
        {"settings": {"index.number_of_replicas": 0, "index.blocks.write": None}},
        seconds=LONG,
    )


def _seal(generation: Generation, side: Path) -> Manifest:
    """Complete the files beside the cluster, with the manifest that says what they are."""
    for name in generation.manifest.checksums:
        if not name.endswith(_ENGINES_OWN) and not (side / name).exists():
            shutil.copyfile(generation.folder / name, side / name)
    sums = {path.name: checksum(path) for path in sorted(side.iterdir())}
    manifest, data = seal_manifest(msgspec.structs.replace(generation.manifest, checksums=sums))
    (side / MANIFEST).write_bytes(data)
    return manifest


def _merge(cluster: Cluster, index: str, *, anew: bool) -> None:
    """Merge what was loaded; of an index that has changed only what has many deleted paragraphs, or all would be copied."""
    how = "max_num_segments=1" if anew else "only_expunge_deletes=true"
    cluster.post(f"/{index}/_forcemerge?{how}", seconds=LONG)
    cluster.post(f"/{index}/_refresh")  # until then what was merged is kept, and searched
    cluster.post(f"/{index}/_flush")


def _change_copies(cluster: Cluster, index: str, before: int, replicas: int) -> None:
    """Of the live index; where they do not all find room, it has those of before again."""
    try:
        _settle(cluster, index, replicas)
    except ClusterError:
        _keep_copies(cluster, index, before)
        raise


def _keep_copies(cluster: Cluster, index: str, replicas: int) -> None:
    for one in (index, files_index(index)):
        cluster.put(f"/{one}/_settings", {"index": {"number_of_replicas": replicas}})


def _settle(cluster: Cluster, index: str, replicas: int) -> None:
    """Wait until all copies are there."""
    _keep_copies(cluster, index, replicas)
    for one in (index, files_index(index)):
        try:
            path = f"/_cluster/health/{one}?wait_for_status=green&timeout={HEALTH_SECONDS}s"
            cluster.get(path, seconds=HEALTH_SECONDS + SECONDS)
        except ClusterError as error:
            if error.status != HTTPStatus.REQUEST_TIMEOUT:
                raise
            raise ClusterError(
                _("集群没有地方放 {replicas} 份副本（节点太少？）；没有发布，原来的索引不变。", replicas=replicas)
            ) from error


def _withdraw(cluster: Cluster, index: str) -> None:
    """Remove what was not published; it stays where it is live all the same, as its answer was lost, or nobody can say."""
    with suppress(ClusterError):
        live = live_or_none(cluster)
        if live is None or live.index != index:
            _remove(cluster, index)


def _prune(cluster: Cluster, kept: Collection[str]) -> None:
    """Remove all generations but the live one and the one before it, which readers may still ask."""
    for index in generations(cluster):
        if index not in kept:
            _remove(cluster, index)


def _remove(cluster: Cluster, index: str) -> None:
    for one in (index, files_index(index)):
        cluster.delete(f"/{one}")
