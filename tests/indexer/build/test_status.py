"""Status: what is live, and how the corpus differs from it now."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.build.pipeline import build
from indexer.build.status import Status, status
from indexer.store import Store
from indexer.store.file_diff import Changes
from tests.searchui.cli.test_cli import run


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in "abcdef":
        (folder / f"{name}.txt").write_text(f"同志们：\n讲{name}这件事，说一句话。\n", encoding="utf-8")
    (folder / "metadata.csv").write_text("file,speaker\na.txt,张明\n", encoding="utf-8")
    return folder


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Path:
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


def difference(index: Path) -> tuple[Changes, bool, bool]:
    found = status(index).difference
    assert found is not None
    return found.changes, found.words, found.reading


def test_what_is_live_and_how_large(index: Path, seeds: Path) -> None:
    build(seeds, index)
    found = json.loads(run("status", "--json", "--index", str(index)).stdout)
    live = Store(index).current()
    files = {path.name: path.stat().st_size for path in live.folder.iterdir() if path.name != "manifest.json"}
    assert found["generation"] == "generation-000002"
    assert found["kept"] == ["generation-000001"]
    assert (found["bytes"], found["segments"]) == (sum(files.values()), 1)
    assert found["disk"] == sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    assert (found["speeches"], found["files"], found["source"]) == (6, 7, str(seeds))
    assert found["difference"]["changes"] == {"added": [], "changed": [], "removed": [], "moved": []}
    assert (found["writer"], found["unread"]) == (None, None)
    assert found["versions"] == live.manifest.versions


def test_a_file_of_two_generations_takes_its_place_once(index: Path) -> None:
    store = Store(index)
    before = status(index).disk
    store.restore(store.current())
    assert status(index).disk - before == (store.current().folder / "manifest.json").stat().st_size


def test_how_the_corpus_differs(index: Path, seeds: Path) -> None:
    assert difference(index) == (Changes(), False, False)
    os.utime(seeds / "a.txt", (0, 0))
    assert difference(index) == (Changes(), False, False)
    (seeds / "a.txt").write_text("同志们：\n改了。\n", encoding="utf-8")
    (seeds / "b.txt").unlink()
    (seeds / "c.txt").rename(seeds / "部署.txt")
    (seeds / "g.txt").write_text("同志们：\n新的。\n", encoding="utf-8")
    expected = Changes(added=("g.txt",), changed=("a.txt",), removed=("b.txt",), moved=(("c.txt", "部署.txt"),))
    assert difference(index) == (expected, False, False)
    told = run("status", "--index", str(index)).stdout
    for line in (
        "新增 1 个文件：g.txt",
        "改动 1 个文件：a.txt",
        "移走 1 个文件：b.txt",
        "改名 1 个文件：c.txt → 部署.txt",
    ):
        assert line in told
    assert "speechsearch build" in told


def test_of_many_files_some_are_named(index: Path, seeds: Path) -> None:
    for number in range(5):
        (seeds / f"new{number}.txt").write_text(f"第{number}篇", encoding="utf-8")
    assert "新增 5 个文件：new0.txt、new1.txt、new2.txt……" in run("status", "--index", str(index)).stdout


@pytest.mark.parametrize(
    ("name", "text", "words", "reading", "says"),
    [
        ("user_dict.txt", "这件事\n", True, False, "词典、同义词或分词有改动"),
        ("patterns.toml", "lines = ['某某']\n", False, True, "样式文件或程序有改动"),
    ],
)
def test_lists_and_patterns_that_changed_are_told(
    index: Path, seeds: Path, name: str, text: str, words: bool, reading: bool, says: str
) -> None:
    (seeds / name).write_text(text, encoding="utf-8")
    assert difference(index) == (Changes(), words, reading)
    assert says in run("status", "--index", str(index)).stdout


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (shutil.rmtree, "找不到讲话稿文件夹"),
        (lambda seeds: (seeds / "synonyms.txt").write_text("一个\n", encoding="utf-8"), "第 1 行"),
    ],
)
def test_a_corpus_that_cannot_be_read_is_told(
    index: Path, seeds: Path, spoil: Callable[[Path], object], says: str
) -> None:
    spoil(seeds)
    done = run("status", "--index", str(index))
    assert done.exit_code == 0
    assert "没有与讲话稿比较" in done.stdout
    assert says in done.stdout


def test_another_folder_may_be_named(index: Path, seeds: Path, tmp_path: Path) -> None:
    seeds.rename(tmp_path / "moved")
    found = status(index, tmp_path / "moved")
    assert isinstance(found, Status)
    assert found.difference is not None
    assert not found.difference
    assert "里的讲话稿一致" in run("status", str(tmp_path / "moved"), "--index", str(index)).stdout
