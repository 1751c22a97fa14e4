"""Requests to the nodes of a cluster: each is answered whole, or it is an error that says what to do."""

import base64
import os
import ssl
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.failures import (
    ClusterError,
    not_answered,
    of_status,
    other_version,
    partial,
    timed_out,
)
from indexer.errors import CallError
from indexer.i18n import _

TRIES = 3  # of each node
PAUSE = 0.5  # seconds before all nodes are tried once more
SECONDS = 60.0  # until an answer is waited for no longer
CONNECT = 5.0  # seconds until a node that does not take a connection is given up
CONNECTIONS = 32
BULK = 4 << 20  # bytes of documents in a request
TRIED = ("2.", "3.")  # versions of OpenSearch
AGAIN = frozenset({429, 502, 503, 504})
USER, PASSWORD, API_KEY, CA = (
    "SPEECHSEARCH_ENGINE_USER",
    "SPEECHSEARCH_ENGINE_PASSWORD",
    "SPEECHSEARCH_ENGINE_API_KEY",
    "SPEECHSEARCH_ENGINE_CA",
)
_ENCODE = msgspec.json.encode
_DECODE = msgspec.json.decode


class Cluster:
    """The nodes of an address. Safe to use from many threads.

    All requests may be sent twice without harm, so each goes to the next node where one does not answer. Raises
    ClusterError from every method where no node does.
    """

    def __init__(self, address: Address, *, seconds: float = SECONDS) -> None:
        try:
            import urllib3
        except ImportError as error:
            raise CallError(_("要用集群，请先安装：pip install 'speechsearch[opensearch]'")) from error
        self.address = address
        self._errors = urllib3.exceptions
        self._pool = urllib3.PoolManager(
            maxsize=CONNECTIONS,
            retries=False,
            headers=_credentials(os.environ),
            ca_certs=_authorities(os.environ),
        )
        self._seconds = seconds
        self._timeout = urllib3.Timeout
        self._first = 0  # the node that answered last

    def check_version(self) -> None:
        """Raises ClusterError where no node answers, or another program does, or a version that this was not tried with."""
        found = self.get("/")
        version = found.get("version", {}) if isinstance(found, dict) else {}
        number = str(version.get("number", ""))
        if version.get("distribution") != "opensearch" or not number.startswith(TRIED):
            raise other_version(number or "?")

    def get(self, path: str, *, seconds: float | None = None) -> Any:
        """`seconds` that the answer may take, where that is long."""
        return self.request("GET", path, seconds=seconds)

    def put(self, path: str, body: Any = None) -> Any:
        return self.request("PUT", path, body)

    def post(self, path: str, body: Any = None, *, seconds: float | None = None) -> Any:
        """`seconds` as in `get`."""
        return self.request("POST", path, body, seconds=seconds)

    def delete(self, path: str) -> Any:
        """What is not there any more is deleted."""
        return self.request("DELETE", path, missing=True)

    def bulk(self, index: str, items: Iterable[Sequence[bytes]]) -> None:
        """Add and delete documents, of which the lines are given. Raises ClusterError where one of them was refused."""
        waiting: list[bytes] = []
        size = 0
        for item in items:
            waiting += item
            size += sum(map(len, item))
            if size >= BULK:
                self._bulk(index, waiting)
                waiting, size = [], 0
        if waiting:
            self._bulk(index, waiting)

    def _bulk(self, index: str, lines: Sequence[bytes]) -> None:
        found = self.request("POST", f"/{index}/_bulk", b"\n".join(lines) + b"\n")
        if found["errors"]:
            failed = next(item for one in found["items"] for item in one.values() if "error" in item)
            raise of_status(int(failed["status"]), failed["error"])

    def search(self, index: str, body: Mapping[str, Any]) -> Any:
        """The answer of all shards. Raises ClusterError where one of them did not give its part."""
        return whole(self.post(f"/{index}/_search?{WHOLE}", body))

    def searches(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The same of several searches in one request."""
        if not bodies:
            return []
        head = _ENCODE({"allow_partial_search_results": False})
        lines = [line for body in bodies for line in (head, _ENCODE(body))]
        found = self.request("POST", f"/{index}/_msearch", b"\n".join(lines) + b"\n")
        return [whole(one) for one in found["responses"]]

    def request(
        self, method: str, path: str, body: Any = None, *, missing: bool = False, seconds: float | None = None
    ) -> Any:
        """The answer, decoded; None where nothing is there and that may be."""
        data = body if body is None or isinstance(body, bytes) else _ENCODE(body)
        kind = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
        nodes = self.address.nodes
        failed: ClusterError | None = None
        for trial in range(TRIES * len(nodes)):
            if trial and trial % len(nodes) == 0:
                time.sleep(PAUSE * trial / len(nodes))
            number = (self._first + trial) % len(nodes)
            try:
                found = self._pool.request(
                    method,
                    nodes[number] + path,
                    body=data,
                    headers={**self._pool.headers, "Content-Type": kind},
                    timeout=self._timeout(connect=CONNECT, read=seconds or self._seconds),
                )
            except self._errors.ReadTimeoutError as error:
                self._first = (number + 1) % len(nodes)  # the next request is not kept waiting too
                raise timed_out(nodes[number]) from error
            except self._errors.HTTPError as error:
                failed = not_answered(nodes[number], error)
                continue
            if found.status in AGAIN:
                failed = of_status(found.status, _error_in(found.data))
                continue
            self._first = number
            if missing and found.status == 404:
                return None
            if found.status >= 300:
                raise of_status(found.status, _error_in(found.data))
            return _decoded(found.data)
        if failed is None:
            raise ValueError("an address has one node at least")
        raise failed


WHOLE = "allow_partial_search_results=false"


def whole(found: Any) -> Any:
    """An answer to a search. Raises ClusterError where it is not that of all shards."""
    if "error" in found:
        raise of_status(int(found.get("status", 500)), found["error"])
    if found["timed_out"] or found["_shards"]["failed"]:
        raise partial(found["_shards"])
    return found


def _decoded(data: bytes) -> Any:
    try:
        return _DECODE(data) if data else None
    except msgspec.DecodeError as error:
        raise other_version("?") from error


def _error_in(data: bytes) -> Any:
    try:
        found = _DECODE(data)
    except msgspec.DecodeError:
        return data[:500].decode("utf-8", "replace")
    return found.get("error", found) if isinstance(found, dict) else found


def _credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """The headers by which a cluster knows who asks. A value that begins with @ names the file that it is in."""
    if key := _secret(environment, API_KEY):
        if not (key.isascii() and key.isprintable()):  # it would stand in the error of whoever sends it
            raise CallError(_("环境变量 {name} 里的 API key 有不能用的字符", name=API_KEY))
        return {"Authorization": f"ApiKey {key}"}
    user = environment.get(USER)
    if not user:
        return {}
    known = base64.b64encode(f"{user}:{_secret(environment, PASSWORD)}".encode()).decode()
    return {"Authorization": f"Basic {known}"}


def _authorities(environment: Mapping[str, str]) -> str | None:
    """The file of those whose certificates are trusted; None: those that the system trusts."""
    file = environment.get(CA)
    if not file:
        return None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except OSError as error:  # an SSLError is one: there is no certificate in it
        raise _unreadable(CA, file) from error
    return file


def _unreadable(name: str, file: str) -> CallError:
    return CallError(_("读不出环境变量 {name} 所指的文件：{file}", name=name, file=file))


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value.startswith("@"):
        return value
    try:
        return Path(value[1:]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(name, value[1:]) from error
