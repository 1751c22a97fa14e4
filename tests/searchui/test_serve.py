"""The command `serve`: a production server, and a clear word where it cannot serve."""

import http.client
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.searchui.served import served


def test_it_serves_pages_and_refuses_long_queries_politely(sample_index: Path) -> None:
    with served(sample_index) as url:
        with urllib.request.urlopen(f"{url}/search?q={quote('党的建设')}") as answer:
            assert "<mark>党的建设</mark>" in answer.read().decode("utf-8")
            assert answer.headers["Server"] == "speechsearch"
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        connection.request("GET", "/search?q=" + quote("党" * 20_000))
        refusal = connection.getresponse()
        assert refusal.status == 400
        assert "最多 2000 个字" in refusal.read().decode("utf-8")
        connection.close()


def test_a_taken_port_is_said(sample_index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "searchui", "serve", "--port", str(port), "--index", str(sample_index)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
