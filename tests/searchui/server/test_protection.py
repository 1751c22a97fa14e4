"""What stands between the network and the speeches: headers, limits, rates, passwords, proxies; no file but speeches."""

import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, unquote_to_bytes, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import AnyConverter
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import CallError
from searchui.cli.serve import ProtectionOptions
from searchui.web import create_app
from searchui.web.security import authentication
from searchui.web.security.passwords import Passwords, password_line, read_passwords
from searchui.web.security.policy import Protection
from searchui.web.security.rate_limiter import RateLimiter
from searchui.web.security.request_limits import BURST, MAX_BODY, MAX_HEADERS, MAX_PARAMETERS
from searchui.web.security.security_headers import HEADERS, add_headers
from searchui.web.shared.memory import MAX_MOMENTS, Memory, OwnMemory
from searchui.web.shared.shared_memory import SharedMemory
from tests.searchui.server.server_process import served

FAR = {"REMOTE_ADDR": "203.0.113.7"}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.8"}
SEARCH = "/search?q=" + quote("发展")


def addresses(app: Flask) -> Iterator[str]:
    """Every route of the application with something in its gaps, one that is there and one that is not."""
    for rule in app.url_map.iter_rules():
        for value in ("paper.css", "无此", "../../../../etc/passwd"):
            names = {
                name: next(iter(converter.items)) if isinstance(converter, AnyConverter) else value
                for name, converter in rule._converters.items()
            }
            built = rule.build(names)
            assert built is not None
            yield built[1]


def is_safe(answer: BaseResponse) -> bool:
    return all(answer.headers.getlist(name) == [value] for name, value in HEADERS.items())


@pytest.mark.slow
def test_every_answer_forbids_what_pages_never_need(app: Flask, client: FlaskClient) -> None:
    urls = [
        *addresses(app),
        SEARCH,
        SEARCH + "&page=99",
        "/search?q=(",
        "/api/count?phrase=党",
        "/nowhere",
        "/speech//x",
        "/api/",
    ]
    assert len(urls) > 20
    for url in urls:
        for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE"):
            with client.open(url, method=method) as answer:
                assert answer.status_code < 500, url
                assert is_safe(answer), (method, url)


def test_an_answer_that_says_otherwise_says_it_no_more() -> None:
    """A browser that is told twice takes either for what counts."""
    answer = add_headers(Response(headers={"X-Frame-Options": "ALLOWALL", "X-Own": "1"}))
    assert answer.headers.getlist("X-Frame-Options") == [HEADERS["X-Frame-Options"]]
    assert answer.headers["X-Own"] == "1"


