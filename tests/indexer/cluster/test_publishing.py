"""A generation goes into a cluster, changes there, and is read from there as it is read from its folder."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indexer.build.pipeline import build, update
from indexer.check import check, repair
from indexer.cluster.live_generation import FORMAT, Layout, generations, layout_of, live_generation
from indexer.cluster.lock import hold_lock
from indexer.cluster.mirror import mirrored, refresh
from indexer.cluster.publishing import Publication, publish_to_cluster
from indexer.cluster.state import cluster_state, roll_back
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError, not_answered
from indexer.errors import IndexLockedError, IndexMissingError, IndexStaleError, IndexUnusableError
from indexer.store import Store
from searchui import open_corpus
from searchui.cli.group import commands
from searchui.web import create_app
from tests.conftest import SEEDS
from tests.searchui.results.test_one_truth import MORE, STATES
from tests.searchui.web.test_openapi import QUERIES

pytestmark = pytest.mark.slow

PHRASES = ("发展", "，", "新质生产力", "2025年", "一", "没有的词")
TYPED = ("高质", "fazhan", "第", "叶", "")
VIEWS = ("count", "card", "trend", "kwic", "crossings", "collocations")
LOOSELY = {"loose": "on", "numbers": "on"}
STRICTLY = {"exact": "on", "year": "2024"}


def asked() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Addresses of everything that can be asked, with their parameters."""
    for query, state in product((*QUERIES, *MORE), STATES):
        yield "search", {"q": query, **state, **({"explain": "on"} if "loose" in state else {})}
    for view, phrase, options in product(VIEWS, PHRASES, ({}, LOOSELY, STRICTLY)):
        if view != "collocations" or not options:
            yield view, {"phrase": phrase, **options}
    for text in TYPED:
        yield "suggest", {"q": text}
    for sort in ("date", "newest", "left", "right"):
        yield "kwic", {"phrase": "发展", "sort": sort, "page": 2}
    yield "nearest", {"text": "我们要把发展抓在手上。绿水青山就是金山银山。"}
    yield "keyness", {"a.year": "2024"}
    yield "ngrams", {"size": 3}


def both(index: Path, address: Address) -> None:
    """The two answer the same, to the last letter, by all addresses for programs."""
    own, remote = (create_app(folder).test_client() for folder in (index, mirrored(str(address))))
    answered = 0
    for operation, parameters in asked():
        one, other = (client.get(f"/api/{operation}", query_string=parameters) for client in (own, remote))
        assert (other.status, other.json) == (one.status, one.json), (operation, parameters)
        answered += one.status_code == HTTPStatus.OK
    assert answered > 180
    with open_corpus(index) as corpus, open_corpus(str(address)) as mirror:
        for entry in corpus.speeches():
            assert mirror.speech(entry.id) == corpus.speech(entry.id)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


@pytest.fixture
def address(remote_index: Callable[[], Address], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Address:
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "cache"))
    return remote_index()


def publish(index: Path, address: Address, shards: int | None = None, replicas: int | None = None) -> Publication:
    return publish_to_cluster(Cluster(address), Store(index).current(), shards=shards, replicas=replicas)


def test_one_truth_through_builds_updates_and_back(seeds: Path, tmp_path: Path, address: Address) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    with pytest.raises(IndexMissingError):
        open_corpus(str(address))
    build(seeds, index)
    first = publish(index, address, shards=2)
    assert first.changed
    both(index, address)
    assert publish(index, address, shards=2) == Publication(first.index, changed=False)

    speeches = sorted(path for path in seeds.iterdir() if path.suffix in {".txt", ".md"})
    speeches[0].unlink()
    speeches[1].write_text(speeches[1].read_text("utf-8") + "\n\n新添的一段，说的是发展。\n", encoding="utf-8")
    (seeds / "2026-01-02-张明-新的讲话.txt").write_text("新的讲话\n\n同志们：\n\n发展是第一要务。\n", encoding="utf-8")
    update(seeds, index)
    second = publish(index, address)
    assert second.changed
    assert cluster_state(cluster).shards == 2  # as before
    assert second.index != first.index
    both(index, address)
    assert cluster_state(cluster).kept == (first.index,)

    update_again = "再说一遍发展。\n"
    (seeds / "2026-02-03-张明-又一篇.txt").write_text(f"又一篇讲话\n\n{update_again}", encoding="utf-8")
    update(seeds, index)
    publish(index, address, shards=3)  # another number of shards: loaded anew
    assert cluster_state(cluster).shards == 3
    both(index, address)
    assert len(generations(cluster)) == 2
    assert roll_back(cluster) == second.index
    with open_corpus(str(address)) as before:
        assert before.count("再说一遍").occurrences == 0
    with pytest.raises(IndexMissingError):
        roll_back(cluster)


