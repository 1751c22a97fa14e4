"""The log: a line an answer, which nobody's query can forge or fill with a draft; defects with a number to find them by."""

import io
import json
import logging
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from searchui import Corpus
from searchui.search import Filters
from searchui.web import create_app
from searchui.web.logging.access_log import MAX_TEXT, truncate
from searchui.web.logging.formatters import QUEUE, JsonFormatter, TextFormatter
from searchui.web.logging.setup import QueueFilter
from tests.searchui.server.server_process import Server, is_of_queue, running

pytestmark = pytest.mark.slow

DRAFT = "同志们，今年要把这几件还没有公布的事情办好，" * 40
TEXT_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  \d{3}  +\d+\.\d ms  ")


def get(server: Server, path: str, **query: str) -> int:
    url = server.url + path + "?" + "&".join(f"{name}={quote(value)}" for name, value in query.items())
    try:
        with urllib.request.urlopen(url) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def after(server: Server) -> list[str]:
    """End a server, and give its log."""
    server.process.terminate()
    assert server.ended() == 0
    server.reading.join()
    return server.log


def test_a_line_an_answer_for_people(sample_index: Path, corpus: Corpus) -> None:
    with running(sample_index) as server:
        assert "30 篇" in server.lines[0]
        assert str(corpus.generation.folder) in server.lines[0]
        assert get(server, "/search", q="“党的建设” 基层", year="2023") == 200
        assert get(server, "/api/count", phrase="发展") == 200
        assert get(server, "/static/paper.css") == 200
        assert get(server, "/healthz") == 200
        assert get(server, "/nope") == 404
        assert get(server, "/search", q="党的“建设") == 400
        lines = after(server)
    assert len(lines) == 4, lines
    search, count, missing, mistaken = lines
    found = corpus.search("“党的建设” 基层", filters=Filters(year=[2023])).total
    assert re.search(
        rf"  200 .* 查 \d+\.\d ms +得 {found} .* 127\.0\.0\.1 +GET   /search  “党的建设” 基层  year=2023$", search
    )
    assert re.search(rf" 得 {corpus.count('发展').occurrences} .* /api/count  发展$", count)
    assert "  404  " in missing
    assert "  400  " in mistaken
    assert all(map(TEXT_LINE.match, (search, count, missing, mistaken)))