def test_what_pages_may_do_is_what_they_need() -> None:
    """Written out: a page loads, sends and calls only what is this site's own, and stands in no other's frame."""
    assert sorted(HEADERS["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_answers_from_a_defect_and_without_an_index_forbid_the_same(tmp_path: Path) -> None:
    bare = create_app(tmp_path / "none")

    @bare.get("/broken")
    def broken() -> str:
        raise ZeroDivisionError

    for url, status in (("/", 503), ("/api/search?q=x", 503), ("/healthz", 503), ("/broken", 500)):
        answer = bare.test_client().get(url)
        assert answer.status_code == status
        assert is_safe(answer)


def test_pages_need_nothing_that_is_forbidden(client: FlaskClient, app: Flask) -> None:
    speech = str(BeautifulSoup(client.get("/").text, "lxml").select(".list a")[0]["href"])
    for url in ("/", SEARCH, "/search?q=(", "/search?q=" + quote("饕餮餮"), speech + "?q=" + quote("发展"), "/nowhere"):
        page = BeautifulSoup(client.get(url).text, "lxml")
        assert page.html is not None
        assert not page.select("style, [style], iframe, object, embed, base, meta[http-equiv]")
        for script in page.select("script"):
            assert str(script["src"]).startswith("/static/")
            assert not script.text
        for element in page.find_all(True):
            assert not [name for name in element.attrs if name.startswith("on")]
        for link in page.select("[href], [src], [action]"):
            target = urlsplit(str(link.get("href") or link.get("src") or link.get("action")))
            assert (target.scheme, target.netloc) == ("", "")


SECRETS = ("/etc/passwd", "/proc/self/environ", "CURRENT", "manifest.json", "pyproject.toml")
UP = (
    "../" * 8,
    "..%2f" * 8,
    "%2e%2e/" * 8,
    "%2e%2e%2f" * 8,
    "..%5c" * 8,
    "..\\" * 8,
    "....//" * 8,
    "%252e%252e%252f" * 8,
    "/",
    "//",
    "%2f",
    "%00",
    "",
)
BEFORE = ("/", "/static/", "/speech/", "/api/speech/", "/static/../", "/speech/x/")


@pytest.mark.parametrize("before", BEFORE)
def test_no_file_of_the_machine_is_served(client: FlaskClient, before: str) -> None:
    for up in UP:
        for secret in SECRETS:
            for url in (before + up + secret.lstrip("/"), before + up + secret, before + up + secret + "%00.css"):
                answer = client.get(url)
                assert answer.status_code in {308, 400, 404}, url
                assert b"root:" not in answer.data
                assert b"generation-0" not in answer.data


def test_the_state_of_a_search_leads_nowhere_else(client: FlaskClient) -> None:
    speech = str(BeautifulSoup(client.get("/").text, "lxml").select(".list a")[0]["href"])
    for back in (
        "javascript:alert(1)",
        "//evil.example",
        "https://evil.example",
        '"><img src=x onerror=alert(1)>',
        "\\\\evil",
    ):
        page = BeautifulSoup(client.get(speech, query_string={"q": "发展", "back": back, "lang": back}).text, "lxml")
        for link in page.select("[href], [action], [src]"):
            target = str(link.get("href") or link.get("action") or link.get("src"))
            assert target.startswith(
                (
                    "/search",
                    "/speech/",
                    "/speaker?",
                    "/occasion?",
                    "/cite/",
                    "/diff",
                    "/help",
                    "/static/",
                    "/#",
                    "/?",
                    "?",
                    "#",
                )
            ) or target in (
                "/",
                "/opensearch.xml",
                "/speeches",
                "/basket",
                "/proof",
                "/reuse",
                "/saved",
            )
            assert not target.startswith("//")
        assert not page.select("img")


# --- what waitress answers by itself


def raw(url: str, request: bytes) -> bytes:
    with socket.create_connection((urlsplit(url).hostname or "", urlsplit(url).port or 0)) as connection:
        connection.sendall(request)
        received = b""  # all was sent that the server waits for, so it does not reset the connection
        while part := connection.recv(65536):
            received += part
    return received


def test_what_is_no_request_is_refused_with_the_same_headers(sample_index: Path) -> None:
    with served(sample_index) as url:
        for request, status in (
            (b"<script>alert(1)</script>\r\n\r\n", b"400"),
            (b"GET / HTTP/1.1\r\nBad Header<script>\r\n\r\n", b"400"),
            (b"GET / HTTP/1.1\r\nTransfer-Encoding: <script>\r\n\r\n", b"501"),
            ((b"GET / HTTP/1.1\r\nX: " + b"a" * MAX_HEADERS)[:MAX_HEADERS], b"431"),
            (b"POST / HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n", b"413"),
        ):
            head, _, body = raw(url, request).partition(b"\r\n\r\n")
            assert head.split()[1] == status
            for name, value in HEADERS.items():
                assert f"{name}: {value}".encode() in head
            assert b"script" not in body
            assert b"waitress" not in head + body
            assert body.decode("utf-8").strip()


# --- size


def test_a_body_or_very_many_parameters_are_refused(client: FlaskClient) -> None:
    assert client.get("/", data=b"x" * MAX_BODY).status_code == 200
    answer = client.get("/", data=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413
    many = "/api/search?q=x" + "&year=2024" * MAX_PARAMETERS
    refused = client.get(many)
    assert refused.status_code == 400
    assert str(MAX_PARAMETERS) in refused.get_json()["error"]["message"]
    assert client.get(many.removesuffix("&year=2024")).status_code == 200


@pytest.mark.parametrize("bad", ["%B5%B3", "%ff", "%C0%80", "%ED%A0%80", "%E5%85", "党%b5"])
def test_characters_of_another_encoding_are_refused_and_never_searched_for(client: FlaskClient, bad: str) -> None:
    for url in (f"/api/count?phrase={bad}", f"/api/search?q=党&speaker={bad}"):
        answer = client.get(url)
        assert answer.status_code == 400, url
        assert "UTF-8" in answer.get_json()["error"]["message"]
    sent = unquote_to_bytes(bad).decode("latin-1")  # as servers hand it over; the client of the tests mends it
    for path in ("/api/speech/", "/speech/"):
        assert client.get("/", environ_overrides={"PATH_INFO": path + sent}).status_code == 400
    for url in (f"/search?q={bad}", f"/search?{bad}=1"):
        answer = client.get(url)
        assert (answer.status_code, answer.mimetype) == (400, "text/html"), url
    assert client.get("/api/count?phrase=100%25&lang=en").status_code == 200


# --- rates

REQUESTS = st.lists(st.tuples(st.floats(0, 3), st.sampled_from([0.2, 1.0])), max_size=60)


@given(requests=REQUESTS, rate=st.sampled_from([0.05, 0.5, 2.0, 20.0]), burst=st.sampled_from([2.0, 10.0]))
def test_an_allowance_is_never_exceeded_and_never_withheld(
    requests: list[tuple[float, float]], rate: float, burst: float
) -> None:
    now = 1000.0
    limiter = RateLimiter(rate, burst, lambda: now, OwnMemory().moments())
    taken: list[tuple[float, float]] = []
    for pause, cost in requests:
        now += pause
        wait = limiter.take("a", cost)
        assert wait >= 0
        if wait:
            now += wait + 1e-9  # what is said to be enough is enough
            assert not limiter.take("a", cost)
        taken.append((now, cost))
        for since, _ in taken:
            spent = sum(cost for at, cost in taken if at >= since)
            assert spent <= rate * (now - since) + max(rate * burst, 1) + 1e-3
    assert not limiter.take("b", 0.2)


def test_an_allowance_is_not_withheld_from_the_slow() -> None:
    now = 0.0
    limiter = RateLimiter(2, 5, lambda: now, OwnMemory().moments())
    for _ in range(1000):
        assert not limiter.take("a")
        now += 0.5


@pytest.mark.parametrize("memory", [OwnMemory(), SharedMemory(2)], ids=["one process", "two"])
def test_very_many_clients_are_forgotten_but_not_those_who_owe_most(memory: Memory) -> None:
    now = 0.0
    limiter = RateLimiter(1, 2, lambda: now, memory.moments())
    assert [bool(limiter.take("greedy")) for _ in range(3)] == [False, False, True]
    for number in range(3 * MAX_MOMENTS):
        limiter.take(str(number))
    assert not isinstance(memory, OwnMemory) or len(limiter._paid) <= MAX_MOMENTS  # type: ignore[arg-type]
    assert limiter.take("greedy")


def test_too_many_requests_are_refused_and_told_when_to_come_again(sample_index: Path) -> None:
    client = create_app(sample_index, Protection(rate=1)).test_client()
    answers = [client.get("/api/count?phrase=党", environ_overrides=FAR) for _ in range(int(BURST) + 3)]
    codes = [answer.status_code for answer in answers]
    assert codes == sorted(codes)
    assert codes.count(200) in {BURST, BURST + 1, BURST + 2}  # or a moment has gone by
    refused = answers[-1]
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.get_json()["error"]["message"].startswith("请求太频繁")
    assert "请求太频繁" in client.get("/", environ_overrides=FAR).text
    with client.get("/static/paper.css", environ_overrides=FAR) as style:
        assert style.status_code == 200
    assert client.get("/healthz", environ_overrides=FAR).status_code == 200
    assert client.get("/", environ_overrides=ELSEWHERE).status_code == 200
    assert {client.get("/", environ_overrides={"REMOTE_ADDR": "::1"}).status_code for _ in range(20)} == {200}


def test_neighbours_in_one_network_share_an_allowance(sample_index: Path) -> None:
    client = create_app(sample_index, Protection(rate=1)).test_client()
    codes = [
        client.get("/api/count?phrase=党", environ_overrides={"REMOTE_ADDR": f"2001:db8::{number:x}"}).status_code
        for number in range(30)
    ]
    assert 429 in codes
    assert client.get("/", environ_overrides={"REMOTE_ADDR": "2001:db8:0:1::1"}).status_code == 200


# --- names


def test_only_its_own_names_reach_a_site(sample_index: Path) -> None:
    options = ProtectionOptions(rate=0, names=("Reden.example",), password_file=None, proxy=None, auth_header=None)
    client = create_app(sample_index, options.of("127.0.0.1")).test_client()
    for host in ("localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "reden.example"):
        assert client.get("/", headers={"Host": host}).status_code == 200, host
    for host in (
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "[::1",
        "a b",
    ):
        answer = client.get("/", headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil.example" not in answer.text
    assert options.of("0.0.0.0").names == ("reden.example",)
    assert ProtectionOptions(0, (), None, None, None).of("0.0.0.0").names == ()


# --- passwords

RIGHT = ("小王", "绿水:青山")


@pytest.fixture(scope="module")
def password_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("passwords") / "passwords.txt"
    file.write_text(f"# 谁能看\n\n{password_line(*RIGHT)}\n", encoding="utf-8")
    return file


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


@pytest.fixture
def closed(sample_index: Path, password_file: Path) -> FlaskClient:
    return create_app(sample_index, Protection(rate=None, passwords=read_passwords(password_file))).test_client()


def test_nothing_is_said_without_a_password(closed: FlaskClient, app: Flask) -> None:
    for url in [*addresses(app), SEARCH, "/nowhere"]:
        with closed.get(url) as answer:
            if url.startswith("/static") or url == "/healthz":
                assert answer.status_code in {200, 404}
                continue
            assert answer.status_code == 401, url
            assert answer.headers["WWW-Authenticate"].startswith("Basic ")
            assert is_safe(answer)
            assert b"<article" not in answer.data
            assert b'class="hit"' not in answer.data
    for _ in range(2):
        assert closed.get(SEARCH, headers=basic(*RIGHT)).status_code == 200
        assert closed.get("/nowhere", headers=basic(*RIGHT)).status_code == 404


@pytest.mark.parametrize(
    "header",
    [
        *(
            basic(*pair)["Authorization"]
            for pair in [("小王", ""), ("", ""), ("小王", "绿水"), ("小李", RIGHT[1]), ("小王", "\0")]
        ),
        "Basic !!!!",
        "Basic " + b64encode("小王".encode()).decode(),
        "Basic " + b64encode(b"\xff:\xff").decode(),
        "Bearer x",
        "Digest username=x",
        "",
    ],
)
def test_whatever_else_is_sent_is_refused(closed: FlaskClient, header: str) -> None:
    assert closed.get("/", headers={"Authorization": header}).status_code == 401


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords beyond the allowance take no longer than others, and no time goes by: none is allowed again meanwhile."""
    monkeypatch.setattr(authentication, "SLOWLY", 0.0)
    monkeypatch.setattr(authentication, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=lambda _: None))


@pytest.mark.slow
@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize("is_in", [True, False])
def test_wrong_passwords_are_soon_too_many_but_not_for_the_right_one(
    sample_index: Path, password_file: Path, is_in: bool
) -> None:
    closed = create_app(sample_index, Protection(rate=None, passwords=read_passwords(password_file))).test_client()
    if is_in:
        assert closed.get("/", headers=basic(*RIGHT), environ_overrides=FAR).status_code == 200
    codes = [closed.get("/", headers=basic("小王", str(n)), environ_overrides=FAR).status_code for n in range(14)]
    assert codes[:10] == [401] * 10
    assert codes[-1] == 429
    assert closed.get("/", headers=basic(*RIGHT), environ_overrides=FAR).status_code == 200
    assert closed.get("/", headers=basic("小王", "x"), environ_overrides=ELSEWHERE).status_code == 401


def test_who_guessed_too_often_is_looked_at_one_at_a_time() -> None:
    line = authentication.SlowLine(seconds=0, places=OwnMemory().places(1, 2))
    with line.place("a") as first, line.place("a") as again, line.place("b") as second, line.place("c") as third:
        assert (first, again, second, third) == (True, False, True, False)
    with line.place("a") as first, line.place("c") as third:
        assert (first, third) == (True, True)


def test_a_name_that_nobody_has_is_not_right_by_chance(password_file: Path) -> None:
    passwords = read_passwords(password_file)
    assert passwords.are_right(*RIGHT)
    assert passwords.are_known(*RIGHT)
    assert not passwords.are_known("小李", RIGHT[1])
    assert not passwords.are_right("小李", "")
    assert "scrypt" not in repr(passwords)
    assert not Passwords({}).are_right("", "")


@pytest.mark.parametrize(
    "text", ["", "小王", "小王:plain", "小王:scrypt:1$2$3", ":scrypt:32768:8:1$a$b", "小王:scrypt:9:9:9:9$a$b"]
)
def test_a_wrong_password_file_says_where(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.txt").write_text(f"# x\n{text}\n", encoding="utf-8")
    with pytest.raises(CallError, match="第 2 行" if text else "没有人"):
        read_passwords(tmp_path / "p.txt")
    with pytest.raises(CallError):
        read_passwords(tmp_path / "none.txt")


@pytest.mark.slow
def test_the_command_writes_a_line_that_opens(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "searchui", "password", "小王"]
    done = subprocess.run(command, input="绿水青山\n", capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    (tmp_path / "p.txt").write_text(done.stdout, encoding="utf-8")
    assert read_passwords(tmp_path / "p.txt").are_right("小王", "绿水青山")
    assert "绿水青山" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "password"), [("a:b", "x"), ("", "x"), (" ", "x"), ("#a", "x"), ("a\nb", "x"), ("a\tb", "x"), ("a", "")]
)
def test_a_name_that_no_line_can_have_is_refused(name: str, password: str) -> None:
    with pytest.raises(CallError):
        password_line(name, password)


# --- proxies


def options(**given: object) -> ProtectionOptions:
    usual: dict[str, object] = {"rate": 0.0, "names": (), "password_file": None, "proxy": None, "auth_header": None}
    return ProtectionOptions(**(usual | given))  # type: ignore[arg-type]


def test_a_proxy_is_believed_and_nobody_else(sample_index: Path) -> None:
    protection = Protection(rate=1, proxy="127.0.0.1")
    client = create_app(sample_index, protection).test_client()
    count = "/api/count?phrase=党"

    def codes(peer: str, forwarded: str) -> list[int]:
        asked = {"headers": {"X-Forwarded-For": forwarded}, "environ_overrides": {"REMOTE_ADDR": peer}}
        return [client.get(count, **asked).status_code for _ in range(15)]

    assert 429 in codes("127.0.0.1", "203.0.113.1")
    assert 429 in codes("127.0.0.1", "127.0.0.1, 203.0.113.2")  # the last is what the proxy wrote
    assert 429 in codes("203.0.113.3", "127.0.0.1")
    assert codes("127.0.0.1", "127.0.0.1") == [200] * 15


def test_the_user_of_a_proxy_is_believed_and_nobody_elses(sample_index: Path) -> None:
    chosen = options(proxy="127.0.0.1", auth_header="X-Remote-User").of("127.0.0.1")
    client = create_app(sample_index, chosen).test_client()
    named = {"X-Remote-User": "xiaowang"}
    assert client.get("/", headers=named).status_code == 200
    assert client.get("/").status_code == 403
    assert client.get("/", headers={"X-Remote-User": " "}).status_code == 403
    assert client.get("/", headers=named, environ_overrides=FAR).status_code == 403
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"auth_header": "X"},
        {"proxy": "localhost"},
        {"proxy": "127.0.0.1", "auth_header": "X", "password_file": Path("x")},
    ],
)
def test_options_that_do_not_go_together_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(CallError) as caught:
        options(**wrong).of("127.0.0.1")
    assert caught.value.message.text("en")


@pytest.mark.slow
def test_a_served_site_behind_a_proxy_sees_who_asks(sample_index: Path, password_file: Path) -> None:
    with served(sample_index, "--proxy", "127.0.0.1", "--auth-header", "X-Remote-User") as url:
        assert raw(url, b"GET /api/count?phrase=x HTTP/1.0\r\n\r\n").split()[1] == b"403"
        named = b"GET /api/count?phrase=x HTTP/1.0\r\nX-Remote-User: a\r\nX-Forwarded-Host: reden.example\r\n\r\n"
        assert raw(url, named).split()[1] == b"200"
    with served(sample_index, "--password-file", str(password_file)) as url:
        assert raw(url, b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").split()[1] == b"401"
        right = f"GET / HTTP/1.0\r\nHost: localhost\r\nAuthorization: {basic(*RIGHT)['Authorization']}\r\n\r\n"
        assert raw(url, right.encode()).split()[1] == b"200"
        assert raw(url, right.replace("localhost", "evil.example").encode()).split()[1] == b"400"
