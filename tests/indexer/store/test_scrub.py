"""The scrub reads every file of the live generation, and what it has found is known to whoever opens the index then."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import msgspec
import pytest

from indexer.build.pipeline import build, update
from indexer.build.status import status
from indexer.check import check, repair
from indexer.errors import IndexUnusableError
from indexer.store import Generation, Store, now
from indexer.store.scrub import Scrub, scrubbing
from indexer.store.verification import FILE, Seen, Verification
from searchui import open_corpus
from tests.conftest import ROOT
from tests.searchui.cli.test_cli import run

SPEECH = "在测试会上的讲话\n（2024年5月3日）\n同志们：\n我们要把{}做好，把工作抓实。\n"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index whose files are all large; nothing is waited for."""
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.encoding.arrays.SMALL", 0)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(SPEECH.format("第一件事"), encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path / "index"


def segment(index: Path) -> Path:
    return max(Store(index).current().folder.glob("*.seg"))


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def scrubbed(index: Path, *, seconds: float = 3600) -> list[str]:
    """The damaged files that a pass finds."""
    found: list[str] = []
    scrub = Scrub(index, lambda _, name: found.append(name), seconds=seconds)
    while scrub.read_next(Event()):
        pass
    return found


def test_a_pass_reads_every_file_and_says_since_when_all_are_whole(index: Path) -> None:
    assert status(index).checked is None
    before = now()
    assert scrubbed(index) == []
    checked = status(index).checked
    assert checked is not None
    assert before <= checked <= now()
    assert "都完好" in run("status", index=index).stdout
    assert json.loads(run("status", "--json", index=index).stdout)["checked"]


def test_nothing_is_read_again_before_it_is_due(index: Path) -> None:
    scrub = Scrub(index, lambda *_: None)
    files = len(Store(index).current().manifest.checksums)
    assert [scrub.read_next(Event()) for _ in range(files + 1)] == [True] * files + [False]
    seen = msgspec.json.decode((index / FILE).read_bytes(), type=dict[str, Seen])
    older = {digest: msgspec.structs.replace(one, when=one.when - timedelta(hours=2)) for digest, one in seen.items()}
    (index / FILE).write_bytes(msgspec.json.encode(older))
    assert Scrub(index, lambda *_: None).read_next(Event())


def test_what_it_finds_damaged_is_answered_from_by_nobody_any_more(index: Path) -> None:
    flip(segment(index))
    with open_corpus(index) as corpus:
        assert corpus.count("第一件事").occurrences == 1  # nobody has seen it
    assert scrubbed(index) == [segment_name(index)]
    with pytest.raises(IndexUnusableError, match=r"损坏（generation-000001/.*\.seg）"):
        open_corpus(index)
    done = run("count", "第一件事", index=index)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "check --repair" in done.stderr


def segment_name(index: Path) -> str:
    (file,) = index.glob("generation-*/*.seg")
    return file.name


@pytest.mark.parametrize("mend", ["repair", "update", "by hand"])
def test_it_is_answered_from_again_when_it_is_mended(index: Path, mend: str) -> None:
    """The same corpus makes a file with the same checksum, which was known to be damaged."""
    file = segment(index)
    flip(file)
    scrubbed(index)
    seeds = index.parent / "seeds"
    mending: dict[str, Callable[[], object]] = {
        "repair": lambda: repair(index),
        "update": lambda: update(seeds, index),
        "by hand": lambda: flip(file),
    }
    mending[mend]()
    with open_corpus(index) as corpus:
        assert corpus.count("第一件事").occurrences == 1
    assert check(index).problems == ()
    assert status(index).checked is not None


def test_a_check_is_a_pass_too(index: Path) -> None:
    check(index)
    assert status(index).checked is not None
    flip(segment(index))
    check(index)
    with pytest.raises(IndexUnusableError, match="损坏"):
        open_corpus(index)


