"""What stays beside a cluster, mirrored into a folder: it is read there as any index is, and follows what is live."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from indexer.cluster.generation_files import download, read_manifest_of
from indexer.cluster.live_generation import LiveGeneration, live_generation
from indexer.engine.opensearch.connection.address import Address, is_address, parse_address
from indexer.engine.opensearch.connection.clusters import ADDRESS, cluster_at, cluster_of
from indexer.errors import IndexUnusableError, SpeechsearchError
from indexer.store import CURRENT, Generation, Store
from indexer.store.manifest import Manifest, checksum, read_manifest

CACHE = "SPEECHSEARCH_CACHE"
WAIT = 120.0  # seconds for another process that mirrors the same


def mirrored(index: str) -> Path:
    """The folder of an index: of an address, its mirror as it is now; any other text is a folder itself."""
    return mirror(parse_address(index)) if is_address(index) else Path(index)


def is_mirror(folder: Path) -> bool:
    """Whether a folder is one."""
    return (folder / ADDRESS).exists()


def mirror(address: Address, made: Path | None = None) -> Path:
    """The folder in which the live generation of a cluster is mirrored. `made`, and errors, as of `refresh`."""
    folder = _folder(address)
    live_generation(cluster_of(address))  # before there is a folder for what is nowhere
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ADDRESS).write_text(str(address), encoding="utf-8")
    refresh(folder, made)
    return folder


def mirror_made(address: Address, made: Path) -> None:
    """Mirror what was published from a folder: the next publication takes from the mirror what stays, and nobody fetches it.

    Where that fails, nothing is lost.
    """
    with suppress(OSError, RuntimeError, SpeechsearchError):
        mirror(address, made)


def take_mirrored(address: Address, manifest: Manifest, names: Iterable[str], into: Path) -> None:
    """Put some files of a generation into a folder, those that this machine has mirrored, and whole."""
    with suppress(OSError, RuntimeError, SpeechsearchError):
        store = Store(_folder(address))
        mirrored = store.current().folder
        for name in names:
            if checksum(mirrored / name) == manifest.checksums[name]:
                try:
                    store.share(mirrored / name, into)
                except BaseException:
                    (into / name).unlink(missing_ok=True)
                    raise


def refresh(folder: Path, made: Path | None = None) -> bool:
    """Mirror the live generation, unless that is mirrored already. Whether it was another one.

    `made`: a folder that has the files of the one that was just published; another process that mirrors is not waited for
    then. Raises IndexMissingError where nothing was built, ClusterError where the cluster does not answer, and
    IndexUnusableError where what it has is not whole; what was mirrored before stays live.
    """
    cluster = cluster_at(folder)
    live = live_generation(cluster)
    if _has(folder, live):
        return False
    store = Store(folder)
    with store.writing("mirror", wait=WAIT if made is None else 0) as staging:
        if _has(folder, live):
            return False
        manifest = read_manifest_of(cluster, live.files, live.seal)
        before = _current(store)
        if made is not None and read_manifest(made).seal != live.seal:
            made = None
        for name, expected in manifest.checksums.items():
            if made is not None:
                store.share(made / name, staging)
            elif before is not None and before.manifest.checksums.get(name) == expected:
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
