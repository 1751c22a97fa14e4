"""Asking a server for addresses, and looking at its memory meanwhile."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Event, Thread
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.http.serving import Server
from benchmarks.measure.memory import of_process

EVERY = 0.02  # seconds between looks at the memory
ENOUGH = 600.0  # seconds for an answer


class Asked(NamedTuple):
    """An answer: its status, and how long it took, in milliseconds."""

    status: int
    milliseconds: float


class Client:
    """One connection to a server, kept open."""

    def __init__(self, server: Server) -> None:
        self._to = urlsplit(server.url)
        self._connection = HTTPConnection(str(self._to.hostname), self._to.port, timeout=ENOUGH)

    def ask(self, address: str) -> Asked:
        started = perf_counter()
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        answer.read()
        return Asked(answer.status, (perf_counter() - started) * 1000)

    def close(self) -> None:
        self._connection.close()


def ask_all(server: Server, addresses: Sequence[str], clients: int) -> list[Asked]:
    """All addresses, by several clients who take turns at the next one."""

    def share(first: int) -> list[Asked]:
        client = Client(server)
        try:
            return [client.ask(address) for address in addresses[first::clients]]
        finally:
            client.close()

    with ThreadPoolExecutor(clients) as pool:
        return [one for answers in pool.map(share, range(clients)) for one in answers]


class Memory(NamedTuple):
    """The memory of a process in bytes: what is its own, and the pages of files that it has mapped."""

    private: int
    mapped: int


def memory_of(server: Server) -> Memory:
    resident, private = of_process(server.process)
    return Memory(private, resident - private)


class Highest:
    """The most private memory that was seen."""

    private = 0


@contextmanager
def watching(server: Server) -> Iterator[Highest]:
    """Look at the private memory of a server again and again."""
    highest, done = Highest(), Event()

    def look() -> None:
        while not done.wait(EVERY):
            highest.private = max(highest.private, memory_of(server).private)

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield highest
    finally:
        done.set()
        watcher.join()
        highest.private = max(highest.private, memory_of(server).private)