def test_another_layout_of_the_same_corpus(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.cluster.publishing.HEALTH_SECONDS", 1)
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    first = publish(index, address)
    assert layout_of(cluster, first.index) == Layout(1, 0)
    second = publish(index, address, shards=2)
    assert second.changed
    assert layout_of(cluster, second.index) == Layout(2, 0)
    assert publish(index, address) == Publication(second.index, changed=False)
    with pytest.raises(ClusterError, match="副本"):
        publish(index, address, replicas=1)  # there is one node
    assert layout_of(cluster, second.index) == Layout(2, 0)
    both(index, address)


def test_checked_and_repaired_from_the_cluster(seeds: Path, tmp_path: Path, address: Address) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    publish(index, address)
    mirror = mirrored(str(address))
    assert check(mirror).problems == ()
    catalogue = Store(mirror).current().folder / "catalogue.json"
    catalogue.write_bytes(catalogue.read_bytes()[:-1] + b" ")
    assert check(mirror).problems
    repair(mirror)
    assert check(mirror).problems == ()
    with open_corpus(mirror) as corpus:
        assert corpus.count("发展").occurrences


def test_a_mirror_fetches_only_what_is_new(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    publish(index, address)
    here = str(tmp_path / "cache")
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "of another machine"))
    mirror = mirrored(str(address))
    assert not refresh(mirror)
    monkeypatch.setenv("SPEECHSEARCH_CACHE", here)
    (seeds / "2026-01-02-张明-新的讲话.txt").write_text("新的讲话\n\n发展是第一要务。\n", encoding="utf-8")
    update(seeds, index)
    publish(index, address)
    fetched = []
    real = Cluster.get
    monkeypatch.setattr(Cluster, "get", lambda self, path: fetched.append(path) or real(self, path))  # type: ignore[func-returns-value]
    assert refresh(mirror)
    segments = [path for path in fetched if ".seg" in path]
    assert len(segments) == 1
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "of another machine"))
    both(index, address)


