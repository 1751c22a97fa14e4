"""The connections of a server that has several processes: what each has the others know, and ask it to close.

A process notes in a row of its own whose each of its connections is, and since when that has waited for its client. Who
takes a new one counts all rows; where an old one has to give way that another process has, that one is asked to close it.
New connections are taken by who has fewest; where that is busy, by who comes next.
"""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from socket import socket, socketpair
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from waitress import wasyncore
from waitress.server import BaseWSGIServer

from searchui.web.shared.shared_memory import SharedMemory

if TYPE_CHECKING:  # that one asks this module for nothing
    from searchui.web.server.connections import Channel

REST = 0.005  # seconds for which a new connection is left to the processes that have fewer
RESTED = 1.0  # seconds after that in which one is taken, as nobody else did
FULL_REST = 0.1  # and where there may be no more at all
ANSWERED = math.inf  # since when a connection waits that is being answered
SPARE = 50  # places of a row for connections that are being refused


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A connection that another process has."""

    table: "SharedConnections"
    process: int
    place: int
    waiting_since: float

    def give_way(self) -> None:
        self.table.ask(self.process, self.place)


class SharedConnections:
    """The connections of all processes, of which there may be so many, as one of them sees them: what `Others` says.

    It is to be made before they are started.
    """

    def __init__(self, memory: SharedMemory, most: int) -> None:
        self.lock = memory.lock
        self._memory, self._most = memory, most
        self._clients = memory.rows(np.uint64, most + SPARE)  # 0: there is no connection in this place
        self._since = memory.rows(np.float64, most + SPARE)
        self._asked = memory.rows(np.bool_, most + SPARE)  # to be closed
        self._bells = [_pair() for _ in range(memory.processes)]
        self._own: dict[Channel, int] = {}  # the place of each
        self._rest_until = 0.0
        self._takes_all = False

    def attach(self, sockets: dict[int, object]) -> None:
        for server in [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]:
            server.readable = partial(self._readable, server.readable)  # type: ignore[method-assign]
        _Bell(self._bells[self._process][0], self, sockets)

    @property
    def _process(self) -> int:
        return self._memory.process

    # --- taking connections

    def take_all(self) -> None:
        self._takes_all = True

    def _readable(self, readable: Callable[[], bool]) -> bool:
        return time.monotonic() >= self._rest_until and readable()

    def patience(self, longest: float) -> float:
        rest = self._rest_until - time.monotonic()
        return min(longest, rest) if rest > 0 else longest

    def may_accept(self, again: bool = False) -> bool:
        if self._takes_all:
            return True
        now, held = time.monotonic(), np.count_nonzero(self._clients, axis=1)
        if held.sum() >= self._most:
            self._rest_until = now + FULL_REST
            return False
        if held[self._process] == held.min():
            return True
        if again:
            return False
        if self._rest_until <= now < self._rest_until + RESTED:  # nobody else took it
            self._rest_until = 0.0
            return True
        self._rest_until = max(self._rest_until, now + REST)
        return False

    # --- what others have

    def count(self, client: str | None = None) -> int:
        return int(np.count_nonzero(self._others(client)))

    def longest_waiting(self, client: str | None = None) -> Elsewhere | None:
        since = np.where(self._others(client), self._since, ANSWERED)
        process, place = divmod(int(since.argmin()), since.shape[1])
        moment = float(since[process, place])
        return Elsewhere(self, process, place, moment) if moment < ANSWERED else None

    def _others(self, client: str | None) -> npt.NDArray[Any]:
        wanted = self._clients != 0 if client is None else self._clients == self._memory.number(client)
        others: npt.NDArray[Any] = wanted & ~self._asked
        others[self._process] = False
        return others

    def ask(self, process: int, place: int) -> None:
        """Ask another process to close a connection."""
        self._asked[process, place] = True
        with suppress(BlockingIOError):  # it has not heard so many before
            self._bells[process][1].send(b"!")

    # --- what this process has

    def enter(self, channel: "Channel") -> None:
        own = self._clients[self._process]
        (free,) = (own == 0).nonzero()
        if len(free):
            place = self._own[channel] = int(free[0])
            self._asked[self._process, place] = False  # that was of who had the place before
            self._since[self._process, place] = channel.waiting_since if channel.is_waiting else ANSWERED
            own[place] = self._memory.number(channel.client)

    def note(self, channels: "list[Channel]") -> None:
        if len(self._own) > len(channels):
            for gone in self._own.keys() - set(channels):
                self._empty(self._own.pop(gone))
        since = self._since[self._process]
        for channel in channels:
            place = self._own.get(channel)
            moment = channel.waiting_since if channel.is_waiting else ANSWERED
            if place is not None and since[place] != moment:
                since[place] = moment

    def leave(self, channel: "Channel") -> None:
        if channel in self._own:
            self._asked[self._process, self._own[channel]] = True

    def _empty(self, place: int) -> None:
        self._clients[self._process, place] = 0
        self._asked[self._process, place] = False

    def obey(self) -> None:
        """What is being answered by now stays, and another of that client goes."""
        asked = self._asked[self._process]
        if not asked.any():
            return
        for channel in [channel for channel, place in self._own.items() if asked[place]]:
            if channel.is_waiting:
                channel.give_way()
            elif not channel.will_close:
                asked[self._own[channel]] = False
                self._give_way_for(channel)

    def _give_way_for(self, channel: "Channel") -> None:
        own = [each for each in self._own if each.client == channel.client and each.is_waiting]
        if own:
            leaving = min(own, key=lambda each: each.waiting_since)
            leaving.give_way()
            self.leave(leaving)


def _pair() -> tuple[socket, socket]:
    """Two ends of which none ever waits for the other."""
    ends = socketpair()
    for end in ends:
        end.setblocking(False)
    return ends


class _Bell(wasyncore.dispatcher):
    """By which other processes wake this one."""

    def __init__(self, end: socket, table: SharedConnections, sockets: dict[int, object]) -> None:
        super().__init__(end, map=sockets)  # type: ignore[arg-type]
        self._table = table

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        self.recv(100)
        self._table.obey()
