"""What an update may take to be unchanged: never a file whose contents are others."""

import os
import time
from pathlib import Path

import pytest

from indexer.build.file_records import load_records
from indexer.build.pipeline import BuildOptions, build, update
from indexer.store import Store
from indexer.store.file_diff import Changes
from indexer.store.file_stamps import FILE as STAMPS
from indexer.store.file_stamps import SETTLING_TIME, FileStamps, stamp_of
from searchui import open_corpus

AN_HOUR = 3600 * 1_000_000_000
SPEECH = "在会上的讲话\n同志们：\n说的是第{}件事。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(SPEECH.format("一"), encoding="utf-8")
        (folder / f"{name}.txt").write_text(SPEECH.format(name), encoding="utf-8")
    return folder


def settled(file: Path) -> None:
    """Wait until what the system says of a file can be trusted."""
    while stamp_of(file) is None:
        time.sleep(SETTLING_TIME / 20e9)


def uses(index: Path, phrase: str) -> int:
    with open_corpus(index) as corpus:
        return corpus.count(phrase).occurrences


@pytest.mark.slow
def test_a_file_of_the_same_size_and_time_that_says_otherwise_is_read(seeds: Path, tmp_path: Path) -> None:
    file, index = seeds / "a.txt", tmp_path / "index"
    settled(file)
    build(seeds, index)
    before = file.stat()
    record = load_records(Store(index).current().folder).files[0]
    assert FileStamps.load(index).has_still("a.txt", file, record.hash)
    file.write_text(SPEECH.format("c"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert update(seeds, index).changes == Changes(changed=("a.txt",))
    assert (uses(index, "第a件事"), uses(index, "第c件事")) == (0, 1)


def test_a_file_that_changed_just_before_it_was_read_is_not_trusted(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changed again within the same tick of the clock, its times would be the same."""
    monkeypatch.setattr(
        "indexer.store.file_stamps.SETTLING_TIME", AN_HOUR
    )  # however long this machine takes to get there
    build(seeds, tmp_path / "index")
    assert FileStamps.load(tmp_path / "index") == FileStamps()


@pytest.mark.slow
def test_what_is_trusted_is_not_read(seeds: Path, tmp_path: Path) -> None:
    """A touched file is hashed, and found to be the same; nothing is published."""
    index = tmp_path / "index"
    settled(seeds / "b.txt")
    build(seeds, index)
    (seeds / "a.txt").touch()
    report = update(seeds, index)
    assert (report.generation, report.changes, report.indexed) == ("generation-000001", Changes(), ())
    assert update(seeds, index, trust_stamps=False).generation == "generation-000001"


@pytest.mark.parametrize("name", ["ledger.msgpack", "catalogue.json", "speeches.jsonl", "*.seg"])
def test_a_damaged_generation_is_not_carried_on(seeds: Path, tmp_path: Path, name: str) -> None:
    """One byte of a file that an update reads, or would copy, is another."""
    index = tmp_path / "index"
    build(seeds, index)
    (file,) = Store(index).current().folder.glob(name)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    (seeds / "a.txt").write_text(SPEECH.format("c"), encoding="utf-8")
    report = update(seeds, index)
    assert report.changes is None
    assert report.anew is not None
    assert (uses(index, "第b件事"), uses(index, "第c件事")) == (1, 1)


def test_other_words_and_other_readings_are_read_anew(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    (seeds / "user_dict.txt").write_text("第a件事\n", encoding="utf-8")
    assert "词表" in str(update(seeds, index).anew)
    (seeds / "patterns.toml").write_text("lines = ['某某出品']\n", encoding="utf-8")
    assert "读取" in str(update(seeds, index).anew)
    assert "读取" in str(update(seeds, index, BuildOptions(keep_versions=True)).anew)
    assert update(seeds, index, BuildOptions(keep_versions=True)).changes == Changes()


def test_unchanged_segments_are_one_file_in_two_generations(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.GROWTH", 0)
    index = tmp_path / "index"
    build(seeds, index)
    (old,) = Store(index).current().folder.glob("*.seg")
    (seeds / "c.txt").write_text(SPEECH.format("c"), encoding="utf-8")
    update(seeds, index)
    new = Store(index).current().folder / old.name
    assert new.samefile(old)
    assert len(list(new.parent.glob("*.seg"))) == 2


def test_stamps_are_believed_as_they_were_written_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.store.file_stamps.SETTLING_TIME", -AN_HOUR)
    file, stamps = tmp_path / "a.txt", FileStamps()
    file.write_text("a", encoding="utf-8")
    stamps.note("a.txt", stamp_of(file), b"digest")
    stamps.save(tmp_path)
    assert FileStamps.load(tmp_path).has_still("a.txt", file, b"digest")
    written = tmp_path / STAMPS
    data = bytearray(written.read_bytes())
    data[-1] ^= 1
    written.write_bytes(data)
    assert FileStamps.load(tmp_path) == FileStamps()
