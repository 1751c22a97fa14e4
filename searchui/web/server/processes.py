"""Several processes that do the same, and the one that starts them, starts those again that die, writes their log and ends them.

They are copies of this one, which has no threads meanwhile and serves nobody itself. Where it dies, they end at once.
"""

import gc
import logging
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import NoReturn

from indexer.errors import SpeechsearchError
from indexer.i18n import _
from searchui.web.logging.relay import Relay
from searchui.web.server.graceful_shutdown import PATIENCE, STOP_SIGNALS, StopSignal

TO_END = "SIGTERM"  # what a process is sent that is to end
SOON = 10.0  # seconds: who lives no longer has died at once
DEATHS = 5  # at once, one after the other, after which it is of no use to start another
PAUSE = 1.0  # seconds before one is started where several have died at once
LATE = 15.0  # seconds beyond its own patience in which a process should have ended
SERVES = b"s"
log = logging.getLogger(__name__)

Work = Callable[[int, Callable[[], None]], None]


class ProcessesError(SpeechsearchError):
    """Processes end again and again as soon as they are started."""


@dataclass
class _Process:
    """Its number in the system, when it was started, and a pipe: it writes to it once it serves, and the end of it is the
    end of that.
    """

    pid: int
    told: int
    started: float
    serves: bool = False


class Processes:
    """So many processes, each of which does `work` with its number and a function to call once it serves.

    `ended` is told the number of one that has ended, in whatever way, before another takes its place.
    """

    def __init__(self, count: int, work: Work, ended: Callable[[int], None]) -> None:
        self._work, self._ended = work, ended
        self._running: dict[int, _Process] = {}
        self._due = dict.fromkeys(range(count), 0.0)  # when to start which
        self._deaths = 0  # at once, one after the other
        self._is_ending = False
        self._relay = Relay()
        self._alive = os.pipe()  # its end is that of this process
        self._waker = socket.socketpair()
        for end in self._waker:
            end.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._waker[0], selectors.EVENT_READ, self._woken)
        self._selector.register(self._relay, selectors.EVENT_READ, self._relay.write)

    def run(self, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        """Until the end is asked for and all have ended. `ready` is called once all serve, `stopping` before they are to end.

        Raises ProcessesError.
        """
        stop = StopSignal(lambda: self._waker[1].send(b"!"))
        gc.collect()
        gc.freeze()  # what is loaded stays shared between the processes: no search for cycles writes into it
        is_ready = False
        while not stop.received and self._deaths < DEATHS:
            self._start_due()
            self._look(min([*self._due.values(), time.monotonic() + PATIENCE]))
            if not is_ready and self._all_serve():
                is_ready = True
                ready()
        stopping()
        self._end()
        if self._deaths >= DEATHS:
            raise ProcessesError(
                _(
                    "答网页的进程接连 {deaths} 次一启动就结束，不再另起。原因请看日志；内存若不够，请用 --processes 1",
                    deaths=DEATHS,
                )
            )

    # --- beginning

    def _start_due(self) -> None:
        now = time.monotonic()
        for number in [number for number, moment in self._due.items() if moment <= now]:
            del self._due[number]
            try:
                self._start(number)
            except OSError as error:
                if not self._running:
                    raise
                log.warning("现在另起不了进程，过一会儿再试 / no process can be started now: %s", error.strerror)
                self._due[number] = now + PAUSE

    def _start(self, number: int) -> None:
        told, telling = os.pipe()
        try:
            with _signals_held():
                pid = os.fork()
                if not pid:
                    self._work_as(number, telling)
        except OSError:
            os.close(told)
            raise
        finally:
            os.close(telling)
        self._running[number] = _Process(pid, told, time.monotonic())
        self._selector.register(told, selectors.EVENT_READ, lambda: self._hear(number))

    def _work_as(self, number: int, telling: int) -> NoReturn:
        """Be one of the processes, to its end. Signals are held until it is known what is to be done with them."""
        code = 1
        try:
            os.close(self._alive[1])
            Thread(target=self._end_with_parent, daemon=True).start()
            _ignore_terminal()
            self._relay.forward()
            self._work(number, lambda: _tell(telling))
            code = 0
        except BaseException:
            log.exception("a process of the site failed")
        finally:
            os._exit(code)

    def _end_with_parent(self) -> None:
        os.read(self._alive[0], 1)
        os._exit(1)

    def _all_serve(self) -> bool:
        return not self._due and all(process.serves for process in self._running.values())

    # --- watching

    def _look(self, until: float) -> None:
        """Wait for what happens, until some moment at most, and do what is to be done then."""
        for key, _event in self._selector.select(max(until - time.monotonic(), 0.0)):
            key.data()

    def _woken(self) -> None:
        with suppress(BlockingIOError):
            self._waker[0].recv(100)

    def _hear(self, number: int) -> None:
        process = self._running[number]
        if os.read(process.told, 1):
            process.serves = True
            return
        self._selector.unregister(process.told)
        os.close(process.told)
        del self._running[number]
        code = os.waitstatus_to_exitcode(os.waitpid(process.pid, 0)[1])
        self._ended(number)
        if not self._is_ending:
            self._start_again(number, process, code)

    def _start_again(self, number: int, process: _Process, code: int) -> None:
        now = time.monotonic()
        self._deaths = self._deaths + 1 if now - process.started < SOON else 0
        self._due[number] = now + PAUSE if self._deaths > 1 else now
        log.warning(
            "答网页的进程 %d 结束了（%s），另起一个 / a process ended, another is started", process.pid, _how(code)
        )

    # --- ending

    def _end(self) -> None:
        self._is_ending = True
        self._send(signal.Signals[TO_END])
        latest = time.monotonic() + PATIENCE + LATE
        while self._running:
            self._look(latest)
            if time.monotonic() >= latest:
                self._send(signal.SIGKILL)
        self._relay.write()
        self._relay.close()

    def _send(self, number: signal.Signals) -> None:
        for process in self._running.values():
            os.kill(process.pid, number)


def _tell(telling: int) -> None:
    os.write(telling, SERVES)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@contextmanager
def _signals_held() -> Iterator[None]:
    numbers = [getattr(signal, name) for name in STOP_SIGNALS]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_terminal() -> None:
    """Leave what a terminal sends to all to the process that started this one, and let what that sends come."""
    for name in STOP_SIGNALS:
        signal.signal(getattr(signal, name), signal.SIG_DFL if name == TO_END else signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [getattr(signal, name) for name in STOP_SIGNALS])
