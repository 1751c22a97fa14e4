"""PDF and OFD files read in a separate process: what is on a page may demand whatever memory and time.

A page of a kilobyte can draw itself a billion times, and nothing in the file shows it. So the process has limits. If
it ends at one of them, or crashes, that file is refused and the next is read by another process.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from threading import Lock
from weakref import finalize

import msgspec

from indexer.errors import ReadError, UnrecognisedError
from indexer.i18n import Message, _
from indexer.i18n.message_json import from_stored, stored_json
from indexer.model import RawText
from indexer.readers.isolation.process import bound_memory, bound_time, end, received, send, start_process, time_limit
from indexer.readers.ofd import read_ofd
from indexer.readers.pdf import read_pdf
from indexer.readers.scan.recognised_page import NONE, Recognised, RecognisedPage

MAX_MEMORY = 2_000_000_000  # bytes of address space; a report of a hundred pages takes a tenth
MAX_CPU_SECONDS = 120  # of the processor for a file; a thousand pages take twenty
MAX_WAIT = 1200.0  # seconds for a file, however busy the machine is

BROKEN = _("读这个文件要的内存或时间太多，或者它使读取部件出错，没有读；请换一份，或另存后再试")


class Reply(msgspec.Struct):
    """The reply of the process about a file: its text, or why there is none. `more`: what else it has, as an OFD may.

    `unrecognised` are the pages that a machine must read first, and `known` is how many it has read.
    """

    text: RawText | None = None
    reason: Message | None = None
    more: tuple[RawText, ...] = ()
    unrecognised: tuple[int, ...] = ()
    known: int = 0


REPLIES = msgspec.json.Decoder(Reply, dec_hook=from_stored)  # made while one thread imports: msgspec learns a type once
PAGES = msgspec.json.Decoder(dict[int, RecognisedPage])


class IsolatedReader:
    """The process, started when it is first needed and again after it has ended. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None

    def read_pdf(self, data: bytes, path: str, recognised: Recognised = NONE) -> RawText:
        """The same as `read_pdf`. Raises ReadError also where the file takes too much memory or time."""
        return self._read("pdf", data, path, recognised)[0]

    def read_ofd(self, data: bytes, path: str) -> list[RawText]:
        """The same as `read_ofd`, with the same limits."""
        return self._read("ofd", data, path)

    def _read(self, kind: str, data: bytes, path: str, recognised: Recognised = NONE) -> list[RawText]:
        with self._lock:
            process = self._process or self._start()
            reply = None
            try:
                with time_limit(process, MAX_WAIT):
                    reply = _request(process, kind, data, path, recognised)
            finally:
                # It has ended; or who waits was interrupted, and its reply would be taken for that about the next file.
                if reply is None:
                    self._process = None
                    self._end()
            if reply is None:
                raise ReadError(BROKEN)
        if reply.unrecognised:
            raise UnrecognisedError(reply.unrecognised, reply.known)
        if reply.text is None:
            raise ReadError(reply.reason or BROKEN)
        return [reply.text, *reply.more]

    def _start(self) -> subprocess.Popen[bytes]:
        process = self._process = start_process(__name__)
        # Also where this process ends; where it is killed, the other reads no more.
        self._end = finalize(self, _end_own, process, os.getpid())
        return process


def isolated_reader() -> IsolatedReader:
    """The one that this process uses. A copy of a process has its own: two that ask one would get each other's texts."""
    return _reader_of(os.getpid())


@cache
def _reader_of(_process: int) -> IsolatedReader:
    return IsolatedReader()


def _end_own(process: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() == owner:
        end(process)


def _request(
    process: subprocess.Popen[bytes], kind: str, data: bytes, path: str, recognised: Recognised
) -> Reply | None:
    """The reply of the process about a file; None where it ended before."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        send(process.stdin, kind.encode())
        send(process.stdin, path.encode())
        send(process.stdin, data)
        send(process.stdin, msgspec.json.encode(recognised or {}))
    except OSError:
        return None
    reply = received(process.stdout)
    return REPLIES.decode(reply) if reply else None


def serve() -> None:
    """Read files until there are no more: what the process does."""
    bound_memory(MAX_MEMORY)
    while kind := received(sys.stdin.buffer):
        path, data = received(sys.stdin.buffer), received(sys.stdin.buffer)
        recognised = PAGES.decode(received(sys.stdin.buffer))
        bound_time(MAX_CPU_SECONDS)
        send(sys.stdout.buffer, stored_json(_reply(kind.decode(), data, path.decode(), recognised)))


def _reply(kind: str, data: bytes, path: str, recognised: Recognised) -> Reply:
    try:
        text, *more = read_ofd(data, path) if kind == "ofd" else [read_pdf(data, path, recognised)]
        return Reply(text, more=tuple(more))
    except UnrecognisedError as error:
        return Reply(unrecognised=error.pages, known=error.known)
    except ReadError as error:
        return Reply(None, error.message)
