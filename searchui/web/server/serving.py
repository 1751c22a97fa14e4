"""Serving the site, by this process or by several that it starts."""

import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from indexer.cluster.following import following
from indexer.errors import IndexUnusableError
from indexer.intake.keeping import keeping
from indexer.store import Generation
from indexer.store.scrub import scrubbing
from searchui.web.app import create_app
from searchui.web.security.client_address import network_of
from searchui.web.security.policy import UNLIMITED, Protection
from searchui.web.security.request_limits import MAX_CONNECTIONS
from searchui.web.server.connection_limits import ConnectionLimits
from searchui.web.server.download_turns import DownloadTurns
from searchui.web.server.graceful_shutdown import PATIENCE, Sockets, StopSignal, close_all, finish, run, wake
from searchui.web.server.memory import bound_free_memory
from searchui.web.server.open_files import connections_allowed
from searchui.web.server.other_processes import ALONE, Others
from searchui.web.server.preparation import live_of, load, prepare, preparing
from searchui.web.server.waitress import Listening, close, open_sockets, take_requests

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served: its address, and what it answers from."""

    url: str
    generation: Generation


def serve(
    index: Path,
    listening: Listening,
    ready: Callable[[Site], None],
    protection: Protection = UNLIMITED,
    seeds: Path | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, and answer then what was asked before; `ready` is called once connections are accepted.

    The index is kept up with what is in the folder `seeds`, where that is given.
    Raises IndexUnusableError before anything is served, CallError where the address cannot be had, ProcessesError where
    processes end again and again.
    """
    bound_free_memory()
    serve_it = _by_one if listening.processes == 1 else _by_several
    serve_it(_Served(index, seeds, protection), listening, ready)


@dataclass(frozen=True, slots=True)
class _Served:
    """What is served: an index, the folder that it is kept up with, where there is one, and to whom."""

    index: Path
    seeds: Path | None
    protection: Protection

    @contextmanager
    def looked_after(self, app: Flask) -> Iterator[None]:
        """Meanwhile the files of an index are read for damage, one in a cluster is followed, and what takes long is made ready."""
        with (
            scrubbing(self.index, live_of(app).note_damage),
            following(self.index, lambda error: log.warning("%s", error)),
            keeping(self.seeds, self.index) if self.seeds else nullcontext(),
            preparing(app),
        ):
            yield


def _by_one(served: _Served, listening: Listening, ready: Callable[[Site], None]) -> None:
    app = create_app(served.index, served.protection)
    generation = prepare(app)
    sockets: Sockets = {}
    opened = open_sockets(listening)
    answering = _Answering(app, opened, listening.threads, _limits(served.protection))
    stop = StopSignal(lambda: wake(sockets))
    answering.until(stop, sockets, lambda: ready(Site(listening.url(opened), generation)), served.looked_after(app))


def _by_several(served: _Served, listening: Listening, ready: Callable[[Site], None]) -> None:
    """What all need is loaded once. Each opens the index by itself, as it does again when another is live."""
    from searchui.web.server.connection_table import SharedConnections
    from searchui.web.server.processes import TO_END, Processes
    from searchui.web.shared.shared_memory import SharedMemory

    memory = SharedMemory(listening.processes)
    app = create_app(served.index, served.protection, memory)
    generation = load(app)
    opened = open_sockets(listening)
    connections = SharedConnections(memory, connections_allowed(MAX_CONNECTIONS))
    answering = _Answering(app, opened, listening.threads, _limits(served.protection, connections))
    live_of(app).release()

    def answer(process: int, told: Callable[[], None]) -> None:
        memory.become(process)
        sockets: Sockets = {}
        stop = StopSignal(lambda: wake(sockets), [TO_END])
        with suppress(
            IndexUnusableError
        ):  # that there was one once is known: whoever asks is told what is wrong with it
            prepare(app)
        answering.until(stop, sockets, told, served.looked_after(app) if process == 0 else nullcontext())

    processes = Processes(listening.processes, answer, memory.forget)
    processes.run(lambda: ready(Site(listening.url(opened), generation)), lambda: close(opened))


def _limits(protection: Protection, others: Others = ALONE) -> ConnectionLimits:
    trusted = [network_of(protection.proxy)] if protection.proxy else []
    return ConnectionLimits(connections_allowed(MAX_CONNECTIONS), trusted=trusted, others=others)


@dataclass(frozen=True, slots=True)
class _Answering:
    """How a process answers: by what application, from which sockets, by how many threads, with which limits."""

    app: Flask
    opened: Sequence[socket.socket]
    threads: int
    limits: ConnectionLimits

    def until(
        self, stop: StopSignal, sockets: Sockets, ready: Callable[[], None], meanwhile: AbstractContextManager[None]
    ) -> None:
        """Answer until the end is asked for, and then what was asked before."""
        turns, others = DownloadTurns(), self.limits.others
        server = take_requests(self.app, self.opened, self.threads, sockets, turns, self.limits)
        ready()
        with meanwhile:
            run(sockets, stop, others)
        others.take_all()
        given_up = finish(sockets)
        server.task_dispatcher.shutdown(timeout=1)
        turns.shutdown()
        close_all(sockets)
        if given_up:
            log.warning("%d 个请求在 %d 秒内没有答完 / requests were not answered in time", given_up, PATIENCE)
