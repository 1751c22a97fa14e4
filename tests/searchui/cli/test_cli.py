"""The command as a user runs it, mistakes included: what it prints, where, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli.group import commands as indexer_commands
from searchui.cli.group import commands
from tests.conftest import SEEDS


def run(*words: str, index: Path | None = None) -> Result:
    env = {"SPEECHSEARCH_INDEX": str(index)} if index else {}
    return CliRunner().invoke(commands, words, env=env, catch_exceptions=False)


def test_build_prints_a_report_and_ends_with_0(tmp_path: Path) -> None:
    done = run("build", str(SEEDS), "--index", str(tmp_path))
    assert done.exit_code == 0
    assert "30 篇" in done.stdout
    assert "预告 4 点，找到 3 点" in done.stderr
    assert "建立索引 29/29" in done.stderr


def test_build_json_and_skipped_files(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("同志们：\n讲一件事，说一句话。\n", encoding="utf-8")
    (seeds / "b.txt").write_bytes(b"\x00")
    done = run("build", str(seeds), "--index", str(tmp_path / "index"), "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert (report["speeches"], [item["path"] for item in report["skipped"]]) == (1, ["b.txt"])
    assert "没有收录 b.txt" in done.stderr
    assert run("count", "一件事", index=tmp_path / "index").exit_code == 0


def test_build_tells_what_was_guessed_left_out_and_missing(tmp_path: Path) -> None:
    done = run("build", str(SEEDS), "--index", str(tmp_path))
    assert done.stdout.splitlines() == [
        "已建立 generation-000001：30 篇，648 段，48,737 字",
        "看了 30 个文件：收录 28 个、与别的重复 1 个、附带的文件 1 个",
    ]
    told = {line.split("：")[0]: line for line in done.stderr.splitlines() if not line.startswith(("读取", "建立"))}
    assert {"标题", "日期", "讲话人", "场合", "没有收入正文", "原文缺失"} <= set(told)
    assert "篇来自日期行、2 篇来自文件自带的信息" in told["日期"]


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    """A folder with a speech twice, a wrong metadata table, and 25 files that cannot be read."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    speech = (SEEDS / "2018-澜滨市政府工作报告.txt").read_text(encoding="utf-8")
    (seeds / "a.txt").write_text(speech, encoding="utf-8")
    (seeds / "b.txt").write_text(speech.replace("\n", "\n\n"), encoding="utf-8")
    (seeds / "metadata.csv").write_text("file,speaker\na.txt,张明\nb.txt,张明\nnone.txt,李四\n", encoding="utf-8")
    for number in range(25):
        (seeds / f"{number}.txt").write_bytes(b"\x00")
    return seeds


def test_build_tells_versions_and_problems_in_short(untidy: Path, tmp_path: Path) -> None:
    done = run("build", str(untidy), "--index", str(tmp_path / "index"))
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1] == "看了 28 个文件：收录 1 个、与别的重复 1 个、附带的文件 1 个、没有收录 25 个"
    assert "同一篇讲话 b.txt（2018-01-20） 又见于 a.txt（100% 相同）" in done.stderr
    assert "元数据 metadata.csv 第 4 行：没有“none.txt”这个文件" in done.stderr
    assert "讲话人：1 篇来自元数据表" in done.stderr
    assert done.stderr.count("没有收录 ") == 20
    assert "…另有 5 条，用 --json 看全部" in done.stderr


