"""How often each client may ask: so many requests a second, and a burst of them after a while without.

By the generic cell rate algorithm: of a client only the moment is kept at which all that it has asked for is paid.
The libraries for it are made for counters that many servers share, and keep theirs in memory with a thread of its own.
"""

from collections.abc import Callable

from searchui.web.shared.memory import Moments

ROUNDING = 1e-6  # seconds


class RateLimiter:
    """`rate` requests a second, `burst` seconds' worth of them at once but one at least; `clock` gives seconds.

    `paid` keeps the moments. Safe to share between threads, and between processes where those are.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float], paid: Moments) -> None:
        self._rate, self._clock = rate, clock
        self._burst = max(burst, 1 / rate) + ROUNDING
        self._paid = paid

    def take(self, client: str, cost: float = 1.0) -> float:
        """Take a request that counts as so many; 0, or if it is one too many the seconds until there is one again."""
        with self._paid.lock:
            now = self._clock()
            paid = max(self._paid.get(client), now) + cost / self._rate
            if paid - now > self._burst:
                return paid - now - self._burst
            self._paid.set(client, paid, now)
            return 0.0

    def wait(self, client: str) -> float:
        """The seconds until a request of this client would be taken; 0 where it would be now."""
        with self._paid.lock:
            now = self._clock()
            return max(max(self._paid.get(client), now) + 1 / self._rate - now - self._burst, 0.0)
