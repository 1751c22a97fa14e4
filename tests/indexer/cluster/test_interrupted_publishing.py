"""What a cluster has after a publication that was interrupted where it hurts most."""

from pathlib import Path
from typing import Any

import pytest

from indexer.build.pipeline import build, update
from indexer.cluster import publishing
from indexer.cluster.live_generation import generations, live_generation
from indexer.cluster.state import roll_back
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError, timed_out
from tests.indexer.cluster.test_publishing import address, both, publish, seeds

__all__ = ["address", "seeds"]  # fixtures
pytestmark = pytest.mark.slow


def add(seeds: Path, index: Path, number: int) -> None:
    """The corpus has a speech more."""
    (seeds / f"2026-01-{number:02d}-张明-第{number}次.txt").write_text(
        f"第{number}次讲话\n\n发展是第{number}要务。\n", "utf-8"
    )
    update(seeds, index)


def interrupt(monkeypatch: pytest.MonkeyPatch, step: str, methods: tuple[str, ...] = ("PUT", "POST", "DELETE")) -> None:
    """The answer to a request that changes something does not come; what was asked for is done."""
    real = Cluster.request

    def lost(self: Cluster, method: str, path: str, *rest: Any, **named: Any) -> Any:
        found = real(self, method, path, *rest, **named)
        if step in path and method in methods:
            raise timed_out("http://nowhere")
        return found

    monkeypatch.setattr(Cluster, "request", lost)


def test_what_became_live_while_its_answer_was_lost_is_not_removed(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    first = publish(index, address)
    add(seeds, index, 1)
    with monkeypatch.context() as interrupted:
        interrupt(interrupted, "_aliases")
        with pytest.raises(ClusterError, match="太久没有应答"):
            publish(index, address)
    cluster = Cluster(address)
    assert live_generation(cluster).index != first.index
    both(index, address)
    assert not publish(index, address).changed


def test_what_a_writer_left_that_was_killed_is_removed_and_the_generation_before_is_kept(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    first = publish(index, address)
    add(seeds, index, 1)
    with monkeypatch.context() as killed:
        killed.setattr(publishing, "_withdraw", lambda *_: None)
        interrupt(killed, "_forcemerge")
        with pytest.raises(ClusterError):
            publish(index, address)
    assert len(generations(cluster)) == 2
    second = publish(index, address)
    assert generations(cluster) == [first.index, second.index]
    assert roll_back(cluster) == first.index


def test_after_going_back_the_generation_that_was_gone_back_to_is_kept(
    seeds: Path, tmp_path: Path, address: Address
) -> None:
    """Readers may still ask it."""
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    first = publish(index, address)
    add(seeds, index, 1)
    publish(index, address)
    roll_back(cluster)
    add(seeds, index, 2)
    third = publish(index, address)
    assert generations(cluster) == [first.index, third.index]


def test_a_lock_that_cannot_be_given_back_undoes_nothing(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    interrupt(monkeypatch, "_doc/lock", ("DELETE",))
    published = publish(index, address)
    assert live_generation(Cluster(address)).index == published.index


def test_copies_are_waited_for_longer_than_an_answer_usually_is(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float | None] = []

    def request(_: Cluster, method: str, path: str, *__: Any, seconds: float | None = None, **___: Any) -> None:
        if "wait_for_status" in path:
            waited.append(seconds)

    monkeypatch.setattr(Cluster, "request", request)
    publishing._settle(Cluster(Address(("http://nowhere",), "a")), "a-000001", 1)
    assert len(waited) == 2
    assert all(seconds is not None and seconds > publishing.HEALTH_SECONDS for seconds in waited)
