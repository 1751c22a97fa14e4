"""Downloads take turns by address: one address with many of them takes no more of the time than another with one."""

import threading
from collections.abc import Callable

from searchui.web.server.download_turns import DownloadTurns

TIMES = 6


class Writing:
    """A download that goes on so often; its turns are written down."""

    def __init__(self, name: str, turns: DownloadTurns, written: list[str], wait: Callable[[], object]) -> None:
        self.name, self._turns, self._written, self._wait = name, turns, written, wait
        self._left = TIMES
        self.is_done = threading.Event()

    @property
    def address(self) -> str:
        return self.name[0]

    def service(self) -> None:
        self._wait()
        self._written.append(self.name)
        self._left -= 1
        if self._left:
            self._turns.add(self.address, self)
        else:
            self.is_done.set()


def written_by(turns: DownloadTurns, names: list[str]) -> list[str]:
    """The order in which downloads of these names are written, of the address that each begins with."""
    written: list[str] = []
    begin = threading.Event()
    downloads = [Writing(name, turns, written, lambda: begin.wait(60)) for name in names]
    for each in downloads:
        turns.add(each.address, each)
    begin.set()
    assert all(each.is_done.wait(60) for each in downloads)
    return written


def test_addresses_take_turns_and_so_do_the_downloads_of_each() -> None:
    turns = DownloadTurns(writers=1)
    written = written_by(turns, ["a1", "a2", "a3", "b1", "c1"])
    turns.shutdown(timeout=10)
    assert sorted(written) == sorted(["a1", "a2", "a3", "b1", "c1"] * TIMES)
    together = written[: 3 * TIMES]  # while all three addresses have something to write
    assert [name[0] for name in together] == ["a", "b", "c"] * TIMES
    assert [name for name in together if name[0] == "a"] == ["a1", "a2", "a3"] * (TIMES // 3)


def test_one_address_never_has_two_writers() -> None:
    turns = DownloadTurns(writers=3)
    written: list[str] = []
    go_on = threading.Event()
    slow = Writing("a1", turns, written, lambda: go_on.wait(60))
    next_, elsewhere = (Writing(name, turns, written, lambda: None) for name in ("a2", "b1"))
    for each in (slow, next_, elsewhere):
        turns.add(each.address, each)
    assert elsewhere.is_done.wait(60)
    assert written == ["b1"] * TIMES
    go_on.set()
    assert slow.is_done.wait(60)
    assert next_.is_done.wait(60)
    turns.shutdown(timeout=10)
    assert written[TIMES:] == ["a1", "a2"] * TIMES


def test_a_defect_in_one_download_leaves_the_turns_of_others() -> None:
    turns = DownloadTurns(writers=1)
    written: list[str] = []

    class Broken(Writing):
        def service(self) -> None:
            raise OSError

    turns.add("a", Broken("a0", turns, written, lambda: None))
    sound = Writing("a1", turns, written, lambda: None)
    turns.add("a", sound)
    assert sound.is_done.wait(60)
    turns.shutdown(timeout=10)
