"""What processes tell each other: of damage, and what is to be in the log."""

import json
import logging
import os
import sys
from contextlib import closing
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from indexer.engine.embedded import EmbeddedReader
from indexer.store import Store
from searchui.cli import serve
from searchui.web import create_app
from searchui.web.context.live_corpus import LiveCorpus
from searchui.web.logging import setup
from searchui.web.logging.relay import LONGEST, Relay
from searchui.web.logging.setup import OURS, LogFormat, log_to
from searchui.web.security.policy import UNLIMITED
from searchui.web.shared.shared_memory import SharedMemory
from tests.searchui.server.test_damage import NOT_ASKED_YET, broken, flip, segment

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is always one process"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),  # of what runs the tests, which has threads
]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.encoding.arrays.SMALL", 0)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("在会上的讲话\n同志们：\n说第一件事。\n", encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def clients(index: Path) -> list[FlaskClient]:
    """Two applications as two processes would have them: what they are told comes from one memory."""
    memory = SharedMemory(2)
    notices = memory.notices()
    memory.notices = lambda: notices  # type: ignore[method-assign]
    clients = [create_app(index, UNLIMITED, memory).test_client() for _ in range(2)]
    assert [count(client) for client in clients] == [200, 200]
    return clients


def count(client: FlaskClient, phrase: str = "第一件事") -> int:
    return client.get("/api/count", query_string={"phrase": phrase}).status_code


def live_of(client: FlaskClient) -> LiveCorpus:
    live: LiveCorpus = client.application.extensions["corpus"]
    return live


def test_damage_that_one_is_told_of_ends_the_answers_of_all(index: Path, clients: list[FlaskClient]) -> None:
    begun = clients[1].get("/export/kwic.csv?q=第一件事", buffered=False).iter_encoded()
    assert next(begun)
    flip(segment(index))
    live_of(clients[0]).note_damage(Store(index).current(), segment(index).name)
    assert [count(client) for client in clients] == [503, 503]
    assert segment(index).name in clients[1].get("/healthz").get_json()["reason"]
    with pytest.raises(Exception, match="损坏"):
        b"".join(begun)
    build(index.parent / "seeds", index)
    assert [count(client) for client in clients] == [200, 200]
    assert [client.get("/healthz").get_json()["status"] for client in clients] == ["ok", "ok"]


def test_damage_that_one_meets_ends_the_answers_of_all(
    index: Path, clients: list[FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(segment(index))
    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedReader, "uses_by_run", broken(IndexError))
        assert count(clients[0], NOT_ASKED_YET) == 503
    assert count(clients[1]) == 503


def test_a_process_that_is_started_later_hears_of_it_too(index: Path) -> None:
    memory = SharedMemory(2)
    first = create_app(index, UNLIMITED, memory).test_client()
    notices = live_of(first)._notices
    assert count(first) == 200
    flip(segment(index))
    live_of(first).note_damage(Store(index).current(), segment(index).name)
    (index / "verified.json").unlink(missing_ok=True)
    later = LiveCorpus(index, notices)
    assert later.health().status == "unusable"


def test_records_of_all_are_written_by_one_whole_and_in_files_that_take_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long ones, of which a pipe would mix the pieces."""
    file, times, length = tmp_path / "log", 150, 20_000
    monkeypatch.setattr(setup, "MAX_FILE_BYTES", 1_000_000)
    monkeypatch.setattr(setup, "OLD_FILES", 20)
    monkeypatch.setattr("searchui.web.logging.formatters.MAX_MESSAGE", length)
    with log_to(LogFormat.JSON, file, "zh"), closing(Relay()) as relay:
        pids = [_logging(relay, str(number) * (length // 2), times) for number in range(2)]
        while pids:
            relay.write()
            pids = [pid for pid in pids if os.waitpid(pid, os.WNOHANG) == (0, 0)]
        relay.write()
        logging.getLogger(OURS).warning("and its own")
    told = [json.loads(line)["message"] for one in tmp_path.iterdir() for line in one.read_text("utf-8").splitlines()]
    assert len(list(tmp_path.iterdir())) > 2
    assert {text: told.count(text) for text in set(told)} == {
        "0" * (length // 2): times,
        "1" * (length // 2): times,
        "and its own": 1,
    }


def _logging(relay: Relay, text: str, times: int) -> int:
    """Another process that logs a text so many times."""
    pid = os.fork()
    if not pid:
        try:
            handlers = logging.getLogger(OURS).handlers
            relay.forward()
            assert all(one.stream is None for one in handlers if isinstance(one, RotatingFileHandler))
            for _ in range(times):
                logging.getLogger(OURS).warning(text)
        finally:
            os._exit(0)
    return pid


def test_a_record_that_is_too_long_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchui.web.logging.formatters.MAX_MESSAGE", 10 * LONGEST)
    with log_to(LogFormat.TEXT, tmp_path / "log", "zh"), closing(Relay()) as relay:
        pid = _logging(relay, "长" * LONGEST, 1)
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            relay.write()
        relay.write()
    (line,) = (tmp_path / "log").read_text("utf-8").splitlines()
    assert len(line) > LONGEST / 4


def test_elsewhere_it_is_one_process_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (serve._processes(7), serve._processes(1)) == (7, 1)
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(12)))
    assert serve._processes(None) == 4
    monkeypatch.setattr("sys.platform", "win32")
    assert (serve._processes(None), serve._processes(1)) == (1, 1)
    assert capsys.readouterr().err == ""
    assert serve._processes(2) == 1
    assert "只能用一个进程" in capsys.readouterr().err
