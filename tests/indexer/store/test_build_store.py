"""Building and generations: bad files, bad places, two writers, crashes (invariant 5)."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from indexer.build.pipeline import BuildOptions, build
from indexer.errors import (
    CorpusError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    IndexUnusableError,
)
from indexer.store import Store
from indexer.store.speech_catalogue import Catalogue
from searchui import open_corpus
from tests.conftest import SEEDS

SPEECH = "在测试会上的讲话\n（2024年5月3日）\n同志们：\n我们要把{}做好，把工作抓实。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(SPEECH.format("第一件事"), encoding="utf-8")
    (folder / "b.txt").write_text(SPEECH.format("第二件事"), encoding="utf-8")
    return folder


def test_a_build_publishes_a_generation(seeds: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    report = build(seeds, tmp_path / "index", indexing=lambda *step: told.append(step))
    assert (report.speeches, report.files, report.skipped) == (2, 2, ())
    assert told == [(0, 2, "a.txt"), (1, 2, "b.txt"), (2, 2, "")]
    generation = Store(tmp_path / "index").current()
    assert generation.folder.name == report.generation == "generation-000001"
    assert set(generation.manifest.files) == {"a.txt", "b.txt"}


def test_unreadable_files_are_named_and_the_others_are_indexed(seeds: Path, tmp_path: Path) -> None:
    (seeds / "c.txt").write_bytes(b"\x00\x01\x02")
    (seeds / "d.docx").write_bytes(b"not a zip")
    (seeds / "e.xyz").write_text("字", encoding="utf-8")
    report = build(seeds, tmp_path / "index")
    assert report.speeches == 2
    assert [item.path for item in report.skipped] == ["c.txt", "d.docx", "e.xyz"]
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.count("第一件事").occurrences == 1


def test_a_file_that_cannot_be_opened_is_skipped(seeds: Path, tmp_path: Path) -> None:
    (seeds / "c.txt").symlink_to(tmp_path / "gone.txt")
    assert [item.path for item in build(seeds, tmp_path / "index").skipped] == ["c.txt"]


def test_nothing_readable_leaves_the_old_index(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "x.txt").write_bytes(b"\x00")
    with pytest.raises(CorpusError, match=r"x\.txt"):
        build(bad, tmp_path / "index")
    with pytest.raises(CorpusError):
        build(tmp_path / "missing", tmp_path / "index")
    assert Store(tmp_path / "index").current_name() == "generation-000001"
    assert not list((tmp_path / "index").glob("staging-*"))


def test_generations_follow_each_other_and_old_ones_go(seeds: Path, tmp_path: Path) -> None:
    names = [build(seeds, tmp_path / "index").generation for _ in range(4)]
    assert names == [f"generation-{number:06d}" for number in range(1, 5)]
    assert sorted(path.name for path in (tmp_path / "index").glob("generation-*")) == names[-2:]


def test_a_reader_keeps_what_it_opened(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        (seeds / "a.txt").write_text(SPEECH.format("新的事"), encoding="utf-8")
        for _ in range(3):
            build(seeds, tmp_path / "index")
        assert corpus.count("第一件事").occurrences == 1
        assert corpus.count("新的事").occurrences == 0
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.count("新的事").occurrences == 1


def test_a_second_writer_is_told(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with FileLock(tmp_path / "index" / "LOCK"), pytest.raises(IndexLockedError, match="另一个程序"):
        build(seeds, tmp_path / "index")


CRASHING = """
import os, sys
from pathlib import Path
from indexer.build import pipeline as module
from indexer.store import folder as store
def crash(*args):
    if sys.argv[1] == "stage" or args[1].name == "CURRENT":
        os._exit(9)
    return rename(*args)
