"""A site in front of a cluster follows what is live there, and says so where the cluster does not answer."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.build.pipeline import build, update
from indexer.cluster.following import following
from indexer.cluster.mirror import mirrored
from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.errors import SpeechsearchError
from indexer.store import Store
from searchui.web import create_app

pytestmark = pytest.mark.slow
ENOUGH = 60.0  # seconds, where nothing goes wrong


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + ENOUGH
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def speech(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"在会上的讲话\n\n同志们：\n\n{text}\n", encoding="utf-8")


@pytest.fixture
def published(remote_index: Callable[[], Address], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Address:
    """A small corpus in a cluster; its speeches are in `seeds`, its own index in `index`."""
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    speech(tmp_path / "seeds", "a.txt", "说第一件事。")
    build(tmp_path / "seeds", tmp_path / "index")
    address = remote_index()
    publish_to_cluster(Cluster(address), Store(tmp_path / "index").current())
    return address


def test_what_becomes_live_there_is_answered_from_here(published: Address, tmp_path: Path) -> None:
    mirror = mirrored(str(published))
    client = create_app(mirror).test_client()

    def times(phrase: str) -> int:
        answer = client.get("/api/count", query_string={"phrase": phrase}).json
        assert isinstance(answer, dict)
        found: int = answer["occurrences"]
        return found

    assert (times("第一件事"), times("第二件事")) == (1, 0)
    told: list[SpeechsearchError] = []
    with following(mirror, told.append):
        speech(tmp_path / "seeds", "b.txt", "说第二件事。")
        update(tmp_path / "seeds", tmp_path / "index")
        publish_to_cluster(Cluster(published), Store(tmp_path / "index").current())
        until(lambda: times("第二件事"))
    assert times("第一件事") == 1
    assert told == []


def test_where_the_index_is_gone_it_says_so_and_counts_nothing(published: Address) -> None:
    mirror = mirrored(str(published))
    client = create_app(mirror).test_client()
    assert client.get("/api/count?phrase=第一件事").status_code == 200
    told: list[SpeechsearchError] = []
    with following(mirror, told.append):
        cluster = Cluster(published)
        cluster.delete(f"/{published.name}-*?expand_wildcards=all")
        until(lambda: told)
        for path in ("/api/count?phrase=同志们", "/api/search?q=会上", "/search?q=会上"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "集群" in answer.get_data(as_text=True)
        time.sleep(2.5)
    assert len(told) == 1  # and not once a second
    english = client.get("/api/count?phrase=同志们&lang=en").json
    assert isinstance(english, dict)
    assert "cluster" in english["error"]["message"]


def test_a_folder_is_not_followed(tmp_path: Path) -> None:
    with following(tmp_path, lambda error: pytest.fail(str(error))):
        pass
