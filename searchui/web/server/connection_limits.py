"""How many connections there may be, and how long each may take: nobody holds what others need.

An address has so many; when it opens another, the one of its own that has waited longest for the rest of a request is
closed. Where connections become scarce, it is the one that has waited longest of all. So those who send their requests
whole and read their answers are never in danger, and a hundred readers behind one address are not either.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from searchui.web.security.request_limits import (
    CONNECTIONS_EACH,
    HEAD_SECONDS,
    IDLE,
    MAX_CONNECTIONS,
    SLOWEST,
    SPARE_CONNECTIONS,
    STALLED,
)
from searchui.web.server.connections import Channel
from searchui.web.server.other_processes import ALONE, Connection, Others
from searchui.web.server.request_parser import Request, TooLateError, TooManyConnectionsError


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """`most`: connections of all addresses; some of them are kept free. `each`: of one, but for `trusted` ones, which
    speak for many.
    """

    most: int = MAX_CONNECTIONS
    each: int = CONNECTIONS_EACH
    trusted: Collection[str] = ()
    others: Others = ALONE

    def admit(self, new: Channel) -> None:
        """Make room for a connection that has come, or refuse it where all others of its address are being answered."""
        with self.others.lock:
            self.others.obey()  # or what they have asked for would be chosen again
            self._admit(new)
            self.others.enter(new)

    def _admit(self, new: Channel) -> None:
        here = [each for each in channels(new.sockets) if each is not new and not each.will_close]
        if len(here) + self.others.count() >= self.most - min(SPARE_CONNECTIONS, self.most // 2):
            self._close_longest_waiting(here, self.others.longest_waiting())
        if new.client in self.trusted:
            return
        own = [each for each in here if each.client == new.client]
        if len(own) + self.others.count(new.client) < self.each:
            return
        if not self._close_longest_waiting(own, self.others.longest_waiting(new.client)):
            new.refuse(TooManyConnectionsError(""))

    def _close_longest_waiting(self, here: Iterable[Channel], elsewhere: Connection | None) -> bool:
        """Close the connection that has waited longest for its client; whether there is one."""
        own = min((each for each in here if each.is_waiting), key=_waiting_since, default=None)
        if own and (elsewhere is None or own.waiting_since <= elsewhere.waiting_since):
            own.give_way()
            self.others.leave(own)
        elif elsewhere:
            elsewhere.give_way()
        return own is not None or elsewhere is not None


def _waiting_since(channel: Channel) -> float:
    return channel.waiting_since


def channels(sockets: Mapping[int, object]) -> list[Channel]:
    return [each for each in sockets.values() if isinstance(each, Channel)]


def close_overdue(sockets: Mapping[int, object], now: float | None = None) -> int:
    """Close the connections whose request should have been whole by now; how many. Who sent a part of one is told.

    This and `close_stalled` are to be called by the thread that waits for the sockets; times are of the clock that
    channels note, `time.time()`.
    """
    moment = time.time() if now is None else now
    overdue = [each for each in channels(sockets) if each.is_waiting and _deadline(each) <= moment]
    for channel in overdue:
        if channel.request is None:
            channel.will_close = True
        else:
            channel.refuse(TooLateError(""))
    return len(overdue)


def _deadline(channel: Channel) -> float:
    if isinstance(channel.request, Request):
        return channel.request.deadline
    is_new = channel.last_activity == channel.creation_time
    return channel.last_activity + (HEAD_SECONDS if is_new else IDLE)


def close_stalled(sockets: Mapping[int, object], patience: float = STALLED, slowest: float = SLOWEST) -> int:
    """Close the connections that took nothing of their answer for so many seconds, or less than `slowest` bytes each second
    of them; how many they were. Whoever makes the answers is told.
    """
    stalled = [each for each in channels(sockets) if _is_stalled(each, time.time(), patience, slowest)]
    for channel in stalled:
        channel.handle_close()
    return len(stalled)


def _is_stalled(channel: Channel, now: float, patience: float, slowest: float) -> bool:
    if not channel.total_outbufs_len:  # it has taken all that there is
        channel.seen_at, channel.bytes_seen = now, channel.bytes_sent
        return False
    if now - channel.seen_at < patience:
        return False
    taken, seconds = channel.bytes_sent - channel.bytes_seen, now - channel.seen_at
    channel.seen_at, channel.bytes_seen = now, channel.bytes_sent
    return taken < slowest * seconds
