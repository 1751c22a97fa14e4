"""A cluster whose client does something else while one of its requests is on its way."""

from collections.abc import Callable
from threading import Thread
from typing import Any

from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster


class Interrupted(Cluster):
    """Asks as Cluster does; `now` is called once, beside the request that is the `place`th, from 1, of those with `step` in
    their path that change something.
    """

    def __init__(self, address: Address, step: str, place: int, now: Callable[[], None]) -> None:
        super().__init__(address)
        self._step, self._left = step, place
        self._doing = Thread(target=now)

    def request(
        self, method: str, path: str, body: Any = None, *, missing: bool = False, seconds: float | None = None
    ) -> Any:
        if method != "GET" and self._step in path:
            self._left -= 1
            if self._left == 0:
                self._doing.start()
        return super().request(method, path, body, missing=missing, seconds=seconds)

    def done(self) -> bool:
        """Whether it came to that; waits for its end."""
        if self._left > 0:
            return False
        self._doing.join()
        return True
