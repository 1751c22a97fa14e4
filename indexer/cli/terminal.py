"""What commands have in common: their language, how they print, and how they end."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click
import msgspec

from indexer.errors import SpeechsearchError
from indexer.message import Language, Message

DEFAULT_SEEDS = "seeds"
DEFAULT_INDEX = "index_data"
EXIT_PROBLEMS = 1

index_option: Callable[[Any], Any] = click.option(
    "--index",
    type=click.Path(path_type=Path),
    default=DEFAULT_INDEX,
    envvar="SPEECHSEARCH_INDEX",
    show_default=True,
    help="索引所在的文件夹（也可用环境变量 SPEECHSEARCH_INDEX）。",
)
json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取。")
wait_option: Callable[[Any], Any] = click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0,
    show_default=True,
    metavar="SECONDS",
    help="别的程序正在写索引时，最多等多少秒。",
)


def language() -> Language:
    """The language of the command line: Chinese, or English by SPEECHSEARCH_LANG=en."""
    chosen: Literal["zh", "en"] = "en" if os.environ.get("SPEECHSEARCH_LANG", "").startswith("en") else "zh"
    return chosen


def say(zh: str, en: str) -> None:
    """A note to the user, on stderr."""
    click.echo(Message(zh, en).text(language()), err=True)


def show(zh: str, en: str) -> None:
    """A line of what was asked for, on stdout."""
    click.echo(Message(zh, en).text(language()))


def print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8"))


@contextmanager
def errors_shown() -> Iterator[None]:
    """Our own errors as one sentence and the right exit code; anything else is a defect and is not caught."""
    try:
        yield
    except SpeechsearchError as error:
        click.echo(f"{Message('错误：', 'Error: ').text(language())}{error.text(language())}", err=True)
        sys.exit(error.exit_code)
