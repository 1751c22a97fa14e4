"""A server of several processes, seen from outside: which they are, and which of them has which connection."""

import re
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.searchui.server.server_process import ENOUGH, Server


def children(server: Server) -> set[int]:
    """The processes that answer."""
    return children_of(server.process.pid)


def children_of(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + ENOUGH
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def one_with_each(server: Server, ending: ExitStack, source: str = "127.0.0.1") -> list[socket.socket]:
    """A connection with each of the processes, from one address."""
    found: dict[int, socket.socket] = {}
    wanted = children(server)
    end = time.monotonic() + ENOUGH
    while set(found) != wanted:
        assert time.monotonic() < end
        connection = ending.enter_context(socket.create_connection(server.place, ENOUGH, (source, 0)))
        until(lambda: owner(server, connection))  # noqa: B023  (called at once)
        found.setdefault(owner(server, connection), connection)
    return [found[pid] for pid in sorted(found)]


def owner(server: Server, connection: socket.socket) -> int:
    """Which process has the other end of a connection; 0 where none has taken it yet."""
    own, other = connection.getsockname()[1], connection.getpeername()[1]
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    inodes = {row[9] for row in rows if _port(row[1]) == other and _port(row[2]) == own}
    for pid in children(server):
        if inodes & _sockets(pid):
            return pid
    return 0


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _sockets(pid: int) -> set[str]:
    found = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(file.readlink())
        except OSError:
            continue
        if match := re.fullmatch(r"socket:\[(\d+)\]", target):
            found.add(match[1])
    return found


def ask(connection: socket.socket, path: str, headers: str = "") -> tuple[int, bytes]:
    """The status and the body of an answer, over a connection that stays open."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while len(body) < int(length[1] if length else 0):
        body += _more(connection)
    return int(head.split()[1]), body


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(1 << 16)
    assert part, "it was closed"
    return part
