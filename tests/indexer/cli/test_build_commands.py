"""The commands update and watch, as people run them."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.searchui.cli.test_cli import run

SPEECH = "在会上的讲话\n同志们：\n说的是第{}件事。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(SPEECH.format(name), encoding="utf-8")
    return folder


def test_update_says_what_has_changed(seeds: Path, tmp_path: Path) -> None:
    where = [str(seeds), "--index", str(tmp_path / "index")]
    done = run("update", *where)
    assert done.exit_code == 0
    assert done.stdout.startswith("已建立 generation-000001：3 篇")
    assert run("update", *where).stdout.startswith("没有改动，仍是 generation-000001：3 篇")
    (seeds / "a.txt").rename(seeds / "d.txt")
    (seeds / "b.txt").unlink()
    (seeds / "c.txt").write_text(SPEECH.format("c，也是别的"), encoding="utf-8")
    (seeds / "e.txt").write_text(SPEECH.format("e"), encoding="utf-8")
    done = run("update", *where)
    assert done.stdout.splitlines()[:2] == [
        f"已更新为 generation-000002：3 篇，9 段，{done.stdout.split('，')[2].split(' ')[0]} 字",
        "新增 1 个、改动 1 个、移动 1 个、删去 1 个",
    ]
    (seeds / "坏.docx").write_bytes(b"no zip")
    done = run("update", *where)
    assert done.exit_code == 1
    assert "没有收录 坏.docx" in done.stderr
    assert run("update", *where).exit_code == 1, "it is told again as long as it is there"
    assert run("update", str(tmp_path / "none"), "--index", str(tmp_path / "index")).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watch_follows_until_it_is_told_to_end(seeds: Path, tmp_path: Path, number: signal.Signals) -> None:
    command = [
        sys.executable,
        "-m",
        "searchui",
        "watch",
        str(seeds),
        "--index",
        str(tmp_path / "index"),
        "--rest",
        "0.1",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert "已建立 generation-000001：3 篇" in process.stdout.readline()
        process.stdout.readline()
        whole = tmp_path / "d.txt"  # moved in at one stroke: made first and written later, it is two changes
        whole.write_text(SPEECH.format("d"), encoding="utf-8")
        whole.rename(seeds / "d.txt")
        assert "已更新为 generation-000002：4 篇" in process.stdout.readline()
        assert "新增 1 个" in process.stdout.readline()
        process.send_signal(number)
        assert process.wait(timeout=60) == 0


def test_watch_of_no_folder(tmp_path: Path) -> None:
    done = run("watch", str(tmp_path / "none"), "--index", str(tmp_path / "index"))
    assert done.exit_code == 2
    assert "找不到讲话稿文件夹" in done.stderr
