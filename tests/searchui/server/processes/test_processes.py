"""A server of several processes: one set of limits, one log, one end; and a process that dies is no loss."""

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer.build.pipeline import build
from indexer.store import Store
from searchui.web.security.passwords import password_line
from searchui.web.security.request_limits import BURST, CONNECTIONS_EACH
from tests.searchui.server.processes.several_processes import ask, children, is_running, one_with_each, owner, until
from tests.searchui.server.server_process import Server, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is always one process"),
]

TEXT_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  200  +\d+\.\d ms  .*GET   /search  发展\d+\n")
WRONG = "Authorization: Basic " + base64.b64encode("小王:x".encode()).decode() + "\r\n"
RIGHT = "Authorization: Basic " + base64.b64encode("小王:很长的密码".encode()).decode() + "\r\n"


@pytest.fixture
def server(sample_index: Path) -> Iterator[Server]:
    with running(sample_index, processes=2) as started:
        yield started


def get(server: Server, path: str) -> int:
    with urllib.request.urlopen(server.url + path, timeout=60) as answer:
        answer.read()
        return int(answer.status)


# --- which answer


def test_each_takes_connections(server: Server) -> None:
    with ExitStack() as ending:
        ends = one_with_each(server, ending)
        assert [owner(server, end) for end in ends] == sorted(children(server))
        assert [ask(end, "/healthz")[0] for end in ends] == [200, 200]


def test_all_answer_from_a_new_generation(tmp_path: Path) -> None:
    index, seeds = tmp_path / "index", tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("在会上的讲话\n同志们：\n说第一件事。\n", encoding="utf-8")
    build(seeds, index)
    with running(index, processes=2) as server, ExitStack() as ending:
        ends = one_with_each(server, ending)
        assert [json.loads(ask(end, "/api/count?phrase=" + quote("第二件事"))[1])["occurrences"] for end in ends] == [
            0,
            0,
        ]
        (seeds / "b.txt").write_text("在会上的讲话\n同志们：\n说第二件事。\n", encoding="utf-8")
        build(seeds, index)
        for end in ends:
            assert json.loads(ask(end, "/api/count?phrase=" + quote("第二件事"))[1])["occurrences"] == 1
            assert json.loads(ask(end, "/healthz")[1])["generation"] == Store(index).current_name()


def test_who_starts_the_others_holds_no_index(server: Server, sample_index: Path) -> None:
    """Or the disk space of a generation that is removed would stay taken."""
    get(server, "/search?q=" + quote("发展"))
    mapped = Path(f"/proc/{server.process.pid}/maps").read_text()
    assert str(Store(sample_index).current().folder) not in mapped
    assert any(
        str(Store(sample_index).current().folder) in Path(f"/proc/{pid}/maps").read_text() for pid in children(server)
    )


# --- one that dies


def test_one_that_dies_is_started_again_and_others_answer_meanwhile(server: Server) -> None:
    before = children(server)
    with ExitStack() as ending:
        dying, living = one_with_each(server, ending)
        dead = owner(server, dying)
        os.kill(dead, signal.SIGKILL)
        assert ask(living, "/search?q=" + quote("发展"))[0] == 200
        assert [get(server, "/") for _ in range(20)] == [200] * 20
    # Who has died is a child until it is looked after.
    until(lambda: len(after := children(server)) == 2 and dead not in after)
    assert len(children(server) & before) == 1
    until(lambda: any(f"{dead} 结束了（SIGKILL）" in line for line in server.log))
    with ExitStack() as ending:
        assert [ask(end, "/")[0] for end in one_with_each(server, ending)] == [200, 200]


def test_what_one_held_that_dies_is_free_again(sample_index: Path) -> None:
    """One address has all the connections that it may have, and again as many after a process has died."""
    with running(sample_index, "--log-format", "none", processes=2) as server, ExitStack() as ending:

        def connections(count: int) -> list[socket.socket]:
            return [ending.enter_context(socket.create_connection(server.place, 60)) for _ in range(count)]

        held = connections(CONNECTIONS_EACH)
        until(lambda: all(owner(server, end) for end in held))
        dead = owner(server, held[0])
        kept = [end for end in held if owner(server, end) != dead]
        os.kill(dead, signal.SIGKILL)
        until(lambda: "SIGKILL" in "".join(server.log))
        new = connections(CONNECTIONS_EACH - len(kept))
        assert len(new) > 1
        assert [ask(end, "/healthz")[0] for end in kept + new] == [200] * CONNECTIONS_EACH


