"""Files sent to the folder of speeches: chosen, in folders, in a zip; by a real server too, with all of its limits."""

import http.client
import io
import json
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from searchui.web.security.request_limits import MAX_UPLOAD
from tests.indexer.intake.test_unpacking import zipped
from tests.searchui.files.conftest import TEXT
from tests.searchui.files.forms import fields_of, form_of, row_of
from tests.searchui.server.server_process import Server, running


def address(page: str) -> str:
    """Where the form of a page sends files."""
    return page.split('class="upload" action="')[1].split('"')[0].replace("&amp;", "&")


def send(client: FlaskClient, files: Sequence[tuple[str, bytes]], **fields: str) -> TestResponse:
    sent: MultiDict[str, object] = MultiDict(fields)
    for name, data in files:
        sent.add("file", (io.BytesIO(data), name))
    return client.post(address(client.get("/files").text), data=sent, content_type="multipart/form-data")


def test_several_files_and_a_zip_are_added_and_found(
    client: FlaskClient, seeds: Path, follow: Callable[[], object]
) -> None:
    packed = zipped({"子/龙卷风.txt": TEXT.format("龙卷风", "龙卷风").encode(), "坏.exe": b""}).getvalue()
    sent = send(client, [("我的/冰川.txt", TEXT.format("冰川", "冰川").encode()), ("新.zip", packed)], folder="2031")
    assert (sent.status_code, "已添加 2" in sent.text, "没有收 1" in sent.text) == (200, True, True)
    assert (seeds / "2031" / "冰川.txt").exists()
    assert (seeds / "2031" / "子" / "龙卷风.txt").exists()
    follow()
    assert "龙卷风" in client.get("/search?q=龙卷风").text.split('class="hits"')[1]


def test_a_name_that_exists_is_asked_about(client: FlaskClient, seeds: Path) -> None:
    before = (seeds / "湖泊.txt").read_bytes()
    asked = send(client, [("湖泊.txt", b"other")])
    assert "已有同名的没有动" in asked.text
    assert (seeds / "湖泊.txt").read_bytes() == before
    send(client, [("湖泊.txt", b"other")], existing="replace")
    assert (seeds / "湖泊.txt").read_bytes() == b"other"
    assert "湖泊.txt" in client.get("/files/trash").text


def test_an_upload_is_taken_back_and_the_log_says_by_whom(client: FlaskClient, seeds: Path) -> None:
    before = (seeds / "湖泊.txt").read_bytes()
    sent = send(client, [("湖泊.txt", b"other"), ("新.txt", b"new")], existing="replace")
    form = form_of(sent.text, "/files/undo")
    numbers = [str(one["value"]) for one in form.select("input[name=number]")]
    data = {"token": fields_of(form)["token"], "number": numbers}
    assert client.post("/files/undo", data={**data, "token": "x"}).status_code == 403
    assert client.post("/files/undo", data=data, headers={"Origin": "http://attacker.example"}).status_code == 403
    assert (seeds / "湖泊.txt").read_bytes() == b"other"
    assert client.post("/files/undo", data=data).status_code == 303
    assert (seeds / "湖泊.txt").read_bytes() == before
    assert not (seeds / "新.txt").exists()
    again = client.post("/files/undo", data=data)
    assert (again.status_code, "不能撤销" in again.text) == (400, True)
    lines = [
        " ".join(one.get_text().split())
        for one in BeautifulSoup(client.get("/files/log").text, "lxml").select(".change")
    ]
    assert ["换回前一份" in line for line in lines] == [True, False, False, False], "the last first"
    assert ["已撤销" in line for line in lines] == [False, False, True, True]
    assert client.post("/files/undo", data={**data, "number": ["3", "4"]}).status_code == 303
    assert [(seeds / name).read_bytes() for name in ("湖泊.txt", "新.txt")] == [b"other", b"new"], "undone in turn"