rename = os.replace
setattr(*{"stage": (module.ParallelWriter, "finish", crash), "publish": (store.Path, "replace", crash)}[sys.argv[1]])
module.build(Path(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("moment", ["stage", "publish"])
def test_a_crash_leaves_the_old_generation(seeds: Path, tmp_path: Path, moment: str) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    (seeds / "a.txt").write_text(SPEECH.format("新的事"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", CRASHING, moment, str(seeds), str(index)], check=False)
    assert done.returncode == 9
    with open_corpus(index) as corpus:
        assert (corpus.count("第一件事").occurrences, corpus.count("新的事").occurrences) == (1, 0)
    build(seeds, index)
    with open_corpus(index) as corpus:
        assert corpus.count("新的事").occurrences == 1
    assert not list(index.glob("staging-*"))


def test_missing_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="speechsearch build"):
        open_corpus(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(IndexMissingError):
        open_corpus(tmp_path / "file")


@pytest.mark.parametrize("damage", ["manifest.json", "catalogue.json", "*.seg", "*.toc", "CURRENT", "folder", "cut"])
def test_a_damaged_index_says_so(seeds: Path, tmp_path: Path, damage: str) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    folder = Store(index).current().folder
    if damage == "CURRENT":
        (index / "CURRENT").write_text("../../etc", encoding="ascii")
    elif damage == "folder":
        shutil.rmtree(folder)
    elif damage == "cut":
        (file,) = folder.glob("*.seg")
        file.write_bytes(file.read_bytes()[:100])
    else:
        (file,) = folder.glob(damage)
        file.unlink()
    with pytest.raises(IndexUnusableError, match="speechsearch build"):
        open_corpus(index)
    build(seeds, index)
    with open_corpus(index) as corpus:
        assert corpus.count("第一件事").occurrences == 1


def test_another_analysis_asks_for_a_rebuild(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(seeds, tmp_path / "index")
    monkeypatch.setattr("indexer.analysis.REVISION", 0)
    with pytest.raises(IndexStaleError, match="重新建立"):
        open_corpus(tmp_path / "index")


def test_two_files_with_one_id(seeds: Path, tmp_path: Path) -> None:
    for name in ("x.md", "y.md"):
        (seeds / name).write_text(f"---\nid: same\ntitle: {name}\n---\n同志们：\n说一件事。\n", encoding="utf-8")
    report = build(seeds, tmp_path / "index")
    assert [warned.path for warned in report.warnings] == ["y.md"]
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.speech("same").title == "x.md"
        assert corpus.speech("y.md").title == "y.md"


LONG = (
    SPEECH.format("、".join(f"第{number}件要紧的事" for number in range(1, 60)).replace("、", "做好，把"))
    + "说完了。\n"
)


@pytest.fixture
def twice(seeds: Path) -> Path:
    """The seeds, and a speech that is there three times: whole, without its head, and as a line of JSON."""
    (seeds / "m.txt").write_text(LONG, encoding="utf-8")
    (seeds / "l.txt").write_text(LONG.split("\n", 2)[2].replace("，", ","), encoding="utf-8")
    (seeds / "n.jsonl").write_text(
        '{"text": "另一篇，说别的事。"}\n' + json.dumps({"text": LONG.replace("\n", "\n\n")}), encoding="utf-8"
    )
    return seeds


def test_a_speech_that_is_there_twice_counts_once(twice: Path, tmp_path: Path) -> None:
    report = build(twice, tmp_path / "index")
    assert [(version.path, version.of) for version in report.versions] == [("l.txt", "m.txt"), ("n.jsonl:2", "m.txt")]
    assert [one.path for one in report.indexed] == ["a.txt", "b.txt", "m.txt", "n.jsonl:1"]
    assert (report.files, report.speeches, report.versions_kept) == (5, 4, False)
    with open_corpus(tmp_path / "index") as corpus:
        count = corpus.count("第7件要紧的事")
        assert (count.occurrences, count.speeches) == (1, 1)
    generation = Store(tmp_path / "index").current()
    assert set(generation.manifest.files) == {"a.txt", "b.txt", "l.txt", "m.txt", "n.jsonl"}
    also = {entry.id: [version.path for version in entry.versions] for entry in Catalogue(generation.folder).entries}
    assert also == {"a.txt": [], "b.txt": [], "m.txt": ["l.txt", "n.jsonl:2"], "n.jsonl:1": []}


def test_versions_are_kept_on_request(twice: Path, tmp_path: Path) -> None:
    report = build(twice, tmp_path / "index", BuildOptions(keep_versions=True))
    assert (report.speeches, len(report.versions), report.versions_kept) == (6, 2, True)
    with open_corpus(tmp_path / "index") as corpus:
        count = corpus.count("第7件要紧的事")
        assert (count.occurrences, count.speeches) == (3, 3)


def test_a_version_leaves_its_id_to_the_one_kept(twice: Path, tmp_path: Path) -> None:
    for name, head in (("x.md", "title: 一"), ("y.md", "title: 一\ndate: 2024-05-03")):
        text = LONG.split("\n", 2)[2].replace("件", "桩")
        (twice / name).write_text(f"---\nid: same\n{head}\n---\n{text}", encoding="utf-8")
    report = build(twice, tmp_path / "index")
    assert ("x.md", "same", "y.md") in {(version.path, version.id, version.of) for version in report.versions}
    assert report.warnings == ()
    with open_corpus(tmp_path / "index") as corpus:
        assert str(corpus.speech("same").date) == "2024-05-03"


def test_only_the_index_is_left_in_a_generation(twice: Path, tmp_path: Path) -> None:
    build(twice, tmp_path / "index")
    folder = Store(tmp_path / "index").current().folder
    assert not [path.name for path in folder.iterdir() if path.name.startswith("tmp")]


def test_reading_and_indexing_tell_how_far_they_are(seeds: Path, tmp_path: Path) -> None:
    (seeds / "metadata.csv").write_text("file,speaker\na.txt,张明\n", encoding="utf-8")
    told: list[tuple[str, int, int, str]] = []
    build(
        seeds,
        tmp_path / "index",
        indexing=lambda *step: told.append(("indexing", *step)),
        reading=lambda *step: told.append(("reading", *step)),
    )
    steps = [(0, 2, "a.txt"), (1, 2, "b.txt"), (2, 2, "")]
    assert told == [("reading", *step) for step in steps] + [("indexing", *step) for step in steps]


def test_only_a_sidecar_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file\n", encoding="utf-8")
    with pytest.raises(CorpusError):
        build(tmp_path, tmp_path / "index")


def test_three_speeches_with_one_id(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    lines = (f'{{"id": "same", "text": "说第{number}件事。"}}' for number in range(3))
    (tmp_path / "seeds" / "talks.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = build(tmp_path / "seeds", tmp_path / "index")
    assert [one.id for one in report.indexed] == ["same", "talks.jsonl:2", "talks.jsonl:3"]
    assert [warned.path for warned in report.warnings] == ["talks.jsonl:2", "talks.jsonl:3"]


def test_a_corpus_has_patterns_of_its_own(seeds: Path, tmp_path: Path) -> None:
    (seeds / "a.txt").write_text(SPEECH.format("第一件事") + "某某文库出品\n", encoding="utf-8")
    (seeds / "patterns.toml").write_text("lines = ['某某文库出品']\n", encoding="utf-8")
    assert build(seeds, tmp_path / "index").files == 2
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.count("某某文库").occurrences == 0
        assert [item.text for item in corpus.speech("a.txt").left_out] == ["某某文库出品"]


@pytest.mark.slow
def test_as_many_processes_as_one_likes_answer_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.build.pipeline.MIN_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.parallel_writer.SMALLEST_PART", 5_000)
    build(SEEDS, tmp_path / "one")
    build(SEEDS, tmp_path / "two", BuildOptions(jobs=2))
    with open_corpus(tmp_path / "one") as one, open_corpus(tmp_path / "two") as two:
        for query in ("发展", "“党的建设” 基层", "year:2024 -农", "speaker:叶舒禾"):
            assert one.search(query, sort="oldest").as_json() == two.search(query, sort="oldest").as_json()
            ranked = [[hit.url for hit in corpus.search(query, per_page=100).hits] for corpus in (one, two)]
            assert ranked[0] == ranked[1]


def die(*_: object) -> None:
    os._exit(9)


def test_a_process_that_is_killed_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(SEEDS, tmp_path / "index")
    monkeypatch.setattr("indexer.build.pipeline.MIN_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.parallel_writer.write_partial_segments", die)
    with pytest.raises(IndexUnusableError, match="--jobs 1"):
        build(SEEDS, tmp_path / "index", BuildOptions(jobs=2))
    assert Store(tmp_path / "index").current_name() == "generation-000001"
    assert not list((tmp_path / "index").glob("staging-*"))


def test_another_wording_of_a_speech_is_indexed_and_told(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    points = [f"第{number}件事要抓好，说到第{number}遍也要抓实。" for number in range(60)]
    for name, own in (("a.txt", "原稿"), ("b.txt", "改稿")):
        changed = [f"{own}在第{number}处另有说法，" if number % 8 == 0 else "" for number in range(60)]
        text = "\n".join(map("".join, zip(changed, points, strict=True)))
        (seeds / name).write_text(f"在测试会上的讲话\n同志们：\n{text}\n", encoding="utf-8")
    report = build(seeds, tmp_path / "index")
    (version,) = report.versions
    assert 0.9 < version.shared < 0.95
    assert report.speeches == 2
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.count("原稿在第16处").speeches == corpus.count("改稿在第16处").speeches == 1
