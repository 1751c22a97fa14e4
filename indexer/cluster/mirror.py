"""What stays beside a cluster, mirrored into a folder: it is read there as any index is, and follows what is live."""

import hashlib
import os
import shutil
from pathlib import Path

import msgspec

from indexer.cluster.generation_files import download, read_manifest_of
from indexer.cluster.live_generation import LiveGeneration, live_generation
from indexer.engine.opensearch.connection.address import Address, is_address, parse_address
from indexer.engine.opensearch.connection.clusters import ADDRESS, cluster_at, cluster_of
from indexer.errors import IndexUnusableError
from indexer.store import CURRENT, Generation, Store

CACHE = "SPEECHSEARCH_CACHE"
WAIT = 120.0  # seconds for another process that mirrors the same


def mirrored(index: str) -> Path:
    """The folder of an index: of an address, its mirror as it is now; any other text is a folder itself."""
    return mirror(parse_address(index)) if is_address(index) else Path(index)


def is_mirror(folder: Path) -> bool:
    """Whether a folder is one."""
    return (folder / ADDRESS).exists()


def mirror(address: Address) -> Path:
    """The folder in which the live generation of a cluster is mirrored. Raises as `refresh`."""
    folder = _folder(address)
    live_generation(cluster_of(address))  # before there is a folder for what is nowhere
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ADDRESS).write_text(str(address), encoding="utf-8")
    refresh(folder)
    return folder


def refresh(folder: Path) -> bool:
    """Mirror the live generation, unless that is mirrored already. Whether it was another one.

    Raises IndexMissingError where nothing was built, ClusterError where the cluster does not answer, and
    IndexUnusableError where what it has is not whole; what was mirrored before stays live.
    """
    cluster = cluster_at(folder)
    live = live_generation(cluster)
    if _has(folder, live):
        return False
    store = Store(folder)
    with store.writing("mirror", wait=WAIT) as staging:
        if _has(folder, live):
            return False
        manifest = read_manifest_of(cluster, live.files, live.seal)
        before = _current(store)
        for name, expected in manifest.checksums.items():
            if before is not None and before.manifest.checksums.get(name) == expected:
                store.share(before.folder / name, staging)
            else:
                download(cluster, live.files, name, staging / name, manifest)
        store.publish(staging, msgspec.structs.replace(manifest, checksums={}))
    return True


def renew(folder: Path) -> None:
    """Mirror everything anew, whatever is there. Raises as `refresh`."""
    cluster = cluster_at(folder)
    live_generation(cluster)
    for path in (folder / CURRENT, *Store(folder).generations()):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    refresh(folder)


def _has(folder: Path, live: LiveGeneration) -> bool:
    try:
        return Store(folder).pointer().seal == live.seal
    except IndexUnusableError:
        return False


def _current(store: Store) -> Generation | None:
    try:
        return store.current()
    except IndexUnusableError:
        return None


def _folder(address: Address) -> Path:
    base = os.environ.get(CACHE) or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    digest = hashlib.sha256(str(address).encode()).hexdigest()[:12]
    return Path(base) / "speechsearch" / f"{address.name}-{digest}"
