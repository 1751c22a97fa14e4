"""The command `serve`: a production server, and a clear word where it cannot serve."""

import http.client
import json
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from searchui import Corpus
from searchui.cli.serve import is_here
from tests.searchui.server.server_process import running, served

pytestmark = pytest.mark.slow


def test_it_serves_pages_and_refuses_long_queries_politely(sample_index: Path) -> None:
    with served(sample_index) as url:
        with urllib.request.urlopen(f"{url}/search?q={quote('党的建设')}") as answer:
            assert "<mark>党的建设</mark>" in answer.read().decode("utf-8")
            assert answer.headers["Server"] == "speechsearch"
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        connection.request("GET", "/search?q=" + quote("党" * 20_000))
        refusal = connection.getresponse()
        assert refusal.status == 400
        assert "最多 2,000 个字" in refusal.read().decode("utf-8")
        connection.close()


def test_addresses_need_not_be_encoded(sample_index: Path, corpus: Corpus) -> None:
    """As `curl 'http://…/api/count?phrase=党的建设'` sends it, and as a terminal of another encoding would."""
    with served(sample_index) as url, socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as sent:
        sent.sendall("GET /api/count?phrase=党的建设 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = http.client.HTTPResponse(sent)
        answer.begin()
        assert json.loads(answer.read())["occurrences"] == corpus.count("党的建设").occurrences > 0
        sent.sendall("GET /api/count?phrase=党的建设 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("gbk"))
        refused = http.client.HTTPResponse(sent)
        refused.begin()
        assert refused.status == 400
        assert "UTF-8" in json.loads(refused.read())["error"]["message"]


def test_a_taken_port_is_said(sample_index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "searchui",
                "serve",
                "--no-watch",
                "--port",
                str(port),
                "--index",
                str(sample_index),
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_index_it_says_how_to_build_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "searchui", "serve", "--no-watch", "--port", "0", "--index", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("错误：")
    assert "speechsearch build" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("host", "warned"), [("localhost", False), ("0.0.0.0", True)])
def test_a_host_by_name_and_a_word_to_those_who_serve_everybody(sample_index: Path, host: str, warned: bool) -> None:
    with running(sample_index, "--host", host, "--threads", "2") as server:
        with urllib.request.urlopen(f"{server.url}/healthz") as answer:
            assert answer.status == 200
        server.process.terminate()
        assert server.ended() == 0
        server.reading.join()
        assert [("没有密码" in line) for line in server.log] == [True] * warned


@pytest.mark.parametrize(
    ("host", "only"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True)]
    + [(host, False) for host in ("0.0.0.0", "::", "192.168.1.5", "", "example.org", "2001:db8::1")],
)
def test_which_hosts_are_reached_from_this_machine_only(host: str, only: bool) -> None:
    assert is_here(host) is only
