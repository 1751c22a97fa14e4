"""A finished index of segments → the paragraphs of an index in a cluster, and a folder with what stays beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.segment.segment_table import SegmentMeta, open_segments, read_table, write_table
from indexer.engine.embedded.segment.term_numbers import FILE as TERM_NUMBERS
from indexer.engine.opensearch import RECORD
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.engine.opensearch.side.side_index import ClusterRecord, deleted_grams
from indexer.engine.opensearch.side.side_segment import write_deleted_grams, write_side_segment
from indexer.engine.opensearch.wire.mapping import NUMBER
from indexer.engine.opensearch.write.documents import document_lines, number_in_cluster
from indexer.i18n import _

Progress = Callable[[int, int, str], None]

LONG = 3600.0  # seconds that a cluster may take to delete


@dataclass(frozen=True, slots=True)
class Loaded:
    """Segments that are in a cluster already, by their files: the number there of each, and what the table says of it."""

    numbers: Mapping[str, int]
    metas: Mapping[str, SegmentMeta]

    @classmethod
    def nothing(cls) -> "Loaded":
        return cls({}, {})

    @property
    def next_number(self) -> int:
        """A number that no segment has."""
        return max(self.numbers.values(), default=-1) + 1


def write_side_index(folder: Path, side: Path, index: str, before: Loaded) -> ClusterRecord:
    """Write what of the index in a folder stays beside the cluster, but for segments that are there already; new ones get
    numbers of their own.
    """
    numbers, next_number = {}, before.next_number
    for meta, segment in open_segments(folder):
        numbers[meta.file] = before.numbers.get(meta.file, next_number)
        next_number = max(next_number, numbers[meta.file] + 1)
        if not (side / meta.file).exists():
            write_side_segment(segment, side / meta.file)
        if meta.deleted:
            write_deleted_grams(segment, meta.live, side / deleted_grams(meta.file))
    record = ClusterRecord(index, numbers)
    table = read_table(folder)
    write_table(side, table.segments, table.generation)
    if (folder / TERM_NUMBERS).exists():
        (side / TERM_NUMBERS).write_bytes((folder / TERM_NUMBERS).read_bytes())
    (side / RECORD).write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1))
    return record


def load(
    cluster: Cluster, folder: Path, record: ClusterRecord, before: Loaded, progress: Progress = lambda *_: None
) -> None:
    """Make an index, which has what was loaded `before`, have the paragraphs of the segments in a folder, and no others.

    A request that is sent twice changes nothing: each paragraph has its own id. Raises ClusterError where the index has
    other paragraphs in the end.
    """
    every = sum(meta.documents for meta in read_table(folder).segments)
    gone = set(before.numbers.values()) - set(record.segments.values())
    for number in sorted(gone):
        _delete(cluster, record.index, _range(number))
    expected = done = 0
    for meta, segment in open_segments(folder):
        number = record.segments[meta.file]
        known = before.metas[meta.file].live if meta.file in before.metas else np.zeros(meta.documents, np.bool_)
        expected += int(meta.live.sum())
        deleted = (known & ~meta.live).nonzero()[0].tolist()
        cluster.bulk(record.index, ([_deletion(number, document)] for document in deleted))
        added = (meta.live & ~known).nonzero()[0].tolist()
        cluster.bulk(record.index, _documents(segment, number, added))
        done += meta.documents
        progress(done, every, meta.file)
    cluster.post(f"/{record.index}/_refresh")
    check_size(cluster, record.index, expected)


def check_size(cluster: Cluster, index: str, expected: int) -> None:
    """Raises ClusterError where an index has not so many paragraphs."""
    found = int(cluster.search(index, {"size": 0, "track_total_hits": True})["hits"]["total"]["value"])
    if found != expected:
        raise ClusterError(
            _(
                "集群里有 {found} 段，应有 {expected} 段；没有发布，原来的索引不变。请用 build 重新放一遍。",
                found=found,
                expected=expected,
            )
        )


def _documents(segment: SegmentReader, number: int, documents: list[int]) -> Iterator[list[bytes]]:
    lines = document_lines(segment, number, documents)
    return ([first, second] for first, second in zip(lines, lines, strict=True))


def _deletion(number: int, document: int) -> bytes:
    return msgspec.json.encode({"delete": {"_id": str(number_in_cluster(number, document))}})


def _range(number: int) -> dict[str, Any]:
    bounds = {"gte": number_in_cluster(number, 0), "lt": number_in_cluster(number + 1, 0)}
    return {"query": {"range": {NUMBER: bounds}}}


def _delete(cluster: Cluster, index: str, query: Mapping[str, Any]) -> None:
    cluster.post(f"/{index}/_refresh")
    found = cluster.post(f"/{index}/_delete_by_query?conflicts=proceed&refresh=true", query, seconds=LONG)
    if found["failures"] or found["version_conflicts"]:
        raise ClusterError(_("集群没有删去旧的段落；没有发布，原来的索引不变。请再试一次。"))
