"""Stalled connections: who takes nothing of a long answer any more is not waited for.

Waitress closes idle connections, but not those with an answer under way, whose thread waits until its reader has taken
enough. Without an end to that a few readers that have gone to sleep would keep all threads.
"""

import time
from collections.abc import Mapping

from waitress.channel import HTTPChannel

from searchui.web.security.request_limits import IDLE


def let_go(sockets: Mapping[int, object], patience: float = IDLE) -> int:
    """Close the connections that took nothing of their answer for so many seconds; how many they were.

    To be called by the thread that waits for the sockets. The threads that wrote to them are told, and go on.
    """
    before = time.time() - patience  # by the clock that channels note
    stalled = [each for each in sockets.values() if isinstance(each, HTTPChannel) and _is_stalled(each, before)]
    for channel in stalled:
        channel.handle_close()
    return len(stalled)


def _is_stalled(channel: HTTPChannel, before: float) -> bool:
    return bool(channel.requests) and channel.total_outbufs_len > 0 and channel.last_activity < before
