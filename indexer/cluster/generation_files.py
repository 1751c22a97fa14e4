"""The files of a generation in a cluster: documents of a piece each."""

import base64
from collections.abc import Iterator
from pathlib import Path

import msgspec

from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.wire.mapping import files_settings
from indexer.errors import IndexUnusableError
from indexer.store.manifest import FILE, Manifest, checksum, parse_manifest

PIECE = 3 << 20  # bytes: 4 MB as they are sent
AT_ONCE = 4  # pieces in a request


def upload(cluster: Cluster, index: str, folder: Path) -> None:
    """Put all files of a folder into an index of their own."""
    cluster.put(f"/{index}", files_settings())
    waiting: list[bytes] = []
    for name, place, data in _pieces(folder):
        waiting.append(msgspec.json.encode({"index": {"_id": _id(name, place)}}))
        waiting.append(msgspec.json.encode({"data": base64.b64encode(data).decode()}))
        if len(waiting) == 2 * AT_ONCE:
            cluster.bulk(f"/{index}/_bulk", waiting)
            waiting = []
    if waiting:
        cluster.bulk(f"/{index}/_bulk", waiting)
    cluster.post(f"/{index}/_refresh")


def download(cluster: Cluster, index: str, name: str, file: Path, manifest: Manifest) -> None:
    """Write a file as it was put there. Raises IndexUnusableError where it is not whole."""
    expected = manifest.checksums[name]
    with file.open("xb") as out:
        for place in range(-(-expected.size // PIECE)):
            out.write(_piece(cluster, index, name, place))
    if checksum(file) != expected:
        raise IndexUnusableError.damaged(f"{index}/{name}")


def read_small(cluster: Cluster, index: str, name: str) -> bytes:
    """A file of one piece."""
    return _piece(cluster, index, name, 0)


def read_manifest_of(cluster: Cluster, index: str, seal: str) -> Manifest:
    """The manifest of a generation. Raises IndexUnusableError where it is another one."""
    places: list[bytes] = []
    while not places or len(places[-1]) == PIECE:
        places.append(_piece(cluster, index, FILE, len(places)))
    manifest = parse_manifest(b"".join(places), f"{index}/{FILE}")
    if manifest.seal != seal:
        raise IndexUnusableError.damaged(f"{index}/{FILE}")
    return manifest


def _piece(cluster: Cluster, index: str, name: str, place: int) -> bytes:
    found = cluster.get(f"/{index}/_doc/{_id(name, place)}")
    return base64.b64decode(found["_source"]["data"])


def _pieces(folder: Path) -> Iterator[tuple[str, int, bytes]]:
    for path in sorted(folder.iterdir()):
        with path.open("rb") as opened:
            place = 0
            while (data := opened.read(PIECE)) or place == 0:
                yield path.name, place, data
                place += 1


def _id(name: str, place: int) -> str:
    return f"{name}:{place}"
