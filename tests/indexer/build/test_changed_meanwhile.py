"""A file that changes while an index is built of it: what is published is of one state of every file, and that is noticed.

A build reads some files twice: a speech again whose version is indexed, a version once more when it is known to be one,
and the clauses of kept files when they are compared. What comes out is what a build gives afterwards.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.build.pipeline import build, update
from indexer.build.reading_pass import CorpusReading
from indexer.build.speech_reading import FileBatch
from indexer.check import check
from indexer.errors import IndexUnusableError
from indexer.store import Store
from searchui import open_corpus

POINTS = [f"第{number}件事要抓好，说到第{number}遍也要抓实。" for number in range(60)]
LATER = "这一句是后来才添上的，别处都没有说过。"


def wording(own: str, every: int = 20) -> str:
    """A speech, one of so many of whose sentences is in words of its own: of 20, a version; of 8, a speech beside another."""
    changed = [f"{own}在第{number}处另有说法，" if number % every == 0 else "" for number in range(60)]
    lines = map("".join, zip(changed, POINTS, strict=True))
    return "\n".join(["在测试会上的讲话", "同志们：", *lines, ""])


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(wording("原稿"), encoding="utf-8")
    (folder / "b.txt").write_text(wording("改稿"), encoding="utf-8")
    (folder / "c.txt").write_text("在会上的讲话\n同志们：\n别的事。\n", encoding="utf-8")
    return folder


def changing(file: Path, text: str, real: Callable[..., Any], time: int) -> tuple[Callable[..., Any], list[int]]:
    """A function that changes a file when it is called for the time of a number, from 1; and its calls."""
    calls: list[int] = []

    def called(*arguments: Any, **named: Any) -> Any:
        calls.append(len(calls))
        if len(calls) == time:
            file.write_text(text, encoding="utf-8")
        return real(*arguments, **named)

    return called, calls


def assert_as_built(index: Path, seeds: Path, folder: Path) -> None:
    """The index answers as one that is built now."""
    build(seeds, folder / "fresh")
    mine, fresh = answers(index), answers(folder / "fresh")
    assert mine == fresh
    assert check(index, seeds).problems == ()


def answers(index: Path) -> list[Any]:
    with open_corpus(index) as corpus:
        speeches = [(entry.id, corpus.speech(entry.id).paragraphs) for entry in corpus.speeches()]
        phrases = ("第3件事", "原稿在第20处", "改稿在第20处", LATER, "别的事")
        return [speeches, [corpus.count(phrase).as_json() for phrase in phrases]]


@pytest.mark.parametrize("name", ["a.txt", "b.txt", "c.txt"])
def test_between_two_passes_of_a_build(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The second pass reads the version, and the speech beside it that it is a version of."""
    file = seeds / name
    text = file.read_text(encoding="utf-8") + LATER + "\n"
    read, calls = changing(file, text, CorpusReading.read, 2)
    monkeypatch.setattr(CorpusReading, "read", read)
    build(seeds, tmp_path / "index")
    monkeypatch.undo()
    assert len(calls) > 1
    with open_corpus(tmp_path / "index") as corpus:
        known = corpus.count(LATER).occurrences
    if name != "c.txt":  # which is read once, and was as it is in the index
        assert known == 1
    report = update(seeds, tmp_path / "index")
    assert report.changes is not None
    assert_as_built(tmp_path / "index", seeds, tmp_path)


def test_while_the_speech_beside_a_version_is_read(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = seeds / "a.txt"
    text = file.read_text(encoding="utf-8") + LATER + "\n"
    read, calls = changing(file, text, FileBatch._indexed_text, 1)
    monkeypatch.setattr(FileBatch, "_indexed_text", read)
    build(seeds, tmp_path / "index")
    monkeypatch.undo()
    assert calls
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.count(LATER).occurrences == 1
    assert_as_built(tmp_path / "index", seeds, tmp_path)


@pytest.mark.parametrize("every", [8, 20])
def test_between_its_hash_and_its_clauses_in_an_update(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """A kept file is read once more because a new one is like it."""
    index, file = tmp_path / "index", seeds / "a.txt"
    for name, own in (("a.txt", "原稿"), ("b.txt", "改稿")):
        (seeds / name).write_text(wording(own, every), encoding="utf-8")
    later = (seeds / "b.txt").read_text(encoding="utf-8")
    (seeds / "b.txt").unlink()
    build(seeds, index)
    (seeds / "b.txt").write_text(later, encoding="utf-8")
    text = file.read_text(encoding="utf-8") + LATER + "\n"
    clauses, calls = changing(file, text, CorpusReading.clauses, 1)
    monkeypatch.setattr(CorpusReading, "clauses", clauses)
    report = update(seeds, index)
    monkeypatch.undo()
    assert calls
    assert report.changes is not None
    assert set(report.changes.changed) == {"a.txt"}
    with open_corpus(index) as corpus:
        assert corpus.count(LATER).occurrences == 1
    assert_as_built(index, seeds, tmp_path)


@pytest.mark.parametrize("most", [0, 1 << 30])
def test_a_damaged_segment_is_merged_into_no_other(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """However large: what is merged would get a new checksum. Small ones are built again, of large ones it is told."""
    monkeypatch.setattr("indexer.build.incremental_plan.MAX_VERIFIED_AT_ONCE", most)
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.TIMES", 1000)
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.encoding.arrays.SMALL", 0)
    index = tmp_path / "index"
    build(seeds, index)
    (file,) = Store(index).current().folder.glob("*.seg")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    (seeds / "d.txt").write_text("在会上的讲话\n同志们：\n又一件事。\n", encoding="utf-8")
    if most:
        assert "损坏" in str(update(seeds, index).anew)
        assert check(index).problems == ()
    else:
        with pytest.raises(IndexUnusableError, match=file.name):
            update(seeds, index)
        assert Store(index).current_name() == "generation-000001"
