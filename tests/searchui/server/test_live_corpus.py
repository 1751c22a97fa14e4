"""The running server and its index: rebuilt, damaged, deleted, slow to open, on a disk that takes nothing more."""

import gc
import os
import resource
import shutil
import threading
import time
import urllib.request
import weakref
from contextvars import Context
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from indexer.store import Store
from searchui import Corpus, open_corpus
from searchui.web import create_app
from searchui.web.context import live_corpus
from searchui.web.context.garbage import collect_garbage
from searchui.web.server import preparation
from tests.conftest import SEEDS
from tests.searchui.server.server_process import running

pytestmark = pytest.mark.slow


class Site:
    """A small corpus that says which time it was built, its index, and the application over it."""

    def __init__(self, folder: Path) -> None:
        self.seeds, self.index = folder / "seeds", folder / "index"
        self.seeds.mkdir()
        self.client: FlaskClient = create_app(self.index).test_client()

    def build(self, time: int) -> str:
        """Build; the name of the generation."""
        (self.seeds / "a.txt").write_text(f"同志们：\n讲第{time}次的事，说一句话。\n", encoding="utf-8")
        return build(self.seeds, self.index).generation

    def time(self) -> int:
        """Which time the site answers from."""
        (found,) = [n for n in range(1, 9) if self._count(f"第{n}次")]
        return found

    def _count(self, phrase: str) -> int:
        told = self.client.get("/api/count", query_string={"phrase": phrase}).get_json()
        count: int = told["occurrences"]
        return count

    def health(self, status: int) -> dict[str, Any]:
        answer = self.client.get("/healthz")
        assert answer.status_code == status
        told: dict[str, Any] = answer.get_json()
        return told


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def cut(index: Path, pattern: str) -> None:
    """Cut a file of the current generation short."""
    (file,) = Store(index).current().folder.glob(pattern)
    os.truncate(file, file.stat().st_size // 2)


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every time that a corpus was opened from now on."""
    opened: list[Path] = []

    def noted(index: Path) -> Corpus:
        opened.append(index)
        return open_corpus(index)

    monkeypatch.setattr(live_corpus, "open_corpus", noted)
    return opened


@pytest.mark.parametrize("damage", ["manifest.json", "catalogue.json", "speeches.jsonl", "*.seg", "*.toc"])
def test_a_damaged_generation_leaves_the_one_before_in_service(site: Site, opens: list[Path], damage: str) -> None:
    old = site.build(1)
    assert site.health(200)["status"] == "ok"
    new = site.build(2)
    cut(site.index, damage)
    assert site.time() == 1
    told = site.health(200)
    assert (told["status"], told["generation"], told["current"]) == ("stale", old, new)
    assert "索引已损坏" in told["reason"]
    assert "damaged" in site.client.get("/healthz?lang=en").get_json()["reason"]
    assert len(opens) == 2  # not once a request
    site.build(3)
    assert site.time() == 3
    assert site.health(200)["status"] == "ok"
    gc.collect()  # what Whoosh left open, while the warning is still ignored


def test_a_generation_that_failed_is_tried_again_after_a_while(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build(1)
    assert site.time() == 1
    folder = site.index / site.build(2)
    folder.rename(site.index / "away")
    assert site.time() == 1
    since = site.health(200)["since"]
    (site.index / "away").rename(folder)
    monkeypatch.setattr(live_corpus, "RETRY", 0.0)
    assert site.time() == 2
    assert "since" not in site.health(200)
    shutil.rmtree(folder)
    told = site.health(200)
    assert (told["status"], told["generation"]) == ("stale", folder.name)
    assert told["since"] >= since


def test_without_an_index_health_says_so_until_there_is_one(site: Site) -> None:
    told = site.health(503)
    assert (told["status"], told["generation"], told["current"]) == ("unusable", None, None)
    assert "speechsearch build" in told["reason"]
    assert site.client.get("/").status_code == 503
    site.build(1)
    assert site.time() == 1
    assert site.health(200)["status"] == "ok"


def test_an_index_that_is_deleted_answers_on_and_a_new_one_takes_over(site: Site) -> None:
    name = site.build(1)
    assert site.time() == 1
    shutil.rmtree(site.index)
    assert site.time() == 1
    assert site.client.get("/").status_code == 200
    for url in ("/search?q=" + quote("说"), "/speech/a.txt", "/api/speech/a.txt"):
        assert "一句话" in site.client.get(url).text
    told = site.health(200)
    assert (told["status"], told["generation"], told["current"]) == ("stale", name, None)
    assert site.build(2) == name  # a name that was there before
    assert site.time() == 2


def test_an_unforeseen_error_while_opening_is_no_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build(1)
    assert site.time() == 1
    site.build(2)

    def broken(_: Path) -> Corpus:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(live_corpus, "open_corpus", broken)
        assert site.time() == 1
        assert site.health(200)["status"] == "stale"
    site.build(3)
    assert site.time() == 3


def test_a_slow_opening_keeps_nobody_else_waiting(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build(1)
    assert site.time() == 1
    site.build(2)
    begun, go_on, opened, answers = threading.Event(), threading.Event(), [], []

    def slow(index: Path) -> Corpus:
        opened.append(index)
        begun.set()
        assert go_on.wait(60)
        return open_corpus(index)

    monkeypatch.setattr(live_corpus, "open_corpus", slow)
    first = threading.Thread(target=lambda: answers.append(site.time()))
    first.start()
    assert begun.wait(60)
    assert site.time() == 1  # while the first request is still opening
    go_on.set()
    first.join()
    assert (answers, site.time(), len(opened)) == ([2], 2, 1)


def test_requests_that_come_first_all_wait_for_one_opening(
    site: Site, opens: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build(1)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(site.time())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 8
    assert len(opens) == 1


def test_a_request_has_one_corpus_from_beginning_to_end(site: Site) -> None:
    site.build(1)
    with site.client.application.test_request_context("/"):
        before = live_corpus.live_corpus()
        site.build(2)
        assert live_corpus.live_corpus() is before
    with site.client.application.test_request_context("/"):
        assert live_corpus.live_corpus() is not before


def test_corpora_that_were_replaced_are_let_go(site: Site) -> None:
    """Or the disk space of removed generations would never be free."""
    for number in range(1, 5):
        site.build(number)
        assert site.time() == number
    maps = Path("/proc/self/maps")
    lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else []
    held = {line.split("generation-")[1].split("/")[0] for line in lines if f"{site.index}/generation-" in line}
    assert held <= {"000004"}


def test_a_corpus_that_was_replaced_is_let_go_by_the_last_request_that_uses_it(site: Site) -> None:
    site.build(1)
    with site.client.application.app_context():
        used = weakref.ref(live_corpus.live_corpus())
        site.build(2)
        assert Context().run(site.time) == 2, "another request, beside this one"
        assert used() is not None, "its request goes on"
    assert used() is None


def test_a_corpus_that_was_replaced_while_it_was_prepared_is_let_go_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build(1)
    prepared: list[weakref.ref[Corpus]] = []

    def prepare(corpus: Corpus) -> None:
        prepared.append(weakref.ref(corpus))
        if len(prepared) == 1:
            site.build(2)
            assert Context().run(site.time) == 2, "a request beside it"

    monkeypatch.setattr(Corpus, "prepare_statistics", prepare)
    monkeypatch.setattr(preparation, "INTERVAL", 0.01)
    end = time.monotonic() + 60
    with preparation.preparing(site.client.application):
        while len(prepared) < 2 and time.monotonic() < end:
            time.sleep(0.01)
    assert len(prepared) == 2
    assert prepared[0]() is None


def _no_file_may_grow() -> None:
    """What a full disk is to a process: every write to a file fails."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def listing(folder: Path) -> list[tuple[Path, int, int]]:
    return [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.rglob("*"))]