def test_build_json_has_all_of_it(untidy: Path, tmp_path: Path) -> None:
    done = run("build", str(untidy), "--index", str(tmp_path / "index"), "--json", "--keep-versions")
    report = json.loads(done.stdout)
    assert (report["files"], report["speeches"], report["versions_kept"]) == (27, 2, True)
    first = report["indexed"][0]
    assert (first["path"], first["id"], first["speaker"]) == ("a.txt", "a.txt", "张明")
    assert first["origins"]["speaker"] == "sidecar"
    assert (first["left_out"], first["gaps"], first["warnings"]) == (0, 0, [])
    assert len(report["skipped"]) == 25
    (version,) = report["versions"]
    assert {name: version[name] for name in ("path", "id", "of", "shared", "is_same", "own")} == {
        "path": "b.txt",
        "id": "b.txt",
        "of": "a.txt",
        "shared": 1.0,
        "is_same": True,
        "own": 0,
    }
    assert [(problem["path"], problem["line"]) for problem in report["problems"]] == [("metadata.csv", 4)]


def test_build_in_english(untidy: Path, tmp_path: Path) -> None:
    words = ["build", str(untidy), "--index", str(tmp_path / "index")]
    done = CliRunner().invoke(commands, words, env={"SPEECHSEARCH_LANG": "en"})
    assert "1 speech," in done.stdout
    assert "speaker: 1 from a metadata table" in done.stderr
    assert not any("\u4e00" <= character <= "\u9fff" for character in done.stdout)


def test_build_without_a_corpus(tmp_path: Path) -> None:
    done = run("build", str(tmp_path / "none"), "--index", str(tmp_path / "index"))
    assert done.exit_code == 2
    assert "找不到讲话稿文件夹" in done.stderr
    assert not done.stdout
    (tmp_path / "empty").mkdir()
    assert run("build", str(tmp_path / "empty"), "--index", str(tmp_path / "index")).exit_code == 2


def test_build_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("build", str(SEEDS), "--index", str(tmp_path / "file"))
    assert done.exit_code == 3
    assert "写不进" in done.stderr


