"""The command `reuse`: passages of a speech and of a file, the share of every speech, and what cannot be answered."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.build.pipeline import build
from searchui.cli.group import commands

FIRST = """在全市工作会议上的讲话
（2021年3月1日）
沈知远

我们要把河湖治理摆在突出位置，一年接着一年干，让每条河都清起来、活起来、美起来。
做好防灾减灾救灾工作，守住安全的底线。
"""
LATER = """在水利现场会上的讲话
（2023年5月6日）
叶舒禾

去年大家说要把河湖治理摆在突出位置 一年接着一年干，让每条河都清起来活起来美起来，今天看见了变化。
愿大家的粮仓满满当当，日子红红火火。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    seeds, index = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("index") / "index"
    (seeds / "早.txt").write_text(FIRST, encoding="utf-8")
    (seeds / "晚.txt").write_text(LATER, encoding="utf-8")
    build(seeds, index)
    return index


def _run(index: Path, *args: str, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["reuse", "--index", str(index), *args], input=stdin)
    return result.exit_code, result.output


def test_a_passage_is_told_with_where_it_stands_first(index: Path) -> None:
    code, said = _run(index, "晚.txt")
    assert code == 0
    assert "要把河湖治理摆在突出位置 一年接着一年干，让每条河都清起来活起来美起来" in said
    assert "2021-03-01 沈知远 《在全市工作会议上的讲话》" in said
    assert "共 2 次，在 2 篇里" in said


def test_the_first_of_all_has_nothing_of_others(index: Path) -> None:
    code, said = _run(index, "早.txt")
    assert code == 1
    assert "12 字以上相同的占 0.0%" in said


def test_a_file_is_a_draft(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "稿.md"
    file.write_text("# 新稿\n\n同志们，做好防灾减灾救灾工作，守住安全的底线。\n", encoding="utf-8")
    code, said = _run(index, str(file), "--format", "json")
    answer = json.loads(said)
    assert (code, answer["speech"]) == (0, None)
    (passage,) = answer["passages"]
    assert passage["first"]["text"] == "做好防灾减灾救灾工作，守住安全的底线"
    assert _run(index, "-", stdin="守住安全的底线，做好防灾减灾救灾工作。")[0] == 1


def test_the_share_of_every_speech(index: Path) -> None:
    code, said = _run(index, "--all", "--format", "json")
    rows = {row["speech"]["id"]: row["shares"] for row in json.loads(said)["speeches"]}
    assert code == 0
    assert rows["早.txt"]["runs_12"] == 0
    assert 0.3 < rows["晚.txt"]["runs_12"] < 0.9
    assert "在水利现场会上的讲话" in _run(index, "--all")[1]
    table = _run(index, "--all", "--format", "csv")[1]
    assert table.count("\n") == 3


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("没有.txt",), "没有编号为"),
        ((), "--all"),
        (("早.txt", "--all"), "--all"),
        (("早.txt", "--least", "7"), "8 到 100"),
        (("早.txt", "--least", "101"), "8 到 100"),
    ],
)
def test_what_cannot_be_answered_is_an_error(index: Path, args: tuple[str, ...], said: str) -> None:
    code, output = _run(index, *args)
    assert code == 2
    assert said in output


def test_an_empty_file_and_a_very_long_one(index: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_text("。\n", encoding="utf-8")
    assert _run(index, str(empty))[0] == 2
    assert _run(index, "-", stdin="")[0] == 2
    long = tmp_path / "长.txt"
    long.write_text("长" * 300_001, encoding="utf-8")
    code, said = _run(index, str(long))
    assert code == 2
    assert "300,001" in said


def test_what_is_shown_ends_at_words_and_clauses(index: Path) -> None:
    """The passage of the later speech begins within a clause of its own and ends with it."""
    answer = json.loads(_run(index, "晚.txt", "--format", "json")[1])
    (passage,) = answer["passages"]
    assert passage["text"] == "要把河湖治理摆在突出位置 一年接着一年干，让每条河都清起来活起来美起来"
    start, end = passage["span"]
    assert end - start >= len(passage["text"])
