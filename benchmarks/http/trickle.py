"""Very many connections of one address that trickle, while somebody at another address works: `python -m benchmarks.http.trickle`.

The site is asked on this machine only, from two of its own addresses; that there is more than one, Linux has and others
have to be told. A client that is given up connects again a second later, as an attacker would.
"""

import http.client
import math
import multiprocessing
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

import click

from benchmarks.http.serving import ROOT, serving
from indexer.build.pipeline import build

WORKING, TRICKLING = "127.0.0.2", "127.0.0.1"
STEP = 1.0  # seconds between two bits of what trickles
PAUSE = 0.02  # seconds between two requests of who works
ADDRESSES = [
    "/search?q=" + quote("发展"),
    "/api/count?phrase=" + quote("人民"),
    "/search?q=" + quote("“高质量” 基层"),
    "/api/search?q=" + quote("改革"),
    "/",
]
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST /api/count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n"
AT_MOST = 3.0  # times as slow as without


@dataclass
class Phase:
    """What came of the requests of a while: seconds of each that was answered, and how many were not."""

    name: str
    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def percentile(self, share: float) -> float:
        """In milliseconds; endless where nothing was answered."""
        if not self.seconds:
            return math.inf
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))] * 1000

    def __str__(self) -> str:
        times = " / ".join(f"{self.percentile(share):.1f}" for share in (0.5, 0.95, 0.99))
        return f"{self.name}: {len(self.seconds)} answers, p50 / p95 / p99 {times} ms, {self.failed} not answered"


def work(url: str, phase: Phase, seconds: float) -> Phase:
    """Ask for one address after another, each on a connection of its own."""
    host, end = urlsplit(url).netloc, time.monotonic() + seconds
    for address in cycle(ADDRESSES):
        if time.monotonic() > end:
            return phase
        begun = time.perf_counter()
        connection = http.client.HTTPConnection(host, timeout=30, source_address=(WORKING, 0))
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.client.OK:
                phase.failed += 1
            else:
                phase.seconds.append(time.perf_counter() - begun)
        except OSError:
            phase.failed += 1
        finally:
            connection.close()
        time.sleep(PAUSE)
    return phase


class Trickler:
    """A connection that sends a little each time, and begins anew where it was closed."""

    def __init__(self, place: tuple[str, int], begin: bytes) -> None:
        self._place, self._begin = place, begin
        self._socket: socket.socket | None = None
        self.begun = 0

    def step(self) -> None:
        try:
            if self._socket is None:
                self._socket = socket.create_connection(self._place, 10, (TRICKLING, 0))
                self._socket.sendall(self._begin)
                self._socket.setblocking(False)
                self.begun += 1
            elif self._is_closed(self._socket):
                self.close()
            else:
                self._socket.send(b"x" if self._begin == BODY else b"X: x\r\n")
        except BlockingIOError:
            pass
        except OSError:
            self.close()

    @staticmethod
    def _is_closed(connection: socket.socket) -> bool:
        try:
            return connection.recv(1 << 16) == b""
        except BlockingIOError:
            return False

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket = None


def trickle(url: str, count: int, ready: Event, stop: Event) -> None:
    """Three of four connections trickle a head, the fourth a body."""
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 0)
    tricklers = [Trickler(place, BODY if number % 4 == 3 else HEAD) for number in range(count)]
    while not stop.is_set():
        end = time.monotonic() + STEP
        for trickler in tricklers:
            trickler.step()
        ready.set()
        time.sleep(max(0.0, end - time.monotonic()))
    click.echo(f"trickling connections that were begun: {sum(each.begun for each in tricklers):,}", err=True)
    for trickler in tricklers:
        trickler.close()


def phases(url: str, count: int, seconds: float, quiet: float) -> Iterator[Phase]:
    """Quiet, with so many that trickle, and quiet again."""
    work(url, Phase("warming"), min(quiet, 3.0))
    yield work(url, Phase("quiet"), quiet)
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    process = context.Process(target=trickle, args=(url, count, ready, stop))
    process.start()
    try:
        ready.wait(60)
        yield work(url, Phase(f"with {count} that trickle"), seconds)
    finally:
        stop.set()
        process.join()
    yield work(url, Phase("quiet again"), quiet)


@click.command()
@click.option("--connections", default=520, show_default=True, help="That trickle, from one address.")
@click.option("--seconds", default=60.0, show_default=True, help="For which they do.")
@click.option("--quiet", default=20.0, show_default=True, help="Seconds before and after, to compare with.")
@click.option("--corpus", default=ROOT / "seeds", type=click.Path(exists=True, path_type=Path), show_default="seeds")
def main(connections: int, seconds: float, quiet: float, corpus: Path) -> None:
    """Serve a corpus; exit code 1 where its p95 is three times that of quiet or more, or anything was not answered."""
    with TemporaryDirectory(prefix="benchmarks-") as work_folder:
        index = Path(work_folder) / "index"
        build(corpus, index)
        with serving("searchui", "serve", "--no-watch", "--port=0", "--log-format=none", f"--index={index}") as server:
            found = []
            for phase in phases(server.url, connections, seconds, quiet):
                click.echo(str(phase))
                found.append(phase)
    before, during, after = found
    ratio = during.percentile(0.95) / max(before.percentile(0.95), after.percentile(0.95))
    click.echo(f"p95 is {ratio:.2f} times that of quiet")
    raise SystemExit(ratio >= AT_MOST or sum(phase.failed for phase in found) > 0)


if __name__ == "__main__":
    main()
