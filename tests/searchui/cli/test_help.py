"""Help and mistakes in the language of the user, for every command; variables of the environment; completion."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from indexer.cli.group import commands as indexer_commands
from indexer.cli.localized import Group, Option
from searchui.cli.completion import SHELLS
from searchui.cli.group import commands
from searchui.cli.options import FacetValue
from searchui.search.filters.number_range import NumberRange

HAN = re.compile("[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", re.IGNORECASE)  # three English words in a row
GROUPS: dict[str, Group] = {"speechsearch": commands, "python -m indexer": indexer_commands}
CALLS = [(program, ()) for program in GROUPS] + [
    (program, (name,)) for program, group in GROUPS.items() for name in group.commands
]


def run(program: str, *words: str, language: str = "zh", **environment: str) -> Result:
    return CliRunner().invoke(
        GROUPS[program], words, env={"SPEECHSEARCH_LANG": language, **environment}, prog_name=program
    )


@pytest.mark.parametrize(("program", "words"), CALLS)
def test_english_help_has_no_chinese(program: str, words: tuple[str, ...]) -> None:
    shown = run(program, *words, "--help", language="en").stdout
    assert shown.startswith(f"Usage: {' '.join((program, *words))} ")
    assert "Options:" in shown
    assert HAN.search(shown) is None


@pytest.mark.parametrize(("program", "words"), CALLS)
def test_chinese_help_has_no_english_sentence(program: str, words: tuple[str, ...]) -> None:
    shown = run(program, *words, "--help").stdout
    assert shown.startswith("用法： ")
    assert "[OPTIONS]" not in shown
    examples = re.sub(r"speechsearch [^\n]*|/speech/|gbt7714|-Proto|\[[\w|-]+\]", "", shown)
    assert SENTENCE.search(examples) is None, examples
    for word in ("INTEGER", "TEXT", "PATH", "default", "required"):
        assert word not in shown


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (["serach", "党"], "没有 'serach' 这个命令", "No such command 'serach'"),
        (["search", "党", "--srot", "newest"], "没有 '--srot' 这个选项", "No such option '--srot'"),
        (["search"], "缺少参数 'QUERY'", "Missing argument 'QUERY'"),
        (["search", "党", "建"], "多出了参数（建）", "Got unexpected extra argument (建)"),
        (["search", "党", "--sort", "date"], "'date' 不是 'relevance', 'newest', 'oldest' 之一", "is not one of"),
        (["search", "党", "--group", "x"], "'--group'", "'--group'"),
        (["search", "党", "--page"], "'--page' 后面要写上值", "Option '--page' requires an argument"),
        (["search", "党", "--page", "一"], "'一' 不是合用的数", "'一' is not a valid integer"),
        (["search", "党", "--json=1"], "'--json' 后面不写值", "does not take a value"),
        (["search", "党", "--year", "去年"], "“去年”不是年份", "“去年” is no year"),
        (["search", "党", "--format", "pdf"], "'pdf' 不是", "'pdf' is not one of"),
        (["search", "党", "--output", "a.doc"], "不能存为“doc”", "“doc”"),
        (["search", "党", "--output", "/nowhere/a.csv"], "没有“/nowhere”这个文件夹", "there is no folder “/nowhere”"),
        (["search", "党", "--json", "--output", "a.csv"], "--json 与 --output a.csv", "different formats"),
        (["kwic", "党", "--sort", "relevance"], "'date', 'newest', 'left', 'right'", "is not one of"),
        (["trend", "党", "--by", "week"], "'year', 'month', 'speaker'", "is not one of"),
        (["trend"], "缺少参数 'PHRASE…'", "Missing argument 'PHRASE…'"),
        (["around", "党", "--sort", "x"], "'log-likelihood', 'count'", "is not one of"),
        (["around", "党", "--window", "0"], "window", "window"),
        (["compare"], "缺少选项 '--a'", "Missing option '--a'"),
        (["compare", "--a", "2024"], "2024", "2024"),
        (["ngrams", "--limit", "0"], "limit", "limit"),
        (
            ["cite", "x", "--style", "mla"],
            "'plain', 'gbt7714', 'gbt7714-2015', 'apa', 'bibtex', 'ris', 'quotation'",
            "is not one of",
        ),
        (["serve", "--port", "99999"], "99999 不在 0<=x<=65535 之内", "99999 is not in the range"),
        (["serve", "--log-format", "x"], "'text', 'json', 'none'", "is not one of"),
        (["check", "--sample", "-1"], "-1 不在 x>=0 之内", "-1 is not in the range"),
        (["completion"], "缺少参数", "Missing argument"),
        (["completion", "csh"], "'bash', 'zsh', 'fish'", "is not one of"),
    ],
)
def test_mistakes_in_both_languages(sample_index: Path, words: list[str], chinese: str, english: str) -> None:
    index = str(sample_index)
    told = run("speechsearch", *words, SPEECHSEARCH_INDEX=index)
    assert (told.exit_code, told.stdout) == (2, "")
    assert chinese in told.stderr
    assert SENTENCE.search(told.stderr) is None, told.stderr
    told = run("speechsearch", *words, language="en", SPEECHSEARCH_INDEX=index)
    assert (told.exit_code, told.stdout) == (2, "")
    assert english in told.stderr
    written = {sign for word in words for sign in word}
    assert set(HAN.findall(told.stderr)) <= written, told.stderr


def test_close_names_are_suggested() -> None:
    assert "是不是 'search'" in run("speechsearch", "serach").stderr
    assert "Did you mean 'search'" in run("speechsearch", "serach", language="en").stderr


def test_commands_stand_in_sections_and_the_version_is_told() -> None:
    shown = run("speechsearch", "--help").stdout
    heads = [line[:-1] for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert heads == ["选项", *(section.title for section in commands.sections)]
    for section in commands.sections:
        assert all(f"\n  {name} " in shown for name in section.places)
    assert re.fullmatch(r"speechsearch \d+\.\d+\.\d+\n", run("speechsearch", "--version").stdout)
    assert run("speechsearch", "count", "--help", SPEECHSEARCH_VERSION="1").stdout.startswith("用法")


def options() -> Iterator[tuple[str, click.Option]]:
    for name, command in commands.commands.items():
        for option in command.params:
            if isinstance(option, click.Option):
                yield name, option


def sample(option: click.Option) -> tuple[str, Any]:
    """A value as the environment has it, and as the command is given it."""
    match option.type:
        case click.Choice(choices=choices):
            text, value = choices[-1], choices[-1]
        case click.types.BoolParamType():
            text, value = "1", True
        case click.Path():
            text, value = "some/file", Path("some/file")
        case click.IntRange() | click.types.IntParamType():
            text, value = "600", 600
        case FacetValue(facet=facet) if facet.kind is int:
            text, value = "2018..2022", NumberRange(2018, 2022)
        case click.FloatRange():
            text, value = "7.5", 7.5
        case _:
            text, value = "甲", "甲"
    return text, (value,) if option.multiple else value


@pytest.mark.parametrize(("name", "option"), list(options()), ids=lambda part: str(getattr(part, "opts", part)))
def test_every_option_has_a_variable(name: str, option: click.Option, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the words of the command line, whatever a function calls it."""
    assert isinstance(option, Option)
    spelled = max(option.opts, key=len).lstrip("-").replace("-", "_").upper()
    text, value = sample(option)
    if spelled in {"THREADS", "PROCESSES"}:
        text, value = "3", 3
    elif spelled == "REST":
        text, value = "0.5", 0.5
    monkeypatch.setenv(f"SPEECHSEARCH_{name.upper()}_{spelled}", text)
    with commands.make_context("speechsearch", [name], resilient_parsing=True) as parent:
        context = click.Context(commands.commands[name], parent=parent, info_name=name)
        found, source = option.consume_value(context, {})
        assert source is click.core.ParameterSource.ENVIRONMENT
        assert option.process_value(context, found) == value