def test_what_was_removed_is_gone_from_answers_and_comes_back(
    client: FlaskClient, seeds: Path, follow: Callable[[], object]
) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    ticked = {f"pick.{row_of(fields, '湖泊.txt')}": "on"}
    assert client.post("/files/remove", data=fields).status_code == 400, "nothing is ticked"
    removed = client.post("/files/remove", data={**fields, **ticked})
    assert removed.status_code == 303
    follow()
    assert "湖泊.txt" not in client.get("/files").text
    trash = client.get("/files/trash").text
    form = form_of(trash, "/files/put-back")
    place = str(form.find_all("button")[0]["value"])
    done = client.post("/files/put-back", data={**fields_of(form), "place": place})
    assert done.status_code == 303
    follow()
    assert "湖泊.txt" in client.get("/files").text
    client.post("/files/remove", data={**fields, **ticked})
    undone = client.post("/files/undo", data={"token": fields["token"], "number": "3"})
    assert (undone.status_code, (seeds / "湖泊.txt").exists()) == (303, True), "the log takes back a removal too"


def test_a_full_disk_is_told_in_words(client: FlaskClient, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(seeds.rglob("*"))
    where = address(client.get("/files").text)
    for place in ("searchui.web.request.draft.InMemoryRequest._get_file_stream", "indexer.intake.placing.sync"):
        with monkeypatch.context() as patch:
            patch.setattr(place, full)
            sent = {"file": (io.BytesIO(b"x" * 1000), "x.txt")}
            told = client.post(where, data=sent, content_type="multipart/form-data")
        assert "No space left on device" in told.text
        assert told.status_code in (200, 400)
    assert [one for one in sorted(seeds.rglob("*")) if one.name != ".changes.lock"] == before


def test_no_file_is_no_upload(client: FlaskClient) -> None:
    assert send(client, []).status_code == 400


def test_names_cannot_leave_the_folder(client: FlaskClient, seeds: Path) -> None:
    before = sorted(seeds.parent.rglob("*"))
    for path in ("../x.txt", "/x.txt", "a/../../x.txt", "..\\x.txt"):
        sent = client.post(
            f"{address(client.get('/files').text)}&format=json",
            data={"file": (io.BytesIO(b"x"), "x.txt"), "path": path},
            content_type="multipart/form-data",
        )
        assert [one["fate"] for one in json.loads(sent.text)] == ["refused"], path
    send(client, [("x.txt", b"x")], folder="../out")
    assert [one for one in sorted(seeds.parent.rglob("*")) if one.name not in (".changes.lock",)] == before


@pytest.fixture
def server(index: Path) -> Iterator[Server]:
    with running(index) as started:
        yield started


def ask(
    server: Server, method: str, path: str, body: bytes = b"", *, length: int | None = None, kind: str = ""
) -> tuple[int, str]:
    """What a server answers to a request whose body is announced to be of a `length`."""
    with closing(http.client.HTTPConnection(*server.place, timeout=60)) as connection:
        connection.putrequest(method, path)
        connection.putheader("Content-Length", str(len(body) if length is None else length))
        connection.putheader("Content-Type", kind)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def multipart(name: str, data: bytes) -> tuple[bytes, str]:
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return head + data + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"


@pytest.mark.slow
def test_a_real_server_takes_large_files_of_its_own_pages_only(server: Server, seeds: Path) -> None:
    where = address(ask(server, "GET", "/files")[1])
    body, kind = multipart("large.txt", "大".encode() * 1_000_000)
    assert len(body) < MAX_UPLOAD
    status, told = ask(server, "POST", where, body, kind=kind)
    assert (status, "已添加 1" in told) == (200, True)
    assert (seeds / "large.txt").stat().st_size == 3_000_000
    for path in ("/files/upload", "/files/upload?token=x.00", where + "0"):
        assert ask(server, "POST", path, length=len(body))[0] == 413, "before anything of it is read"
    status, told = ask(server, "POST", where, length=500_000_000)
    assert (status, "200 MB" in told) == (413, True)


@pytest.mark.slow
def test_a_server_that_ends_in_the_middle_of_an_upload_leaves_the_folder_as_it_was(server: Server, seeds: Path) -> None:
    where = address(ask(server, "GET", "/files")[1])
    before = sorted(seeds.rglob("*"))
    body, kind = multipart("large.txt", b"x" * 2_000_000)
    with closing(socket.create_connection(server.place)) as connection:
        head = (
            f"POST {where} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body[: len(body) // 2])
        server.process.kill()
        server.ended()
    assert sorted(seeds.rglob("*")) == before
