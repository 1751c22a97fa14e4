"""A publication makes, sends and keeps what has changed, and takes the rest from what is there, if that is whole."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.build.pipeline import build
from indexer.cluster import generation_files
from indexer.cluster.live_generation import live_generation
from indexer.cluster.mirror import mirrored, refresh
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.side.side_segment import write_side_segment
from indexer.store import Store
from tests.indexer.cluster.test_interrupted_publishing import add
from tests.indexer.cluster.test_publishing import address, both, publish, seeds

__all__ = ["address", "seeds"]  # fixtures
pytestmark = pytest.mark.slow


class Watched:
    """What publications do meanwhile: the segments that they make anew, and the pieces of files that they send or delete."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        self.sent: list[str] = []
        self.deleted: list[str] = []
        bulk = Cluster._bulk

        def writing(segment: SegmentReader, file: Path) -> None:
            self.made.append(file.name)
            write_side_segment(segment, file)

        def sending(cluster: Cluster, index: str, lines: Sequence[bytes]) -> None:
            if index.endswith("-files"):
                heads = [json.loads(line) for line in lines if b"_id" in line[:30]]
                self.sent += [head["index"]["_id"] for head in heads if "index" in head]
                self.deleted += [head["delete"]["_id"] for head in heads if "delete" in head]
            bulk(cluster, index, lines)

        monkeypatch.setattr("indexer.engine.opensearch.write.loading.write_side_segment", writing)
        monkeypatch.setattr(Cluster, "_bulk", sending)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


@pytest.fixture
def first(seeds: Path, tmp_path: Path, address: Address, watched: Watched) -> str:
    """The segment of the corpus, which was published."""
    build(seeds, tmp_path / "index")
    publish(tmp_path / "index", address)
    (made,) = watched.made
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """All files of the live generation in a folder."""
    return {path.name: path.read_bytes() for path in Store(folder).current().folder.iterdir()}


def as_elsewhere(address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What a machine gets that has nothing yet."""
    with monkeypatch.context() as other:
        other.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "elsewhere"))
        return contents(mirrored(str(address)))


def test_a_segment_that_stays_is_neither_made_nor_sent_again(
    seeds: Path, tmp_path: Path, address: Address, watched: Watched, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    assert any(piece.startswith(first) for piece in watched.sent)
    for number in (1, 2):
        watched.made.clear()
        watched.sent.clear()
        add(seeds, index, number)
        publish(index, address)
        assert first not in watched.made
        assert len(watched.made) == 1
        assert not any(piece.startswith(f"{first}:") for piece in watched.sent)
        assert not refresh(mirrored(str(address)))  # it has it already
        assert contents(mirrored(str(address))) == as_elsewhere(address, tmp_path / str(number), monkeypatch)
    both(index, address)


def test_a_speech_that_is_changed_leaves_its_segment_as_it_is(
    seeds: Path, tmp_path: Path, address: Address, watched: Watched, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    next(seeds.glob("*.txt")).unlink()
    add(seeds, index, 1)
    publish(index, address)
    assert watched.made.count(first) == 1
    assert f"{first}.deleted:0" in watched.sent
    assert contents(mirrored(str(address))) == as_elsewhere(address, tmp_path, monkeypatch)
    both(index, address)


def test_a_segment_that_goes_is_not_kept(seeds: Path, tmp_path: Path, address: Address, watched: Watched) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    publish(index, address)
    add(seeds, index, 1)
    publish(index, address)
    build(seeds, index)  # one segment again, which is neither
    publish(index, address)
    *before, last = watched.made
    assert len(before) == 2
    assert [name for name in contents(mirrored(str(address))) if name.endswith(".seg")] == [last]
    assert {f"{name}:0" for name in before} <= set(watched.deleted)
    both(index, address)


@pytest.mark.parametrize("damage", ["gone", "damaged", "nothing mirrored"])
def test_what_is_not_whole_on_this_machine_is_made_anew(
    seeds: Path,
    tmp_path: Path,
    address: Address,
    watched: Watched,
    first: str,
    damage: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = tmp_path / "index"
    mirror = mirrored(str(address))
    segment = Store(mirror).current().folder / first
    if damage == "damaged":
        monkeypatch.setattr("indexer.store.generation.SMALL", 0)  # it is not seen when the mirror is opened
        segment.write_bytes(segment.read_bytes()[:-1] + b"?")
    elif damage == "gone":
        segment.unlink()
    else:
        (mirror / "CURRENT").unlink()
    watched.sent.clear()
    add(seeds, index, 1)
    publish(index, address)
    assert watched.made.count(first) == 2
    assert f"{first}:0" not in watched.sent  # it is as it was, and the cluster has it
    both(index, address)


def test_pieces_that_are_no_more_are_deleted(
    seeds: Path, tmp_path: Path, address: Address, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a piece is as small as this, a manifest and most files have many."""
    monkeypatch.setattr(generation_files, "PIECE", 2_000)
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    publish(index, address)
    for path in sorted(seeds.glob("*.txt"))[2:]:
        path.unlink()
    add(seeds, index, 1)
    publish(index, address)
    assert watched.deleted
    files = live_generation(cluster).files
    there = cluster.search(files, {"size": 10_000, "_source": False, "track_total_hits": True})["hits"]
    mirror = contents(mirrored(str(address)))
    expected = {f"{name}:{place}" for name, data in mirror.items() for place in range(len(data) // 2_000 + 1)}
    found = {hit["_id"] for hit in there["hits"]}
    assert {piece for piece in found if not piece.startswith("manifest.json")} == {
        piece for piece in expected if not piece.startswith("manifest.json")
    }
    assert mirror == as_elsewhere(address, tmp_path, monkeypatch)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_manifest_of_exactly_some_pieces_is_read_to_its_end(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch, over: int
) -> None:
    """How long it is stands nowhere: it ends with a piece that is shorter than the others."""
    index = tmp_path / "index"
    build(seeds, index)
    publish(index, address)
    size = len(contents(mirrored(str(address)))["manifest.json"])
    monkeypatch.setattr(generation_files, "PIECE", size + over)
    other = Address(address.nodes, f"{address.name}-2")
    publish(index, other)
    assert as_elsewhere(other, tmp_path, monkeypatch) == contents(mirrored(str(other)))