@pytest.fixture
def with_lists(tmp_path: Path) -> Path:
    """A folder of speeches with a dictionary and synonyms, indexed."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("同志们：\n大桥通车了。\n", encoding="utf-8")
    (seeds / "b.txt").write_text("同志们：\n过江通道通车了。\n", encoding="utf-8")
    (seeds / "用户词典.txt").write_text("过江通道 5 n\n", encoding="utf-8")
    (seeds / "synonyms.txt").write_text("大桥，过江通道\n", encoding="utf-8")
    return seeds


def test_build_tells_of_lists_and_search_of_synonyms(with_lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    done = run("build", str(with_lists), "--index", str(index))
    assert done.exit_code == 0
    assert "用户词典 1 个词，同义词 1 组" in done.stdout
    done = run("search", "大桥", index=index)
    assert "找到 2 段，出自 2 篇 · 读作：含“大桥”各词（也找 过江通道）" in done.stderr
    assert "【过江通道】" in done.stdout
    done = run("search", "大桥", "--no-synonyms", index=index)
    assert "找到 1 段" in done.stderr
    assert "也找" not in done.stderr


@pytest.mark.parametrize(
    ("option", "line", "says"),
    [
        ("--user-dict", "新质生产力,5", "第 1 行：词与词频之间用空格，不用“,”之类。请写成“新质生产力 词频”"),
        ("--user-dict", None, "没有这个文件"),
        ("--synonyms", "二十大", "第 1 行：“二十大”只有一个说法。请写两个以上，用逗号隔开"),
        ("--synonyms", "\0", "二进制"),
    ],
)
def test_mistakes_in_lists(with_lists: Path, tmp_path: Path, option: str, line: str | None, says: str) -> None:
    file = tmp_path / "list.txt"
    if line is not None:
        file.write_text(line, encoding="utf-8")
    done = run("build", str(with_lists), "--index", str(tmp_path / "index"), option, str(file))
    assert done.exit_code == 2
    assert f"错误：{file}" in done.stderr
    assert says in done.stderr
    assert not (tmp_path / "index").exists()


def test_search_marks_its_hits(sample_index: Path) -> None:
    done = run("search", '"党的建设" 基层', index=sample_index)
    assert done.exit_code == 0
    assert "找到 3 段，出自 3 篇 · 读作：一字不差含“党的建设”，且含“基层”各词" in done.stderr
    assert "【党的建设】" in done.stdout
    assert "【基层】" in done.stdout
    assert "/speech/2019-" in done.stdout


def test_search_tells_why_nothing_was_found(sample_index: Path) -> None:
    done = run("search", "“新制生产力” 基层", index=sample_index)
    assert (done.exit_code, done.stdout) == (1, "")
    for line in ("单独查“基层”有 24 段", "去掉“新制生产力”有 24 段", "语料里有“新质生产力”：10 段"):
        assert line in done.stderr
    answer = json.loads(run("search", "“新制生产力” 基层", "--json", index=sample_index).stdout)
    assert answer["explanation"]["nearby"][0]["text"] == "新质生产力"


def test_long_paragraphs_are_cut(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text(f"题目\n同志们：\n{'前面的话。' * 100}治水。{'后面的话。' * 100}\n", encoding="utf-8")
    assert run("build", str(seeds), index=tmp_path / "index").exit_code == 0
    shown = run("search", "治水", index=tmp_path / "index").stdout.splitlines()[1].strip()
    assert shown.startswith("……前面的话。")
    assert "【治水】" in shown
    assert shown.endswith("后面的话。……")


def test_search_json_has_the_documented_names(sample_index: Path) -> None:
    found = json.loads(run("search", "“党的建设”", "--json", "--year", "2019", index=sample_index).stdout)
    assert {"total", "speeches", "facets", "hits"} <= set(found)
    assert set(found["hits"][0]) == {
        "text",
        "highlights",
        "speech",
        "speaker",
        "section_path",
        "anchor",
        "url",
        "score",
        "following",
    }
    assert set(found["hits"][0]["speech"]) == {"id", "title", "date", "speaker", "machine_read"}
    for hit in found["hits"]:
        assert [hit["text"][start:end] for start, end in hit["highlights"]].count("党的建设") >= 1
        assert hit["speech"]["date"].startswith("2019")


def test_quoted_text_may_be_meant_otherwise(sample_index: Path) -> None:
    words = ("绿水青山就是金山银山", "--json")
    plain, loose, exact = (
        json.loads(run("count", *words, *more, index=sample_index).stdout)["occurrences"]
        for more in ((), ("--loose",), ("--exact",))
    )
    assert exact < plain < loose
    found = run("search", "“绿水青山就是金山银山”", "--loose", "--json", index=sample_index)
    assert (
        json.loads(found.stdout)["total"]
        == json.loads(run("count", *words, "--loose", index=sample_index).stdout)["paragraphs"]
    )
    assert run("count", "，", "--loose", index=sample_index).exit_code == 2


@pytest.mark.parametrize("name", ["count", "kwic", "trend"])
def test_quotes_are_counted_and_that_is_told(sample_index: Path, name: str) -> None:
    assert "不写引号，“新质生产力”有 12 次" in run(name, "「新质生产力」", index=sample_index).stderr
    for phrase in ("新质生产力", "“没有这样的提法”", "“新质”和“生产力”"):
        assert "不写引号" not in run(name, phrase, index=sample_index).stderr


@pytest.mark.parametrize("name", ["count", "kwic", "trend"])
def test_marks_are_counted_and_that_is_told(sample_index: Path, name: str) -> None:
    """A full stop that was copied along hides most places, and the first one."""
    for phrase in ("新质生产力，", "——新质生产力？"):
        assert "不写标点，“新质生产力”有 12 次" in run(name, phrase, index=sample_index).stderr
    for phrase in ("新质生产力", "，", "“没有这样的提法。”", "没有这样的提法。", "《论语》", "20%"):
        assert "不写标点" not in run(name, phrase, index=sample_index).stderr


def test_texts_may_begin_with_a_minus(sample_index: Path) -> None:
    assert run("search", "-改革", index=sample_index).stdout == run("search", "NOT 改革", index=sample_index).stdout
    trend = run("trend", "-5℃", "--json", "5℃", index=sample_index)
    assert trend.exit_code in (0, 1)
    assert trend.stdout == run("trend", "--json", "--", "-5℃", "5℃", index=sample_index).stdout


def test_count(sample_index: Path) -> None:
    done = run("count", "新质生产力", index=sample_index)
    assert done.exit_code == 0
    assert done.stdout.startswith("“新质生产力”：12 次，10 段，6 篇\n首见 2024-05")
    as_json = json.loads(run("count", "新质生产力", "--json", index=sample_index).stdout)
    assert (as_json["occurrences"], as_json["paragraphs"], as_json["speeches"]) == (12, 10, 6)
    assert as_json["first"]["date"] == "2024-05"
    assert as_json["last"]["speech"]["speaker"] == "苏映棠"


@pytest.mark.parametrize(
    ("words", "exit_code", "says"),
    [
        (["search", "没有这样的话吧吧"], 1, "最相近的 "),
        (["search", "“没有这样的话吧吧”"], 1, "找到 0 段"),
        (["count", "没有这样的话"], 1, ""),
        (["search", "“党"], 2, "没有配对"),
        (["search", "(党"], 2, "没有配对"),
        (["search", ""], 2, "请写下"),
        (["search", "党" * 100_000], 2, "最多"),
        (["search", "党", "--page", "0"], 2, "从 1 开始"),
        (["search", "党", "--page", "-1"], 2, "从 1 开始"),
        (["search", "党", "--page", "1000000000"], 2, "一共"),
        (["search", "党", "--page", "abc"], 2, "abc"),
        (["search", "党", "--sort", "x"], 2, "--sort"),
        (["count", ""], 2, "请写下"),
        (["nonsense"], 2, "nonsense"),
        (["outline", "没有的文件"], 1, "没有这个文件"),
        (["outline", "."], 1, "不是普通文件"),
    ],
)
def test_mistakes(sample_index: Path, words: list[str], exit_code: int, says: str) -> None:
    done = run(*words, index=sample_index)
    assert done.exit_code == exit_code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["search", "党"], ["count", "党"], ["status"], ["serve"]])
def test_without_an_index(tmp_path: Path, words: list[str]) -> None:
    done = run(*words, index=tmp_path)
    assert done.exit_code == 3
    assert "speechsearch build" in done.stderr


def test_outline(sample_index: Path) -> None:
    done = run("outline", str(SEEDS / "2023-全区党建工作推进会.txt"))
    assert "（标题缺失的部分）" in done.stdout
    assert "缺失：隐藏内容" in done.stdout
    as_json = json.loads(run("outline", str(SEEDS / "2023-全区党建工作推进会.txt"), "--json").stdout)
    assert as_json["announced"] == 4
    assert run("outline", "none.txt").exit_code == 1


def test_status(sample_index: Path) -> None:
    assert "30 篇" in run("status", index=sample_index).stdout
    assert json.loads(run("status", "--json", index=sample_index).stdout)["speeches"] == 30


def test_english_on_request(sample_index: Path) -> None:
    done = CliRunner().invoke(
        commands, ["search", "“党"], env={"SPEECHSEARCH_INDEX": str(sample_index), "SPEECHSEARCH_LANG": "en"}
    )
    assert "is not closed" in done.stderr


@pytest.mark.parametrize("group", [commands, indexer_commands])
def test_every_command_and_option_has_help(group: object) -> None:
    import click

    assert isinstance(group, click.Group)
    for name, command in group.commands.items():
        assert command.help, name
        for option in command.params:
            assert isinstance(option, click.Argument) or getattr(option, "help", None), (name, option.name)


@pytest.mark.parametrize("module", ["indexer", "searchui"])
def test_modules_run(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "build" in done.stdout
