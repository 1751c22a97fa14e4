"""Check and repair: whatever is done to whatever file, it is named, and the index can be made whole again."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import analysis_of
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.build.pipeline import BuildOptions, build
from indexer.check import check, repair
from indexer.check.problem import ProblemKind
from indexer.check.query_check import check_answers
from indexer.engine.answers import Occurrences
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.encoding import derived_arrays
from indexer.engine.embedded.encoding.arrays import open_arrays, write_arrays
from indexer.engine.embedded.segment.ngram_file import FILE as ORDER
from indexer.engine.embedded.segment.ngram_file import PLACES
from indexer.engine.embedded.segment.segment_table import read_table, write_table
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.errors import CorpusError, IndexUnusableError
from indexer.store import Generation, Store
from indexer.store.file_stamps import FILE as STAMPS
from indexer.store.manifest import Manifest, read_origin
from indexer.store.speech_catalogue import ENTRIES
from indexer.store.verification import FILE as VERIFIED
from searchui import open_corpus
from tests.conftest import SEEDS
from tests.searchui.cli.test_cli import run

FILES = [
    "CURRENT",
    "manifest.json",
    "catalogue.json",
    "speeches.jsonl",
    "ledger.msgpack",
    "vocabulary.json",
    "segments.json",
    "*.seg",
    "ngrams.order",
    "*.toc",
]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with all that an index can be made of; not to be written to."""
    folder = tmp_path_factory.mktemp("check") / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "在会上的讲话\n同志们：\n讲第一件事，说一句话。\n\n再说第一件事。\n", encoding="utf-8"
    )
    (folder / "b.jsonl").write_text('{"text": "甲篇。"}\n{"text": "乙篇，也说第一件事。"}\n', encoding="utf-8")
    (folder / "metadata.csv").write_text("file,speaker\na.txt,张明\n", encoding="utf-8")
    (folder / "user_dict.txt").write_text("第一件事\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(seeds: Path) -> Path:
    """An index of it; not to be written to."""
    build(seeds, seeds.parent / "index")
    return seeds.parent / "index"


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    """The same to do as one likes with."""
    shutil.copytree(whole, tmp_path / "index")
    return tmp_path / "index"


def file_of(index: Path, pattern: str) -> Path:
    (file,) = [*index.glob(pattern), *index.glob(f"generation-*/{pattern}")]
    return file


def answers(index: Path) -> int:
    with open_corpus(index) as corpus:
        return corpus.count("第一件事").occurrences


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b" "),
    "flipped": flip,
}


def test_these_are_all_files(whole: Path) -> None:
    files = {path for path in whole.rglob("*") if path.is_file()} - {whole / "LOCK", whole / STAMPS}
    assert files == {file_of(whole, pattern) for pattern in FILES}


def test_an_index_is_whole(whole: Path, seeds: Path) -> None:
    done = run("check", "--json", "--index", str(whole))
    found = json.loads(done.stdout)
    assert (done.exit_code, found["problems"], found["notes"]) == (0, [], [])
    assert found["files"] == len(FILES) - 2
    assert found["paragraphs"] == Store(whole).current().manifest.paragraphs
    assert found["phrases"] > 0
    done = run("check", "--index", str(whole), "--seed", "7")
    assert done.exit_code == 0
    assert "generation-000001 完好：8 个文件的校验值都对" in done.stdout


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("pattern", FILES)
def test_any_damage_is_named_and_mended(index: Path, seeds: Path, pattern: str, damage: str) -> None:
    file = file_of(index, pattern)
    DAMAGES[damage](file)
    name = file.relative_to(index).as_posix()
    with pytest.raises(IndexUnusableError, match="speechsearch build") as told:
        open_corpus(index)
    assert name in told.value.text("zh") or pattern == "manifest.json"
    done = run("check", "--index", str(index))
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{name}：")
    lost = pattern == "manifest.json" and read_origin(file.parent) is None  # nobody knows of what it was made
    done = run("check", *([str(seeds)] if lost else []), "--repair", "--index", str(index))
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{name}：")
    assert "重新建立 generation-000002：3 篇" in done.stderr
    assert "generation-000002 完好" in done.stdout
    assert answers(index) == 3