def test_the_command_line_goes_before_the_environment(sample_index: Path) -> None:
    words, index = ("count", "新质生产力"), {"SPEECHSEARCH_INDEX": str(sample_index)}
    plain = run("speechsearch", *words, **index).stdout
    as_json = run("speechsearch", *words, "--json", **index).stdout
    assert run("speechsearch", *words, SPEECHSEARCH_COUNT_FORMAT="json", **index).stdout == as_json
    assert run("speechsearch", *words, SPEECHSEARCH_COUNT_JSON="1", **index).stdout == as_json
    given = {"SPEECHSEARCH_COUNT_FORMAT": "csv", **index}
    assert run("speechsearch", *words, "--json", **given).stdout == as_json
    assert run("speechsearch", *words, "--format", "text", **given).stdout == plain
    given = {"SPEECHSEARCH_COUNT_INDEX": str(sample_index), "SPEECHSEARCH_INDEX": "/nowhere"}
    assert run("speechsearch", *words, **given).stdout == plain


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_scripts(shell: str, tmp_path: Path) -> None:
    script = run("speechsearch", "completion", shell).stdout
    assert f"_SPEECHSEARCH_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script, encoding="utf-8")
        subprocess.run([shell, "-n", tmp_path / "script"], check=True)


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("speechsearch se", ["search", "serve"]),
        ("speechsearch trend 党 --by ", ["year", "month", "speaker"]),
        ("speechsearch search 党 --sort n", ["newest"]),
        ("speechsearch count 党 --form", ["--format"]),
        ("speechsearch kwic 党 --format js", ["json", "jsonl"]),
        ("speechsearch completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_commands_options_and_values_are_completed(line: str, completed: list[str]) -> None:
    words = line.split(" ")
    environment = {
        **os.environ,
        "_SPEECHSEARCH_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    program = "from searchui.cli.group import main; main()"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert [item.split(",")[1] for item in done.stdout.splitlines()] == completed


def test_completed_options_have_help_in_the_language_of_the_user() -> None:
    environment = {
        "_SPEECHSEARCH_COMPLETE": "zsh_complete",
        "COMP_WORDS": "speechsearch count 党 --for",
        "COMP_CWORD": "3",
    }
    shown = run("speechsearch", language="en", **environment).stdout
    assert "--format" in shown
    assert HAN.search(shown) is None
    assert HAN.search(run("speechsearch", **environment).stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_no_spreadsheet_on_a_terminal(sample_index: Path) -> None:
    reading, writing = os.openpty()
    words = ["count", "发展", "--format", "xlsx", "--index", str(sample_index)]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "searchui", *words],
            stdout=writing,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    finally:
        os.close(writing)
        os.close(reading)
    assert done.returncode == 2
    assert "xlsx 不能显示在终端里，请用 --output 存进文件" in done.stderr
