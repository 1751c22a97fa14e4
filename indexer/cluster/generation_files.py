"""The files of a generation in a cluster: documents of a piece each."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

import msgspec

from indexer.engine.opensearch.connection.client import Cluster
from indexer.errors import IndexUnusableError
from indexer.store.manifest import FILE, Checksum, Manifest, checksum, parse_manifest

PIECE = 3 << 20  # bytes: 4 MB as they are sent


def upload(cluster: Cluster, index: str, folder: Path, manifest: Manifest, before: Manifest | None) -> None:
    """Make an index, which has the files of the manifest `before`, have those of a folder; only what is new is sent."""
    files, there = manifest.checksums, {} if before is None else before.checksums
    new = [name for name in sorted(files) if there.get(name) != files[name]]
    cluster.bulk(index, _additions(folder, (*new, FILE)))
    cluster.bulk(index, _deletions(there, files))
    cluster.post(f"/{index}/_refresh")


def _additions(folder: Path, names: Iterable[str]) -> Iterator[list[bytes]]:
    for name in names:
        for place, data in _pieces(folder / name):
            content = {"data": base64.b64encode(data).decode()}
            yield [msgspec.json.encode({"index": {"_id": _id(name, place)}}), msgspec.json.encode(content)]


def _deletions(before: Mapping[str, Checksum], files: Mapping[str, Checksum]) -> Iterator[list[bytes]]:
    """Of the pieces of files that are there no more, or are shorter."""
    for name in before:
        first = _count(files[name]) if name in files else 0
        for place in range(first, _count(before[name])):
            yield [msgspec.json.encode({"delete": {"_id": _id(name, place)}})]


def download(cluster: Cluster, index: str, name: str, file: Path, manifest: Manifest) -> None:
    """Write a file as it was put there. Raises IndexUnusableError where it is not whole."""
    expected = manifest.checksums[name]
    with file.open("xb") as out:
        for place in range(_count(expected)):
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


def _pieces(file: Path) -> Iterator[tuple[int, bytes]]:
    """The last one is shorter than the others, and may be empty: where its size is unknown, a file ends there."""
    with file.open("rb") as opened:
        for place in count():
            data = opened.read(PIECE)
            yield place, data
            if len(data) < PIECE:
                return


def _count(file: Checksum) -> int:
    """How many pieces a file has."""
    return file.size // PIECE + 1


def _id(name: str, place: int) -> str:
    return f"{name}:{place}"
