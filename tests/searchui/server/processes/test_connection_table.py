"""Connections that several processes have: the limits of one server hold over all of them, and each takes its share."""

import copy
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from searchui.web.server.connection_limits import ConnectionLimits, channels
from searchui.web.server.connection_table import SharedConnections
from searchui.web.shared.shared_memory import SharedMemory
from tests.searchui.server.in_process import InProcess, serving
from tests.searchui.server.test_connection_limits import GET, HEAD, Busy, app

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is always one process")

MOST, EACH = 10, 3


def as_seen_by(process: int, table: SharedConnections) -> SharedConnections:
    """What another process of the same server has: the same memory, and its own connections."""
    seen = copy.copy(table)
    seen._memory = copy.copy(table._memory)
    seen._memory.become(process)
    seen._own = {}
    return seen


class Pair:
    """Two servers that are processes of one, turned by hand in this one."""

    def __init__(self, ending: ExitStack, busy: Busy) -> None:
        table = SharedConnections(SharedMemory(2), MOST)
        self.tables = [as_seen_by(process, table) for process in range(2)]
        limits = [ConnectionLimits(MOST, EACH, others=seen) for seen in self.tables]
        self.servers = [ending.enter_context(serving(busy, one, threads=4)) for one in limits]
        for server, seen in zip(self.servers, self.tables, strict=True):
            seen.attach(server.sockets)
        for ends in table._bells:
            for end in ends:
                ending.callback(end.close)

    def note(self) -> None:
        """Both look around, twice: what is asked for is done then, and known."""
        for _ in range(2):
            for server, table in zip(self.servers, self.tables, strict=True):
                server.turn()
                server.turn()
                table.note(channels(server.sockets))


@pytest.fixture
def busy() -> Iterator[Busy]:
    made = Busy()
    yield made
    made.go_on.set()


@pytest.fixture
def pair(busy: Busy) -> Iterator[Pair]:
    with ExitStack() as ending:
        yield Pair(ending, busy)
        busy.go_on.set()


def kept(server: InProcess) -> int:
    return len(server.channels)


def test_of_one_address_the_longest_waiting_gives_way_wherever_it_is(pair: Pair) -> None:
    first, second = pair.servers
    clients = [first.connect(), first.connect(), second.connect()]
    second.connect("127.0.0.2")
    pair.note()
    newer = second.connect()
    pair.note()
    assert first.answer(clients[0]) == b""
    assert (kept(first), kept(second)) == (1, 3)
    assert second.channel(newer)


def test_what_was_asked_for_is_not_chosen_again(pair: Pair) -> None:
    first, second = pair.servers
    for server in (first, first, second):
        server.connect()
    pair.note()
    second.connect()  # asks for the first of all
    first.connect()  # before that is closed
    pair.note()
    assert kept(first) + kept(second) == EACH


def test_what_is_being_closed_is_not_chosen_elsewhere(pair: Pair) -> None:
    first, second = pair.servers
    for server in (second, second, first):
        server.connect()
    pair.note()
    second.connect()  # closes its own first
    first.connect()  # before it is closed
    pair.note()
    assert kept(first) + kept(second) == EACH


def test_the_longest_waiting_of_all_gives_way_where_connections_are_scarce(pair: Pair) -> None:
    first, second = pair.servers
    oldest = first.connect("127.0.0.2")
    for number in range(3, 7):
        second.connect(f"127.0.0.{number}")
    pair.note()
    assert (kept(first), kept(second)) == (1, 4)
    second.connect("127.0.0.9")  # half of ten are to stay free
    pair.note()
    assert first.answer(oldest) == b""
    assert (kept(first), kept(second)) == (0, 5)


def test_who_is_answered_elsewhere_is_never_given_up(pair: Pair, busy: Busy) -> None:
    first, second = pair.servers
    clients = [first.connect() for _ in range(EACH)]
    for client in clients:
        client.sendall(HEAD.replace(b" / ", b" /wait ") + b"Connection: close\r\n\r\n")
        first.until(lambda: busy.asked.acquire(blocking=False))
    pair.note()
    assert second.answer(second.connect()).startswith(b"HTTP/1.0 429 ")
    busy.go_on.set()
    assert all(first.answer(client).endswith(b"ok") for client in clients)


def test_what_is_being_answered_by_the_time_it_is_asked_for_stays_and_another_goes(pair: Pair, busy: Busy) -> None:
    first, second = pair.servers
    clients = [first.connect() for _ in range(EACH)]
    pair.note()
    clients[0].sendall(HEAD.replace(b" / ", b" /wait ") + b"Connection: close\r\n\r\n")
    first.until(lambda: busy.asked.acquire(blocking=False))
    second.connect()  # the others know nothing of that yet
    pair.note()
    assert first.answer(clients[1]) == b""
    assert (kept(first), kept(second)) == (2, 1)
    busy.go_on.set()
    assert first.answer(clients[0]).endswith(b"ok")


def test_what_was_closed_is_not_counted(pair: Pair) -> None:
    first, second = pair.servers
    for client in [first.connect() for _ in range(EACH)]:
        client.close()
    first.until(lambda: not first.channels)
    pair.note()
    assert [table.count() for table in pair.tables] == [0, 0]
    clients = [second.connect() for _ in range(EACH)]
    clients[0].sendall(GET)
    assert second.receive(clients[0]).startswith(b"HTTP/1.1 200")
    pair.note()
    assert (pair.tables[0].count(), kept(second)) == (EACH, EACH)


def test_what_was_asked_of_one_that_is_gone_is_not_asked_of_who_takes_its_place(pair: Pair) -> None:
    second = pair.servers[1]
    pair.tables[0].ask(1, 0)  # a moment after it was closed
    second.connect()
    pair.note()
    assert (kept(second), pair.tables[0].count()) == (1, 1)


def test_a_connection_is_left_to_who_has_fewer_but_not_for_long(pair: Pair) -> None:
    first = pair.servers[0]
    assert pair.tables[0].may_accept()
    first.connect("127.0.0.2")
    pair.note()
    assert pair.tables[1].may_accept()
    assert not pair.tables[0].may_accept()
    assert pair.tables[0].patience(1.0) < 0.1
    first.connect("127.0.0.3")  # though the other takes none
    assert kept(first) == 2


def test_no_more_are_taken_than_there_may_be(pair: Pair, busy: Busy) -> None:
    for number in range(MOST):
        server = pair.servers[number % 2]
        server.connect(f"127.0.1.{number}").sendall(HEAD.replace(b" / ", b" /wait ") + b"\r\n")
        server.until(lambda: not channels(server.sockets)[-1].is_waiting)  # noqa: B023  (called at once)
        pair.note()
    assert not any(table.may_accept() for table in pair.tables)
    pair.tables[0].take_all()
    assert pair.tables[0].may_accept()


def test_what_a_process_had_that_died_is_not_counted(pair: Pair) -> None:
    first, second = pair.servers
    for _ in range(EACH):
        first.connect()
    pair.tables[1]._memory.forget(0)
    assert pair.tables[1].count() == 0
    second.connect()
    pair.note()
    assert (kept(first), kept(second)) == (EACH, 1)


def test_an_application_of_one_process_knows_no_others() -> None:
    with serving(app, ConnectionLimits(each=1)) as server:
        server.connect()
        server.connect()
        assert kept(server) == 1
