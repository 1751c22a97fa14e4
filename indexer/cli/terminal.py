"""What commands have in common: their language, how they print, and how they end."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from indexer.cli.localized import language, option
from indexer.errors import CallError, QueryError, SpeechsearchError
from indexer.i18n import N_, Message, _
from indexer.i18n.message_json import public_json
from indexer.whole_file import write_whole

DEFAULT_SEEDS = "seeds"
EXIT_PROBLEMS = 1

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


def write_answer(target: Path | None, pieces: Iterable[str | bytes]) -> None:
    """Write an answer to stdout, or whole to a file. Raises CallError for a file that cannot be written."""
    if target is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    try:
        write_whole(target, pieces)
    except FileNotFoundError as error:
        raise CallError(_("不能写 {output}：没有“{folder}”这个文件夹", output=target, folder=target.parent)) from error
    except OSError as error:
        raise CallError(_("不能写 {output}：{strerror}", output=target, strerror=error.strerror)) from error
    say(_("已存为 {output}", output=target))


def json_text(value: object) -> str:
    """A value as JSON that people can read, messages in every language that programs are answered in."""
    return msgspec.json.format(public_json(value), indent=2).decode("utf-8")


def print_json(value: object) -> None:
    click.echo(json_text(value))


def megabytes(size: int) -> str:
    """A number of bytes, as it is told."""
    return f"{size / 1_000_000:.1f} MB"


@contextmanager
def errors_shown() -> Iterator[None]:
    """Our own errors as one sentence and the right exit code; anything else is a defect and is not caught."""
    try:
        yield
    except SpeechsearchError as error:
        say(_("错误：{reason}", reason=error.message))
        if isinstance(error, QueryError) and error.mended:
            say(_("可以改成：{query}", query=error.mended))
        sys.exit(error.exit_code)
