"""A file that is cut short in the very moment in which it is read: after its size was looked at, before it is read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.build.pipeline import build
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.store import Store
from tests.conftest import ROOT

SPEECH = "在测试会上的讲话\n（2024年5月3日）\n同志们：\n"
PARAGRAPH = "我们要把第{}件事做好，把工作抓实，把队伍带好，让群众满意。\n"
MANY = 1000  # paragraphs: several pages of memory
CUT_AFTERWARDS = """
import os, sys
from indexer.store import Generation

file, index = sys.argv[1:]
whole, done = Generation.check_sizes, []


def check_sizes(generation):
    whole(generation)
    if len(done) == cut_at:
        os.truncate(file, 0)
    done.append(1)


Generation.check_sizes = check_sizes
"""
COMMAND = """
cut_at = 1
from searchui.cli.group import commands
sys.argv[1:] = ["count", "把工作抓实", "--index", index]
commands.run("speechsearch")
"""
SITE = """
cut_at = None
from searchui.web.app import create_app
client = create_app(index).test_client()
print(client.get("/api/count?phrase=把队伍带好").status_code)
cut_at = len(done)  # the first is of the site, before anything is read for the answer
for address in ("/search?q=把工作抓实", "/api/count?phrase=把工作抓实"):
    answer = client.get(address)
    print(answer.status_code, "check --repair" in answer.get_data(as_text=True), answer.headers.get("ETag"))
"""

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="a file that is mapped cannot be cut there"),
    pytest.mark.skipif(shared_library() is None, reason="only the kernel can do something about it"),
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    text = SPEECH + "".join(PARAGRAPH.format(number) for number in range(MANY))
    (tmp_path / "seeds" / "a.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path / "index"


def cut_while(code: str, index: Path) -> "subprocess.CompletedProcess[str]":
    (file,) = Store(index).current().folder.glob("*.seg")
    return subprocess.run(
        [sys.executable, "-c", CUT_AFTERWARDS + code, str(file), str(index)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_ends_in_a_message(index: Path) -> None:
    done = cut_while(COMMAND, index)
    assert done.returncode == 3, done.stderr
    assert "check --repair" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_says_so_and_goes_on(index: Path) -> None:
    done = cut_while(SITE, index)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["200", "503 True None", "503 True None"]