def test_those_that_die_at_once_again_and_again_are_the_end(sample_index: Path) -> None:
    program = (
        "import os, sys; from searchui.web.server import processes, serving; processes.PAUSE = 0;"
        "serving.prepare = lambda app: os._exit(7); from searchui.cli.group import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "serve", "--no-watch", "--port=0", "--processes=2", f"--index={sample_index}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count("结束了（exit code 7）") >= 5
    assert "错误：答网页的进程接连 5 次一启动就结束" in done.stderr
    assert "Traceback" not in done.stderr
    assert "http://" not in done.stderr


def test_where_no_process_can_be_started_now_it_is_tried_again(tmp_path: Path) -> None:
    """One that dies is started again; the system refuses that once. The new one ends the test."""
    program = f"""
import errno, os, signal, sys
from pathlib import Path
from searchui.web.server import processes

forks, fork, died = [], os.fork, Path({str(tmp_path / "died")!r})

def refusing():
    forks.append(1)
    if len(forks) == 3:
        raise OSError(errno.EAGAIN, "too many")
    return fork()

def work(number, told):
    told()
    if number == 0 and died.exists():
        os.kill(os.getppid(), signal.SIGTERM)
    elif number == 0:
        died.touch()
        os._exit(0)
    signal.pause()

os.fork, processes.PAUSE = refusing, 0.1
processes.Processes(2, work, lambda number: None).run(lambda: None, lambda: print("ends"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "ends\n"), done.stderr
    assert done.stderr.count("no process can be started now: too many") == 1


def test_where_the_one_that_started_them_is_killed_they_end(server: Server) -> None:
    pids = children(server)
    server.process.kill()
    assert server.ended() == -signal.SIGKILL
    until(lambda: not any(map(is_running, pids)))


def test_all_end_with_it(server: Server) -> None:
    pids = children(server)
    server.process.terminate()
    assert server.ended() == 0
    assert not any(map(is_running, pids))


def test_ctrl_c_ends_all_though_a_terminal_sends_it_to_each(sample_index: Path) -> None:
    with running(sample_index, processes=2, start_new_session=True) as server:
        pids = children(server)
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.ended() == 0
        assert not any(map(is_running, pids))
        server.reading.join()
        assert server.log == []


# --- one log


@pytest.mark.parametrize("to_file", [False, True])
def test_one_log_of_whole_lines(sample_index: Path, tmp_path: Path, to_file: bool) -> None:
    file, clients, each = tmp_path / "site.log", 8, 25
    options = ["--log-file", str(file)] if to_file else []
    with running(sample_index, *options, processes=2) as server:
        threads = [threading.Thread(target=_ask_often, args=(server, number, each)) for number in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.process.terminate()
        assert server.ended() == 0
        server.reading.join()
        lines = file.read_text("utf-8").splitlines(keepends=True) if to_file else server.lines[1:]
    lines = [line for line in lines if "排队" not in line]
    assert [line for line in lines if not TEXT_LINE.fullmatch(line)] == []
    found = sorted(int(line.rpartition("发展")[2]) for line in lines)
    assert found == list(range(clients * each))


def _ask_often(server: Server, number: int, times: int) -> None:
    for one in range(times):
        get(server, f"/search?q={quote('发展')}{number * times + one}")


# --- one set of limits


def test_wrong_passwords_are_counted_together(sample_index: Path, tmp_path: Path) -> None:
    """And who was right before is let in at once by each, though a wrong one of the same address is looked at meanwhile."""
    file = tmp_path / "passwords.txt"
    file.write_text(password_line("小王", "很长的密码") + "\n", encoding="utf-8")
    with (
        running(sample_index, "--log-format", "none", "--password-file", str(file), processes=2) as server,
        ExitStack() as ending,
    ):
        first, second = one_with_each(server, ending)
        assert ask(first, "/", RIGHT)[0] == 200
        begun = time.monotonic()
        tries = 0
        while tries < 40 and ask(first if tries % 2 else second, "/", WRONG)[0] == 401:
            tries += 1
        assert 10 <= tries <= 10 + (time.monotonic() - begun) / 6 + 1  # one more is allowed each six seconds
        first.sendall(f"GET / HTTP/1.1\r\nHost: localhost\r\n{WRONG}\r\n".encode())
        assert ask(second, "/", RIGHT)[0] == 200
        assert first.recv(100).startswith(b"HTTP/1.1 4")


def test_requests_are_counted_together(sample_index: Path) -> None:
    """Of an address elsewhere, which a proxy tells."""
    options = ("--log-format", "none", "--proxy", "127.0.0.1", "--rate", "1")
    with running(sample_index, *options, processes=2) as server, ExitStack() as ending:
        ends = one_with_each(server, ending)
        begun = time.monotonic()
        codes = [ask(end, "/opensearch.xml", "X-Forwarded-For: 203.0.113.7\r\n")[0] for _ in range(8) for end in ends]
        assert codes.count(200) <= BURST + (time.monotonic() - begun) + 1  # one more is allowed each second
        assert {*codes} <= {200, 429}
        assert ask(ends[0], "/opensearch.xml", "X-Forwarded-For: 203.0.113.8\r\n")[0] == 200


def test_what_looks_at_all_words_takes_turns_in_all(server: Server) -> None:
    """Whoever asks meanwhile is answered or told to come again, and all turns are given back."""
    codes: list[int] = []

    def many() -> None:
        with suppress(OSError), ExitStack() as ending:
            codes.extend(ask(end, "/api/ngrams")[0] for end in one_with_each(server, ending))

    threads = [threading.Thread(target=many) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {200, 503}
    with ExitStack() as ending:
        ends = one_with_each(server, ending)
        assert [ask(end, "/api/ngrams")[0] for end in ends] == [200, 200]