def test_nothing_is_built_of_a_folder_that_nobody_named(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder `seeds` is there, where the command runs, but the index was made of another."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("同志们：\n说别的。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    file_of(index, "manifest.json").unlink()
    done = run("check", "--repair", "--index", str(index))
    assert done.exit_code == 2
    assert "不知道索引是按哪个文件夹建立的" in done.stderr


@pytest.mark.parametrize("pattern", FILES)
def test_a_build_mends_what_is_deleted(index: Path, seeds: Path, pattern: str) -> None:
    file_of(index, pattern).unlink()
    build(seeds, index)
    assert not check(index).problems
    assert answers(index) == 3


@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_a_byte_that_was_changed_is_found(whole: Path, pattern: str, draw: Random) -> None:
    """One bit of one byte; the file is as it was afterwards."""
    file = file_of(whole, pattern)
    data = file.read_bytes()
    place, bit = draw.randrange(len(data)), 1 << draw.randrange(8)
    try:
        file.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
        (problem,) = check(whole, sample=0).problems
        assert problem.file == file.relative_to(whole).as_posix()
    finally:
        file.write_bytes(data)


def test_a_file_that_does_not_belong_is_named(index: Path) -> None:
    (file_of(index, "*.seg").parent / "x.txt").write_text("x", encoding="utf-8")
    (problem,) = check(index).problems
    assert (problem.file, problem.wrong) == ("generation-000001/x.txt", ProblemKind.UNKNOWN)


def test_a_folder_that_is_gone_is_named(index: Path, seeds: Path) -> None:
    shutil.rmtree(file_of(index, "*.seg").parent)
    (problem,) = check(index).problems
    assert (problem.file, problem.wrong) == ("CURRENT", ProblemKind.MISSING)
    assert "generation-000001" in problem.message.text()
    repair(index, seeds)
    assert not check(index).problems


def test_nothing_to_check(tmp_path: Path) -> None:
    for words in (["check"], ["check", "--repair"]):
        done = run(*words, "--index", str(tmp_path / "none"))
        assert (done.exit_code, done.stdout) == (3, "")
        assert "speechsearch build" in done.stderr


def republished(index: Path, change: Callable[[Path, Manifest], Manifest]) -> None:
    """Publish the live generation again with a change, as a defect of the program would: all checksums are right."""
    store = Store(index)
    live = store.current()
    with store.writing() as staging:
        shutil.copytree(live.folder, staging, dirs_exist_ok=True)
        (staging / "manifest.json").unlink()
        store.publish(staging, change(staging, live.manifest))


def of_entries(change: Callable[[list[dict[str, object]]], object]) -> Callable[[Path, Manifest], Manifest]:
    def changed(staging: Path, manifest: Manifest) -> Manifest:
        entries = json.loads((staging / ENTRIES).read_bytes())
        change(entries)
        (staging / ENTRIES).write_bytes(json.dumps(entries).encode())
        return manifest

    return changed


def swap_paragraphs(entries: list[dict[str, object]]) -> None:
    entries[0]["paragraphs"], entries[1]["paragraphs"] = entries[1]["paragraphs"], entries[0]["paragraphs"]


def swap_lines(entries: list[dict[str, object]]) -> None:
    for name in ("offset", "size"):
        entries[0][name], entries[1][name] = entries[1][name], entries[0][name]


def another_table(staging: Path, manifest: Manifest) -> Manifest:
    """A table of segments that gives its segment one document more."""
    (meta,) = read_table(staging).segments
    write_table(staging, [msgspec.structs.replace(meta, documents=meta.documents + 1)], 1)
    return manifest


def another_order(staging: Path, manifest: Manifest) -> Manifest:
    """Two n-grams in each other's place."""
    arrays = {name: array.copy() for name, array in open_arrays(staging / ORDER).items()}
    arrays[PLACES][:2] = arrays[PLACES][1::-1]
    (staging / ORDER).unlink()
    write_arrays(staging / ORDER, arrays)
    return manifest


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (another_order, "词组的次序不对"),
        (lambda _, manifest: msgspec.structs.replace(manifest, speeches=4), "应有 4 篇，却有 3 篇"),
        (lambda _, manifest: msgspec.structs.replace(manifest, characters=1), "应有 1 字，却有"),
        (lambda _, manifest: msgspec.structs.replace(manifest, analysis="x"), "另一套分词"),
        (of_entries(lambda entries: entries.pop()), "应有 3 篇，却有 2 篇"),
        (of_entries(swap_paragraphs), "目录里是“a.txt”第 0 段起 1 段，正文里却是“a.txt”"),
        (of_entries(swap_lines), "找不到“a.txt”这一篇"),
        (of_entries(list.reverse), "目录里是“b.jsonl:2”，文件里却是“a.txt”"),
        (another_table, "应有 7 段，却有 6 段"),
    ],
)
def test_parts_that_disagree_are_named_and_mended(
    index: Path, change: Callable[[Path, Manifest], Manifest], says: str
) -> None:
    republished(index, change)
    problems = check(index).problems
    assert any(says in problem.message.text() for problem in problems)
    assert all(problem.file.startswith("generation-000002") for problem in problems)
    assert run("check", "--repair", "--index", str(index)).exit_code == 0
    assert answers(index) == 3