def test_damage_goes_with_a_file_into_the_next_generation(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large segment is not read when an update takes it over; that it was damaged is known there as well."""
    monkeypatch.setattr("indexer.build.incremental_plan.MAX_VERIFIED_AT_ONCE", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.GROWTH", 0)
    flip(segment(index))
    (index.parent / "seeds" / "b.txt").write_text(SPEECH.format("第二件事"), encoding="utf-8")
    assert update(index.parent / "seeds", index).anew is None
    assert len(scrubbed(index)) == 1
    with pytest.raises(IndexUnusableError, match="generation-000002"):
        open_corpus(index)


def test_a_copy_of_a_file_was_not_seen(index: Path, tmp_path: Path) -> None:
    scrubbed(index)
    shutil.copytree(index, tmp_path / "copy")
    assert status(tmp_path / "copy").checked is None


@pytest.mark.parametrize("text", ["", "{", '{"x": 1}', "\xff"])
def test_what_was_seen_may_be_lost(index: Path, text: str) -> None:
    scrubbed(index)
    (index / FILE).write_text(text, encoding="latin-1")
    assert status(index).checked is None
    assert scrubbed(index) == []
    assert status(index).checked is not None


def test_where_nothing_can_be_written_it_goes_on(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("indexer.store.verification.write_whole", refuse)
    files = len(Store(index).current().manifest.checksums)
    scrub = Scrub(index, lambda *_: None)
    assert [scrub.read_next(Event()) for _ in range(files + 1)] == [True] * files + [False]
    assert not (index / FILE).exists()


def test_reading_is_spread_over_an_hour(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It rests after each piece so long that all files take the time of a pass; it ends when it is told to."""
    monkeypatch.setattr("indexer.store.scrub.LEAST_RATE", 1)
    monkeypatch.setattr("indexer.store.scrub.CHUNK", 100)
    rests: list[float] = []

    class Noted(Event):
        def wait(self, timeout: float | None = None) -> bool:
            rests.append(timeout or 0)
            return self.is_set()

    scrub, stop = Scrub(index, lambda *_: None), Noted()
    while scrub.read_next(stop):
        pass
    assert 3590 < sum(rests) < 3610
    assert max(rests) <= 3600 * 100 / sum(one.size for one in Store(index).current().manifest.checksums.values())
    stop.set()
    (index / FILE).unlink()
    assert not Scrub(index, lambda *_: None).read_next(stop)
    assert not (index / FILE).exists()


def test_a_thread_does_it_meanwhile_and_ends(index: Path) -> None:
    flip(segment(index))
    told = Event()
    threads = threading.active_count()

    def tell(generation: Generation, name: str) -> None:
        assert (generation.folder.name, name) == ("generation-000001", segment_name(index))
        told.set()

    with scrubbing(index, tell):
        assert told.wait(60)
    assert threading.active_count() == threads


def test_the_newer_of_what_two_have_found_is_kept(index: Path) -> None:
    live = Store(index).current()
    name, expected = next(iter(live.manifest.checksums.items()))
    one, other = Verification(), Verification()
    one.note(live.folder / name, expected, now() - timedelta(minutes=5), whole=False)
    other.note(live.folder / name, expected, now(), whole=True)
    for first, second in ((one, other), (other, one)):
        assert list(first.joined(second).suspects(live.manifest)) == []


CUTTING = """
import os, sys
from searchui import open_corpus
from indexer.errors import IndexUnusableError
corpus = open_corpus(sys.argv[1])
corpus.count("第一件事")
os.truncate(sys.argv[2], int(sys.argv[3]))
for question in (lambda: corpus.count("第一件事"), lambda: corpus.search("工作"), lambda: corpus.speech("a.txt"),
                 lambda: corpus.kwic("工作"), lambda: corpus.suggest("工"), lambda: corpus.speeches(), corpus.close):
    try:
        print(question())
    except IndexUnusableError as error:
        print("damaged", "check --repair" in str(error))
"""


@pytest.mark.skipif(os.name == "nt", reason="a file that is mapped cannot be cut there")
@pytest.mark.parametrize("pattern", ["*.seg", "ngrams.order", "speeches.jsonl", "catalogue.json"])
@pytest.mark.parametrize("share", [0, 0.5, 0.999])
def test_a_file_that_is_cut_short_while_it_is_mapped_ends_in_a_message(index: Path, pattern: str, share: float) -> None:
    """Reading what is mapped beyond the end of its file would end the process with SIGBUS."""
    (file,) = Store(index).current().folder.glob(pattern)
    size = str(int(file.stat().st_size * share))
    done = subprocess.run(
        [sys.executable, "-c", CUTTING, str(index), str(file), size],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["damaged True"] * 7
