"""How often each client may ask: so many requests a second, and a burst of them after a while without.

By the generic cell rate algorithm: of a client only the moment is kept at which all that it has asked for is paid.
The libraries for it are made for counters that many servers share, and keep theirs in memory with a thread of its own.
"""

from collections.abc import Callable
from threading import Lock

ROUNDING = 1e-6  # seconds
MAX_CLIENTS = 20_000  # that are kept in mind: some megabytes


class RateLimiter:
    """`rate` requests a second, `burst` seconds' worth of them at once but one at least; `clock` gives seconds.

    Safe to share between threads.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate, self._clock = rate, clock
        self._burst = max(burst, 1 / rate) + ROUNDING
        self._paid: dict[str, float] = {}
        self._lock = Lock()

    def take(self, client: str, cost: float = 1.0) -> float:
        """Take a request that counts as so many; 0, or if it is one too many the seconds until there is one again."""
        with self._lock:
            now = self._clock()
            paid = max(self._paid.get(client, now), now) + cost / self._rate
            if paid - now > self._burst:
                return paid - now - self._burst
            self._paid[client] = paid
            if len(self._paid) > MAX_CLIENTS:
                self._forget(now)
            return 0.0

    def wait(self, client: str) -> float:
        """The seconds until a request of this client would be taken; 0 where it would be now."""
        with self._lock:
            now = self._clock()
            return max(max(self._paid.get(client, now), now) + 1 / self._rate - now - self._burst, 0.0)

    def _forget(self, now: float) -> None:
        """Clients that owe nothing; if that leaves too many, the half that owes least."""
        owing = sorted((paid, client) for client, paid in self._paid.items() if paid > now)
        self._paid = {client: paid for paid, client in owing[-MAX_CLIENTS // 2 :]}
