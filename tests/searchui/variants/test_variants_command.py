"""The command `variants`: what it prints, and the line that it writes into the list of outdated wordings."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.build.pipeline import build
from indexer.build.word_lists import add_phrasing, own_phrasings
from indexer.errors import CallError, CorpusError
from indexer.store.phrasings import Phrasing
from searchui import open_corpus
from searchui.cli.group import commands
from tests.searchui.variants.reports import TURN, write_reports

OLD, NEW = "国营林场改造", "国有林场改造"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def index(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("variants_command") / "index"
    build(seeds, index)
    return index


def run(index: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["variants", *words, "--index", str(index)], catch_exceptions=False)


def test_what_is_printed(index: Path) -> None:
    done = run(index, OLD, "--limit", "3")
    assert done.exit_code == 0
    assert f"“{OLD}”：" in done.stdout
    assert f"“{NEW}”：" in done.stdout
    assert f"【{OLD}】" in done.stdout
    assert f"【{NEW}】" in done.stdout
    assert f"{TURN[OLD]} " in done.stdout
    assert "取代" not in done.stdout + done.stderr


def test_json_and_tables_say_what_the_library_says(index: Path) -> None:
    with open_corpus(index) as corpus:
        found = corpus.variants(OLD, limit=4)
        assert json.loads(run(index, OLD, "--limit", "4", "--json").stdout) == json.loads(json.dumps(found.as_json()))
        lines = run(index, OLD, "--limit", "4", "--format", "jsonl").stdout.splitlines()
        rows = [json.loads(line) for line in lines][-len(found.variants) - 1 :]
        assert [row["text"] for row in rows] == [OLD, *(one.text for one in found.variants)]
        assert [row["occurrences"] for row in rows] == [corpus.count(row["text"]).occurrences for row in rows]


def test_exit_codes(index: Path) -> None:
    assert run(index, "Zürich 1848").exit_code == 1
    assert run(index, "林" * 31).exit_code == 2
    assert run(index, OLD, "--limit", "0").exit_code == 2
    assert run(index, OLD, "--since", "2010").exit_code == 2
    assert run(index / "none", OLD).exit_code == 3


def test_what_is_confirmed_is_written_once(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write_reports(seeds)
    build(seeds, tmp_path / "index")
    done = run(tmp_path / "index", OLD, "--confirm", NEW, "--since", "2010年")
    assert done.exit_code == 0
    assert (seeds / "提法.tsv").read_text(encoding="utf-8") == f"{OLD}\t{NEW}\t2010年\n"
    assert own_phrasings(seeds) == (Phrasing(OLD, NEW, "2010年"),)
    again = run(tmp_path / "index", OLD, "--confirm", NEW)
    assert again.exit_code == 2
    assert len(own_phrasings(seeds)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_list_stays_as_it_was_written(tmp_path: Path, encoding: str, end: str) -> None:
    rows = ["# 我们自己的", "", "残废职工\t残疾职工\t1990年代\t照文件办理，不再沿用旧的说法"]
    before = (end or "\n").join(rows) + end
    file = tmp_path / "phrasings.tsv"
    file.write_bytes(before.encode(encoding))
    assert add_phrasing(tmp_path, Phrasing(OLD, NEW)) == file
    after = file.read_bytes()
    assert after.startswith(before.encode(encoding))
    assert after.decode(encoding) == before + ("" if end else "\n") + f"{OLD}\t{NEW}" + (end or "\n")
    assert [one.old for one in own_phrasings(tmp_path)] == ["残废职工", OLD]
    assert [one.name for one in tmp_path.iterdir()] == ["phrasings.tsv"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "own.tsv").write_text("甲县\t乙县\n", encoding="utf-8")
    (tmp_path / "提法.tsv").symlink_to(Path("lists") / "own.tsv")
    add_phrasing(tmp_path, Phrasing(OLD, NEW))
    assert (tmp_path / "提法.tsv").is_symlink()
    assert len(own_phrasings(tmp_path)) == 2


@pytest.mark.parametrize(
    "phrasing",
    [
        Phrasing("林", NEW),
        Phrasing(OLD, ""),
        Phrasing(OLD, OLD),
        Phrasing("#" + OLD, NEW),
        Phrasing("国营\t林场", NEW),
        Phrasing(OLD, NEW, "2010\n年"),
        Phrasing(OLD, NEW, "", "说明"),
    ],
)
def test_what_no_line_can_hold_is_refused(tmp_path: Path, phrasing: Phrasing) -> None:
    with pytest.raises(CallError):
        add_phrasing(tmp_path, phrasing)
    assert not list(tmp_path.iterdir())


def test_a_corpus_that_is_elsewhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        add_phrasing(tmp_path / "none", Phrasing(OLD, NEW))


def test_an_encoding_that_has_not_the_characters_is_said(tmp_path: Path) -> None:
    written = "殘廢職工\t殘疾職工\t我們自己寫的表，照舊使用，請勿改動\n".encode("big5hkscs")
    (tmp_path / "提法.tsv").write_bytes(written)
    with pytest.raises(CallError):
        add_phrasing(tmp_path, Phrasing("国营ㄪ🙂场", "国有🙂场"))
    assert (tmp_path / "提法.tsv").read_bytes() == written
