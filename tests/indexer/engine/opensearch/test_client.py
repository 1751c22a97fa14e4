"""Requests to the nodes of a cluster: whole answers, or errors that say what to do. The nodes are servers of these tests."""

import base64
import json
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest

from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import API_KEY, PASSWORD, TRIES, USER, Cluster
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.errors import CallError

OPENSEARCH = {"version": {"distribution": "opensearch", "number": "2.19.6"}}
WHOLE = {"timed_out": False, "_shards": {"total": 3, "successful": 3, "failed": 0}, "hits": {"hits": []}}
PARTIAL = {**WHOLE, "_shards": {"total": 3, "successful": 2, "failed": 1}}
LATE = {**WHOLE, "timed_out": True}
REFUSED = {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}, "status": 503}
SECRET = "correct-horse-battery"


@dataclass
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Node:
    """A node that answers all requests in the same way, or as `answers` says one after another, the last of them again."""

    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(200, {})])
    asked: list[Asked] = field(default_factory=list)
    waits: Event | None = None  # until it answers
    url: str = ""

    def says(self, *answers: tuple[int, Any]) -> "Node":
        self.answers = [*answers]
        return self

    def next(self) -> tuple[int, Any]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def node() -> Iterator[Callable[[], Node]]:
    """Starts nodes."""
    servers: list[ThreadingHTTPServer] = []
    waiting: list[Event] = []

    def started() -> Node:
        own = Node()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                own.asked.append(Asked(self.command, self.path, dict(self.headers), body))
                if own.waits is not None:
                    waiting.append(own.waits)
                    own.waits.wait(60)
                status, said = own.next()
                data = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        for method in ("GET", "POST", "PUT", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.answer)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        own.url = f"http://127.0.0.1:{server.server_port}"
        return own

    yield started
    for one in waiting:
        one.set()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between tries, and nobody's own user."""
    monkeypatch.setattr("indexer.engine.opensearch.connection.client.PAUSE", 0)
    for name in (USER, PASSWORD, API_KEY):
        monkeypatch.delenv(name, raising=False)


def cluster_of(*nodes: Node | str, seconds: float = 30) -> Cluster:
    urls = tuple(one if isinstance(one, str) else one.url for one in nodes)
    return Cluster(Address(urls, "speeches"), seconds=seconds)


