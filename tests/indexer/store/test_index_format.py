"""An index of another version, of a renamed module, or with a trap in it: what is said, and that nothing of it runs."""

import os
import pickle
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir

from indexer.analysis import Analysis
from indexer.build.pipeline import Report, build, update
from indexer.build.watch import Outcome, watch
from indexer.check import check
from indexer.check.problem import ProblemKind
from indexer.engine.embedded.segment.segment_table import FILE as TABLE
from indexer.engine.embedded.whoosh.schema import schema
from indexer.errors import IndexStaleError
from indexer.store import Store
from indexer.store.manifest import FILE, FORMAT
from searchui import open_corpus
from searchui.web import create_app
from tests.searchui.cli.test_cli import run

OLD = Path(__file__).parents[2] / "data" / "index-format-6.tar.gz"
BUILD_AGAIN = {"zh": "索引是另一个版本的程序建立的。请重新建立：speechsearch build", "en": "built by another version"}
READING = [
    ["search", "基层治理"],
    ["count", "基层治理"],
    ["kwic", "基层治理"],
    ["trend", "基层治理"],
    ["around", "基层治理", "--minimum", "1"],
    ["ngrams", "--minimum", "2", "--shortest", "2"],
    ["compare", "--a", "年:2023", "--b", "年:2024"],
    ["cite", "a.txt"],
    ["search", "基层治理", "--format", "csv"],
    ["status"],
    ["serve", "--port", "0"],
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of an index of format 6, and the seeds that it was built of, at another place."""
    with tarfile.open(OLD) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "index"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """An index of a format that is still to come; but for its format nothing of its manifest can be understood."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("在会上的讲话\n同志们：\n基层治理。\n", encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    (tmp_path / "index" / "generation-000001" / FILE).write_text(f'{{"format": {FORMAT + 1}, "files": 7}}\n', "utf-8")
    return tmp_path / "index"


@pytest.fixture(params=["old", "newer"])
def other(request: pytest.FixtureRequest) -> Path:
    index: Path = request.getfixturevalue(request.param)
    return index


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_says_that_another_version_built_it(
    other: Path, words: list[str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHSEARCH_LANG", language)
    done = run(*words, index=other)
    assert (done.exit_code, done.stdout) == (3, "")
    assert BUILD_AGAIN[language] in done.stderr
    assert not any(word in done.stderr for word in ("损坏", "damaged", "Traceback"))


@pytest.mark.parametrize("url", ["/", "/search", "/kwic", "/trend", "/speech/x", "/api/search"])
def test_every_page_says_so(other: Path, url: str) -> None:
    client = create_app(other).test_client()
    for language, sentence in BUILD_AGAIN.items():
        answer = client.get(url, query_string={"lang": language} | ({"q": "x"} if url != "/" else {}))
        assert answer.status_code == 503
        assert sentence in answer.text
        assert not any(word in answer.text for word in ("损坏", "damaged"))


def test_health_says_so(other: Path) -> None:
    answer = create_app(other).test_client().get("/healthz")
    assert answer.status_code == 503
    assert BUILD_AGAIN["zh"] in answer.get_json()["reason"]


def test_a_script_is_told_so(other: Path) -> None:
    with pytest.raises(IndexStaleError, match="另一个版本"):
        open_corpus(other)


def test_a_check_says_so_and_calls_nothing_damaged(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = check(other).problems
    assert (problem.file, problem.wrong) == (f"generation-000001/{FILE}", ProblemKind.VERSION)
    for language in ("zh", "en"):
        monkeypatch.setenv("SPEECHSEARCH_LANG", language)
        done = run("check", index=other)
        assert done.exit_code == 1
        assert BUILD_AGAIN[language] in done.stdout
        assert not any(word in done.stdout + done.stderr for word in ("损坏", "damaged"))


def test_a_repair_builds_it_again(other: Path) -> None:
    done = run("check", str(other.parent / "seeds"), "--repair", index=other)
    assert done.exit_code == 0
    assert "重新建立 generation-000002" in done.stderr
    assert "generation-000002 完好" in done.stdout
    assert answers(other) > 0


def test_an_update_builds_it_again_and_says_so(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("update", str(other.parent / "seeds"), index=other)
    assert done.exit_code == 0
    assert "全部重新读过，因为：原来的索引是另一个版本的程序建立的" in done.stdout
    assert answers(other) > 0
    monkeypatch.setenv("SPEECHSEARCH_LANG", "en")
    done = run("update", str(other.parent / "seeds"), index=other)
    assert "No changes; still generation-000002" in done.stdout


def test_the_old_index_answers_as_before_once_it_is_built_again(old: Path) -> None:
    run("update", str(old.parent / "seeds"), index=old)
    with open_corpus(old) as corpus:
        count = corpus.count("基层治理")
        assert (count.occurrences, count.paragraphs, count.speeches) == (3, 3, 2)
        assert corpus.search("乡村振兴").total == 3


@pytest.mark.slow
def test_a_watch_builds_it_again(other: Path) -> None:
    stop, outcomes = Event(), list[Outcome]()

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        stop.set()

    seeds = other.parent / "seeds"
    watch(seeds, partial(update, seeds, other), tell, stop)
    assert isinstance(outcomes[0], Report)
    assert "另一个版本" in str(outcomes[0].anew)
    assert answers(other) > 0


def test_a_table_of_another_version_is_built_again(newer: Path) -> None:
    """A manifest that this program understands, over a table that it does not."""
    seeds = newer.parent / "seeds"
    build(seeds, newer)
    republish(newer, lambda staging: (staging / TABLE).write_text('{"format": 2}', encoding="utf-8"))
    (problem,) = check(newer).problems
    assert problem.wrong is ProblemKind.VERSION
    assert BUILD_AGAIN["zh"] in run("count", "基层治理", index=newer).stderr
    assert "另一个版本" in str(update(seeds, newer).anew)
    assert answers(newer) > 0


def test_an_update_does_not_call_unchanged_what_nobody_can_read(newer: Path) -> None:
    """All checksums are right, but a segment is none."""
    seeds = newer.parent / "seeds"
    build(seeds, newer)
    republish(newer, lambda staging: [file.write_bytes(b"no segment") for file in staging.glob("*.seg")])
    assert "损坏" in str(update(seeds, newer).anew)
    assert answers(newer) > 0


def answers(index: Path) -> int:
    with open_corpus(index) as corpus:
        return corpus.count("基层治理").occurrences


def republish(index: Path, change: Callable[[Path], object]) -> Path:
    """Publish the live generation with a change, as whoever makes an index for others could: all checksums are right."""
    store = Store(index)
    live = store.current()
    with store.writing() as staging:
        shutil.copytree(live.folder, staging, dirs_exist_ok=True)
        (staging / FILE).unlink()
        change(staging)
        return store.publish(staging, live.manifest).folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of this version."""
    (tmp_path / "seeds").mkdir()
    for name in "ab":
        (tmp_path / "seeds" / f"{name}.txt").write_text(
            f"在{name}会上的讲话\n同志们：\n说基层治理第{name}件事，也说别的许多事。\n", encoding="utf-8"
        )
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path / "index"


def rename_modules(staging: Path) -> None:
    """As if the modules whose classes Whoosh has pickled had been renamed since."""
    (file,) = staging.glob("*.toc")
    data = file.read_bytes()
    for module in (b"indexer.engine.embedded.whoosh.codec", b"indexer.engine.embedded.whoosh.schema"):
        assert module in data
        data = data.replace(module, module[:-1] + b"x")
    file.write_bytes(data)


# Whoosh, which fails here as it should, leaves its file open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_index_of_renamed_modules_is_read_and_carried_on(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.GROWTH", 0)
    folder = republish(index, rename_modules)
    with pytest.raises(ModuleNotFoundError):
        open_dir(str(folder))
    seeds = index.parent / "seeds"
    assert answers(index) == 2
    assert not check(index).problems
    assert update(seeds, index).generation == folder.name  # nothing has changed
    (seeds / "c.txt").write_text("在丙会上的讲话\n同志们：\n基层治理第三件事。\n", encoding="utf-8")
    report = update(seeds, index)
    assert (report.changes, report.anew) != (None, None)
    assert report.anew is None
    assert answers(index) == 3
    (segment,) = folder.glob("*.seg")
    assert (Store(index).current().folder / segment.name).samefile(segment)


class Trap:
    """Something that runs a command when it is unpickled."""

    def __init__(self, sprung: Path) -> None:
        self._sprung = sprung

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch '{self._sprung}'",)


@pytest.fixture
def sprung(index: Path, tmp_path: Path, analysis: Analysis) -> Path:
    """The file that is there when a trap in the table of contents was sprung, which plain Whoosh does."""
    sprung = tmp_path / "sprung"

    def lay(staging: Path) -> None:
        (file,) = staging.glob("*.toc")
        file.unlink()
        contents = TOC(schema(analysis), [Trap(sprung)], 1)  # type: ignore[no-untyped-call]
        contents.write(FileStorage(str(staging)), "MAIN")  # type: ignore[no-untyped-call]

    folder = republish(index, lay)
    open_dir(str(folder))
    assert sprung.exists()
    sprung.unlink()
    return sprung


@pytest.mark.parametrize(
    "words",
    [*READING[:-1], ["check"], ["update", "SEEDS"], ["check", "--repair"]],
    ids=" ".join,
)
def test_no_command_springs_a_trap(index: Path, sprung: Path, words: list[str]) -> None:
    done = run(*(str(index.parent / "seeds") if word == "SEEDS" else word for word in words), index=index)
    assert done.exit_code == (2 if words[0] == "compare" else 0)  # there is nothing of these years
    assert not sprung.exists()


@pytest.mark.slow
@pytest.mark.parametrize("words", [["search", "基层治理"], ["update", "SEEDS"], ["check"]], ids=" ".join)
def test_no_process_springs_a_trap(index: Path, sprung: Path, words: list[str]) -> None:
    (index.parent / "seeds" / "c.txt").write_text("在丙会上的讲话\n同志们：\n第三件事。\n", encoding="utf-8")
    given = [str(index.parent / "seeds") if word == "SEEDS" else word for word in words]
    command = [sys.executable, "-m", "searchui", *given, "--index", str(index)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert not sprung.exists()


def test_no_site_and_no_script_springs_a_trap(index: Path, sprung: Path) -> None:
    client = create_app(index).test_client()
    assert client.get("/search?q=基层治理").status_code == client.get("/healthz").status_code == 200
    assert answers(index) == 2
    assert not sprung.exists()


def test_nothing_of_ours_unpickles(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is pickled anywhere in an index: nothing of this program asks for it."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("unpickled")

    for module in (pickle, sys.modules["whoosh.filedb.structfile"]):
        for name in ("load", "loads"):
            monkeypatch.setattr(module, name, refuse, raising=False)
    (index.parent / "seeds" / "c.txt").write_text("在丙会上的讲话\n同志们：\n基层治理。\n", encoding="utf-8")
    assert update(index.parent / "seeds", index).generation == "generation-000002"
    assert not check(index).problems
    assert answers(index) == 3