def test_a_full_disk_and_a_read_only_index_are_all_the_same_to_it(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(SEEDS, index)
    before = listing(index)
    for path in (index, *index.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with running(index, "--log-file", "/dev/full", start=_no_file_may_grow) as server:
            for url in ("/", "/search?per_page=100&q=" + quote("发展"), "/healthz"):
                with urllib.request.urlopen(server.url + url) as answer:
                    assert answer.status == 200
                    assert len(answer.read()) == int(answer.headers["Content-Length"])
    finally:
        for path in (index, *index.rglob("*")):
            path.chmod(0o755)
    assert listing(index) == before


class OfItself:
    """What only a collection frees."""

    def __init__(self) -> None:
        self.me = self


class Lingering(OfItself):
    """What takes its time to be freed, and lets other threads run meanwhile."""

    def __init__(self, begun: threading.Event, end: threading.Event) -> None:
        super().__init__()
        self.begun, self.end = begun, end

    def __del__(self) -> None:
        self.begun.set()
        self.end.wait(60)


def test_what_is_let_go_of_while_another_thread_collects_is_free_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end = threading.Event(), threading.Event()

    def others_end(_seconds: float) -> None:
        end.set()
        one.join(60)

    gc.disable()  # nothing but the two below collects
    try:
        Lingering(begun, end)
        one = threading.Thread(target=gc.collect)
        one.start()
        assert begun.wait(60)
        let_go = OfItself()
        reference = weakref.ref(let_go)
        del let_go
        monkeypatch.setattr("time.sleep", others_end)
        collect_garbage()
        assert reference() is None
    finally:
        end.set()
        gc.enable()
