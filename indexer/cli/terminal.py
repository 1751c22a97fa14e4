"""What commands have in common: their language, how they print, and how they end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from indexer.cli.localized import language, option
from indexer.errors import SpeechsearchError
from indexer.i18n import N_, Message, _
from indexer.i18n.message_json import public_json

DEFAULT_SEEDS = "seeds"
DEFAULT_INDEX = "index_data"
EXIT_PROBLEMS = 1

index_option: Callable[[Any], Any] = option(
    "--index",
    type=click.Path(path_type=Path),
    default=DEFAULT_INDEX,
    envvar="SPEECHSEARCH_INDEX",
    show_default=True,
    help=N_("索引所在的文件夹（也可用环境变量 SPEECHSEARCH_INDEX）。"),
)
json_option: Callable[[Any], Any] = option("--json", "as_json", is_flag=True, help=N_("以 JSON 输出，供程序读取。"))
wait_option: Callable[[Any], Any] = option(
    "--wait",
    type=click.FloatRange(0),
    default=0,
    show_default=True,
    metavar="SECONDS",
    help=N_("别的程序正在写索引时，最多等多少秒。"),
)


def say(message: Message) -> None:
    """A note to the user, on stderr."""
    click.echo(message.text(language()), err=True)


def show(message: Message) -> None:
    """A line of what was asked for, on stdout."""
    click.echo(message.text(language()))


def json_text(value: object) -> str:
    """A value as JSON that people can read, messages in every language that programs are answered in."""
    return msgspec.json.format(public_json(value), indent=2).decode("utf-8")


def print_json(value: object) -> None:
    click.echo(json_text(value))


@contextmanager
def errors_shown() -> Iterator[None]:
    """Our own errors as one sentence and the right exit code; anything else is a defect and is not caught."""
    try:
        yield
    except SpeechsearchError as error:
        say(_("错误：{reason}", reason=error.message))
        sys.exit(error.exit_code)
