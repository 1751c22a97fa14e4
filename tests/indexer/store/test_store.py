"""Generations: what a reader opened stays, at whatever moment a writer comes; what is written is whole or is not there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import indexer.store.folder
from indexer.build.pipeline import BuildOptions, build
from indexer.errors import IndexMissingError, IndexUnusableError
from indexer.store import Store
from indexer.store.generation import Generation
from indexer.store.manifest import FILE, FORMAT, Checksum, checksum, corpus_fingerprint, read_manifest
from indexer.store.phrasings import FILE as PHRASINGS
from indexer.store.phrasings import load_phrasings
from searchui import Corpus, open_corpus
from tests.indexer.store.refused import obey_permissions, small_files, speechsearch

SPEECH = "在测试会上的讲话\n（2024年5月3日）\n同志们：\n我们要把{}做好，把工作抓实。\n"


def write(seeds: Path, word: str) -> None:
    seeds.mkdir(exist_ok=True)
    (seeds / "a.txt").write_text(SPEECH.format(word), encoding="utf-8")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    write(tmp_path / "seeds", "第一件事")
    (tmp_path / "seeds" / "用户词典.txt").write_text("第一件事\n", encoding="utf-8")
    return tmp_path / "seeds"


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Path:
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


def test_the_manifest_says_of_what_and_with_what(seeds: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("抓实\n", encoding="utf-8")
    build(seeds, tmp_path / "index", BuildOptions(keep_versions=True, user_dict=words))
    folder = Store(tmp_path / "index").current().folder
    manifest = read_manifest(folder)
    assert (manifest.source, manifest.options.user_dict, manifest.options.synonyms) == (str(seeds), str(words), None)
    assert manifest.options.keep_versions
    assert manifest.corpus == corpus_fingerprint(manifest.files)
    assert {"python", "speechsearch", "whoosh3", "numpy"} <= manifest.versions.keys()
    files = {path.name for path in folder.iterdir()} - {FILE}
    assert manifest.checksums == {name: checksum(folder / name) for name in files}


def test_the_fingerprint_of_a_corpus_is_that_of_paths_and_hashes() -> None:
    assert corpus_fingerprint({"a": "1", "b": "2"}) == corpus_fingerprint({"b": "2", "a": "1"})
    assert corpus_fingerprint({"a": "1", "b": "2"}) != corpus_fingerprint({"a": "2", "b": "1"})


def test_what_a_reader_opened_is_his_when_the_index_is_removed(index: Path, seeds: Path) -> None:
    with open_corpus(index) as corpus:
        shutil.rmtree(index)
        assert use(corpus) == "第一件事"
        with pytest.raises(IndexMissingError):
            open_corpus(index)
        write(seeds, "第二件事")
        build(seeds, index)
        assert use(corpus) == "第一件事"
        _give_its_numbers_again(corpus.generation)
        assert use(corpus) == "第一件事"
        assert Store(index).current_name() == corpus.generation.folder.name
        assert Store(index).pointer() != corpus.generation.pointer


def _give_its_numbers_again(generation: Generation) -> None:
    """As a file system does that gives the numbers of removed files to new ones; of these some have another size."""
    there = {name: path for name in generation.manifest.checksums if (path := generation.folder / name).exists()}
    numbered = [(name, os.fspath(path), path.stat().st_ino, path.stat().st_size + 1) for name, path in there.items()]
    generation.__dict__["_sizes"] = numbered


def use(corpus: Corpus) -> str:
    """Everything that may open a file; the word that the corpus has."""
    (entry,) = corpus.speeches()
    text = "".join(paragraph.text for paragraph in corpus.speech(entry.id).paragraphs)
    word = text[text.index("第") :][:4]
    assert corpus.count(word).occurrences == corpus.search(f"“{word}”").total == 1
    corpus.suggest("工作")
    corpus.set_phrases()
    return word


@pytest.mark.parametrize(
    "moment",
    [
        "indexer.store.generation.read_manifest",
        "searchui.search.corpus.analysis_in",
        "searchui.search.corpus.open_engine",
    ],
)
def test_a_reader_who_comes_too_late_opens_the_new_generation(
    index: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Between reading CURRENT and opening a file, a writer publishes twice, and removes what CURRENT named."""
    module, _, name = moment.rpartition(".")
    real = getattr(sys.modules[module], name)

    def late(*args: object) -> object:
        monkeypatch.setattr(moment, real)
        first = Store(index).current().folder
        for word in ("第二件事", "第三件事"):
            write(seeds, word)
            build(seeds, index)
        assert not first.exists()
        return real(*args)

    monkeypatch.setattr(moment, late)
    with open_corpus(index) as corpus:
        assert corpus.generation.folder.name == "generation-000003"
        assert use(corpus) == "第三件事"


