"""A user's own patterns of lines: what is no pattern and what runs away is named, with its line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.errors import CallError
from indexer.speech.cleaning.junk_patterns import patterns_with, shipped_patterns
from searchui.cli.group import commands
from searchui.search.corpus import open_corpus

FILE = """\
# 自己的杂物
marks = ['第 \\d+ 页']
lines = [
    "某某文库\\\\d*出品",
    '{hostile}',
]
"""
# Each takes longer than the world will last on its line, for a matcher that goes back and tries again.
RUNAWAYS = [
    ("(?:一|一一)+[完终]", "一" * 70 + "。"),
    ("(?:(?:一{1,50}){1,50}){1,50}[完终]", "一" * 79),
]


def write_corpus(folder: Path, patterns: str, line: str) -> Path:
    folder.mkdir()
    (folder / "patterns.toml").write_text(patterns, encoding="utf-8")
    text = f"在某市大会上的讲话\n（2031年5月6日）\n叶舒禾\n\n一、总的要求\n\n要把今年的事情办好。\n\n{line}\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("hostile", "line"), RUNAWAYS, ids=["either", "nested"])
def test_a_pattern_that_runs_away_is_stopped_and_named(tmp_path: Path, hostile: str, line: str) -> None:
    seeds = write_corpus(tmp_path / "seeds", FILE.format(hostile="某某"), line)
    build = ["build", str(seeds), "--index", str(tmp_path / "index")]
    assert CliRunner().invoke(commands, build).exit_code == 0
    (seeds / "patterns.toml").write_text(FILE.format(hostile=hostile), encoding="utf-8")
    result = CliRunner().invoke(commands, build)
    assert result.exit_code == 2
    assert "第 5 行" in result.stderr
    assert hostile in result.stderr
    assert line[:40] in result.stderr
    with open_corpus(tmp_path / "index") as corpus:  # what was built before still answers
        assert corpus.count("办好").occurrences == 1


def test_the_line_is_named_in_the_language_of_the_reader(tmp_path: Path) -> None:
    hostile, line = RUNAWAYS[0]
    seeds = write_corpus(tmp_path / "seeds", FILE.format(hostile=hostile), line)
    result = CliRunner().invoke(
        commands, ["build", str(seeds), "--index", str(tmp_path / "index")], env={"SPEECHSEARCH_LANG": "en"}
    )
    assert "line 5 of the file of patterns" in result.stderr


@pytest.mark.parametrize(
    ("pattern", "line"), [("(", 5), ("[一", 5), ("(?P<a>一)(?P<a", 5), ("一{2", None), ("一(?<=(", 5)]
)
def test_what_is_no_regular_expression_is_named(pattern: str, line: int | None) -> None:
    if line is None:  # a brace that closes nothing stands for itself
        assert patterns_with(FILE.format(hostile=pattern)).is_furniture("一{2")
        return
    with pytest.raises(CallError, match="第 5 行") as caught:
        patterns_with(FILE.format(hostile=pattern))
    assert pattern in str(caught.value)


def test_own_patterns_stand_beside_the_shipped_ones() -> None:
    patterns = patterns_with(FILE.format(hostile="(?!某)..室供稿(?<=稿)"))
    assert patterns.is_furniture_anywhere("第 12 页")
    assert patterns.is_furniture("某某文库2出品")
    assert patterns.is_furniture_anywhere("本室供稿") is False
    assert patterns.is_furniture_anywhere("档案室供稿")
    for shipped in ("责任编辑：某某", "【字号：大 中 小】", "打印本页"):
        assert patterns.is_furniture(shipped) == shipped_patterns().is_furniture(shipped)


def test_a_gap_of_ones_own(tmp_path: Path) -> None:
    text = "[[gap]]\nkind = 'paywall'\nlines = ['看全文请登录某某']\n"
    assert patterns_with(text).gap_kind("看全文请登录某某") == "paywall"
    assert shipped_patterns().gap_kind("看全文请登录某某") is None