def test_nothing_is_kept_of_what_follows_from_damaged_files(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be answered from when they are mended, and a check would find it whole."""
    monkeypatch.setattr("indexer.engine.embedded.encoding.arrays.SMALL", 0)  # nothing is seen when it is opened
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    (index / VERIFIED).unlink(
        missing_ok=True
    )  # nor is it known from other tests, which damage the index that this one is a copy of
    (segment,) = index.glob("generation-*/*.seg")
    whole = segment.read_bytes()
    place = whole.index(open_arrays(segment)["text"].tobytes()) + 1
    segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with open_corpus(index) as corpus, pytest.raises(IndexUnusableError):
        corpus.reuse_overview()
    with open_corpus(index) as corpus, pytest.raises(IndexUnusableError):
        corpus.prepare_statistics()
    assert {file.suffix for file in (index / derived_arrays.FOLDER).glob("*")} <= {".lock"}
    segment.write_bytes(whole)
    with open_corpus(index) as corpus:
        corpus.reuse_overview()


def test_what_follows_from_the_index_is_made_again_where_it_is_damaged(index: Path) -> None:
    with open_corpus(index) as corpus:
        right = corpus.reuse_overview().as_json()
    (file,) = (index / derived_arrays.FOLDER).glob("*.runs")
    assert not check(index).notes
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    checked = check(index)
    assert not checked.problems
    assert [note.text() for note in checked.notes] == [f"derived/{file.name} 损坏，已删去；用到时会重新生成"]
    assert not file.exists()
    with open_corpus(index) as corpus:
        assert corpus.reuse_overview().as_json() == right
    assert file.exists()
    assert not check(index).notes


def test_another_text_than_the_files_is_named(index: Path, seeds: Path, tmp_path: Path) -> None:
    """The index of one corpus that claims to be of another."""
    other = tmp_path / "other"
    shutil.copytree(seeds, other)
    file = other / "a.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("一句话", "两句话"), encoding="utf-8")
    build(other, tmp_path / "index2")
    claimed = Store(tmp_path / "index2").current().manifest
    republished(index, lambda _, manifest: msgspec.structs.replace(manifest, files_json=claimed.files_json))
    (problem,) = check(index, other).problems
    assert problem.wrong is ProblemKind.TEXT
    assert "a.txt" in problem.message.text()
    assert not check(index, seeds).problems  # that a file is another one than was indexed is no damage


def test_what_cannot_be_compared_is_told(index: Path, seeds: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(seeds, other)
    (other / "patterns.toml").write_text("lines = ['某某']\n", encoding="utf-8")
    for folder in (other, tmp_path / "none"):
        found = check(index, folder)
        assert (found.paragraphs, found.problems, len(found.notes)) == (0, (), 1)
        assert "没有与讲话稿核对" in run("check", str(folder), "--index", str(index)).stderr


def test_the_samples_agree_and_a_seed_draws_them_again(sample_index: Path) -> None:
    one = check(sample_index, SEEDS, sample=50)
    assert (one.problems, one.notes) == ((), ())
    assert one.phrases > 40
    assert one.paragraphs >= 50
    assert check(sample_index, SEEDS, sample=50, seed=one.seed) == one


def test_two_files_with_one_id_and_versions_are_compared(seeds: Path, tmp_path: Path) -> None:
    for name, text in (("x.md", "说一件事。"), ("y.md", "说另一件。"), ("z.md", "说一件事。\n")):
        (tmp_path / name).write_text(f"---\nid: same\n---\n同志们：\n{text}", encoding="utf-8")
    index = tmp_path / "index"
    build(tmp_path, index)
    found = check(index)
    assert (found.problems, found.paragraphs) == ((), Store(index).current().manifest.paragraphs)


class Forgetful(EmbeddedReader):
    """An engine that forgets the last paragraph with a phrase."""

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        found = super().occurrences(phrase, match_options)
        return Occurrences(found.paragraphs[:-1], found.counts[:-1])


class Miscounting(EmbeddedReader):
    """An engine that counts once what is there more than once."""

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        found = super().occurrences(phrase, match_options)
        return Occurrences(found.paragraphs, np.minimum(found.counts, 1))


class Garbling(EmbeddedReader):
    """An engine that searches another text than it shows."""

    def folded_texts(self, numbers: Sequence[int]) -> list[str]:
        return ["别的话"[number % 3 :] for number in numbers]


@pytest.mark.parametrize("engine", [Forgetful, Miscounting, Garbling])
def test_wrong_answers_are_found(sample_index: Path, engine: type[EmbeddedReader]) -> None:
    generation = Store(sample_index).current()
    analysis = analysis_of(load_vocabulary(generation.folder))
    tried = engine(generation.folder, analysis, generation.manifest.paragraphs)
    phrases, problems = check_answers("generation-000001", tried, np.arange(tried.size), Random(1), 100)
    assert phrases
    assert problems
    assert {problem.wrong for problem in problems} == {ProblemKind.ANSWERS}


def test_overlapping_places_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("同志们：\n哈哈哈哈哈。\n", encoding="utf-8")
    build(tmp_path, tmp_path / "index")
    for seed in range(20):
        assert not check(tmp_path / "index", seed=seed).problems


def lost(index: Path, tmp_path: Path, seeds: Path) -> Path:
    """An index of two generations whose corpus is gone; its live folder."""
    shutil.copytree(seeds, tmp_path / "gone")
    build(tmp_path / "gone", index)
    build(tmp_path / "gone", index)
    shutil.rmtree(tmp_path / "gone")
    return Store(index).current().folder


def test_without_a_corpus_the_generation_before_is_live_again(index: Path, tmp_path: Path, seeds: Path) -> None:
    live = lost(index, tmp_path, seeds)
    before = (Store(index).generations()[0] / "speeches.jsonl").stat().st_ino
    flip(file_of(live, "*.seg"))
    done = run("check", "--repair", "--index", str(index))
    assert done.exit_code == 0
    assert f"找不到讲话稿文件夹“{tmp_path / 'gone'}”" in done.stderr
    assert Store(index).current_name() == "generation-000004"  # not an old name: servers must notice
    assert (Store(index).current().folder / "speeches.jsonl").stat().st_ino == before
    assert answers(index) == 3


def test_without_a_corpus_a_lost_pointer_is_found_again(index: Path, tmp_path: Path, seeds: Path) -> None:
    lost(index, tmp_path, seeds)
    (index / "CURRENT").unlink()
    assert run("check", "--repair", "--index", str(index)).exit_code == 0
    assert answers(index) == 3


def test_what_cannot_be_mended_says_what_to_do(index: Path, tmp_path: Path, seeds: Path) -> None:
    for folder in (lost(index, tmp_path, seeds), *Store(index).generations()):
        (folder / "catalogue.json").unlink(missing_ok=True)
    done = run("check", "--repair", "--index", str(index))
    assert done.exit_code == 2
    assert "speechsearch check --repair 文件夹" in done.stderr
    with pytest.raises(CorpusError):
        repair(index)
    done = run("check", str(seeds), "--repair", "--json", "--index", str(index))
    found = json.loads(done.stdout)
    assert (done.exit_code, found["problems"], len(found["mended"])) == (0, [], 1)
    assert "重新建立" in found["repaired"]["zh"]


def test_a_repair_builds_as_it_was_built(seeds: Path, tmp_path: Path) -> None:
    corpus, words = tmp_path / "corpus", tmp_path / "words.txt"
    shutil.copytree(seeds, corpus)
    shutil.copy(corpus / "a.txt", corpus / "twin.txt")
    words.write_text("一句话\n", encoding="utf-8")
    build(corpus, tmp_path / "index", BuildOptions(keep_versions=True, user_dict=words))
    before = Store(tmp_path / "index").current()
    file_of(tmp_path / "index", "*.toc").unlink()
    repair(tmp_path / "index")
    after = Store(tmp_path / "index").current().manifest
    assert after.options == before.manifest.options
    assert (after.speeches, after.analysis) == (before.manifest.speeches, before.manifest.analysis)


def test_a_check_while_generations_come_and_go_is_clean(
    index: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generation is removed between the look at its manifest and at its files."""
    real = Generation

    def late(folder: Path, manifest: Manifest) -> Generation:
        monkeypatch.setattr("indexer.check.integrity.Generation", real)
        for _ in range(2):
            build(seeds, index)
        assert not folder.exists()
        return real(folder, manifest)

    monkeypatch.setattr("indexer.check.integrity.Generation", late)
    found = check(index)
    assert (found.generation, found.problems) == ("generation-000003", ())
