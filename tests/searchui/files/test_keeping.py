"""A server keeps its index up with the folder of speeches, tells of it, and leaves no process behind."""

import os
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from indexer.build.pipeline import BuildOptions, build
from indexer.i18n import Message
from indexer.intake.progress import Progress, TakenIn, forget_progress, read_progress, write_progress
from indexer.store import Store, now
from searchui.web.app import create_app
from searchui.web.request.news import WHILE, news_of
from tests.searchui.server.server_process import ENOUGH, running

TEXT = "在会议上的讲话\n2031年3月1日\n同志们：\n我们要把{}治理做好。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format("湖泊"), encoding="utf-8")
    return folder


def until(holds: Callable[[], bool]) -> None:
    latest = time.monotonic() + ENOUGH
    while not holds():
        assert time.monotonic() < latest
        time.sleep(0.05)


def page(url: str, query: str) -> str:
    with urllib.request.urlopen(f"{url}/search?q={urllib.parse.quote(query)}") as answer:
        return str(answer.read().decode())


def is_running(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z" if Path("/proc").exists() else True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_put_into_the_folder_is_found_and_told(seeds: Path, tmp_path: Path, processes: int) -> None:
    index = tmp_path / "index"
    build(seeds, index, BuildOptions(keep_versions=True))
    with running(index, processes=processes, watches=True) as server:
        assert "龙卷风治理" not in page(server.url, "龙卷风")
        (seeds / "b.txt").write_text(TEXT.format("龙卷风"), encoding="utf-8")
        until(lambda: "新收录 1 个文件" in page(server.url, "龙卷风"))
        assert "龙卷风" in page(server.url, "龙卷风").split('class="hits"')[1]
        assert Store(index).current().manifest.options.keep_versions, "the index is kept as it was built"
        progress = read_progress(index)
        assert progress
        server.process.kill()
        until(lambda: not is_running(progress.keeper))


@pytest.mark.slow
def test_without_watching_nothing_is_taken_in(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    with running(index) as server:
        page(server.url, "湖泊")
        assert not (index / "intake.json").exists()
        assert not any("正在监视" in line for line in server.lines)


def test_news_are_told_for_a_while_and_kept_pages_follow(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    client = create_app(index).test_client()
    asked = "/search?q=湖泊"
    first = client.get(asked)
    write_progress(index, Progress(1, total=2))
    assert "正在收录" in client.get(asked).text
    assert "正在收录" in client.get("/").text
    write_progress(index, Progress(1, taken=TakenIn(now(), 30, 0, 0, 1)))
    assert "新收录 30 个文件，1 个文件没能读" in client.get(asked).text
    write_progress(index, Progress(1, taken=TakenIn(now() - WHILE - timedelta(seconds=1), 30, 0, 0, 1)))
    assert client.get(asked).text == first.text
    forget_progress(index, keeper=2)
    assert read_progress(index) is not None, "another keeper's"
    forget_progress(index, keeper=1)
    assert read_progress(index) is None
    assert client.get(asked).text == first.text


def test_numbers_of_each_kind_are_told() -> None:
    told = news_of(Progress(1, taken=TakenIn(now(), 1200, 2, 3, 0)))
    assert isinstance(told, Message)
    assert "新收录 1,200 个文件，更新 2 个文件，移走 3 个文件" in told.text()
    assert "没能读" not in told.text()