def test_json_lines_to_a_file(sample_index: Path, corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "site.log"
    with running(sample_index, "--log-format", "json", "--log-file", str(file)) as server:
        get(server, "/api/search", q="发展", page="2")
        assert after(server) == []
    (line,) = (line for line in file.read_text(encoding="utf-8").splitlines() if not is_of_queue(line))
    told = json.loads(line)
    assert {"time", "level", "number", "client"} < set(told)
    assert (told["status"], told["method"], told["path"]) == (200, "GET", "/api/search")
    assert (told["query"], told["parameters"]) == ("发展", "page=2")
    assert told["hits"] == corpus.search("发展").total
    assert 0 <= told["query_ms"] <= told["ms"]
    assert told["size"] > 1000


def test_none_logs_no_answers(sample_index: Path) -> None:
    with running(sample_index, "--log-format", "none") as server:
        get(server, "/search", q="发展")
        assert after(server) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_drafts_are_not_logged_and_lines_not_forged(sample_index: Path, form: str) -> None:
    forged = "发展\n2026-01-01 00:00:00  200       1.0 ms  假的\r\x1b[2J\u202e\u2028"
    with running(sample_index, "--log-format", form) as server:
        requests = [
            ("/search", {"q": DRAFT}),
            ("/search", {"q": "发展", "speaker": DRAFT}),
            ("/search", {DRAFT[:100]: "x"}),
            ("/api/count", {"phrase": DRAFT}),
            ("/speech/" + quote(DRAFT), {"back": DRAFT}),
            ("/search", {"q": forged, "sort": forged}),
            ("/" + quote(forged), {"q": "x"}),
        ]
        for path, query in requests:
            get(server, path, **{quote(name): value for name, value in query.items()})
        lines = after(server)
    assert len(lines) == len(requests)
    for line in lines:
        assert line.rstrip("\n").isprintable()
        assert DRAFT[:81] not in line
        assert form == "json" or TEXT_LINE.match(line)
    assert "…(880 字)" in lines[0]
    assert sum(DRAFT[:41] in line for line in lines) == 1  # the path, of which 80 characters are shown


def test_an_address_of_control_characters_is_one_line(sample_index: Path) -> None:
    """As no well-behaved client would send it."""
    with running(sample_index) as server:
        with socket.create_connection(server.place, timeout=60) as connected:
            connected.sendall(b"G\x1bT /\x1b[2J\x0b\xff?q=\x9b\x00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            while connected.recv(1 << 16):
                pass
        assert all(line.rstrip("\n").isprintable() for line in after(server))


def test_a_log_that_cannot_be_written_is_said(sample_index: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="--log-file"),
        running(sample_index, "--log-file", str(tmp_path / "no" / "x")),
    ):
        pass


@given(st.text(max_size=3 * MAX_TEXT))
def test_a_shortened_text_is_a_line_and_no_more_than_its_beginning(text: str) -> None:
    shown = truncate(text)
    assert shown.isprintable()
    if len(text) > MAX_TEXT:
        assert shown == truncate(text[:MAX_TEXT]) + f"…({len(text)} 字)"
    elif text.isprintable():
        assert shown == text


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged, as text."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(TextFormatter("zh"))
    logger = logging.getLogger("searchui")
    logger.addHandler(handler)
    yield out
    logger.removeHandler(handler)


def broken(index: Path) -> Flask:
    """An application with a defect, whose error repeats what was asked."""
    app = create_app(index)

    def view() -> str:
        try:
            known: dict[str, str] = {}
            return known[DRAFT]
        except KeyError as error:
            raise ValueError(f"no such thing:\n2026-01-01 00:00:00  200  {DRAFT}") from error

    app.add_url_rule("/broken", "broken", view)
    app.add_url_rule("/api/broken", "api_broken", view)
    return app


@pytest.mark.parametrize("url", ["/broken", "/api/broken", "/broken?lang=en"])
def test_a_defect_has_a_number_on_its_page_and_in_the_log(sample_index: Path, written: io.StringIO, url: str) -> None:
    page = broken(sample_index).test_client().get(url)
    assert page.status_code == 500
    (number,) = re.findall(r"\b[0-9a-f]{8}\b", page.text)
    assert ("tell the administrator" if "lang=en" in url else "管理员") in page.text
    assert "没有这个网页" not in page.text
    first, *more = written.getvalue().splitlines()
    assert "差错" in first
    assert number in first
    assert any("in view" in line or " view: " in line for line in more)
    assert all(line.startswith("  ") for line in more)
    assert any(line.startswith("  ValueError: no such thing:\\n") for line in more)
    assert any(line.startswith("  KeyError: ") for line in more)
    assert DRAFT[:100] not in written.getvalue()


def test_a_defect_in_json() -> None:
    try:
        raise ValueError(DRAFT)
    except ValueError as error:
        record = logging.LogRecord("searchui", logging.ERROR, "", 0, "x\n%s", ("y",), (ValueError, error, None))
    told = json.loads(JsonFormatter().format(record))
    assert (told["level"], told["message"]) == ("error", "x\\ny")
    assert told["traceback"][-1].startswith("  ValueError: 同志们")
    assert DRAFT[:100] not in told["traceback"][-1]


def test_a_queue_is_told_seldom_and_in_plain_words() -> None:
    def record(second: int, name: str = QUEUE) -> logging.LogRecord:
        made = logging.LogRecord(name, logging.WARNING, "", 0, "Task queue depth is %d", (3,), None)
        made.created = 1000.0 + second
        return made

    seldom = QueueFilter()
    assert [bool(seldom.filter(record(second))) for second in (0, 1, 9, 10, 11, 25)] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]
    assert all(seldom.filter(record(second, "waitress")) for second in (0, 1))
    assert "3 个请求在排队" in TextFormatter("zh").format(record(0))
    assert "Requests waiting: 3" in TextFormatter("en").format(record(0))
