"""The end of a server: requests in hand are answered whole, no others are taken."""

import signal
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import TypeAlias

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from searchui.web.server.connection_limits import channels, close_overdue, close_stalled
from searchui.web.server.connections import ACCEPTED
from searchui.web.server.other_processes import ALONE, Others

Sockets: TypeAlias = dict[int, object]
"""What waitress waits for, by file descriptor: sockets that listen, connections, and its own alarm."""
PATIENCE = 30.0  # seconds for requests in hand
TICK = 1.0
STOP_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")  # a closed terminal ends it too, unless it was started to outlive that


class StopSignal:
    """Whether the end was asked for by a signal, of which `wake` is called. The second signal ends the process at once, as signals do."""

    def __init__(self, wake: Callable[[], object], names: Iterable[str] = STOP_SIGNALS) -> None:
        self.received = False
        self._wake = wake
        self._signals = [number for name in names if (number := _signal_named(name)) is not None]
        for number in self._signals:
            signal.signal(number, self._receive)

    def _receive(self, _: int, __: FrameType | None) -> None:
        self.received = True
        for number in self._signals:
            signal.signal(number, signal.SIG_DFL)
        self._wake()


def wake(sockets: Sockets) -> None:
    """Have the thread look around that waits for these."""
    for server in _servers(sockets):
        server.pull_trigger()


def _signal_named(name: str) -> signal.Signals | None:
    """A signal by its name; None where the system has none, or whoever started the process has it ignored."""
    number: signal.Signals | None = getattr(signal, name, None)
    return None if number is None or signal.getsignal(number) is signal.SIG_IGN else number


def run(sockets: Sockets, stop: StopSignal, others: Others = ALONE) -> None:
    """Take requests until the end is asked for; `others` are told of the connections."""
    looked = time.monotonic()
    while not stop.received:
        others.note(channels(sockets))
        _poll(sockets, others.patience(TICK))
        if time.monotonic() >= looked + TICK:
            looked = time.monotonic()
            close_overdue(sockets)
            close_stalled(sockets)


def finish(sockets: Sockets, patience: float = PATIENCE) -> int:
    """Answer what was sent before, for so many seconds at most; how many connections are given up. `close_all` closes them."""
    for server in _servers(sockets):
        _stop_listening(server, sockets)
    _poll(sockets, 0)  # takes in what was sent on the last connections
    deadline = time.monotonic() + patience
    while (busy := _close_idle(sockets)) and time.monotonic() < deadline:
        _poll(sockets, TICK)
        close_overdue(sockets)
    return busy


def close_all(sockets: Sockets) -> None:
    """To be called when no thread answers any more: each rings an alarm when it has an answer."""
    wasyncore.close_all(sockets, ignore_all=True)  # type: ignore[arg-type]


def _poll(sockets: Sockets, seconds: float) -> None:
    """Wait for sockets once. By poll, where there is one: select fails from the 1024th open file on."""
    wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)  # type: ignore[arg-type]


def _stop_listening(server: BaseWSGIServer, sockets: Sockets) -> None:
    """Take the connections that the system has made already, and no more, however many others come."""
    for _ in range(server.adj.backlog // ACCEPTED):
        before = len(sockets)
        server.handle_accept()
        if len(sockets) == before:
            break
    wasyncore.dispatcher.close(server)  # but not its alarm, which threads ring when they have an answer


def _close_idle(sockets: Sockets) -> int:
    """How many connections have a request, or an answer that is not sent; the others are closed."""
    busy = 0
    for channel in [each for each in sockets.values() if isinstance(each, HTTPChannel)]:
        if channel.requests or channel.request or channel.total_outbufs_len:
            busy += 1
        else:
            channel.handle_close()
    return busy


def _servers(sockets: Sockets) -> list[BaseWSGIServer]:
    return [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]
