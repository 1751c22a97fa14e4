"""What processes count together: limits hold over all of them, and what one had that was killed is free again."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchui.web.security.passwords import Passwords
from searchui.web.security.rate_limiter import RateLimiter
from searchui.web.shared.memory import Full, Memory, OwnMemory
from searchui.web.shared.shared_memory import GROUPS, IN_GROUP, SharedMemory

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is always one process"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),  # of what runs the tests, which has threads
]


@contextmanager
def another(memory: SharedMemory, number: int, does: Callable[[], object]) -> Iterator[int]:
    """Another process, once it has done something; it is killed at the end."""
    done, doing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            memory.become(number)
            does()
            os.write(doing, b"!")
            time.sleep(600)
        finally:
            os._exit(1)
    os.close(doing)
    try:
        assert os.read(done, 1) == b"!"
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(done)


def two() -> SharedMemory:
    memory = SharedMemory(2)
    memory.become(0)
    return memory


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc"))))
def test_places_are_the_same_in_one_process_as_in_several(steps: list[tuple[bool, str]]) -> None:
    own, shared, taken = OwnMemory().places(2, 4), two().places(2, 4), []
    for is_taking, name in steps:
        if is_taking:
            found = own.take(name)
            assert shared.take(name) is found
            taken += [] if found else [name]
        elif name in taken:
            taken.remove(name)
            own.give_back(name)
            shared.give_back(name)


def test_places_of_a_process_that_is_killed_are_free_again() -> None:
    memory = two()
    places = memory.places(3, 4)
    with another(memory, 1, lambda: [places.take("a"), places.take("a"), places.take("b")]):
        assert [places.take("a"), places.take("a"), places.take("c")] == [None, Full.OF_NAME, Full.OF_ALL]
    memory.forget(1)
    assert [places.take("a"), places.take("a"), places.take("c")] == [None, None, None]
    places.give_back("a")
    assert places.take("c") is None


def test_a_lock_of_a_process_that_is_killed_is_free_again() -> None:
    memory = two()
    with another(memory, 1, memory.lock.__enter__):
        pass
    with memory.lock:
        pass


def test_only_one_process_is_inside_a_lock() -> None:
    memory = two()
    counter, steps = memory.array(int, 1), 20_000  # type: ignore[arg-type]

    def count() -> None:
        for _ in range(steps):
            with memory.lock:
                counter[0] += 1

    with another(memory, 1, count):
        pass  # once it is done
    with another(memory, 1, lambda: None):
        count()
    pid = os.fork()
    if not pid:
        count()
        os._exit(0)
    count()
    os.waitpid(pid, 0)
    assert counter[0] == 4 * steps


@pytest.mark.parametrize("memory", [OwnMemory(), two()], ids=["one process", "several"])
def test_allowances_are_those_of_one(memory: Memory) -> None:
    now = 1000.0
    limiter = RateLimiter(2, 3, lambda: now, memory.moments())
    assert [bool(limiter.take("a")) for _ in range(8)] == [False] * 6 + [True] * 2
    assert limiter.wait("a") == pytest.approx(0.5, abs=1e-3)
    assert limiter.wait("b") == 0
    now += 0.6
    assert [bool(limiter.take("a")) for _ in range(2)] == [False, True]


def test_what_another_process_took_of_an_allowance_is_taken() -> None:
    memory = two()
    limiter = RateLimiter(2, 3, lambda: 1000.0, memory.moments())
    with another(memory, 1, lambda: [limiter.take("a") for _ in range(4)]):
        assert [bool(limiter.take("a")) for _ in range(4)] == [False, False, True, True]
    memory.forget(1)
    assert limiter.take("a")  # a process that dies gives nobody a new allowance


def test_more_names_than_there_is_room_for() -> None:
    """The latest moments of a group stay."""
    memory = two()
    moments = memory.moments()
    names = [str(number) for number in range(2 * GROUPS * IN_GROUP)]
    for number, name in enumerate(names):
        moments.set(name, float(number), 0.0)
    assert moments.get(names[-1]) == len(names) - 1
    known = [number for number, name in enumerate(names) if moments.get(name) == number]
    assert len(known) > 0.9 * GROUPS * IN_GROUP
    assert sum(known) / len(known) > len(names) / 2


def test_who_was_right_in_one_process_is_known_in_all() -> None:
    memory = two()
    passwords = Passwords({"a": "scrypt:16:1:1$x$" + "0" * 128, "b": "scrypt:16:1:1$x$" + "0" * 128})
    passwords.remember_in(memory)
    digest = passwords._digest("a", "x")
    with another(memory, 1, lambda: passwords._right.set("a", digest)):
        assert passwords.are_known("a", "x")
    assert not passwords.are_known("a", "y")
    assert not passwords.are_known("b", "x")
    assert not passwords.are_known("c", "x")
    assert not passwords.are_known("b", "")


@pytest.mark.parametrize("memory", [OwnMemory(), two()], ids=["one process", "several"])
def test_the_last_notice_is_kept(memory: Memory) -> None:
    notices = memory.notices()
    assert notices.number == 0
    notices.post("第一件事，很长")
    notices.post("二")
    assert (notices.number, notices.last()) == (2, (2, "二"))
