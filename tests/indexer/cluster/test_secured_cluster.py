"""A cluster behind HTTPS and a password: a gateway of these tests before a real node, with a certificate of an own authority."""

import base64
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import urllib3
from click.testing import CliRunner, Result

from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import API_KEY, CA, PASSWORD, USER, Cluster
from indexer.engine.opensearch.connection.clusters import cluster_of
from indexer.engine.opensearch.connection.failures import ClusterError
from indexer.errors import CallError
from searchui.cli.group import commands
from searchui.web import create_app
from tests.conftest import SEEDS

pytestmark = pytest.mark.slow

NAME, SECRET, KEY = "speechsearch", "correct-horse-battery-staple", "a2V5OnNlY3JldC1rZXk"
WRONG = "wrong-horse"
DAYS = "2"


@dataclass
class Gateway:
    """Passes on what comes with the right user and password, or API key; `accepted` is changed as passwords are."""

    port: int
    authority: Path
    accepted: set[str]

    def address(self, name: str, scheme: str = "https", host: str = "localhost") -> Address:
        return Address((f"{scheme}://{host}:{self.port}",), name)


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"{NAME}:{password}".encode()).decode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the certificate of an authority and one of localhost that it has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    for who in ("ca", "node"):
        openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{who}.key", "-out", f"{who}.csr", "-subj", f"/CN={who}"
        )
    (folder / "ca.ext").write_text(
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n", encoding="ascii"
    )
    (folder / "node.ext").write_text("subjectAltName=DNS:localhost\n", encoding="ascii")
    openssl(
        "x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", "-days", DAYS, "-extfile", "ca.ext", "-out", "ca.pem"
    )
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", DAYS, "-extfile", "node.ext")
    openssl("x509", "-req", "-in", "node.csr", *signed, "-out", "node.pem")
    return folder


@pytest.fixture
def gateway(certificate: Path, node: str) -> Iterator[Gateway]:
    inside = urllib3.PoolManager(retries=False)
    accepted = {basic(SECRET), f"ApiKey {KEY}"}
    to = node.removeprefix("opensearch+")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") not in accepted:
                self.say(401, b"Unauthorized")
                return
            headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            answer = inside.request(self.command, to + self.path, body=body or None, headers=headers)
            self.say(answer.status, answer.data)

        def say(self, status: int, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.pass_on)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "node.pem", certificate / "node.key")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # handshakes that fail are what is tried
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield Gateway(server.server_port, certificate / "ca.pem", accepted)
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nobody's own user, no pauses, and a cluster that is met anew in each test."""
    monkeypatch.setattr("indexer.engine.opensearch.connection.client.PAUSE", 0)
    monkeypatch.setenv("SPEECHSEARCH_CACHE", str(tmp_path / "cache"))
    for name in (USER, PASSWORD, API_KEY, CA):
        monkeypatch.delenv(name, raising=False)
    cluster_of.cache_clear()
    yield
    cluster_of.cache_clear()


def knowing(monkeypatch: pytest.MonkeyPatch, gateway: Gateway, **variables: str) -> None:
    """The variables of the environment that a user sets."""
    known = {CA: str(gateway.authority), USER: NAME, PASSWORD: SECRET} | {
        {"user": USER, "password": PASSWORD, "key": API_KEY, "ca": CA}[name]: value for name, value in variables.items()
    }
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    cluster_of.cache_clear()


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, list(words))


def test_all_of_it_through_https_and_no_secret_anywhere(
    gateway: Gateway, remote_index: Callable[[], Address], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(gateway.address(remote_index().name))
    password = tmp_path / "password"
    password.write_text(f"{SECRET}\n", encoding="utf-8")
    knowing(monkeypatch, gateway, password=f"@{password}")
    index = tmp_path / "index"
    built = run("build", str(SEEDS), "--index", str(index), "--engine", address)
    assert built.exit_code == 0, built.output
    expected = run("count", "发展", "--json", "--index", str(index)).stdout
    said = [built.output]
    for variables in ({}, {"key": KEY, "user": "nobody", "password": "nothing"}):
        knowing(monkeypatch, gateway, **variables)
        counted = run("count", "发展", "--json", "--index", address)
        assert (counted.exit_code, counted.stdout) == (0, expected)
        said.append(run("cluster", address).output)
    client = create_app(next((tmp_path / "cache" / "speechsearch").iterdir())).test_client()
    monkeypatch.delenv(API_KEY)
    assert client.get("/api/count?phrase=发展").status_code == 200
    gateway.accepted.clear()  # the password is changed while a site runs
    refused = client.get("/api/count?phrase=治理")
    assert refused.status_code == 503
    assert "不接受这个用户或密码" in refused.text
    for asked in (
        ("count", "发展", "--index", address),
        ("build", str(SEEDS), "--index", str(index), "--engine", address),
    ):
        failed = run(*asked)
        assert failed.exit_code == 3
        assert "不接受这个用户或密码（401）" in failed.output
        said.append(failed.output)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != password]
    assert len(files) > 10
    secrets = [SECRET, KEY, basic(SECRET).split()[1]]
    for secret in secrets:
        assert not [path for path in files if secret.encode() in path.read_bytes()]
        assert not [text for text in (*said, refused.text) if secret in text]
        assert secret not in " ".join(sys.argv)


def failing(gateway: Gateway, scheme: str = "https", host: str = "localhost") -> str:
    with pytest.raises((ClusterError, CallError)) as failed:
        Cluster(gateway.address("speeches", scheme, host)).check_version()
    return str(failed.value)


def test_what_is_wrong_is_told(gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowing(monkeypatch, gateway)
    Cluster(gateway.address("speeches")).check_version()
    assert "证书不受信任" in failing(gateway, host="127.0.0.1")  # it is that of localhost
    assert failing(gateway, scheme="http")  # in the clear nothing is answered
    for wrong in ({"password": WRONG}, {"user": "nobody"}, {"key": WRONG}):
        with monkeypatch.context() as patch:
            knowing(patch, gateway, **wrong)
            message = failing(gateway)
            assert "不接受这个用户或密码（401）" in message
            assert WRONG not in message
    with monkeypatch.context() as patch:
        patch.delenv(CA)
        assert "证书不受信任" in failing(gateway)
        assert CA in failing(gateway)
    empty = tmp_path / "empty.pem"
    empty.write_text("", encoding="ascii")
    for file in (empty, tmp_path / "nowhere.pem"):
        with monkeypatch.context() as patch:
            patch.setenv(CA, str(file))
            assert failing(gateway) == f"读不出环境变量 {CA} 所指的文件：{file}"
    with monkeypatch.context() as patch:
        patch.setenv(API_KEY, f"{KEY}\n密钥")
        assert KEY not in failing(gateway)


def test_https_where_a_node_speaks_http_is_told(node: str) -> None:
    port = node.rpartition(":")[2]
    with pytest.raises(ClusterError, match="该写 http 还是 https"):
        Cluster(Address((f"https://127.0.0.1:{port}",), "speeches")).check_version()