def test_one_writer_at_a_time(seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    with hold_lock(cluster), pytest.raises(IndexLockedError, match="正在写"):
        publish(index, address)
    with hold_lock(cluster) as lost:
        monkeypatch.setattr("indexer.cluster.lock.DEAD", -1.0)  # as if its holder had died long ago
        with hold_lock(cluster) as own:
            with pytest.raises(IndexLockedError):  # and he was only slow: what he has made does not become live
                lost.check()
            lost.give_back()
            own.check()
        assert publish(index, address).changed


def test_what_goes_wrong_while_publishing_leaves_the_generation_before(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    first = publish(index, address)
    (seeds / "2026-01-02-张明-新的讲话.txt").write_text("新的讲话\n\n发展是第一要务。\n", encoding="utf-8")
    update(seeds, index)
    real = Cluster.request
    steps = ("_clone", "_bulk", "_refresh", "_msearch", "_forcemerge", "_mapping", "_aliases")
    for step in steps:

        def failing(self: Cluster, method: str, path: str, *rest: Any, step: str = step, **named: Any) -> Any:
            if step in path and method != "GET":
                raise not_answered("http://nowhere", ValueError())
            return real(self, method, path, *rest, **named)

        monkeypatch.setattr(Cluster, "request", failing)
        with pytest.raises(ClusterError):
            publish(index, address)
        monkeypatch.setattr(Cluster, "request", real)
        assert live_generation(cluster).index == first.index, step
        assert generations(cluster) == [first.index], step
    (ledger,) = Store(index).current().folder.glob("ledger.msgpack")
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)  # it is not seen when the index is opened
    with pytest.raises(IndexUnusableError):
        publish(index, address)
    assert generations(cluster) == [first.index]
    ledger.write_bytes(whole)
    assert publish(index, address).changed
    both(index, address)


def test_too_few_nodes_for_the_copies(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.cluster.publishing.HEALTH_SECONDS", 1)
    index = tmp_path / "index"
    build(seeds, index)
    with pytest.raises(ClusterError, match="副本"):
        publish(index, address, replicas=1)
    with pytest.raises(IndexMissingError):
        live_generation(Cluster(address))


def test_an_index_that_somebody_has_deleted_is_an_error_and_no_answer(
    seeds: Path, tmp_path: Path, address: Address
) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    published = publish(index, address)
    with open_corpus(str(address)) as corpus:
        assert corpus.count("发展").occurrences
        cluster.delete(f"/{published.index}")
        with pytest.raises(IndexUnusableError):
            corpus.count("治理")
    with pytest.raises(IndexMissingError):
        open_corpus(str(address))


def test_paragraphs_that_somebody_has_deleted_are_seen(seeds: Path, tmp_path: Path, address: Address) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    published = publish(index, address)
    cluster.post(f"/{published.index}/_delete_by_query?refresh=true", {"query": {"range": {"n": {"lt": 5}}}})
    assert check(mirrored(str(address))).problems


@pytest.mark.parametrize("which", ["paragraphs", "files"])
def test_what_somebody_has_deleted_is_mended_by_a_build(
    seeds: Path, tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    """An update keeps what is there, so it says what to do where that is not whole."""

    def run(command: str) -> Result:
        return CliRunner().invoke(commands, [command, str(seeds), "--index", str(index), "--engine", str(address)])

    index, cluster = tmp_path / "index", Cluster(address)
    assert run("build").exit_code == 0
    live = live_generation(cluster)
    if which == "paragraphs":
        cluster.post(f"/{live.index}/_delete_by_query?refresh=true", {"query": {"range": {"n": {"lt": 5}}}})
        (seeds / "2026-01-02-张明-新的讲话.txt").write_text("新的讲话\n\n发展是第一要务。\n", encoding="utf-8")
        failed = run("update")
        assert failed.exit_code == 3
        assert "请用 build 重新放一遍" in failed.output
        assert live_generation(cluster).index == live.index
        (seeds / "2026-01-02-张明-新的讲话.txt").unlink()  # the segment is the one that is there
    else:
        cluster.put(f"/{live.files}/_settings", {"index.blocks.write": None})
        cluster.delete(f"/{live.files}/_doc/catalogue.json:0")
    assert run("build").exit_code == 0
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "of another machine"))
    assert not check(mirrored(str(address))).problems
    both(index, address)


def test_what_another_version_has_put_there_is_not_read_and_is_replaced(
    seeds: Path, tmp_path: Path, address: Address
) -> None:
    index, cluster = tmp_path / "index", Cluster(address)
    build(seeds, index)
    first = publish(index, address, shards=2)
    live = live_generation(cluster)
    meta = {"format": FORMAT - 1, "seal": live.seal, "source": live.source}
    cluster.put(f"/{first.index}/_mapping", {"_meta": meta})
    with pytest.raises(IndexStaleError):
        open_corpus(str(address))
    second = publish(index, address)
    assert second.changed
    assert live_generation(cluster).index == second.index != first.index
    assert cluster_state(cluster).shards == 2
    assert not check(mirrored(str(address))).problems
    with pytest.raises(IndexStaleError):
        roll_back(cluster)
