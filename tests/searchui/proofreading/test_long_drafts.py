"""Long drafts: in parts that nobody can tell, on a page that says at once that it is worked on, on a terminal too."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from indexer.errors import IndexUnusableError
from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.proofreading import proofreader
from searchui.web import create_app
from searchui.web.security.turns import AT_ONCE
from tests.searchui.proofreading.speeches import write_speeches
from tests.searchui.server.server_process import served

PARTS = ("我们要常怀为民之情，多办利民之事。", "要加快建设现现代水网，让群众满意。", "今后要抓好河湖整治。\n")
LONG = "".join(f"{PARTS[number % 3]}第{number}件事。" for number in range(600))
SLIPS = ("高质发量展", "人民众群", "乡村兴振", "基层理治", "优化营商境环", "科技新创", "为人服民务", "开放改革发展")
WORKING = "正在核对"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("long_index") / "index"
    build(write_speeches(tmp_path_factory.mktemp("seeds")), index)
    return index


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def draft_of(corpus: Corpus) -> str:
    """Sentences of the samples with two characters turned round, and new ones with such a slip in what is often said."""
    texts = [one.text for entry in corpus.speeches()[:6] for one in corpus.speech(entry.id).paragraphs]
    turned = [text[:9] + text[10:11] + text[9:10] + text[11:60] for text in texts if len(text) > 20]
    new = [f"那年冬天{place}乡里的{slip}还早得很。" for place, slip in enumerate(SLIPS)]
    return "\n".join(line for pair in zip(turned, new * 9, strict=False) for line in pair)


def test_it_is_the_same_in_parts_of_any_size(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(corpus)
    whole = corpus.proof(draft, suggestions="loose")
    assert {notice.kind.value for notice in whole.notices} >= {"slip"}
    for size in (1, 50, 700):
        monkeypatch.setattr(proofreader, "PART", size)
        assert corpus.proof(draft, suggestions="loose") == whole


def test_its_steps_tell_how_much_is_done(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofreader, "PART", 300)
    done = list(corpus.proof_steps(draft_of(corpus)))
    assert len(done) > 10
    assert done == sorted(done)
    assert 0 < done[0] < 0.2 < 0.8 < done[-1] <= 1


def test_the_page_says_at_once_that_it_is_worked_on(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofreader, "PART", 2_000)
    answer = client.post("/proof", data={"text": LONG})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    pieces = [piece.decode() for piece in answer.iter_encoded()]
    assert WORKING in pieces[0]
    assert "evidence" not in pieces[0]
    told = [int(percent) for piece in pieces for percent in re.findall(r"已完成 (\d+)%", piece)]
    assert len(told) > 8
    assert told == sorted(told)
    page = BeautifulSoup("".join(pieces), "lxml")
    monkeypatch.setattr("searchui.web.views.texts.proof.LONG", 10**9)
    short = BeautifulSoup(client.post("/proof", data={"text": LONG}).text, "lxml")
    for notice in page.select(".working"):
        assert notice.find_next_sibling() is not None  # so that the style sheet hides it
        notice.extract()
    assert page.body is not None
    assert short.body is not None
    assert page.body.get_text().split() == short.body.get_text().split()


def test_mistakes_are_told_before_anything_is_sent(client: FlaskClient) -> None:
    assert client.post("/proof", data={"text": LONG, "exclude": "没有"}).status_code == 400
    assert client.post("/proof", data={"text": LONG * 30}).status_code == 400


def test_what_fails_on_the_way_is_told_on_the_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> Iterator[object]:
        raise IndexUnusableError.damaged("some.seg")

    monkeypatch.setattr("searchui.search.proofreading.slips.SlipFinder.possible", failing)
    page = client.post("/proof", data={"text": LONG}).text
    assert "some.seg" in page
    assert page.rstrip().endswith("</html>")


def test_its_turn_lasts_until_it_is_read_or_let_go(client: FlaskClient) -> None:
    begun = [client.post("/proof", data={"text": LONG}) for _ in range(AT_ONCE)]
    assert client.post("/proof", data={"text": "发展"}).status_code == 503
    begun[0].close()
    assert client.post("/proof", data={"text": "发展"}).status_code == 200
    assert LONG[-20:] in begun[1].text
    begin = client.post("/proof", data={"text": LONG})
    next(begin.iter_encoded())
    begin.close()
    assert all(client.post("/proof", data={"text": "发展"}).status_code == 200 for _ in range(AT_ONCE + 1))


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_server_sends_it_as_it_comes_about(index: Path, processes: str) -> None:
    """Also where the client leaves meanwhile: its turn is another's then."""
    body = f"text={quote(LONG * 3)}".encode()
    head = b"POST /proof HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with served(index, "--processes", processes) as site:
        address = urlsplit(site)
        for _ in range(2):
            with ExitStack() as left:
                for _ in range(AT_ONCE):
                    client = left.enter_context(socket.create_connection((address.hostname, address.port), timeout=60))
                    client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
                    begin = client.recv(65_536)
                    while b"\r\n\r\n" in begin and WORKING.encode() not in begin and not begin.endswith(b"</html>"):
                        begin += client.recv(65_536)
                    assert begin.startswith((b"HTTP/1.1 200", b"HTTP/1.1 503"))
                    assert b"evidence" not in begin or begin.startswith(b"HTTP/1.1 503")
        answer = b"HTTP/1.1 503"
        while answer.startswith(b"HTTP/1.1 503"):
            with socket.create_connection((address.hostname, address.port), timeout=60) as client:
                client.sendall(head + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                answer = b"".join(iter(lambda: client.recv(65_536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"evidence" in answer


def test_a_terminal_is_told_how_far_it_is(index: Path) -> None:
    shown = [
        CliRunner().invoke(commands, ["proof", "-", "--index", str(index)], input=text, catch_exceptions=False).stderr
        for text in (LONG, PARTS[0])
    ]
    assert "核对文稿（%）" in shown[0]
    assert "核对文稿（%）" not in shown[1]