READING = """
import sys
from searchui import open_corpus
opened = set()
print("ready", flush=True)
while not sys.stdin.closed and not {stop}.exists():
    with open_corpus(sys.argv[1]) as corpus:
        assert corpus.count("把工作抓实").occurrences == 1
        assert corpus.speech("a.txt").title
        opened.add(corpus.generation.folder.name)
print(len(opened))
"""


@pytest.mark.slow
def test_readers_never_fail_while_generations_come_and_go(index: Path, seeds: Path, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    code = "from pathlib import Path\n" + READING.format(stop=f"Path({str(stop)!r})")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(20):
            write(seeds, f"第{number}件事")
            build(seeds, index)
        stop.touch()
        out, errors = reader.communicate()
    assert errors == ""
    assert int(out) > 1


def published_again(store: Store, change: Callable[[Path], object] = lambda staging: None) -> Path:
    """The live generation, published once more with all its files shared, but for a change; its folder."""
    live = store.current()
    with store.writing() as staging:
        for name in live.manifest.checksums:
            store.share(live.folder / name, staging)
        change(staging)
        return store.publish(staging, live.manifest).folder


def test_a_shared_file_is_one_file_and_is_not_read_again(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(index)
    first = store.current()
    read: list[str] = []

    def noted(file: Path) -> Checksum:
        read.append(file.name)
        return checksum(file)

    monkeypatch.setattr(indexer.store.folder, "checksum", noted)
    second = published_again(store, lambda staging: (staging / "new.txt").write_text("新"))
    assert read == ["new.txt"]
    assert all((second / name).samefile(first.folder / name) for name in first.manifest.checksums)
    sums = read_manifest(second).checksums
    assert sums == first.manifest.checksums | {"new.txt": checksum(second / "new.txt")}
    third = published_again(store)
    assert read == ["new.txt"]
    assert not first.folder.exists()
    assert read_manifest(third).checksums == sums
    with open_corpus(index) as corpus:
        assert use(corpus) == "第一件事"


def without_links(*args: object) -> None:
    raise PermissionError(1, "Operation not permitted")  # what vfat says


def test_without_links_files_are_copied_but_never_damaged_ones(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", without_links)
    store = Store(index)
    first = store.current()
    second = published_again(store)
    assert not (second / "speeches.jsonl").samefile(first.folder / "speeches.jsonl")
    assert read_manifest(second).checksums == first.manifest.checksums
    data = (second / "speeches.jsonl").read_bytes()
    (second / "speeches.jsonl").write_bytes(data[:-2] + b" \n")
    with pytest.raises(IndexUnusableError, match=r"speeches\.jsonl"):
        published_again(store)
    assert store.current_name() == second.name


def test_the_live_generation_and_the_one_before_it_stay(index: Path, seeds: Path) -> None:
    """One that a crash kept from becoming live is neither."""
    store = Store(index)
    first = store.current().folder
    shutil.copytree(first, index / "generation-000002")
    assert store.current().folder == first
    assert build(seeds, index).generation == "generation-000002"
    assert store.generations() == [first, index / "generation-000002"]


def test_what_a_dead_writer_left_is_removed_by_the_next(index: Path, seeds: Path) -> None:
    (index / "staging-1").mkdir()
    (index / "staging-1" / "piece").write_text("x", encoding="utf-8")
    (index / "CURRENT.new").write_text("x", encoding="utf-8")
    (index / "LOCK").write_text("12345 another-host", encoding="utf-8")
    build(seeds, index)
    left = {path.name for path in index.iterdir()} - {"LOCK"}
    assert left == {"CURRENT", "stamps.msgpack", "generation-000001", "generation-000002"}


def test_a_wrong_current_costs_no_generation(index: Path, seeds: Path) -> None:
    """A pointer that was changed to an older generation must not have the newer ones taken for unpublished."""
    write(seeds, "第二件事")  # of one second, generations that are alike have one seal
    build(seeds, index)
    text = (index / "CURRENT").read_text(encoding="ascii")
    (index / "CURRENT").write_text(text.replace("generation-000002", "generation-000001"), encoding="ascii")
    with pytest.raises(IndexUnusableError, match="CURRENT"):
        Store(index).current()
    with Store(index).writing():
        assert len(Store(index).generations()) == 2


def test_another_version_of_the_program_says_so(index: Path) -> None:
    file = Store(index).current().folder / FILE
    before, after = (f'"format": {number}'.encode() for number in (FORMAT, FORMAT - 1))
    assert before in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(before, after))
    with pytest.raises(IndexUnusableError, match="另一个版本"):
        open_corpus(index)


@pytest.fixture
def forbidden(index: Path) -> Path:
    """An index that nobody may write to."""
    folders = [index, *index.glob("generation-*")]
    for path in (*folders, *(file for folder in folders for file in folder.iterdir() if file.is_file())):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return index


@pytest.mark.slow
def test_an_index_that_may_only_be_read_is_read(forbidden: Path) -> None:
    for words in (["count", "第一件事"], ["status"], ["check"]):
        done = speechsearch(*words, "--index", forbidden, under=obey_permissions)
        assert (done.returncode, done.stderr) == (0, "")


def test_an_index_that_may_only_be_read_is_not_written(forbidden: Path, seeds: Path) -> None:
    done = speechsearch("build", seeds, "--index", forbidden, under=obey_permissions)
    assert done.returncode == 3
    assert f"写不进“{forbidden}" in done.stderr
    assert "请检查写入权限" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in forbidden.iterdir()} == {"CURRENT", "LOCK", "stamps.msgpack", "generation-000001"}


@pytest.mark.slow
@pytest.mark.parametrize("most", [0, 10, 1_000, 10_000])
def test_a_full_disk_leaves_the_old_index(index: Path, seeds: Path, most: int) -> None:
    text = "".join(f"我们要把第{number}件事做好，把工作抓实。\n" for number in range(1000))
    (seeds / "b.txt").write_text(f"在会上的讲话\n同志们：\n{text}", encoding="utf-8")
    done = speechsearch("build", seeds, "--index", index, under=small_files(most))
    assert done.returncode == 3
    assert "磁盘已满，请腾出空间再试。原来的索引没有改动。" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in index.iterdir()} == {"CURRENT", "LOCK", "stamps.msgpack", "generation-000001"}
    with open_corpus(index) as corpus:
        assert use(corpus) == "第一件事"
    build(seeds, index)
    with open_corpus(index) as corpus:
        assert corpus.count("第1件事").occurrences == 1


def test_a_generation_equals_what_its_file_says(index: Path) -> None:
    generation = Store(index).current()
    assert read_manifest(generation.folder) == generation.manifest
    assert msgspec.json.decode((generation.folder / FILE).read_bytes())["files"] == generation.manifest.files


def test_damage_is_told_of_what_is_damaged_only(index: Path) -> None:
    """An error that nobody foresaw is explained by it: not where every file is whole, nor by one that was removed."""
    generation = Store(index).current()
    assert generation.damage() is None
    file = generation.folder / "speeches.jsonl"
    data = file.read_bytes()
    file.write_bytes(data[:-1] + b"x")
    assert "speeches.jsonl" in str(generation.damage())
    file.unlink()
    assert generation.damage() is None


def test_phrasings_that_cannot_be_read_are_damage(index: Path) -> None:
    folder = Store(index).current().folder
    assert load_phrasings(folder) == ()
    (folder / PHRASINGS).mkdir()
    with pytest.raises(IndexUnusableError, match=PHRASINGS):
        load_phrasings(folder)
