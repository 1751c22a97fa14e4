"""Text that was left out is in no count, and is found where somebody asks for it or nothing else was found."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.analysis import fold
from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.cli.group import commands

PAGE = "全屏\n【字号：\n加大\n】\n2031年临河市政府工作报告\n——2031年2月3日在临河市人民代表大会上\n来源：临河日报\n市长 常青\n各位代表：\n"
BODY = "水利工作要抓紧抓实。\n"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text(PAGE + BODY + "编辑：林晓\n", encoding="utf-8")
    (seeds / "b.txt").write_text("在交通会议上的讲话\n同志们：\n" + BODY, encoding="utf-8")
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def corpus(index: Path) -> Iterator[Corpus]:
    with open_corpus(index) as opened:
        yield opened


@pytest.mark.parametrize("phrase", ["临河日报", "加大", "林晓", "臨河日報", "：", "不在任何地方", "水利工作"])
def test_places_are_those_of_brute_force(corpus: Corpus, phrase: str) -> None:
    wanted = {}
    for entry in corpus.speeches():
        for item in corpus.speech(entry.id).left_out:
            text = fold(item.text)
            if times := sum(text.startswith(fold(phrase), start) for start in range(len(text))):
                wanted[entry.id, item.line] = times
    assert {(place.speech.id, place.item.line): place.times for place in corpus.left_out(phrase)} == wanted


def test_no_count_has_them_and_nothing_found_says_so(corpus: Corpus) -> None:
    assert corpus.count("临河日报").occurrences == 0
    page = corpus.search("“临河日报”")
    assert page.total == 0
    assert page.explanation is not None
    assert [(one.text, one.places, one.speeches) for one in page.explanation.left_out] == [("临河日报", 1, ("a.txt",))]
    assert corpus.search("“哪里都没有的话”").explanation.left_out == ()  # type: ignore[union-attr]


def run(*words: str, index: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(commands, ["count", *words, "--index", str(index)])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_tells_of_them_where_the_count_is_nothing(index: Path) -> None:
    code, _stdout, stderr = run("临河日报", index=index)
    assert code == 1
    assert "没有收入正文的文字里有 1 处" in stderr
    assert "--left-out" in stderr
    assert run("水利工作", index=index)[2] == ""
    code, _stdout, stderr = run("临河日报", "--left-out", index=index)
    assert code == 0
    assert "a.txt 第 7 行：来源：临河日报" in stderr
    found = json.loads(run("临河日报", "--left-out", "--json", index=index)[1])
    assert found["left_out"] == [{"speech": "a.txt", "line": 7, "text": "来源：临河日报", "occurrences": 1}]
    assert "left_out" not in json.loads(run("水利工作", "--json", index=index)[1]), "it is told where it is asked for"