def dead() -> str:
    """Where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_the_next_node_answers_where_one_is_dead(node: Callable[[], Node]) -> None:
    living = node().says((200, {"found": 7}))
    cluster = cluster_of(dead(), living, dead())
    assert cluster.get("/x") == {"found": 7}
    assert cluster.post("/y", {"a": "的"}) == {"found": 7}
    assert [(one.method, one.path) for one in living.asked] == [("GET", "/x"), ("POST", "/y")]
    assert json.loads(living.asked[1].body) == {"a": "的"}


def test_who_answered_is_asked_again_first(node: Callable[[], Node]) -> None:
    busy, living = node().says((503, REFUSED)), node()
    cluster = cluster_of(busy, living)
    for _ in range(3):
        cluster.get("/x")
    assert (len(busy.asked), len(living.asked)) == (1, 3)


def test_nobody_answers() -> None:
    address = dead()
    with pytest.raises(ClusterError, match="没有应答") as raised:
        cluster_of(address, dead()).get("/x")
    assert "http://127.0.0.1:" in str(raised.value)
    assert raised.value.exit_code == 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_who_is_busy_is_asked_again(status: int, node: Callable[[], Node]) -> None:
    busy = node().says((status, {"error": "busy"}), (status, b"<html>"), (200, {"found": 7}))
    assert cluster_of(busy).get("/x") == {"found": 7}
    assert len(busy.asked) == 3


def test_who_is_always_busy_is_asked_so_often_and_no_more(node: Callable[[], Node]) -> None:
    one, other = node().says((429, {"error": "busy"})), node().says((429, {"error": "busy"}))
    with pytest.raises(ClusterError, match="太忙"):
        cluster_of(one, other).get("/x")
    assert (len(one.asked), len(other.asked)) == (TRIES, TRIES)


def test_what_takes_too_long_is_an_error_and_is_not_sent_again(node: Callable[[], Node]) -> None:
    """It may be done yet."""
    slow, other = node(), node()
    slow.waits = Event()
    with pytest.raises(ClusterError, match="太久没有应答"):
        cluster_of(slow, other, seconds=0.2).get("/x")
    assert (len(slow.asked), len(other.asked)) == (1, 0)


def test_who_takes_too_long_is_not_asked_first_again(node: Callable[[], Node]) -> None:
    slow, other = node(), node()
    slow.waits = Event()
    cluster = cluster_of(slow, other, seconds=0.2)
    with pytest.raises(ClusterError):
        cluster.get("/x")
    assert cluster.get("/x") == {}
    assert (len(slow.asked), len(other.asked)) == (1, 1)


def test_what_is_long_may_be_waited_for(node: Callable[[], Node]) -> None:
    slow = node()
    slow.waits = Event()
    Timer(0.5, slow.waits.set).start()
    assert cluster_of(slow, seconds=0.2).post("/x", seconds=60) == {}


@pytest.mark.parametrize("answer", [PARTIAL, LATE])
def test_a_partial_answer_is_an_error(answer: object, node: Callable[[], Node]) -> None:
    with pytest.raises(ClusterError, match="不完整的结果不会给出"):
        cluster_of(node().says((200, answer))).search("speeches", {"size": 0})


@pytest.mark.parametrize("answer", [PARTIAL, LATE, REFUSED])
def test_one_partial_answer_of_several_is_an_error(answer: object, node: Callable[[], Node]) -> None:
    several = node().says((200, {"responses": [WHOLE, answer, WHOLE]}))
    with pytest.raises(ClusterError, match="不完整的结果不会给出"):
        cluster_of(several).searches("speeches", [{"size": 0}] * 3)


def test_partial_answers_are_not_asked_for(node: Callable[[], Node]) -> None:
    one, several = node().says((200, WHOLE)), node().says((200, {"responses": [WHOLE, WHOLE]}))
    assert cluster_of(one).search("speeches", {"size": 0}) == WHOLE
    assert "allow_partial_search_results=false" in one.asked[0].path
    assert cluster_of(several).searches("speeches", [{"size": 0}, {"size": 1}]) == [WHOLE, WHOLE]
    head, first, again, second = map(json.loads, several.asked[0].body.splitlines())
    assert head == again == {"allow_partial_search_results": False}
    assert (first, second) == ({"size": 0}, {"size": 1})
    assert cluster_of(several).searches("speeches", []) == []
    assert len(several.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_who_is_not_let_in_is_told_where_the_password_is_said(status: int, node: Callable[[], Node]) -> None:
    closed = node().says((status, {"error": {"type": "security_exception", "reason": "no permissions"}}))
    with pytest.raises(ClusterError, match=USER) as raised:
        cluster_of(closed).get("/x")
    assert str(status) in str(raised.value)
    assert len(closed.asked) == 1


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (
            403,
            "cluster_block_exception",
            "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]",
        ),
        (403, "cluster_block_exception", "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];"),
        (500, "i_o_exception", "No space left on device"),
    ],
)
def test_a_full_disk_is_not_taken_for_a_wrong_password(
    status: int, kind: str, reason: str, node: Callable[[], Node]
) -> None:
    full = node().says((status, {"error": {"type": kind, "reason": reason}}))
    with pytest.raises(ClusterError, match="磁盘快满了"):
        cluster_of(full).put("/x")


@pytest.mark.parametrize("kept", ["as a value", "in a file"])
@pytest.mark.parametrize("kind", ["password", "key"])
def test_secrets_are_sent_and_told_to_nobody_else(
    kind: str,
    kept: str,
    node: Callable[[], Node],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    said = SECRET if kept == "as a value" else f"@{file}"
    if kind == "password":
        monkeypatch.setenv(USER, "reader")
        monkeypatch.setenv(PASSWORD, said)
        expected = "Basic " + base64.b64encode(f"reader:{SECRET}".encode()).decode()
    else:
        monkeypatch.setenv(API_KEY, said)
        expected = f"ApiKey {SECRET}"
    caplog.set_level(logging.DEBUG)
    messages = []
    for answer in ((200, {}), (401, {"error": "no"}), (500, {"error": "odd"}), (503, REFUSED)):
        asked = node().says(answer)
        cluster = cluster_of(asked)
        try:
            cluster.get("/x")
        except ClusterError as error:
            messages += [str(error), repr(error)]
        assert asked.asked[0].headers["Authorization"] == expected
        messages += [repr(cluster), str(cluster.address), asked.asked[0].path]
    with pytest.raises(ClusterError) as raised:
        cluster_of(dead()).get("/x")
    messages += [str(raised.value), caplog.text]
    hidden = base64.b64encode(f"reader:{SECRET}".encode()).decode()
    assert len(messages) > 10
    assert [message for message in messages if SECRET in message or hidden in message] == []


def test_nobody_is_named_where_no_user_is_said(node: Callable[[], Node]) -> None:
    anybody = node()
    cluster_of(anybody).get("/x")
    assert "Authorization" not in anybody.asked[0].headers


@pytest.mark.parametrize(
    "said",
    [
        {"version": {"distribution": "opensearch", "number": "1.3.0"}},
        {"version": {"number": "8.11.0"}},
        {"version": {"distribution": "elasticsearch", "number": "2.19.6"}},
        {"hello": "world"},
        ["hello"],
    ],
)
def test_another_program_or_version_is_refused(said: object, node: Callable[[], Node]) -> None:
    with pytest.raises(ClusterError, match="要 OpenSearch 2 或 3"):
        cluster_of(node().says((200, said))).check_version()


def test_a_version_that_was_tried_is_taken(node: Callable[[], Node]) -> None:
    cluster_of(node().says((200, OPENSEARCH))).check_version()


def test_a_file_of_a_secret_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "reader")
    monkeypatch.setenv(PASSWORD, f"@{tmp_path / 'nowhere'}")
    with pytest.raises(CallError, match=r"SPEECHSEARCH_ENGINE_PASSWORD.*nowhere"):
        cluster_of(dead())


def test_what_is_no_json_is_an_error(node: Callable[[], Node]) -> None:
    """A proxy, or another program."""
    with pytest.raises(ClusterError, match="要 OpenSearch 2 或 3"):
        cluster_of(node().says((200, b"<html>It works!</html>"))).check_version()


def test_a_document_that_is_refused_is_an_error(node: Callable[[], Node]) -> None:
    refused = {"type": "strict_dynamic_mapping_exception", "reason": "not allowed: [x]"}
    items = [{"index": {"status": 201}}, {"index": {"status": 400, "error": refused}}]
    one = node().says((200, {"errors": True, "items": items}))
    with pytest.raises(ClusterError, match=r"not allowed: \[x\]"):
        cluster_of(one).bulk("speeches", [[b'{"index":{}}', b"{}"]])
    assert one.asked[0].body == b'{"index":{}}\n{}\n'
    assert one.asked[0].headers["Content-Type"] == "application/x-ndjson"
    whole = node().says((200, {"errors": False, "items": items[:1]}))
    cluster_of(whole).bulk("speeches", [[b"{}"]])


def test_what_is_gone_is_deleted(node: Callable[[], Node]) -> None:
    gone = node().says((404, {"error": {"type": "index_not_found_exception", "reason": "no such index"}}))
    assert cluster_of(gone).delete("/x") is None
    with pytest.raises(ClusterError, match="没有这个索引") as raised:
        cluster_of(gone).get("/x")
    assert raised.value.is_missing
