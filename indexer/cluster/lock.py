"""One writer at a time: a document that only one can make, and that its holder touches as long as it lives."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

from indexer.cluster.live_generation import lock_index
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import ClusterError, held_by

BEAT = 10.0  # seconds
DEAD = 120.0  # seconds without a beat: who held it is gone; clocks of machines may differ a little


class ClusterLock:
    """The lock of the index of an address, as one writer holds it: each writing names the one before, so none is overwritten."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._path = f"/{lock_index(cluster.address.name)}/_doc/lock"
        self._own = {"holder": f"{socket.gethostname()}, {os.getpid()}", "token": uuid4().hex}
        self._version = ""
        self._taken_by = ""
        self._writing = Lock()

    def take(self) -> None:
        """Raises IndexLockedError where another one lives that holds it."""
        try:
            self._write("op_type=create")
        except ClusterError as error:
            found = self._conflicting(error)
            if self._is_own(found):
                return
            if found["_source"]["beat"] > time.time() - DEAD:
                raise held_by(found["_source"]["holder"]) from error
            self._write(_version_of(found))

    def beat(self) -> None:
        """Show that its holder lives; whether it is still held, `check` says. Raises ClusterError where nobody answers."""
        with self._writing:
            try:
                self._write(self._version)
            except ClusterError as error:
                found = self._conflicting(error)
                if not self._is_own(found):
                    self._taken_by = found["_source"]["holder"]

    def check(self) -> None:
        """Raises IndexLockedError where another one has taken it, because this one did not show that it lives."""
        self.beat()
        if self._taken_by:
            raise held_by(self._taken_by)

    def give_back(self) -> None:
        with suppress(ClusterError):  # it is taken for dead in a while, or another one has it; what was done is done
            self._cluster.delete(f"{self._path}?refresh=true&{self._version}")

    def _write(self, condition: str) -> None:
        body = {**self._own, "beat": time.time()}
        self._version = _version_of(self._cluster.put(f"{self._path}?refresh=true&{condition}", body))

    def _conflicting(self, error: ClusterError) -> dict[str, Any]:
        """What was written before this one could."""
        if not error.is_conflict:
            raise error
        found: dict[str, Any] = self._cluster.get(self._path)
        return found

    def _is_own(self, found: dict[str, Any]) -> bool:
        """Whether it was this one, whose request was sent twice as its answer was lost."""
        own: bool = found["_source"].get("token") == self._own["token"]
        if own:
            self._version = _version_of(found)
        return own


@contextmanager
def hold_lock(cluster: Cluster) -> Iterator[ClusterLock]:
    """Hold it. Raises IndexLockedError where another one lives that does."""
    lock = ClusterLock(cluster)
    lock.take()
    ended = Event()

    def go_on() -> None:
        while not ended.wait(BEAT):
            with suppress(ClusterError):  # what is written meanwhile will say so
                lock.beat()

    beating = Thread(target=go_on, daemon=True)
    beating.start()
    try:
        yield lock
    finally:
        ended.set()
        beating.join()
        lock.give_back()


def _version_of(written: dict[str, Any]) -> str:
    """The condition that nobody has written after this."""
    return f"if_seq_no={written['_seq_no']}&if_primary_term={written['_primary_term']}"
